"""Who was helped by which team, when and with what: the true events behind the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta

import numpy as np
import pandas as pd

from samples.chance import Flags, Integers, Texts, pick_rows, stochastic_round, texts
from samples.needs import SERVICE_CODES, draw_needs, give_at_visits
from samples.packaged import rows
from samples.plan import LAUNCH, CampaignPlan
from samples.roster import Roster

__all__ = ["Visits", "draw_visits"]

SAME_DISTRICT = 0.7
"""Of the visits to another commune's team, those inside the district (error_profiles.csv)."""
HOME_TEAM = 0.75
"""Of the visits in the own commune, those to the team of the own hamlet."""
ON_SUNDAY = 0.9
SERVICES_PER_ROW = (0.85, 0.12, 0.03)
DOSSIERS_OF_ROW = {1: 0.86, 2: 0.08, 3: 0.035, 4: 0.015, 5: 0.01}


@dataclass(frozen=True)
class Visits:
    """One element per row to be typed, in the order of the workbooks.

    `person`, `team`, `branch`, `sunday`, `home` are positions (home: the commune where the person
    lives on that Sunday); `services` is rows by SERVICE_CODES; `dossiers` is 0 without the service.
    """

    person: Integers
    team: Integers
    branch: Integers
    sunday: Integers
    home: Integers
    assist_date: Texts
    services: Flags
    dossiers: Integers
    is_other_team: Flags
    is_resubmitted: Flags

    def take(self, positions: Integers) -> Visits:
        """The visits at these positions, in their order."""
        return Visits(*(getattr(self, field.name)[positions] for field in fields(self)))


def draw_visits(
    rng: np.random.Generator,
    plan: CampaignPlan,
    persons: pd.DataFrame,
    roster: Roster,
    rates: Mapping[str, float],
) -> Visits:
    """`plan.record_count` visits, those typed twice among them."""
    twice = stochastic_round(rng, rates["resubmitted"] * plan.record_count)
    count = plan.record_count - twice
    needs = None if plan.targets is None else draw_needs(rng, plan.targets, _ages(plan, persons))
    person = _persons_helped(rng, plan.person_count, count, needs)
    sunday = _sundays(rng, person, len(plan.sundays), plan.sunday_weights)
    home = _homes(persons, roster, plan.sundays, person, sunday)
    team, is_other = _teams(rng, person, home, roster, rates["other_team"])
    services = _services(rng, count) if needs is None else give_at_visits(rng, needs, person)
    quantity = rng.choice(list(DOSSIERS_OF_ROW), size=count, p=list(DOSSIERS_OF_ROW.values()))
    once = Visits(
        person=person,
        team=team,
        branch=roster.team_branch[team],
        sunday=sunday,
        home=home,
        assist_date=_assist_dates(rng, plan.sundays, sunday),
        services=services,
        dossiers=quantity * services[:, SERVICE_CODES.index("DVCTT_DOSSIER")],
        is_other_team=is_other,
        is_resubmitted=np.zeros(count, dtype=bool),
    )
    copies = pick_rows(rng, np.ones(count), twice)
    both = once.take(np.concatenate([np.arange(count), copies]))
    both.is_resubmitted[count:] = True
    luck = rng.random(len(both.person)) + both.is_resubmitted
    return both.take(np.lexsort((luck, both.team, both.branch, both.sunday)))


def _ages(plan: CampaignPlan, persons: pd.DataFrame) -> Integers:
    """Differences of calendar years on the first Sunday."""
    born = persons["birth_date"].str[:4].astype("int64").to_numpy()
    ages: Integers = (plan.sundays[0].year - born).astype(np.int64)
    return ages


def _persons_helped(
    rng: np.random.Generator, persons: int, count: int, needs: Flags | None
) -> Integers:
    """Everybody once; the other visits go to few (Pareto weights): a heavy tail.

    Where needs are known, who has more of them comes more often.
    """
    weights = np.minimum(rng.pareto(2.2, persons) + 0.2, 8.0)
    if needs is not None:
        weights *= needs.sum(axis=1)
    again = rng.choice(persons, size=count - persons, p=weights / weights.sum())
    return rng.permutation(np.concatenate([np.arange(persons), again]))


def _sundays(
    rng: np.random.Generator,
    person: Integers,
    sundays: int,
    weights: tuple[float, ...] | None,
) -> Integers:
    """Busier and quieter weeks; a person comes once a week while there are weeks enough."""
    busy = rng.lognormal(0.0, 0.15, sundays) if weights is None else np.asarray(weights)
    shares = busy / busy.sum()
    sunday = rng.choice(sundays, size=len(person), p=shares)
    for _ in range(8):
        _, first = np.unique(person * sundays + sunday, return_index=True)
        again = np.ones(len(person), dtype=bool)
        again[first] = False
        times = int(again.sum())
        sunday[again] = (
            rng.integers(0, sundays, times)
            if weights is None
            else rng.choice(sundays, size=times, p=shares)
        )
    return sunday


def _homes(
    persons: pd.DataFrame,
    roster: Roster,
    sundays: tuple[date, ...],
    person: Integers,
    sunday: Integers,
) -> Integers:
    """The commune's position, after the move where there was one."""
    codes = pd.Index(roster.communes["unit_code"])
    before = codes.get_indexer(pd.Index(persons["unit_code"]))
    after = codes.get_indexer(pd.Index(persons["moved_to_unit_code"]))
    days = pd.Index([day.isoformat() for day in sundays])
    since = days.get_indexer(pd.Index(persons["moved_on"]))
    since = np.where(since < 0, len(sundays), since)
    home: Integers = np.where(sunday >= since[person], after[person], before[person])
    return home


def _teams(
    rng: np.random.Generator, person: Integers, home: Integers, roster: Roster, rate: float
) -> tuple[Integers, Flags]:
    """The team of each visit, and whether it is another commune's."""
    communes = len(roster.communes)
    _, district = np.unique(roster.communes["district_code"].to_numpy(), return_inverse=True)
    branch = home.copy()
    other = np.zeros(len(home), dtype=bool)
    if communes > 1:
        other[pick_rows(rng, np.ones(len(home)), round(rate * len(home)))] = True
        near = np.where(rng.random(len(home)) < SAME_DISTRICT, 1, 0)
        for unit in range(communes):
            here = np.flatnonzero(other & (home == unit))
            same = np.flatnonzero((district == district[unit]) & (np.arange(communes) != unit))
            far = np.flatnonzero(district != district[unit])
            pools = (far if len(far) else same, same if len(same) else far)
            for wish, pool in enumerate(pools):
                rows_here = here[near[here] == wish]
                branch[rows_here] = rng.choice(pool, size=len(rows_here))
    sizes = np.bincount(roster.team_branch, minlength=communes)
    start = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    hamlet = rng.integers(0, 10**6, int(person.max()) + 1)[person]
    anywhere = rng.integers(0, 10**6, len(person))
    stays = ~other & (rng.random(len(person)) < HOME_TEAM)
    return start[branch] + np.where(stays, hamlet, anywhere) % sizes[branch], other


def _services(rng: np.random.Generator, count: int) -> Flags:
    """One to three different services a row by their weights (Gumbel top-k)."""
    weights = np.array([float(row["weight"]) for row in rows("services")])
    keys = np.log(weights) + rng.gumbel(size=(count, len(weights)))
    rank = np.argsort(np.argsort(-keys, axis=1), axis=1)
    wanted = rng.choice([1, 2, 3], size=count, p=SERVICES_PER_ROW)
    services: Flags = rank < wanted[:, None]
    return services


def _assist_dates(rng: np.random.Generator, sundays: tuple[date, ...], sunday: Integers) -> Texts:
    """The Sunday, or one of the six days before it, never before the launch (ISO)."""
    back = np.where(rng.random(len(sunday)) < ON_SUNDAY, 0, rng.integers(1, 7, len(sunday)))
    table = [
        [max(day - timedelta(days=d), LAUNCH).isoformat() for d in range(7)] for day in sundays
    ]
    return texts(np.array(table)[sunday, back])
