"""Draws that everything here is made of. Every function takes the campaign's one generator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Flags",
    "Integers",
    "Texts",
    "among_groups",
    "draw",
    "pick_rows",
    "scattered",
    "stochastic_round",
    "texts",
    "whole_groups",
]

Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]
Texts = NDArray[np.object_]

_TRIES = 60
"""Random orders of the groups that are tried for the one that meets a target best."""


def texts(values: Sequence[str] | NDArray[Any]) -> Texts:
    """An object array of Python strings: what element-wise text work is fastest on."""
    array: Texts = np.empty(len(values), dtype=object)
    array[:] = [str(value) for value in values]
    return array


def draw(
    rng: np.random.Generator, values: Sequence[str], weights: Sequence[float], count: int
) -> Texts:
    """`count` values by their weights, with repetition."""
    shares = np.asarray(weights, dtype=float)
    return texts(values)[rng.choice(len(values), size=count, p=shares / shares.sum())]


def stochastic_round(rng: np.random.Generator, value: float) -> int:
    """`value` rounded up with the probability of its fraction: small rates keep their mean."""
    return int(np.floor(value + rng.random()))


def pick_rows(rng: np.random.Generator, weights: NDArray[Any], count: int) -> Integers:
    """`count` different positions by their weights, fewer if fewer have any weight."""
    candidates = np.flatnonzero(weights > 0)
    keys = rng.random(len(candidates)) ** (1.0 / weights[candidates].astype(float))
    return candidates[np.argsort(-keys, kind="stable")[:count]]


def scattered(rng: np.random.Generator, eligible: Flags, count: int) -> Flags:
    """`count` of the eligible rows, each as likely as another."""
    chosen = np.zeros(len(eligible), dtype=bool)
    chosen[pick_rows(rng, eligible, count)] = True
    return chosen


def among_groups(
    rng: np.random.Generator,
    groups: Integers,
    eligible: Flags,
    count: int,
    *,
    kept_together: Integers | None = None,
    intensity: float = 0.9,
) -> Flags:
    """`count` eligible rows, in so few groups that each has about `intensity` of its own in them.

    This is a typist's habit: most of his rows and nobody else's. `kept_together` numbers things
    (persons) that one group treats alike on every row.
    """
    count = min(count, int(eligible.sum()))
    chosen = np.zeros(len(eligible), dtype=bool)
    if count == 0:
        return chosen
    sizes = np.bincount(groups[eligible], minlength=int(groups.max()) + 1)
    best: tuple[float, Integers] | None = None
    for _ in range(_TRIES):
        order = rng.permutation(len(sizes))
        covered = np.cumsum(sizes[order])
        enough = int(np.searchsorted(covered, count))
        last = max(enough, int(np.searchsorted(covered, count / intensity)) - 1)
        last = min(last, len(sizes) - 1)
        error = abs(count / covered[last] - intensity)
        if best is None or error < best[0]:
            best = (float(error), order[: last + 1])
    assert best is not None
    rows = np.flatnonzero(eligible & np.isin(groups, best[1]))
    things = rows if kept_together is None else groups[rows] * 2_000_003 + kept_together[rows]
    _, thing = np.unique(things, return_inverse=True)
    luck = rng.random(int(thing.max()) + 1)[thing]
    chosen[rows[np.argsort(luck, kind="stable")[:count]]] = True
    return chosen


def whole_groups(rng: np.random.Generator, groups: Integers, eligible: Flags, count: int) -> Flags:
    """All eligible rows of some groups (workbooks), as near to `count` rows as can be found."""
    sizes = np.bincount(groups[eligible], minlength=int(groups.max()) + 1)
    best: tuple[int, Integers] = (count, np.empty(0, dtype=np.int64))
    for _ in range(_TRIES):
        order = rng.permutation(len(sizes))
        covered = np.concatenate([[0], np.cumsum(sizes[order])])
        last = int(np.argmin(np.abs(covered - count)))
        error = abs(int(covered[last]) - count)
        if error < best[0]:
            best = (error, order[:last])
    return eligible & np.isin(groups, best[1])
