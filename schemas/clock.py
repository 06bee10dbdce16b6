"""Time as the programme reckons it: one clock per run, Vietnamese days."""

from __future__ import annotations

from typing import TypeAlias

import pandas as pd

from schemas.errors import UsageError
from schemas.settings import TIME_ZONE

__all__ = ["Instant", "local_day", "local_days", "run_clock", "sunday_or_none"]

Instant: TypeAlias = pd.Timestamp
"""A moment in UTC, or a day at midnight without a zone."""


def run_clock(now: str | None) -> Instant:
    """The run's clock in UTC: now, or an ISO timestamp (Vietnamese time where it names no zone).

    Raises UsageError when `now` is no timestamp.
    """
    try:
        clock = pd.Timestamp(now) if now else pd.Timestamp.now("UTC")
        if pd.isna(clock):
            raise ValueError(now)
    except ValueError:
        raise UsageError(
            f"“{now}” is not a timestamp; give one such as 2023-03-05T23:00."
        ) from None
    clock = clock.tz_localize(TIME_ZONE) if clock.tzinfo is None else clock
    return clock.tz_convert("UTC").as_unit("us")


def local_day(now: Instant) -> Instant:
    """The day in Vietnam at a moment, as midnight without a zone."""
    return now.tz_convert(TIME_ZONE).tz_localize(None).normalize()


def local_days(moments: pd.Series) -> pd.Series:
    """The days in Vietnam at moments, each as `local_day` gives it."""
    days: pd.Series = moments.dt.tz_convert(TIME_ZONE).dt.tz_localize(None).dt.normalize()
    return days


def sunday_or_none(day: str | None) -> Instant | None:
    """A day given as ISO date."""
    return pd.Timestamp(day).as_unit("us") if day else None
