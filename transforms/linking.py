"""Linking, first version: strong keys with guards, then constrained clusters.

The partition is a pure function of the records and the constraints: arrival order never enters,
ties are broken by row_uid. A scoring model can take the place of `weigh` behind the same interface.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from transforms.clustering import constrained_clusters
from transforms.evidence import candidate_pairs, collapse, compare

__all__ = ["MODEL_VERSION", "Partition", "link", "weigh"]

MODEL_VERSION = "strong-keys-1"


@dataclass(frozen=True)
class Partition:
    """`records`: indexed by row_uid, with cluster (the smallest row_uid in it), link_reason and
    match_weight of the record's strongest link; `nodes`: the evidence of each cluster's nodes.
    """

    records: pd.DataFrame
    nodes: pd.DataFrame


def link(records: pd.DataFrame) -> Partition:
    """Partitions accepted records into persons.

    `records` is indexed by row_uid and has full_name, id_number, is_number_trusted, birth_date,
    phone, ward_code and sex (see `vault.record`).
    """
    nodes, node_of = collapse(records)
    edges = weigh(compare(nodes, candidate_pairs(nodes)))
    labels = constrained_clusters(nodes, edges)
    nodes["cluster"] = nodes["row_uid"].to_numpy()[labels]
    strongest = _strongest(edges, labels, len(nodes))
    nodes = nodes.join(strongest)
    linked = nodes.loc[node_of.to_numpy(), ["cluster", "link_reason", "match_weight"]]
    linked.index = records.index
    return Partition(_name_repeats(linked, node_of), nodes)


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
        (
            "name_year",
            3.0,
            is_name
            & compared["is_only_one"]
            & (ward == "unknown")
            & is_number_possible
            & birth.isin(["same", "near", "year"]),
        ),
    ]
    holds = [rule[2].to_numpy() for rule in rules]
    weight = np.select(holds, [rule[1] for rule in rules], 0.0)
    reason = np.select(holds, [rule[0] for rule in rules], "")
    edges = compared[["left", "right"]].assign(match_weight=weight, link_reason=reason)
    return edges[weight > 0].reset_index(drop=True)


def _strongest(edges: pd.DataFrame, labels: np.ndarray, count: int) -> pd.DataFrame:
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


def _name_repeats(linked: pd.DataFrame, node_of: pd.Series) -> pd.DataFrame:
    """A record whose only company is an equal one is linked by that: 'same_evidence'."""
    is_repeat = node_of.duplicated(keep=False) & (linked["link_reason"] == "single")
    return linked.assign(link_reason=linked["link_reason"].mask(is_repeat, "same_evidence"))
