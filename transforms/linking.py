"""Linking everything at once: which of some records are one person's.

The partition is a pure function of the records, the constraints and the stored model: arrival order
never enters, ties are broken by the numbers of nodes, which their evidence decides.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from schemas.link_model import LinkModel
from transforms.relinking import NothingLinked, relink

__all__ = ["Partition", "link"]


@dataclass(frozen=True)
class Partition:
    """`records`: indexed by row_uid, with cluster (a number), link_reason and match_weight of the
    record's strongest link; `nodes`: the evidence of each cluster's nodes; `doubts`: pairs of
    clusters that are a question for a steward (`transforms.clustering.Clustered`).
    """

    records: pd.DataFrame
    nodes: pd.DataFrame
    doubts: pd.DataFrame


def link(records: pd.DataFrame, model: LinkModel) -> Partition:
    """Partitions accepted records into persons.

    `records` is indexed by row_uid and has full_name, id_number, is_number_trusted, birth_date,
    phone, ward_code and sex (see `vault.record`).
    """
    nobody = pd.Series([], dtype="int64")
    found = relink(NothingLinked(), records, nobody, model)
    columns = ["cluster", "link_reason", "match_weight"]
    linked = found.nodes.loc[found.node_of.to_numpy(), columns]
    return Partition(linked.set_axis(records.index), found.nodes, found.doubts)
