"""The branch's workbook: the five-sheet template, filled in with what is known of the branch.

It is made so that a typist can hardly go wrong: numbers are text columns, choices are drop-downs,
each column says in Vietnamese what it wants, and colours show what pasting has slipped past them.
Who and when stand in cells and in the document's properties.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from schemas.template import FORM_SHEET, HEADER_ROW, TEMPLATE_VERSION, TemplateColumn, columns_of

__all__ = ["BranchForm", "template_workbook"]

PEOPLE_ROWS = 300
TEAM_SIZE = 8
ACTIVITY_ROWS = 40
_FIRST = HEADER_ROW
"""Zero-based number of the first data row."""


@dataclass(frozen=True)
class BranchForm:
    """What is known of a branch and its week.

    `teams` are (code, name, area); `wards`, `services` and `activities` are the choices of the
    drop-downs; `indicators` the lines of TONG_HOP.
    """

    branch_code: str
    branch_name: str
    sunday: date
    teams: Sequence[tuple[str, str, str]]
    wards: Sequence[str]
    services: Sequence[str]
    activities: Sequence[str]
    indicators: Sequence[str]


_TITLES = {
    "TO_CNS": "DANH SÁCH TỔ CÔNG NGHỆ SỐ THANH NIÊN",
    "NGUOI_DAN": "DANH SÁCH NGƯỜI DÂN ĐƯỢC HỖ TRỢ",
    "HOAT_DONG": "HOẠT ĐỘNG TUYÊN TRUYỀN, TẬP HUẤN",
    "TONG_HOP": "TỔNG HỢP",
}

_WIDTHS = {
    "row_no": 6,
    "team_code": 10,
    "team_name": 34,
    "area": 26,
    "member_name": 26,
    "team_role": 14,
    "assist_date": 13,
    "full_name": 26,
    "id_number": 16,
    "birth_date": 13,
    "phone": 14,
    "ward": 28,
    "svc_other": 24,
    "note": 24,
    "activity": 34,
    "url": 34,
    "indicator": 56,
}

_HINTS = {
    "team_code": ("Mã tổ", "Chọn mã tổ trong danh sách của đơn vị."),
    "assist_date": ("Ngày hỗ trợ", "Ghi ngày/tháng/năm, ví dụ 05/03/2023."),
    "full_name": ("Họ và tên", "Ghi đủ họ và tên, có dấu, mỗi người một dòng."),
    "id_number": ("Số CCCD", "Đủ 12 chữ số, giữ số 0 ở đầu. Cột này là văn bản."),
    "birth_date": ("Ngày sinh", "Ghi ngày/tháng/năm; nếu chỉ biết năm thì ghi năm, ví dụ 1985."),
    "gender": ("Giới tính", "Chọn Nam hoặc Nữ."),
    "phone": ("Số điện thoại", "Đủ 10 chữ số, giữ số 0 ở đầu. Cột này là văn bản."),
    "ward": ("Xã/phường nơi ở", "Chọn trong danh sách, hoặc ghi tên xã, phường kèm tên huyện."),
    "svc_dossier": ("Nộp hồ sơ trực tuyến", "Đánh dấu x, hoặc ghi số hồ sơ đã nộp."),
    "svc_other": ("Nội dung hỗ trợ khác", "Ghi theo danh mục; nhiều nội dung cách nhau dấu ;"),
    "consent": ("Đồng ý cung cấp thông tin", "Chọn x nếu người dân đồng ý, Không nếu từ chối."),
    "guardian_consent": (
        "Người đại diện",
        "Chọn x nếu người dưới 16 tuổi có người đại diện đồng ý.",
    ),
    "note": ("Ghi chú", "Không ghi mật khẩu, OTP, số tài khoản ngân hàng, thông tin sức khỏe."),
    "team_role": ("Chức vụ trong tổ", "Mỗi tổ có 8 thành viên, trong đó 1 tổ trưởng."),
    "activity": ("Hình thức", "Chọn trong danh mục."),
    "quantity": ("Số lượng", "Số nguyên, không âm."),
    "attendance": ("Lượt người tham gia", "Số nguyên, không âm."),
}

_TICKED = ("x",)
_CHOICES = {
    "gender": ("Nam", "Nữ"),
    "consent": ("x", "Không"),
    "guardian_consent": _TICKED,
    "team_role": ("Tổ trưởng", "Tổ phó", "Thành viên"),
    "member_has_dvc": _TICKED,
    "member_vneid2": _TICKED,
    "attended": _TICKED,
}
_TEXT_COLUMNS = {"id_number", "phone", "team_code", "prepared_phone"}
_DATE_COLUMNS = {"assist_date"}
_COUNTS = {"quantity", "attendance", "value_week", "value_ytd"}


class _Styles:
    """The formats of the workbook: an official form in Times New Roman."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
        grid = base | {"border": 1, "border_color": "#9AA5B1"}
        self.title: Format = book.add_format(base | {"bold": True, "font_size": 14})
        self.strong: Format = book.add_format(base | {"bold": True})
        self.header: Format = book.add_format(
            grid
            | {
                "bold": True,
                "align": "center",
                "text_wrap": True,
                "bg_color": "#DCE6F1",
                "locked": True,
            }
        )
        self.required: Format = book.add_format(
            grid | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#FCE4D6"}
        )
        label = grid | {"bold": True, "indent": 1}
        self.label: Format = book.add_format(label | {"bg_color": "#DCE6F1"})
        self.required_label: Format = book.add_format(label | {"bg_color": "#FCE4D6"})
        self.cell: Format = book.add_format(grid | {"locked": False})
        self.text: Format = book.add_format(grid | {"num_format": "@", "locked": False})
        self.date: Format = book.add_format(
            grid | {"num_format": "dd/mm/yyyy", "align": "left", "locked": False}
        )
        self.centre: Format = book.add_format(grid | {"align": "center", "locked": False})
        self.note: Format = book.add_format(base | {"italic": True, "font_color": "#52606D"})
        self.wrong: Format = book.add_format({"bg_color": "#F8CBAD", "font_color": "#9C0006"})
        self.missing: Format = book.add_format({"bg_color": "#FFF2CC"})


def template_workbook(form: BranchForm) -> bytes:
    """The workbook as .xlsx; the same form gives the same bytes."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties(
        {
            "title": f"Báo cáo Ngày Chủ nhật số {form.sunday:%d/%m/%Y}",
            "subject": form.branch_code,
            "created": datetime.combine(form.sunday, time(), tzinfo=UTC).replace(tzinfo=None),
        }
    )
    for name, value in (
        ("branch_code", form.branch_code),
        ("report_sunday", form.sunday.isoformat()),
        ("template_version", TEMPLATE_VERSION),
    ):
        book.set_custom_property(name, value)
    styles = _Styles(book)
    choices = _write_choices(book, form)
    _write_form(book, form, styles)
    _write_teams(book, form, styles, choices)
    _write_people(book, form, styles, choices)
    _write_activities(book, form, styles, choices)
    _write_summary(book, form, styles)
    book.worksheets()[0].hide()
    book.get_worksheet_by_name(FORM_SHEET).activate()
    book.get_worksheet_by_name(FORM_SHEET).set_first_sheet()
    book.close()
    return stream.getvalue()


def _write_choices(book: xlsxwriter.Workbook, form: BranchForm) -> dict[str, str]:
    """A hidden sheet with the long lists; column name → the range of its choices."""
    sheet = book.add_worksheet("DANH_MUC")
    lists = {
        "team_code": [code for code, _, _ in form.teams],
        "ward": list(form.wards),
        "svc_other": list(form.services),
        "activity": list(form.activities),
    }
    ranges = {}
    for column, (name, values) in enumerate(lists.items()):
        sheet.write_column(0, column, values)
        letter = xl_col_to_name(column)
        if values:
            ranges[name] = f"=DANH_MUC!${letter}$1:${letter}${len(values)}"
    return ranges


def _write_form(book: xlsxwriter.Workbook, form: BranchForm, styles: _Styles) -> None:
    sheet = book.add_worksheet(FORM_SHEET)
    sheet.set_column(0, 0, 54)
    sheet.set_column(1, 1, 46)
    sheet.write(0, 0, "ĐOÀN TNCS HỒ CHÍ MINH", styles.strong)
    sheet.write(0, 1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", styles.strong)
    sheet.write(1, 1, "Độc lập - Tự do - Hạnh phúc", styles.strong)
    sheet.write(2, 0, "BÁO CÁO NGÀY CHỦ NHẬT SỐ", styles.title)
    known: dict[str, Any] = {
        "template_version": TEMPLATE_VERSION,
        "branch_code": form.branch_code,
        "branch_name": form.branch_name,
        "report_sunday": form.sunday,
        "submission_type": "Lần đầu",
    }
    for row, column in enumerate(columns_of(FORM_SHEET, printed_only=True), start=4):
        style = styles.required_label if column.is_required else styles.label
        sheet.set_row(row, 22)
        sheet.write(row, 0, column.label, style)
        value = known.get(column.name)
        if isinstance(value, date):
            sheet.write_datetime(row, 1, datetime.combine(value, time()), styles.date)
        else:
            sheet.write_string(row, 1, value or "", styles.text)
        _restrict_form(sheet, row, column.name)
    sheet.write(row + 2, 0, "Ô tiêu đề màu cam là thông tin bắt buộc.", styles.note)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def _restrict_form(sheet: Worksheet, row: int, name: str) -> None:
    if name == "submission_type":
        kinds = ["Lần đầu", "Thay thế", "Bổ sung", "Không tổ chức"]
        sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": kinds})
    if name == "report_sunday":
        sheet.data_validation(
            row,
            1,
            row,
            1,
            {
                "validate": "custom",
                "value": f"=WEEKDAY($B${row + 1},2)=7",
                "input_title": "Ngày Chủ nhật",
                "input_message": "Ngày Chủ nhật kết thúc tuần báo cáo, dạng ngày/tháng/năm.",
                "error_title": "Không phải Chủ nhật",
                "error_message": "Đề nghị ghi một ngày Chủ nhật.",
            },
        )
    if name.startswith("member_"):
        sheet.data_validation(row, 1, row, 1, _whole_number())


def _whole_number() -> dict[str, Any]:
    return {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "error_title": "Không phải số nguyên",
        "error_message": "Đề nghị ghi một số nguyên không âm.",
    }


def _table(
    book: xlsxwriter.Workbook,
    name: str,
    form: BranchForm,
    styles: _Styles,
    choices: dict[str, str],
    rows: int,
) -> tuple[Worksheet, tuple[TemplateColumn, ...]]:
    """A table sheet: title, header in row 3, empty formatted rows with their restrictions."""
    sheet = book.add_worksheet(name)
    columns = columns_of(name, printed_only=True)
    sheet.write(0, 0, f"{_TITLES[name]} {form.sunday:%d/%m/%Y}", styles.title)
    sheet.set_row(HEADER_ROW - 1, 48)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, _WIDTHS.get(column.name, 12), _style(column.name, styles))
        header = styles.required if column.is_required else styles.header
        sheet.write_string(HEADER_ROW - 1, index, column.label, header)
        for row in range(_FIRST, _FIRST + rows):
            sheet.write_blank(row, index, None, _style(column.name, styles))
        _restrict(sheet, index, column.name, choices, rows)
    sheet.freeze_panes(HEADER_ROW, 0)
    sheet.repeat_rows(HEADER_ROW - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return sheet, columns


def _style(name: str, styles: _Styles) -> Format:
    if name in _TEXT_COLUMNS:
        return styles.text
    if name in _DATE_COLUMNS:
        return styles.date
    is_mark = name.startswith("svc_") and name != "svc_other"
    return styles.centre if is_mark or name in _CHOICES or name == "row_no" else styles.cell


def _restrict(sheet: Worksheet, index: int, name: str, choices: dict[str, str], rows: int) -> None:
    """The drop-down or condition of a column, with its hint in Vietnamese."""
    rule: dict[str, Any] = {"validate": "any"}
    if name in choices:
        rule = {"validate": "list", "source": choices[name], "error_type": "warning"}
    elif name in _CHOICES:
        rule = {"validate": "list", "source": list(_CHOICES[name]), "error_type": "warning"}
    elif name in _COUNTS:
        rule = _whole_number()
    hint = _HINTS.get(name)
    if hint:
        rule |= {"input_title": hint[0], "input_message": hint[1]}
    if rule != {"validate": "any"}:
        sheet.data_validation(_FIRST, index, _FIRST + rows - 1, index, rule)


def _write_teams(
    book: xlsxwriter.Workbook, form: BranchForm, styles: _Styles, choices: dict[str, str]
) -> None:
    rows = max(len(form.teams), 1) * TEAM_SIZE
    sheet, columns = _table(book, "TO_CNS", form, styles, choices, rows)
    place = {column.name: index for index, column in enumerate(columns)}
    for number, (code, name, area) in enumerate(form.teams):
        for member in range(TEAM_SIZE):
            row = _FIRST + number * TEAM_SIZE + member
            role = "Tổ trưởng" if member == 0 else "Thành viên"
            sheet.write_string(row, place["team_code"], code, styles.text)
            sheet.write_string(row, place["team_name"], name, styles.cell)
            sheet.write_string(row, place["area"], area, styles.cell)
            sheet.write_string(row, place["team_role"], role, styles.centre)


def _write_people(
    book: xlsxwriter.Workbook, form: BranchForm, styles: _Styles, choices: dict[str, str]
) -> None:
    sheet, columns = _table(book, "NGUOI_DAN", form, styles, choices, PEOPLE_ROWS)
    letters = {column.name: xl_col_to_name(index) for index, column in enumerate(columns)}
    first, last = _FIRST + 1, _FIRST + PEOPLE_ROWS
    number, phone, name = (f"${letters[n]}{first}" for n in ("id_number", "phone", "full_name"))
    services = f"${letters['svc_dvc_account']}{first}:${letters['svc_other']}{first}"
    conditions = {
        # Pasting brings its own formats past the drop-downs; these colours stay.
        "id_number": (f'=AND({number}<>"",LEN({number})<>12)', styles.wrong),
        "phone": (f'=AND({phone}<>"",LEN({phone})<>10)', styles.wrong),
        "full_name": (f'=AND({name}="",COUNTA({services})>0)', styles.wrong),
        "svc_dvc_account": (f'=AND({name}<>"",COUNTA({services})=0)', styles.missing),
    }
    for column, (formula, style) in conditions.items():
        letter = letters[column]
        sheet.conditional_format(
            f"{letter}{first}:{letter}{last}",
            {"type": "formula", "criteria": formula, "format": style},
        )


def _write_activities(
    book: xlsxwriter.Workbook, form: BranchForm, styles: _Styles, choices: dict[str, str]
) -> None:
    _table(book, "HOAT_DONG", form, styles, choices, ACTIVITY_ROWS)


def _write_summary(book: xlsxwriter.Workbook, form: BranchForm, styles: _Styles) -> None:
    sheet, columns = _table(book, "TONG_HOP", form, styles, {}, len(form.indicators))
    place = [column.name for column in columns].index("indicator")
    for row, name in enumerate(form.indicators, start=_FIRST):
        sheet.write_string(row, place, name, styles.cell)
