"""An answer to a possible duplicate when its file comes again: kept, lapsed, or come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.settings import Settings
from tests.homes import Home
from tests.integration.test_cases_through_a_run import MONDAY, ask, load, run, value
from tests.integration.test_duplicates_through_runs import LATER, MAI, SLIP, listed
from tests.workbooks import citizen, report
from warehouse.database import Database

CORRECTED = {**SLIP, "id_number": "052180004345"}
"""Another slip: the case is the same, the number that was looked at is not."""


@pytest.fixture
def home(settings: Settings, database: Database, tmp_path: Path) -> Settings:
    """Settings of a home whose branches and teams are loaded."""
    load(database, tmp_path / "reference")
    return settings


@pytest.fixture
def sunday(home: Settings) -> Home:
    """The commands of that home."""
    assert home.database_url is not None
    return Home(home.home, home.database_url.get_secret_value())


def test_an_answer_whose_row_is_corrected_before_the_run_has_lapsed(home, sunday, database):
    run(home, a=report(MAI, SLIP))
    sunday("decide", listed(sunday)[0]["duplicate_id"], "--same")
    told = run(home, MONDAY, b=report(MAI, CORRECTED, kind="Thay thế")).decisions
    assert [change["effect"] for change in told["changes"]] == ["lapsed"]
    assert (told["applied"], told["lapsed"]) == (0, 1)
    assert value(database, "KPI_UNIQUE_CITIZENS") == 2
    assert [case["state"] for case in listed(sunday)] == ["open"]
    told = run(home, LATER, c=report(citizen(), branch="D21610")).decisions
    assert told["lapsed"] == 0, "told once, not every week"


def test_a_replaced_file_keeps_answers_and_ids(home, sunday, database):
    run(home, a=report(MAI, SLIP, citizen()))
    sunday("decide", listed(sunday)[0]["duplicate_id"], "--same")
    assert run(home, MONDAY).decisions["applied"] == 1
    persons = "SELECT person_id, merged_into FROM core.person ORDER BY 1"
    before = ask(database, persons)
    again = report(citizen(), SLIP, MAI, kind="Thay thế")
    told = run(home, LATER, b=again).decisions
    assert (told["applied"], told["lapsed"]) == (1, 0)
    assert ask(database, persons) == before
    assert value(database, "KPI_UNIQUE_CITIZENS") == 2


def test_an_answer_that_held_lapses_with_its_row(home, sunday):
    run(home, a=report(MAI, SLIP))
    sunday("decide", listed(sunday)[0]["duplicate_id"], "--same")
    run(home, MONDAY)
    told = run(home, LATER, b=report(MAI, CORRECTED, kind="Thay thế")).decisions
    assert (told["applied"], told["lapsed"], told["changes"]) == (0, 1, [])


def test_an_answer_whose_row_is_gone_has_nothing_to_answer(home, sunday):
    run(home, a=report(MAI, SLIP, citizen()))
    sunday("decide", listed(sunday)[0]["duplicate_id"], "--same")
    told = run(home, MONDAY, b=report(MAI, citizen(), kind="Thay thế")).decisions
    assert [change["effect"] for change in told["changes"]] == ["none"]
