"""The facts that indicators count, each row with the number of its unit at every level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.tables import (
    MEMBER_REPORT,
    RECONCILIATION,
    REPORTED_SUMMARY,
    SUBMISSION_STATUS,
)
from transforms.grid import Grid, Matrix

__all__ = ["Counter", "Facts", "Located", "Visits", "locate", "team_weeks"]

T = TypeVar("T")


@dataclass(frozen=True)
class Facts:
    """What is counted: frames as in `core` and `mart`, of all Sundays since launch.

    `presence` is what `transforms.presence.submission_status` gives; `unlisted` are the own figures
    (`core.reported_summary`) of files that list no citizens. `active` are the team_code and sunday
    of teams that did anything, and `meetings` the activities of that kind; None takes those of the
    other facts.

    A frame may have `sign`: 1 for what came, -1 for what went. What is counted by adding up is then
    the change; team_reports, members, active and meetings are always whole.
    """

    assistance: pd.DataFrame
    contacts: pd.DataFrame
    team_reports: pd.DataFrame
    activities: pd.DataFrame
    unlisted: pd.DataFrame = field(default_factory=REPORTED_SUMMARY.empty)
    members: pd.DataFrame = field(default_factory=MEMBER_REPORT.empty)
    reconciliation: pd.DataFrame = field(default_factory=RECONCILIATION.empty)
    presence: pd.DataFrame = field(
        default_factory=lambda: SUBMISSION_STATUS.empty().assign(
            is_expected=False, is_on_time=False
        )
    )
    active: pd.DataFrame | None = None
    meetings: pd.DataFrame | None = None


@dataclass(frozen=True)
class Located:
    """Facts with the number of their unit in a column per level (-1: none), the number of their
    Sunday (`week`) and `sign`.

    `assistance` is in the order of Sundays and has a number for each `person`, another one for what
    the person was before; its services are categories. `contacts` are assistances and anonymous
    contacts together; `roster` are the teams less suspended Sundays with is_active.
    """

    grid: Grid
    assistance: pd.DataFrame
    contacts: pd.DataFrame
    roster: pd.DataFrame
    team_reports: pd.DataFrame
    activities: pd.DataFrame
    meetings: pd.DataFrame
    unlisted: pd.DataFrame
    members: pd.DataFrame
    reconciliation: pd.DataFrame
    presence: pd.DataFrame

    def visits(self, level: str, *services: str) -> Visits:
        """Assistances of these services (none given: of any) in the units of a level."""
        return self._visits(level, services)

    def once(self, of: Callable[[Located], T]) -> T:
        """What `of` makes of these facts, made once for all levels and periods."""
        if of not in self._made:
            self._made[of] = of(self)
        return cast("T", self._made[of])

    @cached_property
    def _made(self) -> dict[Callable[[Located], Any], Any]:
        return {}

    @cached_property
    def _visits(self) -> Callable[[str, tuple[str, ...]], Visits]:
        return cache(lambda level, services: visits_of(self.assistance, level, services))


@dataclass(frozen=True)
class Visits:
    """Assistances by unit, person and Sunday, in this order: numbers of unit, week and service (its
    place among those asked for), sign, and whether a row begins another unit or person.
    """

    unit: npt.NDArray[np.int64]
    week: npt.NDArray[np.int64]
    service: npt.NDArray[np.int64]
    sign: npt.NDArray[np.float64]
    begins: npt.NDArray[np.bool_]

    def starts(self, periods: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Where another unit, person or period begins; `periods` numbers that of each week."""
        period = periods[self.week]
        starts = self.begins.copy()
        starts[1:] |= period[1:] != period[:-1]
        return starts


def visits_of(assistance: pd.DataFrame, level: str, services: tuple[str, ...]) -> Visits:
    """The visits of `Located.assistance`."""
    unit = assistance[level].to_numpy(dtype=np.int64)
    service = np.zeros(len(unit), dtype=np.int64)
    if services:
        told = assistance["service_code"].cat
        service = pd.Index(services).get_indexer(told.categories)[told.codes]
    chosen = (unit >= 0) & (service >= 0)
    person = assistance["person"].to_numpy(dtype=np.int64)
    place = unit[chosen] * (person.max(initial=0) + 1) + person[chosen]
    # The rows are in the order of Sundays, and stay so within each place.
    order = np.argsort(place, kind="stable")
    ordered = place[order]
    rows = np.flatnonzero(chosen)[order]
    return Visits(
        unit[rows],
        assistance["week"].to_numpy(dtype=np.int64)[rows],
        service[rows].astype(np.int64),
        assistance["sign"].to_numpy(dtype=np.float64)[rows],
        np.r_[True, ordered[1:] != ordered[:-1]][: len(ordered)],
    )


Counter = Callable[[Located, str, str], tuple[Matrix, Matrix | None]]
"""Numerator and, for a ratio, denominator at a level and period."""


def team_weeks(*facts: pd.DataFrame) -> pd.DataFrame:
    """How many facts each team has in each week: sunday, team_code, fact_count (signs counted)."""
    rows = [_signed(frame)[["sunday", "team_code", "sign"]] for frame in facts]
    whole = pd.concat(rows, ignore_index=True).dropna(subset=["team_code"])
    counts = whole.groupby(["sunday", "team_code"])["sign"].sum()
    return counts.rename("fact_count").reset_index()


def locate(facts: Facts, grid: Grid) -> Located:
    """Every fact with its units, found once for all indicators."""
    place = ["row_uid", "service_code", "sunday", "assist_date", "team_code", "branch_code", "sign"]
    helped = _signed(facts.assistance).sort_values("sunday", kind="stable")
    person = pd.factorize(helped["person_id"])[0] * 2 + (helped["sign"] < 0)
    assistance = grid.locate(helped.assign(person=person))
    contacts = pd.concat(
        [assistance, grid.locate(_signed(facts.contacts)[place])], ignore_index=True
    )
    activities = grid.locate(_signed(facts.activities))
    meetings = activities if facts.meetings is None else grid.locate(_signed(facts.meetings))
    active = facts.active
    if active is None:
        active = team_weeks(facts.assistance, facts.contacts, facts.activities)
    return Located(
        grid,
        assistance.astype({"service_code": "category"}),
        contacts,
        _with_activity(grid.teams, active),
        facts.team_reports.sort_values(["sunday", "version"], kind="stable"),
        activities,
        meetings[meetings["service_code"] == "INT_MEETING"],
        grid.locate_branches(_signed(facts.unlisted)),
        facts.members,
        grid.locate_branches(_signed(facts.reconciliation)),
        grid.locate_branches(_signed(facts.presence)),
    )


def _signed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame if "sign" in frame else frame.assign(sign=1.0)


def _with_activity(roster: pd.DataFrame, active: pd.DataFrame) -> pd.DataFrame:
    places = pd.MultiIndex.from_frame(roster[["team_code", "sunday"]])
    known = pd.MultiIndex.from_frame(active[["team_code", "sunday"]])
    return roster.assign(is_active=places.isin(known), sign=1.0)
