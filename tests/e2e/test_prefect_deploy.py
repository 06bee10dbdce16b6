"""The commands at the head of prefect.yaml on a real server, and what they make and schedule.

With a SQLAlchemy or fastapi newer than the pins, Prefect deploys without a word and schedules
nothing: only the scheduled runs themselves are proof.
"""

import datetime as dt
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from flows import PREFECT_ENVIRONMENT
from tests.homes import environment
from tests.orchestration import ROOT, Server, wait_for

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SCHEDULING_SECONDS = 90


def scheduled_starts(server: Server, name: str, expected: int) -> list[dt.datetime]:
    """When the runs of a deployment will start, local time, once the scheduler has made them."""
    only = {"id": {"any_": [server.deployment(name)["id"]]}}
    deadline = time.monotonic() + SCHEDULING_SECONDS
    runs: list[dict[str, Any]] = []
    while len(runs) < expected and time.monotonic() < deadline:
        time.sleep(0.5)
        runs = server.filter("flow_runs", deployments=only)
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
    backfill = deployed.deployment("backfill")
    assert backfill["schedules"] == []
    night = deployed.deployment("sunday-night")
    assert backfill["flow_id"] == night["flow_id"], "all deployments run the same flow"


@pytest.mark.parametrize("name", ["sunday-night", "late-files", "backfill"])
def test_one_run_at_a_time_and_from_the_project_folder(deployed: Server, name: str) -> None:
    found = deployed.deployment(name)
    assert found["global_concurrency_limit"]["limit"] == 1
    assert found["concurrency_options"]["collision_strategy"] == "ENQUEUE"
    assert found["work_pool_name"] == "sunday"
    assert found["description"]
    assert "sunday" in found["tags"]
    (step,) = found["pull_steps"]
    assert step == {"prefect.deployments.steps.set_working_directory": {"directory": str(ROOT)}}


def test_the_pool_runs_one_deployment_at_a_time(deployed: Server) -> None:
    pool = deployed.get("work_pools/sunday")
    assert (pool["type"], pool["concurrency_limit"]) == ("process", 1)


def test_no_run_sends_telemetry(deployed: Server) -> None:
    for name in ("sunday-night", "late-files", "backfill"):
        assert deployed.deployment(name)["job_variables"]["env"] == PREFECT_ENVIRONMENT
    assert PREFECT_ENVIRONMENT["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert PREFECT_ENVIRONMENT["DO_NOT_TRACK"] == "1"


SAYS = """
from prefect.settings import get_current_settings
from prefect._internal.analytics.enabled import is_telemetry_enabled
print(get_current_settings().server.analytics_enabled, is_telemetry_enabled())
"""


@pytest.mark.parametrize("first", ["import flows.sunday", "import flows"])
def test_our_own_start_turns_telemetry_off(first: str, tmp_path: Path) -> None:
    assert said_in(tmp_path, first + SAYS, {}) == "False False"


def test_the_project_folder_turns_the_telemetry_of_the_server_off(tmp_path: Path) -> None:
    assert said_in(tmp_path, SAYS, {}).startswith("True"), "Prefect's default"
    assert said_in(ROOT, SAYS, {"DO_NOT_TRACK": "1"}) == "False False"


def said_in(folder: Path, program: str, variables: dict[str, str]) -> str:
    """What a program prints when it is started in a folder by a shell that says nothing."""
    kept = {k: v for k, v in environment(variables).items() if k != "DO_NOT_TRACK"} | variables
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=kept,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


HEARTBEAT = "prefect.flow-run.heartbeat"


@pytest.fixture
def hasty(deployed: Server) -> Iterator[None]:
    """The automation that calls silent runs crashed, with ten seconds instead of ten minutes."""
    (shipped,) = deployed.filter("automations")
    assert (shipped["name"], shipped["enabled"]) == ("sunday-runs-without-heartbeat", True)
    assert shipped["trigger"]["within"] == 600
    kept = ("name", "description", "enabled", "trigger", "actions")
    made = {name: shipped[name] for name in kept} | {"name": "hasty"}
    made = deployed.post("automations/", made | {"trigger": shipped["trigger"] | {"within": 10}})
    yield
    # Runs of other tests are on this server too.
    deployed.delete(f"automations/{made['id']}")


@pytest.mark.usefixtures("hasty")
def test_a_run_of_which_nothing_is_heard_is_called_crashed(deployed: Server) -> None:
    silent, ended = (running(deployed) for _ in range(2))
    beat(deployed, HEARTBEAT, silent)
    beat(deployed, HEARTBEAT, ended)
    beat(deployed, "prefect.flow-run.Completed", ended)
    state = wait_for(
        "crashed run",
        60,
        lambda: found if (found := state_of(deployed, silent))["type"] == "CRASHED" else None,
    )
    assert "Nothing was heard of this run" in state["message"]
    assert state_of(deployed, ended)["type"] == "RUNNING"


def running(server: Server) -> str:
    """The id of a run of the flow that its process has left."""
    flow = server.deployment("backfill")["flow_id"]
    made = server.post("flow_runs/", {"flow_id": flow, "state": {"type": "RUNNING"}})
    return str(made["id"])


def state_of(server: Server, run: str) -> dict[str, Any]:
    found: dict[str, Any] = server.get(f"flow_runs/{run}")["state"]
    return found


def beat(server: Server, event: str, run: str) -> None:
    """What Prefect's engine tells of a run of ours."""
    flow = server.deployment("backfill")["flow_id"]
    related = {
        "prefect.resource.id": f"prefect.flow.{flow}",
        "prefect.resource.role": "flow",
        "prefect.resource.name": "sunday-run",
    }
    told = {
        "id": str(uuid4()),
        "event": event,
        "occurred": dt.datetime.now(dt.UTC).isoformat(),
        "resource": {"prefect.resource.id": f"prefect.flow-run.{run}"},
        "related": [related],
    }
    server.post("events", [told])
