"""Why, what to do and which row it is, in columns beside a table: comments do not print."""

from __future__ import annotations

import math
import re
from copy import copy
from dataclasses import dataclass
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.correction_marks import write_text
from reports.correction_plan import SEVERITIES, Correction, Mark, SentTable
from schemas.template import ADVICE_COLUMN, REASON_COLUMN, label_of

__all__ = ["put_beside"]

_LINE = Side(style="thin", color="8796A5")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WIDTHS = {REASON_COLUMN: 44, ADVICE_COLUMN: 38, "row_id": 22}
_LINE_HEIGHT = 15.0


@dataclass(frozen=True)
class _Columns:
    """Excel numbers of the columns beside a table."""

    reason: int
    advice: int
    row_id: int


def put_beside(sheet: Worksheet, table: SentTable, correction: Correction) -> None:
    """Writes why, what to do and the id of each row beside the table, where they are seen."""
    marks: dict[int, list[Mark]] = {}
    for mark in correction.marks:
        if mark.sheet == table.sheet and mark.row_number:
            marks.setdefault(mark.row_number, []).append(mark)
    columns = _columns(sheet, table)
    _make_room(sheet, columns)
    _write_headers(sheet, table, columns)
    is_list = table.kind == "NGUOI_DAN"
    ids = table.row_ids(correction.file_sha256) if is_list else [""] * len(table.row_numbers)
    numbered = dict(zip(table.row_numbers, ids, strict=True))
    looks = _Looks()
    for number in sorted({*numbered, *(marks if not is_list else ())}):
        _write_row(sheet, number, columns, marks.get(number, []), numbered.get(number, ""), looks)
    _print_it_too(sheet, columns.advice)


def _columns(sheet: Worksheet, table: SentTable) -> _Columns:
    """Those of an earlier correction workbook, else the first ones behind everything written."""
    wanted = (REASON_COLUMN, ADVICE_COLUMN, label_of("NGUOI_DAN", "row_id"))
    present = {str(cell.value).strip(): cell.column for cell in sheet[table.header_row]}
    found = [present.get(label) for label in wanted]
    rows = sheet.iter_rows(min_row=table.header_row)
    last = max((cell.column for row in rows for cell in row if cell.value is not None), default=0)
    numbers = []
    for at in found:
        last += at is None
        numbers.append(last if at is None else at)
    return _Columns(*numbers)


def _make_room(sheet: Worksheet, columns: _Columns) -> None:
    """Widths of our own; a width that a sheet declares for a whole range ends before them.

    Two declarations for one column are a damaged file to Excel.
    """
    ours = {columns.reason: REASON_COLUMN, columns.advice: ADVICE_COLUMN, columns.row_id: "row_id"}
    first = min(ours)
    for letter, dimension in list(sheet.column_dimensions.items()):
        dimension.reindex()
        if dimension.min and dimension.min < first <= (dimension.max or 0):
            dimension.max = first - 1
        elif dimension.min and dimension.min >= first:
            del sheet.column_dimensions[letter]
    for at, name in ours.items():
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS[name]


def _write_headers(sheet: Worksheet, table: SentTable, columns: _Columns) -> None:
    labels = {columns.reason: REASON_COLUMN, columns.advice: ADVICE_COLUMN}
    if table.kind == "NGUOI_DAN":
        labels[columns.row_id] = label_of("NGUOI_DAN", "row_id")
    for at, label in labels.items():
        cell: Any = sheet.cell(table.header_row, at)
        write_text(cell, label)
        cell.font = Font(name="Times New Roman", size=11, bold=True, color="8C1D18")
        cell.fill = PatternFill("solid", fgColor="FBE9E7")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _GRID


def _write_row(
    sheet: Worksheet,
    number: int,
    columns: _Columns,
    marks: list[Mark],
    identity: str,
    looks: _Looks,
) -> None:
    texts = {columns.reason: _numbered(marks, "reason"), columns.advice: _numbered(marks, "advice")}
    for at, text in texts.items():
        cell: Any = sheet.cell(number, at)
        cell.value = None
        if text:
            write_text(cell, text)
        looks.give(cell, "words")
    if identity:
        cell = sheet.cell(number, columns.row_id)
        write_text(cell, identity)
        looks.give(cell, "identity")
    if marks:
        widths = (_WIDTHS[REASON_COLUMN], _WIDTHS[ADVICE_COLUMN])
        lines = max(map(_lines, texts.values(), widths))
        height = sheet.row_dimensions[number].height or 0.0
        sheet.row_dimensions[number].height = max(height, _LINE_HEIGHT * lines + 5)


class _Looks:
    """Styles of many cells, made for the first: openpyxl looks each new one up in all there are."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def give(self, cell: Any, name: str) -> None:
        """Styles a cell as text in words, or as a row's identity."""
        if name not in self._made:
            is_id = name == "identity"
            font = ("Courier New", 10, "5B6770") if is_id else ("Times New Roman", 11, "8C1D18")
            cell.font = Font(name=font[0], size=font[1], color=font[2])
            cell.number_format = "@"
            cell.alignment = Alignment(
                "center" if is_id else "left", "center", wrap_text=not is_id, indent=int(not is_id)
            )
            cell.border = _GRID
            self._made[name] = cell._style
        cell._style = copy(self._made[name])


def _numbered(marks: list[Mark], part: str) -> str:
    told = [
        f"[{SEVERITIES[mark.severity]}] {mark.label}: {mark.reason}".replace("] : ", "] ")
        if part == "reason"
        else mark.advice
        for mark in marks
    ]
    if len(told) == 1:
        return told[0]
    return "\n".join(f"{number}) {text}" for number, text in enumerate(told, start=1) if text)


def _lines(text: str, width: int) -> int:
    return sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n"))


def _print_it_too(sheet: Worksheet, last: int) -> None:
    """Widens a print area that the branch's workbook has."""
    area = str(sheet.print_area or "").rpartition("!")[2]
    match = re.fullmatch(r"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)", area)
    if match and column_index_from_string(match[3]) < last:
        sheet.print_area = f"{match[1]}{match[2]}:{get_column_letter(last)}{match[4]}"
