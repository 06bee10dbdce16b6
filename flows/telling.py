"""What the log says of a run: its steps, and what came of it. Names, counts and seconds only."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from flows.steps import RunResult, Told

__all__ = ["log_result", "logged", "told_to_log"]

T = TypeVar("T")

log = logging.getLogger("sunday")


def logged(name: str, step: Callable[..., T], /, *args: Any) -> T:
    """Carries out a step of a run, and logs when it began and ended."""
    log.debug("%s: began", name)
    began = time.perf_counter()
    outcome = "stopped"
    try:
        result = step(*args)
        outcome = "done"
    finally:
        log.info("%s: %s after %.2f s", name, outcome, time.perf_counter() - began)
    return result


def told_to_log(told: Told) -> Told:
    """Like `told`, and each file is a line of the log at DEBUG."""

    def tell(stage: str, done: int, total: int) -> None:
        log.debug("%s: %d of %d files", stage, done, total)
        told(stage, done, total)

    return tell


def log_result(result: RunResult) -> None:
    """What a run did, in one line."""
    log.info(
        "run %s: %d files %s, %d rows read, %d accepted, %d held back, %d excluded, %d new persons,"
        " Sundays published: %s",
        result.run_id,
        sum(result.submissions.values()),
        dict(result.submissions),
        result.records_parsed,
        result.records_accepted,
        result.records_quarantined,
        result.records_excluded,
        result.persons_new,
        ", ".join(result.sundays) or "none",
    )
    log.debug("run %s: seconds by stage %s", result.run_id, dict(result.seconds))
