"""Linking from nothing: the partition of all records at once, for measuring.

A run links what is new beside what is known (`transforms.relinking`), with the same parts and the
same result.
"""

from __future__ import annotations

import pandas as pd

from schemas.link_model import LinkModel
from transforms.clustering import cluster
from transforms.evidence import collapse
from transforms.scoring import guards, score

__all__ = ["partition"]


def partition(records: pd.DataFrame, model: LinkModel) -> pd.Series:
    """The cluster of each of `records` (see `transforms.evidence.collapse`), indexed alike."""
    keyed, node_of = collapse(records, model)
    nodes = keyed.assign(guards=guards(keyed))
    found = cluster(nodes, score(nodes, nodes.index, model), model).nodes["cluster"]
    return pd.Series(found.loc[node_of].to_numpy(), index=records.index, name="cluster")
