"""Constrained clustering: edges by falling weight, no union that joins what cannot be one person.

Connected components chain twins and families together over one wrong edge; here a union is refused
when it would join two different trusted numbers, two incompatible full birth dates, or what a
steward told apart. Single pairs decide first, where they are strong. Then whole clusters are
compared: one row tells the ward, another the birth date, a third the phone, and together they know
a person whom none of them would know alone, or show a namesake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz.distance import OSA

from schemas.link_model import LinkModel
from transforms.scoring.births import are_one_birth
from transforms.scoring.comparing import compare
from transforms.scoring.features import describe
from transforms.scoring.pairs import Coded
from transforms.scoring.weighing import level_weights

__all__ = ["Clustered", "cluster"]

T = TypeVar("T")
Positions = npt.NDArray[np.int64]

ROUNDS = 4
"""How often clusters are compared; only the last round joins what is less than strong."""


@dataclass(frozen=True)
class Clustered:
    """`nodes`: for each node number cluster and component (the smallest node number in it),
    match_weight and link_reason of its strongest edge within the cluster; `doubts`: pairs of
    clusters that are a question for a steward: left, right (a node of each), match_weight,
    is_linked.
    """

    nodes: pd.DataFrame
    doubts: pd.DataFrame


def cluster(
    nodes: pd.DataFrame, edges: pd.DataFrame, model: LinkModel, answers: pd.DataFrame | None = None
) -> Clustered:
    """Persons among `nodes`, which must hold all nodes that hang together by `edges`.

    `nodes` and `edges` are those of `transforms.scoring.edges.score`; `answers` are a steward's:
    left, right (node numbers), is_same. Equal weights are taken in the order of the numbers of
    nodes, so the result depends on no order.
    """
    told = _NO_ANSWERS if answers is None else answers
    linked = pd.concat([frame[side] for frame in (edges, told) for side in ("left", "right")])
    # Who has no edge is alone: most of what clustering costs is spared.
    ordered = nodes[nodes.index.isin(linked)].sort_index()
    numbers = ordered.index.to_numpy()
    placed, said = _placed(edges, numbers), _answers(told, numbers)
    described = Coded(describe(ordered, model))
    clusters = _Clusters(described.nodes, said, model.forbidding)
    left, right, weight = (placed[name].to_numpy() for name in ("left", "right", "match_weight"))
    is_strong = weight >= model.thresholds.strong
    clusters.unite(left[is_strong], right[is_strong], weight[is_strong])
    doubts = _compare_clusters(clusters, described, left, right, model)
    labels = clusters.labels()
    found = _alone(nodes.index)
    found.loc[numbers, "cluster"] = numbers[labels]
    found.loc[numbers, "component"] = numbers[_components(placed, said, len(numbers))]
    strongest = _strongest(placed, labels)
    found.loc[numbers[strongest.index], list(strongest)] = strongest.to_numpy()
    sides = {side: numbers[doubts[side]] for side in ("left", "right")}
    return Clustered(found.astype({"match_weight": "float64"}), doubts.assign(**sides))


_NO_ANSWERS = pd.DataFrame({"left": [], "right": [], "is_same": []}).astype(
    {"left": "int64", "right": "int64", "is_same": "bool"}
)


def _alone(numbers: pd.Index) -> pd.DataFrame:
    """Nodes that are a cluster each."""
    itself = {name: numbers.to_numpy() for name in ("cluster", "component")}
    return pd.DataFrame(itself | {"match_weight": 0.0, "link_reason": "single"}, index=numbers)


def _placed(edges: pd.DataFrame, numbers: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Edges with positions for node numbers."""
    sides = {side: np.searchsorted(numbers, edges[side].to_numpy()) for side in ("left", "right")}
    return edges.assign(**sides)


def _answers(answers: pd.DataFrame, numbers: npt.NDArray[np.int64]) -> list[tuple[int, int, bool]]:
    """The answers about nodes that are here, by position."""
    here = answers[answers["left"].isin(numbers) & answers["right"].isin(numbers)]
    placed = _placed(here, numbers)
    return sorted(zip(placed["left"], placed["right"], placed["is_same"], strict=True))


def _compare_clusters(
    clusters: _Clusters, described: Coded, left: Positions, right: Positions, model: LinkModel
) -> pd.DataFrame:
    """Joins clusters by all that their members say, round by round; the doubts that remain."""
    known = _Weighed(np.empty((0, 2), dtype=np.int64), np.empty(0))
    before = np.full(len(described.nodes), -1)
    for turn in range(ROUNDS):
        labels = clusters.labels()
        known = _weigh_clusters(
            described, labels, labels != before, _between(labels, left, right), known, model
        )
        is_last = turn == ROUNDS - 1
        enough = known.weights >= (model.thresholds.link if is_last else model.thresholds.strong)
        pairs = known.pairs[enough]
        clusters.unite(pairs[:, 0], pairs[:, 1], known.weights[enough])
        before = labels
    labels = clusters.labels()
    low, high = model.thresholds.case_low, model.thresholds.case_high
    in_doubt = (known.weights >= low) & (known.weights < high)
    one, other = known.pairs[in_doubt].T
    columns = {"left": one, "right": other, "match_weight": known.weights[in_doubt]}
    return pd.DataFrame(columns).assign(is_linked=labels[one] == labels[other])


class _Weighed(NamedTuple):
    """Pairs of clusters, ascending, and their match weights."""

    pairs: Positions
    weights: npt.NDArray[np.float64]


def _between(labels: Positions, left: Positions, right: Positions) -> Positions:
    """The pairs of clusters that edges lie between, each once, ascending."""
    one, other = labels[left], labels[right]
    apart = one != other
    low, high = np.minimum(one, other)[apart], np.maximum(one, other)[apart]
    codes = np.unique(low * len(labels) + high)
    return np.column_stack([codes // max(len(labels), 1), codes % max(len(labels), 1)])


def _weigh_clusters(
    described: Coded,
    labels: Positions,
    has_moved: npt.NDArray[np.bool_],
    pairs: Positions,
    known: _Weighed,
    model: LinkModel,
) -> _Weighed:
    """Weights of `pairs`; those of clusters that nobody joined since are taken as `known`."""
    is_new = np.zeros(len(labels), dtype=bool)
    is_new[labels[has_moved]] = True
    size = len(labels)
    codes, earlier = (told[:, 0] * size + told[:, 1] for told in (pairs, known.pairs))
    kept = ~is_new[pairs].any(axis=1) & np.isin(codes, earlier)
    weights = np.empty(len(pairs))
    weights[kept] = known.weights[np.searchsorted(earlier, codes[kept])]
    weights[~kept] = _weights_of_clusters(described, labels, pairs[~kept], model)
    return _Weighed(pairs, weights)


def _weights_of_clusters(
    described: Coded, labels: Positions, pairs: Positions, model: LinkModel
) -> npt.NDArray[np.float64]:
    """The match weight of each pair of clusters, from all pairs of their members.

    Each comparison speaks once: by the best agreement of any two members, and only where nothing
    agrees by the worst contradiction.
    """
    group, left, right = _members(labels, pairs)
    if not len(group):
        return np.empty(0)
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


def _strongest(edges: pd.DataFrame, labels: Positions) -> pd.DataFrame:
    """For each node match_weight and link_reason of the strongest of its edges in one cluster."""
    kept = edges[labels[edges["left"]] == labels[edges["right"]]]
    sides = [kept.assign(node=kept[side], other=kept[other]) for side, other in _SIDES]
    both = pd.concat(sides).sort_values(["match_weight", "other"], ascending=[False, True])
    strongest: pd.DataFrame = both.drop_duplicates("node").set_index("node")
    return strongest[["match_weight", "link_reason"]]


_SIDES = (("left", "right"), ("right", "left"))


def _components(
    edges: pd.DataFrame, answers: Sequence[tuple[int, int, bool]], count: int
) -> Positions:
    """The smallest node that each node hangs together with, by edges of any weight and answers."""
    forest = _Forest(count)
    told = [(left, right) for left, right, is_same in answers if is_same]
    for one, other in [*zip(edges["left"].tolist(), edges["right"].tolist(), strict=True), *told]:
        forest.join(forest.find(one), forest.find(other))
    return forest.labels()


class _Forest:
    """Union-find; the root of a tree is its smallest node."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def find(self, node: int) -> int:
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def join(self, one: int, other: int) -> None:
        low, high = (one, other) if one < other else (other, one)
        self._parent[high] = low

    def labels(self) -> Positions:
        roots = np.array(self._parent, dtype=np.int64)
        while (roots[roots] != roots).any():
            roots = roots[roots]
        return roots


class _Clusters:
    """Clusters that grow by unions and know which ones to refuse.

    By the root of a cluster: its trusted numbers, each with its given name; its full births; its
    given names, without and with accents; the positions that a steward told apart from it.
    """

    def __init__(
        self,
        described: pd.DataFrame,
        answers: Sequence[tuple[int, int, bool]],
        forbidding: Sequence[str],
    ) -> None:
        self._forest = _Forest(len(described))
        numbers = described["number"].where(described["may_forbid"], "").tolist()
        given = described["given_toned"].where(~described["is_bare"], "").tolist()
        births = enumerate(described["birth"].tolist() if "birth" in forbidding else [])
        said = enumerate(zip(numbers, given, strict=True) if "number" in forbidding else [])
        self._numbers = {place: {told} for place, told in said if told[0]}
        self._births = {place: {birth} for place, birth in births if birth}
        names = described[["given", "given_slip"]].where(described["has_known_accents"], "")
        told = enumerate(zip(names["given"].tolist(), names["given_slip"].tolist(), strict=True))
        self._names = {place: {name} for place, name in told if name[0]}
        self._others: dict[int, set[int]] = {}
        for left, right, is_same in answers:
            if not is_same:
                self._others.setdefault(left, set()).add(right)
                self._others.setdefault(right, set()).add(left)
        for left, right, is_same in answers:
            if is_same:
                self._join(self._forest.find(left), self._forest.find(right))

    def labels(self) -> Positions:
        """The cluster of each node, as the smallest position in it."""
        return self._forest.labels()

    def unite(self, left: Positions, right: Positions, weight: npt.NDArray[np.float64]) -> None:
        """Unions by falling weight, unless refused."""
        order = np.lexsort((right, left, -weight))
        find = self._forest.find
        for one, other in zip(left[order].tolist(), right[order].tolist(), strict=True):
            low, high = find(one), find(other)
            if low != high and not self._contradict(low, high):
                self._join(low, high)

    def _join(self, one: int, other: int) -> None:
        if one == other:
            return
        low, high = min(one, other), max(one, other)
        self._forest.join(low, high)
        _hand_over(self._numbers, high, low)
        _hand_over(self._births, high, low)
        _hand_over(self._names, high, low)
        _hand_over(self._others, high, low)

    def _contradict(self, one: int, other: int) -> bool:
        return (
            _differ(self._numbers.get(one), self._numbers.get(other), _are_one_number)
            or _differ(self._births.get(one), self._births.get(other), are_one_birth)
            or self._are_named_apart(one, other)
            or self._holds(other, self._others.get(one, ()))
        )

    def _are_named_apart(self, one: int, other: int) -> bool:
        """Whether only the accents of the given names tell two clusters apart (Thúy is not Thủy)
        and no number says that they are one: twins, and a father and his son, are named so.
        """
        names, others = self._names.get(one), self._names.get(other)
        if not names or not others or not names.isdisjoint(others):
            return False
        if {given for given, _ in names}.isdisjoint(given for given, _ in others):
            return False
        numbers = {number for number, _ in self._numbers.get(one, ())}
        return numbers.isdisjoint(number for number, _ in self._numbers.get(other, ()))

    def _holds(self, root: int, positions: Iterable[int]) -> bool:
        return any(self._forest.find(position) == root for position in positions)


def _hand_over(said: dict[int, set[T]], giver: int, taker: int) -> None:
    told = said.pop(giver, None)
    if told:
        said.setdefault(taker, set()).update(told)


def _differ(one: set[T] | None, other: set[T] | None, are_one: Callable[[T, T], bool]) -> bool:
    """Whether something that one tells cannot be what the other tells."""
    if not one or not other or one == other:
        return False
    return not all(are_one(a, b) for a in one for b in other)


def _are_one_number(a: tuple[str, str], b: tuple[str, str]) -> bool:
    """Equal, or one typing slip apart: a slip in the serial part cannot be seen (DOMAIN 4).

    Numbers that follow one another are twins' unless the given names have the same accents.
    """
    if a[0] == b[0]:
        return True
    if OSA.distance(a[0], b[0], score_cutoff=1) > 1:
        return False
    return abs(int(a[0]) - int(b[0])) != 1 or (a[1] == b[1] != "")
