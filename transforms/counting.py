"""Counting: every indicator at every level and period, from facts, never by adding published values.

A distinct count over a growing period is a running sum of first occurrences: each person enters the
month, the year, the campaign once, on the Sunday of the first assistance there (DESIGN 8). So every
indicator becomes increments by (unit, Sunday), and its periods are running sums of these.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from schemas.reference import Reference
from transforms.geography import LEVELS, Geography, UnitKey, in_force

__all__ = ["Facts", "count_indicators"]

Increments = pd.DataFrame
"""unit (UnitKey), sunday, amount."""


@dataclass(frozen=True)
class Facts:
    """What is counted: frames as in `core`, of all Sundays since launch."""

    assistance: pd.DataFrame
    contacts: pd.DataFrame
    team_reports: pd.DataFrame
    activities: pd.DataFrame


_SERVICES: dict[str, tuple[str, ...] | None] = {
    "KPI_UNIQUE_CITIZENS": None,
    "KPI_CITIZEN_ACCOUNT": ("DVC_ACCOUNT", "VNEID_L2"),
    "KPI_CITIZEN_DVC": ("DVC_ACCOUNT",),
    "KPI_CITIZEN_VNEID2": ("VNEID_L2",),
    "KPI_ACCOUNT_DOSSIER": ("DVCTT_DOSSIER",),
    "KPI_ACCOUNT_EPAY": ("EPAYMENT",),
}
"""Distinct citizens with at least one assistance of these services (None: of any)."""


def _period_keys(sundays: pd.Series | pd.DatetimeIndex, period: str) -> np.ndarray:
    """What a period's running sum must not cross: calendar parts of the Sunday's date (CAD05)."""
    index = pd.DatetimeIndex(sundays)
    if period == "week":
        return index.to_numpy().astype("int64")
    if period == "month_to_date":
        return (index.year * 12 + index.month).to_numpy()
    if period == "year_to_date":
        return index.year.to_numpy()
    return np.zeros(len(index), dtype="int64")


def count_indicators(
    facts: Facts, reference: Reference, geography: Geography, sundays: Sequence[pd.Timestamp]
) -> pd.DataFrame:
    """All published values: sunday, period, unit_level, unit_code, unit_valid_from, indicator_code,
    numerator, denominator, value, target — for the consecutive `sundays`, from the first one on.
    """
    grid = _Grid.of(reference, geography, sundays)
    counted: list[pd.DataFrame] = []
    for definition in reference.indicators.itertuples():
        counter = _COUNTERS.get(definition.indicator_code)
        if counter is None or not isinstance(definition.periods, str):
            continue
        for level in definition.levels.split("|"):
            for period in definition.periods.split("|"):
                numerator, denominator = counter(facts, grid, level, period)
                counted.append(grid.rows(definition, level, period, numerator, denominator))
    result = pd.concat(counted, ignore_index=True)
    return _with_targets(result, reference)


Matrix = np.ndarray
Counter = Callable[["Facts", "_Grid", str, str], tuple[Matrix, Matrix | None]]


@dataclass(frozen=True)
class _Grid:
    """Units by level and Sundays: the rows that are published.

    `units[level]` are the units on the roster in some week; `is_published[level]` says (unit × Sunday)
    in which weeks. `teams` is the roster: team_code, day (Sunday) and a key column for each level.
    """

    sundays: pd.DatetimeIndex
    units: dict[str, pd.Index]
    is_published: dict[str, Matrix]
    teams: pd.DataFrame
    geography: Geography

    @classmethod
    def of(
        cls, reference: Reference, geography: Geography, sundays: Sequence[pd.Timestamp]
    ) -> _Grid:
        index = pd.DatetimeIndex(sundays)
        branches = _roster(reference.branches, "branch_code", index)
        located = geography.branches_on(branches)
        teams = reference.teams[reference.teams["team_type"] == "youth"]
        team_days = geography.teams_on(_roster(teams, "team_code", index))
        keyed = {level: located for level in LEVELS[:-1]} | {"team": team_days}
        units, published = {}, {}
        for level, frame in keyed.items():
            pairs = frame[[f"{level}_key", "day"]].dropna().drop_duplicates()
            units[level] = pd.Index(sorted(set(pairs[f"{level}_key"])), tupleize_cols=False)
            published[level] = np.zeros((len(units[level]), len(index)), dtype=bool)
            rows = units[level].get_indexer(pd.Index(pairs[f"{level}_key"], tupleize_cols=False))
            published[level][rows, index.get_indexer(pd.DatetimeIndex(pairs["day"]))] = True
        return cls(index, units, published, _less_suspended(team_days, reference), geography)

    def sums(self, level: str, increments: Increments, period: str) -> Matrix:
        """Running sums of increments (unit, sunday, amount) that start anew with each period."""
        matrix = np.zeros((len(self.units[level]), len(self.sundays)))
        rows = self.units[level].get_indexer(pd.Index(increments["unit"], tupleize_cols=False))
        columns = self.sundays.get_indexer(pd.DatetimeIndex(increments["sunday"]))
        is_known = (rows >= 0) & (columns >= 0)
        amounts = increments["amount"].to_numpy(dtype="float64")
        np.add.at(matrix, (rows[is_known], columns[is_known]), amounts[is_known])
        running = matrix.cumsum(axis=1)
        keys = _period_keys(self.sundays, period)
        starts = np.searchsorted(keys, keys) if np.all(np.diff(keys) >= 0) else None
        assert starts is not None, "Sundays are given in order"
        before = np.where(starts[None, :] > 0, running[:, np.maximum(starts - 1, 0)], 0.0)
        return running - before

    def rows(
        self,
        definition: object,
        level: str,
        period: str,
        numerator: Matrix,
        denominator: Matrix | None,
    ) -> pd.DataFrame:
        """The published cells as rows."""
        unit, week = np.nonzero(self.is_published[level])
        keys = [self.units[level][i] for i in range(len(self.units[level]))]
        codes = np.array([key.unit_code for key in keys], dtype=object)
        starts = pd.DatetimeIndex([key.unit_valid_from for key in keys])
        upper = numerator[unit, week]
        lower = denominator[unit, week] if denominator is not None else np.full(len(upper), np.nan)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(lower > 0, 100.0 * upper / lower, np.nan)
        return pd.DataFrame(
            {
                "sunday": self.sundays[week],
                "period": period,
                "unit_level": level,
                "unit_code": codes[unit],
                "unit_valid_from": starts[unit],
                "indicator_code": definition.indicator_code,  # type: ignore[attr-defined]
                "numerator": upper,
                "denominator": lower,
                "value": upper if denominator is None else ratio,
                "target": definition.target,  # type: ignore[attr-defined]
            }
        )


def _roster(frame: pd.DataFrame, code: str, sundays: pd.DatetimeIndex) -> pd.DataFrame:
    """(code, day) for every Sunday on which a row of an effective-dated frame holds."""
    weeks = [in_force(frame, sunday, sunday)[[code]].assign(day=sunday) for sunday in sundays]
    return pd.concat(weeks, ignore_index=True).drop_duplicates()


def _less_suspended(team_days: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The roster without Sundays that are suspended for the team's province, district or commune."""
    suspended = set(
        zip(
            reference.suspended_sundays["sunday"],
            reference.suspended_sundays["unit_code"],
            strict=True,
        )
    )
    if not suspended:
        return team_days
    keys = team_days[["province_key", "district_key", "commune_key", "day", "branch_code"]]
    is_kept = [
        not any((day, code) in suspended for code in (_code(p), _code(d), _code(c), branch))
        for p, d, c, day, branch in keys.itertuples(index=False)
    ]
    return team_days[is_kept]


def _code(key: UnitKey | None) -> str:
    return key.unit_code if key else ""


def _level_units(rows: pd.DataFrame, level: str, grid: _Grid) -> pd.Series:
    """The unit of `level` that each assistance, contact or activity belongs to, None where none."""
    if level == "province":
        days = rows["sunday"]
        tops = {day: grid.geography.province_on(day) for day in days.unique()}
        return days.map(tops)
    day = rows["assist_date"] if "assist_date" in rows else rows["sunday"]
    source = "team_code" if level == "team" else "branch_code"
    asked = pd.DataFrame({source: rows[source], "day": day}).dropna()
    answer = grid.geography.teams_on if level == "team" else grid.geography.branches_on
    found = answer(asked)
    known = dict(zip(zip(found[source], found["day"], strict=True), found[f"{level}_key"], strict=True))
    return pd.Series(
        [known.get(key) for key in zip(rows[source], day, strict=True)], index=rows.index, dtype=object
    )


def _by_unit(rows: pd.DataFrame, level: str, grid: _Grid) -> pd.DataFrame:
    return rows.assign(unit=_level_units(rows, level, grid)).dropna(subset=["unit"])


def _firsts(rows: pd.DataFrame, period: str) -> Increments:
    """Distinct persons as increments: one at the first Sunday of each person, unit and period."""
    keyed = rows[["unit", "person_id", "sunday"]].assign(key=_period_keys(rows["sunday"], period))
    first = keyed.groupby(["unit", "key", "person_id"], sort=False)["sunday"].min().reset_index()
    return first.groupby(["unit", "sunday"], sort=False).size().rename("amount").reset_index()


def _distinct(services: tuple[str, ...] | None) -> Counter:
    def count(facts: Facts, grid: _Grid, level: str, period: str) -> tuple[Matrix, None]:
        rows = facts.assistance
        if services is not None:
            rows = rows[rows["service_code"].isin(services)]
        return grid.sums(level, _firsts(_by_unit(rows, level, grid), period), period), None

    return count


def _both(facts: Facts, grid: _Grid, level: str, period: str) -> tuple[Matrix, None]:
    """Persons with both accounts in the period: they enter when the later of the two came."""
    rows = _by_unit(
        facts.assistance[facts.assistance["service_code"].isin(("DVC_ACCOUNT", "VNEID_L2"))], level, grid
    )
    keyed = rows.assign(key=_period_keys(rows["sunday"], period))
    first = keyed.groupby(["unit", "key", "person_id", "service_code"], sort=False)["sunday"].min()
    both = first.groupby(["unit", "key", "person_id"], sort=False).agg(["size", "max"])
    entered = both[both["size"] == 2].reset_index().rename(columns={"max": "sunday"})
    increments = entered.groupby(["unit", "sunday"], sort=False).size().rename("amount")
    return grid.sums(level, increments.reset_index(), period), None


def _new(facts: Facts, grid: _Grid, level: str, period: str) -> tuple[Matrix, None]:
    """Persons never seen before in the unit: firsts since launch, summed over the period."""
    firsts = _firsts(_by_unit(facts.assistance, level, grid), "since_launch")
    return grid.sums(level, firsts, period), None


def _contacts(facts: Facts, grid: _Grid, level: str, period: str) -> tuple[Matrix, None]:
    columns = ["sunday", "assist_date", "team_code", "branch_code"]
    rows = pd.concat([facts.assistance[columns], facts.contacts[columns]])
    amounts = _by_unit(rows, level, grid).groupby(["unit", "sunday"], sort=False).size()
    return grid.sums(level, amounts.rename("amount").reset_index(), period), None


def _team_active(facts: Facts, grid: _Grid, level: str, period: str) -> tuple[Matrix, Matrix]:
    """Teams with any accepted activity or assistance, over teams on the roster, week by week."""
    done = pd.concat(
        [frame[["team_code", "sunday"]] for frame in (facts.assistance, facts.contacts, facts.activities)]
    ).dropna()
    active = pd.MultiIndex.from_frame(done.drop_duplicates())
    roster = grid.teams.rename(columns={f"{level}_key": "unit"}).dropna(subset=["unit"])
    is_active = pd.MultiIndex.from_frame(roster[["team_code", "day"]]).isin(active)
    roster = roster[["unit", "day"]].rename(columns={"day": "sunday"}).assign(amount=1.0)
    return grid.sums(level, roster[is_active], period), grid.sums(level, roster, period)


def _team_size(facts: Facts, grid: _Grid, level: str, period: str) -> tuple[Matrix, Matrix]:
    """Teams whose newest list by that Sunday has 8 members and is not held back (point in time)."""
    roster = grid.teams.rename(columns={f"{level}_key": "unit", "day": "sunday"})
    roster = roster.dropna(subset=["unit"])[["unit", "team_code", "sunday"]]
    reports = facts.team_reports.sort_values(["sunday", "submission_id"], kind="stable")
    newest = pd.merge_asof(
        roster.sort_values("sunday"),
        reports[["team_code", "sunday", "member_count", "status"]],
        on="sunday",
        by="team_code",
    )
    is_full = (newest["member_count"] == 8) & (newest["status"] == "accepted")
    increments = newest.assign(amount=1.0)
    upper = grid.sums(level, increments[is_full.fillna(False).astype(bool)], "week")
    return upper, grid.sums(level, increments, "week")


_COUNTERS: dict[str, Counter] = {
    **{code: _distinct(services) for code, services in _SERVICES.items()},
    "KPI_CITIZEN_ACCOUNT_BOTH": _both,
    "KPI_NEW_CITIZENS": _new,
    "KPI_ASSIST_CONTACTS": _contacts,
    "KPI_TEAM_ACTIVE": _team_active,
    "KPI_TEAM_SIZE": _team_size,
}


def _with_targets(rows: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The target of the unit and year where one is set, else the indicator's own."""
    if reference.targets.empty:
        return rows
    targets = reference.targets.rename(columns={"target": "unit_target"})
    keyed = rows.assign(year=rows["sunday"].dt.year.astype("Int64"))
    found = keyed.merge(targets, on=["indicator_code", "unit_code", "year"], how="left")
    return rows.assign(target=found["unit_target"].fillna(found["target"]).to_numpy())
