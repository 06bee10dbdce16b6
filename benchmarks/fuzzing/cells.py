"""Mutations of cells and of the shape of a list; rows that nobody touched are still good."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from benchmarks.fuzzing.mutants import Mutant, Mutation
from benchmarks.fuzzing.nasty import nasty_cell, nasty_text
from benchmarks.fuzzing.sources import ROWS, Source
from benchmarks.odd_files import ods, xls
from benchmarks.small_workbooks import Mark, Rows, workbook
from schemas.template import HEADER_ROW

__all__ = ["CELL_MUTATIONS"]

_LIST = "NGUOI_DAN"
_FIRST = HEADER_ROW
"""The index of the first citizen among the sheet's rows."""
Sheets = dict[str, Rows]


def _written(sheets: Mapping[str, Rows], chance: Random, mark: Mark | None) -> tuple[bytes, str]:
    """The sheets as a workbook of some kind, and its extension."""
    kind = chance.choice(("xlsx", "xlsx", "xlsx", "xls", "ods")) if mark is None else "xlsx"
    if kind == "xls":
        try:
            return xls(sheets), kind
        except Exception:  # what Excel 97 cannot hold is written as today's Excel does
            kind = "xlsx"
    if kind == "ods":
        return ods(sheets), kind
    return workbook(sheets, mark, nan_inf_to_errors=True, strings_to_formulas=False), kind


def _mutation(
    change: Callable[[Sheets, Random, list[int]], Mark | None], *, may_be_held: bool
) -> Mutation:
    """A workbook whose sheets `change` has altered; it notes the citizens that it touched."""

    def make(source: Source, chance: Random, number: int) -> Mutant:
        sheets: Sheets = {name: [list(row) for row in rows] for name, rows in source.sheets.items()}
        touched: list[int] = []
        mark = change(sheets, chance, touched)
        content, kind = _written(sheets, chance, mark)
        intact = {phone for at, phone in enumerate(source.phones) if at not in touched}
        name = f"{source.place.branch}.{kind}"
        how = change.__name__.strip("_")
        return Mutant(number, name, content, how, frozenset(intact), may_be_held)

    return make


def _rows_of(sheets: Sheets) -> list[list[object]]:
    return sheets[_LIST]  # type: ignore[return-value]


def _cells_of_citizens(sheets: Sheets, chance: Random, touched: list[int]) -> None:
    rows = _rows_of(sheets)
    for at in chance.sample(range(ROWS), chance.randrange(1, 4)):
        for _ in range(chance.randrange(1, 6)):
            row = rows[_FIRST + at]
            row[chance.randrange(len(row))] = nasty_cell(chance)
        touched.append(at)


def _cells_elsewhere(sheets: Sheets, chance: Random, _: list[int]) -> None:
    for name in ("TO_CNS", "HOAT_DONG"):
        for _again in range(chance.randrange(6)):
            row = chance.choice(sheets[name][HEADER_ROW:])
            assert isinstance(row, list)
            row[chance.randrange(len(row))] = nasty_cell(chance)


def _cells_of_the_form(sheets: Sheets, chance: Random, _: list[int]) -> None:
    lines = [row for row in sheets["THONG_TIN"] if row]
    for _again in range(chance.randrange(1, 3)):
        row = chance.choice(lines)
        assert isinstance(row, list)
        row[chance.randrange(len(row))] = nasty_cell(chance)


def _rows_put_in(sheets: Sheets, chance: Random, _: list[int]) -> None:
    rows = _rows_of(sheets)
    for _again in range(chance.randrange(1, 5)):
        at = chance.randrange(_FIRST, len(rows) + 1)
        count = chance.choice((0, 1, 1, 2, 9))
        rows.insert(at, [nasty_text(chance) for _cell in range(count)])


def _rows_deleted(sheets: Sheets, chance: Random, touched: list[int]) -> None:
    rows = _rows_of(sheets)
    for at in sorted(chance.sample(range(ROWS), chance.randrange(1, 5)), reverse=True):
        del rows[_FIRST + at]
        touched.append(at)


def _rows_shuffled(sheets: Sheets, chance: Random, _: list[int]) -> None:
    rows = _rows_of(sheets)
    body = rows[_FIRST:]
    chance.shuffle(body)
    rows[_FIRST:] = body


def _rows_repeated(sheets: Sheets, chance: Random, _: list[int]) -> None:
    rows = _rows_of(sheets)
    for _again in range(chance.randrange(1, 4)):
        rows.append(list(chance.choice(rows[_FIRST:])))


def _columns_shuffled(sheets: Sheets, chance: Random, _: list[int]) -> None:
    order = list(range(len(_rows_of(sheets)[HEADER_ROW - 1])))
    chance.shuffle(order)
    rows = _rows_of(sheets)
    rows[HEADER_ROW - 1 :] = [[row[at] for at in order] for row in rows[HEADER_ROW - 1 :]]


def _headers_changed(sheets: Sheets, chance: Random, _: list[int]) -> None:
    header = _rows_of(sheets)[HEADER_ROW - 1]
    for _again in range(chance.randrange(1, 4)):
        at = chance.randrange(len(header))
        header[at] = chance.choice((nasty_text(chance), "", header[chance.randrange(len(header))]))


def _columns_dropped(sheets: Sheets, chance: Random, _: list[int]) -> None:
    rows = _rows_of(sheets)
    for _again in range(chance.randrange(1, 4)):
        at = chance.randrange(len(rows[HEADER_ROW - 1]))
        for row in rows[HEADER_ROW - 1 :]:
            del row[at]


def _columns_put_in(sheets: Sheets, chance: Random, _: list[int]) -> None:
    rows = _rows_of(sheets)
    at = chance.randrange(len(rows[HEADER_ROW - 1]) + 1)
    rows[HEADER_ROW - 1].insert(at, nasty_text(chance))
    for row in rows[HEADER_ROW:]:
        row.insert(at, nasty_cell(chance))


def _titles_put_in(sheets: Sheets, chance: Random, _: list[int]) -> None:
    rows = _rows_of(sheets)
    for _again in range(chance.randrange(1, 8)):
        rows.insert(0, [nasty_text(chance) for _cell in range(chance.randrange(3))])


def _sheets_mixed(sheets: Sheets, chance: Random, _: list[int]) -> None:
    """In another order, under other names, some missing, some twice."""
    items = list(sheets.items())
    chance.shuffle(items)
    sheets.clear()
    for at, (name, rows) in enumerate(items):
        if name in (_LIST, "THONG_TIN") or chance.random() < 0.7:
            sheets[name if chance.random() < 0.5 else f"Trang {at}"] = rows
        if chance.random() < 0.2 and name != "THONG_TIN":
            sheets[f"{name} (2)"] = rows


def _marks(sheets: Sheets, chance: Random, touched: list[int]) -> Mark:
    """Merged ranges, hidden rows, columns and sheets, formulas, a stray cell far away."""
    actions = chance.sample(_MARKS, chance.randrange(1, 4))
    rows = _rows_of(sheets)

    def mark(book: xlsxwriter.Workbook) -> None:
        sheet = book.get_worksheet_by_name(_LIST)
        for action in actions:
            action(sheet, chance, touched, rows)

    if any(action in (_merge, _formula) for action in actions):
        touched.extend(range(ROWS))
    return mark


def _merge(sheet: Worksheet, chance: Random, _: list[int], __: Rows) -> None:
    top = _FIRST + chance.randrange(ROWS - 1)
    column = chance.randrange(8)
    bottom = min(top + chance.randrange(1, 6), _FIRST + ROWS - 1)
    sheet.merge_range(top, column, bottom, column + chance.randrange(2), nasty_text(chance))


def _formula(sheet: Worksheet, chance: Random, _: list[int], __: Rows) -> None:
    for _again in range(chance.randrange(1, 4)):
        at = _FIRST + chance.randrange(ROWS)
        value = chance.choice(("", 0, "x", "#N/A", "052189270965"))
        sheet.write_formula(at, chance.randrange(8), "=A1&B1", None, value)


def _hide(sheet: Worksheet, chance: Random, _: list[int], __: Rows) -> None:
    for _again in range(chance.randrange(1, 4)):
        sheet.set_row(_FIRST + chance.randrange(ROWS), None, None, {"hidden": True})
    sheet.set_column(9, 12, None, None, {"hidden": True})


def _stray(sheet: Worksheet, chance: Random, _: list[int], __: Rows) -> None:
    sheet.write(chance.choice((1_048_575, 70_000, 2_000)), chance.choice((0, 700, 16_383)), "x")


_MARKS = (_merge, _formula, _hide, _stray)

CELL_MUTATIONS: tuple[Mutation, ...] = (
    _mutation(_cells_of_citizens, may_be_held=False),
    _mutation(_cells_of_citizens, may_be_held=False),
    _mutation(_cells_elsewhere, may_be_held=False),
    _mutation(_cells_of_the_form, may_be_held=True),
    _mutation(_rows_put_in, may_be_held=True),
    _mutation(_rows_deleted, may_be_held=False),
    _mutation(_rows_shuffled, may_be_held=False),
    _mutation(_rows_repeated, may_be_held=False),
    _mutation(_columns_shuffled, may_be_held=False),
    _mutation(_columns_put_in, may_be_held=True),
    _mutation(_headers_changed, may_be_held=True),
    _mutation(_columns_dropped, may_be_held=True),
    _mutation(_titles_put_in, may_be_held=True),
    _mutation(_sheets_mixed, may_be_held=True),
    _mutation(_marks, may_be_held=True),
)
"""Each drawn as often as it stands here."""
