"""Full names by sex and birth cohort, from weighted lists (`data/*_names.csv`, `surnames.csv`).

Surnames: a sample of 8,757 people (surname_freq.csv of the programme) with weights of our own for
its remaining 18 %. Given and middle names: frequencies estimated for south central Việt Nam (the
numerals as given names and Thị belong to the old, Gia Bảo and Khánh Vy to the young). Bana, H'rê
and Chăm H'roi names of Bình Định's mountain communes are in `minority_names.csv`.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from samples.chance import Flags, Integers, Texts, draw, texts
from samples.packaged import rows
from samples.spelling import fold

__all__ = [
    "draw_given_names",
    "draw_middle_names",
    "draw_minority_names",
    "draw_surnames",
    "full_names",
    "like_sounding",
    "same_without_accents",
]

COHORTS = ("born_before_1960", "born_1960_1979", "born_1980_1994", "born_since_1995")
SEXES = ("Nam", "Nữ")


def _cohort(birth_year: Integers) -> Integers:
    """0 to 3: the position in COHORTS."""
    return np.searchsorted(np.array([1960, 1980, 1995]), birth_year, side="right")


def draw_surnames(rng: np.random.Generator, count: int) -> Texts:
    """Surnames of the majority, by frequency."""
    table = rows("surnames")
    return draw(rng, [r["surname"] for r in table], [float(r["weight"]) for r in table], count)


def _draw_by_cohort(
    rng: np.random.Generator, table: str, woman: Flags, birth_year: Integers
) -> Texts:
    drawn = texts([""] * len(woman))
    cohort = _cohort(birth_year)
    for sex, is_woman in zip(SEXES, (False, True), strict=True):
        names = [row for row in rows(table) if row["sex"] == sex]
        for position, column in enumerate(COHORTS):
            here = (woman == is_woman) & (cohort == position)
            weights = [float(row[column]) for row in names]
            drawn[here] = draw(rng, [row["name"] for row in names], weights, int(here.sum()))
    return drawn


def draw_middle_names(rng: np.random.Generator, woman: Flags, birth_year: Integers) -> Texts:
    """Middle names; '' for those who have none."""
    return _draw_by_cohort(rng, "middle_names", woman, birth_year)


def draw_given_names(rng: np.random.Generator, woman: Flags, birth_year: Integers) -> Texts:
    """Given names; about ninety a sex, some in both."""
    return _draw_by_cohort(rng, "given_names", woman, birth_year)


def draw_minority_names(rng: np.random.Generator, part: str, woman: Flags) -> Texts:
    """Surnames, middle or given names (`part`) of Bana, H'rê and Chăm people."""
    drawn = texts([""] * len(woman))
    for sex, is_woman in zip(SEXES, (False, True), strict=True):
        table = [r for r in rows("minority_names") if r["part"] == part and r["sex"] in ("", sex)]
        here = woman == is_woman
        weights = [float(row["weight"]) for row in table]
        drawn[here] = draw(rng, [row["name"] for row in table], weights, int(here.sum()))
    return drawn


def full_names(surname: Texts, middle: Texts, given: Texts) -> Texts:
    """Surname, middle and given name in Vietnamese order, single spaces."""
    parts = zip(surname, middle, given, strict=True)
    return texts([f"{s} {m} {g}" if m else f"{s} {g}" for s, m, g in parts])


@cache
def same_without_accents(sex: str) -> tuple[tuple[str, str], ...]:
    """Pairs of given names that differ by accents only: Tân and Tấn."""
    names = [row["name"] for row in rows("given_names") if row["sex"] == sex]
    return tuple((a, b) for a in names for b in names if a != b and fold(a) == fold(b))


@cache
def like_sounding(sex: str) -> tuple[tuple[str, str], ...]:
    """Pairs of given names that differ by accents or by one letter: Hùng and Hưng, Sơn and Sang."""
    names = [row["name"] for row in rows("given_names") if row["sex"] == sex]
    return tuple((a, b) for a in names for b in names if a != b and _near(fold(a), fold(b)))


def _near(one: str, other: str) -> bool:
    """Equal, or one letter replaced or added."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
    cuts = (other[:i] + other[i + 1 :] for i in range(len(other)))
    return len(other) - len(one) == 1 and one in cuts
