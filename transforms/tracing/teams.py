"""Which teams the indicators of teams count, and by what they did or whom they list."""

from __future__ import annotations

import numpy as np
import pandas as pd

from schemas.tables import ACTIVITY, ANONYMOUS_CONTACT, ASSISTANCE, TEAM_REPORT
from transforms.indicators.teams import active_teams, attendance, full_teams
from transforms.tracing.cell import ASSISTED, Cell, Traced, Tracer, each, of_reports

__all__ = ["TEAM_TRACERS"]

_DONE = [ASSISTANCE, ANONYMOUS_CONTACT, ACTIVITY]


def _active(cell: Cell) -> Traced:
    """Teams on the Sundays on which they did anything, and all that they did on these."""
    rows = cell.rows(active_teams(cell.located)).sort_values(["sunday", "team_code"])
    return _with_what_was_done(cell, each(rows, ["team_code", "sunday"]), ["team_code", "sunday"])


def _always_active(cell: Cell) -> Traced:
    """Teams that did anything on every Sunday on which they were expected to."""
    roster = cell.located.roster
    expected, missed, newest = attendance(cell.located)
    weeks = slice(cell.first, cell.last + 1)
    kept_up = (expected[:, weeks].sum(axis=1) > 0) & (missed[:, weeks].sum(axis=1) == 0)
    row = newest[:, cell.last]
    unit = np.where(row >= 0, roster[cell.level].to_numpy(dtype=np.int64)[row], -1)
    codes = pd.unique(roster["team_code"])[kept_up & (unit == cell.unit)]
    lines = pd.DataFrame({"team_code": pd.Series(codes, dtype="str").sort_values()})
    return _with_what_was_done(cell, each(lines, ["team_code"]), ["team_code"])


def _with_what_was_done(cell: Cell, lines: pd.DataFrame, known_by: list[str]) -> Traced:
    """Lines of teams with their assistances, contacts and activities of the period, wherever these
    are counted.
    """
    named = lines[known_by].assign(line=range(len(lines)))
    contacts = cell.in_period(cell.located.contacts).merge(named, on=known_by)
    is_anonymous = contacts["person_id"].isna().to_numpy()
    activities = cell.in_period(cell.located.activities).merge(named, on=known_by)
    rows = pd.concat(
        [
            contacts.loc[is_anonymous, ["line", "row_uid"]].drop_duplicates(),
            activities[["line", "row_uid"]],
        ],
        ignore_index=True,
    )
    return Traced(lines, contacts.loc[~is_anonymous, ["line", *ASSISTED]], rows)


def _of_eight(cell: Cell) -> Traced:
    """Teams whose newest list has 8 members, and that list."""
    rows = cell.rows(full_teams(cell.located)[0]).sort_values("team_code")
    return of_reports(rows, ["team_code"], "TO_CNS")


TEAM_TRACERS: dict[str, Tracer] = {
    "KPI_TEAM_ACTIVE": Tracer(_active, _DONE),
    "KPI_TEAM_ACTIVE_ALL": Tracer(_always_active, _DONE),
    "KPI_TEAM_SIZE": Tracer(_of_eight, [TEAM_REPORT], is_since_launch=True),
}
