"""All rows of a file that cannot be marked itself, in the form of the template."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from reports.correction_plan import Correction, Mark, SentTable
from reports.template_plan import TEXT_COLUMNS, TITLES, WIDTHS
from reports.template_styles import Styles
from schemas.template import FORM_SHEET, HEADER_ROW, TemplateColumn, columns_of

__all__ = ["rows_workbook"]

_FORM_TOP = 4
_EXACT_DIGITS = 15
"""Excel keeps no more digits of a number."""

Places = dict[tuple[str, int, str], tuple[str, int, str]]
"""Sheet, row and column as sent → sheet, row and cell here."""


def rows_workbook(
    correction: Correction, tables: Sequence[SentTable], form: Mapping[str, str]
) -> tuple[bytes, Correction, list[SentTable]]:
    """The workbook without marks; `correction` and `tables` as they stand in it."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": correction.received_at.replace(tzinfo=None)})
    styles = Styles(book)
    places = _write_form(book, styles, correction, form)
    placed: list[SentTable] = []
    for table in tables:
        name = _sheet_name(table.kind, [other.sheet for other in placed])
        placed.append(_write_table(book.add_worksheet(name), styles, table, name, correction))
    book.close()
    for table, here in zip(tables, placed, strict=True):
        places |= _places(table, here)
    renamed = {table.sheet: here.sheet for table, here in zip(tables, placed, strict=True)}
    marks = [_moved(mark, places, renamed) for mark in correction.marks]
    return stream.getvalue(), replace(correction, marks=marks), placed


def _sheet_name(kind: str, taken: Sequence[str]) -> str:
    again = sum(name.startswith(kind) for name in taken)
    return f"{kind} ({again + 1})" if again else kind


def _write_form(
    book: xlsxwriter.Workbook, styles: Styles, correction: Correction, form: Mapping[str, str]
) -> Places:
    """THONG_TIN as it was sent; of a CSV, whose name said it, branch and Sunday."""
    known = {
        "branch_code": correction.branch_code,
        "report_sunday": f"{correction.sunday:%d/%m/%Y}",
        "submission_type": "Lần đầu",
    }
    values = known | dict(form)
    sheet = book.add_worksheet(FORM_SHEET)
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, 1, 46)
    sheet.merge_range(0, 0, 0, 1, "BÁO CÁO NGÀY CHỦ NHẬT SỐ", styles.title)
    places: Places = {}
    for row, column in enumerate(columns_of(FORM_SHEET, printed_only=True), start=_FORM_TOP):
        label = styles.required_label if column.is_required else styles.label
        sheet.write_string(row, 0, column.label, label)
        sheet.write_string(row, 1, values.get(column.name, ""), styles.text)
        places[FORM_SHEET, 0, column.name] = (FORM_SHEET, 0, f"B{row + 1}")
    return places


def _write_table(
    sheet: Worksheet, styles: Styles, table: SentTable, name: str, correction: Correction
) -> SentTable:
    columns = [
        column
        for column in columns_of(table.kind)
        if column.name != "row_id" and (column.is_printed or column.name in table.texts)
    ]
    sheet.merge_range(0, 0, 0, len(columns) - 1, TITLES[table.kind], styles.page_title)
    sheet.freeze_panes(HEADER_ROW, 0)
    sheet.set_row(HEADER_ROW - 1, 60)
    for at, column in enumerate(columns):
        below = styles.text_column if column.name in TEXT_COLUMNS else None
        sheet.set_column(at, at, WIDTHS.get(column.name, 9), below)
        header = styles.required if column.is_required else styles.header
        sheet.write_string(HEADER_ROW - 1, at, column.label, header)
        for row, (text, cell_type) in enumerate(_cells(table, column), start=HEADER_ROW):
            _write_cell(sheet, row, at, text, cell_type, styles)
    first = HEADER_ROW + 1
    return replace(
        table,
        sheet=name,
        header_row=HEADER_ROW,
        row_numbers=range(first, first + len(table.row_numbers)),
        letters={column.name: xl_col_to_name(at) for at, column in enumerate(columns)},
        ids=table.row_ids(correction.file_sha256),
    )


def _cells(table: SentTable, column: TemplateColumn) -> Iterator[tuple[str, str]]:
    blank = [""] * len(table.row_numbers)
    return zip(
        table.texts.get(column.name, blank), table.types.get(column.name, blank), strict=True
    )


def _write_cell(
    sheet: Worksheet, row: int, at: int, text: str, cell_type: str, styles: Styles
) -> None:
    """The cell as it was: a number stays one, for it may be what has lost its zeros."""
    style: Format = styles.text if cell_type == "s" else styles.cell
    if not text or cell_type == "e":  # an error is no value; its mark says so
        sheet.write_blank(row, at, None, styles.cell)
    elif cell_type == "d" and (day := _day(text)):
        sheet.write_datetime(row, at, day, styles.date)
    elif cell_type == "n" and _is_exact(text):
        sheet.write_number(row, at, float(text), style)
    else:
        sheet.write_string(row, at, text, styles.text)


def _day(text: str) -> date | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=None) if moment.year >= 1900 else None


def _is_exact(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _EXACT_DIGITS


def _places(table: SentTable, here: SentTable) -> Places:
    return {
        (table.sheet, number, name): (here.sheet, row, f"{here.letters.get(name, '')}{row}")
        for number, row in zip(table.row_numbers, here.row_numbers, strict=True)
        for name in ("", *here.letters)
    }


def _moved(mark: Mark, places: Places, renamed: Mapping[str, str]) -> Mark:
    """A mark where its cell is now; what stood outside the rows of a table has no cell here."""
    at = places.get((mark.sheet, mark.row_number, mark.column_name))
    at = at or places.get((mark.sheet, mark.row_number, ""))
    if at is None and not mark.row_number:
        at = places.get((FORM_SHEET, 0, mark.column_name))
    if at is None:
        return replace(mark, sheet=renamed.get(mark.sheet, ""), row_number=0, cell="")
    sheet, row, cell = at
    is_cell = bool(mark.cell) and not cell[0].isdigit()
    return replace(mark, sheet=sheet, row_number=row, cell=cell if is_cell else "")
