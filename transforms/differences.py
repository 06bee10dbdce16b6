"""What is new, changed or gone between two states of a table."""

from __future__ import annotations

import pandas as pd

from schemas.outcome import Difference
from schemas.table import Table

__all__ = ["carried_out", "difference", "signed"]


def difference(declared: Table, before: pd.DataFrame, after: pd.DataFrame) -> Difference:
    """What turns the rows `before` of a table into those `after`, told by its key.

    Both hold the whole of what may have changed, in columns that conform to the declaration.
    """
    was, now = declared.conform(before), declared.conform(after)
    if was.empty:
        return Difference(now, was, was)
    key = list(declared.key)
    same = now.merge(was, how="left", on=declared.column_names, indicator="side")
    moved = now[same["side"].eq("left_only").to_numpy()]
    known = moved[key].merge(was[key], how="left", on=key, indicator="side")
    is_known = known["side"].eq("both").to_numpy()
    left = was[key].merge(now[key], how="left", on=key, indicator="side")
    gone = was[left["side"].eq("left_only").to_numpy()]
    return Difference(moved[~is_known], moved[is_known], gone)


def carried_out(declared: Table, whole: pd.DataFrame, change: Difference) -> pd.DataFrame:
    """All rows of a table after a difference."""
    key = list(declared.key)
    stale = pd.concat([change.changed, change.gone])[key]
    left = whole.merge(stale, how="left", on=key, indicator="side")
    kept = whole[left["side"].eq("left_only").to_numpy()]
    return pd.concat([kept, change.new, change.changed], ignore_index=True)


def signed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Both as one frame: what went with sign -1, what came with sign 1."""
    return pd.concat([before.assign(sign=-1.0), after.assign(sign=1.0)], ignore_index=True)
