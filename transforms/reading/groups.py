"""Rows of a list that speak for others: team names above their people, examples, row numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from schemas.rules import Fault
from transforms.reading.cells import Cell, Grid, address, is_blank, text_and_type
from transforms.reading.folding import clean_text, digits_of, fold

__all__ = ["group_labels", "is_example", "numbering_faults", "with_teams"]

Columns = Mapping[str, Sequence[int]]

_ORDINAL = r"^\W*(?:(?:\d{1,2}|[ivx]{1,5})\s*[.)/:-]\W*)?"
_TEAM_LABEL = re.compile(_ORDINAL + r"((?:tổ|[đð]ội)\W+\w.*)", re.IGNORECASE)
_BARE_TEAM_LABEL = re.compile(_ORDINAL + r"((?:to|doi)\W+\w.*)", re.IGNORECASE)
_TEAM_CODE = re.compile(r"\b[A-Z]{1,6}[-_.]?\d{2,6}\b")
_NAMES = ("full_name", "surname_part", "given_part", "member_name")
_LONGEST_NUMBER = 8
_EXAMPLES = {("nguyen van a", "052099000001"), ("nguyen van a", "52099000001")}
"""The person by whom instructions show how a row is filled in."""


def is_example(row: Sequence[Cell], columns: Columns) -> bool:
    """Whether a row is the example of the instructions, left in (F32)."""
    if "full_name" not in columns or "id_number" not in columns:
        return False
    name, number = row[columns["full_name"][0]], row[columns["id_number"][0]]
    if not isinstance(name, str) or not name.endswith(("A", "a")):
        return False
    return (fold(name), text_and_type(number)[0].strip()) in _EXAMPLES


def group_labels(rows: Grid, indexes: Sequence[int], columns: Columns) -> dict[int, str]:
    """Those of the rows that hold nothing but the name of a team, with its code or that name.

    A number may stand before it, in the text or in the column of row numbers: I, 1.
    """
    numbers = columns.get("row_no", ())
    of_people = {at for name in _NAMES for at in columns.get(name, ())}
    labels = {}
    for index in indexes:
        filled = [(at, cell) for at, cell in enumerate(rows[index]) if not is_blank(cell)]
        told = [(at, cell) for at, cell in filled if at not in numbers] or filled
        if len(told) != 1 or not isinstance(told[0][1], str):
            continue
        if name := _team_named(told[0][1], is_of_people=told[0][0] in of_people):
            code = _TEAM_CODE.search(name)
            labels[index] = code[0] if code else name
    return labels


def _team_named(text: str, *, is_of_people: bool) -> str:
    """The name in a label, which begins with tổ or đội; '' where a text is none.

    These must have their accents where the text has any: "Tô Văn Bé" is a person. So may "To Van
    Be" be, in a column of people's names.
    """
    words = clean_text(text)
    label = (_BARE_TEAM_LABEL if words.isascii() else _TEAM_LABEL).match(words)
    if label is None or (is_of_people and words.isascii() and not digits_of(words)):
        return ""
    return label[1]


def with_teams(
    sheet_name: str, rows: Grid, labels: Mapping[int, str], kept: Sequence[int], column: int
) -> tuple[Grid, list[Fault]]:
    """The kept rows; those without a team have that of the label above them (S12)."""
    filled: Grid = []
    team = ""
    order = sorted([*kept, *labels])
    for index in order:
        if index in labels:
            team = labels[index]
            continue
        row = rows[index]
        if team and is_blank(row[column]):
            row = [*row[:column], team, *row[column + 1 :]]
        filled.append(row)
    faults = [
        Fault("sheet.row.is_team_label", sheet_name, index + 1, cell=address(index, column))
        for index in labels
    ]
    return filled, faults


def numbering_faults(
    sheet_name: str, row_numbers: Sequence[int], texts: Sequence[str]
) -> list[Fault]:
    """One note on the first row whose number does not follow the one before (X11)."""
    numbered = [
        (row, int(text))
        for row, text in zip(row_numbers, texts, strict=True)
        if len(text) < _LONGEST_NUMBER and text.isascii() and text.isdigit()
    ]
    for (_, before), (row, after) in pairwise(numbered):
        if after != before + 1:
            return [Fault("sheet.row_no.rises_by_one", sheet_name, row, "row_no")]
    return []
