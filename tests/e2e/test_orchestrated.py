"""A run that Prefect watches gives the tables of a run that it does not, and learns no person."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from tests.canary import WORDS
from tests.homes import Home, Said
from tests.orchestration import Server

NewHome = Callable[[], AbstractContextManager[Home]]
NOW = "2023-03-05T23:00"
CLOCKS = {"published_at", "superseded_at", "received_at", "last_received_at"}


@pytest.fixture(scope="module")
def orchestrated(server: Server, new_home: NewHome, inbox: Path) -> Iterator[tuple[Home, Said]]:
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
    new_home: NewHome,
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


def by_command(server: Server) -> list[dict[str, Any]]:
    """The runs that were started by the command line, in the order of their starts."""
    runs = [one for one in server.filter("flow_runs") if one["deployment_id"] is None]
    return sorted(runs, key=lambda one: str(one["created"]))


def test_the_flow_run_is_completed_though_a_file_is_broken(
    server: Server, orchestrated: tuple[Home, Said]
) -> None:
    _, said = orchestrated
    assert said.document["submissions"]["rejected"] >= 1
    (run,) = [one for one in by_command(server) if one["state_type"] == "COMPLETED"]
    assert run["name"].startswith("sunday-run-")
    tasks = [one for one in server.filter("task_runs") if one["flow_run_id"] == run["id"]]
    assert {one["state_type"] for one in tasks} == {"COMPLETED"}
    assert {"publish", "mirror to Parquet"} <= {one["name"].rpartition("-")[0] for one in tasks}


def test_the_artifacts_tell_what_was_done(server: Server, orchestrated: tuple[Home, Said]) -> None:
    _, said = orchestrated
    (run,) = [one for one in by_command(server) if one["state_type"] == "COMPLETED"]
    made = server.filter("artifacts", flow_runs={"id": {"any_": [run["id"]]}})
    artifacts = {one["key"]: str(one["data"]) for one in made}
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
    run = by_command(server)[-1]
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
