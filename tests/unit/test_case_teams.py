"""Cases of team codes: teams that are never counted (X13), and which codes may be shown."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from schemas.catalogue import NEEDED
from tests.workbooks import (
    KEY,
    NOW,
    Verdict,
    citizen,
    members,
    read_files,
    reference,
    report,
    verdict_on,
)
from transforms.geography import Geography
from transforms.judging import judge

COMMUNITY, OWN_CODE = "TCD", "BINHMINH"


def judged(content: bytes) -> Verdict:
    """The verdict where D21609 also has a community team, and a team with a code of letters."""
    teams = reference().teams
    more = teams[teams["team_code"] == "T0001"]
    added = [
        more.assign(team_code=code, team_type=kind)
        for code, kind in ((COMMUNITY, "community"), (OWN_CODE, "youth"))
    ]
    known = replace(reference(), teams=pd.concat([teams, *added], ignore_index=True))
    reads = read_files({"1.xlsx": content})
    return verdict_on(judge(reads, known, Geography(known), KEY, {}, NOW), {})


OF_COMMUNITY = [
    ("record", {}, [citizen(team_code=" tcd")]),
    ("team", {"teams": [dict(row) | {"team_code": COMMUNITY} for row in members("T0001")]}, []),
    (
        "activity",
        {"activities": [{"team_code": COMMUNITY, "activity": "POSTER", "quantity": 1}]},
        [],
    ),
]


@pytest.mark.parametrize(("table", "sheets", "rows"), OF_COMMUNITY)
def test_the_row_of_a_community_team_is_told_that_it_is_one_x13(table, sheets, rows):
    verdict = judged(report(citizen(), *rows, **sheets))
    ((rule_id, severity, masked, message),) = verdict.told(
        "rule_id", "severity", "value_masked", "message_vi", case="X13"
    )
    assert (rule_id, severity, masked) == (
        f"{table}.team_code.is_of_a_youth_team", "error", COMMUNITY
    )  # fmt: skip
    assert "tổ “TCD” là tổ công nghệ số cộng đồng" in message
    assert rule_id in NEEDED
    assert verdict.judgement.activities.empty
    assert verdict.counts == (1 + len(rows), 1, len(rows), 0)


def test_a_code_on_no_list_may_be_anything_and_stays_masked_x13():
    verdict = judged(report(citizen(team_code="HOA")))
    found = verdict.finding("record.team_code.is_on_roster")
    assert found["value_masked"] == "…(3 ký tự)" and "HOA" not in found["message_vi"]


def test_a_team_of_the_roster_is_named_by_its_code():
    teams = [dict(row) | {"team_code": OWN_CODE} for row in members("T0001", 7)]
    message = judged(report(citizen(), teams=teams)).finding("team.member_count.is_8")["message_vi"]
    assert OWN_CODE in message
