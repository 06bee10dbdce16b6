"""The branches' workbooks: the five sheets of template_columns.csv, byte for byte repeatable."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from samples.packaged import sheet_columns
from samples.plan import Campaign
from samples.records import FIRST_DATA_ROW, SHEET, TYPED_COLUMNS
from samples.summaries import branch_summaries

__all__ = ["campaign_workbooks"]

TEMPLATE_VERSION = "CNS-2026.1"
HEADER_ROW = FIRST_DATA_ROW - 1
FIRST_INFO_ROW = 5
"""THONG_TIN has its first label in row 5 (DESIGN 4)."""
SENT_AT = time(20, 0)
TITLES = {
    "TO_CNS": "DANH SÁCH TỔ CÔNG NGHỆ SỐ THANH NIÊN",
    SHEET: "DANH SÁCH NGƯỜI DÂN ĐƯỢC HỖ TRỢ",
    "HOAT_DONG": "HOẠT ĐỘNG TUYÊN TRUYỀN",
    "TONG_HOP": "TỔNG HỢP",
}
WIDTHS = {"full_name": 26, "id_number": 16, "phone": 14, "ward": 28, "assist_date": 12}

Cell = tuple[str, object]
"""A cell's type (text, number, date, '' for blank) and value."""


@dataclass(frozen=True)
class _Formats:
    text: Format
    date: Format
    header: Format


def campaign_workbooks(campaign: Campaign) -> Iterator[tuple[str, bytes]]:
    """Every branch's workbook of every Sunday: (`YYYY-MM-DD/BRANCH.xlsx`, the file's bytes).

    In order of Sundays, then branches. A branch without rows sends an empty NGUOI_DAN. The row
    `row_number` of `campaign.records` is that row of the sheet NGUOI_DAN in Excel.
    """
    records = _by_key(campaign.records)
    activities = _by_key(campaign.activities)
    summaries = _by_key(branch_summaries(campaign))
    members = campaign.members.merge(campaign.teams, on="team_code", validate="many_to_one")
    teams = {str(code): frame for code, frame in members.groupby("branch_code", sort=False)}
    facts = {row["branch_code"]: row for row in campaign.branch_facts.to_dict("records")}
    names = dict(zip(campaign.branches["branch_code"], campaign.branches["name"], strict=True))
    for sunday in campaign.plan.sundays:
        for branch, name in names.items():
            key = (sunday.isoformat(), branch)
            info = {"branch_name": name, **{str(k): v for k, v in facts[branch].items()}}
            sheets = {
                "TO_CNS": _team_rows(teams[branch]),
                SHEET: _citizen_rows(records.get(key, campaign.records.head(0))),
                "HOAT_DONG": _plain_rows(activities.get(key, campaign.activities.head(0))),
                "TONG_HOP": _plain_rows(summaries[key]),
            }
            yield f"{key[0]}/{branch}.xlsx", _workbook(sunday, info, sheets)


def _by_key(frame: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    groups = frame.groupby(["sunday", "branch_code"], sort=False)
    return {(str(key[0]), str(key[1])): part for key, part in groups}


def _cell(value: object) -> Cell:
    if value == "":
        return "", value
    return ("text" if isinstance(value, str) else "number"), value


def _plain_rows(frame: pd.DataFrame) -> Iterable[dict[str, Cell]]:
    return [
        {str(column): _cell(value) for column, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _team_rows(members: pd.DataFrame) -> Iterable[dict[str, Cell]]:
    ticks = {"member_has_dvc": "x", "member_vneid2": "x", "attended": "x"}
    named = members.rename(columns={"name": "team_name"}).assign(**ticks)
    return _plain_rows(named.assign(row_no=range(1, len(named) + 1)))


def _citizen_rows(records: pd.DataFrame) -> Iterable[dict[str, Cell]]:
    rows = []
    for row in records.to_dict("records"):
        cells = {column: _cell(row[column]) for column in sheet_columns(SHEET)}
        for column in TYPED_COLUMNS:
            cells[column] = (row[f"{column}_type"], row[column])
        rows.append(cells)
    return rows


def _workbook(
    sunday: date, info: Mapping[str, Any], sheets: Mapping[str, Iterable[dict[str, Cell]]]
) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sent_at = datetime.combine(sunday, SENT_AT)
        book.set_properties({"created": sent_at, "author": str(info["branch_code"])})
        formats = _Formats(
            text=book.add_format({"num_format": "@"}),
            date=book.add_format({"num_format": "dd/mm/yyyy"}),
            header=book.add_format({"bold": True, "text_wrap": True}),
        )
        _write_info(book.add_worksheet("THONG_TIN"), formats, sunday, info)
        for name, rows in sheets.items():
            title = TITLES[name] + (f" {sunday:%d/%m/%Y}" if name == SHEET else "")
            _write_table(book.add_worksheet(name), formats, title, sheet_columns(name), rows)
    return buffer.getvalue()


def _write_info(sheet: Worksheet, formats: _Formats, sunday: date, info: Mapping[str, Any]) -> None:
    known = {"template_version": TEMPLATE_VERSION, "submission_type": "Lần đầu", **info}
    sheet.set_column(0, 0, 52)
    sheet.set_column(1, 1, 40)
    sheet.write_string("A1", "ĐOÀN TNCS HỒ CHÍ MINH")
    sheet.write_string("A3", "BÁO CÁO NGÀY CHỦ NHẬT SỐ", formats.header)
    for place, (column, label) in enumerate(sheet_columns("THONG_TIN").items()):
        row = FIRST_INFO_ROW - 1 + place
        sheet.write_string(row, 0, label)
        if column == "report_sunday":
            _write_cell(sheet, formats, row, 1, ("date", sunday.isoformat()))
        else:
            _write_cell(sheet, formats, row, 1, _cell(known.get(column, "")))


def _write_table(
    sheet: Worksheet,
    formats: _Formats,
    title: str,
    columns: Mapping[str, str],
    rows: Iterable[dict[str, Cell]],
) -> None:
    sheet.write_string(0, 0, title)
    order: Sequence[str] = list(columns)
    for place, column in enumerate(order):
        sheet.set_column(place, place, WIDTHS.get(column, 11))
        sheet.write_string(HEADER_ROW - 1, place, columns[column], formats.header)
    sheet.freeze_panes(HEADER_ROW, 0)
    for number, cells in enumerate(rows, start=HEADER_ROW):
        for place, column in enumerate(order):
            _write_cell(sheet, formats, number, place, cells.get(column, ("", "")))


def _write_cell(sheet: Worksheet, formats: _Formats, row: int, column: int, cell: Cell) -> None:
    kind, value = cell
    if kind == "text":
        sheet.write_string(row, column, str(value), formats.text)
    elif kind == "number":
        sheet.write_number(row, column, float(str(value)))
    elif kind == "date":
        day = datetime.fromisoformat(str(value))
        sheet.write_datetime(row, column, day, formats.date)
