"""Cases that need the memory of earlier runs: duplicates, corrections, late reference data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pydantic import SecretStr

from flows.steps import RunResult, run_sunday
from schemas.settings import Settings
from schemas.tables import TABLES
from tests.districts import Case, District, in_process, in_shared_runs, put, silent
from tests.workbooks import citizen, members, report, write_reference
from warehouse import copying
from warehouse.database import Database, open_database
from warehouse.reference import load_folder, load_shipped

NOW = "2023-03-05T21:00+07:00"
MONDAY = "2023-03-06T06:00+07:00"
TUESDAY = "2023-03-07T06:00+07:00"
"""With other reference data, so that every file is judged again."""

HA = citizen()
BINH = citizen(
    full_name="Lê Văn Bình", gender="Nam", id_number="", phone="0912345678", birth_date=1970
)
EM = citizen(
    full_name="Hồ Thị Em", id_number="", phone="0387654321", birth_date=1992, svc_epayment="x"
)
TEAMS = [*members("T0001"), *members("T0002")]


def run(settings: Settings, now: str = NOW, /, **files: bytes) -> RunResult:
    """A run after `files` (path with / as __) were put into the inbox."""
    for name, content in files.items():
        put(settings, f"{name.replace('__', '/')}.xlsx", content)
    return run_sunday(settings, pd.Timestamp(now).tz_convert("UTC"), None, in_process, silent)


def load(database: Database, folder: Path, **changes: dict[str, str]) -> None:
    with database.transaction() as cursor:
        load_shipped(cursor)
        load_folder(cursor, write_reference(folder, **changes))


@pytest.fixture
def home(settings: Settings, database: Database, tmp_path: Path) -> Settings:
    """Settings of a home whose branches and teams are loaded."""
    load(database, tmp_path / "reference")
    return settings


def ask(database: Database, query: str) -> list[tuple[Any, ...]]:
    with database.transaction() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def statuses(database: Database) -> list[tuple[Any, ...]]:
    return ask(
        database,
        "SELECT inbox_path, status, version, records_parsed, records_accepted"
        " FROM ops.submission JOIN vault.submission_file USING (submission_id) ORDER BY 1",
    )


def states(database: Database, rule_id: str) -> list[str]:
    rows = ask(database, f"SELECT state FROM quality.finding WHERE rule_id = '{rule_id}'")
    return sorted(row[0] for row in rows)


def value(database: Database, indicator: str, level: str = "province") -> float | None:
    """The week's value, of the one unit of that level that has any."""
    rows = ask(
        database,
        "SELECT max(value) FROM mart.indicator WHERE sunday = '2023-03-05' AND period = 'week'"
        f" AND indicator_code = '{indicator}' AND unit_level = '{level}'",
    )
    return rows[0][0]


def contents(database: Database, *schemas: str) -> dict[str, pd.DataFrame]:
    """Every row of every table of some schemas, run and row times included."""
    with database.transaction() as cursor:
        tables = [table for table in TABLES if table.schema_name in schemas]
        return {t.full_name: copying.read(cursor, t).sort_values(list(t.key)) for t in tables}


def assert_same(before: dict[str, pd.DataFrame], after: dict[str, pd.DataFrame]) -> None:
    assert before.keys() == after.keys()
    for name, frame in before.items():
        left, right = frame.reset_index(drop=True), after[name].reset_index(drop=True)
        pd.testing.assert_frame_equal(left, right, obj=name)


@in_shared_runs
def test_a_mixed_inbox_counts_every_row_once(own: District) -> Case:
    mixed = own.report(HA, BINH, citizen(team_code="T9999"), citizen(consent="Không"), teams=TEAMS)
    yield (
        NOW,
        {
            "~$bao cao": b"\x05user",
            "a": mixed,
            "b": own.report(citizen(team_code="T0101"), branch="D99999"),
            "c": own.report(branch="D21610", kind="Không tổ chức", nil_reason="Bão số 4"),
            "d": b"%PDF-1.7",
        },
    )
    statuses = own.ask("SELECT status, count(*) FROM ops.submission WHERE {of_ours} GROUP BY 1")
    assert dict(statuses) == {"accepted": 1, "nil": 1, "quarantined": 1, "rejected": 2}
    counts = own.ask(
        "SELECT sum(records_parsed), sum(records_accepted), sum(records_quarantined),"
        " sum(records_excluded) FROM ops.submission WHERE {of_ours}"
    )
    assert counts == [(5, 2, 2, 1)]
    assert own.states("file.name.is_lock_file") == ["fixed"]
    assert (own.settings.inbox_folder / own.code / "~$bao cao.xlsx").exists()


@in_shared_runs
def test_a_refusal_is_a_contact_and_no_citizen(own: District) -> Case:
    refused = citizen(consent="Không", phone="0387654321", id_number="", svc_epayment="x")
    yield NOW, {"a": own.report(HA, refused)}
    assert own.value("KPI_ASSIST_CONTACTS") == 3
    assert own.value("KPI_UNIQUE_CITIZENS") == 1


@in_shared_runs
def test_another_branchs_team_is_credited_to_its_own_branch(own: District) -> Case:
    yield NOW, {"a": own.report(citizen(team_code="T0101"))}
    rows = own.ask("SELECT branch_code, unit_code FROM core.assistance WHERE {of_ours}")
    other = own.own("D21610")
    assert rows == [(other, own.branches[other])]


@in_shared_runs
def test_a_team_of_seven_is_not_of_full_size_but_active(own: District) -> Case:
    teams = [*members("T0001", 7), *members("T0002")]
    yield NOW, {"a": own.report(HA, teams=teams)}
    assert own.states("team.member_count.is_8") == ["open"]
    assert own.value("KPI_UNIQUE_CITIZENS") == 1
    rows = own.ask(
        "SELECT indicator_code, numerator FROM mart.indicator WHERE unit_level = 'branch'"
        f" AND unit_code = '{own.own('D21609')}' AND sunday = '2023-03-05' AND period = 'week'"
        " AND indicator_code IN ('KPI_TEAM_SIZE', 'KPI_TEAM_ACTIVE') ORDER BY 1"
    )
    assert rows == [("KPI_TEAM_ACTIVE", 1), ("KPI_TEAM_SIZE", 1)]


@in_shared_runs
def test_a_team_code_that_is_none_stays_in_the_vault(own: District) -> Case:
    none = "0967888108"
    teams = [{**row, "team_code": none} for row in members("T0001")]
    activity = {"activity": "POSTER", "quantity": 5, "team_code": none}
    row = citizen(team_code=none)
    yield NOW, {"a": own.report(row, teams=teams, activities=[activity])}
    counts = own.ask("SELECT records_quarantined FROM ops.submission WHERE {of_ours}")
    assert counts == [(1,)]
    for name, frame in contents(own.database, "core", "mart", "quality", "ops").items():
        assert none not in frame.to_csv(), name


@in_shared_runs
def test_the_same_bytes_elsewhere_are_a_duplicate_that_counts_nothing_y01(own: District) -> Case:
    good = own.report(HA, BINH, teams=TEAMS)
    first = yield NOW, {"a": good}
    assert own.taken(first) == {"accepted": 1}
    again = yield MONDAY, {"a/copy": good, "b": good}
    assert own.taken(again) == {"duplicate": 2}
    assert own.statuses() == [
        ("a.xlsx", "accepted", 1, 2, 2),
        ("a/copy.xlsx", "duplicate", 0, 0, 0),
        ("b.xlsx", "duplicate", 0, 0, 0),
    ]
    assert own.states("submission.content.is_new") == ["fixed", "fixed"]
    assert own.value("KPI_UNIQUE_CITIZENS") == 2


@in_shared_runs
def test_a_replacement_restates_and_closes_what_it_mended_y03(own: District) -> Case:
    faulty = citizen(**{**BINH, "phone": "123"})
    yield NOW, {"a": own.report(HA, faulty, citizen(team_code="T9999"), teams=TEAMS)}
    assert own.states("record.phone.is_valid") == ["open"]
    before = own.value("KPI_UNIQUE_CITIZENS")
    ran = yield MONDAY, {"b": own.report(HA, BINH, EM, teams=TEAMS, kind="Thay thế")}
    assert own.statuses() == [
        ("a.xlsx", "superseded", 1, 3, 2),
        ("b.xlsx", "accepted", 2, 3, 3),
    ]
    assert (before, own.value("KPI_UNIQUE_CITIZENS")) == (2, 3)
    assert ran.indicators_restated > 0
    assert own.restated(ran) == ["correction"]
    assert own.states("record.phone.is_valid") == ["fixed"]
    assert own.states("record.team_code.is_on_roster") == ["closed"]
    assert own.states("submission.version.replaces_earlier") == ["fixed"]
    history = own.ask(
        "SELECT value, cause FROM mart.indicator_history WHERE unit_level = 'district'"
        " AND unit_code = '{d}' AND indicator_code = 'KPI_UNIQUE_CITIZENS' AND period = 'week'"
        " AND sunday = '2023-03-05' ORDER BY published_at"
    )
    assert history == [(2, "first"), (3, "correction")]


@in_shared_runs
def test_what_a_replacement_mended_is_fixed_though_other_reference_data_came_too(
    own: District,
) -> Case:
    """The file that it replaces is judged again with it, and shows the fault as it did."""
    faulty = citizen(**{**BINH, "phone": "123"})
    yield NOW, {"a": own.report(HA, faulty, citizen(team_code="T9999"), teams=TEAMS)}
    yield MONDAY, {}
    own.load(own.branches, {own.own("T0008"): own.own("D21609")})
    yield TUESDAY, {"b": own.report(HA, BINH, EM, teams=TEAMS, kind="Thay thế")}
    assert own.statuses() == [("a.xlsx", "superseded", 1, 3, 2), ("b.xlsx", "accepted", 2, 3, 3)]
    assert own.states("record.phone.is_valid") == ["fixed"]
    assert own.states("record.team_code.is_on_roster") == ["closed"]


@in_shared_runs
def test_a_corrected_file_keeps_the_findings_of_what_it_did_not_correct(own: District) -> Case:
    faulty = citizen(**{**BINH, "ward": "Phường Nào Đó"})
    query = (
        "SELECT finding_id, first_run_id, state FROM quality.finding"
        " WHERE rule_id = 'record.ward.is_known' AND {of_ours}"
    )
    yield NOW, {"a": own.report(citizen(phone="123"), faulty)}
    before = own.ask(query)
    yield MONDAY, {"b": own.report(HA, faulty, EM, kind="Thay thế")}
    assert own.ask(query) == before and before[0][2] == "open"
    assert own.states("record.phone.is_valid") == ["fixed"]


@in_shared_runs
def test_a_finding_keeps_the_run_that_last_changed_it(own: District) -> Case:
    """Though its file is judged again, because reference data answers another one of it."""

    def told(rule_id: str) -> tuple[Any, ...]:
        (row,) = own.ask(
            "SELECT state, first_run_id, last_run_id FROM quality.finding"
            f" WHERE rule_id = '{rule_id}' AND {{of_ours}}"
        )
        return row

    phone, team = "record.phone.is_valid", "record.team_code.is_on_roster"
    rows = (citizen(phone="123"), citizen(team_code="T0009"))
    first = (yield NOW, {"a": own.report(*rows)}).run_id
    assert told(phone) == told(team) == ("open", first, first)
    yield MONDAY, {}
    own.load(own.branches, {own.own("T0009"): own.own("D21609")})
    second = (yield TUESDAY, {}).run_id
    assert told(phone) == ("open", first, first)
    assert told(team) == ("closed", first, second)


def test_a_run_with_nothing_to_do_ends_well(settings, database):
    result = run(settings)
    assert (result.submissions, result.records_parsed, result.persons_new) == ({}, 0, 0)


@in_shared_runs
def test_an_unknown_branch_waits_for_the_reference_data_f33(own: District) -> Case:
    branch, team = f"N{own.communes[1]}", own.own("T0201")
    content = own.report(citizen(team_code="T0201"), branch=branch)
    first = yield NOW, {"a": content}
    assert own.taken(first) == {"quarantined": 1}
    counts = "SELECT records_accepted, records_quarantined FROM ops.submission WHERE {of_ours}"
    assert own.ask(counts) == [(0, 1)]
    assert own.states("submission.branch_code.is_known") == ["open"]
    yield MONDAY, {}
    own.load({branch: own.communes[1]}, {team: branch})
    second = yield TUESDAY, {}
    assert own.taken(second) == {"accepted": 1}
    assert own.ask(counts) == [(1, 0)]
    assert own.states("submission.branch_code.is_known") == ["closed"]
    assert own.states("record.team_code.is_on_roster") == ["closed"]
    assert own.value("KPI_UNIQUE_CITIZENS") == 1
    received = own.ask("SELECT received_at FROM ops.submission WHERE {of_ours}")
    assert received[0][0] == pd.Timestamp(NOW)


@in_shared_runs
def test_a_nil_report_is_a_report_without_citizens_y14(own: District) -> Case:
    yield NOW, {"a": own.report(kind="Không tổ chức", nil_reason="Bão số 4")}
    assert own.statuses() == [("a.xlsx", "nil", 1, 0, 0)]
    assert own.states("submission.nil_report.is_declared") == ["fixed"]
    yield MONDAY, {"b": own.report(HA, teams=TEAMS, kind="Thay thế")}
    assert [row[1] for row in own.statuses()] == ["superseded", "accepted"]


def test_a_service_that_has_ended_is_asked_about_and_stops_no_run(home, database):
    row = citizen(assist_date="07/07/2024")
    result = run(home, "2024-07-07T21:00+07:00", a=report(row, sunday=pd.Timestamp("2024-07-07")))
    assert result.records_accepted == 1
    assert states(database, "record.service_codes.is_in_force") == ["open"]


MIXED = {
    "a": report(HA, citizen(phone="123"), citizen(consent="Không"), teams=members("T0001", 7)),
    "b": report(EM, branch="D99999"),
    "c": report(citizen(**{**BINH, "team_code": "T0101"}), branch="D21610", teams=members("T0101")),
    "d": report(EM, teams=members("T0001"), kind="Thay thế"),
    "e": b"no workbook",
}


Home = tuple[Settings, pd.DataFrame]
"""The settings of a home, and the figures that it published."""


def figures(settings: Settings) -> pd.DataFrame:
    with open_database(settings) as database:
        found = contents(database, "mart")["mart.indicator"]
    return found.drop(columns="run_id").reset_index(drop=True)


@pytest.fixture(scope="module")
def at_once(
    fresh_database: Callable[[], AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Home]:
    """A home that took in all of MIXED in one run."""
    folder = tmp_path_factory.mktemp("home")
    with fresh_database() as url:
        made = Settings(home=folder, database_url=SecretStr(url), answers=False)
        with open_database(made) as database:
            load(database, folder / "reference")
        run(made, **dict(reversed(MIXED.items())))
        yield made, figures(made)


def test_running_again_changes_no_row(at_once):
    settings, _ = at_once
    with open_database(settings) as database:
        before = contents(database, "core", "mart", "quality", "vault")
        again = run(settings, MONDAY)
        assert (again.submissions, again.records_parsed, again.indicators_restated) == ({}, 0, 0)
        assert_same(before, contents(database, "core", "mart", "quality", "vault"))


@pytest.mark.parametrize("batches", [["ad", "bce"], ["e", "d", "cb", "a"]])
def test_the_order_and_number_of_runs_change_no_figure(home, at_once, batches):
    """Also where the correction comes before the report that it replaces."""
    _, whole = at_once
    for names in batches:
        run(home, **{name: MIXED[name] for name in names})
    pd.testing.assert_frame_equal(whole, figures(home))
