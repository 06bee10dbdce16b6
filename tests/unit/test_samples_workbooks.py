"""The workbooks hold the records where the truth says they are."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from samples import (
    Campaign,
    CampaignPlan,
    campaign_workbooks,
    generate_campaign,
    workbooks_by_sunday,
)
from samples.packaged import sheet_columns
from samples.records import TYPED_COLUMNS

SUNDAYS = (date(2023, 2, 26), date(2023, 3, 5))
PLAN = CampaignPlan(3, SUNDAYS, 6, 300, 420, "hard")


def made_up_units() -> pd.DataFrame:
    communes = [(f"9000{c}", f"Phường {c}", "commune", "900", None, None) for c in range(1, 8)]
    district = ("900", "Thành phố Thử", "district", "99", None, None)
    columns = ["unit_code", "name", "level", "parent_code", "valid_from", "valid_to"]
    return pd.DataFrame([*communes, district], columns=columns)


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return generate_campaign(PLAN, made_up_units())


@pytest.fixture(scope="module")
def workbooks(campaign: Campaign) -> dict[str, bytes]:
    return dict(campaign_workbooks(campaign))


def sheet(workbook: bytes, name: str) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    rows: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return rows


def read_as(value: object, kind: str) -> str:
    """A cell of calamine as the text that `records` has."""
    if kind == "number":
        assert isinstance(value, float)
        return str(int(value))
    if kind == "date":
        assert isinstance(value, date) and not isinstance(value, datetime)
        return value.isoformat()
    assert isinstance(value, str)
    return value


def test_the_same_campaign_gives_the_same_bytes(
    campaign: Campaign, workbooks: dict[str, bytes]
) -> None:
    assert dict(campaign_workbooks(campaign)) == workbooks


def test_every_branch_sends_every_sunday(campaign: Campaign, workbooks: dict[str, bytes]) -> None:
    branches = campaign.branches["branch_code"]
    expected = [f"{day.isoformat()}/{branch}.xlsx" for day in SUNDAYS for branch in branches]
    assert list(workbooks) == expected


def test_row_numbers_point_at_the_rows_as_sent(
    campaign: Campaign, workbooks: dict[str, bytes]
) -> None:
    columns = sheet_columns("NGUOI_DAN")
    read = {path: sheet(data, "NGUOI_DAN") for path, data in workbooks.items()}
    assert all(rows[2] == list(columns.values()) for rows in read.values())
    assert sum(len(rows) - 3 for rows in read.values()) == len(campaign.records)
    for row in campaign.records.to_dict("records"):
        cells = read[row["path"]][row["row_number"] - 1]
        for column, value in zip(columns, cells, strict=True):
            kind = row[f"{column}_type"] if column in TYPED_COLUMNS else "text"
            assert read_as(value, kind) == row[column], (row["path"], row["row_number"], column)


def test_the_first_sheet_says_who_reports(campaign: Campaign, workbooks: dict[str, bytes]) -> None:
    branch = campaign.branches.iloc[0]
    rows = sheet(workbooks[f"2023-03-05/{branch['branch_code']}.xlsx"], "THONG_TIN")
    labels = sheet_columns("THONG_TIN")
    assert [row[0] for row in rows[4:]] == list(labels.values())
    said = dict(zip(labels, (row[1] for row in rows[4:]), strict=True))
    assert said["branch_code"] == branch["branch_code"]
    assert said["branch_name"] == branch["name"]
    assert said["report_sunday"] == date(2023, 3, 5)
    assert said["submission_type"] == "Lần đầu"


def test_every_team_has_eight_members(campaign: Campaign, workbooks: dict[str, bytes]) -> None:
    for path, data in workbooks.items():
        rows = sheet(data, "TO_CNS")
        assert rows[2] == list(sheet_columns("TO_CNS").values())
        teams = pd.Series([row[1] for row in rows[3:]]).value_counts()
        branch = path.split("/")[1].removesuffix(".xlsx")
        own = campaign.teams["branch_code"] == branch
        assert set(teams.index) == set(campaign.teams.loc[own, "team_code"])
        assert (teams == 8).all()
        assert sum(row[5] == "Tổ trưởng" for row in rows[3:]) == len(teams)


def test_the_summary_counts_ticks(campaign: Campaign, workbooks: dict[str, bytes]) -> None:
    contacts = campaign.truth["service_code"].str.count(";") + 1
    counted = contacts.groupby(campaign.truth["path"]).sum()
    for path, data in workbooks.items():
        summary = {row[0]: (row[1], row[2]) for row in sheet(data, "TONG_HOP")[3:]}
        assert summary["Lượt người dân được hỗ trợ"][0] == counted.get(path, 0)
        assert all(week <= year for week, year in summary.values())


def test_activities_are_those_of_the_frame(campaign: Campaign, workbooks: dict[str, bytes]) -> None:
    rows = [row for data in workbooks.values() for row in sheet(data, "HOAT_DONG")[3:]]
    columns = list(sheet_columns("HOAT_DONG"))
    assert sorted(map(str, rows)) == sorted(
        str([v if isinstance(v, str) else float(v) for v in row])
        for row in campaign.activities[columns].to_numpy().tolist()
    )


def test_a_branch_may_send_a_workbook_for_each_team(campaign: Campaign) -> None:
    by_sunday = workbooks_by_sunday(campaign, "team_code")
    books = {path: content for _, workbooks in by_sunday for path, content in workbooks}
    teams = campaign.teams.set_index("team_code")["branch_code"]
    assert list(books) == [
        f"{day.isoformat()}/{team}.xlsx" for day in SUNDAYS for team in teams.index
    ]
    sent = 0
    for path, content in books.items():
        team = path.split("/")[1].removesuffix(".xlsx")
        said = {row[0]: row[1] for row in sheet(content, "THONG_TIN")[4:]}
        assert said[sheet_columns("THONG_TIN")["branch_code"]] == teams[team]
        for name in ("TO_CNS", "NGUOI_DAN", "HOAT_DONG"):
            header, *rows = sheet(content, name)[2:]
            column = header.index(sheet_columns(name)["team_code"])
            assert {row[column] for row in rows} <= {team}
            sent += len(rows) if name == "NGUOI_DAN" else 0
    assert sent == len(campaign.records)
