"""Sheets whose text was written in the wrong encoding, made legible before their table is sought.

What stands above the data is judged with the first rows, so that a header typed in an old font is
found; below the header every column is judged on its own (DOMAIN 6).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from schemas.rules import Fault
from schemas.template import TABLE_SHEETS
from transforms.reading.cells import Cell, Grid, address
from transforms.reading.headers import SEARCHED_ROWS, Header, find_header
from transforms.reading.mapping import map_columns
from transforms.reading.sheets import Sheet
from transforms.reading.tables import RawTable
from transforms.text_repair import RepairedColumn, repair_column, repair_names, suspects

__all__ = ["make_legible", "make_names_legible"]

_NAMES = ("full_name", "member_name")
_LOST_SHARE = 0.2
_NUL = "\0"
_KEEPS_ITS_LETTERS = "sheet.text.keeps_its_letters"

Meant = Mapping[str, tuple[str, str]]
"""Each text that was wrong: the text meant, and the rule."""


def make_legible(sheet: Sheet, kinds: Sequence[str] = TABLE_SHEETS) -> tuple[Sheet, list[Fault]]:
    """The sheet in Unicode, and a fault for each column and way of writing; usually as it was."""
    texts = _any_texts(sheet.rows)
    if _NUL in "".join(texts):
        sheet = replace(sheet, rows=_without_nul(sheet.rows))
        texts = _any_texts(sheet.rows)
    if not suspects(texts):
        return sheet, []
    top = repair_column(_texts(sheet.rows[:SEARCHED_ROWS]))
    header = find_header(_replaced(sheet.rows, top.changed), sheet.name, kinds)
    if header is not None:
        return _table_made_legible(sheet, header, top)
    whole = repair_column(_texts(sheet.rows)).changed
    faults = _told(sheet.rows, whole, Fault("", sheet.name))
    return replace(sheet, rows=_replaced(sheet.rows, whole)), faults


def _table_made_legible(
    sheet: Sheet, header: Header, top: RepairedColumn
) -> tuple[Sheet, list[Fault]]:
    above, below = sheet.rows[: header.bottom + 1], sheet.rows[header.bottom + 1 :]
    faults = _told(above, top.changed, Fault("", sheet.name, header.bottom + 1))
    expected = top.readings if _told([above[-1]], top.changed, Fault("")) else ()
    columns: Grid = [list(cells) for cells in zip(*below, strict=True)]
    names = _names_of(header, sheet.name)
    for index, cells in enumerate(columns):
        column = repair_column(_texts([cells]), expected)
        place = Fault("", sheet.name, column_name=names.get(index, ""))
        if not place.column_name:
            place = place._replace(cell=address(header.bottom, index))
        faults += _told([cells], column.changed, place)
        faults += _broken(cells, column, place)
        columns[index] = _replaced([cells], column.changed)[0]
    rows = [list(row) for row in zip(*columns, strict=True)]
    return replace(sheet, rows=_replaced(above, top.changed) + rows), faults


def _names_of(header: Header, sheet_name: str) -> dict[int, str]:
    mapped = map_columns(header, sheet_name).columns
    return {index: name for name, indexes in mapped.items() for index in indexes}


def _broken(cells: Sequence[Cell], column: RepairedColumn, place: Fault) -> list[Fault]:
    """A column of broken UTF-8 must come back whole, or the file goes back (F19, F20)."""
    lost = set(column.lost) if any(reading.is_utf8 for reading in column.readings) else set()
    count = sum(cell in lost for cell in cells if type(cell) is str)
    return [place._replace(rule_id=_KEEPS_ITS_LETTERS, detail=_number(count))] if count else []


def _without_nul(rows: Grid) -> Grid:
    """The rows without a character that no database keeps, and that nobody types."""
    return [[c.replace(_NUL, "") if type(c) is str else c for c in row] for row in rows]


def _any_texts(rows: Grid) -> list[str]:
    """`_texts` in any order, for a quick look."""
    cells: set[Cell] = set()
    for row in rows:
        cells.update(row)
    return [cell for cell in cells if type(cell) is str]


def _texts(rows: Iterable[Sequence[Cell]]) -> list[str]:
    """The distinct typed texts of some rows, in their order."""
    return list(dict.fromkeys(cell for row in rows for cell in row if type(cell) is str))


def _replaced(rows: Grid, meant: Meant) -> Grid:
    if not meant:
        return rows
    return [[meant[c][0] if type(c) is str and c in meant else c for c in row] for row in rows]


def _told(rows: Grid, meant: Meant, place: Fault) -> list[Fault]:
    """A fault for each rule that cells of `rows` broke, with their number."""
    cells = [cell for row in rows for cell in row if type(cell) is str and cell in meant]
    counts = Counter(meant[cell][1] for cell in cells)
    return [place._replace(rule_id=rule_id, detail=_number(n)) for rule_id, n in counts.items()]


def _number(count: int) -> dict[str, str]:
    return {"count": str(count)}


def make_names_legible(table: RawTable) -> tuple[RawTable, list[Fault]]:
    """The table with its names free of typing keys (R31), and a fault where too many lack letters.

    From a fifth of the distinct names on, a file was saved with its letters lost (F22); a single
    such name is asked for again in its row.
    """
    faults: list[Fault] = []
    texts = dict(table.texts)
    for name in [name for name in _NAMES if name in texts]:
        place = Fault("", table.sheet, column_name=name)
        column = repair_names(list(dict.fromkeys(texts[name])))
        if column.changed:
            faults += _told([[*texts[name]]], column.changed, place)
            texts[name] = [column.changed.get(text, (text, ""))[0] for text in texts[name]]
        faults += _lost(texts[name], column, place)
    return replace(table, texts=texts), faults


def _lost(texts: Sequence[str], column: RepairedColumn, place: Fault) -> list[Fault]:
    filled = sum(map(bool, column.sent))
    is_most = 2 <= len(column.lost) >= _LOST_SHARE * filled or 0 < len(column.lost) == filled
    if not is_most:
        return []
    count = sum(text in column.lost for text in texts)
    return [place._replace(rule_id=_KEEPS_ITS_LETTERS, detail=_number(count))]
