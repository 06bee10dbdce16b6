"""Whose numbers of members are counted, by the newest report of each branch."""

from __future__ import annotations

from schemas.tables import MEMBER_REPORT
from transforms.indicators.members import newest_reports
from transforms.tracing.cell import Cell, Traced, Tracer, of_reports

__all__ = ["MEMBER_TRACERS"]


def _members(column: str) -> Tracer:
    newest = newest_reports(column)

    def follow(cell: Cell) -> Traced:
        rows = cell.rows(newest(cell.located)).sort_values("branch_code")
        return of_reports(rows, ["branch_code"], "THONG_TIN", column)

    return Tracer(follow, [MEMBER_REPORT], is_since_launch=True)


MEMBER_TRACERS: dict[str, Tracer] = {
    "KPI_MEMBER_DVC": _members("member_dvc_count"),
    "KPI_MEMBER_VNEID2": _members("member_vneid2_count"),
    "KPI_MEMBER_BOTH": _members("member_both_count"),
}
