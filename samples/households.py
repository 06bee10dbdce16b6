"""Households: who lives with whom, where, how old, and under which names.

Shapes are estimates for a rural and small-town province: one to six people, a head, mostly a
spouse, children (20 to 38 years younger than the younger parent), now and then an old parent.
Children have the father's surname. Only people of 6 to 90 years are drawn; of children under 14
few, since teams seldom meet them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from samples.chance import Flags, Integers, Texts, texts
from samples.names import (
    draw_given_names,
    draw_middle_names,
    draw_minority_names,
    draw_surnames,
)

__all__ = ["MAX_AGE", "MIN_AGE", "draw_households"]

MIN_AGE, MAX_AGE = 7, 90
"""Differences of calendar years: at 7 everybody has had the sixth birthday."""
CHILD_AGE, CHILDREN_MET = 14, 0.3
"""Of the children under this age, the share who come to a team at all."""
SIZE_SHARES = (0.16, 0.24, 0.23, 0.22, 0.10, 0.05)
MINORITY_SHARE = 0.02
"""Share of households of Bana, H'rê and Chăm people (about 2 % of Bình Định's population)."""

HEAD, SPOUSE, CHILD, ELDER = range(4)


def draw_households(
    rng: np.random.Generator, unit_codes: list[str], count: int, as_of_year: int
) -> pd.DataFrame:
    """`count` people in their households, in household order.

    Columns: household_id, woman (bool), birth_year (int), surname, middle_name, given_name,
    unit_code. Communes differ in size (log-normal).
    """
    drawn = count + count // 4 + 10
    sizes = rng.choice(np.arange(1, 7), size=drawn, p=SIZE_SHARES)
    household = np.repeat(np.arange(drawn), sizes)[:drawn]
    homes = int(household[-1]) + 1
    place = np.arange(drawn) - np.searchsorted(household, household)
    role = _roles(rng, place)
    woman = _sexes(rng, household, role, homes)
    age = _ages(rng, household, role, np.bincount(household))
    met = np.flatnonzero((age >= CHILD_AGE) | (rng.random(drawn) < CHILDREN_MET))[:count]
    household, role, woman, age = household[met], role[met], woman[met], age[met]
    birth_year = as_of_year - age
    weights = rng.lognormal(0.0, 0.5, len(unit_codes))
    home_unit = rng.choice(len(unit_codes), size=homes, p=weights / weights.sum())
    minority = (rng.random(homes) < MINORITY_SHARE)[household]
    surname, middle, given = _names(rng, household, role, woman, birth_year, minority)
    return pd.DataFrame(
        {
            "household_id": household,
            "woman": woman,
            "birth_year": birth_year,
            "surname": surname,
            "middle_name": middle,
            "given_name": given,
            "unit_code": texts(unit_codes)[home_unit[household]],
        }
    ).astype({name: object for name in ("surname", "middle_name", "given_name", "unit_code")})


def _roles(rng: np.random.Generator, place: Integers) -> Integers:
    """The first is the head; the second a spouse in 85 of 100; the others children or elders."""
    luck = rng.random(len(place))
    later = np.where(luck < 0.12, ELDER, CHILD)
    second = np.where(luck < 0.85, SPOUSE, CHILD)
    return np.where(place == 0, HEAD, np.where(place == 1, second, later))


def _sexes(rng: np.random.Generator, household: Integers, role: Integers, homes: int) -> Flags:
    """True for women; spouses are of the other sex than the head."""
    head_is_woman = (rng.random(homes) < 0.3)[household]
    woman = rng.random(len(role)) < 0.5
    woman[role == HEAD] = head_is_woman[role == HEAD]
    woman[role == SPOUSE] = ~head_is_woman[role == SPOUSE]
    return woman


def _ages(
    rng: np.random.Generator, household: Integers, role: Integers, sizes: Integers
) -> Integers:
    """Ages in years; a head who lives alone may be anything from 18 to 90."""
    homes = len(sizes)
    family = np.clip(rng.normal(46, 11, homes), 29, 78)
    alone = 18 + 72 * rng.beta(1.3, 1.7, homes)
    head = np.where(sizes == 1, alone, family)[household]
    count = len(role)
    age = head.copy()
    age[role == SPOUSE] += rng.normal(-2, 3, count)[role == SPOUSE]
    age[role == CHILD] -= rng.triangular(21, 25, 38, count)[role == CHILD]
    age[role == ELDER] += rng.triangular(20, 26, 36, count)[role == ELDER]
    small = (role == CHILD) & (age < MIN_AGE)
    age[small] = rng.uniform(MIN_AGE, 17, count)[small]
    ancient = age > MAX_AGE
    age[ancient] = rng.uniform(80, MAX_AGE, count)[ancient]
    return np.clip(age, MIN_AGE, MAX_AGE).astype(np.int64)


def _names(
    rng: np.random.Generator,
    household: Integers,
    role: Integers,
    woman: Flags,
    birth_year: Integers,
    minority: Flags,
) -> tuple[Texts, Texts, Texts]:
    """Surname, middle and given name; children and the old father share the father's surname."""
    homes = int(household[-1]) + 1
    family, own = draw_surnames(rng, homes)[household], draw_surnames(rng, len(woman))
    nobody = np.zeros(homes, dtype=bool)
    few_family = draw_minority_names(rng, "surname", nobody)[household]
    few_own = draw_minority_names(rng, "surname", woman)
    takes_own = woman & (role != CHILD)
    surname = np.where(takes_own, own, family)
    surname[minority] = np.where(takes_own, few_own, few_family)[minority]
    middle = draw_middle_names(rng, woman, birth_year)
    middle[minority] = draw_minority_names(rng, "middle", woman)[minority]
    given = draw_given_names(rng, woman, birth_year)
    given[minority] = draw_minority_names(rng, "given", woman)[minority]
    middle[middle == given] = ""
    return surname, middle, given
