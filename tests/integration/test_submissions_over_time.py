"""What becomes of a branch's files as they come in, week after week, by real runs (DESIGN 4)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from schemas.settings import Settings
from tests.homes import Home
from tests.integration.test_cases_through_a_run import (
    BINH,
    EM,
    HA,
    MONDAY,
    NOW,
    TEAMS,
    ask,
    assert_same,
    contents,
    load,
    run,
    states,
    statuses,
    value,
)
from tests.workbooks import Cells, citizen, report
from warehouse.database import Database
from warehouse.locking import lock, unlock
from warehouse.queries import completeness, held, unplaced
from warehouse.reference import load_folder

LATER = "2023-03-07T06:00+07:00"
NEXT_SUNDAY = date(2023, 3, 12)
NEXT_NIGHT = "2023-03-12T21:00+07:00"

NAMES = ("An", "Bảo", "Chi", "Dung", "Giang", "Hiếu", "Khánh", "Lan", "Minh", "Nga", "Oanh", "Phú")


def crowd(*numbers: int, **cells: object) -> list[Cells]:
    """Citizens who have nothing in common, by number."""
    return [
        citizen(
            full_name=f"Đỗ Thị {NAMES[n % 12]}",
            id_number="",
            phone=f"09671{n:05d}",
            birth_date=1950 + n,
            **cells,
        )
        for n in numbers
    ]


@pytest.fixture
def home(settings: Settings, database: Database, tmp_path: Path) -> Settings:
    """Settings of a home whose branches and teams are loaded."""
    load(database, tmp_path / "reference")
    return settings


def saved_again(content: bytes) -> bytes:
    """The same workbook in other bytes, as after opening and saving."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name), zipfile.ZIP_STORED)
    return target.getvalue()


def counted(database: Database) -> dict[str, tuple[int, int, int, int]]:
    """Path → records parsed, accepted, quarantined, excluded."""
    rows = ask(
        database,
        "SELECT inbox_path, records_parsed, records_accepted, records_quarantined, records_excluded"
        " FROM ops.submission JOIN vault.submission_file USING (submission_id)",
    )
    return {path: tuple(numbers) for path, *numbers in rows}


def presence(database: Database, sunday: str = "2023-03-05") -> dict[str, str]:
    """Branch → what it sent for the Sunday."""
    return dict(
        ask(
            database,
            f"SELECT branch_code, state FROM mart.submission_status WHERE sunday = '{sunday}'",
        )
    )


def test_a_file_that_was_only_saved_again_changes_nothing_y02(home, database):
    content = report(HA, BINH, teams=TEAMS)
    run(home, a=content)
    before = contents(database, "core", "mart")
    result = run(home, MONDAY, b=saved_again(content))
    assert (result.submissions, result.indicators_restated) == ({"duplicate": 1}, 0)
    assert counted(database)["b.xlsx"] == (0, 0, 0, 0)
    assert states(database, "submission.content.differs_from_earlier") == ["fixed"]
    assert states(database, "submission.version.replaces_earlier") == []
    after = contents(database, "core", "mart")
    for name, frame in before.items():
        if name != "mart.submission_status":
            pd.testing.assert_frame_equal(after[name], frame, obj=name)


def test_an_undeclared_supplement_waits_until_the_branch_says_what_it_is_y05(home, database):
    run(home, a=report(*crowd(1, 2, 3)))
    run(home, MONDAY, b=report(*crowd(4, 5)))
    assert statuses(database) == [("a.xlsx", "accepted", 1, 3, 3), ("b.xlsx", "held", 0, 2, 0)]
    assert counted(database)["b.xlsx"] == (2, 0, 2, 0)
    assert states(database, "submission.version.overlaps_earlier") == ["open"]
    assert value(database, "KPI_UNIQUE_CITIZENS") == 3
    sums = ask(
        database,
        "SELECT parsed, quarantined, accepted, unexplained FROM mart.reconciliation"
        " WHERE branch_code = 'D21609' AND indicator_code = 'KPI_UNIQUE_CITIZENS'",
    )
    assert sums == [(5, 2, 3, 0)]
    run(home, LATER, c=report(*crowd(4, 5), kind="Bổ sung"))
    assert [row[1] for row in statuses(database)] == ["accepted", "superseded", "accepted"]
    assert states(database, "submission.version.overlaps_earlier") == ["closed"]
    assert value(database, "KPI_UNIQUE_CITIZENS") == 5


def test_a_correction_far_smaller_than_the_original_waits_y04(home, database):
    run(home, a=report(*crowd(*range(10))))
    run(home, MONDAY, b=report(*crowd(1, 2), kind="Thay thế"))
    assert [row[1] for row in statuses(database)] == ["accepted", "held"]
    assert states(database, "submission.version.is_not_much_smaller") == ["open"]
    assert value(database, "KPI_UNIQUE_CITIZENS") == 10
    run(home, LATER, c=saved_again(report(*crowd(1, 2), kind="Thay thế")))
    assert [row[1] for row in statuses(database)] == ["superseded", "superseded", "accepted"]
    assert value(database, "KPI_UNIQUE_CITIZENS") == 2


def test_last_weeks_list_under_a_new_date_waits_for_the_right_one_y09(home, database):
    run(home, a=report(*crowd(*range(6))))
    copied = report(*crowd(*range(6), assist_date=NEXT_SUNDAY), sunday=NEXT_SUNDAY)
    other = crowd(11, team_code="T0101", assist_date=NEXT_SUNDAY)
    run(home, NEXT_NIGHT, b=copied, d=report(*other, branch="D21610", sunday=NEXT_SUNDAY))
    assert states(database, "submission.list.is_of_this_week") == ["open"]
    assert counted(database)["b.xlsx"] == (6, 0, 6, 0)
    assert presence(database, "2023-03-12") == {"D21609": "held", "D21610": "on_time"}
    right = report(*crowd(7, 8, 9, assist_date=NEXT_SUNDAY), sunday=NEXT_SUNDAY)
    run(home, "2023-03-13T06:00+07:00", c=right)
    assert [row[1] for row in statuses(database)][:3] == ["accepted", "superseded", "accepted"]
    assert states(database, "submission.list.is_of_this_week") == ["closed"]
    assert presence(database, "2023-03-12")["D21609"] == "late"


def test_a_locked_sunday_holds_what_comes_after_the_lock_until_it_is_opened_y12(home, database):
    run(home, a=report(HA, BINH, teams=TEAMS))
    with database.transaction() as cursor:
        assert lock(cursor, "2023", "Đã chốt năm", pd.Timestamp("2023-03-05T22:00+07:00"))
        assert not lock(cursor, "2023", "Lần nữa", pd.Timestamp(MONDAY))
    before = value(database, "KPI_UNIQUE_CITIZENS")
    run(home, MONDAY, b=report(HA, BINH, EM, teams=TEAMS, kind="Thay thế"))
    assert [row[1] for row in statuses(database)] == ["accepted", "held"]
    assert (before, value(database, "KPI_UNIQUE_CITIZENS")) == (2, 2)
    with database.transaction() as cursor:
        assert unlock(cursor, "2023")
    run(home, LATER)
    assert [row[1] for row in statuses(database)] == ["superseded", "accepted"]
    assert states(database, "submission.sunday.is_not_locked") == ["closed"]
    assert value(database, "KPI_UNIQUE_CITIZENS") == 3


def test_rows_of_several_sundays_count_in_the_week_of_their_date_x10(home, database):
    last_week = citizen(**{**BINH, "assist_date": "26/02/2023"})
    run(home, a=report(HA, last_week, teams=TEAMS))
    rows = ask(database, "SELECT sunday::text FROM core.assistance ORDER BY 1")
    assert rows == [("2023-02-26",), ("2023-03-05",)]
    assert states(database, "submission.records.are_of_its_week") == ["fixed"]


BRANCHES = "branch_code,name,kind,unit_code,parent_branch_code,valid_from,valid_to"


def reload(database: Database, folder: Path, **files: Sequence[str]) -> None:
    for name, lines in files.items():
        (folder / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    with database.transaction() as cursor:
        load_folder(cursor, folder)


def test_a_districts_file_and_its_communes_count_each_assistance_once_y10(home, database, tmp_path):
    district = "H542,Huyện đoàn An Lão,district,542,,1900-01-01,"
    reload(database, tmp_path / "reference", branches=[BRANCHES, district])
    whole = report(HA, citizen(**{**BINH, "team_code": "T0101"}), branch="H542")
    result = run(home, a=report(HA), b=whole)
    assert result.submissions == {"accepted": 2}
    assert value(database, "KPI_ASSIST_CONTACTS") == 2
    assert value(database, "KPI_UNIQUE_CITIZENS") == 2
    assert states(database, "record.team_code.is_of_the_sender_itself") == ["open"]
    assert states(database, "record.team_code.is_of_this_branch") == []
    rows = ask(database, "SELECT branch_code FROM core.assistance ORDER BY 1")
    assert rows == [("D21609",), ("D21610",)]


def test_a_report_of_a_merged_branch_is_its_heirs_from_that_day_on_y11(home, database, tmp_path):
    reload(
        database,
        tmp_path / "reference",
        branches=[
            BRANCHES,
            "D21610,Đoàn xã An Hưng,commune,21610,,1900-01-01,2025-06-30",
            "X21609,Đoàn xã An Lão,commune,21609,,2025-07-01,",
        ],
        branch_successions=["old_code,new_code,date", "D21610,X21609,2025-07-01"],
        teams=[
            "team_code,branch_code,name,team_type,valid_from,valid_to",
            "T0101,D21610,Tổ T0101,youth,1900-01-01,2025-06-30",
            "T0101,X21609,Tổ T0101,youth,2025-07-01,",
        ],
    )
    sent = {
        f"{day:%d}": report(
            citizen(team_code="T0101", assist_date=day), branch="D21610", sunday=day
        )
        for day in (date(2025, 6, 29), date(2025, 7, 6))
    }
    run(home, "2025-07-06T21:00+07:00", **sent)
    rows = ask(database, "SELECT sunday::text, branch_code FROM ops.submission ORDER BY 1")
    assert rows == [("2025-06-29", "D21610"), ("2025-07-06", "X21609")]
    assert ask(database, "SELECT DISTINCT branch_code FROM core.assistance ORDER BY 1") == [
        ("D21610",),
        ("X21609",),
    ]
    assert states(database, "submission.branch_code.is_in_force") == ["fixed"]
    assert states(database, "record.team_code.is_of_this_branch") == []


def test_a_file_that_lay_in_the_inbox_before_the_cut_off_is_on_time_whoever_runs_late_y06(
    home, database, monkeypatch
):
    came = {"a.xlsx": "2023-03-05T21:59+07:00", "b.xlsx": "2023-03-05T22:01+07:00"}
    monkeypatch.setattr(
        "warehouse.intake.arrived_at", lambda file, now: pd.Timestamp(came[file.relative])
    )
    night = "2023-03-05T23:00+07:00"
    other = report(citizen(**{**BINH, "team_code": "T0101"}), branch="D21610")
    run(home, night, a=report(HA), b=other)
    rows = ask(database, "SELECT is_late, received_at FROM ops.submission ORDER BY arrived_at")
    assert rows == [(False, pd.Timestamp(night)), (True, pd.Timestamp(night))]
    assert presence(database) == {"D21609": "on_time", "D21610": "late"}
    assert states(database, "submission.arrival.is_in_time") == ["fixed"]


def of_branch(number: int, *rows: Cells, **heading: Any) -> bytes:
    own = [citizen(**{**row, "team_code": f"T{number}"}) for row in rows]
    return report(*own, branch=f"B{number}", **heading)


def test_every_branch_is_in_one_of_eight_states_y13(settings, database, tmp_path):
    states_of = ("on_time", "late", "nil", "missing", "empty", "held", "rejected", "suspended")
    # The suspended one is alone in its commune.
    units = {f"B{n}": "21610" if n == 7 else "21609" for n in range(8)}
    load(
        database,
        tmp_path / "reference",
        branches=units,
        teams={f"T{n}": f"B{n}" for n in range(8)},
    )
    reload(
        database,
        tmp_path / "reference",
        suspended_sundays=["sunday,unit_code,reason", "2023-03-05,21610,Bão số 4"],
    )
    run(
        settings,
        on_time=of_branch(0, HA),
        nil=of_branch(2, kind="Không tổ chức", nil_reason="Họp"),
        empty=of_branch(4),
        rejected=report(HA, branch="B6", header=["assist_date", "full_name", "full_name"]),
    )
    run(settings, MONDAY, late=of_branch(1, BINH))
    with database.transaction() as cursor:
        lock(cursor, "2023-03-05", "Đã chốt", pd.Timestamp("2023-03-06T07:00+07:00"))
    run(settings, LATER, held=of_branch(5, EM))
    found = presence(database)
    assert found == {f"B{number}": state for number, state in enumerate(states_of)}


def test_the_commands_lock_a_period_and_say_what_is_held(home, database):
    run(home, a=report(HA))
    assert home.database_url is not None
    sunday = Home(home.home, home.database_url.get_secret_value())
    locked = sunday("lock", "05/03/2023", "--reason", "Đã chốt", "--now", MONDAY, "--json")
    assert locked.document == {"period": "2023-03-05", "is_locked": True, "has_changed": True}
    assert "was locked before" in sunday("lock", "2023-03-05", "--reason", "Lần nữa").out
    run(home, LATER, b=report(HA, BINH, kind="Thay thế"))
    (told,) = sunday("status", "--json").document["held"]
    assert (told["branch_code"], told["rule_id"]) == ("D21609", "submission.sunday.is_not_locked")
    shown = sunday("status").out
    assert "D21609" in shown and "Đề nghị liên hệ Tỉnh đoàn" in " ".join(shown.split())
    assert "unlocked" in sunday("unlock", "2023-03-05").out
    assert "was not locked" in sunday("unlock", "2023-03-05").out
    assert sunday("lock", "2023-03-06", "--reason", "x").code == 2
    run(home, "2023-03-08T06:00+07:00")
    assert sunday("status", "--json").document["held"] == []


def test_a_mistyped_sunday_is_told_and_publishes_no_week_y07_y08(home, database):
    run(home, a=report(HA, BINH, teams=TEAMS))
    before = contents(database, "core", "mart")
    mistyped = {
        name: report(EM, branch="D21610", sunday=day, teams=TEAMS)
        for name, day in (("far", date(9999, 12, 26)), ("early", date(2023, 2, 19)))
    }
    result = run(home, MONDAY, **mistyped)
    assert result.submissions == {"quarantined": 2}
    assert (result.sundays, result.indicators_restated) == ([], 0)
    assert result.seconds["total"] < 20
    assert_same(before, contents(database, "core", "mart"))
    assert states(database, "submission.report_sunday.is_not_future") == ["open"]
    assert states(database, "submission.report_sunday.is_after_launch") == ["open"]
    assert run(home, LATER, c=report(EM, branch="D21610")).sundays == ["2023-03-05"]


def test_status_is_of_the_last_sunday_that_can_be(home, database):
    def shown() -> tuple[set[date], list[dict[str, Any]]]:
        with database.transaction() as cursor:
            return {row["sunday"] for row in completeness(cursor, None)}, unplaced(cursor)

    far = report(EM, branch="D21610", sunday=date(9999, 12, 26))
    unusable = report(HA, header=["assist_date", "full_name", "full_name"])
    run(home, far=far, unusable=unusable)
    assert shown() == ({date(2023, 3, 5)}, [{"status": "quarantined", "files": 1}])
    first = date(2023, 2, 26)
    last_week = [citizen(**{**row, "assist_date": first}) for row in (HA, BINH)]
    run(home, MONDAY, b=report(last_week[0], sunday=first))
    assert shown()[0] == {first}
    with database.transaction() as cursor:
        lock(cursor, "2023-02-26", "Đã chốt", pd.Timestamp(MONDAY))
    run(home, LATER, c=report(last_week[1], kind="Bổ sung", sunday=first))
    with database.transaction() as cursor:
        assert [row["branch_code"] for row in held(cursor, None)] == ["D21609"]


def test_a_restated_value_has_the_cause_that_changed_it(home, database, tmp_path):
    def causes(run_id: str) -> list[tuple[Any, ...]]:
        return ask(
            database,
            "SELECT DISTINCT sunday::text, cause FROM mart.indicator_history"
            f" WHERE run_id = '{run_id}' AND cause <> 'first' ORDER BY 1",
        )

    run(home, a=report(HA))
    of_last_week = citizen(**{**BINH, "assist_date": "03/03/2023"})
    late = run(home, NEXT_NIGHT, b=report(of_last_week, sunday=NEXT_SUNDAY))
    assert causes(late.run_id) == [("2023-03-05", "late")]
    teams = ["team_code,branch_code,name,team_type", "T0009,D21609,Tổ T0009,youth"]
    reload(database, tmp_path / "reference", teams=teams)
    grown = run(home, "2023-03-13T06:00+07:00")
    every = ["2023-03-05", "2023-03-12"]
    assert causes(grown.run_id) == [(day, "unit_change") for day in every]
    storm = ["sunday,unit_code,reason", "2023-03-12,21609,Bão"]
    reload(database, tmp_path / "reference", suspended_sundays=storm)
    stopped = run(home, "2023-03-14T06:00+07:00")
    assert {cause for _, cause in causes(stopped.run_id)} == {"unit_change"}


def test_a_catch_up_is_a_report_for_each_week_of_its_rows_x10(home, database):
    """Also where another file of that week comes later, and until the row is taken back."""

    def of(*days: date, sunday: date = NEXT_SUNDAY, **heading: Any) -> bytes:
        rows = crowd(*(day.day for day in days), team_code="T0101")
        dated = [{**row, "assist_date": day} for row, day in zip(rows, days, strict=True)]
        return report(*dated, branch="D21610", sunday=sunday, **heading)

    def found() -> list[tuple[str, int]]:
        return ask(
            database,
            "SELECT state, versions FROM mart.submission_status WHERE branch_code = 'D21610'"
            " ORDER BY sunday",
        )

    this_week, last_week = date(2023, 3, 10), date(2023, 3, 3)
    run(home, a=report(HA))
    assert found() == [("missing", 0)]
    run(home, NEXT_NIGHT, b=of(this_week, last_week))
    assert found() == [("late", 1), ("on_time", 1)]
    unusable = {"header": ["assist_date", "full_name", "full_name"]}
    run(home, "2023-03-13T06:00+07:00", c=of(last_week, sunday=date(2023, 3, 5), **unusable))
    assert found() == [("late", 2), ("on_time", 1)]
    before = contents(database, "mart")
    with database.transaction() as cursor:
        cursor.execute("UPDATE ops.run SET reference_hash = repeat('0', 64)")
    run(home, "2023-03-14T06:00+07:00")
    assert_same(before, contents(database, "mart"))
    run(home, "2023-03-15T06:00+07:00", d=of(this_week, kind="Thay thế"))
    assert found() == [("rejected", 1), ("on_time", 2)]


def test_the_history_of_a_branch_that_is_taken_off_the_roster_ends(home, database, tmp_path):
    def branch(until: str) -> None:
        row = f"D21611,Đoàn xã Mới,commune,21610,,1900-01-01,{until}"
        reload(database, tmp_path / "reference", branches=[BRANCHES, row])

    def history() -> list[tuple[Any, ...]]:
        return ask(
            database,
            "SELECT published_at, superseded_at FROM mart.indicator_history"
            " WHERE unit_code = 'D21611' AND indicator_code = 'KPI_UNIQUE_CITIZENS'"
            " AND period = 'week' ORDER BY 1",
        )

    added, removed, again = map(pd.Timestamp, (NOW, MONDAY, LATER))
    branch("")
    run(home, a=report(HA))
    assert history() == [(added, None)]
    branch("1900-01-02")
    run(home, MONDAY)
    assert history() == [(added, removed)]
    branch("")
    run(home, LATER)
    assert history() == [(added, removed), (again, None)]
    ghosts = ask(
        database,
        "SELECT count(*) FROM mart.indicator_history h WHERE superseded_at IS NULL AND NOT EXISTS"
        " (SELECT FROM mart.indicator i WHERE i.sunday = h.sunday AND i.period = h.period"
        " AND i.unit_level = h.unit_level AND i.unit_code = h.unit_code"
        " AND i.unit_valid_from = h.unit_valid_from AND i.indicator_code = h.indicator_code)",
    )
    assert ghosts == [(0,)]
