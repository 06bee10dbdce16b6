"""Cases that need the memory of earlier runs: duplicates, corrections, late reference data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import pytest

from flows.steps import RunResult, run_sunday
from schemas.settings import Settings
from schemas.tables import TABLES
from tests.workbooks import citizen, members, report, write_reference
from warehouse import copying
from warehouse.database import Database, open_database
from warehouse.reference import load_folder, load_shipped

T = TypeVar("T")
NOW = "2023-03-05T21:00+07:00"
MONDAY = "2023-03-06T06:00+07:00"

HA = citizen()
BINH = citizen(
    full_name="Lê Văn Bình", gender="Nam", id_number="", phone="0912345678", birth_date=1970
)
EM = citizen(
    full_name="Hồ Thị Em", id_number="", phone="0387654321", birth_date=1992, svc_epayment="x"
)
TEAMS = [*members("T0001"), *members("T0002")]
GOOD = report(HA, BINH, teams=TEAMS)


def in_process(_: str, step: Callable[..., T], *args: Any) -> T:
    return step(*args)


def silent(stage: str, done: int, total: int) -> None:
    """No terminal."""


def run(settings: Settings, now: str = NOW, /, **files: bytes) -> RunResult:
    """A run after `files` (path with / as __) were put into the inbox."""
    for name, content in files.items():
        put(settings, f"{name.replace('__', '/')}.xlsx", content)
    return run_sunday(settings, pd.Timestamp(now).tz_convert("UTC"), None, in_process, silent)


def put(settings: Settings, path: str, content: bytes) -> None:
    target = settings.inbox_folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


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


def test_a_mixed_inbox_counts_every_row_once(home, database):
    lock = home.inbox_folder / "~$bao cao.xlsx"
    lock.write_bytes(b"\x05user")
    result = run(
        home,
        a=report(HA, BINH, citizen(team_code="T9999"), citizen(consent="Không"), teams=TEAMS),
        b=report(citizen(team_code="T0101"), branch="D99999"),
        c=report(branch="D21610", kind="Không tổ chức", nil_reason="Bão số 4"),
        d=b"%PDF-1.7",
    )
    assert result.submissions == {"accepted": 1, "nil": 1, "quarantined": 1, "rejected": 2}
    counts = (result.records_accepted, result.records_quarantined, result.records_excluded)
    assert (result.records_parsed, *counts) == (5, 2, 2, 1)
    assert states(database, "file.name.is_lock_file") == ["fixed"]
    assert lock.exists()


def test_a_refusal_is_a_contact_and_no_citizen(home, database):
    refused = citizen(consent="Không", phone="0387654321", id_number="", svc_epayment="x")
    run(home, a=report(HA, refused))
    assert value(database, "KPI_ASSIST_CONTACTS") == 3
    assert value(database, "KPI_UNIQUE_CITIZENS") == 1


def test_another_branchs_team_is_credited_to_its_own_branch(home, database):
    run(home, a=report(citizen(team_code="T0101")))
    rows = ask(database, "SELECT branch_code, unit_code FROM core.assistance")
    assert rows == [("D21610", "21610")]


def test_a_team_of_seven_is_not_of_full_size_but_active(home, database):
    teams = [*members("T0001", 7), *members("T0002")]
    run(home, a=report(HA, teams=teams))
    assert states(database, "team.member_count.is_8") == ["open"]
    assert value(database, "KPI_UNIQUE_CITIZENS") == 1
    rows = ask(
        database,
        "SELECT indicator_code, numerator FROM mart.indicator WHERE unit_level = 'branch'"
        " AND unit_code = 'D21609' AND sunday = '2023-03-05' AND period = 'week'"
        " AND indicator_code IN ('KPI_TEAM_SIZE', 'KPI_TEAM_ACTIVE') ORDER BY 1",
    )
    assert rows == [("KPI_TEAM_ACTIVE", 1), ("KPI_TEAM_SIZE", 1)]


def test_a_team_code_that_is_none_stays_in_the_vault(home, database):
    teams = [{**row, "team_code": "0967888108"} for row in members("T0001")]
    activity = {"activity": "POSTER", "quantity": 5, "team_code": "0967888108"}
    result = run(
        home, a=report(citizen(team_code="0967888108"), teams=teams, activities=[activity])
    )
    assert result.records_quarantined == 1
    for name, frame in contents(database, "core", "mart", "quality", "ops").items():
        assert "0967888108" not in frame.to_csv(), name


def test_the_same_bytes_elsewhere_are_a_duplicate_that_counts_nothing_y01(home, database):
    first = run(home, a=GOOD)
    again = run(home, a__copy=GOOD, b=GOOD)
    assert first.submissions == {"accepted": 1} and again.submissions == {"duplicate": 2}
    assert (first.records_parsed, again.records_parsed) == (2, 0)
    assert statuses(database) == [
        ("a.xlsx", "accepted", 1, 2, 2),
        ("a/copy.xlsx", "duplicate", 0, 0, 0),
        ("b.xlsx", "duplicate", 0, 0, 0),
    ]
    assert states(database, "submission.content.is_new") == ["fixed", "fixed"]
    assert value(database, "KPI_UNIQUE_CITIZENS") == 2


def test_a_replacement_restates_and_closes_what_it_mended_y03(home, database):
    faulty = citizen(**{**BINH, "phone": "123"})
    run(home, a=report(HA, faulty, citizen(team_code="T9999"), teams=TEAMS))
    assert states(database, "record.phone.is_valid") == ["open"]
    before = value(database, "KPI_UNIQUE_CITIZENS")
    result = run(home, MONDAY, b=report(HA, BINH, EM, teams=TEAMS, kind="Thay thế"))
    assert statuses(database) == [
        ("a.xlsx", "superseded", 1, 3, 2),
        ("b.xlsx", "accepted", 2, 3, 3),
    ]
    assert (before, value(database, "KPI_UNIQUE_CITIZENS")) == (2, 3)
    assert result.indicators_restated > 0
    assert states(database, "record.phone.is_valid") == ["fixed"]
    assert states(database, "record.team_code.is_on_roster") == ["closed"]
    assert states(database, "submission.version.replaces_earlier") == ["fixed"]
    history = ask(
        database,
        "SELECT value, cause FROM mart.indicator_history WHERE unit_level = 'province'"
        " AND indicator_code = 'KPI_UNIQUE_CITIZENS' AND period = 'week'"
        " AND sunday = '2023-03-05' ORDER BY published_at",
    )
    assert history[0] == (2, "first") and history[-1] == (3, "correction")


def test_a_corrected_file_keeps_the_findings_of_what_it_did_not_correct(home, database):
    faulty = citizen(**{**BINH, "ward": "Phường Nào Đó"})
    query = "SELECT finding_id, first_run_id, state FROM quality.finding WHERE rule_id = '{}'"
    query = query.format("record.ward.is_known")
    run(home, a=report(citizen(phone="123"), faulty))
    before = ask(database, query)
    run(home, MONDAY, b=report(HA, faulty, EM, kind="Thay thế"))
    assert ask(database, query) == before and before[0][2] == "open"
    assert states(database, "record.phone.is_valid") == ["fixed"]


def test_a_finding_keeps_the_run_that_last_changed_it(home, database, tmp_path):
    """Though its file is judged again, because reference data answers another one of it."""

    def told(rule_id: str) -> tuple[Any, ...]:
        (row,) = ask(
            database,
            "SELECT state, first_run_id, last_run_id FROM quality.finding"
            f" WHERE rule_id = '{rule_id}'",
        )
        return row

    phone, team = "record.phone.is_valid", "record.team_code.is_on_roster"
    first = run(home, a=report(citizen(phone="123"), citizen(team_code="T0009"))).run_id
    assert told(phone) == told(team) == ("open", first, first)
    load(database, tmp_path / "more", teams={"T0001": "D21609", "T0009": "D21609"})
    second = run(home, MONDAY).run_id
    assert told(phone) == ("open", first, first)
    assert told(team) == ("closed", first, second)


def test_a_run_with_nothing_to_do_ends_well(settings, database):
    result = run(settings)
    assert (result.submissions, result.records_parsed, result.persons_new) == ({}, 0, 0)


def test_an_unknown_branch_waits_for_the_reference_data_f33(settings, database, tmp_path):
    known = {"branches": {"D21609": "21609"}, "teams": {"T0001": "D21609"}}
    load(database, tmp_path / "one", **known)
    content = report(citizen(team_code="T0101"), branch="D21610")
    first = run(settings, a=content)
    assert (first.submissions, first.records_quarantined) == ({"quarantined": 1}, 1)
    assert states(database, "submission.branch_code.is_known") == ["open"]
    load(database, tmp_path / "all")
    second = run(settings, MONDAY)
    assert (second.submissions, second.records_accepted) == ({"accepted": 1}, 1)
    assert states(database, "submission.branch_code.is_known") == ["closed"]
    assert states(database, "record.team_code.is_on_roster") == ["closed"]
    assert value(database, "KPI_UNIQUE_CITIZENS") == 1
    received = ask(database, "SELECT received_at FROM ops.submission")
    assert received[0][0] == pd.Timestamp(NOW)


def test_a_nil_report_is_a_report_without_citizens_y14(home, database):
    run(home, a=report(kind="Không tổ chức", nil_reason="Bão số 4"))
    assert statuses(database) == [("a.xlsx", "nil", 1, 0, 0)]
    assert states(database, "submission.nil_report.is_declared") == ["fixed"]
    run(home, MONDAY, b=report(HA, teams=TEAMS, kind="Thay thế"))
    assert [row[1] for row in statuses(database)] == ["superseded", "accepted"]


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


def test_running_again_changes_no_row(home, database):
    run(home, **MIXED)
    before = contents(database, "core", "mart", "quality", "vault")
    again = run(home, MONDAY)
    assert (again.submissions, again.records_parsed, again.indicators_restated) == ({}, 0, 0)
    assert_same(before, contents(database, "core", "mart", "quality", "vault"))


def test_the_order_and_number_of_runs_change_no_figure(
    new_settings: Callable[[], Settings], tmp_path: Path
):
    def figures(*batches: dict[str, bytes]) -> pd.DataFrame:
        settings = new_settings()
        with open_database(settings) as database:
            load(database, tmp_path / "reference")
            for batch in batches:
                run(settings, **batch)
            return contents(database, "mart")["mart.indicator"].drop(columns="run_id")

    whole = figures(MIXED)
    parts = [{name: content} for name, content in MIXED.items()]
    for batches in (parts, parts[::-1], [dict(reversed(MIXED.items()))]):
        pd.testing.assert_frame_equal(
            whole.reset_index(drop=True), figures(*batches).reset_index(drop=True)
        )
