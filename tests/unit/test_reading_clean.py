"""A submission in the template's own form is read as it stands; workbooks for the other tests."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import xlsxwriter

from schemas.template import FORM_SHEET, TABLE_SHEETS, columns_of
from transforms.reading import RawTable, SubmissionRead, read_submission

Row = Sequence[object]
Rows = Sequence[Row]

FORM: Rows = [
    ["ĐOÀN TNCS HỒ CHÍ MINH"],
    [],
    ["BÁO CÁO NGÀY CHỦ NHẬT SỐ"],
    [],
    ["Phiên bản mẫu", "CNS-2026.1"],
    ["Mã đơn vị", "D21609"],
    ["Ngày Chủ nhật báo cáo", date(2023, 2, 26)],
    ["Loại báo cáo (Lần đầu/Thay thế/Bổ sung/Không tổ chức)", "Lần đầu"],
    ["Lý do không tổ chức", "  "],
    ["Tổng số đoàn viên", 320],
]
HEADER = [
    "STT",
    "Mã tổ",
    "Ngày hỗ trợ",
    "Họ và tên",
    "Số CCCD/Định danh cá nhân",
    "Ngày sinh",
    "Số điện thoại",
    "Mở tài khoản DVC",
    "Ghi chú",
]
PEOPLE: Rows = [
    [1, "T0001", date(2023, 2, 26), "Trần Hà", "052089270965", 1986, "0967888108", "x", ""],
    [2, "T0001", date(2023, 2, 26), "Lê Tiên", 52169784943, "16/07/1969", 981909799.0, "X", "ốm"],
]
TITLE: Rows = [["DANH SÁCH NGƯỜI DÂN ĐƯỢC HỖ TRỢ"], []]


def citizens(*rows: Row, header: Row = HEADER) -> Rows:
    """A NGUOI_DAN sheet as in the template: title, blank row, header, then `rows`."""
    return [*TITLE, header, *rows]


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """An xlsx with these sheets; None and '' leave a cell out."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.set_properties({"created": datetime(2023, 2, 26, 21, 30)})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    sheet.write_datetime(row, column, cell, moment)
                elif isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, day)
                elif isinstance(cell, str) and cell.startswith("#"):
                    sheet.write_formula(row, column, "=1/0", value=cell)
                elif cell is not None and cell != "":
                    sheet.write(row, column, cell)
    book.close()
    return target.getvalue()


def read_rows(rows: Rows, sheet: str = "NGUOI_DAN", form: Rows = FORM) -> SubmissionRead:
    """A workbook of THONG_TIN and one other sheet, written and read."""
    return read_submission(workbook({"THONG_TIN": form, sheet: rows}), "D21609.xlsx")


def people(read: SubmissionRead) -> RawTable:
    """The one NGUOI_DAN table of a submission."""
    (table,) = [table for table in read.tables if table.kind == "NGUOI_DAN"]
    return table


def slugs(read: SubmissionRead) -> list[str]:
    """The slugs of a submission's faults, in order."""
    return [fault.rule_id for fault in read.faults]


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
