"""A whole campaign from a plan: people, events, rows and their truth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from samples.activities import draw_activities
from samples.packaged import error_rates
from samples.people import draw_people
from samples.plan import Campaign, CampaignPlan
from samples.records import type_records
from samples.roster import choose_communes, draw_roster
from samples.visits import draw_visits

__all__ = ["generate_campaign"]


def generate_campaign(plan: CampaignPlan, units: pd.DataFrame) -> Campaign:
    """The campaign of a plan in the communes of `units`; a pure function of both.

    `units`: unit_code, name, level (province, district, commune), parent_code, valid_from and
    valid_to (dates or ISO text; blank or null is open; both days included). Raises ValueError
    where the communes in force on the first Sunday are too few.
    """
    rng = np.random.default_rng(plan.seed)
    rates = error_rates(plan.profile)
    communes = choose_communes(rng, plan, units)
    roster = draw_roster(rng, plan, communes)
    persons = draw_people(rng, plan, list(communes["unit_code"]), rates)
    visits = draw_visits(rng, plan, persons, roster, rates)
    records, truth = type_records(rng, plan, roster, persons, visits, rates)
    return Campaign(
        plan=plan,
        branches=roster.branches,
        teams=roster.teams,
        branch_facts=roster.branch_facts,
        members=roster.members,
        activities=draw_activities(rng, plan, roster),
        persons=persons,
        records=records,
        truth=truth,
    )
