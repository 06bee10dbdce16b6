"""Indicators of teams: active on the Sunday, active on every Sunday, of the right size."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from transforms.grid import Matrix
from transforms.indicators.located import Counter, Located

__all__ = ["TEAM_COUNTERS", "active_teams", "attendance", "full_teams"]


def _team_active(located: Located, level: str, period: str) -> tuple[Matrix, Matrix]:
    """Teams with any accepted activity or assistance over teams on the roster, week by week."""
    return (
        located.grid.sums(level, period, located.once(active_teams)),
        located.grid.sums(level, period, located.roster),
    )


def _team_active_all(located: Located, level: str, period: str) -> tuple[Matrix, Matrix]:
    """Teams active on every Sunday of the period on which they were on the roster.

    A team counts for the unit where it stood last. Its streak is broken for the rest of the period
    by the first Sunday that it missed.
    """
    grid = located.grid
    expected, missed, last = located.once(attendance)
    unit = located.roster[level].to_numpy(dtype=np.int64)
    standing = np.where(last >= 0, unit[last], -1)
    due, broken = grid.within(expected, period), grid.within(missed, period)
    upper = _by_unit((due > 0) & (broken == 0), standing, located, level)
    return upper, _by_unit(due > 0, standing, located, level)


def active_teams(located: Located) -> pd.DataFrame:
    """The teams and Sundays of the roster on which anything was done."""
    return located.roster[located.roster["is_active"]]


def attendance(located: Located) -> tuple[Matrix, Matrix, npt.NDArray[np.int64]]:
    """By team and Sunday: whether it was expected, whether it missed, and its newest row of the
    roster, -1 before the first.
    """
    roster = located.roster
    codes, teams = pd.factorize(roster["team_code"])
    place = codes, roster["week"].to_numpy()
    shape = (len(teams), len(located.grid.sundays))
    expected, missed = np.zeros(shape), np.zeros(shape)
    expected[place] = 1
    missed[place] = ~roster["is_active"].to_numpy()
    row = np.full(shape, -1, dtype=np.int64)
    row[place] = np.arange(len(roster))
    since = np.where(row >= 0, np.arange(shape[1]), 0)
    newest = np.maximum.accumulate(since, axis=1)
    return expected, missed, np.take_along_axis(row, newest, axis=1)


def _by_unit(
    chosen: np.ndarray, standing: npt.NDArray[np.int64], located: Located, level: str
) -> Matrix:
    """How many chosen teams (team × Sunday) stand in each unit (unit × Sunday)."""
    counts = np.zeros((len(located.grid.units[level]), chosen.shape[1]))
    team, week = np.nonzero(chosen & (standing >= 0))
    np.add.at(counts, (standing[team, week], week), 1.0)
    return counts


def _team_size(located: Located, level: str, period: str) -> tuple[Matrix, Matrix]:
    """Teams whose newest list by that Sunday has 8 members and is not held back (point in time).

    Over all teams on the roster: a suspended Sunday changes what a team does, not its size.
    """
    full, roster = located.once(full_teams)
    return (
        located.grid.sums(level, "week", full),
        located.grid.sums(level, "week", roster),
    )


def full_teams(located: Located) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The teams and Sundays of the roster with a list of 8 members, and all of them."""
    roster = located.grid.roster.sort_values("sunday", kind="stable").assign(sign=1.0)
    newest = pd.merge_asof(
        roster,
        located.team_reports[["team_code", "sunday", "submission_id", "member_count", "status"]],
        on="sunday",
        by="team_code",
    )
    is_full = newest["member_count"].eq(8).fillna(False) & newest["status"].eq("accepted")
    return newest[is_full.astype(bool)], roster


TEAM_COUNTERS: dict[str, Counter] = {
    "KPI_TEAM_ACTIVE": _team_active,
    "KPI_TEAM_ACTIVE_ALL": _team_active_all,
    "KPI_TEAM_SIZE": _team_size,
}
