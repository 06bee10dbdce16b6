"""Which activities the indicators of activities count."""

from __future__ import annotations

import pandas as pd

from schemas.tables import ACTIVITY
from transforms.tracing.cell import Cell, Traced, Tracer, each, numbered

__all__ = ["ACTIVITY_TRACERS"]

_KNOWN_BY = ["row_uid", "branch_code", "team_code", "sunday"]


def _activities(service_code: str, counts: str = "") -> Tracer:
    """Activities of a kind by what their column says ('': one each); those without any are none."""

    def follow(cell: Cell) -> Traced:
        rows = _of_kind(cell, service_code)
        if counts:
            rows = rows[rows[counts].gt(0).fillna(False).to_numpy(dtype=bool)]
        sources = rows[["row_uid"]].reset_index(drop=True)
        return Traced(each(rows, _KNOWN_BY, counts), rows=sources.assign(line=range(len(rows))))

    return Tracer(follow, [ACTIVITY])


def _months(cell: Cell) -> Traced:
    """Calendar months with a meeting, and the meetings."""
    rows = _of_kind(cell, "INT_MEETING")
    lines, told = numbered(rows.assign(month=rows["sunday"].dt.strftime("%Y-%m")), "month")
    return Traced(lines, rows=told[["line", "row_uid"]])


def _of_kind(cell: Cell, service_code: str) -> pd.DataFrame:
    rows = cell.rows(cell.located.activities)
    return rows[rows["service_code"] == service_code].sort_values(["sunday", "row_uid"])


ACTIVITY_TRACERS: dict[str, Tracer] = {
    "KPI_POSTERS": _activities("POSTER", "quantity"),
    "KPI_PROPAGANDA_CONTACTS": _activities("PROPAGANDA_DIRECT", "attendance"),
    "KPI_POSTS": _activities("PROPAGANDA_ONLINE", "quantity"),
    "KPI_TRAINING_SESSIONS": _activities("INT_TRAINING"),
    "KPI_TRAINING_ATTENDANCE": _activities("INT_TRAINING", "attendance"),
    "KPI_MONTHLY_MEETING": Tracer(_months, [ACTIVITY]),
}
