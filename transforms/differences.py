"""What is new, changed or gone between two states of a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.outcome import Difference
from schemas.table import Table
from transforms.columns import Codes, distinct

__all__ = ["carried_out", "difference", "signed"]


def difference(declared: Table, before: pd.DataFrame, after: pd.DataFrame) -> Difference:
    """What turns the rows `before` of a table into those `after`, told by its key.

    Both hold the whole of what may have changed, in columns that conform to the declaration.
    """
    was, now = declared.conform(before), declared.conform(after)
    if was.empty or now.empty:
        return Difference(now, now.iloc[:0], was)
    earlier, is_left = _places(was, now, declared.key)
    is_known = earlier >= 0
    is_changed = is_known.copy()
    others = [name for name in declared.column_names if name not in declared.key]
    is_changed[is_known] = ~_are_equal(now[is_known], was.take(earlier[is_known]), others)
    return Difference(now[~is_known], now[is_changed], was[~is_left])


def carried_out(declared: Table, whole: pd.DataFrame, change: Difference) -> pd.DataFrame:
    """All rows of a table after a difference."""
    stale = pd.concat([change.changed, change.gone])
    if len(stale):
        _, is_stale = _places(whole, stale, declared.key)
        whole = whole[~is_stale]
    return pd.concat([whole, change.new, change.changed], ignore_index=True)


def _places(
    was: pd.DataFrame, now: pd.DataFrame, key: Sequence[str]
) -> tuple[Codes, npt.NDArray[np.bool_]]:
    """The place in `was` of each row of `now`, -1 where its key is not there; and whether the key
    of each row of `was` is in `now`.
    """
    codes, first = distinct(*(pd.concat([was[name], now[name]]) for name in key))
    old, new = codes[: len(was)], codes[len(was) :]
    places = np.where(first < len(was), first, -1)[new]
    is_met = np.zeros(len(first), dtype=bool)
    is_met[new] = True
    return places, is_met[old]


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
