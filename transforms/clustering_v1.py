"""Constrained clustering: edges by falling weight, no union that joins what cannot be one person.

Connected components chain twins and families together over one wrong edge; here a union is refused
when it would join two different trusted numbers or two incompatible full birth dates.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pandas as pd
from rapidfuzz.distance import DamerauLevenshtein

from transforms.evidence import is_full_date, name_level

__all__ = ["constrained_clusters"]

T = TypeVar("T")


def constrained_clusters(nodes: pd.DataFrame, edges: pd.DataFrame) -> np.ndarray:
    """The cluster of every node, as the smallest node number in it.

    `nodes` is numbered from 0 and has tone_key, id_number, is_number_trusted and birth_date;
    `edges` has left, right and match_weight. Equal weights are taken in the order of the nodes, so
    the result does not depend on the order of the edges.
    """
    clusters = _Clusters(nodes)
    ordered = edges.sort_values(
        ["match_weight", "left", "right"], ascending=[False, True, True], kind="stable"
    )
    for left, right in zip(ordered["left"].tolist(), ordered["right"].tolist(), strict=True):
        clusters.unite(left, right)
    return np.array([clusters.find(node) for node in range(len(nodes))], dtype=np.int64)


class _Clusters:
    """Union-find that keeps each cluster's trusted numbers, with their names, and full births."""

    def __init__(self, nodes: pd.DataFrame) -> None:
        self._parent = list(range(len(nodes)))
        trusted = nodes["id_number"].where(nodes["is_number_trusted"].astype(bool), "")
        births = nodes["birth_date"].where(is_full_date(nodes["birth_date"]), "")
        self._numbers = [
            {(number, name)} if number else set()
            for number, name in zip(trusted, nodes["tone_key"], strict=True)
        ]
        self._births = [{birth} - {""} for birth in births]

    def find(self, node: int) -> int:
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def unite(self, left: int, right: int) -> None:
        low, high = sorted((self.find(left), self.find(right)))
        if low == high or self._contradict(low, high):
            return
        self._parent[high] = low
        self._numbers[low] |= self._numbers[high]
        self._births[low] |= self._births[high]

    def _contradict(self, one: int, other: int) -> bool:
        return _differ(self._numbers[one], self._numbers[other], _are_one_number) or _differ(
            self._births[one], self._births[other], _are_one_birth
        )


def _differ(one: set[T], other: set[T], are_one: Callable[[T, T], bool]) -> bool:
    if not one or not other or one == other:
        return False
    return not all(are_one(a, b) for a in one for b in other)


def _are_one_number(a: tuple[str, str], b: tuple[str, str]) -> bool:
    """Equal, or one typing slip apart: a slip in the serial part cannot be seen (DOMAIN 4).

    Given names that differ in their accents are not: twins have neighbouring numbers, and a row
    without accents would chain them together.
    """
    if a[0] == b[0]:
        return True
    is_slip = DamerauLevenshtein.distance(a[0], b[0], score_cutoff=1) <= 1
    return is_slip and name_level(a[1], b[1]) != "accents"


def _are_one_birth(a: str, b: str) -> bool:
    """Equal, day and month swapped, or one typing slip apart."""
    if a == b or (a[:4] == b[:4] and a[5:7] == b[8:] and a[8:] == b[5:7]):
        return True
    return DamerauLevenshtein.distance(a, b, score_cutoff=1) <= 1
