"""The template as it comes back half filled in: what its printed lines are worth (F31, X01)."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
import pytest

from reports.template import BranchForm, template_workbook
from schemas.template import columns_of
from tests.workbooks import SUNDAY, Verdict, citizen, form, judged, members, table, workbook

FORM = BranchForm(
    branch_code="D21609",
    branch_name="Đoàn xã Thử Nghiệm",
    sunday=SUNDAY,
    teams=[("T0001", "Tổ 1", "Thôn 1"), ("T0002", "Tổ 2", "")],
    wards=["Xã An Hưng"],
    services=["Thương mại điện tử"],
    activities=["Phát poster, tờ rơi tuyên truyền"],
    indicators=["Lượt người dân được hỗ trợ"],
)
Lines = Mapping[int, Mapping[str, Any]]
EIGHT: Lines = {
    4 + at: {"member_name": row["member_name"]} for at, row in enumerate(members("T0001"))
}
SEVEN: Lines = {row: cells for row, cells in EIGHT.items() if row != 11}
NAMELESS = "sheet.member_name.is_present"


def returned(**sheets: Lines) -> bytes:
    """The template with these cells written: sheet → row → column → value."""
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(FORM)))
    for sheet, lines in sheets.items():
        names = [column.name for column in columns_of(sheet, printed_only=True)]
        for row, cells in lines.items():
            for name, value in cells.items():
                book[sheet].cell(row, names.index(name) + 1, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def spoken_of(verdict: Verdict) -> dict[str, bool]:
    """Team → whether the file lists more than its members."""
    teams = verdict.judgement.teams
    return dict(zip(teams["team_code"], teams["has_work"], strict=True))


def sizes(verdict: Verdict) -> dict[str, tuple[int, str]]:
    """Team → how many members are listed, and what becomes of the list."""
    reports = verdict.judgement.team_reports
    told = zip(reports["team_code"], reports["member_count"], reports["status"], strict=True)
    return {team: (count, status) for team, count, status in told}


def test_an_untouched_template_says_nothing_and_is_told_f31() -> None:
    verdict = judged(returned())
    assert verdict.told("rule_id", "case_id") == [("submission.content.is_present", "F31")]
    assert (spoken_of(verdict), sizes(verdict)) == ({}, {})


def test_members_alone_are_no_report_f31() -> None:
    verdict = judged(returned(TO_CNS=EIGHT))
    assert verdict.told("rule_id", "case_id") == [("submission.content.is_present", "F31")]
    assert spoken_of(verdict) == {"T0001": False}
    assert sizes(verdict) == {"T0001": (8, "accepted")}


POSTER = {4: {"activity": "Phát poster, tờ rơi tuyên truyền", "quantity": 3, "team_code": "T0002"}}
WORK: Sequence[tuple[dict[str, Lines], dict[str, bool]]] = [
    ({"NGUOI_DAN": {4: citizen()}}, {"T0001": True}),
    ({"HOAT_DONG": POSTER, "TO_CNS": EIGHT}, {"T0001": False, "T0002": True}),
]


@pytest.mark.parametrize(("sheets", "teams"), WORK)
def test_a_citizen_or_an_activity_is_a_report(
    sheets: dict[str, Lines], teams: dict[str, bool]
) -> None:
    verdict = judged(returned(**sheets))
    assert verdict.told("rule_id", case="F31") == []
    assert spoken_of(verdict) == teams


def test_a_summary_without_citizens_is_told_x08() -> None:
    verdict = judged(returned(TONG_HOP={4: {"value_week": 12}}))
    assert ("submission.people.are_listed", "X08") in verdict.told("rule_id", "case_id")
    assert verdict.told("rule_id", case="F31") == []


def test_a_line_without_a_name_is_no_member_x01() -> None:
    verdict = judged(returned(TO_CNS=SEVEN, NGUOI_DAN={4: citizen()}))
    assert sizes(verdict) == {"T0001": (7, "quarantined")}
    assert verdict.told("rule_id") == [("team.member_count.is_8",)]
    assert "(đang có 7)" in verdict.finding("team.member_count.is_8")["message_vi"]


@pytest.mark.parametrize(
    "cells", [{"attended": "x"}, {"team_role": "Tổ phó"}, {"member_name": "?"}]
)
def test_a_member_who_is_told_of_but_not_named_is_asked_for(cells: dict[str, str]) -> None:
    lines = {**SEVEN, 11: cells}
    verdict = judged(returned(TO_CNS=lines, NGUOI_DAN={4: citizen()}))
    assert sizes(verdict) == {"T0001": (7, "quarantined")}
    found = verdict.finding(NAMELESS)
    assert (found["severity"], found["sheet"], found["cell"]) == ("warning", "TO_CNS", "E11")


def own_layout(header: Sequence[str], *names: str) -> bytes:
    """A branch's own workbook: THONG_TIN without a version, a list of members with these names."""
    rows = [{**row, "member_name": name} for row, name in zip(members("T0001"), names, strict=True)]
    sheets = {"THONG_TIN": form(), "NGUOI_DAN": table("NGUOI_DAN", [citizen()])}
    return workbook({**sheets, "TO_CNS": table("TO_CNS", rows, header)})


WITHOUT_NAMES = ("team_code", "team_role", "attended", "area")
PRINTED = ("team_code", "member_name", "team_role", "attended")


@pytest.mark.parametrize("header", [WITHOUT_NAMES, PRINTED])
def test_a_list_without_any_names_is_counted_by_its_lines(header: Sequence[str]) -> None:
    assert sizes(judged(own_layout(header, *[""] * 8))) == {"T0001": (8, "accepted")}


def test_a_list_with_names_is_counted_by_them() -> None:
    verdict = judged(own_layout(PRINTED, *[f"Lê Minh {n}" for n in "ABCDEFG"], ""))
    assert sizes(verdict) == {"T0001": (7, "quarantined")}
    assert verdict.finding(NAMELESS)["cell"] == "B11"
