"""Counting: every indicator at every level and period, from facts, never by adding published values.

A distinct count over a growing period is a running sum of first occurrences: each person enters the
month, the year, the campaign once, on the Sunday of the first assistance there (DESIGN 8). So every
indicator becomes increments by unit and Sunday, and its periods are running sums of these.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from schemas.reference import Reference
from transforms.geography import Geography
from transforms.grid import Grid, Matrix, make_grid, period_keys

__all__ = ["Facts", "count_indicators"]


@dataclass(frozen=True)
class Facts:
    """What is counted: frames as in `core`, of all Sundays since launch."""

    assistance: pd.DataFrame
    contacts: pd.DataFrame
    team_reports: pd.DataFrame
    activities: pd.DataFrame


@dataclass(frozen=True)
class _Located:
    """Facts with the number of their unit in a column per level."""

    grid: Grid
    assistance: pd.DataFrame
    contacts: pd.DataFrame
    active_teams: pd.DataFrame
    team_reports: pd.DataFrame


Counter = Callable[[_Located, str, str], tuple[Matrix, Matrix | None]]
"""Numerator and, for a ratio, denominator at a level and period."""


def count_indicators(
    facts: Facts,
    reference: Reference,
    geography: Geography,
    sundays: Sequence[pd.Timestamp],
    first: pd.Timestamp,
) -> pd.DataFrame:
    """All published values: sunday, period, unit_level, unit_code, unit_valid_from, indicator_code,
    numerator, denominator, value and target.

    `sundays` run from launch to the last week; rows are given from Sunday `first` on.
    """
    grid = make_grid(reference, geography, sundays, first)
    located = _locate(facts, grid)
    counted = []
    for definition in reference.indicators.dropna(subset=["periods"]).itertuples():
        counter = _COUNTERS.get(definition.indicator_code)
        if counter is None:
            continue
        for level in definition.levels.split("|"):
            for period in definition.periods.split("|"):
                cells = grid.cells(level, *counter(located, level, period))
                counted.append(
                    cells.assign(
                        period=period,
                        indicator_code=definition.indicator_code,
                        target=definition.target,
                    )
                )
    return _with_targets(pd.concat(counted, ignore_index=True), reference)


def _locate(facts: Facts, grid: Grid) -> _Located:
    place = ["sunday", "assist_date", "team_code", "branch_code"]
    assistance = grid.locate(facts.assistance)
    contacts = pd.concat([assistance, grid.locate(facts.contacts[place])], ignore_index=True)
    active = [
        frame[["team_code", "sunday"]]
        for frame in (facts.assistance, facts.contacts, facts.activities)
    ]
    return _Located(
        grid,
        assistance,
        contacts,
        pd.concat(active).dropna().drop_duplicates(),
        facts.team_reports.sort_values(["sunday", "submission_id"], kind="stable"),
    )


def _firsts(rows: pd.DataFrame, level: str, period: str, *more: str) -> pd.DataFrame:
    """The first Sunday of each person (and of `more`) in each unit and period: level, sunday, …"""
    keyed = rows.loc[rows[level] >= 0, [level, "person_id", "sunday", *more]]
    keyed = keyed.assign(period_key=period_keys(keyed["sunday"], period))
    by = [level, "period_key", "person_id", *more]
    return keyed.groupby(by, sort=False, as_index=False)["sunday"].min()


def _distinct(*services: str) -> Counter:
    """Distinct citizens with at least one assistance of these services (none given: of any)."""

    def count(located: _Located, level: str, period: str) -> tuple[Matrix, None]:
        rows = located.assistance
        if services:
            rows = rows[rows["service_code"].isin(services)]
        first = _firsts(rows, level, period)
        return located.grid.sums(level, period, first[level], first["sunday"]), None

    return count


def _both(located: _Located, level: str, period: str) -> tuple[Matrix, None]:
    """Citizens with both accounts in the period: they enter when the later of the two came."""
    is_account = located.assistance["service_code"].isin(("DVC_ACCOUNT", "VNEID_L2"))
    first = _firsts(located.assistance[is_account], level, period, "service_code")
    pairs = first.groupby([level, "period_key", "person_id"], sort=False)["sunday"]
    both = pairs.agg(["size", "max"]).reset_index()
    both = both[both["size"] == 2]
    return located.grid.sums(level, period, both[level], both["max"]), None


def _new(located: _Located, level: str, period: str) -> tuple[Matrix, None]:
    """Citizens never seen before in the unit: firsts since launch, summed over the period."""
    first = _firsts(located.assistance, level, "since_launch")
    return located.grid.sums(level, period, first[level], first["sunday"]), None


def _contacts(located: _Located, level: str, period: str) -> tuple[Matrix, None]:
    rows = located.contacts
    return located.grid.sums(level, period, rows[level], rows["sunday"]), None


def _team_active(located: _Located, level: str, period: str) -> tuple[Matrix, Matrix]:
    """Teams with any accepted activity or assistance over teams on the roster, week by week."""
    roster = located.grid.teams
    active = roster.merge(located.active_teams, on=["team_code", "sunday"])
    return (
        located.grid.sums(level, period, active[level], active["sunday"]),
        located.grid.sums(level, period, roster[level], roster["sunday"]),
    )


def _team_size(located: _Located, level: str, period: str) -> tuple[Matrix, Matrix]:
    """Teams whose newest list by that Sunday has 8 members and is not held back (point in time)."""
    roster = located.grid.teams.sort_values("sunday", kind="stable")
    newest = pd.merge_asof(
        roster,
        located.team_reports[["team_code", "sunday", "member_count", "status"]],
        on="sunday",
        by="team_code",
    )
    is_full = newest["member_count"].eq(8).fillna(False) & newest["status"].eq("accepted")
    full = newest[is_full.astype(bool)]
    return (
        located.grid.sums(level, "week", full[level], full["sunday"]),
        located.grid.sums(level, "week", roster[level], roster["sunday"]),
    )


_COUNTERS: dict[str, Counter] = {
    "KPI_UNIQUE_CITIZENS": _distinct(),
    "KPI_NEW_CITIZENS": _new,
    "KPI_ASSIST_CONTACTS": _contacts,
    "KPI_CITIZEN_ACCOUNT": _distinct("DVC_ACCOUNT", "VNEID_L2"),
    "KPI_CITIZEN_ACCOUNT_BOTH": _both,
    "KPI_CITIZEN_DVC": _distinct("DVC_ACCOUNT"),
    "KPI_CITIZEN_VNEID2": _distinct("VNEID_L2"),
    "KPI_ACCOUNT_DOSSIER": _distinct("DVCTT_DOSSIER"),
    "KPI_ACCOUNT_EPAY": _distinct("EPAYMENT"),
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
