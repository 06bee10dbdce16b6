"""Rows that nobody reads are told: lists without a known header, rows far below a list."""

from __future__ import annotations

import io
from datetime import date

import pytest

from tests.unit.test_reading_files import workbook_with_far_cell
from tests.workbooks import FORM, PEOPLE, Rows, citizens, people, slugs, workbook
from transforms.reading import SubmissionRead, read_submission

UNREAD = "sheet.table.has_its_header"
FAR = "sheet.row.is_near_the_list"
DAY = date(2023, 2, 26)


def beside(rows: Rows, sheet: str = "Danh sách 2") -> SubmissionRead:
    """A good report with one more sheet."""
    sheets = {"THONG_TIN": FORM, "NGUOI_DAN": citizens(*PEOPLE), sheet: rows}
    return read_submission(workbook(sheets), "a.xlsx")


@pytest.mark.parametrize(
    "row",
    [
        ["Trần Thị Hà", "T0001", "0967 888 108"],
        ["Trần Thị Hà", 52189270965, "x"],
        ["Trần Thị Hà", DAY, "x", ""],
        ["Trần Thị Hà", "26/02/2023", "x"],
    ],
)
def test_a_list_whose_header_is_not_known_is_told_with_its_sheet(row):
    read = beside([["NHỮNG NGƯỜI KHÁC"], ["Ai", "Cái gì", "Ở đâu"], *[row] * 5])
    (fault,) = read.faults
    assert (fault.rule_id, fault.sheet, fault.row_number) == (UNREAD, "Danh sách 2", 3)
    assert dict(fault.detail) == {"count": "5"}
    assert read.outcome == "read" and people(read).row_numbers == [4, 5]


@pytest.mark.parametrize(
    "rows",
    [
        [["Cột", "Cách ghi", "Ví dụ"], *[["Số điện thoại", "mười chữ số", "0967888108"]] * 4],
        [["Mã", "Tên dịch vụ", "Ghi chú"], *[["21610", "Xã An Hưng", "huyện An Lão"]] * 160],
        [["Gửi báo cáo trước 22 giờ ngày 26/02/2023, gọi 0256 3822 222"]] * 20,
        [["TT", "Nội dung", "Số lượng"], *[[n, "Mở tài khoản", 12 * n] for n in range(40)]],
    ],
)
def test_guides_lists_of_codes_and_sums_are_no_lists_of_citizens(rows):
    assert beside(rows).faults == ()


def test_a_hidden_sheet_that_is_no_table_is_not_asked_about():
    import openpyxl

    listed = [["Ai", "Cái gì", "Ở đâu"], *[["Trần Thị Hà", "T0001", "0967888108"]] * 5]
    sheets = {"THONG_TIN": FORM, "NGUOI_DAN": citizens(*PEOPLE), "x": listed}
    book = openpyxl.load_workbook(io.BytesIO(workbook(sheets)))
    book["x"].sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    assert read_submission(stream.getvalue(), "a.xlsx").faults == ()


def test_a_file_of_nothing_but_such_a_list_is_refused_and_told_why():
    content = workbook({"S": [["Trần Thị Hà", "T0001", "0967888108"]] * 5})
    read = read_submission(content, "a.xlsx")
    assert (read.outcome, slugs(read)) == ("rejected", [UNREAD, "file.table.is_present"])


@pytest.mark.parametrize("blank_rows", [1_001, 3_000, 20_000])
def test_rows_far_below_the_list_are_told_at_its_last_row(blank_rows):
    rows = citizens(*PEOPLE)
    last = len(rows)
    far = [*rows, *[[]] * blank_rows, *rows[3:]]
    read = read_submission(workbook({"THONG_TIN": FORM, "NGUOI_DAN": far}), "a.xlsx")
    (fault,) = read.faults
    assert (fault.rule_id, fault.row_number) == (FAR, last)
    assert dict(fault.detail) == {"count": str(len(rows[3:]))}
    assert people(read).row_numbers == [4, 5]


def test_a_stray_value_in_the_last_row_is_told():
    content = workbook_with_far_cell(citizens(*PEOPLE), 1_048_575, 0)
    (fault,) = read_submission(content, "a.xlsx").faults
    assert (fault.rule_id, fault.row_number) == (FAR, 5)


def test_a_thousand_blank_rows_are_still_within_the_list():
    rows = citizens(*PEOPLE)
    far = [*rows, *[[]] * 1_000, *rows[3:]]
    read = read_submission(workbook({"THONG_TIN": FORM, "NGUOI_DAN": far}), "a.xlsx")
    assert FAR not in slugs(read)
    assert len(people(read).row_numbers) == 4
