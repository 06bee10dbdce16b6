"""The grid of published cells: units of each level against Sundays, and sums over periods in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.reference import Reference
from transforms.geography import LEVELS, Geography, UnitKey, in_force

__all__ = ["Cells", "Grid", "Matrix", "Numbers", "make_grid", "period_keys"]

Matrix = npt.NDArray[np.float64]
"""Units of a level (rows) against Sundays (columns)."""

Numbers = npt.NDArray[np.int64] | npt.NDArray[np.float64] | pd.Series
"""One number per row."""

Names = npt.NDArray[Any]

_Numbered = tuple[pd.Index, dict[str, npt.NDArray[np.int64]]]

Cells = tuple[npt.NDArray[np.int64], ...]
"""Numbers of units, and numbers of Sundays."""


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
        found = self._numbers(rows, "branch_code", days, LEVELS[:-1])
        found |= self._numbers(rows, "team_code", days, LEVELS[-1:])
        return rows.assign(**found, week=self.weeks(rows["sunday"]))

    def locate_branches(self, rows: pd.DataFrame) -> pd.DataFrame:
        """`rows` (branch_code, sunday) of branches on the roster, with week and a column for each
        level, as in `locate`.
        """
        found = self._numbers(rows, "branch_code", rows["sunday"], LEVELS[:-1])
        located = rows.assign(**found, team=-1, week=self.weeks(rows["sunday"]))
        return located[(located["branch"] >= 0) & (located["week"] >= 0)]

    def _numbers(
        self, rows: pd.DataFrame, code: str, days: pd.Series, levels: Sequence[str]
    ) -> dict[str, npt.NDArray[np.int64]]:
        """The numbers of the units that branches, or teams, stand in on days (-1: in none); `code`
        names the column that tells them.
        """
        stretches, asked = pd.factorize(self.geography.stretches(days))
        found = {level: np.full(len(rows), -1, dtype=np.int64) for level in levels}
        for number, stretch in enumerate(asked.tolist()):
            here = np.flatnonzero(stretches == number)
            index, numbers = self._numbers_in(code, stretch)
            places = index.get_indexer(pd.Index(rows[code].take(here)))
            for level in levels:
                # Who is nowhere has the place -1: the number behind all others.
                found[level][here] = numbers[level][places]
        return found

    @cached_property
    def _numbers_in(self) -> Callable[[str, int], _Numbered]:
        return cache(self._number_all)

    def _number_all(self, code: str, stretch: int) -> _Numbered:
        """All branches, or teams, of a stretch of days (`Geography.stretches`), and the numbers of
        their units by level, -1 behind them all.
        """
        placed = self.geography.placed_in(code, stretch)
        of_level = {level: placed[f"{level}_key"] for level in LEVELS if f"{level}_key" in placed}
        numbers = {
            level: np.array([*(self.units[level].get(key, -1) for key in keys), -1])
            for level, keys in of_level.items()
        }
        return pd.Index(placed[code]), numbers

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
        signed = rows["sign"].to_numpy(dtype=np.float64) * amounts
        added = self.increments(level, rows[level], rows["week"], signed)
        return self.within(added, period)

    def increments(self, level: str, units: Numbers, weeks: Numbers, amounts: Numbers) -> Matrix:
        """Amounts by unit number and number of the Sunday, each added to its cell."""
        row, column = np.asarray(units, dtype=np.int64), np.asarray(weeks, dtype=np.int64)
        is_known = (row >= 0) & (column >= 0)
        shape = (len(self.units[level]), len(self.sundays))
        cell = row[is_known] * shape[1] + column[is_known]
        added = np.asarray(amounts, dtype=np.float64)[is_known]
        counted = np.bincount(cell, weights=added, minlength=shape[0] * shape[1])
        return counted.astype(np.float64).reshape(shape)

    def within(self, matrix: Matrix, period: str) -> Matrix:
        """Running sums along the Sundays (columns) that start anew with each period."""
        if period == "week":
            return matrix
        starts = np.searchsorted(self.periods(period), self.periods(period))
        whole = np.concatenate([np.zeros((len(matrix), 1)), matrix.cumsum(axis=1)], axis=1)
        sums: Matrix = whole[:, 1:] - whole[:, starts]
        return sums

    def periods(self, period: str) -> npt.NDArray[np.int64]:
        """The number of each Sunday's period, ascending."""
        return self._periods(period)

    @cached_property
    def _periods(self) -> Callable[[str], npt.NDArray[np.int64]]:
        return cache(lambda period: period_keys(self.sundays, period))

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
            "unit_code": pd.Series(codes, dtype="str").take(which).reset_index(drop=True),
            "unit_valid_from": pd.Series(starts[which]),
        }

    def cells(self, level: str, chosen: npt.NDArray[np.bool_] | None = None) -> Cells:
        """Numbers of unit and Sunday of the published cells (of `chosen` ones, where given)."""
        is_asked = self.is_published[level]
        return np.nonzero(is_asked if chosen is None else is_asked & chosen)


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
    youth = reference.teams[reference.teams["team_type"] == "youth"]
    spans = _spans(geography, index)
    sinces = pd.DatetimeIndex(spans["since"].unique())
    branches = geography.branches_on(_roster(reference.branches, "branch_code", sinces))
    teams = geography.teams_on(_roster(youth, "team_code", sinces))
    units: dict[str, dict[UnitKey, int]] = {}
    published: dict[str, npt.NDArray[np.bool_]] = {}
    for level in LEVELS:
        keys = (teams if level == "team" else branches)[f"{level}_key"]
        is_one = level == "province"
        known = sorted(set(keys.dropna()))
        units[level] = {key: 0 if is_one else number for number, key in enumerate(known)}
    rosters = {"branch_code": branches.assign(team_key=None), "team_code": teams}
    numbered = {code: _numbered(frame, code, units) for code, frame in rosters.items()}
    for level in LEVELS:
        rows = numbered["team_code" if level == "team" else "branch_code"][[level, "since"]]
        cells = rows.drop_duplicates().merge(spans, on="since")
        cells = cells[cells[level] >= 0]
        published[level] = np.zeros((len(units[level]), len(index)), dtype=bool)
        published[level][cells[level], cells["week"]] = True
        published[level][:, index < first] = False
    weeks = spans[spans["day"].isin(index)].rename(columns={"day": "sunday"})
    by_week = {code: rows.merge(weeks, on="since") for code, rows in numbered.items()}
    return Grid(
        index,
        units,
        published,
        by_week["team_code"].drop(columns="since"),
        _less_suspended(by_week["team_code"], teams, reference).drop(columns="since"),
        by_week["branch_code"].drop(columns="since"),
        geography,
    )


def _spans(geography: Geography, sundays: pd.DatetimeIndex) -> pd.DataFrame:
    """For each Sunday and its Monday (`day`) the number of the `week`, and `since`: the first of
    these days from which on the reference data says the same.
    """
    mondays = sundays - pd.Timedelta(days=6)
    frame = pd.DataFrame({"day": sundays.append(mondays), "week": [*range(len(sundays))] * 2})
    stretch = geography.stretches(frame["day"])
    return frame.assign(since=frame.groupby(stretch)["day"].transform("min"))


def _numbered(frame: pd.DataFrame, code: str, units: dict[str, dict[UnitKey, int]]) -> pd.DataFrame:
    """`frame` (a code, day and a key per level) with the numbers of its units, and its day as
    `since`.
    """
    numbers = {
        level: [units[level].get(key, -1) for key in frame[f"{level}_key"]] for level in LEVELS
    }
    placed = {code: frame[code].to_numpy(), "since": pd.DatetimeIndex(frame["day"])}
    return pd.DataFrame(placed | numbers)


def _roster(frame: pd.DataFrame, code: str, days: pd.DatetimeIndex) -> pd.DataFrame:
    """(code, day) for every day on which a row of an effective-dated frame holds."""
    on_each = [in_force(frame, day, day)[["branch_code", code]].assign(day=day) for day in days]
    rows = pd.concat(on_each, ignore_index=True)
    return rows.loc[:, ~rows.columns.duplicated()].drop_duplicates()


_ABOVE = ["province_key", "district_key", "commune_key", "branch_key"]


def _less_suspended(
    roster: pd.DataFrame, teams: pd.DataFrame, reference: Reference
) -> pd.DataFrame:
    """The roster without Sundays suspended for the team's province, district, commune or branch."""
    suspended = reference.suspended_sundays[["sunday", "unit_code"]]
    marks = set(suspended.itertuples(index=False, name=None))
    asked = roster[roster["sunday"].isin(suspended["sunday"])].reset_index()
    keyed = asked.merge(
        teams.rename(columns={"day": "since"})[["team_code", "since", *_ABOVE]],
        on=["team_code", "since"],
    )
    is_out = [
        any(key is not None and (day, key.unit_code) in marks for key in keys)
        for day, *keys in zip(keyed["sunday"], *(keyed[name] for name in _ABOVE), strict=True)
    ]
    return roster.drop(keyed.loc[is_out, "index"])
