"""Cases of whole files and of their sheets: what is read all the same, what is refused, and why."""

from __future__ import annotations

from benchmarks.odd_files import ENCRYPTED
from tests.together import judged_together
from tests.workbooks import (
    SUNDAY,
    Row,
    citizen,
    form,
    report,
    table,
    workbook,
)

GOOD = report(citizen())
CSV = (
    "STT,Mã tổ,Ngày hỗ trợ,Họ và tên,Số điện thoại,Mở tài khoản DVC,Đồng ý cung cấp thông tin\n"
    "1,T0001,05/03/2023,Trần Thị Hà,0967888108,x,x\n"
    "2,T0001,05/03/2023,Lê Văn Bình,0967888109,x,x\n"
)

REFUSED = [
    # case, file name, bytes, severity, state
    ("F01", "bao cao.xlsx", ENCRYPTED, "error", "open"),
    ("F06", "bao cao.xlsx", GOOD[: len(GOOD) // 2], "error", "open"),
    ("F07", "bao cao.xlsx", b"", "error", "open"),
    ("F12", "bang.jpg", b"\xff\xd8\xff\xe0 a photo", "error", "open"),
    ("F12", "bang.xlsx", b"%PDF-1.7 a print", "error", "open"),
    ("F15", "~$bao cao.xlsx", b"\x05user", "info", "fixed"),
]


@judged_together(("case", "name", "content", "severity", "state"), REFUSED)
def test_what_cannot_be_read_is_rejected_with_its_reason_alone(
    case, name, content, severity, state
):
    verdict = yield {name: content, "D21609.xlsx": GOOD}
    assert verdict.statuses == {name: "rejected", "D21609.xlsx": "accepted"}
    assert verdict.told("case_id", "severity", "state", "row_number", "cell") == [
        (case, severity, state, None, "")
    ]
    assert verdict.counts == (1, 1, 0, 0)


TAKEN = [
    # case, file name, bytes, rows
    ("F05", "bao cao.csv", GOOD, 1),
    ("F16", "D21609_2023-03-05.csv", CSV.replace(",", ";").encode(), 2),
    ("F18", "D21609_2023-03-05_sua.csv", CSV.encode("utf-8-sig"), 2),
    ("F18", "2023-03-05/D21609/danh sach.csv", CSV.encode("utf-8-sig"), 2),
]


@judged_together(("case", "name", "content", "rows"), TAKEN)
def test_an_odd_file_is_read_and_told(case, name, content, rows):
    verdict = yield {name: content}
    assert verdict.statuses == {name: "accepted"}
    assert verdict.counts == (rows, rows, 0, 0)
    assert set(verdict.records["branch_code"]) == {"D21609"}
    assert set(verdict.records["sunday"].dt.date) == {SUNDAY}
    assert verdict.told("case_id", "severity", "state") == [(case, "info", "fixed")]


@judged_together()
def test_a_legacy_workbook_is_read_f02():
    from tests.unit.test_reading_files import xls_bytes

    verdict = yield {"2023-02-26/D21609.xls": xls_bytes()}
    assert verdict.statuses == {"2023-02-26/D21609.xls": "accepted"}
    assert verdict.counts == (2, 2, 0, 0)
    assert verdict.told("severity", "state", case="F02") == [("info", "fixed")]


@judged_together()
def test_a_table_on_a_sheet_of_another_name_is_found_f27():
    sheets = {"Hướng dẫn": [["Đọc kỹ trước khi nhập"]], "THONG_TIN": form()}
    verdict = yield workbook({**sheets, "Sheet3": table("NGUOI_DAN", [citizen()])})
    assert verdict.counts == (1, 1, 0, 0)
    assert verdict.told("case_id", "severity", "state", "sheet") == [
        ("F27", "info", "fixed", "Sheet3")
    ]


@judged_together(("branch", "shown", "cell"), [("D99999", "“D99999”", "B5"), ("", "ô trống", "")])
def test_the_file_of_an_unknown_branch_is_held_back_f33(branch, shown, cell):
    verdict = yield report(citizen(), citizen(phone=""), branch=branch)
    assert verdict.statuses == {"1.xlsx": "quarantined"}
    assert verdict.counts == (2, 0, 2, 0)
    found = verdict.finding("submission.branch_code.is_known")
    assert (found["case_id"], found["severity"], found["state"]) == ("F33", "error", "open")
    assert found["cell"] == cell
    assert f"(mã đơn vị: {shown})" in found["message_vi"]


@judged_together()
def test_a_csv_that_names_no_branch_or_sunday_is_held_back():
    verdict = yield {"danh sach.csv": CSV.encode()}
    assert verdict.statuses == {"danh sach.csv": "quarantined"}
    assert verdict.counts == (2, 0, 2, 0)
    assert verdict.told("rule_id") == [
        ("submission.branch_code.is_known",),
        ("submission.report_sunday.is_a_sunday",),
    ]


HEADER = [
    "STT",
    "Mã tổ",
    "Ngày hỗ trợ",
    "Họ và tên",
    "Số CCCD/Định danh cá nhân",
    "Số điện thoại",
    "Mở tài khoản DVC",
    "Đồng ý cung cấp thông tin",
]
HA: Row = [1, "T0001", SUNDAY, "Trần Thị Hà", "052189270965", "0967888108", "x", "x"]
BINH: Row = [2, "T0001", SUNDAY, "Lê Văn Bình", "052089270966", "0967888109", "x", "x"]
TITLE: Row = ["DANH SÁCH"]


def list_of(*rows: Row) -> bytes:
    """A workbook whose NGUOI_DAN sheet has these rows."""
    return workbook({"THONG_TIN": form(), "NGUOI_DAN": rows})


def header(**renamed: str) -> Row:
    """The header with some columns named otherwise, by their letter."""
    return [renamed.get("ABCDEFGH"[index], name) for index, name in enumerate(HEADER)]


LAYOUTS = [
    # case, rows, Excel rows of the records, row told
    ("S01", [["CỘNG HÒA XÃ HỘI"], ["Độc lập"], [], TITLE, [], HEADER, HA, BINH], [7, 8], 6),
    ("S03", [TITLE, [], HEADER, [f"({n})" for n in range(1, 9)], HA, BINH], [5, 6], 4),
    ("S05", [TITLE, [], header(D="Họ và\ntên\u00a0"), HA, BINH], [4, 5], 3),
    ("S06", [TITLE, [], [*HEADER[::-1], "Ghi chú 2"], [*HA[::-1], "riêng tư"]], [4], 3),
    ("S10", [TITLE, [], HEADER, HA, BINH, ["Tổng cộng: 2"], ["", "NGƯỜI LẬP BIỂU"]], [4, 5], 6),
    ("S14", [TITLE, [], HEADER, HA, [], [], BINH], [4, 7], 5),
]


@judged_together(("case", "rows", "kept", "told_at"), LAYOUTS)
def test_another_layout_changes_no_record_and_is_told(case, rows, kept, told_at):
    verdict = yield list_of(*rows)
    assert list(verdict.records["row_number"]) == kept
    assert verdict.counts == (len(kept), len(kept), 0, 0)
    assert verdict.record(kept[0])["id_number"] == "052189270965"
    assert verdict.told("case_id", "severity", "state", "row_number") == [
        (case, "info", "open" if case == "S06" else "fixed", told_at)
    ]


@judged_together()
def test_a_header_of_two_levels_is_joined_s02():
    upper: Row = [*HEADER[:6], "Nội dung hỗ trợ", "", "Đồng ý cung cấp thông tin"]
    lower: Row = ["", "", "", "", "", "", "Mở tài khoản DVC", "Thanh toán điện tử", ""]
    row: Row = [*HA[:6], "", "x", "x"]
    verdict = yield list_of([], TITLE, upper, lower, row)
    assert verdict.record(5)["service_codes"] == "EPAYMENT"
    assert verdict.told("case_id", "severity", "state", "row_number") == [
        ("S02", "info", "fixed", 3)
    ]


@judged_together()
def test_another_name_of_a_column_is_understood_and_asked_about_s04():
    verdict = yield list_of(TITLE, [], header(D="Ho & ten", E="CMND/CCCD"), HA)
    assert verdict.record()["full_name"] == "Trần Thị Hà"
    assert verdict.told("case_id", "severity", "state", "cell", "value_masked") == [
        ("S04", "warning", "open", "D3", "Ho & ten"),
        ("S04", "warning", "open", "E3", "CMND/CCCD"),
    ]


@judged_together()
def test_a_name_that_fits_two_columns_holds_the_file_back_s04():
    verdict = yield list_of(TITLE, [], header(G="Tài khoản"), HA)
    assert verdict.statuses == {"1.xlsx": "quarantined"}
    assert verdict.counts == (1, 0, 1, 0)
    found = verdict.finding("sheet.header.is_ambiguous")
    assert (found["severity"], found["cell"]) == ("error", "G3")
    assert "“Tài khoản”" in found["message_vi"]


@judged_together()
def test_unknown_columns_are_named_and_their_values_stay_out_s06():
    verdict = yield list_of(TITLE, [], [*HEADER, "Ghi chú 2", "Số tài khoản"], [*HA, "a", "9704"])
    found = verdict.finding("sheet.column.is_unknown")
    assert (found["case_id"], found["cell"], found["state"]) == ("S06", "I3", "open")
    assert "“Ghi chú 2”" in found["message_vi"]
    assert verdict.finding("sheet.column.is_not_sensitive")["cell"] == "J3"
    assert verdict.values.empty or "9704" not in set(verdict.values["value_sent"])


@judged_together(
    ("letter", "missing"),
    [("B", "Mã tổ"), ("C", "Ngày hỗ trợ"), ("D", "Họ và tên"), ("G", "nội dung hỗ trợ")],
)
def test_a_missing_column_that_every_record_needs_holds_the_file_back_s07(letter, missing):
    verdict = yield list_of(TITLE, [], header(**{letter: "Cột khác"}), HA, BINH)
    assert verdict.statuses == {"1.xlsx": "quarantined"}
    assert verdict.counts == (2, 0, 2, 0)
    found = verdict.finding("sheet.column.is_present")
    assert (found["case_id"], found["severity"], found["state"]) == ("S07", "error", "open")
    assert found["message_vi"].startswith(f"Trang NGUOI_DAN: thiếu cột {missing}.")


@judged_together()
def test_number_phone_and_birth_date_may_not_be_missing_together_s07():
    without_two = list_of(TITLE, [], header(E="Cột khác", F="Cột nữa"), HA)
    two, one = yield without_two, list_of(TITLE, [], header(E="Cột khác"), HA)
    assert two.statuses == {"1.xlsx": "quarantined"}
    assert one.statuses == {"1.xlsx": "accepted"}


@judged_together()
def test_a_total_that_differs_from_the_rows_is_asked_about_s10():
    verdict = yield list_of(TITLE, [], HEADER, HA, BINH, ["Tổng cộng: 3"])
    found = verdict.finding("sheet.total.matches_rows")
    assert (found["severity"], found["row_number"]) == ("warning", 6)
    assert "ghi 3 nhưng danh sách có 2 dòng" in found["message_vi"]
    assert verdict.counts == (2, 2, 0, 0)


@judged_together()
def test_the_spreadsheet_of_2003_in_xml_goes_back_with_a_hint_f04():
    xml = b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook/>"
    verdict = yield {"bao cao.xls": xml}
    assert verdict.statuses == {"bao cao.xls": "rejected"}
    found = verdict.finding("file.format.is_no_old_xml")
    assert (found["case_id"], found["severity"]) == ("F04", "error")
    assert ".xlsx" in found["message_vi"]
