"""Possible duplicates by real runs and commands: listed, answered, followed, taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from schemas.settings import Settings
from tests.homes import Home
from tests.integration.test_cases_through_a_run import MONDAY, ask, contents, load, run, value
from tests.workbooks import citizen, report
from warehouse.database import Database

MAI = citizen(
    full_name="Lê Thị Mai", id_number="052180004321", birth_date="17/05/1980", phone="0905000111"
)
SLIP = {**MAI, "id_number": "052180004333"}
"""Mai with two digits of her number typed wrong: refused, and a question."""
HER_DOUBLE = {**MAI, "id_number": "052180004345"}
LATER = "2023-03-07T06:00+07:00"


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


def listed(sunday: Home, *options: str) -> list[dict[str, Any]]:
    said = sunday("cases", "--json", *options)
    assert said.code == 0, said.err
    document: list[dict[str, Any]] = said.document
    return document


def bound(database: Database, side: str) -> float:
    rows = ask(
        database,
        f"SELECT {side} FROM mart.indicator_bounds WHERE indicator_code = 'KPI_UNIQUE_CITIZENS'"
        " AND period = 'since_launch' AND unit_level = 'province'",
    )
    return float(rows[0][0])


def test_one_question_from_the_list_to_the_figure_and_back(home, sunday, database):
    run(home, a=report(MAI, SLIP))
    assert value(database, "KPI_UNIQUE_CITIZENS") == 2
    assert (bound(database, "low"), bound(database, "high")) == (1, 2)
    (case,) = listed(sunday)
    assert (case["state"], case["is_linked"], case["effect_units"]) == ("open", False, 5)
    assert case["left_branch_code"] == "D21609"
    shown = sunday("cases").out
    assert case["duplicate_id"][:8] in shown
    assert "Số định danh khác 2 chữ số" in shown

    said = sunday("decide", case["duplicate_id"][:8], "--same")
    assert said.code == 0, said.err
    assert listed(sunday) == []
    assert [row["state"] for row in listed(sunday, "--state", "same")] == ["same"]
    told = run(home, MONDAY).decisions
    assert [change["effect"] for change in told["changes"]] == ["applied"]
    assert value(database, "KPI_UNIQUE_CITIZENS") == 1
    assert (bound(database, "low"), bound(database, "high")) == (1, 1)
    assert ask(database, "SELECT event, reason FROM vault.link_event") == [("merge", "decision")]
    merged = ask(database, "SELECT count(*) FROM core.person WHERE merged_into IS NOT NULL")
    assert merged == [(1,)]

    sunday("decide", "--undo", "B1")
    run(home, LATER)
    assert value(database, "KPI_UNIQUE_CITIZENS") == 2
    assert [row["duplicate_id"] for row in listed(sunday)] == [case["duplicate_id"]]
    events = ask(database, "SELECT event FROM vault.link_event ORDER BY run_id")
    assert events == [("merge",), ("unmerge",)]
    assert ask(database, "SELECT count(merged_into) FROM core.person") == [(0,)]


def test_a_run_without_news_changes_no_case(home, sunday, database):
    run(home, a=report(MAI, SLIP))
    sunday("decide", listed(sunday)[0]["duplicate_id"], "--same")
    run(home, MONDAY)
    before = contents(database, "quality", "mart", "core")
    run(home, LATER)
    after = contents(database, "quality", "mart", "core")
    for name, frame in before.items():
        assert frame.equals(after[name]), name


def test_answers_that_contradict_one_another_are_refused(home, sunday):
    run(home, a=report(MAI, SLIP, HER_DOUBLE))
    first, second, *third = [case["duplicate_id"] for case in listed(sunday)]
    assert len(third) == 1
    assert sunday("decide", first, second, "--same").code == 0
    said = sunday("decide", *third, "--different")
    assert said.code == 1
    assert "one person and two at once" in said.sentence


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ffffffff", "--same"], 1, "begins the id of no cases"),
        (["ff", "--same"], 1, "give 6 characters or more"),
        (["--same"], 2, "sunday cases shows them"),
        (["ffffffff", "--same", "--different"], 2, "Give one answer"),
    ],
)
def test_an_answer_to_no_case_is_refused(home, sunday, arguments, code, words):
    said = sunday("decide", *arguments)
    assert said.code == code
    assert words in said.sentence


def test_cases_of_a_branch_or_sunday_or_state(home, sunday):
    run(home, a=report(MAI, SLIP))
    assert len(listed(sunday, "--branch", "D21609", "--sunday", "2023-03-05")) == 1
    assert listed(sunday, "--branch", "D21610") == []
    assert listed(sunday, "--state", "closed") == []
    assert len(listed(sunday, "--state", "all", "--limit", "1")) == 1
    assert sunday("cases", "--state", "nonsense").code == 2


def test_a_case_closes_when_a_corrected_file_answers_it(home, sunday):
    run(home, a=report(MAI, SLIP, citizen()))
    run(home, MONDAY, b=report(MAI, MAI, citizen(), kind="Thay thế"))
    assert listed(sunday) == []
    assert [row["state"] for row in listed(sunday, "--state", "closed")] == ["closed"]


def test_everything_linked_anew_says_the_same_of_cases(home, sunday, database):
    run(home, a=report(MAI, SLIP, HER_DOUBLE))
    sunday("decide", listed(sunday)[0]["duplicate_id"], "--different")
    run(home, MONDAY)
    before = contents(database, "quality", "mart")
    with database.transaction() as cursor:
        cursor.execute("UPDATE ops.run SET model_version = 'another'")
    run(home, LATER)
    after = contents(database, "quality", "mart")
    for name in ("quality.duplicate", "mart.indicator_bounds"):
        assert before[name].equals(after[name]), name
