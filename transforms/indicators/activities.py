"""Indicators of activities: posters, direct information, posts, training, the monthly meeting."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from transforms.grid import Matrix
from transforms.indicators.located import Counter, Located

__all__ = ["ACTIVITY_COUNTERS"]


def _of_kind(service_code: str) -> Callable[[Located], pd.DataFrame]:
    """The activities of a kind."""

    def rows(located: Located) -> pd.DataFrame:
        return located.activities[located.activities["service_code"] == service_code]

    return rows


def _sum_of(service_code: str, column: str) -> Counter:
    """The sum of `column` over the activities of a kind; a blank is nothing."""
    of_kind = _of_kind(service_code)

    def count(located: Located, level: str, period: str) -> tuple[Matrix, None]:
        rows = located.once(of_kind)
        amounts = rows[column].fillna(0).to_numpy(dtype="float64")
        return located.grid.sums(level, period, rows, amounts), None

    return count


def _number_of(service_code: str) -> Counter:
    """How many activities of a kind were held."""
    of_kind = _of_kind(service_code)

    def count(located: Located, level: str, period: str) -> tuple[Matrix, None]:
        return located.grid.sums(level, period, located.once(of_kind)), None

    return count


def _monthly_meeting(located: Located, level: str, period: str) -> tuple[Matrix, Matrix]:
    """Calendar months with a meeting over the months of the period that have begun (CAD08)."""
    first = located.once(_meetings).drop_duplicates([level, "month"])
    held = located.grid.sums(level, period, first)
    sundays = located.grid.sundays
    begins = np.ones(len(sundays))
    begins[1:] = (sundays.month[1:] != sundays.month[:-1]).astype("float64")
    year = sundays.year.to_numpy()
    elapsed = np.cumsum(begins)
    if period == "year_to_date":
        elapsed = elapsed - np.array([elapsed[np.searchsorted(year, y)] - 1 for y in year])
    return held, np.broadcast_to(elapsed, held.shape).astype("float64")


def _meetings(located: Located) -> pd.DataFrame:
    """Meetings in order, with their month."""
    months = located.meetings.assign(month=located.meetings["sunday"].dt.to_period("M"))
    return months.sort_values("sunday")


ACTIVITY_COUNTERS: dict[str, Counter] = {
    "KPI_POSTERS": _sum_of("POSTER", "quantity"),
    "KPI_PROPAGANDA_CONTACTS": _sum_of("PROPAGANDA_DIRECT", "attendance"),
    "KPI_POSTS": _sum_of("PROPAGANDA_ONLINE", "quantity"),
    "KPI_TRAINING_SESSIONS": _number_of("INT_TRAINING"),
    "KPI_TRAINING_ATTENDANCE": _sum_of("INT_TRAINING", "attendance"),
    "KPI_MONTHLY_MEETING": _monthly_meeting,
}
