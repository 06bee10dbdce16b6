"""A steward's answers, replayed on every run: what they change, what they survive, when they end.

Findings are answered by the command, as a steward does; `said` is what `core` and `mart` say then.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pandas as pd
import psycopg
import pytest

from schemas import tables
from schemas.settings import Settings
from tests.homes import Home, Said
from tests.integration.test_cases_through_a_run import (
    BINH,
    EM,
    HA,
    MONDAY,
    ask,
    contents,
    load,
    run,
    states,
    value,
)
from tests.integration.test_submissions_over_time import NEXT_NIGHT, NEXT_SUNDAY, crowd
from tests.workbooks import citizen, form, members, report, table, workbook
from warehouse import copying
from warehouse.database import Database, open_database

LATER = "2023-03-07T06:00+07:00"
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


def test_a_waiver_stays_over_another_run(home, database):
    run(home, a=report(HA, BINH, teams=[*members("T0001", 7), *members("T0002")]))
    assert value(database, "KPI_TEAM_SIZE") == pytest.approx(100 / 3)
    name = finding(database, "team.member_count.is_8")
    said = decide(home, name[:8], "--waive", "--reason", "Tổ vùng cao")
    assert said.code == 0, said.err
    assert said.document["batch_id"] == "B1"
    assert states(database, "team.member_count.is_8") == ["waived"]
    run(home, MONDAY)
    assert states(database, "team.member_count.is_8") == ["waived"]
    assert ask(database, "SELECT status FROM core.team_report WHERE team_code = 'T0001'") == [
        ("accepted",)
    ]
    assert value(database, "KPI_TEAM_SIZE") == pytest.approx(100 / 3)


_OF_THE_RUN = ["published_at", "superseded_at", "last_received_at", "content_hash"]


def told(database: Database) -> dict[str, pd.DataFrame]:
    """What is published, runs and their times aside; the history is another matter."""
    tables = contents(database, "core", "mart", "quality")
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


def test_a_typed_value_counts_as_if_the_branch_had_sent_it(home, database, new_settings):
    run(home, a=report(HA, NO_PHONE))
    assert value(database, "KPI_UNIQUE_CITIZENS") == 1
    name = finding(database, "record.phone.is_valid")
    decided = decide(home, name[:6], "--type", "0387 654 321")
    assert decided.code == 0, decided.err
    assert states(database, "record.phone.is_valid") == ["fixed"]
    result = run(home, MONDAY)
    assert value(database, "KPI_UNIQUE_CITIZENS") == 2
    assert states(database, "record.phone.is_valid") == ["fixed"]
    assert states(database, "record.identity.is_sufficient") == ["closed"]
    assert ask(database, "SELECT phone, status FROM vault.record WHERE row_number = 5") == [
        ("0387654321", "accepted")
    ]
    assert set(ask(database, "SELECT DISTINCT cause FROM mart.indicator_history")) == {
        ("first",),
        ("decision",),
    }
    assert result.indicators_restated > 0
    before = told(database)
    run(home, LATER)
    assert_same(told(database), before)


def test_what_is_undone_is_as_it_was_and_what_is_restored_is_decided_again(home, database):
    run(home, a=report(HA, NO_PHONE), b=report(EM, branch="D21610"))
    before = told(database)
    decide(home, finding(database, "record.phone.is_valid")[:6], "--type", "0387654320")
    run(home, MONDAY)
    decided = told(database)
    undone = decide(home, "--undo", "B1")
    assert undone.document["findings"][0]["state"] == "open"
    run(home, LATER)
    assert_same(told(database), before)
    assert decide(home, "--undo", "B2").code == 0
    run(home, LATER)
    assert_same(told(database), decided)


def columns(header: str, *phones: object, sunday: Any = None, **more: Any) -> bytes:
    """A workbook whose phones stand under another header."""
    rows = table("NGUOI_DAN", crowd(*range(1, len(phones) + 1), **more))
    at = rows[2].index("Số điện thoại")
    told = [list(row) for row in rows]
    told[2][at] = header
    for row, phone in zip(told[3:], phones, strict=True):
        row[at] = phone
    heading = form(sunday=sunday) if sunday else form()
    return workbook({"THONG_TIN": heading, "NGUOI_DAN": told})


def test_a_header_is_asked_about_once_and_remembered(home, database):
    run(home, a=columns("Zalo", "0967100001", "0967100002"))
    assert phones(database) == ["", ""]
    name = finding(database, "sheet.column.is_unknown")
    asked = decide(home, name[:8], "--accept")
    assert (asked.code, asked.sentence) == (
        1,
        f"Nothing was decided: finding {name[:8]} asks about a column; answer with --map-column or"
        " --ignore-column.",
    )
    assert decide(home, name[:8], "--map-column", "phone").code == 0
    result = run(home, MONDAY)
    assert phones(database) == ["0967100001", "0967100002"]
    assert states(database, "sheet.column.is_unknown") == ["fixed"]
    (change,) = result.decisions["changes"]
    assert (change["action"], change["effect"], change["rows"]) == ("map_column", "applied", 2)
    run(home, NEXT_NIGHT, b=columns("ZALO:", "0967100003", sunday=NEXT_SUNDAY))
    assert phones(database) == ["0967100001", "0967100002", "0967100003"]
    assert states(database, "sheet.column.is_unknown") == ["fixed", "fixed"]


def phones(database: Database) -> list[str]:
    return [row[0] for row in ask(database, "SELECT phone FROM vault.record ORDER BY 1")]


def test_answers_follow_a_row_through_a_corrected_file_and_lapse_with_its_value(home, database):
    wrong = citizen(phone="09abc")
    run(home, a=report(EM, wrong))
    decide(home, finding(database, "record.phone.is_valid")[:8], "--type", "0387654320")
    run(home, MONDAY)
    run(home, LATER, b=report(wrong, EM, BINH, kind="Thay thế"))
    assert ("0387654320",) in ask(
        database,
        "SELECT phone FROM vault.record JOIN ops.submission USING (submission_id)"
        " WHERE version = 2 AND row_number = 4",
    )
    assert states(database, "record.phone.is_valid") == ["fixed"]
    again = report(citizen(phone="08xyz"), EM, BINH, kind="Thay thế")
    result = run(home, "2023-03-08T06:00+07:00", c=again)
    assert result.decisions["lapsed"] == 1
    assert finding(database, "record.phone.is_valid")


def test_a_released_file_counts_until_that_is_undone(home, database):
    run(home, a=report(*crowd(1, 2, 3)))
    run(home, MONDAY, b=report(*crowd(4, 5)))
    before = told(database)
    name = finding(database, "submission.version.overlaps_earlier")
    assert decide(home, name[:8], "--waive", "--reason", "Danh sách mới").code == 0
    run(home, LATER)
    assert value(database, "KPI_UNIQUE_CITIZENS") == 2
    assert ask(database, "SELECT status, version FROM ops.submission ORDER BY 2") == [
        ("superseded", 1),
        ("accepted", 2),
    ]
    assert states(database, "submission.version.overlaps_earlier") == ["waived"]
    decide(home, "--undo", "B1")
    run(home, LATER)
    assert_same(told(database), before)


def test_a_waiver_ends_after_its_last_day(home, database):
    few = [*members("T0001", 7), *members("T0002")]
    run(home, a=report(HA, teams=few))
    before = told(database)
    name = finding(database, "team.member_count.is_8")
    decide(home, name[:8], "--waive", "--reason", "x", "--until", "2023-03-06")
    run(home, MONDAY)
    assert states(database, "team.member_count.is_8") == ["waived"]
    result = run(home, LATER)
    assert result.decisions["changes"][0]["effect"] == "ended"
    assert_same(told(database), before)


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
    later = columns("Zalo", "0967100003", sunday=NEXT_SUNDAY)
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
        run(other, MONDAY, b=held)
        run(other, NEXT_NIGHT, c=later)
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


def test_a_branch_that_was_typed_takes_the_file_in_and_undone_it_waits_again(home, database):
    run(home, a=report(HA, branch="An Hưng"))
    before = told(database)
    name = finding(database, "submission.branch_code.is_known")
    assert decide(home, name[:8], "--type", "D21609").code == 0
    result = run(home, MONDAY)
    assert (result.submissions, value(database, "KPI_UNIQUE_CITIZENS")) == ({"accepted": 1}, 1)
    assert states(database, "submission.branch_code.is_known") == ["fixed"]
    decide(home, "--undo", "B1")
    run(home, LATER)
    assert value(database, "KPI_UNIQUE_CITIZENS") in (0, None)
    after = told(database)
    assert_same({"f": after["quality.finding"]}, {"f": before["quality.finding"]})
    assert ask(database, "SELECT status, branch_code FROM ops.submission") == [
        ("quarantined", None)
    ]


def test_what_is_typed_stays_in_the_vault(home, database):
    run(home, a=report(citizen(full_name="???", phone="09abc")))
    first = decide(
        home, finding(database, "record.full_name.has_a_letter")[:8], "--type", "Đỗ Thị Ngọc"
    )
    second = decide(home, finding(database, "record.phone.is_valid")[:8], "--type", "0387654320")
    unquoted = decide(home, "3f9c01ab", "--type", "Đỗ", "Thị", "Ngọc")
    run(home, MONDAY)
    assert value(database, "KPI_UNIQUE_CITIZENS") == 1
    outside = contents(database, "core", "mart", "quality", "ops")
    shown = [frame.to_string() for frame in outside.values()]
    shown += [said.out + said.err for said in (first, second, unquoted)]
    shown.append((home.home / "logs" / "sunday.log").read_text(encoding="utf-8"))
    assert not any(word in text for word in ("Ngọc", "0387654320") for text in shown)
    kept = ask(database, "SELECT value_typed FROM vault.decision_value ORDER BY 1")
    assert kept == [("0387654320",), ("Đỗ Thị Ngọc",)]


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
