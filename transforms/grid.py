"""The grid of published cells: units of each level against Sundays, and sums over periods in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.reference import Reference
from transforms.geography import LEVELS, Geography, UnitKey, in_force

__all__ = ["Grid", "Matrix", "Numbers", "make_grid", "period_keys"]

Matrix = npt.NDArray[np.float64]
"""Units of a level (rows) against Sundays (columns)."""

Numbers = npt.NDArray[np.int64] | npt.NDArray[np.float64] | pd.Series
"""One number per row."""

Names = npt.NDArray[Any]


def period_keys(sundays: pd.Series | pd.DatetimeIndex, period: str) -> npt.NDArray[np.int64]:
    """A number for each Sunday that is the same throughout its period.

    Periods go by the calendar date of the Sunday, never by week numbers (CAD05).
    """
    index = pd.DatetimeIndex(sundays)
    if period == "week":
        return index.to_numpy().astype("datetime64[D]").astype("int64")
    if period == "month_to_date":
        return (index.year * 12 + index.month).to_numpy(dtype="int64")
    if period == "year_to_date":
        return index.year.to_numpy(dtype="int64")
    return np.zeros(len(index), dtype="int64")


@dataclass(frozen=True)
class Grid:
    """All Sundays since launch, the units of each level, and the roster of teams.

    `units[level]` numbers the units of a level; frames carry these numbers in a column per level
    (-1: no unit of that level). `is_published[level]` marks the cells that become rows. `roster`
    are all youth teams: team_code, sunday, week and a column per level; `teams` the same less
    suspended Sundays; `branches` all branches likewise.
    """

    sundays: pd.DatetimeIndex
    units: dict[str, dict[UnitKey, int]]
    is_published: dict[str, npt.NDArray[np.bool_]]
    roster: pd.DataFrame
    teams: pd.DataFrame
    branches: pd.DataFrame
    geography: Geography

    def locate(self, rows: pd.DataFrame) -> pd.DataFrame:
        """`rows` (team_code, branch_code, sunday and, where there is one, assist_date) with a
        column for each level: the unit's number, and week: the Sunday's. Whose unit goes by the
        day of the assistance.
        """
        days = rows["assist_date"] if "assist_date" in rows else rows["sunday"]
        asked = rows[["team_code", "branch_code"]].assign(day=days)
        of_branch = self.geography.branches_on(asked.dropna(subset=["branch_code"]))
        of_team = self.geography.teams_on(asked.dropna(subset=["team_code"]))
        located = rows.copy()
        for level in LEVELS:
            source, code = (of_team, "team_code") if level == "team" else (of_branch, "branch_code")
            numbers = [self.units[level].get(key, -1) for key in source[f"{level}_key"]]
            known = pd.Series(numbers, index=pd.MultiIndex.from_frame(source[[code, "day"]]))
            places = pd.MultiIndex.from_frame(asked[[code, "day"]])
            located[level] = known.reindex(places).fillna(-1).to_numpy(dtype="int64")
        return located.assign(week=self.weeks(rows["sunday"]))

    def locate_branches(self, rows: pd.DataFrame) -> pd.DataFrame:
        """`rows` (branch_code, sunday) with week and a column for each level, as in `locate`."""
        return rows.merge(self.branches, on=["branch_code", "sunday"])

    def sums(
        self,
        level: str,
        period: str,
        rows: pd.DataFrame,
        amounts: npt.NDArray[np.float64] | float = 1.0,
    ) -> Matrix:
        """The amounts of `rows` (a unit number per level, week, sign) in each cell's period up to
        its Sunday; how many rows there are where no amounts are given.
        """
        matrix = np.zeros((len(self.units[level]), len(self.sundays)))
        row, column = rows[level].to_numpy(dtype=np.int64), rows["week"].to_numpy(dtype=np.int64)
        is_known = (row >= 0) & (column >= 0)
        added = (rows["sign"] * amounts).to_numpy(dtype=np.float64)[is_known]
        np.add.at(matrix, (row[is_known], column[is_known]), added)
        return self.within(matrix, period)

    def within(self, matrix: Matrix, period: str) -> Matrix:
        """Running sums along the Sundays (columns) that start anew with each period."""
        keys = period_keys(self.sundays, period)
        whole = np.concatenate([np.zeros((len(matrix), 1)), matrix.cumsum(axis=1)], axis=1)
        sums: Matrix = whole[:, 1:] - whole[:, np.searchsorted(keys, keys)]
        return sums

    def weeks(self, sundays: pd.Series) -> npt.NDArray[np.int64]:
        """The number of each Sunday, -1 for one that is not in the grid."""
        return np.asarray(self.sundays.get_indexer(pd.DatetimeIndex(sundays)), dtype=np.int64)

    @cached_property
    def _names(self) -> dict[str, tuple[Names, Names]]:
        """Code and first day of each unit of a level, by its number."""
        named = {level: sorted(units, key=units.__getitem__) for level, units in self.units.items()}
        return {level: _named(keys) for level, keys in named.items() if level != "province"}

    @cached_property
    def _provinces(self) -> tuple[Names, Names]:
        """What the province is called on each Sunday."""
        return _named([self.geography.province_on(sunday) for sunday in self.sundays])

    def named(self, level: str, units: Numbers, weeks: Numbers) -> dict[str, pd.Series]:
        """unit_code and unit_valid_from of units (by number) as they are called on Sundays (by
        number).

        The province is one unit throughout: whoever was first helped before a merger is not new
        after it. Only its key changes.
        """
        is_one = level == "province"
        codes, starts = self._provinces if is_one else self._names[level]
        which = np.asarray(weeks if is_one else units, dtype=np.int64)
        return {
            "unit_code": pd.Series(codes[which], dtype="str"),
            "unit_valid_from": pd.Series(starts[which]),
        }

    def cells(
        self,
        level: str,
        numerator: Matrix,
        denominator: Matrix | None,
        chosen: npt.NDArray[np.bool_] | None = None,
    ) -> pd.DataFrame:
        """The published cells (of `chosen` ones, where given) as rows: sunday, unit_level,
        unit_code, unit_valid_from, numerator and denominator (null for a count).
        """
        is_asked = self.is_published[level]
        unit, week = np.nonzero(is_asked if chosen is None else is_asked & chosen)
        lower = np.full(len(unit), np.nan) if denominator is None else denominator[unit, week]
        return pd.DataFrame(
            {
                "sunday": self.sundays[week],
                "unit_level": level,
                **self.named(level, unit, week),
                "numerator": numerator[unit, week],
                "denominator": lower,
            }
        )


def _named(keys: Sequence[UnitKey]) -> tuple[Names, Names]:
    return (
        np.array([key.unit_code for key in keys], dtype=object),
        np.array([key.unit_valid_from for key in keys], dtype="datetime64[us]"),
    )


def make_grid(
    reference: Reference, geography: Geography, sundays: Sequence[pd.Timestamp], first: pd.Timestamp
) -> Grid:
    """The grid of consecutive `sundays`; cells before `first` are summed over but not published.

    A cell is published for the units that have a branch (or are a team) on the roster on the
    Sunday, or on the Monday of its week: a unit that ends in mid-week keeps what was done there.
    """
    index = pd.DatetimeIndex(list(sundays))
    mondays = index - pd.Timedelta(days=6)
    youth = reference.teams[reference.teams["team_type"] == "youth"]
    branches, branches_before = (
        geography.branches_on(_roster(reference.branches, "branch_code", days))
        for days in (index, mondays)
    )
    teams, teams_before = (
        geography.teams_on(_roster(youth, "team_code", days)) for days in (index, mondays)
    )
    units: dict[str, dict[UnitKey, int]] = {}
    published: dict[str, npt.NDArray[np.bool_]] = {}
    for level in LEVELS:
        now, before = (teams, teams_before) if level == "team" else (branches, branches_before)
        weeks = pd.concat([now, before.assign(day=before["day"] + pd.Timedelta(days=6))])
        pairs = weeks[[f"{level}_key", "day"]].dropna().drop_duplicates()
        known = sorted(set(pairs[f"{level}_key"]))
        is_one = level == "province"
        units[level] = {key: 0 if is_one else number for number, key in enumerate(known)}
        rows = [units[level][key] for key in pairs[f"{level}_key"]]
        columns = index.get_indexer(pd.DatetimeIndex(pairs["day"]))
        published[level] = np.zeros((len(units[level]), len(index)), dtype=bool)
        published[level][rows, columns] = True
        published[level][:, index < first] = False
    return Grid(
        index,
        units,
        published,
        _numbered(teams, "team_code", units, index),
        _numbered(_less_suspended(teams, reference), "team_code", units, index),
        _numbered(branches.assign(team_key=None), "branch_code", units, index),
        geography,
    )


def _numbered(
    frame: pd.DataFrame, code: str, units: dict[str, dict[UnitKey, int]], index: pd.DatetimeIndex
) -> pd.DataFrame:
    """`frame` (a code, day and a key per level) with the numbers of its units."""
    numbers = {
        level: [units[level].get(key, -1) for key in frame[f"{level}_key"]] for level in LEVELS
    }
    days = pd.DatetimeIndex(frame["day"])
    placed = {code: frame[code].to_numpy(), "sunday": days, "week": index.get_indexer(days)}
    return pd.DataFrame(placed | numbers)


def _roster(frame: pd.DataFrame, code: str, sundays: pd.DatetimeIndex) -> pd.DataFrame:
    """(code, day) for every Sunday on which a row of an effective-dated frame holds."""
    weeks = [in_force(frame, day, day)[["branch_code", code]].assign(day=day) for day in sundays]
    rows = pd.concat(weeks, ignore_index=True)
    return rows.loc[:, ~rows.columns.duplicated()].drop_duplicates()


def _less_suspended(teams: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The roster without Sundays suspended for the team's province, district, commune or branch."""
    suspended = reference.suspended_sundays[["sunday", "unit_code"]]
    marks = set(suspended.itertuples(index=False, name=None))
    above = teams[["province_key", "district_key", "commune_key", "branch_key"]]
    is_kept = [
        not any(key is not None and (day, key.unit_code) in marks for key in keys)
        for day, *keys in zip(teams["day"], *(above[name] for name in above), strict=True)
    ]
    return teams[is_kept].copy()
