"""The account of runs in `ops.run`."""

from __future__ import annotations

import secrets
from typing import Any, LiteralString

import pandas as pd
import psycopg

from schemas.tables import RUN
from warehouse import copying

__all__ = [
    "begin_run",
    "complete_run",
    "fail_run",
    "last_key_mark",
    "last_model_version",
    "last_reference_hash",
    "new_run_id",
    "note_key",
]

Cursor = psycopg.Cursor[Any]


def new_run_id(now: pd.Timestamp) -> str:
    """A name for a run: its time, and enough chance for two of one second."""
    return f"{now.strftime('%Y%m%dT%H%M%SZ')}-{secrets.token_hex(3)}"


def begin_run(cursor: Cursor, run_id: str, now: pd.Timestamp) -> None:
    """Notes a run that begins. Whoever holds the lock of the load may: older ones that never ended
    are dead, and are marked as failed.
    """
    cursor.execute("UPDATE ops.run SET status = 'failed' WHERE status = 'running'")
    cursor.execute("SELECT coalesce(max(run_number), 0) + 1 FROM ops.run")
    found = cursor.fetchone()
    number = found[0] if found else 1
    row = {
        "run_id": run_id,
        "run_number": number,
        "started_at": now,
        "finished_at": pd.NaT,
        "status": "running",
    }
    unknown = ("reference_hash", "model_version", "decision_position", "key_mark")
    copying.append(cursor, RUN, pd.DataFrame([row | dict.fromkeys(unknown)]))


def note_key(cursor: Cursor, run_id: str, key_mark: str) -> None:
    """Notes by which key a run makes its hashes."""
    cursor.execute("UPDATE ops.run SET key_mark = %s WHERE run_id = %s", [key_mark, run_id])


def last_key_mark(cursor: Cursor) -> str | None:
    """By which key the runs of this database made their hashes; None where none did yet."""
    cursor.execute(
        "SELECT key_mark FROM ops.run WHERE key_mark IS NOT NULL ORDER BY run_number DESC LIMIT 1"
    )
    row = cursor.fetchone()
    return None if row is None else row[0]


def complete_run(
    cursor: Cursor,
    run_id: str,
    now: pd.Timestamp,
    reference_hash: str,
    model_version: str,
    decision_position: int,
) -> None:
    """Notes that a run has published, and by what; in the transaction of what it published."""
    cursor.execute(
        "UPDATE ops.run SET status = 'completed', finished_at = %s, reference_hash = %s,"
        " model_version = %s, decision_position = %s WHERE run_id = %s",
        [now.to_pydatetime(), reference_hash, model_version, decision_position, run_id],
    )


def fail_run(cursor: Cursor, run_id: str) -> None:
    """Notes that a run ended without publishing."""
    cursor.execute("UPDATE ops.run SET status = 'failed' WHERE run_id = %s", [run_id])


def last_reference_hash(cursor: Cursor) -> str | None:
    """The reference data that the last completed run judged by."""
    return _last(cursor, "reference_hash")


def last_model_version(cursor: Cursor) -> str | None:
    """The linking model that the last completed run used."""
    return _last(cursor, "model_version")


def _last(cursor: Cursor, column: LiteralString) -> str | None:
    cursor.execute(
        f"SELECT {column} FROM ops.run WHERE status = 'completed' ORDER BY run_number DESC LIMIT 1"
    )
    row = cursor.fetchone()
    return None if row is None else row[0]
