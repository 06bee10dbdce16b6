"""Sundays and years that a steward has locked (case Y12)."""

from __future__ import annotations

import pandas as pd

__all__ = ["is_locked"]


def is_locked(sundays: pd.Series, received_at: pd.Series, locks: pd.DataFrame) -> pd.Series[bool]:
    """Whether each Sunday, or its year, was locked when its file came.

    `locks` is `ops.lock`. What came before the lock stands; age alone never holds anything
    (DESIGN 4). A null Sunday is not locked.
    """
    since = locks.set_index("locked_period")["locked_at"]
    locked = pd.Series(False, index=sundays.index)
    for pattern in ("%Y-%m-%d", "%Y"):
        at = since.reindex(sundays.dt.strftime(pattern)).set_axis(sundays.index)
        locked |= at <= received_at
    return locked
