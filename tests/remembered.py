"""What the vault remembers of linking, in memory: the same answers without a database."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from benchmarks.accuracy.known_links import KnownLinks
from schemas.link_model import LinkModel
from schemas.tables import DUPLICATE_KEY, RECORD
from transforms.identification import LINK_COLUMNS
from transforms.pair_answers import no_answers
from transforms.relinking import Relinked, relink
from warehouse.link_model import load_link_model

__all__ = ["RememberedLinks", "RememberedPersons"]


class RememberedLinks(KnownLinks):
    """Nodes and links of earlier runs; `run` links what came and went and remembers it."""

    def __init__(self, model: LinkModel | None = None) -> None:
        super().__init__()
        self.model = model or load_link_model()
        self._clusters = pd.Series([], dtype="int64")
        self._node_of = pd.Series([], dtype="int64")

    def run(self, added: pd.DataFrame, removed: Collection[str] = ()) -> Relinked:
        """Takes records in and out (`removed`: their row_uid)."""
        gone = self._node_of.reindex(list(removed)).astype("int64")
        found = relink(self, added, gone, self.model)
        stale = found.nodes.index.union(found.gone.index)
        self.remember(found)
        clusters = self._clusters[~self._clusters.index.isin(stale)]
        self._clusters = pd.concat([clusters, found.nodes["cluster"]])
        self._node_of = pd.concat([self._node_of.drop(list(removed)), found.node_of])
        return found

    @property
    def clusters(self) -> pd.Series:
        """The cluster of every record in force, by row_uid."""
        return self._node_of.map(self._clusters)

    @property
    def everything(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """All nodes, but for their persons, and all links, in an order of their own."""
        nodes = self._nodes.drop(columns="person_id").sort_index()
        return nodes, self._edges.sort_values(["left", "right"], ignore_index=True)


class RememberedPersons(RememberedLinks):
    """Record keys and the persons they once had; no record of theirs is in force any more."""

    def __init__(self, ledger: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._ledger = dict(ledger or {})

    def records_of(self, person_ids: Collection[str] | None) -> pd.DataFrame:
        """No record."""
        columns = [*RECORD.column_names, *LINK_COLUMNS]
        types = {name: RECORD.column(name).dtype for name in RECORD.column_names}
        frame = pd.DataFrame(columns=columns).astype(types | {"match_weight": "float64"})
        return frame.set_index("row_uid")

    def ledger(self, record_keys: Collection[str]) -> pd.DataFrame:
        """record_key and person_id of those of these keys that any record ever had."""
        known = [(key, self._ledger[key]) for key in record_keys if key in self._ledger]
        return pd.DataFrame(known, columns=["record_key", "person_id"], dtype="str")

    def awake(self, person_ids: Collection[str]) -> set[str]:
        """Nobody."""
        return set()

    def sleeping_tokens(self) -> pd.DataFrame:
        """None."""
        return pd.DataFrame(columns=["token", "person_id"], dtype="str")

    def used_ids(self) -> int:
        """How many persons the ledger has."""
        return len(set(self._ledger.values()))

    def lineages(self, lineage_keys: Collection[str]) -> pd.DataFrame:
        """No record."""
        return self.records_of(None)[["lineage_key", "node_id"]]

    def cases(self, duplicate_ids: Collection[str]) -> pd.DataFrame:
        """No case."""
        return DUPLICATE_KEY.empty()

    def answered(self) -> pd.DataFrame:
        """No answer."""
        return no_answers()
