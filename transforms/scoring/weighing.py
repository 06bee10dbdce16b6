"""Match weights: what the model says of levels of agreement, in bits.

The weight of a pair is log2 of the odds that its nodes are one person (Fellegi and Sunter): the
prior plus a weight for each comparison. It depends on the two nodes and the stored model only.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from schemas.link_model import LinkModel
from transforms.scoring.comparing import LEVELS, Levels
from transforms.scoring.pairs import Coded, Pairs, Positions
from transforms.scoring.rarity import MOST_BITS

__all__ = [
    "BETTER_THAN",
    "RARITY_OF_LEVEL",
    "WITHOUT_NAMES",
    "Weights",
    "level_weights",
    "most",
    "name_weights",
    "rarity_beyond_centre",
    "total",
]

RARITY_OF_LEVEL: dict[str, tuple[str, int]] = {
    "same": ("name_rarity", 14),
    "short": ("short_rarity", 9),
    "near": ("name_rarity", 14),
    "near_names": ("name_rarity", 14),
    "given_only": ("given_rarity", 7),
    "like": ("name_rarity", 14),
    "like_names": ("name_rarity", 14),
}
"""For levels of the name: the rarity that matters, and the usual one in bits, the centre."""

BETTER_THAN = {
    "short": "same",
    "near": "same",
    "near_names": "near",
    "given_only": "same",
    "like": "near",
    "like_names": "like",
}
"""Of levels whose weight depends on rarity: the better agreement of the same kind of name."""

Weights = dict[str, npt.NDArray[np.float64]]


def rarity_beyond_centre(
    nodes: Coded, left: Positions, right: Positions, level: str
) -> npt.NDArray[np.float64]:
    """By how many bits the commoner of two names is rarer than usual for this level."""
    _, centre = RARITY_OF_LEVEL[level]
    return np.asarray(_bits(nodes, left, right, level) - centre, dtype=np.float64)


def _bits(nodes: Coded, left: Positions, right: Positions, level: str) -> npt.NDArray[np.int8]:
    """The rarity of the commoner of two names."""
    column, _ = RARITY_OF_LEVEL[level]
    bits = nodes.values(column)
    return np.asarray(np.minimum(bits[left], bits[right]))


def name_weights(model: LinkModel) -> dict[str, npt.NDArray[np.float64]]:
    """The weight of each level of the name by whole bits of the rarity that matters for it.

    No level weighs more than the better one at the same rarity: slopes are straight lines through
    names that the tables know, and beyond these a slip would outweigh equality.
    """
    bits = np.arange(MOST_BITS + 1)
    found: dict[str, npt.NDArray[np.float64]] = {}
    for level in LEVELS["name"]:
        _, centre = RARITY_OF_LEVEL.get(level, ("", 0))
        slope = model.slopes.get(level, 0.0)
        weights = model.weights["name"].get(level, 0.0) + slope * (bits - centre)
        better = BETTER_THAN.get(level)
        found[level] = np.asarray(np.minimum(weights, found[better]) if better else weights)
    return found


WITHOUT_NAMES = ("number", "birth", "phone", "sex")
"""The comparisons that look at no name."""


def most(pairs: Pairs, levels: Levels, model: LinkModel) -> npt.NDArray[np.float64]:
    """The most that pairs can weigh whatever names they have, by the levels of `WITHOUT_NAMES`.

    Of the ward only what it is says something; whether it is contested depends on the name.
    """
    _, same, contested, other = _table("ward", model)
    found = np.select(
        [~pairs.known("ward"), pairs.same("ward")], [0.0, max(same, contested)], other
    )
    for comparison in WITHOUT_NAMES:
        found += _table(comparison, model)[levels[comparison]]
    of_names = max(weights.max() for weights in name_weights(model).values())
    others = sum(_table(comparison, model).max() for comparison in ("accents", "namesakes"))
    return np.asarray(found + (model.prior + of_names + others))


def _table(comparison: str, model: LinkModel) -> npt.NDArray[np.float64]:
    """The weight of each level of a comparison, in the order of `LEVELS`."""
    by_level = model.weights[comparison]
    return np.array([by_level.get(level, 0.0) for level in LEVELS[comparison]])


def level_weights(
    nodes: Coded, left: Positions, right: Positions, levels: Levels, model: LinkModel
) -> Weights:
    """The weight of each comparison of each pair."""
    found = {comparison: _table(comparison, model)[told] for comparison, told in levels.items()}
    by_bits = name_weights(model)
    for level in RARITY_OF_LEVEL:
        is_here = levels["name"] == LEVELS["name"].index(level)
        found["name"][is_here] = by_bits[level][_bits(nodes, left[is_here], right[is_here], level)]
    return found


def total(weights: Weights, model: LinkModel) -> npt.NDArray[np.float64]:
    """The match weight of each pair, rounded so that every machine orders pairs alike."""
    return np.round(model.prior + sum(weights[comparison] for comparison in LEVELS), 6)
