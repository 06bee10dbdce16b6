"""Which files came on time, and which rows were held back."""

from __future__ import annotations

import pandas as pd

from schemas.tables import RECORD, SUBMISSION_STATUS
from transforms.indicators.reporting import expected_reports
from transforms.presence import are_reports
from transforms.tracing.cell import Cell, Traced, Tracer, each
from transforms.versions import in_force_of

__all__ = ["REPORTING_TRACERS", "rows_held_back"]

_PLACE = ["branch_code", "sunday"]


def _on_time(cell: Cell) -> Traced:
    """Branches and Sundays with a report in time, and every file that makes it so."""
    _, on_time = expected_reports(cell.located)
    lines = each(cell.rows(on_time).sort_values(["sunday", "branch_code"]), _PLACE)
    files = cell.reports[are_reports(cell.reports) & ~cell.reports["is_late"]]
    named = lines[_PLACE].assign(line=range(len(lines)))
    sources = files[[*_PLACE, "submission_id"]].merge(named, on=_PLACE)
    return Traced(lines, reports=sources[["line", "submission_id"]].assign(sheet=""))


def _held_back(cell: Cell) -> Traced:
    """The rows that are quarantined."""
    rows = cell.rows(cell.held_back).sort_values(["sunday", "row_uid"]).reset_index(drop=True)
    lines = each(rows, ["row_uid", *_PLACE])
    return Traced(lines, rows=rows[["row_uid"]].assign(line=range(len(rows))))


def rows_held_back(
    records: pd.DataFrame, submissions: pd.DataFrame, teams: pd.DataFrame
) -> pd.DataFrame:
    """Those of `records` (`vault.record`) that count as quarantined: so judged and in force, or of
    a file that is held back whole.

    `submissions` is indexed by submission_id, as all of them stand; `teams` are the teams that each
    speaks about.
    """
    is_so_judged = records["status"].eq("quarantined") & in_force_of(submissions, teams)(records)
    placed = submissions.dropna(subset=["branch_code", "sunday"])
    whole = placed.index[placed["status"] == "quarantined"]
    return records[is_so_judged | records["submission_id"].isin(whole)]


REPORTING_TRACERS: dict[str, Tracer] = {
    "KPI_SUBMISSION_RATE": Tracer(_on_time, [SUBMISSION_STATUS]),
    "KPI_DQ_REJECT": Tracer(_held_back, [RECORD]),
}
