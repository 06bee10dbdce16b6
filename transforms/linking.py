"""Linking, first version: strong keys with guards, then constrained clusters.

The partition is a pure function of the records and the constraints: arrival order never enters,
ties are broken by the numbers of nodes, which their evidence decides. A scoring model can take the
place of `weigh` behind the same interface.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from transforms.clustering_v1 import constrained_clusters
from transforms.evidence import KEYS, compare

__all__ = [
    "EDGE_COLUMNS",
    "MODEL_VERSION",
    "cluster",
    "marked",
    "score",
    "unmarked",
    "weigh",
]

MODEL_VERSION = "strong-keys-2"

EDGE_COLUMNS = ["left", "right", "match_weight", "link_reason"]


def marked(void: pd.DataFrame) -> npt.NDArray[np.int64]:
    """The columns of `void` (see `transforms.evidence.voids`) as one number, a bit for each key."""
    bits = np.array([1 << place for place in range(len(KEYS))], dtype=np.int64)
    return np.asarray(void[KEYS].to_numpy(dtype=np.int64) @ bits)


def unmarked(nodes: pd.DataFrame) -> pd.DataFrame:
    """The columns that `marked` made `void_keys` of."""
    marks = nodes["void_keys"].to_numpy(dtype=np.int64)
    columns = {key: (marks >> place & 1).astype(bool) for place, key in enumerate(KEYS)}
    return pd.DataFrame(columns, index=nodes.index)


def score(nodes: pd.DataFrame, fresh: pd.Index) -> pd.DataFrame:
    """The links (`EDGE_COLUMNS`) between each of the nodes `fresh` and any of `nodes`.

    `nodes` (by node number: `transforms.evidence.collapse`, with void_keys) holds all nodes that
    share a key with one of `fresh`.
    """
    pairs = _pairs(nodes, fresh)
    return weigh(compare(nodes, pairs, unmarked(nodes)))


def _pairs(nodes: pd.DataFrame, fresh: pd.Index) -> pd.DataFrame:
    """Pairs (left < right) that share a key which is not void, one of them in `fresh`."""
    void = unmarked(nodes)
    found = [np.empty((0, 2), dtype=np.int64)]
    for key in KEYS:
        block = nodes.loc[~void[key] & (nodes[key] != 0), [key]].rename_axis("node").reset_index()
        asking = block[block["node"].isin(fresh)]
        both = asking.merge(block, on=key, suffixes=("", "_other"))
        both = both[both["node"] != both["node_other"]]
        found.append(np.sort(both[["node", "node_other"]].to_numpy(), axis=1))
    pairs = pd.DataFrame(np.concatenate(found), columns=["left", "right"])
    return pairs.drop_duplicates(ignore_index=True)


def cluster(nodes: pd.DataFrame, edges: pd.DataFrame) -> pd.DataFrame:
    """Persons among `nodes`: for each node cluster and component (the smallest node number in it),
    link_reason and match_weight of its strongest link.

    `nodes` holds all nodes of each component, `edges` all links between them.
    """
    ordered = nodes.sort_index()
    numbers = ordered.index.to_numpy()
    void = unmarked(ordered)
    said = ordered.assign(id_number=ordered["id_number"].where(~void["number_key"], ""))
    placed = edges.assign(
        left=np.searchsorted(numbers, edges["left"]), right=np.searchsorted(numbers, edges["right"])
    )
    labels = constrained_clusters(said.reset_index(drop=True), placed)
    found = _strongest(placed, labels, len(ordered))
    found.insert(0, "cluster", numbers[labels])
    found.insert(1, "component", numbers[_components(placed, len(ordered))])
    return found.set_axis(ordered.index)


def _components(edges: pd.DataFrame, count: int) -> npt.NDArray[np.int64]:
    """The smallest node that each node hangs together with, by edges of any kind."""
    parent = list(range(count))

    def find(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for left, right in zip(edges["left"].tolist(), edges["right"].tolist(), strict=True):
        low, high = sorted((find(left), find(right)))
        parent[high] = low
    return np.array([find(node) for node in range(count)], dtype=np.int64)


def weigh(compared: pd.DataFrame) -> pd.DataFrame:
    """The pairs that are one person: left, right, match_weight and link_reason.

    Each rule needs two kinds of evidence to agree, because a number may be a relative's, a phone a
    household's, and one citizen in five shares a full name with another (DOMAIN 6).
    """
    number, name, birth = compared["number"], compared["name"], compared["birth"]
    phone, ward = compared["phone"], compared["ward"]
    is_name = name.isin(["same", "folded"])
    is_like = name.isin(["same", "folded", "accents", "near", "part"])
    is_birth_possible = birth != "other"
    is_number_possible = number.isin(["same", "near", "unknown"])
    rules: list[tuple[str, float, pd.Series]] = [
        ("id_number", 12.0, (number == "same") & is_like & is_birth_possible),
        ("id_number", 10.0, (number == "same") & (is_name | birth.isin(["same", "near"]))),
        ("phone_name", 8.0, (phone == "same") & is_name & is_birth_possible & is_number_possible),
        (
            "phone_birth",
            7.5,
            (phone == "same")
            & is_like
            & (name != "accents")
            & (birth.isin(["same", "near", "year"]) | ((name == "part") & is_birth_possible))
            & is_number_possible,
        ),
        (
            "name_birth_ward",
            7.0,
            is_name & (birth == "same") & (ward != "other") & is_number_possible,
        ),
        (
            "part_birth_ward",
            6.0,
            (name == "part") & (birth == "same") & (ward == "same") & is_number_possible,
        ),
        ("name_birth", 5.0, is_name & (birth == "same") & is_number_possible),
        (
            "name_year_ward",
            4.0,
            is_name
            & compared["is_only_one_there"]
            & is_number_possible
            & is_birth_possible
            & ~((birth == "unknown") & (phone == "other")),
        ),
    ]
    holds = [rule[2].to_numpy() for rule in rules]
    weight = np.select(holds, [rule[1] for rule in rules], 0.0)
    reason = np.select(holds, [rule[0] for rule in rules], "")
    edges = compared[["left", "right"]].assign(match_weight=weight, link_reason=reason)
    return edges[weight > 0].reset_index(drop=True)


def _strongest(edges: pd.DataFrame, labels: npt.NDArray[np.int64], count: int) -> pd.DataFrame:
    """For each node the strongest of its edges that stayed within one cluster."""
    kept: pd.DataFrame = edges[labels[edges["left"]] == labels[edges["right"]]]
    both = pd.concat(
        [
            kept.rename(columns={"left": "node"})[["node", "match_weight", "link_reason"]],
            kept.rename(columns={"right": "node"})[["node", "match_weight", "link_reason"]],
        ]
    )
    best = both.sort_values("match_weight", ascending=False, kind="stable").drop_duplicates("node")
    strongest = best.set_index("node").reindex(range(count))
    return strongest.assign(
        match_weight=strongest["match_weight"].fillna(0.0),
        link_reason=strongest["link_reason"].fillna("single").astype("str"),
    )
