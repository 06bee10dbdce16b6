"""How phones are mistyped (the phone rates of error_profiles.csv)."""

from __future__ import annotations

import numpy as np

from samples.chance import Flags, Texts, stochastic_round, texts
from samples.dirt_numbers import mistype_digits
from samples.typists import Typing

__all__ = ["type_phones"]

DUMMIES = ("0000000000", "0123456789", "0999999999", "0900000000", "0111111111")
OFFICER_SHARE = 0.8
SUBSCRIBER_DIGITS = 4
"""Typos fall behind the prefix: the number stays valid, as most wrong numbers are."""


def type_phones(
    typing: Typing, own: Texts, second: Texts, household: Texts, officer: Texts
) -> tuple[Texts, Texts, Flags]:
    """(texts, cell types, whether the cell is a usable phone).

    Who has two numbers gives either. Who has none gives the household's or nothing; rows with
    nothing are part of `phone_missing` as far as its rate goes (in a clean profile they are blank
    without being a fault). `officer` is the phone of the branch's reporting officer.
    """
    rng = typing.rng
    other = (second != "") & (rng.random(len(typing)) < 0.5)
    typed = np.where(other, second, own)
    borrowed = _borrow(typing, typed)
    typed[borrowed] = household[borrowed]
    officers = typing.some_workbooks("wb_officer_phone", rng.random(len(typing)) < OFFICER_SHARE)
    none = (typed == "") & ~officers
    counted = min(
        int(none.sum()), stochastic_round(rng, typing.rates["phone_missing"] * len(typed))
    )
    missing = _some(none, counted, rng)
    typing.note("phone_missing", missing)
    missing = missing | typing.left_out("phone_missing", ~none & ~officers & ~borrowed, counted)
    typed[missing] = ""
    plain = (typed != "") & ~officers
    dummy = typing.here_and_there("phone_dummy", plain & ~borrowed)
    typed[dummy] = texts(DUMMIES)[rng.integers(0, len(DUMMIES), int(dummy.sum()))]
    plain &= ~dummy
    wrong = typing.here_and_there("phone_typo", plain)
    typed[wrong] = texts([mistype_digits(rng, p, SUBSCRIBER_DIGITS) for p in typed[wrong]])
    lost = typing.by_typist("phone_lost_zero", plain)
    abroad = typing.by_typist("phone_intl", plain & ~lost)
    dotted = typing.by_typist("phone_dots", plain & ~lost & ~abroad)
    typed[lost] = texts([phone[1:] for phone in typed[lost]])
    typed[abroad] = texts(["+84" + phone[1:] for phone in typed[abroad]])
    typed[dotted] = texts([f"{p[:4]}.{p[4:7]}.{p[7:]}" for p in typed[dotted]])
    typed[officers] = officer[officers]
    kinds = np.where(typed == "", "", np.where(lost, "number", "text")).astype(object)
    return typed, kinds, plain


def _some(rows: Flags, count: int, rng: np.random.Generator) -> Flags:
    chosen = np.zeros(len(rows), dtype=bool)
    chosen[rng.permutation(np.flatnonzero(rows))[:count]] = True
    return chosen


def _borrow(typing: Typing, typed: Texts) -> Flags:
    """Rows with the household's phone: four in five of people who have none of their own."""
    count = stochastic_round(typing.rng, typing.rates["use_household_phone"] * len(typing))
    without = _some(typed == "", round(0.8 * count), typing.rng)
    chosen = without | _some(typed != "", count - int(without.sum()), typing.rng)
    typing.note("use_household_phone", chosen)
    return chosen
