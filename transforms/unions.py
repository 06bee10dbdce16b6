"""Unions that join what may be one person, and refuse what cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz.distance import OSA

from transforms.columns import distinct
from transforms.scoring.births import are_one_birth, are_one_year
from transforms.scoring.pairs import Positions

__all__ = ["Clusters", "Forest"]

T = TypeVar("T")


class Forest:
    """Union-find; the root of a tree is its smallest node."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def find(self, node: int) -> int:
        """The root of the tree of a node."""
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def join(self, one: int, other: int) -> None:
        """Makes one tree of those of two roots."""
        low, high = (one, other) if one < other else (other, one)
        self._parent[high] = low

    def labels(self) -> Positions:
        """The root of each node."""
        return _roots(np.array(self._parent, dtype=np.int64))

    def join_all(self, left: Positions, right: Positions) -> None:
        """Makes one tree of those of each of these pairs of nodes."""
        if not len(left):
            return
        roots = self.labels()
        while len(left):
            one, other = roots[left], roots[right]
            np.minimum.at(roots, np.maximum(one, other), np.minimum(one, other))
            roots = _roots(roots)
            apart = roots[left] != roots[right]
            left, right = left[apart], right[apart]
        self._parent = roots.tolist()


def _roots(parent: Positions) -> Positions:
    while (parent[parent] != parent).any():
        parent = parent[parent]
    return parent


class Clusters:
    """Clusters that grow by unions and know which ones to refuse.

    By the root of a cluster: its trusted numbers, each with its given name; its full births; its
    birth years; all its numbers but those of a series; its names, and those with accents; the
    positions that a steward told apart from it; the numbers and births that differ and are one
    person's all the same, for a steward said so. Of nodes that hang together and all say the same
    nothing is kept: no union of theirs is refused.
    """

    def __init__(
        self,
        described: pd.DataFrame,
        components: Positions,
        answers: Sequence[tuple[int, int, bool]],
        forbidding: Sequence[str],
    ) -> None:
        """`components` tells for each node which ones it hangs together with."""
        self._forest = Forest(len(described))
        numbers = described["number"].where(described["may_forbid"], "")
        given = described["given_toned"].where(~described["is_bare"], "")
        births = described["birth"]
        names = described["given"].where(described["is_sure_given"], "")
        toned = described["given_slip"].where(described["has_known_accents"], "")
        told = (numbers, births, described["year"], names, toned)
        several = (_are_several(components, said) for said in told)
        is_mixed = np.logical_or.reduce([*several])
        is_mixed[[side for *sides, _ in answers for side in sides]] = True
        self._is_plain = is_plain = ~np.isin(components, components[is_mixed])
        self._numbers = _said(is_plain, numbers, given) if "number" in forbidding else {}
        self._births = _said(is_plain, births) if "birth" in forbidding else {}
        self._years = _said(is_plain, described["year"]) if "birth" in forbidding else {}
        self._cards = _said(is_plain, described["number"].where(~described["is_of_series"], ""))
        self._names = _said(is_plain, names, names, described["plain"])
        self._toned = _said(is_plain, toned, names, described["plain"])
        self._others: dict[int, set[int]] = {}
        self._excused: dict[int, set[_Both]] = {}
        for left, right, is_same in answers:
            if not is_same:
                self._others.setdefault(left, set()).add(right)
                self._others.setdefault(right, set()).add(left)
        for left, right, is_same in answers:
            if is_same:
                self._join_as_told(self._forest.find(left), self._forest.find(right))

    def labels(self) -> Positions:
        """The cluster of each node, as the smallest position in it."""
        return self._forest.labels()

    def unite(self, left: Positions, right: Positions, weight: npt.NDArray[np.float64]) -> None:
        """Unions by falling weight, unless refused."""
        is_plain = self._is_plain[left]
        self._forest.join_all(left[is_plain], right[is_plain])
        left, right, weight = left[~is_plain], right[~is_plain], weight[~is_plain]
        order = np.lexsort((right, left, -weight))
        find = self._forest.find
        for one, other in zip(left[order].tolist(), right[order].tolist(), strict=True):
            low, high = find(one), find(other)
            if low != high and not self._contradict(low, high):
                self._join(low, high)

    def unite_nearest(self, pairs: Positions, weight: npt.NDArray[np.float64]) -> bool:
        """Unions of each two clusters (told by their roots) that are nearest to one another of all
        these pairs that are not refused; whether there were any.
        """
        find, met, has_joined = self._forest.find, set[int](), False
        for one, other in pairs[np.lexsort((pairs[:, 1], pairs[:, 0], -weight))].tolist():
            low, high = find(one), find(other)
            if {one, other} <= met or self._contradict(low, high):
                continue
            if met.isdisjoint((one, other)):
                self._join(low, high)
                has_joined = True
            # Who has met a nearer one waits, for that one may say more by now.
            met |= {one, other}
        return has_joined

    def are_told_apart(self, one: int, other: int) -> bool:
        """Whether a steward told apart the clusters of two nodes."""
        root = self._forest.find(one)
        return self._holds(self._forest.find(other), self._others.get(root, ()))

    def _join_as_told(self, one: int, other: int) -> None:
        """Joins whatever they say; what contradicts between them keeps nobody else away."""
        excused = {
            *_contradictions(self._numbers.get(one), self._numbers.get(other), _are_one_number),
            *_contradictions(self._births.get(one), self._births.get(other), are_one_birth),
        }
        if excused:
            self._excused.setdefault(one, set()).update(excused)
        self._join(one, other)

    def _join(self, one: int, other: int) -> None:
        if one == other:
            return
        low, high = min(one, other), max(one, other)
        self._forest.join(low, high)
        _hand_over(self._numbers, high, low)
        _hand_over(self._births, high, low)
        _hand_over(self._years, high, low)
        _hand_over(self._cards, high, low)
        _hand_over(self._names, high, low)
        _hand_over(self._toned, high, low)
        _hand_over(self._others, high, low)
        _hand_over(self._excused, high, low)

    def _contradict(self, one: int, other: int) -> bool:
        return (
            self._differ(self._numbers, one, other, _are_one_number)
            or self._differ(self._births, one, other, are_one_birth)
            or self._are_unlike(one, other)
            or self._holds(other, self._others.get(one, ()))
        )

    def _differ(
        self, said: dict[int, set[T]], one: int, other: int, are_one: Callable[[T, T], bool]
    ) -> bool:
        """Whether something that one tells cannot be what the other tells."""
        found = _contradictions(said.get(one), said.get(other), are_one)
        if not self._excused:
            return next(found, None) is not None
        excused = self._excused.get(one, set()) | self._excused.get(other, set())
        return any(both not in excused for both in found)

    def _are_unlike(self, one: int, other: int) -> bool:
        """Whether two clusters have birth years or names that no slip explains, and no number says
        that they are one: a father and his son, and twins, have all else in common. Where both have
        names with accents these are looked at, for a row without them may be either's.
        """
        are_toned = one in self._toned and other in self._toned
        names = self._toned if are_toned else self._names
        are_two = _are_all_apart(names, one, other, _are_one_name)
        are_two = are_two or _are_all_apart(self._years, one, other, are_one_year)
        return are_two and self._cards.get(one, set()).isdisjoint(self._cards.get(other, ()))

    def _holds(self, root: int, positions: Iterable[int]) -> bool:
        return any(self._forest.find(position) == root for position in positions)


def _are_several(groups: Positions, texts: pd.Series) -> npt.NDArray[np.bool_]:
    """For each node whether its group says more than one text beside ''."""
    said = np.flatnonzero(texts != "")
    codes, _ = pd.factorize(texts.take(said))
    _, first = distinct(groups[said], codes)
    return np.bincount(groups[said[first]], minlength=groups.max(initial=-1) + 1)[groups] > 1


def _said(
    is_plain: npt.NDArray[np.bool_], texts: pd.Series, *more: pd.Series
) -> dict[int, set[Any]]:
    """What each node that is not plain says in `texts`, if it does, with what stands beside it."""
    places = np.flatnonzero(~is_plain & (texts != ""))
    columns = [column.take(places).tolist() for column in (texts, *more)]
    told = zip(*columns, strict=True) if more else columns[0]
    return {place: {one} for place, one in zip(places.tolist(), told, strict=True)}


def _hand_over(said: dict[int, set[T]], giver: int, taker: int) -> None:
    told = said.pop(giver, None)
    if told:
        said.setdefault(taker, set()).update(told)


_Both = frozenset[object]
"""Two things said that differ."""


def _contradictions(
    one: set[T] | None, other: set[T] | None, are_one: Callable[[T, T], bool]
) -> Iterator[_Both]:
    """What one tells beside what the other tells, where they cannot be the same."""
    if one and other and one != other:
        for a in one:
            for b in other:
                if not are_one(a, b):
                    yield frozenset((a, b))


def _are_all_apart(
    said: dict[int, set[T]], one: int, other: int, are_one: Callable[[T, T], bool]
) -> bool:
    """Whether both tell something, and nothing that one tells may be what the other tells."""
    told, others = said.get(one, ()), said.get(other, ())
    return bool(told and others) and not any(are_one(a, b) for a in told for b in others)


_Name = tuple[str, str, str]
"""A given name as it is compared, the same without accents, and all words of the name."""


def _are_one_name(a: _Name, b: _Name) -> bool:
    """Whether two given names are equal or one typing slip apart, or one of them stands anywhere in
    the other name: names are typed the other way round. Other accents are another name (Thúy is not
    Thủy).
    """
    (said, given, words), (other_said, other_given, other_words) = a, b
    if given == other_given:
        return said == other_said
    is_slip = OSA.distance(said, other_said, score_cutoff=1) <= 1
    return is_slip or given in other_words.split() or other_given in words.split()


def _are_one_number(a: tuple[str, str], b: tuple[str, str]) -> bool:
    """Equal, or one typing slip apart: a slip in the serial part cannot be seen (DOMAIN 4).

    Numbers that follow one another are twins' unless the given names have the same accents.
    """
    if a[0] == b[0]:
        return True
    if OSA.distance(a[0], b[0], score_cutoff=1) > 1:
        return False
    return abs(int(a[0]) - int(b[0])) != 1 or (a[1] == b[1] != "")
