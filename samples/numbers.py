"""Identity numbers and phones as the State and the operators issue them.

CCCD (DOMAIN 4): province of birth registration (3), sex and century (1: 0/1 man/woman born 19xx,
2/3 born 20xx), birth year (2), six random digits; no check digit. CMND: nine digits, Bình Định's
begin with 21 (belief), issued to people born until 2006. Mobiles: ten digits with a prefix in use
since 15/09/2018 (phone_migration.csv), weighted by the operators' shares.
"""

from __future__ import annotations

import numpy as np

from samples.chance import Flags, Integers, Texts, draw, texts
from samples.packaged import rows

__all__ = ["cccd_numbers", "cmnd_numbers", "mobile_numbers", "neighbour_number"]

CMND_LAST_BIRTH_YEAR = 2006


def cccd_numbers(rng: np.random.Generator, woman: Flags, birth_year: Integers) -> Texts:
    """A different 12-digit number for each person."""
    table = rows("cccd_provinces")
    codes = [row["province_code"] for row in table]
    province = draw(rng, codes, [float(row["weight"]) for row in table], len(woman))
    century = 2 * (birth_year >= 2000) + woman
    head = province.astype(np.int64) * 1000 + century * 100 + birth_year % 100
    return texts([f"{n:012d}" for n in _differing(rng, head * 10**6, 10**6)])


def _differing(rng: np.random.Generator, base: Integers, width: int) -> Integers:
    """`base` plus random digits below `width`, drawn again until no two are equal."""
    numbers = base + rng.integers(0, width, len(base))
    while True:
        _, first = np.unique(numbers, return_index=True)
        again = np.ones(len(numbers), dtype=bool)
        again[first] = False
        if not again.any():
            return numbers
        numbers[again] = base[again] + rng.integers(0, width, int(again.sum()))


def neighbour_number(number: str) -> str:
    """The number issued next: twins registered together (the last six digits wrap round)."""
    return number[:6] + f"{(int(number[6:]) + 1) % 10**6:06d}"


def cmnd_numbers(rng: np.random.Generator, birth_year: Integers) -> Texts:
    """The old number, '' for those too young to have had one."""
    base = np.full(len(birth_year), 210_000_000)
    numbers = texts([str(n) for n in _differing(rng, base, 10**7)])
    numbers[birth_year > CMND_LAST_BIRTH_YEAR] = ""
    return numbers


def mobile_numbers(rng: np.random.Generator, count: int) -> Texts:
    """`count` ten-digit mobile numbers; equal ones are as rare as chance makes them."""
    table = rows("mobile_prefixes")
    prefixes = [row["prefix"] for row in table]
    prefix = draw(rng, prefixes, [float(row["weight"]) for row in table], count)
    tail = rng.integers(0, 10**7, count)
    return texts([p + f"{t:07d}"[len(p) - 3 :] for p, t in zip(prefix, tail, strict=True)])
