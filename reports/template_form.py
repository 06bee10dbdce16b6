"""THONG_TIN: who reports, for which Sunday, and what kind of report it is."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from reports.template_plan import TEXT_COLUMNS, BranchForm
from reports.template_styles import Styles
from schemas.template import FORM_SHEET, TEMPLATE_VERSION, TemplateColumn, columns_of

__all__ = ["WHOLE_NUMBER", "write_form"]

_FIRST = 4
"""Zero-based number of the first line; above it stands the letterhead."""

_KINDS = ("Lần đầu", "Thay thế", "Bổ sung", "Không tổ chức")

_LOCKED = ("template_version", "branch_code", "branch_name")

_NOTES = (
    "Mục chữ đỏ là bắt buộc. Ô nền vàng đang chờ ghi, ô nền cam cần xem lại.",
    "Mỗi người dân được hỗ trợ ghi một dòng ở trang NGUOI_DAN, đánh dấu x vào nội dung đã hỗ trợ.",
    "CCCD và điện thoại giữ số 0 ở đầu. Khi dán từ tệp khác, đề nghị chọn “Dán giá trị”.",
    "Đề nghị giữ nguyên tên trang, tiêu đề cột và nộp trước 22 giờ Chủ nhật.",
)
"""No note may begin like a label with a colon: the form's reader would take it for one."""

WHOLE_NUMBER: dict[str, Any] = {
    "validate": "integer",
    "criteria": ">=",
    "value": 0,
    "error_title": "Không phải số nguyên",
    "error_message": "Đề nghị ghi một số nguyên không âm.",
}
"""The restriction of a cell that holds a count."""


def write_form(book: xlsxwriter.Workbook, form: BranchForm, styles: Styles) -> None:
    """Adds the sheet: letterhead, one line for each item, how to fill it in, who signs."""
    sheet = book.add_worksheet(FORM_SHEET)
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, 1, 46)
    _write_letterhead(sheet, form, styles)
    columns = columns_of(FORM_SHEET, printed_only=True)
    for row, column in enumerate(columns, start=_FIRST):
        _write_line(sheet, row, column, form, styles)
        _restrict(sheet, row, column.name)
    _colour(sheet, columns, styles)
    below = _FIRST + len(columns) + 1
    for row, note in enumerate(_NOTES, start=below):
        sheet.merge_range(row, 0, row, 1, note, styles.note)
        sheet.set_row(row, 18)
    below += len(_NOTES) + 1
    sheet.write(below, 1, "TM. BAN CHẤP HÀNH", styles.strong)
    sheet.write(below + 1, 1, "(ký, ghi rõ họ tên, đóng dấu)", styles.place)
    sheet.set_tab_color("#B3261E")
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 1)
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})


def _write_letterhead(sheet: Worksheet, form: BranchForm, styles: Styles) -> None:
    """As documents of the Youth Union begin (its rules on the form of documents): body, Union."""
    kind, _, name = form.province.partition(" ")
    body = f"{'TỈNH' if kind == 'Tỉnh' else 'THÀNH'} ĐOÀN {name.removeprefix('phố ')}"
    sheet.write(0, 0, body.upper(), styles.body)
    sheet.write(0, 1, "ĐOÀN TNCS HỒ CHÍ MINH", styles.union)
    sheet.write(1, 0, form.branch_name.upper(), styles.strong)
    sheet.write(1, 1, f"……………, ngày …… tháng …… năm {form.sunday:%Y}", styles.place)
    sheet.write(2, 0, "***", styles.body)
    sheet.merge_range(3, 0, 3, 1, "BÁO CÁO NGÀY CHỦ NHẬT SỐ", styles.title)
    sheet.set_row(3, 42)


def _write_line(
    sheet: Worksheet, row: int, column: TemplateColumn, form: BranchForm, styles: Styles
) -> None:
    known: dict[str, Any] = {
        "template_version": TEMPLATE_VERSION,
        "branch_code": form.branch_code,
        "branch_name": form.branch_name,
        "report_sunday": form.sunday,
        "submission_type": _KINDS[0],
    }
    sheet.set_row(row, 24)
    sheet.write(row, 0, column.label, styles.required_label if column.is_required else styles.label)
    value = known.get(column.name)
    if isinstance(value, date):
        sheet.write_datetime(row, 1, datetime.combine(value, time()), styles.date)
    elif column.name in _LOCKED:
        sheet.write_string(row, 1, value or "", styles.known)
    else:
        style = styles.text if column.name in TEXT_COLUMNS else styles.cell
        sheet.write(row, 1, value, style)


def _restrict(sheet: Worksheet, row: int, name: str) -> None:
    rules: dict[str, dict[str, Any]] = {
        "submission_type": {
            "validate": "list",
            "source": list(_KINDS),
            "input_title": "Loại báo cáo",
            "input_message": "Chọn Thay thế khi gửi lại cả báo cáo, Bổ sung khi gửi thêm.",
        },
        "report_sunday": {
            "validate": "custom",
            "value": f"=WEEKDAY($B${row + 1},2)=7",
            "input_title": "Ngày Chủ nhật",
            "input_message": "Ngày Chủ nhật kết thúc tuần báo cáo, dạng ngày/tháng/năm.",
            "error_title": "Không phải Chủ nhật",
            "error_message": "Đề nghị ghi một ngày Chủ nhật.",
        },
        "nil_reason": {
            "validate": "any",
            "input_title": "Lý do không tổ chức",
            "input_message": "Chỉ ghi khi loại báo cáo là Không tổ chức.",
        },
    }
    rule = WHOLE_NUMBER if name.startswith("member_") else rules.get(name)
    if rule:
        sheet.data_validation(row, 1, row, 1, rule)


def _colour(sheet: Worksheet, columns: tuple[TemplateColumn, ...], styles: Styles) -> None:
    """Yellow where something is still to be written."""
    rows = {column.name: _FIRST + index for index, column in enumerate(columns)}
    kind = f"$B${rows['submission_type'] + 1}"
    for column in columns:
        cell = f"$B${rows[column.name] + 1}"
        if column.is_required:
            _wait(sheet, cell, f'={cell}=""', styles)
        elif column.name == "nil_reason":
            _wait(sheet, cell, f'=AND({kind}="{_KINDS[-1]}",{cell}="")', styles)


def _wait(sheet: Worksheet, cell: str, condition: str, styles: Styles) -> None:
    rule = {"type": "formula", "criteria": condition, "format": styles.missing}
    sheet.conditional_format(cell, rule)
