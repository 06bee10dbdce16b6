"""Rows of other weeks than their report's: a monthly catch-up speaks for several (case X10)."""

from __future__ import annotations

import pandas as pd

from schemas.rules import Fault

__all__ = ["other_weeks_faults"]


def other_weeks_faults(submissions: pd.DataFrame, records: pd.DataFrame) -> list[tuple[str, Fault]]:
    """For each file, how many of its rows count in the week of their own date instead of its."""
    rows = records[["submission_id", "sunday"]].rename(columns={"sunday": "week"})
    rows = rows.join(submissions["sunday"], on="submission_id")
    moved = rows[rows["sunday"].notna() & rows["week"].notna() & (rows["week"] != rows["sunday"])]
    return [
        (str(name), Fault("submission.records.are_of_its_week", detail={"count": str(count)}))
        for name, count in moved.groupby("submission_id").size().items()
    ]
