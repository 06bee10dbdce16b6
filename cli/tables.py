"""Tables for people: they fit the terminal that they are shown on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from cli.console import escaped, plain_value, say, show, terminal

__all__ = ["show_list", "show_records", "show_table"]

_LEAST = 12
"""Columns that are left of a text that is cut."""


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
    room = terminal().width - sum(widths) - 3 * len(widths)
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
    show(table)


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
    show(grid)


def show_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Prints any table; one line per column and a gap per row where the terminal is too narrow."""
    names = list(records[0])
    rows = [[_cell(row[name]) for name in names] for row in records]
    widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
    if sum(widths) + 3 * len(widths) <= terminal().width:
        _show_grid(names, rows, [_is_number(row[name] for row in records) for name in names])
        return
    widest = max(map(len, names))
    for row in rows:
        for name, cell in zip(names, row, strict=True):
            say(f"[dim]{name:<{widest}}[/dim]  {escaped(cell)}")
        say("")


def _cell(value: object) -> str:
    if isinstance(value, float | Decimal) and value % 1 == 0:
        return str(int(value))
    return "" if value is None else str(plain_value(value))


def _is_number(values: Iterable[object]) -> bool:
    return all(isinstance(value, int | float | Decimal | None) for value in values)


def _show_grid(names: list[str], rows: list[list[str]], is_number: list[bool]) -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, is_right in zip(names, is_number, strict=True):
        table.add_column(name, justify="right" if is_right else "left", no_wrap=True)
    for row in rows:
        table.add_row(*map(escaped, row))
    show(table)
