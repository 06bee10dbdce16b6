"""How commands speak: one JSON document or words on stdout, progress and complaints on stderr."""

from __future__ import annotations

import json
import math
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from schemas.errors import SundayError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from flows.steps import Told
    from schemas.settings import Settings

__all__ = [
    "Json",
    "Shared",
    "called",
    "complain",
    "parse_sunday",
    "progress",
    "say",
    "settings_of",
    "show_list",
    "show_number",
    "show_percent",
    "show_records",
    "show_table",
    "write_json",
]

Json = Annotated[
    bool, typer.Option("--json", help="One JSON document on stdout, for other programs.")
]

_UNLIMITED = 10_000
"""Columns of an output that is no terminal: what is piped into a file is never wrapped or cut."""


_LEAST = 12
"""Columns that are left of a text that is cut."""


@dataclass(frozen=True)
class Shared:
    """The options that every command shares."""

    home: Path | None


def settings_of(context: typer.Context, inbox: Path | None = None) -> Settings:
    """The settings for the command's home."""
    from schemas.settings import load_settings

    shared: Shared = context.obj
    return load_settings(shared.home, inbox)


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
        text = json.dumps(document, ensure_ascii=False, indent=1, default=_plain, allow_nan=False)
    except ValueError:  # JSON has no word for a number that is none
        text = json.dumps(_finite(document), ensure_ascii=False, indent=1, default=_plain)
    sys.stdout.write(text + "\n")


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _finite(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    is_none = isinstance(value, float | Decimal) and not math.isfinite(value)
    return None if is_none else value


def _plain(value: object) -> object:
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
    _console().print(text, soft_wrap=True)


def _console() -> Console:
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(highlight=False, width=_UNLIMITED)
    return console


def complain(error: SundayError, *, as_json: bool) -> None:
    """Writes the sentence of an error on stderr, and as JSON on stdout where that was asked for."""
    print(str(error), file=sys.stderr)
    if as_json:
        write_json({"error": str(error)})


def show_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    title: str = "",
    *,
    numbers: int = 0,
    cut: int | None = None,
) -> None:
    """Prints a table; the last `numbers` columns are right-aligned and never broken.

    Text that is wider than the terminal goes on in the next line; where `cut` is given, each row is
    one line and the text of that column ends in “…”.
    """
    from rich import box
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    widths = [_width(*column) for column in zip(columns, *rows, strict=True)]
    room = _console().width - sum(widths) - 3 * len(widths)
    for index, name in enumerate(columns):
        is_number = index >= len(columns) - numbers
        table.add_column(
            name,
            justify="right" if is_number else "left",
            no_wrap=is_number or cut is not None,
            overflow="ellipsis" if index == cut else "fold",
            max_width=max(_LEAST, widths[index] + min(room, 0)) if index == cut else None,
        )
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    _console().print(table)


def _width(*cells: object) -> int:
    """Of the widest of `cells`, the marks of rich left out."""
    from rich.text import Text

    return max(Text.from_markup(str(cell)).cell_len for cell in cells if cell is not None)


def show_list(items: Sequence[tuple[str, str]]) -> None:
    """Prints (mark, text) pairs; a text that is wider than the terminal goes on below itself."""
    from rich.table import Table

    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for item in items:
        grid.add_row(*item)
    _console().print(grid)


def show_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Prints any table; one line per column and a gap per row where the terminal is too narrow."""
    from rich.markup import escape

    names = list(records[0])
    rows = [[_cell(row[name]) for name in names] for row in records]
    widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
    if sum(widths) + 3 * len(widths) <= _console().width:
        _show_grid(names, rows, [_is_number(row[name] for row in records) for name in names])
        return
    widest = max(map(len, names))
    for row in rows:
        for name, cell in zip(names, row, strict=True):
            say(f"[dim]{name:<{widest}}[/dim]  {escape(cell)}")
        say("")


def _cell(value: object) -> str:
    if isinstance(value, float | Decimal) and value % 1 == 0:
        return str(int(value))
    return "" if value is None else str(_plain(value))


def _is_number(values: Iterable[object]) -> bool:
    return all(isinstance(value, int | float | Decimal | None) for value in values)


def _show_grid(names: list[str], rows: list[list[str]], is_number: list[bool]) -> None:
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, is_right in zip(names, is_number, strict=True):
        table.add_column(name, justify="right" if is_right else "left", no_wrap=True)
    for row in rows:
        table.add_row(*map(escape, row))
    _console().print(table)


def parse_sunday(text: str | None) -> date | None:
    """A Sunday given as YYYY-MM-DD or DD/MM/YYYY, not before the launch and not in the future.

    Raises UsageError with what is wrong with it.
    """
    from schemas.settings import LAUNCH

    if text is None:
        return None
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.strptime(text, pattern).date()
        except ValueError:
            continue
        break
    else:
        raise UsageError(f"“{text}” is not a date; give a Sunday such as 2023-03-05.")
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
    "write": "Tạo bảng tính mẫu / writing samples",
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
