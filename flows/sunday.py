"""The flow `sunday-night`: the steps of a run as Prefect tasks: retries, a limit, artifacts.

The verdict comes from the ledger of submissions: the flow fails when a step raised, and a broken
file never makes it fail. No value that came from a workbook becomes a parameter, a result or a log
line.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import FlowRun
from prefect.concurrency.sync import concurrency
from prefect.context import FlowRunContext
from prefect.runtime import flow_run

from flows.artifacts import publish_artifacts
from flows.schedule import due_sunday
from flows.steps import RunResult, run_sunday
from flows.telling import log_result, logged, told_to_log
from schemas.clock import run_clock, sunday_or_none
from schemas.errors import SundayError, TransientError, fault_of
from schemas.settings import TIME_ZONE, Settings, load_settings
from warehouse.database import clear_errors
from warehouse.logs import open_log

__all__ = ["LOAD_LIMIT", "sunday_run"]

T = TypeVar("T")

LOAD_LIMIT = "sunday-load"
"""Name of the Prefect concurrency limit: one load at a time, besides the database's own lock."""


def _is_transient(_task: Any, _run: Any, state: Any) -> bool:
    try:
        state.result()
    except TransientError:
        return True
    except BaseException:
        return False
    return False


_AGAIN = {"land the inbox", "mirror to Parquet", "answer branches"}
"""Steps that fail for want of room or rights and may be tried again: the others depend on nothing
outside the process, or on a transaction that is lost with its first error.
"""


def _as_task(name: str, step: Callable[..., T], *args: Any) -> T:
    """The step as a task whose arguments and result Prefect neither hashes nor keeps."""
    wrapped = task(
        name=name,
        persist_result=False,
        cache_policy=NO_CACHE,
        retries=2 if name in _AGAIN else 0,
        retry_delay_seconds=5,
        retry_condition_fn=_is_transient,
    )(_told_plainly)
    result: T = wrapped(logged, name, step, *args)
    return result


def _told_plainly(step: Callable[..., T], *args: Any) -> T:
    """What Prefect writes down of an error is one sentence of ours: no traceback, no value."""
    try:
        with clear_errors():
            return step(*args)
    except SundayError:
        raise
    except Exception as error:
        raise fault_of(error) from None


def _run_name() -> str:
    scheduled = flow_run.scheduled_start_time or dt.datetime.now(dt.UTC)
    return f"sunday-run-{scheduled.astimezone(TIME_ZONE):%Y-%m-%d-%H%M}"


@flow(name="sunday-run", flow_run_name=_run_name, persist_result=False, log_prints=False)
def sunday_run(
    home: str | None = None,
    inbox: str | None = None,
    now: str | None = None,
    sunday: str | None = None,
) -> dict[str, Any]:
    """Takes in the inbox and republishes every affected Sunday; what the run did.

    `home` and `inbox` are folders (else the environment's), `now` an ISO timestamp that replaces
    the clock, `sunday` a date that is published even if nothing was sent for it; a run that the
    schedule made publishes the Sunday that was due then, however late it starts. Raises a
    SundayError when the run could not be finished.
    """
    settings = load_settings(Path(home) if home else None, Path(inbox) if inbox else None)
    day = sunday or _scheduled_sunday(settings)
    with _log_of_worker(settings), concurrency(LOAD_LIMIT, occupy=1, strict=False):
        when = (run_clock(now), sunday_or_none(day))
        result = _told_plainly(run_sunday, settings, *when, _as_task, told_to_log(_silent))
    log_result(result)
    get_run_logger().info(
        "Run %s: %d files, %d rows accepted, %d held back.",
        result.run_id,
        sum(result.submissions.values()),
        result.records_accepted,
        result.records_quarantined,
    )
    _tell_of(settings, result)
    return dataclasses.asdict(result)


def _tell_of(settings: Settings, result: RunResult) -> None:
    """Artifacts of a run that has published; it stays Completed where they cannot be written."""
    try:
        _told_plainly(publish_artifacts, settings, result)
    except SundayError as error:
        get_run_logger().warning("The run has published, but its artifacts are missing: %s", error)


def _scheduled_sunday(settings: Settings) -> str | None:
    """The Sunday that was due when this run was to start; None for a run that somebody asked for.

    The server makes only the next three runs of a schedule, and a worker that was away starts old
    ones late or never: the run tells its Sunday by its own schedule, and the weeks between the last
    one published and this one are filled in from the ledger.
    """
    run = _this_run()
    if run is None or not run.auto_scheduled or run.expected_start_time is None:
        return None
    return due_sunday(run.expected_start_time, settings.cut_off).isoformat()


def _this_run() -> FlowRun | None:
    context = FlowRunContext.get()
    return context.flow_run if context else None


@contextmanager
def _log_of_worker(settings: Settings) -> Iterator[None]:
    """Logs a run that a worker started; one from the command line is logged by the command."""
    run = _this_run()
    if run is None or run.deployment_id is None:
        yield
        return
    open_log(settings)
    try:
        yield
    except SundayError as error:
        logging.getLogger("sunday").error("%s", error)
        raise


def _silent(stage: str, done: int, total: int) -> None:
    """Progress is for terminals; Prefect shows the tasks."""
