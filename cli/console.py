"""How commands speak: one JSON document or words on stdout, progress and complaints on stderr."""

from __future__ import annotations

import json
import logging
import math
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, overload

import typer

from schemas.errors import QueryRefused, SundayError, UsageError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from flows.steps import Told
    from schemas.settings import Settings

__all__ = [
    "Json",
    "Shared",
    "Sunday",
    "called",
    "complain",
    "escaped",
    "parse_day",
    "parse_sunday",
    "plain_value",
    "progress",
    "say",
    "settings_of",
    "show",
    "show_number",
    "show_percent",
    "terminal",
    "write_json",
]

Json = Annotated[
    bool, typer.Option("--json", help="One JSON document on stdout, for other programs.")
]

Sunday = Annotated[
    str | None, typer.Option(help="The Sunday that ends the week: 2023-03-05 or 05/03/2023.")
]

_UNLIMITED = 10_000
"""Columns of an output that is no terminal: what is piped into a file is never wrapped or cut."""


@dataclass(frozen=True)
class Shared:
    """The options that every command shares."""

    home: Path | None


def settings_of(context: typer.Context, inbox: Path | None = None) -> Settings:
    """The settings for the command's home, whose log is open from here on."""
    from schemas.settings import load_settings
    from warehouse.logs import open_log

    shared: Shared = context.obj
    settings = load_settings(shared.home, inbox)
    open_log(settings, _on_stderr(settings))
    logging.getLogger("sunday").debug("sunday %s", context.info_name)
    return settings


def _on_stderr(settings: Settings) -> logging.Handler:
    """Everything at DEBUG, else warnings: commands say themselves what they did and what failed."""
    from warehouse.logs import LOG_FORMAT

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LOG_FORMAT)
    handler.setLevel(logging.DEBUG if settings.log_level == "DEBUG" else logging.WARNING)
    handler.addFilter(lambda record: record.levelno < logging.ERROR)
    return handler


def called(settings: Settings) -> str:
    """How to call `sunday` again for this home, from here: the program and, if need be, --home."""
    program = Path(sys.argv[0]).absolute()
    found = shutil.which("sunday")
    if found and Path(found).absolute() == program:
        name = "sunday"
    else:
        name = os.path.relpath(program) if program.is_relative_to(Path.cwd()) else str(program)
    is_usual = settings.home == Path("var").absolute()
    return name if is_usual else f"{name} --home {settings.home}"


def write_json(document: object) -> None:
    """Writes the one JSON document of a command."""
    try:
        text = json.dumps(
            document, ensure_ascii=False, indent=1, default=plain_value, allow_nan=False
        )
    except ValueError:  # JSON has no word for a number that is none
        text = json.dumps(_finite(document), ensure_ascii=False, indent=1, default=plain_value)
    sys.stdout.write(text + "\n")


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _finite(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    is_none = isinstance(value, float | Decimal) and not math.isfinite(value)
    return None if is_none else value


def plain_value(value: object) -> object:
    """A value as JSON and tables show it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return str(value)


def show_number(value: float) -> str:
    """A whole number as it is written in Vietnamese: 1.615."""
    return f"{value:,.0f}".replace(",", ".")


def show_percent(value: float, digits: int = 2) -> str:
    """A signed percentage as it is written in Vietnamese: +0,94 %."""
    text = f"{value:+,.{digits}f}".translate(str.maketrans(",.", ".,"))
    return f"{'0,' + '0' * digits if not float(f'{value:.{digits}f}') else text} %"


def say(text: str) -> None:
    """Writes a line for people on stdout; `[bold]`-like marks are rich's."""
    terminal().print(text, soft_wrap=True)


def show(renderable: RenderableType) -> None:
    """Writes what rich lays out on stdout; what is no terminal gets no blanks that only fill up."""
    console = terminal()
    if console.is_terminal:
        console.print(renderable)
        return
    with console.capture() as captured:
        console.print(renderable)
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def escaped(text: str) -> str:
    """Text in which `[bold]` and the like are no marks."""
    from rich.markup import escape

    return escape(text)


def terminal() -> Console:
    """Where commands speak to people; what is no terminal is never wrapped."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(highlight=False, width=_UNLIMITED)
    return console


def complain(error: SundayError, *, as_json: bool) -> None:
    """Writes the sentence of an error on stderr, and as JSON on stdout where that was asked for."""
    told = f"a query was refused ({error.reason})" if isinstance(error, QueryRefused) else error
    logging.getLogger("sunday").error("%s", told)
    print(str(error), file=sys.stderr)
    if as_json:
        write_json({"error": str(error)})


def parse_day(text: str, asked: str) -> date:
    """A day given as YYYY-MM-DD or DD/MM/YYYY; UsageError, asking for `asked`, if it is none."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise UsageError(f"“{text}” is not a date; give {asked}.")


@overload
def parse_sunday(text: str, asked: str = ...) -> date: ...
@overload
def parse_sunday(text: str | None, asked: str = ...) -> date | None: ...
def parse_sunday(text: str | None, asked: str = "a Sunday such as 2023-03-05") -> date | None:
    """A Sunday given as YYYY-MM-DD or DD/MM/YYYY, not before the launch.

    Raises UsageError with what is wrong with it; where it is no date, that asks for `asked`.
    """
    from schemas.settings import LAUNCH

    if text is None:
        return None
    day = parse_day(text, asked)
    if day.weekday() != 6:
        raise UsageError(f"{day:%d/%m/%Y} is not a Sunday; give the Sunday that ends the week.")
    if day < LAUNCH:
        raise UsageError(
            f"{day:%d/%m/%Y} is before the launch of the programme; give a Sunday from"
            f" {LAUNCH:%d/%m/%Y} on."
        )
    return day


_STAGES: Mapping[str, str] = {
    "land": "Nhận tệp / landing",
    "read": "Đọc bảng tính / reading",
    "answer": "Trả lời cơ sở / answering",
    "write": "Tạo bảng tính mẫu / writing samples",
    "sunday": "Chủ nhật / Sundays",
}


@contextmanager
def progress() -> Iterator[Told]:
    """A bar for each long stage on a terminal's stderr; nothing anywhere else.

    The bars go when the work is done: what remains on the screen is the result.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    ) as bars:
        known: dict[str, Any] = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in known:
                known[stage] = bars.add_task(_STAGES.get(stage, stage), total=total)
            bars.update(known[stage], completed=done, total=total)

        yield told
