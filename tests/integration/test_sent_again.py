"""What a branch sends again as it was asked to, and what comes before its day (DESIGN 4)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from schemas.settings import Settings
from tests.districts import put
from tests.integration.test_cases_through_a_run import BINH, HA, MONDAY, NOW, ask, load, run
from tests.workbooks import report
from warehouse.database import Database

CSV = (
    "STT,Mã tổ,Ngày hỗ trợ,Họ và tên,Số điện thoại,Mở tài khoản DVC\n"
    "1,T0001,05/03/2023,Trần Thị Hà,0967888108,x\n"
)
SATURDAY = "2023-03-04T06:00+07:00"
NEXT_DAY = "2023-03-07T06:00+07:00"


@pytest.fixture
def home(settings: Settings, database: Database, tmp_path: Path) -> Settings:
    """Settings of a home whose branches and teams are loaded."""
    load(database, tmp_path / "reference")
    return settings


def files(database: Database) -> list[tuple[object, ...]]:
    """Path, branch, status and rows of each file."""
    return ask(
        database,
        "SELECT inbox_path, branch_code, status, records_accepted FROM ops.submission"
        " JOIN vault.submission_file USING (submission_id) ORDER BY 1",
    )


def move(home: Settings, old: str, new: str) -> None:
    (home.inbox_folder / new).parent.mkdir(parents=True, exist_ok=True)
    shutil.move(home.inbox_folder / old, home.inbox_folder / new)


def test_a_file_that_is_moved_where_it_belongs_is_taken_in(
    home: Settings, database: Database
) -> None:
    put(home, "stray.csv", CSV.encode())
    put(home, "2023-03-05/D21610/bao cao.xlsx", report({**BINH, "team_code": "T0002"}))
    run(home, NOW)
    assert [status for _, _, status, _ in files(database)] == ["quarantined", "quarantined"]
    move(home, "stray.csv", "2023-03-05/D21609/stray.csv")
    move(home, "2023-03-05/D21610/bao cao.xlsx", "2023-03-05/D21609/bao cao.xlsx")
    moved = run(home, MONDAY)
    assert moved.submissions == {"accepted": 2}
    expected = [
        ("2023-03-05/D21609/bao cao.xlsx", "D21609", "accepted", 1),
        ("2023-03-05/D21609/stray.csv", "D21609", "accepted", 1),
    ]
    assert files(database) == expected
    assert run(home, NEXT_DAY).submissions == {}
    move(home, "2023-03-05/D21609/stray.csv", "stray.csv")
    assert run(home, "2023-03-08T06:00+07:00").submissions == {}
    assert files(database) == expected


def test_a_refused_file_elsewhere_in_the_same_folder_is_a_copy(
    home: Settings, database: Database
) -> None:
    put(home, "2023-03-05/D21610/a.xlsx", report(BINH))
    put(home, "stray.csv", CSV.encode())
    run(home, NOW)
    put(home, "2023-03-05/D21610/b.xlsx", report(BINH))
    put(home, "once more/stray.csv", CSV.encode())
    assert run(home, MONDAY).submissions == {"duplicate": 2}


def test_an_empty_file_of_two_branches_is_an_answer_to_each(
    home: Settings, database: Database
) -> None:
    for branch in ("D21609", "D21610"):
        put(home, f"2023-03-05/{branch}/a.xlsx", b"")
    run(home, NOW)
    assert [(branch, status) for _, branch, status, _ in files(database)] == [
        ("D21609", "rejected"),
        ("D21610", "rejected"),
    ]
    put(home, "2023-03-05/D21609/a - Copy.xlsx", b"")
    assert run(home, MONDAY).submissions == {"duplicate": 1}


def test_a_report_that_comes_before_its_sunday_counts_on_it(
    home: Settings, database: Database
) -> None:
    early = report({**HA, "assist_date": "04/03/2023"})
    early_nil = report(branch="D21610", kind="Không tổ chức", nil_reason="Họp")
    first = run(home, SATURDAY, early=early, early_nil=early_nil)
    assert first.submissions == {"quarantined": 2}
    assert run(home, "2023-03-04T23:00+07:00").submissions == {}
    on_the_day = run(home, NOW)
    assert on_the_day.submissions == {"accepted": 1, "nil": 1}
    states = ask(database, "SELECT branch_code, state FROM mart.submission_status ORDER BY 1")
    assert states == [("D21609", "on_time"), ("D21610", "nil")]
    rule = "rule_id = 'submission.report_sunday.is_not_future'"
    assert ask(database, f"SELECT DISTINCT state FROM quality.finding WHERE {rule}") == [
        ("closed",)
    ]
    assert run(home, MONDAY).submissions == {}
