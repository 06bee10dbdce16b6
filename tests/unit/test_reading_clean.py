"""A submission in the template's own form is read as it stands."""

from __future__ import annotations

from datetime import UTC, date, datetime

from schemas.template import FORM_SHEET, TABLE_SHEETS, columns_of
from tests.workbooks import FORM, HEADER, PEOPLE, Rows, citizens, people, read_rows, workbook
from transforms.reading import read_submission


def test_a_template_workbook_is_read_without_a_single_fault():
    read = read_rows(citizens(*PEOPLE))
    assert (read.outcome, read.format, read.faults) == ("read", "xlsx", ())
    assert read.modified_at == datetime(2023, 2, 26, 21, 30, tzinfo=UTC)


def test_every_table_of_the_template_is_recognised_by_its_labels():
    rows = {
        kind: [["TIÊU ĐỀ"], [], [c.label for c in columns_of(kind, printed_only=True)]]
        for kind in TABLE_SHEETS
    }
    read = read_submission(workbook({FORM_SHEET: FORM, **rows}), "a.xlsx")
    assert [table.kind for table in read.tables] == list(TABLE_SHEETS)
    assert read.faults == ()
    for table in read.tables:
        printed = [c.name for c in columns_of(table.kind, printed_only=True)]
        assert sorted(table.texts) == sorted(printed)
        assert table.row_numbers == []


def test_cells_keep_their_text_and_their_type():
    table = people(read_rows(citizens(*PEOPLE)))
    assert table.row_numbers == [4, 5]
    assert table.texts["id_number"] == ["052089270965", "52169784943"]
    assert table.types["id_number"] == ["s", "n"]
    assert table.texts["birth_date"] == ["1986", "16/07/1969"]
    assert table.texts["assist_date"] == ["2023-02-26", "2023-02-26"]
    assert table.types["assist_date"] == ["d", "d"]
    assert (table.texts["note"], table.types["note"]) == (["", "ốm"], ["", "s"])
    assert (table.letters["row_no"], table.letters["note"]) == ("A", "I")


def test_form_values_have_place_and_type_and_blanks_are_left_out():
    header = read_rows(citizens(*PEOPLE)).header
    assert header["branch_code"].text == "D21609"
    sunday = header["report_sunday"]
    assert (sunday.text, sunday.cell_type) == ("2023-02-26", "d")
    assert (sunday.sheet, sunday.cell) == ("THONG_TIN", "B7")
    assert (header["member_total"].text, header["member_total"].cell_type) == ("320", "n")
    assert "nil_reason" not in header


def test_typed_text_stays_as_typed_with_its_invisible_characters():
    typed = " Nguy\u00adn  Th\u200bị "
    row = [1, "T1", date(2023, 2, 26), typed, "052089270965", "", "", "x", "\u00a0 "]
    table = people(read_rows(citizens(row)))
    assert table.texts["full_name"] == [typed]
    assert (table.texts["note"], table.types["note"]) == ([""], [""])


def test_times_booleans_fractions_and_errors_have_their_own_text():
    row = [1, "T1", datetime(2023, 2, 26, 7, 30), "Lê A", "#N/A", 12.5, "#REF!", True, 1e20]
    table = people(read_rows(citizens(row)))
    assert {name: (table.texts[name][0], table.types[name][0]) for name in table.texts} == {
        "row_no": ("1", "n"),
        "team_code": ("T1", "s"),
        "assist_date": ("2023-02-26T07:30:00", "d"),
        "full_name": ("Lê A", "s"),
        "id_number": ("#N/A", "e"),
        "birth_date": ("12.5", "n"),
        "phone": ("#REF!", "e"),
        "svc_dvc_account": ("TRUE", "b"),
        "note": ("1e+20", "n"),
    }


def test_a_table_that_does_not_begin_at_a1_keeps_its_excel_coordinates():
    rows: list[list[object]] = [[] for _ in range(6)]
    shifted = [["", "", "", *row] for row in (HEADER, *PEOPLE)]
    table = people(read_rows([*rows, *shifted]))
    assert table.row_numbers == [8, 9]
    assert table.letters["row_no"] == "D"


def test_a_nil_report_without_any_table_is_read():
    form: Rows = [["Mã đơn vị", "D1"], ["Loại báo cáo", "Không tổ chức"], ["Lý do", "Bão số 4"]]
    read = read_submission(workbook({"THONG_TIN": form}), "D1.xlsx")
    assert (read.outcome, read.faults, read.tables) == ("read", (), ())
    assert read.header["nil_reason"].text == "Bão số 4"


def test_form_labels_may_stand_anywhere_left_and_carry_a_colon_or_their_value():
    form: Rows = [
        ["", "Mã đơn vị :", "", "D7"],
        ["Người lập: Lê Bình"],
        ["", "Ngày báo cáo", "26/02/2023"],
    ]
    header = read_rows(citizens(*PEOPLE), form=form).header
    assert header["branch_code"].text == "D7" and header["branch_code"].cell == "D1"
    assert header["prepared_by"].text == "Lê Bình"
    assert header["report_sunday"].text == "26/02/2023"


def test_a_single_sheet_may_carry_the_form_in_its_title_rows():
    rows: Rows = [["Mã đơn vị: D21609"], ["Ngày Chủ nhật", date(2023, 2, 26)], HEADER, *PEOPLE]
    read = read_submission(workbook({"NGUOI_DAN": rows}), "a.xlsx")
    assert read.header["branch_code"].text == "D21609"
    assert read.header["report_sunday"].text == "2023-02-26"
