"""The first sheet of a correction workbook: what became of the report, what to mend, where, how."""

from __future__ import annotations

import math
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from reports.correction_marks import write_text
from reports.correction_plan import COLOURS, SEVERITIES, Correction, Mark
from schemas.rules import Severity
from schemas.template import CORRECTION_SHEET, label_of

__all__ = ["write_summary"]

_WIDTHS = {"A": 6, "B": 13, "C": 15, "D": 9, "E": 26, "F": 58, "G": 50}
_HEADERS = ("TT", "Mức độ", "Trang", "Ô", "Cột", "Vì sao cần sửa", "Đề nghị")
_INK = "1D2B36"
_LEGEND: tuple[tuple[tuple[int, int], Severity, str], ...] = (
    ((1, 4), "error", "chưa được tính, phải sửa"),
    ((5, 6), "warning", "đã được tính, đề nghị kiểm tra"),
    ((7, 7), "info", "người rà soát đề nghị xem lại"),
)
"""First and last column, and what a severity means there."""
_LINE = Side(style="thin", color="8796A5")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def write_summary(book: Workbook, correction: Correction) -> None:
    """Puts the sheet first, in the place of one that an earlier correction workbook had."""
    if CORRECTION_SHEET in book.sheetnames:
        book.remove(book[CORRECTION_SHEET])
    sheet = book.create_sheet(CORRECTION_SHEET, 0)
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    _write_heading(sheet, correction)
    _write_counts(sheet, correction)
    is_returned = any(mark.severity == "info" for mark in correction.marks)
    row = _write_steps(sheet, 7, is_returned=is_returned)
    _write_table(sheet, row + 1, correction)
    sheet.sheet_properties.tabColor = "C62828"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.print_options.horizontalCentered = True
    for side in ("left", "right"):
        setattr(sheet.page_margins, side, 0.4)
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet


def _write_heading(sheet: Worksheet, correction: Correction) -> None:
    title = f"{CORRECTION_SHEET} – Báo cáo Ngày Chủ nhật số {correction.sunday:%d/%m/%Y}"
    received = f"nhận lúc {correction.received_at:%H:%M ngày %d/%m/%Y}"
    version = f", lần gửi thứ {correction.version}" if correction.version > 1 else ""
    whose = f"{correction.branch_name} ({correction.branch_code}), {received}{version}"
    for row, text, size in ((1, title, 18), (2, whose, 12)):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=7)
        cell: Any = sheet.cell(row, 1)
        write_text(cell, text)
        cell.font = _font(size=size, bold=row == 1, color="8C1D18" if row == 1 else _INK)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.row_dimensions[1].height = 32
    sheet.row_dimensions[2].height = 20


def _write_counts(sheet: Worksheet, correction: Correction) -> None:
    """Four figures side by side; the spans keep them apart from what a form would be."""
    told = (
        ("A", "B", correction.parsed, "dòng đã nhận", _INK),
        ("C", "D", correction.accepted, "dòng đã được tính", "1B5E20"),
        ("E", "E", correction.quarantined, "dòng tạm giữ, chờ sửa", "8C1D18"),
        ("F", "F", correction.excluded, "dòng chỉ tính lượt, không tính người", "44525F"),
    )
    for first, last, count, words, colour in told:
        for row, text, size in ((4, str(count), 20), (5, words, 11)):
            if first != last:
                sheet.merge_cells(f"{first}{row}:{last}{row}")
            cell: Any = sheet[f"{first}{row}"]
            write_text(cell, text)
            cell.font = _font(size=size, bold=row == 4, color=colour)
            cell.alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[4].height = 30


def _write_steps(sheet: Worksheet, row: int, *, is_returned: bool) -> int:
    """How to mend and send it; the number of the row behind.

    `is_returned` tells that a steward returned what else would only be recorded.
    """
    identity = label_of("NGUOI_DAN", "row_id")
    steps = (
        "1. Sửa ngay trong tệp này, ở các ô tô màu của từng trang; bấm vào tên ô trong bảng dưới để"
        " đến đúng chỗ. Ô đã ghi giá trị khác sẽ chuyển sang màu xanh lá.",
        f"2. Giữ nguyên cột “{identity}”. Dòng thêm mới để trống mã; dòng không có thật thì xóa cả"
        " dòng; xếp lại thứ tự các dòng không sao.",
        "3. Lưu và gửi lại cả tệp theo cách đã gửi; không cần đổi loại báo cáo. Dòng đúng vẫn giữ"
        " nguyên, không ai bị tính hai lần.",
    )
    for text in steps:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=7)
        cell: Any = sheet.cell(row, 1)
        write_text(cell, text)
        cell.font = _font(size=12)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.row_dimensions[row].height = 20
        row += 1
    for (first, last), severity, meaning in _LEGEND:
        if severity == "info" and not is_returned:
            continue
        cell = sheet.cell(row + 1, first)
        sheet.merge_cells(start_row=row + 1, end_row=row + 1, start_column=first, end_column=last)
        write_text(cell, f"{SEVERITIES[severity]}: {meaning}")
        _paint(cell, severity)
        cell.alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[row + 1].height = 20
    return row + 2


def _write_table(sheet: Worksheet, row: int, correction: Correction) -> None:
    for at, text in enumerate(_HEADERS, start=1):
        cell: Any = sheet.cell(row, at)
        write_text(cell, text)
        cell.font = _font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E6EDF5")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _GRID
    sheet.row_dimensions[row].height = 24
    sheet.print_title_rows = f"{row}:{row}"
    ordered = sorted(correction.marks, key=_worst_first)
    for number, mark in enumerate(ordered, start=1):
        _write_mark(sheet, row + number, number, mark)


def _worst_first(mark: Mark) -> tuple[int, str, int, str]:
    return (mark.rank, mark.sheet, mark.row_number, mark.cell)


def _write_mark(sheet: Worksheet, row: int, number: int, mark: Mark) -> None:
    place = mark.cell or (f"dòng {mark.row_number}" if mark.row_number else "")
    texts = (
        str(number),
        SEVERITIES[mark.severity],
        mark.sheet,
        place,
        mark.label,
        mark.reason,
        mark.advice,
    )
    for at, text in enumerate(texts, start=1):
        cell: Any = sheet.cell(row, at)
        write_text(cell, text)
        cell.font = _font(size=11)
        side = "left" if at >= 5 else "center"
        indent = 1 if side == "left" else 0
        cell.alignment = Alignment(side, "center", wrap_text=True, indent=indent)
        cell.border = _GRID
    _paint(sheet.cell(row, 2), mark.severity)
    if mark.place and mark.sheet:
        _link(sheet.cell(row, 4), mark)
    lines = max(_lines(mark.reason, 58), _lines(mark.advice, 50), _lines(mark.label, 26))
    sheet.row_dimensions[row].height = max(20.0, 15.0 * lines + 5)


def _link(cell: Any, mark: Mark) -> None:
    quoted = mark.sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{mark.place}")
    cell.font = _font(size=11, color="0B57A4", underline="single")


def _paint(cell: Any, severity: Severity) -> None:
    background, ink = COLOURS[severity]
    cell.fill = PatternFill("solid", fgColor=background)
    cell.font = _font(size=11, bold=True, color=ink)


def _lines(text: str, width: int) -> int:
    return max(1, math.ceil(len(text) / width / 1.15))


def _font(*, size: int = 12, color: str = _INK, **more: Any) -> Font:
    return Font(name="Times New Roman", size=size, color=color, **more)
