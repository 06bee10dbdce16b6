"""The correction workbook: what is marked, what survives, and that it reads like the report."""

from __future__ import annotations

import io
import pickle
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill

from benchmarks.small_workbooks import citizen, members, report
from flows.correcting import correct
from flows.requesting import Request
from reports.correction_plan import Correction, Mark, in_two_parts
from schemas.row_ids import uid_start
from schemas.settings import TIME_ZONE
from tests.returned import edited, marked_cells, opened
from transforms.reading import SubmissionRead, read_submission
from transforms.sameness import content_sha256

SHA = "ab" * 32


def mark(cell: str, severity: Any = "error", sheet: str = "NGUOI_DAN", **more: Any) -> Mark:
    row = int("".join(filter(str.isdigit, cell))) if cell else 0
    told: dict[str, Any] = {"column_name": "phone", "label": "Số điện thoại", "row_number": row}
    told |= {"reason": "Số không đúng.", "advice": "Đề nghị sửa lại."}
    return Mark(severity=severity, sheet=sheet, cell=cell, **(told | more))


def correction(*marks: Mark) -> Correction:
    return Correction(
        branch_code="D21609",
        branch_name="Đoàn xã An Hưng",
        sunday=date(2023, 3, 5),
        version=1,
        received_at=datetime(2023, 3, 5, 21, tzinfo=TIME_ZONE),
        file_sha256=SHA,
        parsed=2,
        accepted=1,
        quarantined=1,
        excluded=0,
        marks=marks,
    )


def made(content: bytes, *marks: Mark, name: str = "a.xlsx", is_plain: bool = False) -> bytes:
    return correct(pickle.dumps(Request(content, correction(*marks), is_plain)), name)


def read(content: bytes) -> SubmissionRead:
    return read_submission(content, "b.xlsx")


SENT = report(citizen(), citizen(full_name="Lê Văn Bình", phone="123"), teams=members("T0001"))
PHONE = mark("H5")


def of_list(content: bytes) -> Any:
    return opened(content)["NGUOI_DAN"]


@pytest.mark.parametrize("is_plain", [False, True])
def test_it_reads_like_the_report_and_nothing_of_ours_is_complained_of(is_plain: bool) -> None:
    book = made(SENT, PHONE, is_plain=is_plain)
    assert content_sha256(read(book)) == content_sha256(read(SENT))
    assert [fault.rule_id for fault in read(book).faults] == []
    (people,) = [table for table in read(book).tables if table.kind == "NGUOI_DAN"]
    assert all(map(uid_start, people.texts["row_id"]))
    assert "Vì sao cần sửa" not in str(people)


@pytest.mark.parametrize("is_plain", [False, True])
def test_the_same_state_gives_the_same_bytes(is_plain: bool) -> None:
    assert made(SENT, PHONE, is_plain=is_plain) == made(SENT, PHONE, is_plain=is_plain)


def test_marked_cells_say_why_in_a_comment_and_beside_the_table() -> None:
    book = made(SENT, PHONE, mark("H5", "warning", reason="Hai người một số."))
    assert marked_cells(book) == {"H5"}
    comment = of_list(book)["H5"].comment.text
    assert "[LỖI] Số không đúng." in comment and "[CẦN XEM] Hai người một số." in comment
    assert "Đề nghị sửa lại." in comment
    row = {cell.value: at for at, cell in enumerate(of_list(book)[3])}
    reason = of_list(book)[5][row["Vì sao cần sửa"]].value
    assert "1) [LỖI] Số điện thoại: Số không đúng." in reason and "2) [CẦN XEM]" in reason
    assert of_list(book)[5][row["Đề nghị"]].value == "1) Đề nghị sửa lại.\n2) Đề nghị sửa lại."
    assert of_list(book)[4][row["Vì sao cần sửa"]].value is None
    assert list(row)[-1] == "Mã dòng (không sửa)"
    assert {of_list(book)[at][row["Mã dòng (không sửa)"]].number_format for at in (4, 5)} == {"@"}


def test_a_mark_holds_as_long_as_the_cell_holds_what_was_sent() -> None:
    sheet = of_list(made(SENT, PHONE, mark("K5", column_name="gender")))
    told = {str(w.sqref): [r.formula[0] for r in w.rules] for w in sheet.conditional_formatting}
    assert told["H5"][0].startswith('AND(EXACT(H5,"123"),')
    assert told["H5"][1].startswith('AND(NOT(EXACT(H5,"123")),')
    assert told["K5"][0].startswith("AND(LEN(K5)=0,")


def test_a_row_that_lacks_any_of_several_cells_shows_them_all() -> None:
    lacking = mark("", row_number=5, column_name="", one_of=("id_number", "birth_date", "phone"))
    sheet = of_list(made(SENT, lacking))
    (where,) = sheet.conditional_formatting
    assert str(where.sqref) == "E5 F5 H5"
    assert where.rules[0].formula[0].startswith("AND(COUNTA($E5,$F5,$H5)=0,")


def test_the_first_sheet_leads_to_each_cell_worst_first() -> None:
    book = made(SENT, mark("H4", "warning"), PHONE, mark("", sheet="", severity="error"))
    sheet = opened(book).worksheets[0]
    assert sheet.title == "CẦN SỬA" and opened(book).active.title == "CẦN SỬA"
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "Đoàn xã An Hưng (D21609), nhận lúc 21:00 ngày 05/03/2023" in texts
    links = [
        (cell.value, cell.hyperlink.location)
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    assert links == [("H5", "'NGUOI_DAN'!H5"), ("H4", "'NGUOI_DAN'!H4")]
    assert [page.sheet_view.tabSelected for page in opened(book)] == [True, False, False, False]


def test_styles_comments_and_panes_of_the_branch_survive() -> None:
    book = opened(SENT)
    sheet = book["NGUOI_DAN"]
    sheet["D4"].font, sheet["D4"].fill = (
        Font(name="Arial", bold=True),
        PatternFill("solid", "FFFF00"),
    )
    sheet["D4"].comment = openpyxl.comments.Comment("Đã hỏi lại", "Hoa")
    sheet.freeze_panes, sheet.column_dimensions["D"].width = "E4", 33
    sheet.print_area = "A1:T40"
    stream = io.BytesIO()
    book.save(stream)
    after = of_list(made(stream.getvalue(), PHONE, mark("D4")))
    assert (after["D4"].font.name, after["D4"].font.b) == ("Arial", True)
    assert after["D4"].fill.fgColor.rgb == "00FFFF00"
    assert after["D4"].comment.text.endswith("Đã hỏi lại")
    assert (after.freeze_panes, after.column_dimensions["D"].width) == ("E4", 33)
    assert after.print_area == "'NGUOI_DAN'!$A$1:$V$40"


def test_a_fault_under_merged_cells_is_marked_where_they_can_be_selected() -> None:
    merged, saved = opened(SENT), io.BytesIO()
    merged["NGUOI_DAN"].merge_cells("H4:H5")
    merged.save(saved)
    sheet = of_list(made(saved.getvalue(), PHONE))
    assert "H4:H5" in map(str, sheet.merged_cells.ranges)
    assert "Số không đúng." in sheet["H4"].comment.text


def test_a_width_that_was_set_for_all_columns_ends_before_ours() -> None:
    book = opened(SENT)
    widths = book["NGUOI_DAN"].column_dimensions
    widths["E"].min, widths["E"].max, widths["E"].width = 5, 16384, 12
    stream = io.BytesIO()
    book.save(stream)
    after = of_list(made(stream.getvalue(), PHONE)).column_dimensions
    ranges = sorted((d.min, d.max) for d in after.values())
    assert all(last < first for (_, last), (first, _) in pairwise(ranges))


def test_a_workbook_that_comes_back_is_marked_anew_not_twice() -> None:
    first = made(SENT, PHONE, mark("D4"))
    again = made(edited(first, {"H5": "0912345678"}), mark("D4", "warning"))
    assert opened(again).sheetnames == opened(first).sheetnames
    assert marked_cells(again) == {"D4"}
    headers = [cell.value for cell in of_list(again)[3]]
    assert headers.count("Vì sao cần sửa") == headers.count("Mã dòng (không sửa)") == 1
    assert of_list(again)["D4"].comment.text.count("Số không đúng.") == 1
    assert len(of_list(again).conditional_formatting) == 1


def test_text_like_a_formula_stays_text() -> None:
    evil = mark("H5", reason='=HYPERLINK("http://x")', label="+1", advice="@x\x07")
    sent = report(citizen(full_name="Lê Văn Bình", note="'=1+1"))
    for is_plain in (False, True):
        book = opened(made(sent, evil, is_plain=is_plain))
        kinds = {c.data_type for sheet in book for row in sheet.iter_rows() for c in row}
        assert "f" not in kinds


def test_what_openpyxl_cannot_open_goes_back_as_a_workbook_of_all_rows() -> None:
    csv = (
        "STT,Mã tổ,Ngày hỗ trợ,Họ và tên,Số điện thoại,Mở tài khoản DVC,Đồng ý\n"
        "1,T0001,05/03/2023,Trần Thị Hà,0967888108,x,x\n"
        "2,T0001,05/03/2023,Lê Văn Bình,123,x,x\n"
    )
    told = Mark("error", "", 3, "E3", "phone", "Số điện thoại", "Số không đúng.", "Đề nghị sửa.")
    book = made(csv.encode(), told, name="D21609_2023-03-05.csv")
    assert opened(book).sheetnames == ["CẦN SỬA", "THONG_TIN", "NGUOI_DAN"]
    assert marked_cells(book) == {"H5"}
    header = read(book).header
    assert (header["branch_code"].text, header["report_sunday"].text) == ("D21609", "05/03/2023")
    (people,) = read(book).tables
    assert people.texts["full_name"] == ["Trần Thị Hà", "Lê Văn Bình"]
    assert people.texts["phone"] == ["0967888108", "123"]


def test_a_summary_that_comes_back_is_not_read_as_data() -> None:
    book = opened(made(SENT, PHONE))
    sheet = book["CẦN SỬA"]
    for at, text in enumerate(("Họ và tên", "Ngày sinh", "Số điện thoại", "Mã tổ"), start=1):
        sheet.cell(40, at).value = text
        sheet.cell(41, at).value = "x1"
    stream = io.BytesIO()
    book.save(stream)
    assert content_sha256(read(stream.getvalue())) == content_sha256(read(SENT))


def test_a_row_that_was_cleared_but_for_its_id_is_deleted() -> None:
    book = made(SENT, PHONE)
    blank = {f"{chr(65 + at)}5": None for at in range(22)}
    (people,) = [t for t in read(edited(book, blank)).tables if t.kind == "NGUOI_DAN"]
    assert people.row_numbers == [4]


def test_a_message_is_told_in_two_parts() -> None:
    message = "Trang NGUOI_DAN, dòng 5, ô H5: tìm thấy “•••123”; cần đủ số. Đề nghị ghi lại."
    assert in_two_parts("record.id_number.has_12_digits", message, "012") == (
        "Tìm thấy “•••123”; cần đủ số.",
        "Đề nghị ghi lại. Có thể là: 012",
    )


def test_a_column_of_the_branch_that_is_called_like_ours_is_told() -> None:
    header = ["team_code", "assist_date", "full_name", "phone", "svc_dvc_account"]
    book = opened(report(citizen(), header=header))
    for at, value in ((3, "Đề nghị"), (4, "Cho xem lại")):
        book["NGUOI_DAN"][f"F{at}"] = value
    stream = io.BytesIO()
    book.save(stream)
    assert [fault.rule_id for fault in read(stream.getvalue()).faults] == [
        "sheet.column.is_unknown"
    ]
