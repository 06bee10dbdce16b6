"""A run that fails says one sentence, leaves what was published, and the next one does its work."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import psycopg
import pytest

import flows.update
from schemas.errors import TransientError
from schemas.settings import load_settings
from tests.homes import Campaign, Home, Said, environment, loaded_home, write_campaign
from tests.workbooks import citizen, report
from warehouse.database import clear_errors, open_database

Fresh = Callable[[], AbstractContextManager[str]]


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """Workbooks and reference data of one Sunday."""
    return write_campaign(tmp_path_factory.mktemp("elsewhere"), sundays=1, branches=2)


@pytest.fixture(scope="module")
def home(
    fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory, campaign: Campaign
) -> Iterator[Home]:
    """A home that has published, which no failure may change."""
    with loaded_home(fresh_database, tmp_path_factory.mktemp("home"), campaign) as made:
        assert made("run", "--inbox", campaign.inbox).code == 0
        yield made


@pytest.fixture
def new_home(fresh_database: Fresh, tmp_path: Path, campaign: Campaign) -> Iterator[Home]:
    """A home that has branches and teams, and has never run."""
    with loaded_home(fresh_database, tmp_path / "home", campaign) as made:
        yield made


def check(said: Said, code: int, words: str) -> None:
    """One sentence with these words on stderr, the same in the JSON document, and the exit code."""
    assert said.code == code, said.err
    assert words in said.sentence
    assert said.document == {"error": said.sentence}


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", "Connection refused"),
        ("postgresql:///none?host=/nowhere", "cannot be reached"),
        ("garbage", "begins with postgresql://"),
        ("mysql://user@127.0.0.1/none", "begins with postgresql://"),
        ("postgresql://[", "cannot be understood"),
        ("postgresql://u@127.0.0.1:1/none?nonsense=1", "cannot be understood"),
    ],
)
@pytest.mark.parametrize("command", ["run", "status"])
def test_a_wrong_database_address(home: Home, address: str, words: str, command: str) -> None:
    before = home.published()
    check(home(command, "--json", DATABASE_URL=address), 1, words)
    assert home.published() == before


def test_a_wrong_password_is_not_repeated(home: Home) -> None:
    refused = home("run", DATABASE_URL="postgresql://u:canary77@127.0.0.1:1/none")
    assert refused.code == 1
    assert "canary77" not in refused.err + refused.out


def test_an_inbox_that_cannot_be_read(home: Home, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    before = home.published()
    missing = home("run", "--json", "--inbox", tmp_path / "missing")
    check(missing, 1, f"{tmp_path / 'missing'} cannot be read (No such file or directory)")
    assert not (tmp_path / "missing").exists()
    check(home("run", "--json", "--inbox", tmp_path / "file"), 1, "(Not a directory)")
    assert home.published() == before


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2023-03-06", "is not a Sunday"),
        ("06/03/2023", "is not a Sunday"),
        ("next week", "is not a date"),
        ("2023-02-30", "is not a date"),
        ("", "is not a date"),
        ("2023-02-19", "before the launch"),
        ("2093-03-01", "still to come"),
    ],
)
def test_a_sunday_that_cannot_be(home: Home, day: str, words: str) -> None:
    before = home.published()
    check(home("run", "--json", "--sunday", day), 2, words)
    assert home.published() == before


@pytest.mark.parametrize("now", ["yesterday evening", "2023-13-01", "nat", "99999-01-01"])
def test_a_clock_that_cannot_be(home: Home, now: str) -> None:
    check(home("run", "--json", "--now", now), 2, "is not a timestamp")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("log_level =", "is not valid TOML"),
        ("\xff", "is not valid TOML"),
        ("unknown = 1", "“unknown”, which is no setting"),
        ("final_after_weeks = 'many'", "“final_after_weeks”"),
        ("log_level = 'LOUD'", "'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("severities = 3", "“severities”"),
        ("[severities]\n'record.phone.is_valid' = 'bad'", "'error', 'warning' or 'info'"),
        ("cut_off = '25:00'", "“cut_off”"),
        ("inbox = 3", "“inbox”"),
    ],
)
def test_settings_that_cannot_be(home: Home, tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="latin-1")
    before = home.published()
    check(home("run", "--json", SETTINGS=str(path)), 1, words)
    assert home.published() == before


def test_settings_that_are_not_there(home: Home, tmp_path: Path) -> None:
    check(home("run", "--json", SETTINGS=str(tmp_path / "none.toml")), 1, "is missing")
    check(home("run", "--json", SETTINGS=str(tmp_path)), 1, "cannot be read")


def test_the_home_s_own_settings_file_is_read(home: Home) -> None:
    path = home.folder / "settings.toml"
    path.write_text("unknown = 1", encoding="utf-8")
    try:
        said = home.process("status", "--json")
    finally:
        path.unlink()
    check(said, 1, f"{path} has “unknown”")


def test_an_empty_inbox_is_no_failure(new_home: Home) -> None:
    told = new_home.process("run")
    assert (told.code, told.err) == (0, "")
    assert "nothing new" in told.out
    assert (new_home.folder / "inbox").is_dir()
    again = new_home("run", "--json")
    assert again.code == 0
    assert again.document["submissions"] == {}


def test_a_damaged_key_stops_the_run_before_anything_is_written(home: Home) -> None:
    path = home.folder / "keys" / "pseudonym"
    key = path.read_bytes()
    before = home.published()
    path.chmod(0o600)
    path.write_bytes(b"")
    try:
        check(home("run", "--json"), 1, "restore it from a backup")
    finally:
        path.write_bytes(key)
    assert home.published() == before


def test_another_key_stops_the_run_before_anything_lapses(home: Home) -> None:
    before = home.published()
    said = home("run", "--json", PSEUDONYM_KEY="of another home")
    check(said, 1, "The pseudonym key (SUNDAY_PSEUDONYM_KEY) is not that of the earlier runs")
    path = home.folder / "keys" / "pseudonym"
    key = path.read_bytes()
    path.unlink()
    try:
        check(home("run", "--json"), 1, "cannot be read; restore it from a backup")
        assert not path.exists(), "no key is made for a database that has one"
        path.write_text("0" * 64)
        check(
            home("run", "--json"), 1, f"The pseudonym key ({path}) is not that of the earlier runs"
        )
    finally:
        path.write_bytes(key)
    assert home("run").code == 0
    assert home.published() == before


def test_a_second_run_at_once_is_told_to_wait(home: Home, campaign: Campaign) -> None:
    before = home.published()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SUNDAY_DATABASE_URL", str(home.url))
        settings = load_settings(home.folder)
    with open_database(settings) as database, database.only_writer():
        check(home.process("run", "--json"), 1, "Another run is loading this database")
        assert home("status").code == 0, "looking is not loading"
    assert home.published() == before
    assert home("run", "--inbox", campaign.inbox).code == 0


STOPPED = """
import sys, time
import flows.steps
import flows.update

def wait(*_):
    print("here", flush=True)
    time.sleep(120)

module = flows.steps if sys.argv[1] == "mirror" else flows.update
setattr(module, sys.argv[1], wait)
sys.argv = ["sunday", "run", "--inbox", sys.argv[2]]
from cli.app import main
main()
"""


def kill_run(home: Home, step: str, inbox: Path) -> None:
    """A run that is killed when it comes to `step`."""
    process = subprocess.Popen(
        [sys.executable, "-c", STOPPED, step, str(inbox)],
        env=environment(home.variables({})),
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


def unnumbered(home: Home) -> dict[str, list[str]]:
    """The published figures without runs and times, which differ between homes."""
    return {
        "indicator": [
            str(row)
            for row in home.ask(
                "SELECT sunday, period, unit_level, unit_code, indicator_code, numerator,"
                " denominator, value FROM mart.indicator ORDER BY 1, 2, 3, 4, 5"
            )
        ],
        "record_person": [
            str(row)
            for row in home.ask("SELECT row_uid, person_id FROM core.record_person ORDER BY 1")
        ],
    }


@pytest.fixture(scope="module")
def killed_home(
    fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory, campaign: Campaign
) -> Iterator[Home]:
    """A home whose runs are killed one after the other, each later in its work."""
    with loaded_home(fresh_database, tmp_path_factory.mktemp("home"), campaign) as made:
        yield made


LAST = "SELECT status FROM ops.run ORDER BY run_number DESC LIMIT 1"


@pytest.mark.parametrize("step", ["_read_all", "complete_run"])
def test_a_run_that_is_killed_changes_nothing(
    killed_home: Home, campaign: Campaign, step: str
) -> None:
    before = killed_home.published()
    kill_run(killed_home, step, campaign.inbox)
    assert killed_home.published() == before
    assert killed_home.ask(LAST) == [("running",)]


def test_a_run_that_is_killed_before_its_files_has_published(
    killed_home: Home, campaign: Campaign
) -> None:
    kill_run(killed_home, "mirror", campaign.inbox)
    assert killed_home.ask(LAST) == [("completed",)]
    assert not killed_home.files(), "the crash lies between the commit and the files"


def test_what_killed_runs_left_is_finished_by_the_next(
    home: Home, killed_home: Home, campaign: Campaign
) -> None:
    done = killed_home("run", "--inbox", campaign.inbox, "--json")
    assert done.code == 0, done.err
    assert unnumbered(killed_home) == unnumbered(home)
    assert set(killed_home.files()) == set(home.files())
    states = killed_home.ask("SELECT status FROM ops.run ORDER BY run_number")
    assert states[-1] == ("completed",)
    assert ("running",) not in states


@pytest.fixture(scope="module")
def unlucky_home(
    fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory, campaign: Campaign
) -> Iterator[Home]:
    """A home that loses its database whenever it runs."""
    with loaded_home(fresh_database, tmp_path_factory.mktemp("home"), campaign) as made:
        yield made


@pytest.mark.parametrize("step", ["judge", "changed_facts", "_publish"])
def test_a_database_lost_in_mid_run(
    unlucky_home: Home, campaign: Campaign, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = unlucky_home.published()
    rightly = getattr(flows.update, step)

    def lose(*arguments: Any) -> Any:
        with psycopg.connect(str(unlucky_home.url), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        return rightly(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(flows.update, step, lose)
        said = unlucky_home("run", "--inbox", campaign.inbox, "--json")
    check(said, 1, "cannot be reached")
    assert unlucky_home.published() == before


def test_a_lost_database_is_named_by_what_its_reader_knows() -> None:
    said = []
    for is_embedded in (True, False):
        with pytest.raises(TransientError) as lost, clear_errors(is_embedded=is_embedded):
            raise psycopg.OperationalError("server closed the connection")
        said.append(str(lost.value))
    assert ["SUNDAY_DATABASE_URL" in words for words in said] == [False, True]
    assert "HOME/logs/postgres.log" in said[0]


def test_after_a_lost_database_the_next_run_does_all(
    unlucky_home: Home, campaign: Campaign
) -> None:
    before = unlucky_home.ask("SELECT run_id FROM ops.run")
    done = unlucky_home("run", "--inbox", campaign.inbox, "--json")
    assert done.code == 0
    assert done.document["records_parsed"] == campaign.rows
    states = unlucky_home.ask("SELECT status FROM ops.run ORDER BY run_number")
    assert states == [("failed",)] * len(before) + [("completed",)]


def test_a_fault_of_the_program_is_told_without_a_value(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: Any) -> Any:
        raise KeyError("Trần Thị Hà 052189270965")

    (tmp_path / "new.xlsx").write_bytes(report(citizen()))
    monkeypatch.setattr(flows.update, "judge", fail)
    before = home.published()
    said = home("run", "--inbox", tmp_path, "--json")
    check(said, 1, "A fault of the program stopped it (KeyError in flows/update.py, line")
    assert "052189270965" not in said.err
    assert home.published() == before


BROKEN = {
    "broken.xlsx": b"PK\x03\x04 no workbook",
    "empty.xlsx": b"",
    "picture.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "note.txt": "không có gì".encode(),
    "D21609_2023-03-05.csv": b"\xff\xfe\x00\x00",
}


def test_broken_files_never_stop_a_run(home: Home, tmp_path: Path) -> None:
    for name, content in BROKEN.items():
        (tmp_path / name).write_bytes(content)
    done = home("run", "--inbox", tmp_path, "--json")
    assert done.code == 0, done.err
    assert sum(done.document["submissions"].values()) == len(BROKEN)
    assert "accepted" not in done.document["submissions"]
    assert done.document["records_parsed"] == 0
    assert home("run", "--inbox", tmp_path, "--json").document["submissions"] == {}
