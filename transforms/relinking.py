"""Linking what is new: only the nodes that news can touch are compared and clustered again.

A pair's weight depends on the two nodes and on the guards of their keys, a guard on all nodes of
one key. So news reaches the nodes that share a key with what came or went; where a guard turns, its
nodes are as good as new and reach theirs. What hangs together by links is then clustered as a
whole, and everything else is as it was: the partition is that of a run over everything (DESIGN 7).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from schemas.link_model import LinkModel
from transforms.clustering import cluster
from transforms.evidence import EVIDENCE, collapse
from transforms.scoring import EDGE_COLUMNS, KEYS, guards, score

__all__ = [
    "EDGE_NODES",
    "NODE_COLUMNS",
    "SHARED_COLUMNS",
    "LinkState",
    "NothingLinked",
    "Relinked",
    "no_edges",
    "no_nodes",
    "relink",
]

EDGE_NODES = {"left": "left_node", "right": "right_node"}
"""What `vault.link_edge` calls the ends of a link."""

NODE_COLUMNS = [
    *EVIDENCE,
    "name_key",
    *KEYS,
    "guards",
    "record_count",
    "component",
    "person_id",
    "part",
]
"""What is remembered of each node, by its number."""

SHARED_COLUMNS = [*EVIDENCE, *KEYS, "guards", "component"]
"""What of it is looked at where a node shares a key with news: of nodes these are by far the most.
"""


class LinkState(Protocol):
    """What earlier runs linked. Frames of nodes are by node number, with `NODE_COLUMNS`."""

    def nodes(self, numbers: Collection[int]) -> pd.DataFrame:
        """Those of these nodes that are known."""

    def sharing(self, keys: Mapping[str, pd.Index]) -> pd.DataFrame:
        """`SHARED_COLUMNS` of all nodes that have one of the given values in the column of that
        name.
        """

    def components(self, numbers: Collection[int]) -> tuple[pd.DataFrame, pd.DataFrame]:
        """All nodes of these components, and the links (`EDGE_COLUMNS`) between them."""


class NothingLinked:
    """The state before the first run."""

    def nodes(self, numbers: Collection[int]) -> pd.DataFrame:
        """No node."""
        return no_nodes()

    def sharing(self, keys: Mapping[str, pd.Index]) -> pd.DataFrame:
        """No node."""
        return no_nodes()[SHARED_COLUMNS]

    def components(self, numbers: Collection[int]) -> tuple[pd.DataFrame, pd.DataFrame]:
        """No node and no link."""
        return no_nodes(), no_edges()


def no_nodes() -> pd.DataFrame:
    """A frame of nodes without rows."""
    numbers = dict.fromkeys([*KEYS, "guards", "record_count", "component", "part"], "int64")
    types = dict.fromkeys(NODE_COLUMNS, "str") | {"is_number_trusted": "bool"} | numbers
    frame = pd.DataFrame({name: pd.Series([], dtype=types[name]) for name in NODE_COLUMNS})
    return frame.set_axis(pd.Index([], dtype="int64", name="node_id"))


def no_edges() -> pd.DataFrame:
    """A frame of links without rows."""
    types = ["int64", "int64", "float64", "str"]
    return pd.DataFrame(
        {name: pd.Series([], dtype=dtype) for name, dtype in zip(EDGE_COLUMNS, types, strict=True)}
    )


@dataclass(frozen=True)
class Relinked:
    """What news changed.

    `nodes`: all nodes of the touched components, with `NODE_COLUMNS` (person_id is the one before,
    '' for new nodes), cluster, link_reason and match_weight; `stored`: the nodes of these
    components as they are remembered; `gone`: nodes without a record left; `edges`: new links;
    `cut`: links that hold no more; `node_of`: the node of each new record; `doubts`: what is a
    question for a steward in the touched components (`transforms.clustering.Clustered`).
    """

    nodes: pd.DataFrame
    stored: pd.DataFrame
    gone: pd.DataFrame
    edges: pd.DataFrame
    cut: pd.DataFrame
    node_of: pd.Series
    doubts: pd.DataFrame


def relink(
    state: LinkState,
    added: pd.DataFrame,
    removed: pd.Series,
    model: LinkModel,
    answers: pd.DataFrame | None = None,
    moved: Collection[int] = (),
) -> Relinked:
    """The partition after records came and went, and a steward answered.

    `added` are accepted records, indexed by row_uid, with full_name, id_number, is_number_trusted,
    birth_date, phone, ward_code and sex (see `vault.record`); `removed` gives the node of each
    record that no longer counts. `answers` are all that hold now (`transforms.clustering.cluster`),
    `moved` the nodes of those that came or went.
    """
    evidence, node_of = collapse(added, model)
    change = node_of.value_counts().sub(removed.value_counts(), fill_value=0).astype("int64")
    known = state.nodes(change.index.tolist())
    counts = known["record_count"] + change.reindex(known.index)
    gone = known[counts <= 0]
    kept = known.assign(record_count=counts).drop(gone.index)
    new = evidence[~evidence.index.isin(known.index)]
    new = new.assign(
        guards=0, record_count=change.reindex(new.index), component=0, part=0, person_id=""
    )
    live, rescored = _reach(state, new, gone)
    links = score(live, rescored, model)
    stored = [live["component"].drop(new.index), kept["component"], gone["component"]]
    component = pd.concat(stored)
    asked = [links["left"], links["right"], rescored.to_series(), change.index.to_series()]
    touched = component[component.index.isin(pd.concat(asked))]
    touched = pd.concat([touched, state.nodes(moved)["component"]])
    members, old_links = state.components(touched.unique().tolist())
    is_stale = _touches(old_links, rescored.union(gone.index))
    edges = pd.concat([old_links[~is_stale], links], ignore_index=True)
    scope = _scope(members, live, pd.concat([kept, new]), gone)
    clustered = cluster(scope, edges, model, answers)
    nodes = scope.drop(columns=["component", "part"]).join(clustered.nodes)
    nodes["link_reason"] = _name_repeats(nodes)
    return Relinked(nodes, members, gone, links, old_links[is_stale], node_of, clustered.doubts)


def _reach(
    state: LinkState, new: pd.DataFrame, gone: pd.DataFrame
) -> tuple[pd.DataFrame, pd.Index]:
    """All nodes whose links news can change, with the guards of their keys as they are now, and
    those among them that have to be compared again.
    """
    live = new[SHARED_COLUMNS]
    complete: dict[str, pd.Index] = {key: pd.Index([0], dtype="int64") for key in KEYS}
    rescored = new.index
    frontier = pd.concat([new[KEYS], gone[KEYS]])
    while len(frontier):
        wanted = {key: pd.Index(frontier[key].unique()).difference(complete[key]) for key in KEYS}
        pulled = state.sharing(wanted)
        is_known = pulled.index.isin(live.index) | pulled.index.isin(gone.index)
        live = pd.concat([live, pulled[~is_known] if is_known.any() else pulled])
        complete = {key: complete[key].union(wanted[key]) for key in KEYS}
        now = guards(live, wanted)
        has_turned = (now != live["guards"]) & ~live.index.isin(rescored)
        live = live.assign(guards=now)
        frontier = live[KEYS][has_turned]
        rescored = rescored.union(frontier.index)
    return live, rescored


def _touches(edges: pd.DataFrame, nodes: pd.Index) -> pd.Series[bool]:
    return edges["left"].isin(nodes) | edges["right"].isin(nodes)


def _scope(
    members: pd.DataFrame, live: pd.DataFrame, counted: pd.DataFrame, gone: pd.DataFrame
) -> pd.DataFrame:
    """The nodes to cluster: those of the touched components as they are now, and the new ones.

    `counted` are those whose records were counted anew, `live` tells the guards of all that news
    reached.
    """
    others = members[~members.index.isin(counted.index.append(gone.index))]
    reached = live.index[live.index.isin(others.index)]
    rest = others.index[~others.index.isin(reached)]
    scope = pd.concat([counted, others.loc[reached.append(rest)]])
    now = live["guards"].reindex(scope.index)
    return scope.assign(guards=now.fillna(scope["guards"]).astype("int64"))


def _name_repeats(nodes: pd.DataFrame) -> pd.Series:
    """A record whose only company is an equal one is linked by that: 'same_evidence'."""
    is_repeat = (nodes["record_count"] > 1) & (nodes["link_reason"] == "single")
    return nodes["link_reason"].mask(is_repeat, "same_evidence")
