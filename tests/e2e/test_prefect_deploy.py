"""`prefect deploy --all` of the project's prefect.yaml on a real server, and what it schedules.

With a SQLAlchemy or fastapi newer than the pins, Prefect deploys without a word and schedules
nothing: only the scheduled runs themselves are proof.
"""

import datetime as dt
import importlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import prefect
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
STARTUP_SECONDS = 120
SCHEDULING_SECONDS = 90


class Server:
    """A Prefect server of this test module: its environment and its API."""

    def __init__(self, home: Path, port: int) -> None:
        self.environment = {
            **{name: value for name, value in os.environ.items() if "PREFECT" not in name},
            "PREFECT_HOME": str(home),
            "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "NO_PROXY": "127.0.0.1",
        }
        self.api = httpx.Client(
            base_url=self.environment["PREFECT_API_URL"], trust_env=False, timeout=30
        )

    def prefect(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the Prefect CLI in the project's folder."""
        return subprocess.run(
            [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    def filter(self, what: str, body: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """The objects of that kind."""
        response = self.api.post(f"/{what}/filter", json=body or {}).raise_for_status()
        found: list[dict[str, Any]] = response.json()
        return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_healthy(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            if server.api.get("/health").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    pytest.fail(f"no Prefect server within {STARTUP_SECONDS} s: {log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("prefect")
    port = free_port()
    running = Server(home, port)
    log = home / "server.log"
    command = [sys.executable, "-m", "prefect", "server", "start", "--no-ui"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port)],
            cwd=home,
            env=running.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_healthy(running, process, log)
        yield running
    finally:
        running.api.close()
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def deployed(server: Server) -> Server:
    """The server after the three commands of prefect.yaml's first lines."""
    for command in (
        ("work-pool", "create", "sunday", "--type", "process"),
        ("work-pool", "set-concurrency-limit", "sunday", "1"),
        ("deploy", "--all"),
    ):
        done = server.prefect(*command)
        assert done.returncode == 0, done.stdout + done.stderr
    return server


def deployment(server: Server, name: str) -> dict[str, Any]:
    (found,) = server.filter("deployments", {"deployments": {"name": {"any_": [name]}}})
    return found


def scheduled_starts(server: Server, name: str, expected: int) -> list[dt.datetime]:
    """When the runs of a deployment will start, local time, once the scheduler has made them."""
    only = {"deployments": {"id": {"any_": [deployment(server, name)["id"]]}}}
    deadline = time.monotonic() + SCHEDULING_SECONDS
    runs: list[dict[str, Any]] = []
    while len(runs) < expected and time.monotonic() < deadline:
        time.sleep(0.5)
        runs = server.filter("flow_runs", only)
    assert {run["state_type"] for run in runs} <= {"SCHEDULED"}
    starts = (dt.datetime.fromisoformat(run["expected_start_time"]) for run in runs)
    return sorted(start.astimezone(HANOI) for start in starts)


def next_sunday_nights(count: int) -> list[dt.datetime]:
    now = dt.datetime.now(HANOI)
    days_ahead = (6 - now.weekday()) % 7
    first = (now + dt.timedelta(days=days_ahead)).replace(
        hour=23, minute=0, second=0, microsecond=0
    )
    if first <= now:
        first += dt.timedelta(weeks=1)
    return [first + dt.timedelta(weeks=week) for week in range(count)]


def test_every_entrypoint_loads_as_a_module() -> None:
    declared = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert [one["name"] for one in declared] == ["sunday-night", "late-files", "backfill"]
    for one in declared:
        assert ":" not in one["entrypoint"], "a path entrypoint can hide an import error"
        module, _, name = one["entrypoint"].rpartition(".")
        assert isinstance(getattr(importlib.import_module(module), name), prefect.Flow)


def test_the_next_three_sunday_nights_are_scheduled(deployed: Server) -> None:
    expected = next_sunday_nights(3)
    starts = scheduled_starts(deployed, "sunday-night", expected=3)
    if starts and starts[0] > expected[0]:  # 23:00 has passed while the test ran
        expected = next_sunday_nights(3)
    assert starts == expected
    assert {(start.strftime("%A"), start.hour) for start in starts} == {("Sunday", 23)}


def test_late_files_are_taken_at_six_from_monday_to_saturday(deployed: Server) -> None:
    starts = scheduled_starts(deployed, "late-files", expected=3)
    assert len(starts) == 3
    assert all(start.weekday() <= 5 and (start.hour, start.minute) == (6, 0) for start in starts)


def test_a_backfill_is_started_by_hand(deployed: Server) -> None:
    backfill = deployment(deployed, "backfill")
    assert backfill["schedules"] == []
    night = deployment(deployed, "sunday-night")
    assert backfill["flow_id"] == night["flow_id"], "all deployments run the same flow"


@pytest.mark.parametrize("name", ["sunday-night", "late-files", "backfill"])
def test_one_run_at_a_time_and_from_the_project_folder(deployed: Server, name: str) -> None:
    found = deployment(deployed, name)
    assert found["global_concurrency_limit"]["limit"] == 1
    assert found["concurrency_options"]["collision_strategy"] == "ENQUEUE"
    assert found["work_pool_name"] == "sunday"
    assert found["description"]
    assert "sunday" in found["tags"]
    (step,) = found["pull_steps"]
    assert step == {"prefect.deployments.steps.set_working_directory": {"directory": str(ROOT)}}


def test_the_pool_runs_one_deployment_at_a_time(deployed: Server) -> None:
    pool = deployed.api.get("/work_pools/sunday").raise_for_status().json()
    assert (pool["type"], pool["concurrency_limit"]) == ("process", 1)
