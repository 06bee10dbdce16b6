"""THONG_TIN: labels in one column, values to the right of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from schemas.template import FORM_SHEET
from transforms.reading.aliases import close_names, names_by_sheet
from transforms.reading.cells import Cell, Grid, address, is_blank, text_and_type
from transforms.reading.tables import HeaderCell

__all__ = ["Form", "read_form"]

_LABEL_ROWS = 60
_LABEL_COLUMNS = 6
_VALUE_REACH = 3
"""How far right of a label its value may be, for labels in merged cells."""


@dataclass
class Form:
    """What a sheet says in the manner of THONG_TIN: values by column name, and labels seen."""

    values: dict[str, HeaderCell] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)


def read_form(rows: Grid, sheet_name: str, *, takes_close: bool = True) -> Form:
    """Labels and values among the first rows; the first value of a label counts.

    `takes_close` also accepts labels that are only spelt nearly right.
    """
    form = Form()
    for row_index, row in enumerate(rows[:_LABEL_ROWS]):
        taken = -1
        for index in range(min(_LABEL_COLUMNS, len(row))):
            if index <= taken or row[index] == "":
                continue
            name, rest = _label(row[index], takes_close=takes_close)
            if not name:
                continue
            form.labels.add(name)
            at = index if rest else _value_column(row, index)
            taken = at or index
            if at is not None and name not in form.values:
                text, cell_type = (rest, "s") if rest else text_and_type(row[at])
                place = address(row_index, at)
                form.values[name] = HeaderCell(text, cell_type, sheet_name, place)
    return form


def _label(cell: Cell, *, takes_close: bool) -> tuple[str, str]:
    """The column that a cell is the label of, and a value typed behind it ("Mã đơn vị: D1")."""
    if not isinstance(cell, str) or is_blank(cell):
        return "", ""
    names = names_by_sheet(cell).get(FORM_SHEET, ())
    if not names and takes_close:
        names = close_names(FORM_SHEET, cell)
    if len(names) == 1:
        return names[0], ""
    label, colon, rest = cell.partition(":")
    names = names_by_sheet(label).get(FORM_SHEET, ()) if colon and rest.strip() else ()
    return (names[0], rest.strip()) if len(names) == 1 else ("", "")


def _value_column(row: Sequence[Cell], index: int) -> int | None:
    for at in range(index + 1, min(index + 1 + _VALUE_REACH, len(row))):
        if not is_blank(row[at]):
            return None if _label(row[at], takes_close=False)[0] else at
    return None
