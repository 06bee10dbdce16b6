"""Rows of other weeks than their report's: a monthly catch-up speaks for several (case X10)."""

from __future__ import annotations

import pandas as pd

from schemas.rules import Fault

__all__ = ["other_weeks", "other_weeks_faults"]


def other_weeks_faults(submissions: pd.DataFrame, records: pd.DataFrame) -> list[tuple[str, Fault]]:
    """For each file, how many of its rows were moved to the week of their own date."""
    moved = _moved(submissions, records)
    return [
        (str(name), Fault("submission.records.are_of_its_week", detail={"count": str(count)}))
        for name, count in moved.groupby("submission_id").size().items()
    ]


def other_weeks(submissions: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Each of these files once more for every other week that accepted rows of it are of.

    Both frames are what is in force. The rows are like `submissions`, with that week's Sunday; for
    an earlier week the file came too late, for a later one it cannot have.
    """
    counted = records[records["status"] == "accepted"]
    weeks = _moved(submissions, counted)[["submission_id", "week"]].drop_duplicates()
    again = submissions.loc[weeks["submission_id"]]
    sunday = pd.Series(weeks["week"].to_numpy(), index=again.index)
    return again.assign(sunday=sunday, is_late=sunday < again["sunday"])


def _moved(submissions: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    rows = records[["submission_id", "sunday"]].rename(columns={"sunday": "week"})
    rows = rows.join(submissions["sunday"], on="submission_id")
    return rows[rows["sunday"].notna() & rows["week"].notna() & (rows["week"] != rows["sunday"])]
