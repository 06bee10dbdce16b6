"""A run that Prefect watches gives the tables of a run that it does not, and learns no person."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.canary import WORDS, canary_files
from tests.homes import Campaign, Home, Said, environment, write_campaign
from tests.workbooks import write_reference

Fresh = Callable[[], AbstractContextManager[str]]
STARTUP_SECONDS = 120
NOW = "2023-03-05T23:00"
CLOCKS = {"published_at", "superseded_at", "received_at", "last_received_at"}


@dataclass(frozen=True)
class Server:
    """A Prefect server on loopback with a home of its own."""

    home: Path
    url: str

    @property
    def environment(self) -> dict[str, str]:
        """What its clients and itself are started with."""
        return {
            "PREFECT_HOME": str(self.home),
            "PREFECT_API_URL": self.url,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "NO_PROXY": "127.0.0.1",
        }

    def filter(self, what: str) -> list[dict[str, Any]]:
        """All objects of a kind."""
        answer = httpx.post(f"{self.url}/{what}/filter", json={}, trust_env=False, timeout=30)
        found: list[dict[str, Any]] = answer.raise_for_status().json()
        return found

    def sunday(self, home: Home, *arguments: object, **more: str) -> Said:
        """Run the console script as a client of this server."""
        command = [Path(sys.executable).with_name("sunday"), *arguments]
        return home.start(command, home.variables(more) | self.environment)

    def newest(self) -> dict[str, Any]:
        """The flow run that was made last."""
        return max(self.filter("flow_runs"), key=lambda run: str(run["created"]))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for this module, ended by its process id."""
    home = tmp_path_factory.mktemp("prefect")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = Server(home, f"http://127.0.0.1:{port}/api")
    log = home / "server.log"
    command = [sys.executable, "-m", "prefect", "server", "start", "--no-ui"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port)],
            cwd=home,
            env=environment(made.environment),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_healthy(made, process, log)
        yield made
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_healthy(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            if httpx.get(f"{server.url}/health", trust_env=False, timeout=5).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.3)
    pytest.fail(f"no Prefect server within {STARTUP_SECONDS} s: {log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small campaign, the canary's files and a broken one."""
    folder = tmp_path_factory.mktemp("elsewhere")
    campaign: Campaign = write_campaign(folder, sundays=1, branches=2)
    files = {**canary_files(), "broken.xlsx": b"PK\x03\x04 no workbook"}
    for path, content in files.items():
        target = campaign.inbox / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return campaign.inbox


@pytest.fixture(scope="module")
def new_home(
    fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory, inbox: Path
) -> Iterator[Callable[[], AbstractContextManager[Home]]]:
    """Call it in a `with`: a home with branches and teams and an empty database."""
    from contextlib import contextmanager

    @contextmanager
    def make() -> Iterator[Home]:
        with fresh_database() as url:
            home = Home(tmp_path_factory.mktemp("home"), url)
            folder = home.folder / "reference"
            assert home("reference", "load", inbox.parent / "reference").code == 0
            codes = {row for (row,) in home.ask("SELECT branch_code FROM core.branch")}
            more = {code: code[1:] for code in ("D21609", "D21610") if code not in codes}
            teams = {"T9001": "D21609", "T9101": "D21610"}
            assert home("reference", "load", write_reference(folder, more, teams)).code == 0
            yield home

    yield make


@pytest.fixture(scope="module")
def orchestrated(
    server: Server, new_home: Callable[[], AbstractContextManager[Home]], inbox: Path
) -> Iterator[tuple[Home, Said]]:
    """A home whose run Prefect watched."""
    with new_home() as home:
        said = server.sunday(
            home, "run", "--inbox", inbox, "--now", NOW, "--json", LOG_LEVEL="DEBUG"
        )
        assert said.code == 0, said.err
        yield home, said


def facts(home: Home) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of core and mart without runs and clocks."""
    columns: dict[str, list[str]] = {}
    for table, column in home.ask(
        "SELECT format('%I.%I', table_schema, table_name), column_name"
        " FROM information_schema.columns JOIN pg_tables"
        " ON (schemaname, tablename) = (table_schema, table_name)"
        " WHERE table_schema IN ('core', 'mart') ORDER BY 1, ordinal_position"
    ):
        if column not in CLOCKS and not column.endswith("run_id"):
            columns.setdefault(table, []).append(column)
    return {
        table: sorted(home.ask(f"SELECT {', '.join(names)} FROM {table}"), key=str)
        for table, names in columns.items()
    }


def test_both_ways_give_the_same_tables(
    orchestrated: tuple[Home, Said],
    new_home: Callable[[], AbstractContextManager[Home]],
    inbox: Path,
) -> None:
    home, said = orchestrated
    with new_home() as other:
        plain = other("run", "--inbox", inbox, "--now", NOW, "--json")
        assert plain.code == 0, plain.err
        expected, got = facts(other), facts(home)
        for table, rows in expected.items():
            assert got[table] == rows, table
        assert set(got) == set(expected)
        assert len(expected["core.record_person"]) > 50
        varying = ("run_id", "seconds")
        one, two = said.document, plain.document
        assert {k: v for k, v in one.items() if k not in varying} == {
            k: v for k, v in two.items() if k not in varying
        }


def test_the_flow_run_is_completed_though_a_file_is_broken(
    server: Server, orchestrated: tuple[Home, Said]
) -> None:
    _, said = orchestrated
    assert said.document["submissions"]["rejected"] >= 1
    (run,) = [one for one in server.filter("flow_runs") if one["state_type"] == "COMPLETED"]
    assert run["name"].startswith("sunday-run-")
    tasks = [one for one in server.filter("task_runs") if one["flow_run_id"] == run["id"]]
    assert {one["state_type"] for one in tasks} == {"COMPLETED"}
    assert {"publish", "mirror to Parquet"} <= {one["name"].rpartition("-")[0] for one in tasks}


def test_the_artifacts_tell_what_was_done(server: Server, orchestrated: tuple[Home, Said]) -> None:
    _, said = orchestrated
    artifacts = {one["key"]: str(one["data"]) for one in server.filter("artifacts")}
    assert set(artifacts) >= {"run-summary", "completeness", "restatements"}
    assert said.document["run_id"] in artifacts["run-summary"]
    assert f"{said.document['records_accepted']} accepted" in artifacts["run-summary"]


def test_a_wrong_database_fails_the_flow_run_with_a_sentence(
    server: Server, orchestrated: tuple[Home, Said]
) -> None:
    home, _ = orchestrated
    before = home.published()
    address = "postgresql://nobody@127.0.0.1:1/none"
    refused = server.sunday(home, "run", "--json", DATABASE_URL=address)
    assert refused.code == 1
    assert "The database cannot be reached" in refused.document["error"]
    run = server.newest()
    assert run["state_type"] == "FAILED"
    assert "The database cannot be reached" in run["state"]["message"]
    assert home.published() == before


def test_a_prefect_server_that_is_away_is_told(
    orchestrated: tuple[Home, Said], tmp_path: Path
) -> None:
    home, _ = orchestrated
    variables = {"PREFECT_API_URL": "http://127.0.0.1:1/api", "PREFECT_HOME": str(tmp_path)}
    command = [Path(sys.executable).with_name("sunday"), "run", "--json"]
    refused = home.start(command, home.variables({}) | variables)
    assert refused.code == 1
    assert "Prefect's server at http://127.0.0.1:1/api cannot be reached" in refused.sentence
    assert refused.document == {"error": refused.sentence}


def test_prefect_never_learns_the_canary(server: Server, orchestrated: tuple[Home, Said]) -> None:
    _, said = orchestrated
    assert not [word for word in WORDS if word in said.err + said.out]
    files = [path for path in server.home.rglob("*") if path.is_file()]
    assert any(path.name.startswith("prefect.db") for path in files)
    for path in files:
        content = path.read_bytes()
        assert not [word for word in WORDS if word.encode() in content], path
    assert not [word for word in WORDS if word in str(os.listdir(server.home))]
