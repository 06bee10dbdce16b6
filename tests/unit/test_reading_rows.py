"""Rows that are no records: totals, signatures, blanks, numbers printed in advance."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.workbooks import HEADER, PEOPLE, TITLE, Row, Rows, citizens, people, read_rows, slugs

TOTAL, STATED, BLANK = "sheet.row.is_total", "sheet.total.matches_rows", "sheet.row.is_blank"
DAY = date(2023, 2, 26)
ACTIVITY_HEADER = ["Mã tổ", "Hình thức", "Số lượng", "Lượt người tham gia", "Đường dẫn tin bài"]


@pytest.mark.parametrize(
    "total",
    [
        ["Tổng cộng"],
        ["", "Tổng cộng: 2"],
        ["TỔNG CỘNG", "", "", 2],
        ["", "", "", "Tổng số: 2 người"],
        ["Cộng", "", "", "", "", "", "", 17],
        ["Tong cong 2"],
        ["Tổng cộng", 2, "", "", "", "", "", "1 lượt"],
    ],
)
def test_s10_total_rows_are_dropped(total):
    read = read_rows(citizens(*PEOPLE, total))
    assert slugs(read) == [TOTAL]
    assert (read.faults[0].row_number, read.faults[0].detail) == (6, {"count": "1"})
    assert people(read).row_numbers == [4, 5]


@pytest.mark.parametrize("total", [["Tổng cộng 125"], ["", "", "", "Tổng số", 125]])
def test_s10_a_total_that_is_not_the_number_of_rows_is_asked_about(total):
    read = read_rows(citizens(*PEOPLE, total))
    assert slugs(read) == [TOTAL, STATED]
    assert read.faults[1].detail == {"stated": "125", "count": "2"}


@pytest.mark.parametrize("sums", [["Tổng cộng", "", 101], ["Tổng cộng: 101"], ["Cộng", 2, "", 9]])
def test_s10_a_total_of_activities_is_not_the_number_of_their_rows(sums):
    rows: Rows = [["T0001", "POSTER", 100], ["", "INT_TRAINING", 1]]
    read = read_rows([["HOẠT ĐỘNG"], [], ACTIVITY_HEADER, *rows, sums], sheet="HOAT_DONG")
    assert slugs(read) == [TOTAL]


def test_s10_a_total_of_members_under_their_ticks_is_not_the_number_of_their_rows():
    header = ["Mã tổ", "Họ và tên thành viên", "Có tài khoản DVC", "Tham gia Chủ nhật này"]
    listed: Rows = [["T0001", f"Lê Thị {letter}", "x", ""] for letter in "ABC"]
    read = read_rows([*TITLE, header, *listed, ["Tổng cộng", "", 2, ""]], sheet="TO_CNS")
    assert slugs(read) == [TOTAL]


NOTES: list[list[Row]] = [
    [["Danh sách này có 04 người./."]],
    [["", "Lưu ý: danh sách có 2 người"]],
    [["", "", "Ghi chú: x là đã làm."], ["", "", "- cả ngày 26/02/2023"]],
    [["(*) Hộ nghèo"], ["NGƯỜI LẬP BIỂU"], ["", "", "", "Trần Văn Lập"]],
]


@pytest.mark.parametrize("notes", NOTES)
def test_s10_a_note_below_the_list_is_no_record(notes):
    read = read_rows(citizens(*PEOPLE, [], *notes))
    assert people(read).row_numbers == [4, 5]
    assert (slugs(read), read.faults[0].detail) == ([TOTAL], {"count": str(len(notes))})


KEPT: list[Row] = [
    ["", "", "", "Lê Thị Hoa."],
    ["Lê Thị Hoa: 0967 888 108"],
    [3, "Ghi chú: Lê Thị Hoa"],
    ["", "", "Ngày:", "Lê Hoa"],
]


@pytest.mark.parametrize("row", KEPT)
def test_s10_what_may_be_left_of_a_record_is_no_note(row):
    assert people(read_rows(citizens(*PEOPLE, row))).row_numbers == [4, 5, 6]


def test_s10_a_text_among_the_rows_is_no_note():
    assert people(read_rows(citizens(PEOPLE[0], ["Buổi chiều"], PEOPLE[1]))).row_numbers == [
        4,
        5,
        6,
    ]


def test_s10_the_signature_block_is_dropped_with_the_names_in_it():
    block: Rows = [
        [],
        ["", "", "", "", "", "An Lão, ngày 26 tháng 02 năm 2023"],
        ["NGƯỜI LẬP BIỂU", "", "", "", "", "TM. BAN CHẤP HÀNH"],
        ["(Ký, ghi rõ họ tên)"],
        [],
        ["", "", "", "Trần Văn Lập", "", "", "Lê Thị Bí"],
    ]
    read = read_rows(citizens(*PEOPLE, *block))
    assert (slugs(read), read.faults[0].detail) == ([TOTAL], {"count": "4"})
    assert people(read).row_numbers == [4, 5]


def test_s10_records_after_a_signature_are_never_lost():
    read = read_rows(citizens(PEOPLE[0], ["NGƯỜI LẬP BIỂU"], ["", "", "", "Lê Thị Hoa"], PEOPLE[1]))
    assert people(read).row_numbers == [4, 6, 7]
    assert slugs(read) == [TOTAL]


@pytest.mark.parametrize("name", ["Tống Công", "Tong Cong", "Nguyễn Văn Cộng", "Cộng", "Tổng Số"])
def test_s10_people_whose_names_hold_such_words_survive(name):
    person = [3, "T1", DAY, name, "", "", "0981909777", "x", ""]
    table = people(read_rows(citizens(*PEOPLE, person)))
    assert table.texts["full_name"][-1] == name


def test_s10_an_incomplete_row_is_kept_for_its_finding():
    rows: Rows = [["", "", "", "Tống Công"], [4, "T1"], ["", "", "", "", "052089270965"]]
    assert people(read_rows(citizens(*PEOPLE, *rows))).row_numbers == [4, 5, 6, 7, 8]


def test_s10_words_of_a_remark_do_not_drop_a_row():
    row = ["", "", "", "Lê Hoa", "", "", "", "", "Tổng số 3 hồ sơ, ngày 1 tháng 2 năm 2023"]
    assert people(read_rows(citizens(*PEOPLE, row))).row_numbers == [4, 5, 6]


OWN: Rows = [
    ["", "Họp trực tuyến ngày 12 tháng 3 năm 2023", 1, 30],
    ["", "INT_TRAINING", "1", 25],
    ["", "Ký, cấp chữ ký số", "", 12],
    ["", "POSTER", 100],
]


def test_s10_what_a_branch_did_itself_is_no_signature_whatever_its_words():
    block: Rows = [
        ["Tổng cộng ngày 12 tháng 3 năm 2023", "", 101],
        ["", "", "", "An Lão, ngày 12 tháng 3 năm 2023"],
        ["", "", "", "TM. BAN CHẤP HÀNH"],
        ["", "", "", "Lê Thị Bí"],
    ]
    rows: Rows = [["HOẠT ĐỘNG"], [], ACTIVITY_HEADER, *OWN, ["", "Tổng cộng", 101], *block]
    read = read_rows(rows, sheet="HOAT_DONG")
    (table,) = read.tables
    assert table.row_numbers == [4, 5, 6, 7]
    assert read.faults[0].detail == {"count": "5"}


NAMELESS = [1, "T0001", "Ngày 26 tháng 2 năm 2023", "", "", "05/03/1985", "", "x"]
VALUES = [
    NAMELESS[:6],
    [*NAMELESS[:5], "", "", "x"],
    ["", "", *NAMELESS[2:5], datetime(1985, 3, 5)],
]


@pytest.mark.parametrize("row", VALUES)
def test_s10_a_person_without_a_name_whose_date_is_in_words_is_held_and_not_lost(row):
    assert people(read_rows(citizens(*PEOPLE, row))).row_numbers == [4, 5, 6]
    signed: Rows = [*PEOPLE, ["NGƯỜI LẬP BIỂU"], ["", "", "", "Trần Văn Lập"], row]
    assert people(read_rows(citizens(*signed))).row_numbers == [4, 5, 8]


def test_s11_subtotals_between_groups_are_dropped_and_not_compared():
    rows: Rows = [PEOPLE[0], ["Tổ T0001: 1 người"], PEOPLE[1], ["Cộng: 1"], ["Tổng cộng: 2"]]
    read = read_rows(citizens(*rows))
    assert slugs(read) == ["sheet.row.is_subtotal", TOTAL]
    assert [fault.detail for fault in read.faults] == [{"count": "1"}, {"count": "2"}]
    assert people(read).row_numbers == [4, 6]


def test_a_summary_keeps_indicators_that_begin_with_the_word_total():
    rows: Rows = [
        ["TỔNG HỢP"],
        [],
        ["Chỉ tiêu", "Số trong tuần", "Lũy kế từ đầu năm"],
        ["Tổng số người dân được hỗ trợ", 12, ""],
        ["Tổng cộng", 12, ""],
    ]
    (table,) = read_rows(rows, sheet="TONG_HOP").tables
    assert table.row_numbers == [4, 5]


def test_s14_blank_rows_among_the_data_are_counted():
    read = read_rows(citizens(PEOPLE[0], [], ["", " ", "\u00a0"], PEOPLE[1], [], []))
    assert slugs(read) == [BLANK]
    assert (read.faults[0].row_number, read.faults[0].detail) == (5, {"count": "2"})
    assert people(read).row_numbers == [4, 7]


def test_s14_numbers_printed_in_advance_are_no_records_and_no_fault():
    read = read_rows(citizens(*PEOPLE, *[[number] for number in range(3, 60)]))
    assert (read.faults, people(read).row_numbers) == ((), [4, 5])


def test_a_header_repeated_on_every_page_is_no_record():
    read = read_rows(citizens(PEOPLE[0], HEADER, PEOPLE[1]))
    assert (read.faults, people(read).row_numbers) == ((), [4, 6])


def test_a_table_ends_after_a_thousand_blank_rows():
    blanks: list[list[object]] = [[] for _ in range(1001)]
    assert people(read_rows(citizens(PEOPLE[0], *blanks, PEOPLE[1]))).row_numbers == [4]
    assert people(read_rows(citizens(PEOPLE[0], *blanks[1:], PEOPLE[1]))).row_numbers == [4, 1005]
