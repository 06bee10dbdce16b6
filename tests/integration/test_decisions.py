"""A steward's answers, replayed on every run: what they change, what they survive, when they end.

Findings are answered by the command, as a steward does; `said` is what `core` and `mart` say then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pandas as pd
import psycopg
import pytest

from flows.steps import RunResult
from schemas import tables
from schemas.settings import Settings
from tests.districts import Case, District, in_shared_runs
from tests.homes import Home, Said
from tests.integration.test_cases_through_a_run import (
    BINH,
    EM,
    HA,
    MONDAY,
    NOW,
    ask,
    contents,
    load,
    run,
    value,
)
from tests.integration.test_submissions_over_time import NEXT_NIGHT, NEXT_SUNDAY, THURSDAY, crowd
from tests.workbooks import SUNDAY, Cells, citizen, form, members, report, table, workbook
from warehouse import copying
from warehouse.database import Database, open_database

LATER = "2023-03-07T06:00+07:00"
WEDNESDAY = "2023-03-08T06:00+07:00"
PHONE = "record.phone.is_valid"
NO_PHONE = citizen(
    full_name="Võ Thị Sáu", id_number="", birth_date="", phone="09abc", svc_ehealth="x"
)
"""Nothing to tell her from others: held back until the phone is known."""


@pytest.fixture
def home(settings: Settings, database: Database, tmp_path: Any) -> Settings:
    load(database, tmp_path / "reference")
    return settings


def decide(home: Settings, *arguments: object, now: str = MONDAY) -> Said:
    url = home.database_url.get_secret_value() if home.database_url else None
    return Home(home.home, url)("decide", *arguments, "--now", now, "--json")


def finding(database: Database, rule_id: str, state: str = "open") -> str:
    (row,) = ask(
        database,
        f"SELECT finding_id FROM quality.finding WHERE rule_id = '{rule_id}' AND state = '{state}'",
    )
    return str(row[0])


@dataclass(frozen=True)
class Steward:
    """Who answers the findings of a district by the command."""

    own: District

    def __call__(self, rule_id: str, *answer: str, now: str = MONDAY) -> str:
        """Answers the one open finding of a rule; the batch."""
        name = self.own.finding(rule_id)
        said = decide(self.own.settings, name[:8], *answer, now=now)
        assert said.code == 0, said.err
        return str(said.document["batch_id"])

    def undo(self, batch: str, now: str = MONDAY) -> Said:
        """Takes a batch back."""
        said = decide(self.own.settings, "--undo", batch, now=now)
        assert said.code == 0, said.err
        return said


def change_of(ran: RunResult, batch: str) -> dict[str, Any]:
    """What a run tells of the one decision of a batch."""
    changes: list[dict[str, Any]] = ran.decisions["changes"]
    (change,) = [change for change in changes if change["batch_id"] == batch]
    return change


@in_shared_runs
def test_a_waiver_stays_over_another_run(own: District) -> Case:
    rule_id = "team.member_count.is_8"
    teams = [*members("T0001", 7), *members("T0002")]
    yield NOW, {"a": own.report(HA, BINH, teams=teams)}
    assert own.value("KPI_TEAM_SIZE") == pytest.approx(100 / 3)
    Steward(own)(rule_id, "--waive", "--reason", "Tổ vùng cao")
    assert own.states(rule_id) == ["waived"]
    yield MONDAY, {}
    assert own.states(rule_id) == ["waived"]
    status = "SELECT status FROM core.team_report WHERE team_code = '{}' AND {{of_ours}}"
    assert own.ask(status.format(own.own("T0001"))) == [("accepted",)]
    assert own.value("KPI_TEAM_SIZE") == pytest.approx(100 / 3)


_OF_THE_RUN = ["published_at", "superseded_at", "last_received_at", "content_hash"]


def told(database: Database) -> dict[str, pd.DataFrame]:
    """What is published, runs and their times aside; the history is another matter."""
    return said_of(contents(database, "core", "mart", "quality"))


def told_of(own: District) -> dict[str, pd.DataFrame]:
    """The same of one district."""
    return said_of(own.contents("core", "mart", "quality"))


def said_of(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    for name in ("mart.indicator_history", "quality.decision"):
        tables.pop(name)
    findings = tables["quality.finding"]
    tables["quality.finding"] = findings[findings["state"] != "closed"]
    # Whom no row names any more keeps the id, and waits.
    people, rows = tables["core.person"], tables["core.record_person"]
    tables["core.person"] = people[people["person_id"].isin(rows["person_id"])]
    return {
        name: frame.drop(
            columns=[c for c in frame if c in _OF_THE_RUN or str(c).endswith("run_id")]
        )
        for name, frame in tables.items()
    }


def assert_same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    assert one.keys() == other.keys()
    for name, frame in one.items():
        left, right = (f.reset_index(drop=True) for f in (frame, other[name]))
        pd.testing.assert_frame_equal(left, right, obj=name)


@in_shared_runs
def test_a_typed_value_counts_as_if_the_branch_had_sent_it(own: District) -> Case:
    yield NOW, {"a": own.report(HA, NO_PHONE)}
    assert own.value("KPI_UNIQUE_CITIZENS") == 1
    yield MONDAY, {}
    yield LATER, {}
    Steward(own)(PHONE, "--type", "0387 654 321")
    assert own.states(PHONE) == ["fixed"]
    # A run without files: the cause is the run's, not the district's.
    ran = yield WEDNESDAY, {}
    assert own.value("KPI_UNIQUE_CITIZENS") == 2
    assert own.states(PHONE) == ["fixed"]
    assert own.states("record.identity.is_sufficient") == ["closed"]
    row = "SELECT phone, status FROM vault.record WHERE row_number = 5 AND {of_ours}"
    assert own.ask(row) == [("0387654321", "accepted")]
    assert own.restated(ran) == ["decision"]
    assert ran.indicators_restated > 0
    before = told_of(own)
    yield THURSDAY, {}
    assert_same(told_of(own), before)


@in_shared_runs
def test_what_is_undone_is_as_it_was_and_what_is_restored_is_decided_again(own: District) -> Case:
    steward = Steward(own)
    yield NOW, {"a": own.report(HA, NO_PHONE), "b": own.report(EM, branch="D21610")}
    before = told_of(own)
    batch = steward(PHONE, "--type", "0387654320")
    yield MONDAY, {}
    decided = told_of(own)
    undone = steward.undo(batch).document
    assert undone["findings"][0]["state"] == "open"
    yield LATER, {}
    assert_same(told_of(own), before)
    steward.undo(undone["batch_id"])
    yield WEDNESDAY, {}
    assert_same(told_of(own), decided)


def columns(
    header: str,
    rows: Sequence[Cells],
    *phones: object,
    sunday: Any = SUNDAY,
    branch: str = "D21609",
) -> bytes:
    """A workbook whose phones stand under another header."""
    told = [list(row) for row in table("NGUOI_DAN", rows)]
    at = told[2].index("Số điện thoại")
    told[2][at] = header
    for row, phone in zip(told[3:], phones, strict=True):
        row[at] = phone
    return workbook({"THONG_TIN": form(branch, sunday), "NGUOI_DAN": told})


@in_shared_runs
def test_a_header_is_asked_about_once_and_remembered(own: District) -> Case:
    def phones() -> list[str]:
        rows = own.ask("SELECT phone FROM vault.record WHERE {of_ours} ORDER BY 1")
        return [phone for (phone,) in rows]

    rule_id, branch = "sheet.column.is_unknown", own.own("D21609")
    rows = [own.cells(row) for row in crowd(1, 2, 3)]
    yield NOW, {"a": columns("Zalo", rows[:2], "0967100001", "0967100002", branch=branch)}
    assert phones() == ["", ""]
    name = own.finding(rule_id)
    asked = decide(own.settings, name[:8], "--accept")
    assert (asked.code, asked.sentence) == (
        1,
        f"Nothing was decided: finding {name[:8]} asks about a column; answer with --map-column or"
        " --ignore-column.",
    )
    batch = Steward(own)(rule_id, "--map-column", "phone")
    ran = yield MONDAY, {}
    assert phones() == ["0967100001", "0967100002"]
    assert own.states(rule_id) == ["fixed"]
    change = change_of(ran, batch)
    assert (change["action"], change["effect"], change["rows"]) == ("map_column", "applied", 2)
    later = columns("ZALO:", rows[2:], "0967100003", sunday=NEXT_SUNDAY, branch=branch)
    yield NEXT_NIGHT, {"b": later}
    assert phones() == ["0967100001", "0967100002", "0967100003"]
    assert own.states(rule_id) == ["fixed", "fixed"]


@in_shared_runs
def test_answers_follow_a_row_through_a_corrected_file_and_lapse_with_its_value(
    own: District,
) -> Case:
    wrong = citizen(phone="09abc")
    yield NOW, {"a": own.report(EM, wrong)}
    Steward(own)(PHONE, "--type", "0387654320")
    yield MONDAY, {}
    yield LATER, {"b": own.report(wrong, EM, BINH, kind="Thay thế")}
    phones = own.ask(
        "SELECT phone FROM vault.record JOIN ops.submission USING (submission_id)"
        " WHERE version = 2 AND row_number = 4 AND {of_ours}"
    )
    assert phones == [("0387654320",)]
    assert own.states(PHONE) == ["fixed"]
    again = own.report(citizen(phone="08xyz"), EM, BINH, kind="Thay thế")
    ran = yield THURSDAY, {"c": again}
    assert ran.decisions["lapsed"] == 1
    assert own.finding(PHONE)


@in_shared_runs
def test_a_released_file_counts_until_that_is_undone(own: District) -> Case:
    rule_id = "submission.version.overlaps_earlier"
    yield NOW, {"a": own.report(*crowd(1, 2, 3))}
    yield MONDAY, {"b": own.report(*crowd(4, 5))}
    before = told_of(own)
    batch = Steward(own)(rule_id, "--waive", "--reason", "Danh sách mới")
    yield LATER, {}
    assert own.value("KPI_UNIQUE_CITIZENS") == 2
    statuses = own.ask("SELECT status, version FROM ops.submission WHERE {of_ours} ORDER BY 2")
    assert statuses == [("superseded", 1), ("accepted", 2)]
    assert own.states(rule_id) == ["waived"]
    Steward(own).undo(batch)
    yield WEDNESDAY, {}
    assert_same(told_of(own), before)


@in_shared_runs
def test_a_waiver_ends_after_its_last_day(own: District) -> Case:
    rule_id = "team.member_count.is_8"
    yield NOW, {"a": own.report(HA, teams=[*members("T0001", 7), *members("T0002")])}
    before = told_of(own)
    batch = Steward(own)(rule_id, "--waive", "--reason", "x", "--until", "2023-03-06")
    yield MONDAY, {}
    assert own.states(rule_id) == ["waived"]
    ran = yield LATER, {}
    assert change_of(ran, batch)["effect"] == "ended"
    assert_same(told_of(own), before)


def test_nothing_is_decided_where_the_number_is_another_or_the_value_breaks_a_rule(home, database):
    run(home, a=report(NO_PHONE, citizen(team_code="T9999"), EM))
    name = finding(database, "record.phone.is_valid")
    team = finding(database, "record.team_code.is_on_roster")
    said = [
        decide(home, "--rule", "record.phone.is_valid", "--expect", "2", "--return"),
        decide(home, name[:8], "--type", "12"),
        decide(home, team[:8], "--type", "T8888"),
        decide(home, team[:8], "--waive", "--reason", "x"),
        decide(home, name[:8], "--return", "--reason", "gọi 0912345678"),
        decide(home, "00000000", "--return"),
        decide(home, "abc", "--return"),
        decide(home, "--undo", "B7"),
    ]
    assert [one.code for one in said] == [1] * len(said)
    assert all(one.sentence.startswith("Nothing was decided: ") for one in said)
    usage = [
        decide(home, "--rule", "record.phone.is_valid", "--return"),
        decide(home, name[:8], "--waive"),
        decide(home, name[:8]),
        decide(home, name[:8], "--accept", "--return"),
        decide(home, "--return"),
    ]
    assert [one.code for one in usage] == [2] * len(usage)
    assert ask(database, "SELECT count(*) FROM quality.decision") == [(0,)]
    dry = decide(home, name[:8], "--type", "0387654320", "--dry-run")
    assert dry.document["findings"][0]["state"] == "fixed"
    assert dry.document["batch_id"] is None
    assert ask(database, "SELECT count(*) FROM quality.decision") == [(0,)]
    assert finding(database, "record.phone.is_valid") == name


def test_a_run_that_dies_after_a_decision_loses_nothing(home, database, monkeypatch):
    run(home, a=report(HA, NO_PHONE))
    before = told(database)
    decide(home, finding(database, "record.phone.is_valid")[:8], "--type", "0387654320")

    def dies(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("flows.update.complete_run", dies)
        with pytest.raises(RuntimeError):
            run(home, MONDAY)
    after = told(database)
    del before["quality.finding"], after["quality.finding"]
    assert_same(after, before)
    run(home, MONDAY)
    assert value(database, "KPI_UNIQUE_CITIZENS") == 2


def test_runs_in_any_number_say_what_one_over_everything_says(new_settings, tmp_path):
    """Decisions are an input like files: whoever has them all comes to the same."""
    one, other = new_settings(), new_settings()
    (one.home / "keys").mkdir()
    (one.home / "keys" / "pseudonym").write_text("a key of tests", encoding="ascii")
    (other.home / "keys").mkdir()
    (other.home / "keys" / "pseudonym").write_text("a key of tests", encoding="ascii")
    few = [*members("T0001", 7), *members("T0002")]
    first, held = report(HA, NO_PHONE, teams=few), report(*crowd(4, 5))
    later = columns("Zalo", crowd(1), "0967100003", sunday=NEXT_SUNDAY)
    with open_database(one) as database:
        load(database, tmp_path / "reference")
        run(one, a=first)
        decide(one, finding(database, "record.phone.is_valid")[:8], "--type", "0387654320")
        run(one, MONDAY, b=held)
        for rule in ("submission.version.overlaps_earlier", "team.member_count.is_8"):
            decide(one, finding(database, rule)[:8], "--waive", "--reason", "x")
        run(one, NEXT_NIGHT, c=later)
        decide(one, finding(database, "sheet.column.is_unknown")[:8], "--map-column", "phone")
        run(one, NEXT_NIGHT)
        decisions = contents(database, "quality", "vault")
        said = told(database)
    with open_database(other) as database:
        load(database, tmp_path / "again")
        with database.transaction() as cursor:
            for table_ in (tables.DECISION, tables.DECISION_VALUE):
                copying.append(cursor, table_, decisions[table_.full_name])
        run(other, a=first)
        run(other, NEXT_NIGHT, b=held, c=later)
        assert_same(facts(told(database)), facts(said))


def facts(said: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """What is counted; the ids of persons depend on who was known first."""
    names = ("mart.indicator", "mart.reconciliation", "mart.credit", "core.team_report")
    states = said["quality.finding"][["finding_id", "state", "severity"]]
    open_ones = states[~states["state"].isin(["closed", "fixed"])]
    return {name: said[name] for name in names} | {"open": open_ones.reset_index(drop=True)}


@pytest.mark.parametrize("role", ["analyst", "steward", "pipeline"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET position = position", "DELETE FROM {}"])
def test_no_role_changes_a_decision(role, statement, database):
    for table_ in (tables.DECISION, tables.DECISION_VALUE):
        url = f"{database.url}&options={quote(f'-c role=sunday_{role}')}"
        with psycopg.connect(url) as acting, pytest.raises(psycopg.errors.InsufficientPrivilege):
            acting.execute(statement.format(table_.full_name).encode())


@in_shared_runs
def test_a_branch_that_was_typed_takes_the_file_in_and_undone_it_waits_again(
    own: District,
) -> Case:
    rule_id = "submission.branch_code.is_known"
    yield NOW, {"a": own.report(HA, branch="An Hưng")}
    before = told_of(own)
    batch = Steward(own)(rule_id, "--type", own.own("D21609"))
    ran = yield MONDAY, {}
    assert (own.taken(ran), own.value("KPI_UNIQUE_CITIZENS")) == ({"accepted": 1}, 1)
    assert own.states(rule_id) == ["fixed"]
    Steward(own).undo(batch)
    yield LATER, {}
    assert own.value("KPI_UNIQUE_CITIZENS") in (0, None)
    after = told_of(own)
    assert_same({"f": after["quality.finding"]}, {"f": before["quality.finding"]})
    statuses = own.ask("SELECT status, branch_code FROM ops.submission WHERE {of_ours}")
    assert statuses == [("quarantined", None)]


@in_shared_runs
def test_what_is_typed_stays_in_the_vault(own: District) -> Case:
    yield NOW, {"a": own.report(citizen(full_name="???", phone="09abc"))}
    name, phone = own.finding("record.full_name.has_a_letter"), own.finding(PHONE)
    said = [
        decide(own.settings, name[:8], "--type", "Đỗ Thị Ngọc"),
        decide(own.settings, phone[:8], "--type", "0387654329"),
        decide(own.settings, "3f9c01ab", "--type", "Đỗ", "Thị", "Ngọc"),
    ]
    yield MONDAY, {}
    assert own.value("KPI_UNIQUE_CITIZENS") == 1
    outside = contents(own.database, "core", "mart", "quality", "ops")
    shown = [frame.to_string() for frame in outside.values()]
    shown += [one.out + one.err for one in said]
    shown.append((own.settings.home / "logs" / "sunday.log").read_text(encoding="utf-8"))
    assert not any(word in text for word in ("Ngọc", "0387654329") for text in shown)
    kept = own.ask(
        "SELECT value_typed FROM vault.decision_value JOIN quality.decision USING (position)"
        f" WHERE subject_id IN ('{name}', '{phone}') ORDER BY 1"
    )
    assert kept == [("0387654329",), ("Đỗ Thị Ngọc",)]


def test_the_command_tells_what_it_did_and_can_do_again(home, database, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    run(home, a=report(NO_PHONE, citizen(id_number="", birth_date="05/06/85")))
    url = home.database_url.get_secret_value() if home.database_url else None
    sunday = Home(home.home, url)
    name = finding(database, "record.birth_date.has_four_digit_year")
    shown = sunday("findings", "--state", "open", "--all").out
    assert f"{name[:8]}" in shown
    assert "--accept" in shown.partition(name[:8])[2][:80]
    said = sunday("decide", name[:8], "--accept", "--now", MONDAY).out
    assert "Đợt / batch B1" in said
    assert f"{name[:8]}" in said
    ran = sunday("run", "--now", MONDAY).out
    assert "B1 nhận đề nghị / accepted" in ran
    sunday("decide", "--undo", "B1", "--now", MONDAY)
    listed = sunday("decide", "--list").out
    assert "đã hoàn tác / undone: B2" in listed
    rows = sunday("decide", "--list", "--json").document
    assert [(row["batch_id"], row["undone_by"]) for row in rows] == [("B2", None), ("B1", "B2")]
