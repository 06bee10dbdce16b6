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
from tests.districts import Case, District, in_shared_runs
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
)
from tests.workbooks import Cells, citizen, form, members, report, table, workbook
from warehouse.database import Database
from warehouse.locking import lock, unlock
from warehouse.queries import completeness, held, unplaced
from warehouse.reference import load_folder

LATER = "2023-03-07T06:00+07:00"
"""A run of the shared ones when the first Sunday is locked."""
THURSDAY = "2023-03-09T06:00+07:00"
NEXT_SUNDAY = date(2023, 3, 12)
NEXT_NIGHT = "2023-03-12T21:00+07:00"
NEXT_MONDAY, NEXT_TUESDAY = "2023-03-13T06:00+07:00", "2023-03-14T06:00+07:00"

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


def presence(database: Database) -> dict[str, str]:
    """Branch → what it sent for the Sunday."""
    return dict(
        ask(
            database,
            "SELECT branch_code, state FROM mart.submission_status WHERE sunday = '2023-03-05'",
        )
    )


@in_shared_runs
def test_a_file_that_was_only_saved_again_changes_nothing_y02(own: District) -> Case:
    content = own.report(HA, BINH, teams=TEAMS)
    yield NOW, {"a": content}
    before = own.contents("core", "mart")
    ran = yield MONDAY, {"b": saved_again(content)}
    assert (own.taken(ran), own.restated(ran)) == ({"duplicate": 1}, [])
    assert own.counted()["b.xlsx"] == (0, 0, 0, 0)
    assert own.states("submission.content.differs_from_earlier") == ["fixed"]
    assert own.states("submission.version.replaces_earlier") == []
    after = own.contents("core", "mart")
    assert len(before["mart.indicator"]) and len(before["core.assistance"])
    for name, frame in before.items():
        if name != "mart.submission_status":
            pd.testing.assert_frame_equal(after[name], frame, obj=name)


@in_shared_runs
def test_an_undeclared_supplement_waits_until_the_branch_says_what_it_is_y05(
    own: District,
) -> Case:
    yield NOW, {"a": own.report(*crowd(1, 2, 3))}
    yield MONDAY, {"b": own.report(*crowd(4, 5))}
    assert own.statuses() == [("a.xlsx", "accepted", 1, 3, 3), ("b.xlsx", "held", 0, 2, 0)]
    assert own.counted()["b.xlsx"] == (2, 0, 2, 0)
    assert own.states("submission.version.overlaps_earlier") == ["open"]
    assert own.value("KPI_UNIQUE_CITIZENS") == 3
    sums = own.ask(
        "SELECT parsed, quarantined, accepted, unexplained FROM mart.reconciliation"
        f" WHERE branch_code = '{own.own('D21609')}' AND indicator_code = 'KPI_UNIQUE_CITIZENS'"
        " AND sunday = '2023-03-05'"
    )
    assert sums == [(5, 2, 3, 0)]
    yield THURSDAY, {"c": own.report(*crowd(4, 5), kind="Bổ sung")}
    assert [row[1] for row in own.statuses()] == ["accepted", "superseded", "accepted"]
    assert own.states("submission.version.overlaps_earlier") == ["closed"]
    assert own.value("KPI_UNIQUE_CITIZENS") == 5


@in_shared_runs
def test_a_correction_far_smaller_than_the_original_waits_y04(own: District) -> Case:
    yield NOW, {"a": own.report(*crowd(*range(10)))}
    smaller = own.report(*crowd(1, 2), kind="Thay thế")
    yield MONDAY, {"b": smaller}
    assert [row[1] for row in own.statuses()] == ["accepted", "held"]
    assert own.states("submission.version.is_not_much_smaller") == ["open"]
    assert own.value("KPI_UNIQUE_CITIZENS") == 10
    yield THURSDAY, {"c": saved_again(smaller)}
    assert [row[1] for row in own.statuses()] == ["superseded", "superseded", "accepted"]
    assert own.value("KPI_UNIQUE_CITIZENS") == 2


@in_shared_runs
def test_last_weeks_list_under_a_new_date_waits_for_the_right_one_y09(own: District) -> Case:
    yield NOW, {"a": own.report(*crowd(*range(6)))}
    copied = own.report(*crowd(*range(6), assist_date=NEXT_SUNDAY), sunday=NEXT_SUNDAY)
    other = crowd(11, team_code="T0101", assist_date=NEXT_SUNDAY)
    of_other = own.report(*other, branch="D21610", sunday=NEXT_SUNDAY)
    yield NEXT_NIGHT, {"b": copied, "d": of_other}
    assert own.states("submission.list.is_of_this_week") == ["open"]
    assert own.counted()["b.xlsx"] == (6, 0, 6, 0)
    assert own.presence("2023-03-12") == {"D21609": "held", "D21610": "on_time"}
    right = own.report(*crowd(7, 8, 9, assist_date=NEXT_SUNDAY), sunday=NEXT_SUNDAY)
    yield NEXT_MONDAY, {"c": right}
    assert [row[1] for row in own.statuses()][:3] == ["accepted", "superseded", "accepted"]
    assert own.states("submission.list.is_of_this_week") == ["closed"]
    assert own.presence("2023-03-12")["D21609"] == "late"


@in_shared_runs
def test_a_hold_ends_with_what_spoke_against_the_file(own: District) -> Case:
    """A list that was last week's is a new one where last week's report is replaced by another."""
    copied = "submission.list.is_of_this_week"
    yield NOW, {"a": own.report(*crowd(*range(6)))}
    content = own.report(*crowd(*range(6), assist_date=NEXT_SUNDAY), sunday=NEXT_SUNDAY)
    yield NEXT_NIGHT, {"b": content}
    assert own.states(copied) == ["open"]
    yield NEXT_MONDAY, {"c": own.report(*crowd(*range(20, 26)), kind="Thay thế")}
    other = crowd(11, team_code="T0002", assist_date=NEXT_SUNDAY)
    yield NEXT_TUESDAY, {"d": own.report(*other, sunday=NEXT_SUNDAY)}
    assert "held" not in [row[1] for row in own.statuses()]
    assert own.states(copied) == ["closed"]


@in_shared_runs
def test_a_locked_sunday_holds_what_comes_after_the_lock_until_it_is_opened_y12(
    own: District,
) -> Case:
    yield NOW, {"a": own.report(HA, BINH, teams=TEAMS)}
    yield MONDAY, {}
    with own.database.transaction() as cursor:
        assert lock(cursor, "2023", "Đã chốt năm", pd.Timestamp("2023-03-06T22:00+07:00"))
        assert not lock(cursor, "2023", "Lần nữa", pd.Timestamp("2023-03-06T23:00+07:00"))
    before = own.value("KPI_UNIQUE_CITIZENS")
    yield LATER, {"b": own.report(HA, BINH, EM, teams=TEAMS, kind="Thay thế")}
    assert [row[1] for row in own.statuses()] == ["accepted", "held"]
    assert (before, own.value("KPI_UNIQUE_CITIZENS")) == (2, 2)
    with own.database.transaction() as cursor:
        assert unlock(cursor, "2023")
    yield THURSDAY, {}
    assert [row[1] for row in own.statuses()] == ["superseded", "accepted"]
    assert own.states("submission.sunday.is_not_locked") == ["closed"]
    assert own.value("KPI_UNIQUE_CITIZENS") == 3


@in_shared_runs
def test_rows_of_several_sundays_count_in_the_week_of_their_date_x10(own: District) -> Case:
    last_week = citizen(**{**BINH, "assist_date": "26/02/2023"})
    yield NOW, {"a": own.report(HA, last_week, teams=TEAMS)}
    rows = own.ask("SELECT sunday::text FROM core.assistance WHERE {of_ours} ORDER BY 1")
    assert rows == [("2023-02-26",), ("2023-03-05",)]
    assert own.states("submission.records.are_of_its_week") == ["fixed"]


BRANCHES = "branch_code,name,kind,unit_code,parent_branch_code,valid_from,valid_to"


def reload(database: Database, folder: Path, **files: Sequence[str]) -> None:
    for name, lines in files.items():
        (folder / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    with database.transaction() as cursor:
        load_folder(cursor, folder)


@in_shared_runs
def test_a_districts_file_and_its_communes_count_each_assistance_once_y10(own: District) -> Case:
    district = f"H{own.code},Huyện đoàn,district,{own.code},,1900-01-01,"
    own.load({}, {}, branches="\n".join([BRANCHES, district]))
    whole = own.report(HA, citizen(**{**BINH, "team_code": "T0101"}), branch=f"H{own.code}")
    ran = yield NOW, {"a": own.report(HA), "b": whole}
    assert own.taken(ran) == {"accepted": 2}
    assert own.value("KPI_ASSIST_CONTACTS") == 2
    assert own.value("KPI_UNIQUE_CITIZENS") == 2
    assert own.states("record.team_code.is_of_the_sender_itself") == ["open"]
    assert own.states("record.team_code.is_of_this_branch") == []
    rows = own.ask("SELECT branch_code FROM core.assistance WHERE {of_ours} ORDER BY 1")
    assert rows == [(own.own("D21609"),), (own.own("D21610"),)]


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


def summed_up(
    own: District, branch: str, figure: int, *lists: tuple[str, Cells], kind: str = "Lần đầu"
) -> bytes:
    """A report whose TONG_HOP tells of so many citizens and contacts, with these rows of lists."""
    told = ("KPI_ASSIST_CONTACTS", "KPI_UNIQUE_CITIZENS")
    sums = [{"indicator": code, "value_week": figure} for code in told]
    sheets = {
        name: table(name, [own.cells(row) for of, row in lists if of == name])
        for name in dict.fromkeys(of for of, _ in lists)
    }
    sheets["THONG_TIN"] = form(own.own(branch), kind=kind)
    return workbook(sheets | {"TONG_HOP": table("TONG_HOP", sums)})


@in_shared_runs
def test_own_figures_of_a_branch_that_lists_citizens_are_no_contacts_x08(own: District) -> Case:
    people = [("NGUOI_DAN", HA), ("NGUOI_DAN", BINH)]
    posters = {"activity": "POSTER", "quantity": 100, "team_code": "T0002"}
    first = summed_up(own, "D21609", 2, *people, ("HOAT_DONG", posters))
    yield NOW, {"a": first, "list": own.report({**EM, "team_code": "T0101"}, branch="D21610")}
    assert own.value("KPI_ASSIST_CONTACTS") == 4
    again = summed_up(own, "D21609", 2, *people, kind="Thay thế")
    alone = summed_up(own, "D21610", 50)
    yield MONDAY, {"b": again, "sum": alone}
    assert [status for _, status, *_ in own.statuses()] == ["accepted"] * 4
    assert own.value("KPI_ASSIST_CONTACTS") == 4
    reported = own.ask(
        "SELECT branch_code, reported FROM mart.reconciliation"
        " WHERE indicator_code = 'KPI_UNIQUE_CITIZENS' AND sunday = '2023-03-05'"
    )
    assert [dict(reported)[own.own(code)] for code in ("D21609", "D21610")] == [2, 50]


@in_shared_runs
def test_the_newest_of_two_lists_of_a_sunday_is_the_one_that_counts(own: District) -> Case:
    def listed(row: Cells, size: int, count: int, kind: str = "Lần đầu") -> bytes:
        teams = members("T0001", size)
        return own.report(row, teams=teams, kind=kind, member_total=100, member_dvc_count=count)

    yield NOW, {"a": listed(HA, 7, 10)}
    assert (own.value("KPI_MEMBER_DVC"), own.value("KPI_TEAM_SIZE")) == (10, 0)
    yield MONDAY, {"b": listed(BINH, 8, 90, "Bổ sung")}
    assert own.value("KPI_MEMBER_DVC") == 90
    sizes = own.ask(
        "SELECT numerator FROM mart.indicator WHERE indicator_code = 'KPI_TEAM_SIZE'"
        " AND unit_code = '{d}' AND sunday = '2023-03-05'"
    )
    assert sizes == [(1,)]


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


@in_shared_runs
def test_the_commands_lock_a_period_and_say_what_is_held(own: District) -> Case:
    def held_of_ours() -> list[tuple[str, str]]:
        told = sunday("status", "--json").document["held"]
        return [(t["branch_code"], t["rule_id"]) for t in told if t["branch_code"] == branch]

    branch, sunday = own.own("D21609"), own.home
    yield NOW, {"a": own.report(HA)}
    yield MONDAY, {}
    night = "2023-03-06T22:00+07:00"
    locked = sunday("lock", "05/03/2023", "--reason", "Đã chốt", "--now", night, "--json")
    assert locked.document == {"period": "2023-03-05", "is_locked": True, "has_changed": True}
    assert "was locked before" in sunday("lock", "2023-03-05", "--reason", "Lần nữa").out
    yield LATER, {"b": own.report(HA, BINH, kind="Thay thế")}
    assert held_of_ours() == [(branch, "submission.sunday.is_not_locked")]
    shown = sunday("status").out
    assert branch in shown and "Đề nghị liên hệ Tỉnh đoàn" in " ".join(shown.split())
    assert "unlocked" in sunday("unlock", "2023-03-05").out
    assert "was not locked" in sunday("unlock", "2023-03-05").out
    assert sunday("lock", "2023-03-06", "--reason", "x").code == 2
    told = sunday("lock", "2023-03-12", "--reason", "Đã gửi, gọi 0912345678")
    assert (told.code, "nine or more digits" in told.err) == (2, True)
    yield THURSDAY, {}
    assert held_of_ours() == []


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


@in_shared_runs
def test_a_catch_up_is_a_report_for_each_week_of_its_rows_x10(own: District) -> Case:
    """Also where another file of that week comes later, and until the row is taken back."""

    def of(*days: date, sunday: date = NEXT_SUNDAY, **heading: Any) -> bytes:
        rows = crowd(*(day.day for day in days), team_code="T0101")
        dated = [{**row, "assist_date": day} for row, day in zip(rows, days, strict=True)]
        return own.report(*dated, branch="D21610", sunday=sunday, **heading)

    def found() -> list[tuple[Any, ...]]:
        return own.ask(
            "SELECT state, versions FROM mart.submission_status"
            f" WHERE branch_code = '{own.own('D21610')}' AND sunday >= '2023-03-05'"
            " ORDER BY sunday"
        )

    this_week, last_week = date(2023, 3, 10), date(2023, 3, 3)
    yield NOW, {"a": own.report(HA)}
    assert found() == [("missing", 0)]
    yield NEXT_NIGHT, {"b": of(this_week, last_week)}
    assert found() == [("late", 1), ("on_time", 1)]
    unusable = {"header": ["assist_date", "full_name", "full_name"]}
    yield NEXT_TUESDAY, {"c": of(last_week, sunday=date(2023, 3, 5), **unusable)}
    assert found() == [("late", 2), ("on_time", 1)]
    before = own.contents("mart")
    with own.database.transaction() as cursor:
        cursor.execute("UPDATE ops.run SET reference_hash = repeat('0', 64)")
    yield "2023-03-15T06:00+07:00", {}
    assert_same(before, own.contents("mart"))
    yield "2023-03-16T06:00+07:00", {"d": of(this_week, kind="Thay thế")}
    assert found() == [("rejected", 1), ("on_time", 2)]


@in_shared_runs
def test_a_list_of_members_alone_is_an_empty_report_f31(own: District) -> Case:
    """Also where later runs leave the file as it is, or judge everything anew."""

    def found() -> list[str]:
        return [own.presence("2023-03-05")["D21610"], own.presence("2023-03-12")["D21610"]]

    def of(*days: date, **heading: Any) -> bytes:
        rows = crowd(*(day.day for day in days), team_code="T0101")
        dated = [{**row, "assist_date": day} for row, day in zip(rows, days, strict=True)]
        return own.report(*dated, branch="D21610", sunday=NEXT_SUNDAY, **heading)

    yield NOW, {"a": own.report(branch="D21610", teams=members("T0101"))}
    assert own.presence("2023-03-05")["D21610"] == "empty"
    assert own.states("submission.content.is_present") == ["open"]
    yield NEXT_NIGHT, {"b": of(date(2023, 3, 10), date(2023, 3, 3))}
    assert found() == ["late", "on_time"]
    yield NEXT_TUESDAY, {"c": of(date(2023, 3, 10), kind="Thay thế")}
    assert found() == ["empty", "on_time"]
    before = own.contents("mart")
    with own.database.transaction() as cursor:
        cursor.execute("UPDATE ops.run SET reference_hash = repeat('0', 64)")
    yield "2023-03-15T06:00+07:00", {}
    assert_same(before, own.contents("mart"))


@in_shared_runs
def test_two_typists_of_a_branch_who_list_all_members_lose_nobody_y05(own: District) -> Case:
    """Each writes the citizens of one team alone, and both write the members of both teams."""
    others = crowd(21, 22, team_code="T0002")
    yield NOW, {"a": own.report(*crowd(11, 12), teams=TEAMS)}
    yield MONDAY, {"b": own.report(*others, teams=TEAMS)}
    assert [row[:2] for row in own.statuses()] == [("a.xlsx", "accepted"), ("b.xlsx", "held")]
    assert own.value("KPI_UNIQUE_CITIZENS") == 2
    yield THURSDAY, {"c": own.report(*others, teams=TEAMS, kind="Bổ sung")}
    assert own.value("KPI_UNIQUE_CITIZENS") == 4


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
