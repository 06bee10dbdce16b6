"""How sex, ward and ticks are typed (gender_* and commune_* of error_profiles.csv)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from samples.chance import Flags, Integers, Texts, texts
from samples.roster import without_type
from samples.typists import Typing

__all__ = ["type_genders", "type_ticks", "type_wards"]

TICKS = ("x", "X", "✓", "v", "có", "1")
TICK_SHARES = (0.52, 0.22, 0.08, 0.08, 0.05, 0.05)
OWN_TICK = 0.95
"""A typist's own tick on so many of his rows."""


def type_genders(typing: Typing, woman: Flags) -> Texts:
    """Nam or Nữ, sometimes left out, seldom wrong."""
    missing = typing.left_out("gender_missing", np.ones(len(typing), dtype=bool))
    wrong = typing.here_and_there("gender_wrong", ~missing)
    typed = np.where(woman ^ wrong, "Nữ", "Nam").astype(object)
    typed[missing] = ""
    return typed


def type_wards(typing: Typing, communes: pd.DataFrame, home: Integers) -> Texts:
    """`Xã An Tân, An Lão`, or without its type, its district or both; wrong ones nearby."""
    rng = typing.rng
    missing = typing.left_out("commune_missing", np.ones(len(typing), dtype=bool))
    several = np.full(len(typing), len(communes) > 1)
    wrong = typing.here_and_there("commune_wrong", ~missing & several)
    place = home.copy()
    place[wrong] = _nearby(rng, communes, home[wrong])
    short = typing.by_typist("commune_short", ~missing)
    style = rng.choice(3, size=int(typing.typist.max()) + 1, p=(0.25, 0.35, 0.4))
    chosen = np.where(short, style[typing.typist], 3)
    names = list(zip(communes["name"], communes["district_name"], strict=True))
    forms = [_forms(name, without_type(district)) for name, district in names]
    typed = texts([forms[p][c] for p, c in zip(place, chosen, strict=True)])
    typed[missing] = ""
    return typed


def _forms(name: str, district: str) -> tuple[str, str, str, str]:
    """Without district, without type, without both, whole; a number keeps its type."""
    bare = without_type(name)
    bare = name if bare.isdigit() else bare
    return (name, f"{bare}, {district}", bare, f"{name}, {district}")


def _nearby(rng: np.random.Generator, communes: pd.DataFrame, home: Integers) -> Integers:
    """Another commune, mostly of the same district (the list is in order of codes)."""
    district = communes["district_code"].to_numpy()
    wrong = home.copy()
    for row, unit in enumerate(home):
        others = np.flatnonzero(np.arange(len(communes)) != unit)
        near = others[district[others] == district[unit]]
        pool = near if len(near) and rng.random() < 0.8 else others
        wrong[row] = int(rng.choice(pool))
    return wrong


def type_ticks(typing: Typing) -> Texts:
    """The tick that each row's typist makes: mostly his own."""
    rng = typing.rng
    shape = (int(typing.typist.max()) + 1, len(typing))
    own, other = (texts(TICKS)[rng.choice(len(TICKS), size=n, p=TICK_SHARES)] for n in shape)
    ticks: Texts = np.where(rng.random(len(typing)) < OWN_TICK, own[typing.typist], other)
    return ticks
