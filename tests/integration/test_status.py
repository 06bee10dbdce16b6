"""`sunday status` notices a run that died and a night that had none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
import pytest

from tests.homes import Home
from tests.workbooks import write_reference
from warehouse.database import open_database

Fresh = Callable[[], AbstractContextManager[str]]


@pytest.fixture
def home(fresh_database: Fresh, tmp_path: Path) -> Iterator[Home]:
    """A home that has just run."""
    with fresh_database() as url:
        made = Home(tmp_path / "home", url)
        assert made("reference", "load", write_reference(tmp_path / "reference")).code == 0
        assert made("run").code == 0
        yield made


def overdue(home: Home) -> str | None:
    """What the status says of the last run; both forms say the same."""
    said: str | None = home("status", "--json").document["last_run"]["overdue"]
    assert (said or "…") in home("status").out or said is None
    return said


def change(home: Home, statement: str) -> None:
    assert home.url is not None
    with psycopg.connect(home.url) as connection:
        connection.execute(statement.encode())


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
    (home.folder / "demo-campaign").touch()
    assert overdue(home) is None
