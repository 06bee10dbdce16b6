"""The four tables of the template: teams, citizens, activities and the branch's own summary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from reports.template_form import WHOLE_NUMBER
from reports.template_plan import (
    ACTIVITY_ROWS,
    CHOICES,
    COUNTS,
    HINTS,
    PEOPLE_ROWS,
    TEAM_SIZE,
    TEXT_COLUMNS,
    TITLES,
    WIDTHS,
    BranchForm,
)
from reports.template_styles import Styles
from schemas.settings import LAUNCH
from schemas.template import HEADER_ROW, PRINTED_ROLES, TemplateColumn, columns_of

__all__ = ["Pages"]

_FIRST = HEADER_ROW
"""Zero-based number of the first data row."""

_LENGTHS = {"id_number": 12, "phone": 10}
"""Digits of what is written as text."""


@dataclass(frozen=True)
class _Page:
    """A table on its sheet: its columns, and how many ruled rows it has."""

    sheet: Worksheet
    columns: tuple[TemplateColumn, ...]
    rows: int

    def at(self, name: str) -> int:
        """Number of a column."""
        return [column.name for column in self.columns].index(name)

    def cell(self, name: str) -> str:
        """The first cell of a column, for a formula that holds for each row."""
        return f"${xl_col_to_name(self.at(name))}{_FIRST + 1}"

    def colour(self, name: str, condition: str, style: Format) -> None:
        """Colours the cells of a column where the condition of their row holds."""
        at = self.at(name)
        rule = {"type": "formula", "criteria": f"={condition}", "format": style}
        self.sheet.conditional_format(_FIRST, at, _FIRST + self.rows - 1, at, rule)


@dataclass(frozen=True)
class Pages:
    """Writes the tables into a workbook; `choices` are the ranges of the long drop-downs."""

    book: xlsxwriter.Workbook
    form: BranchForm
    styles: Styles
    choices: dict[str, str]

    def write_teams(self) -> None:
        """TO_CNS: eight lines for each team of the branch, the first for its leader."""
        teams, styles = self.form.teams, self.styles
        page = self._page("TO_CNS", max(len(teams), 1) * TEAM_SIZE)
        for number, (code, name, area) in enumerate(teams):
            for member in range(TEAM_SIZE):
                row = _FIRST + number * TEAM_SIZE + member
                role = PRINTED_ROLES[min(member, 1)]
                page.sheet.write_number(row, page.at("row_no"), member + 1, styles.centre)
                page.sheet.write_string(row, page.at("team_code"), code, styles.centred_text)
                page.sheet.write_string(row, page.at("team_name"), name, styles.cell)
                page.sheet.write(row, page.at("area"), area or None, styles.cell)
                page.sheet.write_string(row, page.at("team_role"), role, styles.centre)
        for name in ("area", "member_name"):
            is_waiting = f'AND({page.cell("team_code")}<>"",{page.cell(name)}="")'
            page.colour(name, is_waiting, styles.missing)

    def write_people(self) -> None:
        """NGUOI_DAN: numbered lines."""
        page = self._page("NGUOI_DAN", PEOPLE_ROWS)
        page.sheet.freeze_panes(HEADER_ROW, page.at("full_name") + 1)
        for row in range(PEOPLE_ROWS):
            page.sheet.write_number(_FIRST + row, page.at("row_no"), row + 1, self.styles.centre)
        self._colour_people(page)

    def _colour_people(self, page: _Page) -> None:
        """Pasting brings its own formats past the drop-downs; these colours stay."""
        name, last = page.cell("full_name"), page.cell("svc_other").lstrip("$")
        services = f"COUNTA({page.cell('svc_dvc_account')}:${last})"
        for column, length in _LENGTHS.items():
            cell = page.cell(column)
            page.colour(column, f'AND({cell}<>"",LEN({cell})<>{length})', self.styles.wrong)
        page.colour("full_name", f'AND({name}="",{services}>0)', self.styles.wrong)
        for column in ("team_code", "assist_date", "consent"):
            is_waiting = f'AND({name}<>"",{page.cell(column)}="")'
            page.colour(column, is_waiting, self.styles.missing)
        evidence = "&".join(page.cell(column) for column in ("id_number", "phone", "birth_date"))
        page.colour("id_number", f'AND({name}<>"",{evidence}="")', self.styles.missing)
        page.colour("svc_dvc_account", f'AND({name}<>"",{services}=0)', self.styles.missing)

    def write_activities(self) -> None:
        """HOAT_DONG: empty lines."""
        page = self._page("HOAT_DONG", ACTIVITY_ROWS)
        is_waiting = f'AND({page.cell("activity")}<>"",{page.cell("quantity")}="")'
        page.colour("quantity", is_waiting, self.styles.missing)

    def write_summary(self) -> None:
        """TONG_HOP: one line for each figure that the branch reports itself."""
        page = self._page("TONG_HOP", len(self.form.indicators))
        for row, name in enumerate(self.form.indicators, start=_FIRST):
            page.sheet.write_string(row, page.at("indicator"), name, self.styles.cell)

    def _page(self, name: str, rows: int) -> _Page:
        """A sheet with its titles, its header in row 3 and ruled rows with their restrictions."""
        page = _Page(self.book.add_worksheet(name), columns_of(name, printed_only=True), rows)
        sheet, last = page.sheet, len(page.columns) - 1
        sheet.merge_range(0, 0, 0, last, TITLES[name], self.styles.page_title)
        week = f"{self.form.branch_name} ({self.form.branch_code}), Chủ nhật"
        sheet.merge_range(1, 0, 1, last, f"{week} {self.form.sunday:%d/%m/%Y}", self.styles.place)
        sheet.set_default_row(20)
        header_height = 66 if name == "NGUOI_DAN" else 46
        for row, height in ((0, 26), (1, 20), (HEADER_ROW - 1, header_height)):
            sheet.set_row(row, height)
        for index, column in enumerate(page.columns):
            self._rule_column(page, index, column)
        _lay_out(page, f"{self.form.branch_code} - {self.form.sunday:%d/%m/%Y}")
        return page

    def _rule_column(self, page: _Page, index: int, column: TemplateColumn) -> None:
        below = self.styles.text_column if column.name in TEXT_COLUMNS else None
        page.sheet.set_column(index, index, WIDTHS.get(column.name, 9), below)
        header = self.styles.required if column.is_required else self.styles.header
        page.sheet.write_string(HEADER_ROW - 1, index, column.label, header)
        style = self._style(column.name)
        for row in range(_FIRST, _FIRST + page.rows):
            page.sheet.write_blank(row, index, None, style)
        rule = self._restriction(page, column.name)
        if rule:
            page.sheet.data_validation(_FIRST, index, _FIRST + page.rows - 1, index, rule)

    def _style(self, name: str) -> Format:
        styles = self.styles
        if name in TEXT_COLUMNS:
            return styles.centred_text
        if name == "assist_date":
            return styles.centred_date
        if name in COUNTS:
            return styles.number
        is_mark = name.startswith("svc_") and name != "svc_other"
        is_centred = is_mark or name in CHOICES or name in ("row_no", "birth_date")
        return styles.centre if is_centred else styles.cell

    def _restriction(self, page: _Page, name: str) -> dict[str, Any]:
        """The drop-down or condition of a column, with its hint in Vietnamese; {} for none."""
        rule = _condition(page, name) | ({"error_type": "warning"} if name not in COUNTS else {})
        if name in self.choices:
            rule |= {"validate": "list", "source": self.choices[name]}
        elif name in CHOICES:
            rule |= {"validate": "list", "source": list(CHOICES[name])}
        if name in HINTS:
            title, message = HINTS[name]
            rule |= {"input_title": title, "input_message": message}
        return {"validate": "any"} | rule if len(rule) > 1 else {}


def _condition(page: _Page, name: str) -> dict[str, Any]:
    if name in COUNTS:
        return WHOLE_NUMBER
    if name in _LENGTHS:
        length = _LENGTHS[name]
        return {
            "validate": "custom",
            "value": f"=LEN({page.cell(name)})={length}",
            "error_title": "Số chữ số chưa đúng",
            "error_message": f"Đề nghị ghi đủ {length} chữ số. Vẫn giữ số vừa ghi?",
        }
    if name == "assist_date":
        return {
            "validate": "date",
            "criteria": ">=",
            "value": date(LAUNCH.year, LAUNCH.month, LAUNCH.day),
            "error_title": "Ngày chưa đúng",
            "error_message": "Đề nghị ghi ngày/tháng/năm, từ 26/02/2023. Vẫn giữ ngày vừa ghi?",
        }
    return {}


def _lay_out(page: _Page, footer: str) -> None:
    """How the sheet is seen and printed: header always in sight, A4 across, one page wide."""
    sheet = page.sheet
    sheet.freeze_panes(HEADER_ROW, 0)
    sheet.set_tab_color("#2F5D8C")
    sheet.hide_gridlines(2)
    sheet.repeat_rows(HEADER_ROW - 1)
    sheet.print_area(0, 0, _FIRST + page.rows - 1, len(page.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    font = '&"Times New Roman,Regular"&10'
    sheet.set_footer(f"&L{font}{footer}&R{font}Trang &P/&N")
