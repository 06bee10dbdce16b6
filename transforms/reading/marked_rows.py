"""What the marks of a sheet mean for the rows of its table: merged, hidden, struck, formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemas.rules import Fault
from transforms.reading.cells import Grid, address, is_blank
from transforms.reading.packages import MAX_BLANK_ROWS
from transforms.reading.sheet_marks import UNCALCULATED
from transforms.reading.sheets import Sheet

__all__ = ["marked_faults", "without_merges"]

Columns = Mapping[str, Sequence[int]]

_OF_SEVERAL_ROWS = ("team_code", "assist_date", "ward")
"""What rows in a row may have in common; a number or a tick in a merged cell is of one of them."""
_NEEDED = ("team_code", "assist_date", "full_name")
_UNCALCULATED_SHARE = 0.2


def without_merges(sheet: Sheet, first: int, columns: Columns) -> tuple[Grid, list[Fault]]:
    """The rows with the value of a merged cell in each row that it spans and that holds more."""
    filled = {index for name in _OF_SEVERAL_ROWS for index in columns.get(name, ())}
    merges = [m for m in sheet.marks.merges if m[0] >= first and m[2] in filled]
    rows, faults = list(sheet.rows), []
    for top, last, column in merges:
        if top >= len(rows) or is_blank(rows[top][column]):
            continue
        for index in range(top + 1, min(last + 1, len(rows))):
            if not all(map(is_blank, rows[index])):
                cells = list(rows[index])
                cells[column] = rows[top][column]
                rows[index] = cells
        cell = address(top, column)
        faults.append(Fault("sheet.cells.are_not_merged", sheet.name, top + 1, cell=cell))
    return rows, faults


def marked_faults(sheet: Sheet, kept: Sequence[int], columns: Columns) -> list[Fault]:
    """What is told of a table's rows because of the sheet's marks; `kept` are those of records."""
    faults = []
    claims = sheet.marks.row_count - len(sheet.rows)
    if claims > MAX_BLANK_ROWS and not sheet.marks.far_rows:
        detail = {"count": str(sheet.marks.row_count)}
        faults.append(Fault("sheet.range.is_bounded", sheet.name, detail=detail))
    for rule_id, marked in (
        ("sheet.row.is_visible", sheet.marks.hidden_rows),
        ("sheet.row.is_not_struck_through", sheet.marks.struck_rows),
    ):
        if rows := [index for index in kept if index in marked]:
            detail = {"count": str(len(rows))}
            faults.append(Fault(rule_id, sheet.name, rows[0] + 1, detail=detail))
    return faults + _uncalculated(sheet, kept, columns)


def _uncalculated(sheet: Sheet, kept: Sequence[int], columns: Columns) -> list[Fault]:
    """From a fifth of the needed cells on, the file was never calculated: it goes back whole."""
    if not sheet.marks.errors:
        return []
    needed = [index for name in _NEEDED for index in columns.get(name, ())[:1]]
    places = [(row, column) for row in kept for column in needed]
    count = sum(sheet.marks.errors.get(place) == UNCALCULATED for place in places)
    if count <= _UNCALCULATED_SHARE * len(places):
        return []
    return [Fault("sheet.formulas.are_calculated", sheet.name, detail={"count": str(count)})]
