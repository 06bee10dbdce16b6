"""The `sunday` command: its options, its errors, and where each subcommand lives."""

from __future__ import annotations

import gc
import inspect
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from cli.asking import sql, stop, url
from cli.console import Shared, complain
from cli.deciding import decide
from cli.demonstrating import demo
from cli.duplicates import cases
from cli.findings import findings
from cli.linking import link
from cli.locking import lock, unlock
from cli.referring import reference
from cli.running import run
from cli.status import status
from cli.templating import template
from cli.why import why
from schemas.errors import SundayError, UsageError, fault_of

__all__ = ["app", "main"]

log = logging.getLogger("sunday")

app = typer.Typer(
    name="sunday",
    help="The weekly data pipeline of Ngày Chủ nhật số: workbooks in, explained findings and"
    " traceable indicators out. Start with `sunday demo`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _shared(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(
            help="Folder with everything of one installation: inbox, archive, database, Parquet."
            " Default: SUNDAY_HOME, else ./var."
        ),
    ] = None,
) -> None:
    context.obj = Shared(home)


app.command()(demo)
app.add_typer(reference, name="reference")
app.add_typer(link, name="link")
app.command()(run)
app.command()(status)
app.command()(findings)
app.command()(cases)
app.command()(decide)
app.command()(why)
app.command()(sql)
app.command()(url)
app.command()(template)
app.command()(lock)
app.command()(unlock)
app.command()(stop)

for _group in (app, reference, link):
    for _told in _group.registered_commands:
        # Help is written in lines of the source's width; on the terminal it goes by the terminal's.
        _told.help = re.sub(r"(?<!\n)\n(?!\n)", " ", inspect.getdoc(_told.callback) or "")


def main() -> None:
    """Runs a command; what goes wrong becomes one sentence and an exit code."""
    # A run makes millions of values that live to its end; to look through them again and again for
    # cycles, as Python does for every 700 new ones, would take a fifth of its time.
    gc.set_threshold(200_000, 20, 20)
    with _closing_log():
        _main()


@contextmanager
def _closing_log() -> Iterator[None]:
    """Until the settings say where the log is there is none, and after the command none is open."""
    log.addHandler(logging.NullHandler())
    try:
        yield
    finally:
        for handler in list(log.handlers):
            log.removeHandler(handler)
            handler.close()


def _main() -> NoReturn:
    try:
        code = app(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except SundayError as error:
        _end(error)
    except TyperException as error:
        message = error.format_message().rstrip(".")
        if not message:  # without a command the help was shown
            sys.exit(2)
        asked = getattr(getattr(error, "ctx", None), "command_path", "sunday")
        _end(UsageError(f"{message}; see {asked} --help."))
    except (KeyboardInterrupt, typer.Abort):
        print("Stopped; what was published before stands.", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        # Where, without the message: it may quote a value.
        for frame in traceback.extract_tb(error.__traceback__):
            log.debug("%s in %s, line %s", frame.name, frame.filename, frame.lineno)
        _end(fault_of(error))


def _end(error: SundayError) -> NoReturn:
    complain(error, as_json="--json" in sys.argv)
    sys.exit(error.exit_code)
