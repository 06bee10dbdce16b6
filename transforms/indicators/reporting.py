"""Indicators of the reporting itself: sent on time, rows held back."""

from __future__ import annotations

from transforms.grid import Matrix
from transforms.indicators.located import Counter, Located

__all__ = ["REPORTING_COUNTERS"]


def _submission_rate(located: Located, level: str, period: str) -> tuple[Matrix, Matrix]:
    """(branch, Sunday) whose file arrived on time, a nil report included, over those expected: less
    suspended ones, also where something was sent for these.
    """
    expected = located.presence[located.presence["is_expected"].astype(bool)]
    on_time = expected[expected["is_on_time"].astype(bool)]
    return (
        located.grid.sums(level, period, on_time),
        located.grid.sums(level, period, expected),
    )


def _rejection_rate(located: Located, level: str, period: str) -> tuple[Matrix, Matrix]:
    """Rows held back over rows read, of the branches that sent them."""
    rows = located.reconciliation
    rows = rows[rows["indicator_code"] == "KPI_UNIQUE_CITIZENS"]

    def sums(name: str) -> Matrix:
        amounts = rows[name].to_numpy(dtype="float64")
        return located.grid.sums(level, period, rows, amounts)

    return sums("quarantined"), sums("parsed")


REPORTING_COUNTERS: dict[str, Counter] = {
    "KPI_SUBMISSION_RATE": _submission_rate,
    "KPI_DQ_REJECT": _rejection_rate,
}
