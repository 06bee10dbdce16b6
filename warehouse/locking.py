"""Sundays and years that a steward has locked (`ops.lock`)."""

from __future__ import annotations

from typing import Any

import pandas as pd
import psycopg

from schemas.tables import LOCK
from warehouse import copying

__all__ = ["lock", "unlock"]

Cursor = psycopg.Cursor[Any]


def lock(cursor: Cursor, period: str, reason: str, now: pd.Timestamp) -> bool:
    """Locks a Sunday (YYYY-MM-DD) or year (YYYY) from `now` on; False when it was locked before.

    An earlier lock keeps its moment, so that what it holds stays held.
    """
    cursor.execute("SELECT 1 FROM ops.lock WHERE locked_period = %s", [period])
    if cursor.fetchone() is not None:
        return False
    row = {"locked_period": period, "reason": reason, "locked_at": now}
    copying.append(cursor, LOCK, LOCK.conform(pd.DataFrame([row])))
    return True


def unlock(cursor: Cursor, period: str) -> bool:
    """Takes a lock away; False when there was none."""
    cursor.execute("DELETE FROM ops.lock WHERE locked_period = %s", [period])
    return cursor.rowcount > 0
