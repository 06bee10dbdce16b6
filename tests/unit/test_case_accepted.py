"""Cases of which nothing is told: each names the test that shows what is done with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.catalogue import ACCEPTED, CATALOGUE, Accepted
from tests.together import Case, judged_together
from tests.workbooks import citizen, report

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda case: case.case_id)
def test_an_accepted_case_is_shown_in_a_test(case: Accepted) -> None:
    assert (ROOT / case.shown_in).is_file()
    assert case.message_vi and case.message_en


def test_no_case_is_both_accepted_and_a_rule() -> None:
    assert {case.case_id for case in ACCEPTED}.isdisjoint(
        rule.case_id for rule in CATALOGUE.values()
    )


@judged_together()
def test_one_citizen_of_two_teams_is_taken_from_both_x06() -> Case:
    verdict = yield report(citizen(), citizen(team_code="T0002"))
    assert verdict.counts == (2, 2, 0, 0)
    assert verdict.findings.empty


@judged_together()
def test_one_citizen_spelt_in_two_ways_is_taken_twice_x05() -> Case:
    verdict = yield {
        "1.xlsx": report(citizen(full_name="Trần Thị Hòa")),
        "2.xlsx": report(citizen(full_name="Trần Thị Hoà", team_code="T0101"), branch="D21610"),
    }
    assert verdict.counts == (2, 2, 0, 0)
