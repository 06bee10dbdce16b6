"""Marks in a workbook: coloured cells with a comment.

Colours are conditions on what the cell held: its own style stays, a mended cell turns green as it
is typed, and nothing of ours is left in it when the workbook comes back.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from reports.correction_plan import COLOURS, SEVERITIES, Mark, SentTable

__all__ = ["clear_marks", "mark_cells", "mark_choices", "put_first", "write_text"]

_AUTHOR = "Ngày Chủ nhật số"
"""Who signs the comments: by it they are known and taken out when the workbook comes back."""

_OURS = 'LEN("can-sua")=7'
"""True everywhere; by it the conditions are known again."""

_LONGEST_LITERAL = 255
_MENDED = ("CDEBD0", "1B5E20")
_LINE = Side(style="thin", color="8796A5")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def write_text(cell: Cell, text: str) -> None:
    """Writes text as text, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"


def clear_marks(sheet: Worksheet) -> None:
    """Takes out comments and colours of ours, from a workbook that was sent back before."""
    for cell in _cells(sheet):
        if cell.comment and (cell.comment.author == _AUTHOR or _is_ours(cell.comment.text)):
            cell.comment = None
    kept = ConditionalFormattingList()
    for where in sheet.conditional_formatting:
        for rule in where.rules:
            if not _is_mark(rule):
                kept.add(str(where.sqref), rule)
    sheet.conditional_formatting = kept


def _cells(sheet: Worksheet) -> Iterator[Any]:
    return (cell for row in sheet.iter_rows() for cell in row)


def _is_ours(text: str) -> bool:
    return any(text.startswith(f"[{word}]") for word in SEVERITIES.values())


def mark_cells(sheet: Worksheet, marks: Iterable[Mark]) -> None:
    """Colours and comments each cell that is to be mended; of merged cells the one that shows."""
    by_cell: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.cell:
            by_cell.setdefault(_shown(sheet, mark.cell), []).append(mark)
    for place, of_cell in by_cell.items():
        worst = min(of_cell, key=lambda mark: mark.rank)
        same = _holds_what_was_sent(sheet[place])
        _colour(sheet, place, same, COLOURS[worst.severity])
        if same != "TRUE":
            _colour(sheet, place, f"NOT({same})", _MENDED)
        _comment(sheet[place], of_cell)


def _shown(sheet: Worksheet, place: str) -> str:
    """The cell that can be selected where `place` is: the first of those it is merged with."""
    if not isinstance(sheet[place], MergedCell):
        return place
    (merged,) = [cells for cells in sheet.merged_cells.ranges if place in cells]
    return str(merged.start_cell.coordinate)


def mark_choices(sheet: Worksheet, table: SentTable, marks: Iterable[Mark]) -> None:
    """Colours the cells of which one is to be filled, for as long as none is."""
    for mark in marks:
        letters = [table.letters[name] for name in mark.one_of if name in table.letters]
        if mark.cell or not letters:
            continue
        cells = [f"{letter}{mark.row_number}" for letter in letters]
        is_blank = f"COUNTA({','.join(f'${cell}' for cell in cells)})=0"
        _colour(sheet, " ".join(cells), is_blank, COLOURS[mark.severity])


def _colour(sheet: Worksheet, place: str, condition: str, colours: tuple[str, str]) -> None:
    background, ink = colours
    fill = PatternFill(bgColor=background, fill_type="solid")
    formula = f"AND({condition},{_OURS})"
    rule = FormulaRule(formula=[formula], font=Font(bold=True, color=ink), fill=fill, border=_GRID)
    sheet.conditional_formatting.add(place, rule)


def put_first(sheet: Worksheet) -> None:
    """Lets the marks show above the sheet's own colours: Excel goes by priorities, of which no two
    may be one, LibreOffice by the order of the file.
    """
    rules = [
        (str(where.sqref), rule) for where in sheet.conditional_formatting for rule in where.rules
    ]
    ordered = ConditionalFormattingList()
    for where, rule in sorted(rules, key=lambda one: (not _is_mark(one[1]), one[1].priority)):
        rule.priority = 0
        ordered.add(where, rule)
    sheet.conditional_formatting = ordered


def _is_mark(rule: Any) -> bool:
    return any(_OURS in str(formula) for formula in rule.formula)


def _holds_what_was_sent(cell: Any) -> str:
    """A condition that ends when somebody types another value."""
    value, place = cell.value, cell.coordinate
    if value is None or value == "":
        return f"LEN({place})=0"
    if cell.data_type in ("f", "e"):
        return "TRUE"
    if isinstance(value, bool):
        return f"{place}={str(value).upper()}"
    if isinstance(value, int | float):
        return f"{place}={value!r}"
    if isinstance(value, datetime | date | time | timedelta):
        return f"ABS({place}-{to_excel(value)!r})<0.00001"
    text = str(value)
    if len(text) > _LONGEST_LITERAL or re.search(r"[\x00-\x1f]", text):
        return f"LEN({place})={len(text)}"
    return f'EXACT({place},"{text.replace(chr(34), chr(34) * 2)}")'


def _comment(cell: Any, marks: list[Mark]) -> None:
    told = [f"[{SEVERITIES[mark.severity]}] {mark.reason}\n{mark.advice}".strip() for mark in marks]
    if cell.comment:  # of the branch itself
        told.append(cell.comment.text)
    text = ILLEGAL_CHARACTERS_RE.sub("", "\n\n".join(told))
    lines = sum(max(1, math.ceil(len(line) / 44)) for line in text.split("\n"))
    cell.comment = Comment(text, _AUTHOR, width=340, height=22 + 19 * lines)
