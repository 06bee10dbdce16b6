"""Indicators of union members: what each branch last reported of its own."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from transforms.grid import Matrix
from transforms.indicators.located import Counter, Located

__all__ = ["MEMBER_COUNTERS", "newest_reports"]


def newest_reports(column: str) -> Callable[[Located], pd.DataFrame]:
    """The newest report of each branch by each Sunday that has all members and `column`."""

    def newest(located: Located) -> pd.DataFrame:
        reports = located.members.dropna(subset=["member_total", column])
        reports = reports.sort_values(["sunday", "version"], kind="stable")
        found = pd.merge_asof(
            located.grid.branches.sort_values("sunday", kind="stable"),
            reports[["branch_code", "sunday", "submission_id", "member_total", column]],
            on="sunday",
            by="branch_code",
        )
        return found.dropna(subset=["member_total"]).assign(sign=1.0)

    return newest


def _share_of_members(column: str) -> Counter:
    """A count of members over all members, of the branches that reported both (point in time)."""
    newest = newest_reports(column)

    def count(located: Located, level: str, period: str) -> tuple[Matrix, Matrix]:
        reports = located.once(newest)

        def sums(name: str) -> Matrix:
            amounts = reports[name].to_numpy(dtype="float64")
            return located.grid.sums(level, "week", reports, amounts)

        return sums(column), sums("member_total")

    return count


MEMBER_COUNTERS: dict[str, Counter] = {
    "KPI_MEMBER_DVC": _share_of_members("member_dvc_count"),
    "KPI_MEMBER_VNEID2": _share_of_members("member_vneid2_count"),
    "KPI_MEMBER_BOTH": _share_of_members("member_both_count"),
}
