"""Why published values change in a run: what came, what was decided, or what is counted by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from transforms.changes import Change
from transforms.columns import among

__all__ = ["Occasion", "causes_of"]

_IN_FORCE = ["accepted", "nil"]


@dataclass(frozen=True)
class Occasion:
    """What a run has besides new files: the submissions judged again because a steward decided
    something (`decided`), other reference data, another model of linking.
    """

    decided: Collection[str]
    is_reference_new: bool
    is_model_new: bool


def causes_of(
    sundays: pd.Series,
    change: Change,
    before: pd.DataFrame,
    after: pd.DataFrame,
    occasion: Occasion,
) -> pd.Series[str]:
    """The cause of a change in the figures of each of `sundays`, as in `mart.indicator_history`.

    Whatever is of a Sunday changes sums from that Sunday on. A file is of its own Sunday and of
    those of its rows (case X10). `before` and `after` are the records of the touched persons, with
    person_id. What nothing came for is a change of the links, unless these were made by another
    model, or are as they were while the reference data is not.
    """
    decided = pd.Index(list(occasion.decided), dtype="str")
    came = _came(change).difference(decided)
    corrections = came[change.after.submissions["version"].reindex(came).gt(1).to_numpy()]
    corrected = pd.Series([_first(change, corrections), _first_gone(change, decided)]).min()
    cause = pd.Series("link_change", index=sundays.index, dtype="str")
    if occasion.is_model_new:
        cause[:] = "rule_change"
    elif occasion.is_reference_new:
        cause = cause.where(sundays >= _first_moved(before, after), "unit_change")
    cause = cause.mask(sundays >= _first(change, decided), "decision")
    cause = cause.mask(sundays >= _first(change, came), "late")
    return cause.mask(sundays >= corrected, "correction")


def _came(change: Change) -> pd.Index:
    """Files that are new, or newly in force."""
    was, now = change.before.submissions, change.after.submissions
    is_new = ~now.index.isin(was.index) & now["status"].ne("duplicate")
    stood = was["status"].reindex(now.index).isin(_IN_FORCE)
    return now.index[is_new | (now["status"].isin(_IN_FORCE) & ~stood)]


def _first(change: Change, submission_ids: pd.Index) -> pd.Timestamp:
    """The first Sunday that any of these files is or was of; NaT where there is none."""
    days = []
    for standing in (change.before, change.after):
        files = standing.submissions
        days.append(files.loc[files.index.isin(submission_ids), "sunday"])
        for rows in (standing.records, standing.held_back):
            days.append(rows.loc[among(rows["submission_id"], submission_ids), "sunday"])
    first: pd.Timestamp = pd.concat(days).min()
    return first


def _first_gone(change: Change, decided: pd.Index) -> pd.Timestamp:
    """The first Sunday of a row that another file took the place of; NaT where there is none."""
    was = change.before.records
    is_gone = ~among(was.index.to_series(), change.after.records.index)
    first: pd.Timestamp = was.loc[is_gone & ~among(was["submission_id"], decided), "sunday"].min()
    return first


def _first_moved(before: pd.DataFrame, after: pd.DataFrame) -> pd.Timestamp:
    """The first Sunday of a record that is another person's now; NaT where there is none."""
    was = before["person_id"].reindex(after.index)
    first: pd.Timestamp = after.loc[was.notna() & (was != after["person_id"]), "sunday"].min()
    return first
