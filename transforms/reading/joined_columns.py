"""Columns of the template that a file has in several: a name or a birth in parts, a sex as a pair
of ticks, births in one column for men and one for women.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from schemas.codes.answers import SEX_LABELS
from schemas.rules import Fault
from transforms.cells.ticks import parse_tick
from transforms.reading.mapping import BIRTH_PARTS, NAME_PARTS, SEX_BIRTHS, SEX_TICKS

__all__ = ["join_columns", "joined_faults"]

_SEXES = {
    name: sex
    for pair in (SEX_TICKS, SEX_BIRTHS)
    for name, sex in zip(pair, SEX_LABELS, strict=True)
}


TypedText = tuple[str, str]
"""A cell: its text, its type (as in `RawTable.types`)."""
Cells = tuple[TypedText, ...]


@dataclass(frozen=True)
class _Columns:
    """The columns of a table by name: their texts, types and letters, as in `RawTable`."""

    texts: dict[str, list[str]]
    types: dict[str, list[str]]
    letters: dict[str, str]

    def take(self, names: Sequence[str]) -> tuple[str, list[Cells]]:
        """Takes these columns out: the letter of the first, and the cells of each row."""
        first, *_ = [self.letters.pop(name) for name in names]
        columns = [zip(self.texts.pop(n), self.types.pop(n), strict=True) for n in names]
        return first, list(zip(*columns, strict=True))

    def put(self, name: str, letter: str, cells: Sequence[TypedText]) -> None:
        """Puts a column in."""
        self.texts[name] = [text for text, _ in cells]
        self.types[name] = [cell_type for _, cell_type in cells]
        self.letters[name] = letter


def joined_faults(sheet_name: str, row_number: int, columns: Collection[str]) -> list[Fault]:
    """What is told of columns that were joined; `row_number` is that of the header."""
    told = []
    if all(part in columns for part in NAME_PARTS):
        told.append("sheet.name.is_in_one_column")
    if any(name in columns for name in SEX_TICKS):
        told.append("sheet.gender.is_in_one_column")
    if any(name in columns for name in (*SEX_BIRTHS, *BIRTH_PARTS)):
        told.append("sheet.birth_date.is_in_one_column")
    return [Fault(rule_id, sheet_name, row_number) for rule_id in told]


def join_columns(
    texts: dict[str, list[str]], types: dict[str, list[str]], letters: dict[str, str]
) -> None:
    """Puts one column, at the place of the first, where `texts` has parts of one."""
    columns = _Columns(texts, types, letters)
    if all(part in texts for part in NAME_PARTS):
        letter, rows = columns.take(NAME_PARTS)
        columns.put("full_name", letter, [_put_together(cells, " ") for cells in rows])
    if ticked := [name for name in SEX_TICKS if name in texts]:
        letter, rows = columns.take(ticked)
        columns.put("gender", letter, [_sex(ticked, cells) for cells in rows])
    if parts := [name for name in BIRTH_PARTS if name in texts]:
        letter, rows = columns.take(parts)
        columns.put("birth_date", letter, [_put_together(cells, "/") for cells in rows])
    if births := [name for name in SEX_BIRTHS if name in texts]:
        letter, rows = columns.take(births)
        columns.put("birth_date", letter, [_put_together(_born(cells), " / ") for cells in rows])
        if "gender" not in texts:
            columns.put("gender", letter, [_sex(births, cells) for cells in rows])


def _put_together(cells: Cells, divider: str) -> TypedText:
    """The cells that are filled as one; a single one stays of its type, an error is one of all."""
    filled = [cell for cell in cells if cell[0]]
    if len(filled) == 1:
        return filled[0]
    text, cell_type = _text(divider.join(text for text, _ in filled))
    return text, "e" if ("e" in (one for _, one in filled)) else cell_type


def _sex(names: Sequence[str], cells: Cells) -> TypedText:
    """The sex whose cell is filled; where both are, both: then it is not known, and asked for."""
    ticked = [
        _SEXES[name] for name, cell in zip(names, cells, strict=True) if parse_tick(*cell).value
    ]
    return _text(" / ".join(ticked))


def _born(cells: Cells) -> Cells:
    """What tells a day or year: a tick in such a column says the sex alone."""
    return tuple(cell for cell in cells if any(map(str.isdigit, cell[0])))


def _text(text: str) -> TypedText:
    return text, "s" if text else ""
