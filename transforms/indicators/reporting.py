"""Indicators of the reporting itself: sent on time, rows held back."""

from __future__ import annotations

import pandas as pd

from transforms.grid import Matrix
from transforms.indicators.located import Counter, Located

__all__ = ["REPORTING_COUNTERS", "expected_reports"]


def _submission_rate(located: Located, level: str, period: str) -> tuple[Matrix, Matrix]:
    """(branch, Sunday) whose file arrived on time, a nil report included, over those expected: less
    suspended ones, also where something was sent for these.
    """
    expected, on_time = located.once(expected_reports)
    return (
        located.grid.sums(level, period, on_time),
        located.grid.sums(level, period, expected),
    )


def _rejection_rate(located: Located, level: str, period: str) -> tuple[Matrix, Matrix]:
    """Rows held back over rows read, of the branches that sent them."""
    rows = located.once(_sent)

    def sums(name: str) -> Matrix:
        amounts = rows[name].to_numpy(dtype="float64")
        return located.grid.sums(level, period, rows, amounts)

    return sums("quarantined"), sums("parsed")


def expected_reports(located: Located) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Reports that were expected, and those of them that came on time."""
    expected = located.presence[located.presence["is_expected"].astype(bool)]
    return expected, expected[expected["is_on_time"].astype(bool)]


def _sent(located: Located) -> pd.DataFrame:
    rows = located.reconciliation
    return rows[rows["indicator_code"] == "KPI_UNIQUE_CITIZENS"]


REPORTING_COUNTERS: dict[str, Counter] = {
    "KPI_SUBMISSION_RATE": _submission_rate,
    "KPI_DQ_REJECT": _rejection_rate,
}
