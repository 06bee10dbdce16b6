"""What new files change in what is in force."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from transforms.standing import Standing, narrowed

__all__ = ["Change", "change_of"]


@dataclass(frozen=True)
class Change:
    """The touched files before and after, and the accepted records that came and went."""

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
    was, now = narrowed(before, touched), narrowed(after, touched)
    old, new = _accepted(was), _accepted(now)
    stays = old.index.intersection(new.index)
    stays = stays[~new.loc[stays, "submission_id"].isin(renewed)]
    if anew:
        return Change(was, now, new, old.iloc[:0])
    return Change(was, now, new.drop(stays), old.drop(stays))


def _accepted(standing: Standing) -> pd.DataFrame:
    return standing.records[standing.records["status"] == "accepted"]
