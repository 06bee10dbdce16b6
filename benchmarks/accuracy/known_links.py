"""What earlier runs linked, held in memory: the same answers as the vault's, without a database."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from transforms.relinking import NODE_COLUMNS, SHARED_COLUMNS, Relinked, no_edges, no_nodes
from transforms.side_by_side import each

__all__ = ["KnownLinks"]


class KnownLinks:
    """A `transforms.relinking.LinkState`."""

    def __init__(self) -> None:
        self._nodes, self._edges = no_nodes(), no_edges()

    def nodes(self, numbers: Collection[int]) -> pd.DataFrame:
        """Those of these nodes that are known."""
        return self._nodes[self._nodes.index.isin(list(numbers))]

    def sharing(self, keys: Mapping[str, pd.Index]) -> pd.DataFrame:
        """`SHARED_COLUMNS` of all nodes that have one of the given values in the column of that
        name.
        """
        met = each(lambda name: pd.Index(self._nodes[name]).isin(keys[name]), keys)
        return self._nodes[SHARED_COLUMNS][np.logical_or.reduce(met)]

    def components(self, numbers: Collection[int]) -> tuple[pd.DataFrame, pd.DataFrame]:
        """All nodes of these components, and the links between them."""
        nodes = self._nodes[self._nodes["component"].isin(list(numbers))]
        return nodes, self._edges[self._edges["left"].isin(nodes.index)]

    def remember(self, found: Relinked) -> None:
        """Takes in what a run linked."""
        stale = found.nodes.index.union(found.gone.index)
        kept = self._nodes[~self._nodes.index.isin(stale)]
        self._nodes = pd.concat([kept, found.nodes[NODE_COLUMNS]])
        cut = pd.MultiIndex.from_frame(found.cut[["left", "right"]])
        is_cut = pd.MultiIndex.from_frame(self._edges[["left", "right"]]).isin(cut)
        self._edges = pd.concat([self._edges[~is_cut], found.edges], ignore_index=True)
