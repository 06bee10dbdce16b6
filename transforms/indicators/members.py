"""Indicators of union members: what each branch last reported of its own."""

from __future__ import annotations

import pandas as pd

from transforms.grid import Matrix
from transforms.indicators.located import Counter, Located

__all__ = ["MEMBER_COUNTERS"]


def _share_of_members(column: str) -> Counter:
    """A count of members over all members, of the branches that reported both (point in time)."""

    def count(located: Located, level: str, period: str) -> tuple[Matrix, Matrix]:
        reports = located.members.dropna(subset=["member_total", column])
        reports = reports.sort_values(["sunday", "submission_id"], kind="stable")
        newest = pd.merge_asof(
            located.grid.branches.sort_values("sunday", kind="stable"),
            reports[["branch_code", "sunday", "member_total", column]],
            on="sunday",
            by="branch_code",
        ).dropna(subset=["member_total"])

        def sums(name: str) -> Matrix:
            amounts = newest[name].to_numpy(dtype="float64")
            return located.grid.sums(level, "week", newest.assign(sign=1.0), amounts)

        return sums(column), sums("member_total")

    return count


MEMBER_COUNTERS: dict[str, Counter] = {
    "KPI_MEMBER_DVC": _share_of_members("member_dvc_count"),
    "KPI_MEMBER_VNEID2": _share_of_members("member_vneid2_count"),
    "KPI_MEMBER_BOTH": _share_of_members("member_both_count"),
}
