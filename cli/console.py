"""How commands speak: one JSON document or words on stdout, progress and complaints on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from schemas.errors import SundayError, UsageError

if TYPE_CHECKING:
    from flows.steps import Told
    from schemas.settings import Settings

__all__ = [
    "Json",
    "Shared",
    "complain",
    "parse_sunday",
    "progress",
    "say",
    "settings_of",
    "show_table",
    "write_json",
]

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@dataclass(frozen=True)
class Shared:
    """The options that every command shares."""

    home: Path | None


def settings_of(context: typer.Context, inbox: Path | None = None) -> Settings:
    """The settings for the command's home."""
    from schemas.settings import load_settings

    shared: Shared = context.obj
    return load_settings(shared.home, inbox)


def write_json(document: object) -> None:
    """Writes the one JSON document of a command."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1, default=_plain) + "\n")


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return str(value)


def say(text: str) -> None:
    """Writes a line for people on stdout; `[bold]`-like marks are rich's."""
    from rich.console import Console

    Console(highlight=False, soft_wrap=True).print(text)


def complain(error: SundayError, *, as_json: bool) -> None:
    """Writes the sentence of an error on stderr, and as JSON on stdout where that was asked for."""
    print(str(error), file=sys.stderr)
    if as_json:
        write_json({"error": str(error)})


def show_table(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str = "", *, numbers: int = 0
) -> None:
    """Prints a table; the last `numbers` columns are right-aligned."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for index, name in enumerate(columns):
        is_number = index >= len(columns) - numbers
        table.add_column(name, justify="right" if is_number else "left", no_wrap=is_number)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    Console(highlight=False).print(table)


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
            f"{day:%d/%m/%Y} is before the launch of the programme, {LAUNCH:%d/%m/%Y}."
        )
    return day


_STAGES: Mapping[str, str] = {
    "land": "Nhận tệp / landing",
    "read": "Đọc bảng tính / reading",
    "write": "Tạo bảng tính mẫu / writing samples",
}


@contextmanager
def progress() -> Iterator[Told]:
    """A bar for each long stage on a terminal's stderr; nothing anywhere else."""
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
    ) as bars:
        known: dict[str, Any] = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in known:
                known[stage] = bars.add_task(_STAGES.get(stage, stage), total=total)
            bars.update(known[stage], completed=done, total=total)

        yield told
