"""What is new, changed or gone between two states of a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.outcome import Difference
from schemas.table import Table

__all__ = ["carried_out", "difference", "signed"]


def difference(declared: Table, before: pd.DataFrame, after: pd.DataFrame) -> Difference:
    """What turns the rows `before` of a table into those `after`, told by its key.

    Both hold the whole of what may have changed, in columns that conform to the declaration.
    """
    was, now = declared.conform(before), declared.conform(after)
    if was.empty or now.empty:
        return Difference(now, now.iloc[:0], was)
    earlier = declared.places(now, was)
    is_known = earlier >= 0
    is_left = np.zeros(len(was), dtype=bool)
    is_left[earlier[is_known]] = True
    is_changed = is_known.copy()
    others = [name for name in declared.column_names if name not in declared.key]
    is_changed[is_known] = ~_are_equal(now[is_known], was.take(earlier[is_known]), others)
    return Difference(now[~is_known], now[is_changed], was[~is_left])


def carried_out(declared: Table, whole: pd.DataFrame, change: Difference) -> pd.DataFrame:
    """All rows of a table after a difference."""
    stale = pd.concat([change.changed, change.gone])
    if len(stale):
        whole = whole[declared.places(whole, stale) < 0]
    return pd.concat([whole, change.new, change.changed], ignore_index=True)


def _are_equal(
    one: pd.DataFrame, other: pd.DataFrame, names: Sequence[str]
) -> npt.NDArray[np.bool_]:
    """Whether the rows of two frames in one order say the same in these columns."""
    same = np.ones(len(one), dtype=bool)
    for name in names:
        left, right = one[name].array, other[name].array
        is_same = pd.Series(left == right).fillna(False).to_numpy(dtype=bool)
        same &= is_same | (pd.isna(left) & pd.isna(right))
    return same


def signed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Both as one frame: what went with sign -1, what came with sign 1."""
    return pd.concat([before.assign(sign=-1.0), after.assign(sign=1.0)], ignore_index=True)
