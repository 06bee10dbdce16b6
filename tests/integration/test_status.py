"""`sunday status`: branches and files, a run that died, a night without one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.homes import Home
from tests.workbooks import citizen, report, write_reference
from warehouse.database import open_database

Fresh = Callable[[], AbstractContextManager[str]]


@contextmanager
def listed_home(fresh_database: Fresh, folder: Path) -> Iterator[Home]:
    """A home that has branches and teams, and has never run."""
    with fresh_database() as url:
        made = Home(folder / "home", url)
        assert made("reference", "load", write_reference(folder / "reference")).code == 0
        yield made


@pytest.fixture
def new_home(fresh_database: Fresh, tmp_path: Path) -> Iterator[Home]:
    with listed_home(fresh_database, tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def ran(fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with listed_home(fresh_database, tmp_path_factory.mktemp("ran")) as made:
        assert made("run").code == 0
        yield made


@pytest.fixture
def home(ran: Home) -> Iterator[Home]:
    """A home that has just run; what a test says of that run is put right after it."""
    yield ran
    change(ran, "UPDATE ops.run SET status = 'completed', started_at = now(), finished_at = now()")


def overdue(home: Home) -> str | None:
    """What the status says of the last run; both forms say the same."""
    said: str | None = home("status", "--json").document["last_run"]["overdue"]
    assert (said or "…") in home("status").out or said is None
    return said


def change(home: Home, statement: str) -> None:
    assert home.url is not None
    with psycopg.connect(home.url) as connection:
        connection.execute(statement.encode())


def put(home: Home, name: str, content: bytes) -> None:
    path = home.folder / "inbox" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_branches_are_shown_before_any_sunday_is_published(new_home: Home) -> None:
    said = new_home("status")
    assert "no Sunday is published yet" in said.out
    assert "D21609" in said.out and "no branches" not in said.out
    told = new_home("status", "--json").document["branches"]
    assert {(row["sunday"], row["state"], row["versions"]) for row in told} == {
        (None, "missing", 0)
    }


def test_a_sunday_to_come_is_not_due(home: Home) -> None:
    to_come = home("status", "--sunday", "2199-12-29").out
    assert "still to come" in to_come and "missing" not in to_come
    assert "missing" in home("status", "--sunday", "2023-03-05").out


def test_rows_that_were_replaced_are_not_counted(new_home: Home) -> None:
    good = [citizen(full_name=f"Đỗ Văn {name}", id_number="") for name in ("An", "Bình")]
    bad = [{**row, "full_name": "123"} for row in good]
    put(new_home, "first.xlsx", report(*bad))
    assert new_home("run").code == 0

    def told() -> tuple[int, int, int]:
        rows = new_home("status", "--sunday", "2023-03-05", "--json").document["branches"]
        (row,) = [row for row in rows if row["versions"]]
        return row["records_parsed"], row["records_accepted"], row["records_quarantined"]

    assert told() == (2, 0, 2)
    put(new_home, "second.xlsx", report(*good, kind="Thay thế"))
    assert new_home("run").code == 0
    assert told() == (2, 2, 0)


def test_a_lock_file_is_nothing_to_look_at(new_home: Home) -> None:
    put(new_home, "2023-03-05/D21609/~$report.xlsx", b"\x05someone")
    put(new_home, "damaged.xlsx", b"no workbook")
    said = new_home("run", "--sunday", "2023-03-05", "--json").document
    assert said["submissions"] == {"rejected": 2}
    told = new_home("status", "--sunday", "2023-03-05", "--json").document
    assert told["unplaced"] == [{"status": "rejected", "files": 1}]
    assert {row["state"] for row in told["branches"]} == {"missing"}


def test_a_run_of_now_is_not_overdue(home: Home) -> None:
    assert overdue(home) is None


def test_a_run_that_died_is_noticed_though_prefect_calls_it_running(home: Home) -> None:
    change(home, "UPDATE ops.run SET status = 'running', finished_at = NULL")
    assert "that run died" in str(overdue(home))


def test_a_run_under_way_is_not_called_dead(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    from schemas.settings import load_settings

    change(home, "UPDATE ops.run SET status = 'running', finished_at = NULL")
    monkeypatch.setenv("SUNDAY_DATABASE_URL", str(home.url))
    with open_database(load_settings(home.folder)) as database, database.only_writer():
        assert overdue(home) is None


def test_a_night_without_a_run_is_noticed(home: Home) -> None:
    change(home, "UPDATE ops.run SET started_at = started_at - interval '9 days'")
    said = str(overdue(home))
    assert "no run since" in said
    night = dt.datetime.strptime(said.split("Chủ nhật ")[1][:10], "%d/%m/%Y")
    assert night.weekday() == 6


def test_a_demo_has_no_schedule(home: Home) -> None:
    change(home, "UPDATE ops.run SET started_at = started_at - interval '9 days'")
    mark = home.folder / "demo-campaign"
    mark.touch()
    assert overdue(home) is None
    mark.unlink()
