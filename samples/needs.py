"""Which services each person of a campaign with targets needs, and at which visit each is given.

A plan without targets draws the services of every visit instead (`samples.visits`).
"""

from __future__ import annotations

import numpy as np

from samples.chance import Flags, Integers, pick_rows
from samples.packaged import rows
from samples.plan import CitizenTargets

__all__ = ["SERVICE_CODES", "draw_needs", "give_at_visits"]

SERVICE_CODES = tuple(row["service_code"] for row in rows("services"))
BOTH_ACCOUNTS = 0.3
"""Of the people with an account, those with both DVC and VNeID level 2."""
DOSSIER_ODDS, EPAYMENT_ODDS = 4.0, 1.5
"""How much likelier a dossier or e-payment is for a person with an account. Neither needs one that
a team opened: many people had theirs before."""
CHILD_AGE, CHILD_ODDS = 14, 0.1
"""VNeID level 2 is for people from 14 (services.csv); so, mostly, is everything counted here."""
OTHERS = ("EHEALTH", "DIGITAL_PLATFORM", "ECOMMERCE")
OTHER_AS_WELL = 0.12
GIVEN_AGAIN = 0.05
"""Of the visits, those at which one more of the person's services is given, maybe again."""


def draw_needs(rng: np.random.Generator, targets: CitizenTargets, age: Integers) -> Flags:
    """Persons by SERVICE_CODES: everybody has a service, and exactly as many as `targets` each."""
    needs = np.zeros((len(age), len(SERVICE_CODES)), dtype=bool)
    by_age = np.where(age < CHILD_AGE, CHILD_ODDS, 1.0)
    holders = pick_rows(rng, by_age, targets.account)
    has_account = np.zeros(len(age), dtype=bool)
    has_account[holders] = True
    weight = {row["service_code"]: float(row["weight"]) for row in rows("services")}
    portal = weight["DVC_ACCOUNT"] / (weight["DVC_ACCOUNT"] + weight["VNEID_L2"])
    both = rng.random(len(holders)) < BOTH_ACCOUNTS
    first_is_portal = rng.random(len(holders)) < portal
    needs[holders, SERVICE_CODES.index("DVC_ACCOUNT")] = both | first_is_portal
    needs[holders, SERVICE_CODES.index("VNEID_L2")] = both | ~first_is_portal
    for service, count, odds in (
        ("DVCTT_DOSSIER", targets.dossier, DOSSIER_ODDS),
        ("EPAYMENT", targets.epayment, EPAYMENT_ODDS),
    ):
        chosen = pick_rows(rng, by_age * np.where(has_account, odds, 1.0), count)
        needs[chosen, SERVICE_CODES.index(service)] = True
    other = np.flatnonzero(~needs.any(axis=1) | (rng.random(len(age)) < OTHER_AS_WELL))
    shares = np.array([weight[code] for code in OTHERS])
    columns = np.array([SERVICE_CODES.index(code) for code in OTHERS])
    needs[other, columns[rng.choice(len(OTHERS), size=len(other), p=shares / shares.sum())]] = True
    return needs


def give_at_visits(rng: np.random.Generator, needs: Flags, person: Integers) -> Flags:
    """Visits by SERVICE_CODES: no visit without a service, and no need that is never met.

    `person` is the position in `needs` of each visit's person; everybody in `needs` has a visit.
    Who needs more than he has visits gets several at one; who has more visits comes again for what
    he was helped with before.
    """
    visits = np.bincount(person, minlength=len(needs))
    wanted = needs.sum(axis=1)
    first_visit = np.cumsum(visits) - visits
    by_person = np.lexsort((rng.random(len(person)), person))
    owner, column = np.nonzero(needs)
    shuffled = np.lexsort((rng.random(len(owner)), owner))
    column = column[shuffled]
    first_need = np.cumsum(wanted) - wanted
    given = np.zeros((len(person), needs.shape[1]), dtype=bool)
    turn = np.arange(len(owner)) - first_need[owner]
    given[by_person[first_visit[owner] + turn % visits[owner]], column] = True
    comer = person[by_person]
    turn = np.arange(len(person)) - first_visit[comer]
    given[by_person, column[first_need[comer] + turn % wanted[comer]]] = True
    again = np.flatnonzero(rng.random(len(person)) < GIVEN_AGAIN)
    any_need = (rng.random(len(again)) * wanted[person[again]]).astype(np.int64)
    given[again, column[first_need[person[again]] + any_need]] = True
    return given
