"""Rows of other weeks than their report's: a monthly catch-up speaks for several (case X10)."""

from __future__ import annotations

from datetime import time

import pandas as pd

from schemas.rules import Fault
from schemas.settings import TIME_ZONE

__all__ = ["is_late", "other_weeks_faults", "reports_of_other_weeks"]


def is_late(files: pd.DataFrame, cut_off: time) -> pd.Series[bool]:
    """Whether each of `files` arrived after `cut_off` on its Sunday, Vietnamese time (CAD07)."""
    due = files["sunday"] + pd.Timedelta(hours=cut_off.hour, minutes=cut_off.minute)
    return (files["arrived_at"] > due.dt.tz_localize(TIME_ZONE)).astype(bool)


def other_weeks_faults(submissions: pd.DataFrame, records: pd.DataFrame) -> list[tuple[str, Fault]]:
    """For each file, how many of its rows count in the week of their own date instead of its.

    Of what is held back nothing counts anywhere.
    """
    taken = submissions.index[submissions["status"] == "accepted"]
    counts = records["submission_id"].isin(taken) & records["status"].ne("quarantined")
    moved = _of_other_weeks(submissions, records[counts])
    return [
        (str(name), Fault("submission.records.are_of_its_week", detail={"count": str(count)}))
        for name, count in moved.groupby("submission_id").size().items()
    ]


def reports_of_other_weeks(
    submissions: pd.DataFrame, records: pd.DataFrame, cut_off: time
) -> pd.DataFrame:
    """The rows of `submissions` once more for each other week that they have accepted rows of, with
    that Sunday, and late or on time on its own.
    """
    moved = _of_other_weeks(submissions, records[records["status"] == "accepted"])
    weeks = moved[["submission_id", "week"]].drop_duplicates()
    told = submissions.loc[weeks["submission_id"]].assign(sunday=weeks["week"].to_numpy())
    return told.assign(is_late=is_late(told, cut_off))


def _of_other_weeks(submissions: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """submission_id and `week` of the rows whose own Sunday is not that of their file."""
    rows = records[["submission_id", "sunday"]].rename(columns={"sunday": "week"})
    rows["sunday"] = submissions["sunday"].reindex(rows["submission_id"]).to_numpy()
    return rows[rows["sunday"].notna() & rows["week"].notna() & (rows["week"] != rows["sunday"])]
