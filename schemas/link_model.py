"""The stored model of linking: weights of agreement and frequencies of names, as one frozen value.

A run takes it as it is and never trains: `sunday link train` makes it, with the recipe inside.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

__all__ = ["LinkModel", "NameShares", "Thresholds"]

NameShares = Mapping[str, tuple[float, float]]
"""A word without accents to its share among men and among women."""


@dataclass(frozen=True)
class Thresholds:
    """Match weights in bits (log2 of the odds that two nodes are one person).

    `weak`: below it a pair is forgotten; `strong`: from it on pairs are joined one by one, before
    the evidence of whole clusters is weighed; `link`: clusters above it are one person; between
    `case_low` and `case_high` a pair is a case for a steward.
    """

    weak: float
    case_low: float
    link: float
    case_high: float
    strong: float


@dataclass(frozen=True)
class LinkModel:
    """Weights in bits.

    `version`: by which a home notices another model (`stamped`); `prior`: of a pair of which
    nothing is known; `weights`: comparison to level to weight; `slopes`: level of the comparison
    `name` to the weight of one bit of the name's rarity, counted from the level's centre in
    `transforms.scoring.weighing`; `surnames`, `middles`, `givens`: shares of people; `unseen`: the
    share of a word in none of these; `accented`: given names with their accents (tone keys) that
    people have; `recipe`: how it was trained; `forbidding`: of number and birth, what two persons
    never share: a contradiction there refuses a union.
    """

    version: str
    prior: float
    weights: Mapping[str, Mapping[str, float]]
    slopes: Mapping[str, float]
    thresholds: Thresholds
    surnames: NameShares
    middles: NameShares
    givens: NameShares
    unseen: float
    accented: tuple[str, ...]
    recipe: Mapping[str, Any]
    forbidding: tuple[str, ...]

    def to_json(self) -> str:
        """The model as JSON, equal for equal models; `from_json` takes it back."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def stamped(self, code: str) -> LinkModel:
        """This model under its own version: `code`, and a hash of all else that it holds."""
        rest = asdict(self)
        del rest["version"]
        canonical = json.dumps(rest, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return replace(self, version=f"{code}-{hashlib.sha256(canonical.encode()).hexdigest()[:8]}")

    @classmethod
    def from_json(cls, text: str) -> LinkModel:
        """The model of `to_json` (KeyError or TypeError where a part is missing or unknown)."""
        told = json.loads(text)
        shares = {
            name: {word: (float(men), float(women)) for word, (men, women) in told[name].items()}
            for name in ("surnames", "middles", "givens")
        }
        told["thresholds"] = Thresholds(**told["thresholds"])
        told |= {name: tuple(told[name]) for name in ("accented", "forbidding")}
        return cls(**{**told, **shares})
