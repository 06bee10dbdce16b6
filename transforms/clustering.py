"""Constrained clustering: edges by falling weight, no union that joins what cannot be one person.

Connected components chain twins and families together over one wrong edge; here a union is refused
when it would join two different trusted numbers, two incompatible full birth dates, or what a
steward told apart. Single pairs decide first, where they are strong. Then whole clusters are
compared: one row tells the ward, another the birth date, a third the phone, and together they know
a person whom none of them would know alone, or show a namesake. Each that grows is compared anew,
first by strong evidence alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.link_model import LinkModel
from transforms.cluster_weights import Weighed, levels_between, nothing_weighed, weigh_clusters
from transforms.evidence import EVIDENCE
from transforms.scoring.features import describe
from transforms.scoring.pairs import Coded, Positions
from transforms.unions import Clusters, Forest

__all__ = ["Clustered", "cluster"]


@dataclass(frozen=True)
class Clustered:
    """`nodes`: for each node number cluster and component (the smallest node number in it), part
    (the same of the cluster before it was joined by less than strong evidence), match_weight and
    link_reason of its strongest edge within the cluster; `doubts`: what is a question for a
    steward, as in `_doubts`.
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
    ordered = nodes[[*EVIDENCE, "guards"]][nodes.index.isin(linked)].sort_index()
    numbers = ordered.index.to_numpy()
    placed, said = _placed(edges, numbers), _answers(told, numbers)
    described = Coded(describe(ordered, model))
    components = _components(placed, said, len(numbers))
    clusters = Clusters(described.nodes, components, said, model.forbidding)
    left, right, weight = (placed[name].to_numpy() for name in ("left", "right", "match_weight"))
    is_strong = weight >= model.thresholds.strong
    clusters.unite(left[is_strong], right[is_strong], weight[is_strong])
    nothing = nothing_weighed(len(numbers))
    parts = _grow(clusters, described, placed, nothing, model.thresholds.strong, model)
    labels = _grow(clusters, described, placed, parts, model.thresholds.link, model).labels
    doubts = _doubts(clusters, described, placed, parts, model)
    here = {"cluster": labels, "component": components, "part": parts.labels}
    together = pd.DataFrame({name: numbers[places] for name, places in here.items()}, index=numbers)
    strongest = _strongest(placed, labels).reindex(range(len(numbers)))
    together["match_weight"] = strongest["match_weight"].fillna(0.0).to_numpy()
    together["link_reason"] = strongest["link_reason"].fillna("single").to_numpy()
    found = pd.concat([together, _alone(nodes.index[~nodes.index.isin(numbers)])])
    sides = {side: numbers[doubts[side]] for side in ("left", "right")}
    return Clustered(found.loc[nodes.index], doubts.assign(**sides))


_NO_ANSWERS = pd.DataFrame({"left": [], "right": [], "is_same": []}).astype(
    {"left": "int64", "right": "int64", "is_same": "bool"}
)


def _alone(numbers: pd.Index) -> pd.DataFrame:
    """Nodes that are a cluster each."""
    itself = {name: numbers.to_numpy() for name in ("cluster", "component", "part")}
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


def _grow(
    clusters: Clusters,
    described: Coded,
    edges: pd.DataFrame,
    known: Weighed,
    enough: float,
    model: LinkModel,
) -> Weighed:
    """Joins clusters by all that their members say until no two weigh `enough`; gives what is left
    with the weights between.

    A cluster that grew is weighed anew before it is joined again: a row that could be either of two
    namesakes joins one of them, and what that one says then keeps the other away.
    """
    left, right = (edges[side].to_numpy() for side in ("left", "right"))
    while True:
        known = weigh_clusters(described, clusters.labels(), left, right, known, model)
        is_enough = known.weights >= enough
        if not clusters.unite_nearest(known.pairs[is_enough], known.weights[is_enough]):
            return known


def _doubts(
    clusters: Clusters,
    described: Coded,
    edges: pd.DataFrame,
    parts: Weighed,
    model: LinkModel,
) -> pd.DataFrame:
    """Links that a little less would have left out, and pairs that are kept apart although much
    speaks for one person: left, right (the nodes of the strongest edge between them),
    match_weight, is_linked, and a column for each comparison with the level that decided.

    Where a steward told two apart there is no question left.
    """
    labels = clusters.labels()
    one, other = parts.pairs.T
    is_linked = labels[one] == labels[other]
    asked = parts.weights >= model.thresholds.case_low
    asked &= ~is_linked | (parts.weights < model.thresholds.case_high)
    apart = [clusters.are_told_apart(*pair) for pair in parts.pairs[asked].tolist()]
    asked[asked] = ~np.array(apart, dtype=bool)
    pairs = parts.pairs[asked]
    told = levels_between(described, parts.labels, pairs, model)
    found = pd.DataFrame(
        {"match_weight": parts.weights[asked], "is_linked": is_linked[asked], **told}
    )
    ends = _ends(edges, parts.labels, pairs)
    found.insert(0, "left", ends[:, 0])
    found.insert(1, "right", ends[:, 1])
    persons = np.sort(labels[pairs], axis=1)
    order = found.assign(one=persons[:, 0], other=persons[:, 1]).sort_values(
        ["match_weight", "left", "right"], ascending=[False, True, True]
    )
    # Two persons are one question, however many of their parts are alike.
    is_repeat = order.duplicated(["one", "other"]) & ~order["is_linked"]
    return found.loc[order.index[~is_repeat]].reset_index(drop=True)


def _ends(edges: pd.DataFrame, parts: Positions, pairs: Positions) -> Positions:
    """The nodes of the strongest edge between each of these pairs of clusters."""
    sides = np.sort(parts[edges[["left", "right"]].to_numpy()], axis=1)
    between_parts = edges.assign(one=sides[:, 0], other=sides[:, 1])
    strongest = between_parts.sort_values(
        ["match_weight", "left", "right"], ascending=[False, True, True]
    ).drop_duplicates(["one", "other"])
    asked = pd.DataFrame(pairs, columns=["one", "other"])
    return asked.merge(strongest, on=["one", "other"])[["left", "right"]].to_numpy(dtype=np.int64)


def _strongest(edges: pd.DataFrame, labels: Positions) -> pd.DataFrame:
    """For each node match_weight and link_reason of the strongest of its edges in one cluster."""
    left, right, weight = (edges[name].to_numpy() for name in ("left", "right", "match_weight"))
    kept = np.flatnonzero(labels[left] == labels[right])
    node, other = np.r_[left[kept], right[kept]], np.r_[right[kept], left[kept]]
    edge = np.r_[kept, kept]
    order = np.lexsort((other, -weight[edge], node))
    first = order[np.flatnonzero(np.diff(node[order], prepend=-1))]
    strongest = edges[["match_weight", "link_reason"]].take(edge[first])
    return strongest.set_axis(node[first])


def _components(
    edges: pd.DataFrame, answers: Sequence[tuple[int, int, bool]], count: int
) -> Positions:
    """The smallest node that each node hangs together with, by edges of any weight and answers."""
    forest = Forest(count)
    told = np.array([pair for *pair, is_same in answers if is_same], dtype=np.int64).reshape(-1, 2)
    pairs = np.concatenate([edges[["left", "right"]].to_numpy(), told])
    forest.join_all(pairs[:, 0], pairs[:, 1])
    return forest.labels()
