"""The branches' workbooks: the five sheets of template_columns.csv, byte for byte repeatable."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
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
from samples.summaries import Sender, branch_summaries

__all__ = ["campaign_workbooks", "workbooks_by_sunday"]

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
Rows = list[tuple[Cell, ...]]
"""Rows of a sheet, a cell per column of the template."""


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
    for _, workbooks in workbooks_by_sunday(campaign):
        yield from workbooks


def workbooks_by_sunday(
    campaign: Campaign, sender: Sender = "branch_code"
) -> Iterator[tuple[date, Iterator[tuple[str, bytes]]]]:
    """(Sunday, its part of `campaign_workbooks`), Sunday by Sunday.

    Nothing is written for a Sunday whose workbooks are not asked for. With `sender="team_code"`
    each branch sends a workbook for each of its teams instead, `YYYY-MM-DD/TEAM.xlsx`; the paths
    and rows of `campaign.records` are not those then.
    """
    summaries = branch_summaries(campaign, sender)
    members = _rows_by_sender(_team_sheets(campaign), "TO_CNS", sender)
    facts = campaign.branches[["branch_code", "name"]].merge(campaign.branch_facts)
    facts = facts.rename(columns={"name": "branch_name"})
    if sender == "team_code":
        facts = facts.merge(campaign.teams[["branch_code", "team_code"]])
    infos = {
        str(row[sender]): {str(column): value for column, value in row.items()}
        for row in facts.to_dict("records")
    }
    for sunday in campaign.plan.sundays:
        yield sunday, _workbooks_of(sunday, campaign, infos, members, summaries, sender)


def _workbooks_of(
    sunday: date,
    campaign: Campaign,
    infos: Mapping[str, Mapping[str, Any]],
    members: Mapping[str, Rows],
    summaries: pd.DataFrame,
    sender: Sender,
) -> Iterator[tuple[str, bytes]]:
    day = sunday.isoformat()
    frames = {SHEET: campaign.records, "HOAT_DONG": campaign.activities, "TONG_HOP": summaries}
    sheets = {"TO_CNS": members} | {
        sheet: _rows_by_sender(frame[frame["sunday"] == day], sheet, sender)
        for sheet, frame in frames.items()
    }
    for name, info in infos.items():
        rows = {sheet: by_sender.get(name, []) for sheet, by_sender in sheets.items()}
        yield f"{day}/{name}.xlsx", _workbook(sunday, info, rows)


def _team_sheets(campaign: Campaign) -> pd.DataFrame:
    """The rows of TO_CNS, numbered within each branch; everybody is ready and was there."""
    members = campaign.members.merge(campaign.teams, on="team_code", validate="many_to_one")
    ticks = {"member_has_dvc": "x", "member_vneid2": "x", "attended": "x"}
    number = members.groupby("branch_code", sort=False).cumcount() + 1
    return members.rename(columns={"name": "team_name"}).assign(row_no=number, **ticks)


def _rows_by_sender(frame: pd.DataFrame, sheet: str, sender: Sender) -> dict[str, Rows]:
    """Each sender's rows of a sheet, in the order of the frame."""
    columns = [_cells(frame, column, sheet) for column in sheet_columns(sheet)]
    senders: dict[str, Rows] = {}
    rows = zip(*columns, strict=True)
    for name, row in zip(frame[sender].tolist(), rows, strict=True):
        senders.setdefault(name, []).append(row)
    return senders


def _cells(frame: pd.DataFrame, column: str, sheet: str) -> list[Cell]:
    values = frame[column].tolist()
    if sheet == SHEET and column in TYPED_COLUMNS:
        return list(zip(frame[f"{column}_type"].tolist(), values, strict=True))
    return [_cell(value) for value in values]


def _cell(value: object) -> Cell:
    if value == "":
        return "", value
    return ("text" if isinstance(value, str) else "number"), value


def _workbook(sunday: date, info: Mapping[str, Any], sheets: Mapping[str, Rows]) -> bytes:
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
    rows: Rows,
) -> None:
    sheet.write_string(0, 0, title)
    for place, (column, header) in enumerate(columns.items()):
        sheet.set_column(place, place, WIDTHS.get(column, 11))
        sheet.write_string(HEADER_ROW - 1, place, header, formats.header)
    sheet.freeze_panes(HEADER_ROW, 0)
    for number, cells in enumerate(rows, start=HEADER_ROW):
        for place, cell in enumerate(cells):
            if cell[0]:
                _write_cell(sheet, formats, number, place, cell)


def _write_cell(sheet: Worksheet, formats: _Formats, row: int, column: int, cell: Cell) -> None:
    kind, value = cell
    if kind == "text":
        sheet.write_string(row, column, str(value), formats.text)
    elif kind == "number":
        sheet.write_number(row, column, float(str(value)))
    elif kind == "date":
        day = datetime.fromisoformat(str(value))
        sheet.write_datetime(row, column, day, formats.date)
