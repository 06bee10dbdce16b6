"""Possible duplicates by real runs and commands: listed, answered, followed, taken back.

An answer is kept when its file comes again, and lapses when its row says something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pydantic import SecretStr

from schemas.settings import Settings
from tests.districts import Case, District, in_shared_runs
from tests.homes import Home
from tests.integration.test_cases_through_a_run import MONDAY, NOW, contents, load, run
from tests.integration.test_decisions import WEDNESDAY, change_of, decide
from tests.workbooks import citizen, report
from warehouse.database import Database, open_database

MAI = citizen(
    full_name="Lê Thị Mai", id_number="052180004321", birth_date="17/05/1980", phone="0905000111"
)
SLIP = {**MAI, "id_number": "052180004333"}
"""Mai with two digits of her number typed wrong: refused, and a question."""
HER_DOUBLE = {**MAI, "id_number": "052180004345"}
CORRECTED = HER_DOUBLE
"""Another slip: the case is the same, the number that was looked at is not."""
LATER = "2023-03-07T06:00+07:00"

PERSONS = "SELECT person_id FROM core.record_person WHERE {of_ours}"


def listed(sunday: Home, *options: str) -> list[dict[str, Any]]:
    said = sunday("cases", "--json", *options)
    assert said.code == 0, said.err
    document: list[dict[str, Any]] = said.document
    return document


def cases(own: District, *options: str) -> list[dict[str, Any]]:
    """The possible duplicates of the first branch."""
    return listed(own.home, "--branch", own.own("D21609"), *options)


def same(own: District) -> str:
    """Answers the first case: one person; the batch."""
    said = decide(own.settings, cases(own)[0]["duplicate_id"], "--same")
    assert said.code == 0, said.err
    return str(said.document["batch_id"])


def bound(own: District, side: str) -> float:
    rows = own.ask(
        f"SELECT {side} FROM mart.indicator_bounds WHERE indicator_code = 'KPI_UNIQUE_CITIZENS'"
        " AND period = 'since_launch' AND unit_code = '{d}' ORDER BY sunday DESC LIMIT 1"
    )
    return float(rows[0][0])


@in_shared_runs
def test_one_question_from_the_list_to_the_figure_and_back(own: District) -> Case:
    events = (
        "SELECT event, reason FROM vault.link_event"
        f" WHERE person_id IN ({PERSONS}) OR other_person_id IN ({PERSONS}) ORDER BY run_id"
    )
    merged = f"SELECT count(*) FROM core.person WHERE merged_into IN ({PERSONS})"
    sunday = own.home
    yield NOW, {"a": own.report(MAI, SLIP)}
    assert own.value("KPI_UNIQUE_CITIZENS") == 2
    assert (bound(own, "low"), bound(own, "high")) == (1, 2)
    found = cases(own)
    assert len(found) == 1, found
    (case,) = found
    assert (case["state"], case["is_linked"], case["effect_units"]) == ("open", False, 5)
    assert case["left_branch_code"] == own.own("D21609")
    shown = sunday("cases", "--branch", own.own("D21609")).out
    assert case["duplicate_id"][:8] in shown
    assert "Số định danh khác 2 chữ số" in shown

    said = decide(own.settings, case["duplicate_id"][:8], "--same")
    assert said.code == 0, said.err
    batch = said.document["batch_id"]
    assert cases(own) == []
    assert [row["state"] for row in cases(own, "--state", "same")] == ["same"]
    ran = yield MONDAY, {}
    assert change_of(ran, batch)["effect"] == "applied"
    assert own.value("KPI_UNIQUE_CITIZENS") == 1
    assert own.restated(ran) == ["decision"]
    assert (bound(own, "low"), bound(own, "high")) == (1, 1)
    assert own.ask(events) == [("merge", "decision")]
    assert own.ask(merged) == [(1,)]

    yield LATER, {}
    decide(own.settings, "--undo", batch)
    undone = yield WEDNESDAY, {}
    assert own.value("KPI_UNIQUE_CITIZENS") == 2
    assert own.restated(undone) == ["decision"]
    assert [row["duplicate_id"] for row in cases(own)] == [case["duplicate_id"]]
    assert [event for event, _ in own.ask(events)] == ["merge", "unmerge"]
    assert own.ask(merged) == [(0,)]


@in_shared_runs
def test_answers_that_contradict_one_another_are_refused(own: District) -> Case:
    yield NOW, {"a": own.report(MAI, SLIP, HER_DOUBLE)}
    first, second, *third = [case["duplicate_id"] for case in cases(own)]
    assert len(third) == 1
    assert own.home("decide", first, second, "--same").code == 0
    said = own.home("decide", *third, "--different")
    assert said.code == 1
    assert "one person and two at once" in said.sentence


@in_shared_runs
def test_cases_of_a_branch_or_sunday_or_state(own: District) -> Case:
    yield NOW, {"a": own.report(MAI, SLIP)}
    assert len(cases(own, "--sunday", "2023-03-05")) == 1
    assert listed(own.home, "--branch", own.own("D21610")) == []
    assert cases(own, "--state", "closed") == []
    assert len(cases(own, "--state", "all", "--limit", "1")) == 1
    assert own.home("cases", "--state", "nonsense").code == 2


@in_shared_runs
def test_a_case_closes_when_a_corrected_file_answers_it(own: District) -> Case:
    yield NOW, {"a": own.report(MAI, SLIP, citizen())}
    yield MONDAY, {"b": own.report(MAI, MAI, citizen(), kind="Thay thế")}
    assert cases(own) == []
    assert [row["state"] for row in cases(own, "--state", "closed")] == ["closed"]


@in_shared_runs
def test_an_answer_whose_row_is_corrected_before_the_run_has_lapsed(own: District) -> Case:
    yield NOW, {"a": own.report(MAI, SLIP)}
    batch = same(own)
    ran = yield MONDAY, {"b": own.report(MAI, CORRECTED, kind="Thay thế")}
    assert change_of(ran, batch)["effect"] == "lapsed"
    assert ran.decisions["lapsed"] == 1
    assert own.value("KPI_UNIQUE_CITIZENS") == 2
    assert [case["state"] for case in cases(own)] == ["open"]
    yield LATER, {}
    ran = yield WEDNESDAY, {"c": own.report(citizen(), branch="D21610")}
    assert ran.decisions["lapsed"] == 0, "told once, not every week"


@in_shared_runs
def test_a_replaced_file_keeps_answers_and_ids(own: District) -> Case:
    persons = (
        "SELECT person_id, merged_into FROM core.person"
        f" WHERE person_id IN ({PERSONS}) OR merged_into IN ({PERSONS}) ORDER BY 1"
    )
    yield NOW, {"a": own.report(MAI, SLIP, citizen())}
    batch = same(own)
    ran = yield MONDAY, {}
    assert change_of(ran, batch)["effect"] == "applied"
    before = own.ask(persons)
    assert len(before) == 3
    ran = yield LATER, {"b": own.report(citizen(), SLIP, MAI, kind="Thay thế")}
    assert [case["state"] for case in cases(own, "--state", "all")] == ["same"]
    assert own.ask(persons) == before
    assert own.value("KPI_UNIQUE_CITIZENS") == 2


@in_shared_runs
def test_an_answer_that_held_lapses_with_its_row(own: District) -> Case:
    yield NOW, {"a": own.report(MAI, SLIP)}
    same(own)
    yield MONDAY, {}
    told = (yield LATER, {"b": own.report(MAI, CORRECTED, kind="Thay thế")}).decisions
    assert (told["lapsed"], told["changes"]) == (1, [])
    assert [case["state"] for case in cases(own)] == ["open"]


@in_shared_runs
def test_an_answer_whose_row_is_gone_has_nothing_to_answer(own: District) -> Case:
    yield NOW, {"a": own.report(MAI, SLIP, citizen())}
    batch = same(own)
    ran = yield MONDAY, {"b": own.report(MAI, citizen(), kind="Thay thế")}
    assert change_of(ran, batch)["effect"] == "none"


@pytest.fixture(scope="module")
def answered(
    fresh_database: Callable[[], AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Settings, Database]]:
    """A home in which two of three cases were answered, and a run knows."""
    folder: Path = tmp_path_factory.mktemp("home")
    with fresh_database() as url:
        made = Settings(home=folder, database_url=SecretStr(url), answers=False)
        with open_database(made) as database:
            load(database, folder / "reference")
            run(made, a=report(MAI, SLIP, HER_DOUBLE))
            first, second, _ = (case["duplicate_id"] for case in listed(Home(folder, url)))
            assert decide(made, first, "--same").code == 0
            assert decide(made, second, "--different").code == 0
            run(made, MONDAY)
            yield made, database


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ffffffff", "--same"], 1, "begins the id of no cases"),
        (["ff", "--same"], 1, "give 6 characters or more"),
        (["--same"], 2, "sunday cases shows them"),
        (["ffffffff", "--same", "--different"], 2, "Give one answer"),
    ],
)
def test_an_answer_to_no_case_is_refused(answered, arguments, code, words):
    settings, _ = answered
    said = decide(settings, *arguments)
    assert said.code == code
    assert words in said.sentence


def test_a_run_without_news_changes_no_case(answered):
    settings, database = answered
    before = contents(database, "quality", "mart", "core")
    run(settings, LATER)
    after = contents(database, "quality", "mart", "core")
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, after[name], obj=name)


def test_everything_linked_anew_says_the_same_of_cases(answered):
    settings, database = answered
    before = contents(database, "quality", "mart")
    assert {"same", "different"} <= set(before["quality.duplicate"]["state"])
    with database.transaction() as cursor:
        cursor.execute("UPDATE ops.run SET model_version = 'another'")
    run(settings, WEDNESDAY)
    after = contents(database, "quality", "mart")
    for name in ("quality.duplicate", "mart.indicator_bounds"):
        pd.testing.assert_frame_equal(before[name], after[name], obj=name)
