"""Rows that are read by nobody: lists without a header that is known, and rows far below a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from schemas.rules import Fault
from transforms.reading.cells import Cell, is_blank
from transforms.reading.sheets import Sheet

__all__ = ["LONG_NUMBER", "far_row_faults", "unread_list_faults"]

_FEWEST_ROWS = 5
_FEWEST_CELLS = 3
_LEAST_NUMBER = 10**8
LONG_NUMBER = re.compile(r"\d(?:[ .\u00a0-]?\d){8}")
"""A number as long as a phone's, in groups or not."""
_DAY = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")


def unread_list_faults(sheet: Sheet) -> list[Fault]:
    """A warning about a sheet without any table or form of ours that holds what looks like a list.

    Guides and lists of codes have no days and no long numbers; an example or two make no list.
    """
    listed = [index for index, row in enumerate(sheet.rows) if _is_of_a_list(row)]
    if len(listed) < _FEWEST_ROWS:
        return []
    detail = {"count": str(len(listed))}
    return [Fault("sheet.table.has_its_header", sheet.name, listed[0] + 1, detail=detail)]


def _is_of_a_list(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if not is_blank(cell)]
    return len(filled) >= _FEWEST_CELLS and any(map(_is_telling, filled))


def _is_telling(cell: Cell) -> bool:
    """Whether a cell holds a day or a number as long as a phone's."""
    if isinstance(cell, int | float):
        return abs(cell) >= _LEAST_NUMBER
    if isinstance(cell, str):
        return bool(LONG_NUMBER.search(cell) or _DAY.search(cell))
    return isinstance(cell, date)


def far_row_faults(sheet: Sheet, last: int, far_rows: int) -> list[Fault]:
    """A warning about rows behind a long blank run: `last` is the last row read, counted from 0.

    `far_rows` of them are in `sheet.rows`; others were cut off before.
    """
    count = far_rows + sheet.marks.far_rows
    if not count:
        return []
    detail = {"count": str(count)}
    return [Fault("sheet.row.is_near_the_list", sheet.name, last + 1, detail=detail)]
