"""Cases that only the sheet's own marks show: hidden, merged, struck through, never calculated."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from benchmarks.odd_files import without_results
from tests.together import judged_together
from tests.workbooks import SUNDAY, Row, form, workbook

Marked = Callable[[xlsxwriter.Workbook, Worksheet], object]
HEADER = ["STT", "Mã tổ", "Ngày hỗ trợ", "Họ và tên", "Số điện thoại", "Mở tài khoản DVC"]
HEADER += ["Đồng ý cung cấp thông tin"]
ROWS: list[Row] = [
    [1, "T0001", SUNDAY, "Trần Thị Hà", "0967888108", "x", "x"],
    [2, "T0001", SUNDAY, "Lê Văn Bình", "0967888109", "x", "x"],
    [3, "T0001", SUNDAY, "Võ Thị Mai", "0967888110", "x", "x"],
]


def marked(mark: Marked) -> bytes:
    """A workbook of three citizens (rows 4 to 6) on whose list `mark` has been at work."""
    sheets = {"THONG_TIN": form(), "NGUOI_DAN": [["DANH SÁCH"], [], HEADER, *ROWS]}
    return workbook(sheets, lambda book: mark(book, book.get_worksheet_by_name("NGUOI_DAN")))


def struck(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.write("D5", "Lê Văn Bình", book.add_format({"font_strikeout": True}))


def far(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.write_blank("A1048576", None, book.add_format({"bold": True}))


def merged(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.merge_range("B4:B8", "T0002")


MARKS: list[tuple[str, Marked, tuple[object, ...]]] = [
    # case, mark, severity, state and row told
    ("S13", merged, ("info", "fixed", 4)),
    (
        "S15",
        lambda _, sheet: sheet.set_row(4, None, None, {"hidden": True}),
        ("warning", "open", 5),
    ),
    ("S18", far, ("info", "fixed", None)),
    ("S19", struck, ("warning", "open", 5)),
]


@judged_together(("case", "mark", "told"), MARKS)
def test_a_marked_sheet_is_read_in_full_and_the_mark_is_told(case, mark, told):
    verdict = yield marked(mark)
    assert verdict.counts == (3, 3, 0, 0)
    assert verdict.told("case_id", "severity", "state", "row_number") == [(case, *told)]


@judged_together()
def test_a_merged_cell_is_the_value_of_each_of_its_rows_s13():
    assert set((yield marked(merged)).records["team_code"]) == {"T0002"}


@judged_together()
def test_a_formula_without_a_result_is_no_value_s16():
    def one(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_formula("D4", '="Trần "&"Hà"', None, "")
        sheet.write_formula("E5", '="09678"&"88109"', None, "")

    verdict = yield without_results(marked(one))
    assert verdict.told("severity", "cell", case="S16") == [("error", "D4"), ("warning", "E5")]
    assert verdict.statuses == {"1.xlsx": "accepted"}


@judged_together()
def test_a_file_that_was_never_calculated_goes_back_whole_s16():
    def all_names(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        for row in (4, 5, 6):
            sheet.write_formula(f"D{row}", '="Trần "&"Hà"', None, "")

    verdict = yield without_results(marked(all_names))
    assert verdict.statuses == {"1.xlsx": "quarantined"}
    found = verdict.finding("sheet.formulas.are_calculated")
    assert (found["case_id"], found["severity"]) == ("S16", "error")
    assert "3 ô" in found["message_vi"]


@judged_together()
def test_a_formula_with_an_empty_text_is_a_blank_cell():
    verdict = yield marked(lambda _, sheet: sheet.write_formula("H4", '=""', None, ""))
    assert verdict.findings.empty


@judged_together()
def test_an_xls_shows_its_hidden_rows_and_merged_cells_s13_s15():
    import xlwt

    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for name, rows in (("THONG_TIN", form()), ("NGUOI_DAN", [["DANH SÁCH"], [], HEADER, *ROWS])):
        sheet = book.add_sheet(name, cell_overwrite_ok=True)
        for at, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write(at, column, cell, day if isinstance(cell, date) else xlwt.easyxf())
    sheet.write_merge(3, 5, 1, 1, "T0002")
    sheet.row(4).hidden = True
    target = io.BytesIO()
    book.save(target)
    verdict = yield {"D21609.xls": target.getvalue()}
    assert set(verdict.records["team_code"]) == {"T0002"}
    told = verdict.told("case_id", "severity", "row_number")
    assert told == [("F02", "info", None), ("S13", "info", 4), ("S15", "warning", 5)]
