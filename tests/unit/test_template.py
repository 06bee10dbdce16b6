"""The branch's template: what is filled into it comes through whole."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest

from reports.template import BranchForm, template_workbook
from schemas.template import FORM_SHEET, TABLE_SHEETS, columns_of
from transforms.reading import read_submission

FORM = BranchForm(
    branch_code="D21550",
    branch_name="Đoàn Phường Nhơn Bình",
    sunday=date(2023, 3, 5),
    teams=[("T0001", "Tổ CNS khu phố 1", "Khu phố 1"), ("T0002", "Tổ CNS khu phố 2", "")],
    wards=["Phường Nhơn Bình", "Phường Đống Đa"],
    services=["Thương mại điện tử"],
    activities=["Phát poster, tờ rơi tuyên truyền"],
    indicators=["Lượt người dân được hỗ trợ"],
)


@pytest.fixture(scope="module")
def content() -> bytes:
    return template_workbook(FORM)


def filled(content: bytes) -> bytes:
    """The template with one citizen and one full team typed in."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    place = {c.name: i for i, c in enumerate(columns_of("NGUOI_DAN", printed_only=True), start=1)}
    people = book["NGUOI_DAN"]
    typed = {
        "team_code": "T0001",
        "assist_date": datetime(2023, 3, 5),
        "full_name": "Trần Thị Thử Nghiệm",
        "id_number": "052190000123",
        "gender": "Nữ",
        "svc_vneid_l2": "x",
        "consent": "x",
    }
    for name, value in typed.items():
        people.cell(4, place[name], value)
    members = book["TO_CNS"]
    name_column = [c.name for c in columns_of("TO_CNS", printed_only=True)].index("member_name")
    for row in range(4, 12):
        members.cell(row, name_column + 1, f"Đoàn viên {row}")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_same_form_gives_the_same_bytes(content):
    assert template_workbook(FORM) == content


def test_whoever_takes_the_first_sheet_gets_the_form(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == [FORM_SHEET, *TABLE_SHEETS, "DANH_MUC"]
    assert book.active.title == FORM_SHEET
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == ["DANH_MUC"]


def test_an_empty_template_is_read_without_a_fault(content):
    read = read_submission(content, "D21550.xlsx")
    assert (read.outcome, read.faults) == ("read", ())
    assert read.header["branch_code"].text == "D21550"
    assert read.header["report_sunday"].text == "2023-03-05"
    assert {table.kind for table in read.tables} == set(TABLE_SHEETS)


def test_a_filled_template_comes_through_with_no_fault(content):
    read = read_submission(filled(content), "D21550.xlsx")
    assert read.faults == ()
    people = next(table for table in read.tables if table.kind == "NGUOI_DAN")
    assert people.row_numbers == [4]
    assert people.texts["id_number"] == ["052190000123"]
    assert people.types["id_number"] == ["s"]
    assert people.texts["assist_date"] == ["2023-03-05"]


def test_who_and_when_stand_in_the_document_too(content):
    properties = openpyxl.load_workbook(io.BytesIO(content)).custom_doc_props
    assert {p.name: p.value for p in properties.props} == {
        "branch_code": "D21550",
        "report_sunday": "2023-03-05",
        "template_version": "CNS-2026.1",
    }


def test_numbers_are_text_columns_and_choices_are_lists(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content))["NGUOI_DAN"]
    place = {c.name: i for i, c in enumerate(columns_of("NGUOI_DAN", printed_only=True), start=1)}
    for name in ("id_number", "phone"):
        assert sheet.cell(4, place[name]).number_format == "@"
        letter = sheet.cell(4, place[name]).column_letter
        assert sheet.column_dimensions[letter].number_format == "@"
    kinds = {
        next(iter(rule.sqref.ranges)).min_col: rule.type
        for rule in sheet.data_validations.dataValidation
    }
    assert {kinds[place[name]] for name in ("team_code", "gender", "ward", "consent")} == {"list"}
