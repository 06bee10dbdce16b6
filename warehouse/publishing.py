"""Publishing: everything that a run found out, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import psycopg

from schemas import tables
from schemas.outcome import Outcome
from warehouse import copying
from warehouse.history import update_history
from warehouse.partitions import Publisher

__all__ = ["Published", "note_inbox", "publish"]

Cursor = psycopg.Cursor[Any]

_DIMENSIONS = (
    tables.UNIT,
    tables.UNIT_SUCCESSION,
    tables.BRANCH,
    tables.BRANCH_SUCCESSION,
    tables.TEAM,
    tables.TARGET,
    tables.SERVICE,
    tables.INDICATOR_DEFINITION,
    tables.PERSON,
)


@dataclass(frozen=True)
class Published:
    """What publishing changed: Sundays of `mart.indicator`, and how many values were restated."""

    sundays: list[str]
    restated: int
    has_changed: bool


def publish(cursor: Cursor, outcome: Outcome, run_id: str, now: pd.Timestamp) -> Published:
    """Writes the outcome; the caller commits or rolls back all of it."""
    publisher = Publisher(cursor, run_id)
    for table, frame in outcome.updates.items():
        copying.upsert(cursor, table, frame)
    _upsert_findings(cursor, outcome.findings, run_id)
    _close_findings(cursor, outcome.settled, run_id)
    for table, frame in outcome.facts.items():
        if table is not tables.INDICATOR:
            publisher.replace(table, frame)
    sundays, restated = update_history(
        cursor, publisher, outcome.facts[tables.INDICATOR], run_id, now
    )
    for dimension in _DIMENSIONS:
        publisher.record(dimension, "", copying.read(cursor, dimension))
    _record_suspensions(cursor, publisher)
    return Published(sundays, restated, publisher.finish())


def note_inbox(cursor: Cursor, files: pd.DataFrame) -> None:
    """Notes what was read where, so that it is not read again (`vault.inbox_file`)."""
    copying.upsert(cursor, tables.INBOX_FILE, files)


def _record_suspensions(cursor: Cursor, publisher: Publisher) -> None:
    suspended = copying.read(cursor, tables.SUSPENDED_SUNDAY)
    for sunday, rows in suspended.groupby("sunday"):
        partition = pd.Timestamp(str(sunday)).strftime("%Y-%m-%d")
        publisher.record(tables.SUSPENDED_SUNDAY, partition, rows)


_KEPT_STATES = ("waived", "returned")


def _upsert_findings(cursor: Cursor, findings: pd.DataFrame, run_id: str) -> None:
    """New findings, and known ones that changed; a steward's answer is kept."""
    if findings.empty:
        return
    known = copying.read(cursor, tables.FINDING).set_index("finding_id")
    fresh = findings.set_index("finding_id")
    earlier = known.reindex(fresh.index)
    fresh["first_run_id"] = earlier["first_run_id"].fillna(run_id)
    is_answered = earlier["state"].isin(_KEPT_STATES)
    fresh["state"] = fresh["state"].mask(is_answered, earlier["state"])
    fresh["last_run_id"] = run_id
    copying.upsert(cursor, tables.FINDING, fresh.reset_index())


def _close_findings(cursor: Cursor, submissions: list[str], run_id: str) -> None:
    cursor.execute(
        "UPDATE quality.finding SET state = 'closed', last_run_id = %s"
        " WHERE submission_id = ANY(%s) AND state <> 'closed' AND last_run_id <> %s",
        [run_id, submissions, run_id],
    )
