"""Runs that a worker carries out: started by hand, by the schedule, and when all goes wrong."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.canary import WORDS
from tests.homes import Home
from tests.orchestration import Server, background, wait_for
from tests.workbooks import citizen, report

NewHome = Callable[[], AbstractContextManager[Home]]

RUN_SECONDS = 120
FINAL = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
NOWHERE = "postgresql://nobody@127.0.0.1:1/none"
"""Nobody listens on that port."""


@dataclass(frozen=True)
class Night:
    """A server with our deployments, a worker in a folder of its own, and the home of its runs."""

    server: Server
    home: Home
    folder: Path

    def started_by_command(self, deployment: str, *options: str) -> dict[str, Any]:
        """The run of a deployment that was started by hand, when it has ended."""
        before = self.ids()
        said = self.server.prefect("deployment", "run", f"sunday-run/{deployment}", *options)
        assert said.code == 0, said.out + said.err
        (made,) = self.ids() - before
        return self.ended(made)

    def started(self, deployment: str, **more: dict[str, Any]) -> dict[str, Any]:
        """The same through the API: the command alone takes five seconds."""
        name = self.server.deployment(deployment)["id"]
        made = self.server.post(f"deployments/{name}/create_flow_run", more)
        return self.ended(made["id"])

    def ids(self) -> set[str]:
        """The runs that there are, those to come aside."""
        now = dt.datetime.now(dt.UTC).isoformat()
        due = {"expected_start_time": {"before_": now}}
        return {run["id"] for run in self.server.filter("flow_runs", flow_runs=due)}

    def ended(self, run_id: str) -> dict[str, Any]:
        """A run, when it has ended."""

        def found() -> dict[str, Any] | None:
            run: dict[str, Any] = self.server.get(f"flow_runs/{run_id}")
            return run if run["state_type"] in FINAL else None

        return wait_for("end of the run", RUN_SECONDS, found)

    def log(self) -> str:
        """What the home's log says."""
        return (self.home.folder / "logs" / "sunday.log").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def night(
    deployed: Server, new_home: NewHome, inbox: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Night]:
    """The worker is started elsewhere, by a shell that knows the home."""
    folder = tmp_path_factory.mktemp("worker")
    with new_home() as home:
        shutil.copytree(inbox, home.folder / "inbox")
        told = home.variables({"LOG_LEVEL": "DEBUG"}) | {"PREFECT_WORKER_QUERY_SECONDS": "1"}
        command = ["worker", "start", "--pool", "sunday"]
        variables = deployed.environment | told
        # Asked to end, it is there half a minute later; its runs have ended, so it is killed.
        with background(command, folder, variables, deployed.home / "worker.log", grace=3):
            yield Night(deployed, home, folder)


@pytest.fixture(scope="module")
def first(night: Night) -> dict[str, Any]:
    """The run of the first Sunday night, with a broken file in the inbox."""
    return night.started_by_command("sunday-night", "--param", 'now="2023-03-05T23:00"')


def test_a_sunday_night_completes_though_a_file_is_broken(
    night: Night, first: dict[str, Any]
) -> None:
    assert first["state_type"] == "COMPLETED", first["state"]
    statuses = dict(night.home.ask("SELECT status, count(*) FROM ops.submission GROUP BY 1"))
    assert statuses["rejected"] >= 1
    assert statuses["accepted"] >= 2
    assert night.home.ask("SELECT status FROM ops.run") == [("completed",)]
    assert night.home.ask("SELECT count(*) FROM core.record_person")[0][0] > 50
    assert (night.home.folder / "parquet" / "_manifest.json").is_file()


def artifacts(night: Night, run: dict[str, Any]) -> dict[str, Any]:
    """Key → what the artifact holds."""
    found = night.server.filter("artifacts", flow_runs={"id": {"any_": [run["id"]]}})
    return {
        one["key"]: json.loads(one["data"]) if one["type"] == "table" else one["data"]
        for one in found
    }


def test_its_artifacts_say_what_the_ledger_says(night: Night, first: dict[str, Any]) -> None:
    told = artifacts(night, first)
    assert set(told) == {"run-summary", "completeness", "restatements"}
    ((run_id,),) = night.home.ask("SELECT run_id FROM ops.run")
    assert run_id in told["run-summary"]
    for status, count in night.home.ask("SELECT status, count(*) FROM ops.submission GROUP BY 1"):
        assert f"{count} {status}" in told["run-summary"]
    states = night.home.ask(
        "SELECT state, count(*) FROM mart.submission_status"
        " WHERE sunday = (SELECT max(sunday) FROM mart.submission_status) GROUP BY 1"
    )
    assert {row["state"]: row["branches"] for row in told["completeness"]} == dict(states)
    assert told["restatements"] == [], "a first publication restates nothing"


def test_late_files_completes_from_another_working_folder(
    night: Night, first: dict[str, Any]
) -> None:
    assert first["state_type"] == "COMPLETED"
    someone = citizen(id_number="052190000987", full_name="Trần Thị Đến Muộn")
    late = report(someone, branch="D21609", kind="Bổ sung")
    (night.home.folder / "inbox" / "late.xlsx").write_bytes(late)
    before = night.home.ask("SELECT count(*) FROM ops.submission")[0][0]
    run = night.started("late-files", parameters={"now": "2023-03-06T06:00"})
    assert run["state_type"] == "COMPLETED", run["state"]
    assert night.home.ask("SELECT count(*) FROM ops.submission")[0][0] == before + 1
    assert restated(night.home) != []
    assert artifacts(night, run)["restatements"] == restated(night.home)
    assert list(night.folder.iterdir()) == [], "no home came into being where the worker stands"


def restated(home: Home) -> list[dict[str, Any]]:
    """What the last run changed of published values, as the ledger has it."""
    rows = home.ask(
        "SELECT sunday::text, cause, count(*) FROM mart.indicator_history WHERE cause <> 'first'"
        " AND run_id = (SELECT run_id FROM ops.run ORDER BY run_number DESC LIMIT 1)"
        " GROUP BY 1, 2 ORDER BY 1, 2"
    )
    return [dict(zip(("sunday", "cause", "values"), row, strict=True)) for row in rows]


def test_a_missed_sunday_is_caught_up_by_the_schedule(night: Night, first: dict[str, Any]) -> None:
    assert first["state_type"] == "COMPLETED"
    published = "SELECT DISTINCT sunday::text FROM mart.indicator ORDER BY 1"
    assert night.home.ask(published)[-1] == ("2023-03-05",)
    # The server makes the run of a night on which no worker was there; it starts now.
    deployment = night.server.deployment("sunday-night")["id"]
    night_of = {"start_time": "2023-03-19T22:00+07:00", "end_time": "2023-03-19T23:30+07:00"}
    before = night.ids()
    night.server.post(f"deployments/{deployment}/schedule", night_of)
    (made,) = night.ids() - before
    assert night.ended(made)["state_type"] == "COMPLETED"
    assert night.home.ask(published)[-2:] == [("2023-03-12",), ("2023-03-19",)]
    states = night.home.ask(
        "SELECT DISTINCT state FROM mart.submission_status WHERE sunday = '2023-03-19'"
    )
    assert states == [("missing",)]


def test_a_database_that_is_away_fails_the_run_with_a_sentence(
    night: Night, first: dict[str, Any]
) -> None:
    assert first["state_type"] == "COMPLETED"
    before = night.home.published()
    elsewhere = {"env": {"SUNDAY_DATABASE_URL": NOWHERE}}
    run = night.started("backfill", job_variables=elsewhere)
    assert run["state_type"] == "FAILED"
    assert "The database cannot be reached" in run["state"]["message"]
    assert "Traceback" not in run["state"]["message"]
    assert "The database cannot be reached" in night.log()
    assert night.home.published() == before


def test_the_home_s_log_tells_of_every_step(night: Night, first: dict[str, Any]) -> None:
    assert first["state_type"] == "COMPLETED"
    lines = night.log().splitlines()
    assert any("publish: done after" in line for line in lines)
    ((run_id,),) = night.home.ask("SELECT run_id FROM ops.run ORDER BY run_number LIMIT 1")
    assert any(f"run {run_id}: " in line and "rows read" in line for line in lines)


def test_neither_prefect_nor_the_logs_learn_a_person(night: Night, first: dict[str, Any]) -> None:
    assert first["state_type"] == "COMPLETED"
    files = [path for path in night.server.home.rglob("*") if path.is_file()]
    names = {path.name for path in files}
    assert {"prefect.db", "worker.log", "server.log"} <= names
    for path in (*files, night.home.folder / "logs" / "sunday.log"):
        content = path.read_bytes()
        assert not [word for word in WORDS if word.encode() in content], path
