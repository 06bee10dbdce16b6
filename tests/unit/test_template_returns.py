"""The template as it comes back half filled in: what its printed lines are worth (F31, X01), and
whose it is where nobody says so any more (F33)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from benchmarks.odd_files import with_parts
from reports.template import BranchForm, template_workbook
from schemas.template import FORM_SHEET, columns_of
from tests.forms import saved_by_office
from tests.workbooks import (
    SUNDAY,
    Verdict,
    citizen,
    form,
    judge_files,
    judged,
    members,
    table,
    workbook,
)

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
NOTHING: Mapping[str, object] = {}
NAMELESS = "sheet.member_name.is_present"


def returned(*gone: str, said: Any = NOTHING, **sheets: Lines) -> bytes:
    """The template with these cells written: sheet → row → column → value.

    `said` are cells of THONG_TIN by their address; sheets that are `gone` were deleted.
    """
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(FORM)))
    for address, value in said.items():
        book[FORM_SHEET][address] = value
    for sheet in gone:
        del book[sheet]
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


ONE: dict[str, Lines] = {"NGUOI_DAN": {4: citizen()}}
READ, MADE = "file.identity.is_in_its_cells", "file.identity.is_as_made"


def placed(verdict: Verdict) -> tuple[str, str, str]:
    """Branch, Sunday and status of the one file."""
    (file,) = verdict.judgement.submissions.to_dict("records")
    return file["branch_code"], file["sunday"].date().isoformat(), file["status"]


@pytest.mark.parametrize(
    "content",
    [
        returned(said={"B6": None, "B8": None}, **ONE),
        returned("THONG_TIN", **ONE),
    ],
)
def test_the_properties_say_whose_it_is_where_no_cell_does_f33(content: bytes) -> None:
    verdict = judged(content)
    assert placed(verdict) == ("D21609", SUNDAY.isoformat(), "accepted")
    assert verdict.told("rule_id", "severity", "state", "value_masked") == [
        (READ, "info", "fixed", "05/03/2023"),
        (READ, "info", "fixed", "D21609"),
    ]


def test_the_properties_come_through_an_ods_f33(tmp_path: Path) -> None:
    content = saved_by_office(returned("THONG_TIN", **ONE), tmp_path, "ods")
    verdict = judge_files({"1.ods": content})
    assert placed(verdict) == ("D21609", SUNDAY.isoformat(), "accepted")
    assert verdict.told("rule_id") == [(READ,), (READ,)]


def test_a_file_in_anothers_folder_goes_back_by_its_properties_too_f34() -> None:
    path = "2023-03-05/D21610/a.xlsx"
    verdict = judge_files({path: returned("THONG_TIN", **ONE)})
    assert verdict.statuses == {path: "quarantined"}
    assert verdict.told("value_masked", "cell", case="F34") == [("D21609", "")]


@pytest.mark.parametrize(
    ("cell", "value", "now", "told"),
    [
        ("B6", "D21610", ("D21610", "2023-03-05", "accepted"), ("B6", "D21610", "D21609")),
        (
            "B8",
            "26/02/2023",
            ("D21609", "2023-02-26", "accepted"),
            ("B8", "26/02/2023", "05/03/2023"),
        ),
    ],
)
def test_the_cells_win_over_the_properties_and_that_is_told(
    cell: str, value: str, now: tuple[str, ...], told: tuple[str, str, str]
) -> None:
    row = citizen(assist_date=date(2023, 2, 25), team_code="T0101" if cell == "B6" else "T0001")
    verdict = judged(returned(said={cell: value}, NGUOI_DAN={4: row}))
    assert placed(verdict) == now
    found = verdict.finding(MADE)
    at, said, made_for = told
    assert (found["severity"], found["cell"], found["value_masked"]) == ("warning", at, said)
    assert f"được lập cho {made_for}" in found["message_vi"]


@pytest.mark.parametrize("value", ["d21609 ", "Ｄ21609"])
def test_the_same_branch_in_other_letters_is_no_other(value: str) -> None:
    assert judged(returned(said={"B6": value}, **ONE)).told("rule_id") == []


@pytest.mark.parametrize("noise", ["0912345678", "", "&amp;"])
def test_a_property_that_is_no_code_shows_nothing_of_itself(noise: str) -> None:
    content = returned("THONG_TIN", **ONE)
    part = "docProps/custom.xml"
    xml = zipfile.ZipFile(io.BytesIO(content)).read(part).replace(b"D21609", noise.encode())
    verdict = judged(with_parts(content, part=(part, xml)))
    assert list(verdict.statuses.values()) == ["quarantined"]
    assert "0912345678" not in verdict.findings.to_csv()
