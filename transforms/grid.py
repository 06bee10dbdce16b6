"""The grid of published cells: units of each level against Sundays, and sums over periods in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.reference import Reference
from transforms.geography import LEVELS, Geography, UnitKey, in_force

__all__ = ["Grid", "Matrix", "make_grid", "period_keys"]

Matrix = npt.NDArray[np.float64]
"""Units of a level (rows) against Sundays (columns)."""


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
    are all youth teams: team_code, sunday and a column per level; `teams` the same less suspended
    Sundays; `branches` all branches likewise.
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
        column for each level: the unit's number. Whose unit goes by the day of the assistance.
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
        return located

    def locate_branches(self, rows: pd.DataFrame) -> pd.DataFrame:
        """`rows` (branch_code, sunday) with a column for each level: the unit's number."""
        return rows.merge(self.branches, on=["branch_code", "sunday"])

    def sums(self, level: str, period: str, units: pd.Series, sundays: pd.Series) -> Matrix:
        """How many rows (unit number, Sunday) fall into each cell's period up to its Sunday."""
        return self.weighted_sums(level, period, units, sundays, np.ones(len(units)))

    def weighted_sums(
        self,
        level: str,
        period: str,
        units: pd.Series,
        sundays: pd.Series,
        amounts: npt.NDArray[np.float64],
    ) -> Matrix:
        """As `sums`, of amounts."""
        matrix = np.zeros((len(self.units[level]), len(self.sundays)))
        rows = units.to_numpy(dtype="int64")
        columns = self.sundays.get_indexer(pd.DatetimeIndex(sundays))
        is_known = (rows >= 0) & (columns >= 0)
        np.add.at(matrix, (rows[is_known], columns[is_known]), amounts[is_known])
        keys = period_keys(self.sundays, period)
        starts = np.searchsorted(keys, keys)
        running: Matrix = np.concatenate(
            [np.zeros((len(matrix), 1)), matrix.cumsum(axis=1)], axis=1
        )
        return running[:, 1:] - running[:, starts]

    def keys(self, level: str, numbers: Iterable[int], sundays: pd.DatetimeIndex) -> list[UnitKey]:
        """The units behind numbers, as they are called on these Sundays.

        The province is one unit throughout: whoever was first helped before a merger is not new
        after it. Only its key changes.
        """
        if level == "province":
            known = {sunday: self.geography.province_on(sunday) for sunday in self.sundays}
            return [known[sunday] for sunday in sundays]
        named = {number: key for key, number in self.units[level].items()}
        return [named[number] for number in numbers]

    def cells(self, level: str, numerator: Matrix, denominator: Matrix | None) -> pd.DataFrame:
        """The published cells as rows: sunday, unit_level, unit_code, unit_valid_from, numerator,
        denominator and value, which is null where a ratio has no base.
        """
        unit, week = np.nonzero(self.is_published[level])
        keys = self.keys(level, unit, self.sundays[week])
        upper = numerator[unit, week]
        lower = np.full(len(upper), np.nan) if denominator is None else denominator[unit, week]
        ratio = np.divide(100.0 * upper, lower, out=np.full(len(upper), np.nan), where=lower > 0)
        return pd.DataFrame(
            {
                "sunday": self.sundays[week],
                "unit_level": level,
                "unit_code": pd.array([key.unit_code for key in keys], dtype="str"),
                "unit_valid_from": pd.DatetimeIndex([key.unit_valid_from for key in keys]),
                "numerator": upper,
                "denominator": lower,
                "value": upper if denominator is None else ratio,
            }
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
        _numbered(teams, "team_code", units),
        _numbered(_less_suspended(teams, reference), "team_code", units),
        _numbered(branches.assign(team_key=None), "branch_code", units),
        geography,
    )


def _numbered(frame: pd.DataFrame, code: str, units: dict[str, dict[UnitKey, int]]) -> pd.DataFrame:
    """`frame` (a code, day and a key per level) with the numbers of its units."""
    numbers = {
        level: [units[level].get(key, -1) for key in frame[f"{level}_key"]] for level in LEVELS
    }
    return pd.DataFrame({code: frame[code].to_numpy(), "sunday": frame["day"].to_numpy()} | numbers)


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
