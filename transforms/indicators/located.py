"""The facts that indicators count, each row with the number of its unit at every level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from schemas.tables import MEMBER_REPORT, RECONCILIATION, REPORTED_SUMMARY, SUBMISSION_STATUS
from transforms.grid import Grid, Matrix

__all__ = ["Counter", "Facts", "Located", "locate"]


@dataclass(frozen=True)
class Facts:
    """What is counted: frames as in `core` and `mart`, of all Sundays since launch.

    `presence` is `mart.submission_status` with `is_on_time`; `unlisted` are the own figures
    (`core.reported_summary`) of files that list no citizens.
    """

    assistance: pd.DataFrame
    contacts: pd.DataFrame
    team_reports: pd.DataFrame
    activities: pd.DataFrame
    unlisted: pd.DataFrame = field(default_factory=REPORTED_SUMMARY.empty)
    members: pd.DataFrame = field(default_factory=MEMBER_REPORT.empty)
    reconciliation: pd.DataFrame = field(default_factory=RECONCILIATION.empty)
    presence: pd.DataFrame = field(
        default_factory=lambda: SUBMISSION_STATUS.empty().assign(is_on_time=False)
    )


@dataclass(frozen=True)
class Located:
    """Facts with the number of their unit in a column per level (-1: none).

    `assistance` is in the order of Sundays and has a number for each `person`; `contacts` are
    assistances and anonymous contacts together; `active_teams` are the (team_code, sunday) with any
    activity or assistance.
    """

    grid: Grid
    assistance: pd.DataFrame
    contacts: pd.DataFrame
    active_teams: pd.DataFrame
    team_reports: pd.DataFrame
    activities: pd.DataFrame
    unlisted: pd.DataFrame
    members: pd.DataFrame
    reconciliation: pd.DataFrame
    presence: pd.DataFrame


Counter = Callable[[Located, str, str], tuple[Matrix, Matrix | None]]
"""Numerator and, for a ratio, denominator at a level and period."""


def locate(facts: Facts, grid: Grid) -> Located:
    """Every fact with its units, found once for all indicators."""
    place = ["sunday", "assist_date", "team_code", "branch_code"]
    numbered = facts.assistance.assign(person=pd.factorize(facts.assistance["person_id"])[0])
    assistance = grid.locate(numbered.sort_values("sunday", kind="stable"))
    contacts = pd.concat([assistance, grid.locate(facts.contacts[place])], ignore_index=True)
    active = [
        frame[["team_code", "sunday"]]
        for frame in (facts.assistance, facts.contacts, facts.activities)
    ]
    return Located(
        grid,
        assistance,
        contacts,
        pd.concat(active).dropna().drop_duplicates(),
        facts.team_reports.sort_values(["sunday", "submission_id"], kind="stable"),
        grid.locate(facts.activities),
        grid.locate_branches(facts.unlisted),
        facts.members,
        grid.locate_branches(facts.reconciliation),
        grid.locate_branches(facts.presence),
    )
