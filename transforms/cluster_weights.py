"""Whole clusters compared: one row tells the ward, another the birth date, a third the phone.

Each comparison speaks once: by the best agreement of any two members, and only where nothing agrees
by the worst contradiction.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from schemas.link_model import LinkModel
from transforms.scoring.comparing import LEVELS, compare
from transforms.scoring.pairs import Coded, Positions
from transforms.scoring.weighing import level_weights

__all__ = ["Weighed", "levels_between", "nothing_weighed", "weigh_clusters"]


class Weighed(NamedTuple):
    """Clusters as the smallest node of each node's, the pairs of them that edges lie between, each
    once, ascending, and their match weights.
    """

    labels: Positions
    pairs: Positions
    weights: npt.NDArray[np.float64]


def nothing_weighed(count: int) -> Weighed:
    """What is known of so many nodes before any are weighed."""
    return Weighed(np.full(count, -1), np.empty((0, 2), dtype=np.int64), np.empty(0))


def weigh_clusters(
    described: Coded,
    labels: Positions,
    left: Positions,
    right: Positions,
    known: Weighed,
    model: LinkModel,
) -> Weighed:
    """Clusters weighed by all that their members say, where an edge (`left`, `right`) lies between.

    Weights of clusters that nobody joined since are taken as `known`.
    """
    pairs = _between(labels, left, right)
    size = len(labels)
    is_new = np.zeros(size, dtype=bool)
    is_new[labels[labels != known.labels]] = True
    codes, earlier = (told[:, 0] * size + told[:, 1] for told in (pairs, known.pairs))
    kept = ~is_new[pairs].any(axis=1) & np.isin(codes, earlier)
    weights = np.empty(len(pairs))
    weights[kept] = known.weights[np.searchsorted(earlier, codes[kept])]
    weights[~kept] = _weights_of(described, labels, pairs[~kept], model)
    return Weighed(labels, pairs, weights)


def _between(labels: Positions, left: Positions, right: Positions) -> Positions:
    """The pairs of clusters that edges lie between, each once, ascending."""
    one, other = labels[left], labels[right]
    apart = one != other
    low, high = np.minimum(one, other)[apart], np.maximum(one, other)[apart]
    codes = np.unique(low * len(labels) + high)
    return np.column_stack([codes // max(len(labels), 1), codes % max(len(labels), 1)])


def _weights_of(
    described: Coded, labels: Positions, pairs: Positions, model: LinkModel
) -> npt.NDArray[np.float64]:
    """The match weight of each pair of clusters, from all pairs of their members."""
    group, left, right = _members(labels, pairs)
    if not len(group):
        return np.empty(0)
    described, left, right = described.only(left, right)
    levels = compare(described, left, right)
    weights = level_weights(described, left, right, levels, model)
    starts = np.flatnonzero(np.r_[True, np.diff(group) != 0])
    found = np.full(len(pairs), model.prior)
    for comparison, weight in sorted(weights.items()):
        best = np.maximum.reduceat(weight, starts)
        worst = np.minimum.reduceat(weight, starts)
        is_best = (best > 0) | (comparison == "name")
        found += np.where(is_best, best, np.minimum(worst, 0.0))
    return np.round(found, 6)


def _members(labels: Positions, pairs: Positions) -> tuple[Positions, Positions, Positions]:
    """For each pair of clusters all pairs of their members: place of the pair, left, right."""
    order = np.argsort(labels, kind="stable")
    known, start, size = np.unique(labels[order], return_index=True, return_counts=True)
    one, other = (np.searchsorted(known, pairs[:, side]) for side in (0, 1))
    count = size[one] * size[other]
    group = np.repeat(np.arange(len(pairs)), count)
    step = np.arange(len(group)) - np.repeat(np.cumsum(count) - count, count)
    left = order[start[one][group] + step // size[other][group]]
    right = order[start[other][group] + step % size[other][group]]
    return group, left, right


def levels_between(
    described: Coded, labels: Positions, pairs: Positions, model: LinkModel
) -> dict[str, list[str]]:
    """What decided the weight of each pair of clusters: comparison to the names of its levels."""
    group, left, right = _members(labels, pairs)
    if not len(group):
        return {comparison: [] for comparison in LEVELS}
    described, left, right = described.only(left, right)
    levels = compare(described, left, right)
    weights = level_weights(described, left, right, levels, model)
    starts = np.flatnonzero(np.r_[True, np.diff(group) != 0])
    ends = np.r_[starts[1:], len(group)] - 1
    found = {}
    for comparison, weight in weights.items():
        order = np.lexsort((weight, group))
        best, worst = order[ends], order[starts]
        is_best = (weight[best] > 0) | (comparison == "name")
        places = levels[comparison][np.where(is_best, best, worst)]
        found[comparison] = [LEVELS[comparison][place] for place in places]
    return found
