"""What new files change in what is in force."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from schemas.clock import local_days
from transforms.geography import can_be_reported
from transforms.standing import Standing, narrowed

__all__ = ["Change", "change_of", "is_mistyped"]


@dataclass(frozen=True)
class Change:
    """The touched files before and after, and the accepted records that came and went.

    A file whose Sunday cannot be is not among them: it is of no week.
    """

    before: Standing
    after: Standing
    added: pd.DataFrame
    removed: pd.DataFrame


def change_of(
    before: Standing,
    after: Standing,
    touched: Collection[str],
    renewed: Collection[str],
    *,
    anew: bool,
) -> Change:
    """The change between two states of the files `touched` (submission ids).

    Rows of files that were judged again (`renewed`) may say something else now: they go and come.
    With `anew` all records come: nothing is known of any.
    """
    was, now = (_of_weeks(narrowed(standing, touched)) for standing in (before, after))
    old, new = _accepted(was), _accepted(now)
    stays = old.index.intersection(new.index)
    stays = stays[~new.loc[stays, "submission_id"].isin(renewed)]
    if anew:
        return Change(was, now, new, old.iloc[:0])
    return Change(was, now, new.drop(stays), old.drop(stays))


def is_mistyped(files: pd.DataFrame) -> pd.Series[bool]:
    """Whether each file is held back whole and of a Sunday before the launch or after its receipt:
    what was mistyped stays so when that Sunday has come.
    """
    is_possible = can_be_reported(files["sunday"], local_days(files["received_at"]))
    is_held_back = files["status"].isin(["quarantined", "rejected"])
    return is_held_back & files["sunday"].notna() & ~is_possible


def _of_weeks(standing: Standing) -> Standing:
    is_of_none = is_mistyped(standing.submissions)
    kept = standing.submissions.index[~is_of_none]
    return narrowed(standing, kept) if is_of_none.any() else standing


def _accepted(standing: Standing) -> pd.DataFrame:
    return standing.records[standing.records["status"] == "accepted"]
