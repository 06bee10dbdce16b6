"""The cases of sheets and tables (S): how a list is laid out, and what its marks say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from benchmarks.catalogue.attempts import HEADER, Attempt, Builder, Place
from benchmarks.odd_files import without_results
from benchmarks.small_workbooks import Row, Rows, workbook

__all__ = ["SHEETS"]

_TITLE: Row = ["DANH SÁCH"]


def _laid_out(rows: Callable[[Place], Rows], accepted: int = 2) -> Builder:
    """A list whose rows are given from Excel row 1 on."""
    return lambda place: Attempt((place.sent(workbook(place.sheets(rows(place)))),), accepted)


def _two(place: Place) -> list[Row]:
    return [place.line(0), place.line(1)]


def _headed(accepted: int = 2, **renamed: str) -> Builder:
    """The usual list with some headers renamed, by their letter."""
    header = [renamed.get("ABCDEFGH"[at], str(name)) for at, name in enumerate(HEADER)]
    return _laid_out(lambda place: [_TITLE, [], header, *_two(place)], accepted)


def _more_columns(headers: Row, cells: Row, accepted: int = 2) -> Builder:
    return _laid_out(
        lambda p: [_TITLE, [], [*HEADER, *headers], *([*row, *cells] for row in _two(p))], accepted
    )


def _marked(mark: Callable[[xlsxwriter.Workbook, Worksheet], object], accepted: int = 3) -> Builder:
    def whole(book: xlsxwriter.Workbook) -> None:
        mark(book, book.get_worksheet_by_name("NGUOI_DAN"))

    def build(place: Place) -> Attempt:
        rows = [place.line(number) for number in range(3)]
        return Attempt((place.sent(place.listed(*rows, mark=whole)),), accepted)

    return build


def _calculated(cells: Sequence[str], accepted: int, **looked_at: str) -> Builder:
    """A list of ten with formulas without results in these cells."""

    def mark(book: xlsxwriter.Workbook) -> None:
        for cell in cells:
            sheet = book.get_worksheet_by_name("NGUOI_DAN")
            sheet.write_formula(cell, '="Trần "&"Hà"', None, "")

    def build(place: Place) -> Attempt:
        rows = [place.line(number) for number in range(10)]
        sent = place.sent(without_results(place.listed(*rows, mark=mark)))
        return Attempt((sent,), accepted, **looked_at)  # type: ignore[arg-type]

    return build


def _two_levels(place: Place) -> Rows:
    upper: Row = [*HEADER[:6], "Nội dung hỗ trợ", "", HEADER[7]]
    lower: Row = [*[""] * 6, "Mở tài khoản DVC", "Thanh toán điện tử", ""]
    rows = [[*row[:6], "", "x", "x"] for row in _two(place)]
    return [[], _TITLE, upper, lower, *rows]


def _in_two_columns(place: Place) -> Attempt:
    header = [*HEADER[:3], "Họ đệm", "Tên", *HEADER[4:]]
    row = place.line()
    rows: Rows = [_TITLE, [], header, [*row[:3], "Trần Thị", "Hà", *row[4:]]]
    sent = place.sent(workbook(place.sheets(rows)))
    return Attempt((sent,), 1, "full_name", was="Trần Thị", kept="Trần Thị Hà")


def _grouped(label: Callable[[Place], str]) -> Builder:
    def build(place: Place) -> Attempt:
        rows = [place.line(number, team_code="") for number in range(2)]
        sent = place.sent(place.listed([label(place)], *rows))
        return Attempt((sent,), 2, "team_code", 5, "", place.team)

    return build


def _merged(place: Place) -> Attempt:
    def mark(book: xlsxwriter.Workbook) -> None:
        book.get_worksheet_by_name("NGUOI_DAN").merge_range("B4:B6", place.team)

    rows = [place.line(number, team_code="") for number in range(3)]
    sent = place.sent(place.listed(*rows, mark=mark))
    return Attempt((sent,), 3, "team_code", 6, "", place.team)


def _struck(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.write("D5", "Lê Thị Bình", book.add_format({"font_strikeout": True}))


def _far(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.write_blank("A1048576", None, book.add_format({"bold": True}))


def _hidden(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.set_row(4, None, None, {"hidden": True})


def _coloured(place: Place) -> Attempt:
    def mark(book: xlsxwriter.Workbook) -> None:
        yellow = book.add_format({"bg_color": "yellow"})
        book.get_worksheet_by_name("NGUOI_DAN").write_blank("G4", None, yellow)

    rows = [place.line(0, svc_dvc_account=""), place.line(1)]
    return Attempt((place.sent(place.listed(*rows, mark=mark)),), 1)


def _error_cell(**cells: object) -> Builder:
    def build(place: Place) -> Attempt:
        sent = place.sent(place.listed(place.line(0, **cells), place.line(1)))
        is_needed = "full_name" in cells
        (name,) = cells
        return Attempt((sent,), 1 if is_needed else 2, "" if is_needed else name, 4, "#N/A", "")

    return build


_NATION: Rows = [["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Độc lập - Tự do - Hạnh phúc"], []]
_NUMBERED: Row = [f"({number})" for number in range(1, 9)]

SHEETS: Mapping[str, Sequence[Builder]] = {
    "S01": [_laid_out(lambda p: [*_NATION, _TITLE, [], HEADER, *_two(p)])],
    "S02": [_laid_out(_two_levels)],
    "S03": [_laid_out(lambda p: [_TITLE, [], HEADER, _NUMBERED, *_two(p)])],
    "S04": [_headed(D="Ho & ten", E="CMND/CCCD"), _headed(0, G="Tài khoản")],
    "S05": [_headed(D="Họ và\ntên\u00a0")],
    "S06": [_more_columns(["Ghi chú 2"], ["riêng tư"])],
    "S07": [_headed(0, D="Cột khác")],
    "S08": [
        _more_columns(["Số điện thoại"], ["0912345678"], 0),
        _laid_out(
            lambda p: [_TITLE, [], [*HEADER, HEADER[5]], *([*row, row[5]] for row in _two(p))]
        ),
    ],
    "S09": [_in_two_columns],
    "S10": [
        _laid_out(
            lambda p: [_TITLE, [], HEADER, *_two(p), ["Tổng cộng: 2"], ["", "NGƯỜI LẬP BIỂU"]]
        ),
        _laid_out(lambda p: [_TITLE, [], HEADER, *_two(p), ["Tổng cộng: 3"]]),
    ],
    "S11": [
        _laid_out(lambda p: [_TITLE, [], HEADER, p.line(0), ["Tổ 3: 1 người"], p.line(1)]),
    ],
    "S12": [_grouped(lambda place: f"Tổ CNS {place.team}"), _grouped(lambda place: place.name)],
    "S13": [_merged],
    "S14": [_laid_out(lambda p: [_TITLE, [], HEADER, p.line(0), [], [], p.line(1)])],
    "S15": [_marked(_hidden)],
    "S16": [
        _calculated(["D4"], 9),
        _calculated(["F4"], 10, field="phone", was="=", kept=""),
        _calculated([f"D{row}" for row in range(4, 14)], 0),
    ],
    "S17": [_error_cell(full_name="#N/A"), _error_cell(phone="#N/A")],
    "S18": [_marked(_far)],
    "S19": [_marked(_struck)],
    "S20": [_coloured],
}
"""Case → how each of its files is made."""
