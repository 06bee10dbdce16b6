"""The log of a home: what it says at which level, and that it never stands in the way."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

import flows.update
from tests.homes import Home
from tests.workbooks import citizen, report, write_reference

Fresh = Callable[[], AbstractContextManager[str]]


@pytest.fixture
def home(fresh_database: Fresh, tmp_path: Path) -> Iterator[Home]:
    """A home with one good file in its inbox."""
    with fresh_database() as url:
        made = Home(tmp_path / "home", url)
        assert made("reference", "load", write_reference(tmp_path / "reference")).code == 0
        (made.folder / "inbox").mkdir(parents=True)
        (made.folder / "inbox" / "one.xlsx").write_bytes(report(citizen()))
        yield made


def log(home: Home) -> str:
    return (home.folder / "logs" / "sunday.log").read_text(encoding="utf-8")


def test_the_log_says_what_a_run_did(home: Home) -> None:
    said = home("run", "--json")
    assert said.err == "", "what is well is said on stdout"
    told = log(home)
    assert f"run {said.document['run_id']}: 1 files {{'accepted': 1}}, 1 rows read" in told
    assert "publish: done after" in told
    assert "DEBUG" not in told
    assert all("+07:00" in line for line in told.splitlines())
    path = home.folder / "logs" / "sunday.log"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_debug_tells_of_each_file_on_stderr_too(home: Home) -> None:
    said = home("run", "--json", LOG_LEVEL="DEBUG")
    assert "read: 1 of 1 files" in log(home)
    assert "read: 1 of 1 files" in said.err
    assert said.document["submissions"] == {"accepted": 1}, "stdout is one JSON document"


def test_a_level_of_the_settings_file_is_heeded(home: Home) -> None:
    (home.folder / "settings.toml").write_text('log_level = "ERROR"\n', encoding="utf-8")
    assert home("run").code == 0
    assert not (home.folder / "logs" / "sunday.log").exists()
    refused = home("run", "--inbox", home.folder / "missing")
    assert refused.sentence in log(home)


def test_a_fault_of_the_program_leaves_its_place_but_no_value(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("Trần Thị Hà 052189270965")

    monkeypatch.setattr(flows.update, "judge", fail)
    said = home("run", LOG_LEVEL="DEBUG")
    assert said.code == 1
    told = log(home) + said.err
    assert "judge submissions: stopped after" in told
    assert "KeyError" in told and "DEBUG" in told and "fail in " in told
    assert "Trần" not in told and "052189270965" not in told


def test_what_a_refused_query_quotes_stays_out_of_the_log(home: Home) -> None:
    asked = "SELECT * FROM core.person WHERE birth_year = 'Trần Thị Hà 0912345678'"
    said = home("sql", asked)
    assert said.code == 1
    assert "Trần Thị Hà" in said.err
    assert "a query was refused (22P02)" in log(home)
    assert "Trần" not in log(home) and "0912345678" not in log(home)


def test_a_log_that_cannot_be_written_stops_nothing(home: Home) -> None:
    (home.folder / "logs").mkdir(exist_ok=True)
    (home.folder / "logs" / "sunday.log").mkdir()
    assert home("run").code == 0


def test_a_mistyped_home_does_not_come_into_being_by_its_log(tmp_path: Path) -> None:
    home = Home(tmp_path / "hoem", "postgresql://nobody@127.0.0.1:1/none")
    assert home("status").code == 1
    assert not home.folder.exists()
