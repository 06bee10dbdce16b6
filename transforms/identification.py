"""Who the citizens behind new records are: linked with what is known, under the ids they had."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from schemas.link_model import LinkModel
from transforms.columns import among
from transforms.evidence import collapse
from transforms.identities import Identities, assign_identities, claims_of, tokens_of
from transforms.pair_answers import differing_nodes, no_answers, resolve
from transforms.record_keys import keyed_hash
from transforms.relinking import LinkState, NothingLinked, Relinked, relink
from transforms.scoring.guards import is_guarded

__all__ = ["LINK_COLUMNS", "LinkMemory", "Linked", "identify"]

LINK_COLUMNS = ["person_id", "link_reason", "match_weight"]
"""What linking says of a record."""


class LinkMemory(LinkState, Protocol):
    """What earlier runs know of persons."""

    def records_of(self, person_ids: Collection[str] | None) -> pd.DataFrame:
        """Accepted records in force of these persons (None: of all), indexed by row_uid: the
        columns of `vault.record` and `LINK_COLUMNS`.
        """

    def ledger(self, record_keys: Collection[str]) -> pd.DataFrame:
        """record_key and person_id of those of these keys that any record ever had."""

    def awake(self, person_ids: Collection[str]) -> set[str]:
        """Those of these persons that have a record in force."""

    def sleeping_tokens(self) -> pd.DataFrame:
        """token and person_id of all persons without a record in force."""

    def used_ids(self) -> int:
        """The highest number that a person's id has had."""

    def lineages(self, lineage_keys: Collection[str]) -> pd.DataFrame:
        """lineage_key and node_id of accepted records in force of these lineages, by row_uid."""

    def cases(self, duplicate_ids: Collection[str]) -> pd.DataFrame:
        """duplicate_id, left_node and right_node of those of these cases that were ever found."""

    def answered(self) -> pd.DataFrame:
        """The answers to possible duplicates that the last run found to hold
        (`transforms.pair_answers.ANSWER_COLUMNS`, with position 0).
        """


@dataclass(frozen=True)
class Linked:
    """The touched persons: their records `before` and now (`records`), indexed by row_uid, with
    `LINK_COLUMNS`; their ids; the nodes and links behind them; and `asleep` (token, person_id), the
    evidence of persons who have no record left. `answers` are those of stewards that hold now,
    `moved` the nodes of those that came or went, and `lapsed` the positions of those whose rows say
    something else now.
    """

    before: pd.DataFrame
    records: pd.DataFrame
    identities: Identities
    relinked: Relinked
    asleep: pd.DataFrame
    answers: pd.DataFrame
    moved: list[int]
    lapsed: frozenset[int]


def identify(
    added: pd.DataFrame,
    removed: pd.DataFrame,
    memory: LinkMemory,
    model: LinkModel,
    key: bytes,
    decisions: pd.DataFrame | None = None,
    *,
    everyone: bool = False,
    anew: bool = False,
) -> Linked:
    """Links records that came (`added`) and takes out those that went (`removed`).

    Both are accepted records as in `vault.record`, indexed by row_uid. `decisions` are the standing
    ones about pairs, with their values. `everyone` gives all persons
    and not only the touched ones; `anew` forgets all links, so `added` must be all records there
    are.
    """
    answers, lapsed = _answers(added, removed, memory, key, decisions, anew=anew)
    moved = differing_nodes(memory.answered(), answers)
    state = NothingLinked() if anew else memory
    relinked = relink(state, added, removed["node_id"], model, answers, moved)
    nodes, gone = relinked.nodes, relinked.gone
    touched = set(nodes["person_id"]) | set(gone["person_id"])
    claims = _claims(relinked, added, removed, memory, touched, anew=anew)
    sleeping = pd.concat(
        [memory.sleeping_tokens(), _tokens(gone, key, "person_id")], ignore_index=True
    )
    asking = _in_question(nodes, claims) if len(sleeping) else nodes.iloc[:0]
    tokens = _tokens(asking, key, "cluster")
    found = assign_identities(_in_order(relinked), claims, tokens, sleeping, memory.used_ids())
    nodes = nodes.assign(now=nodes["cluster"].map(found.person_ids).astype("str"))
    before = memory.records_of(None if everyone or anew else sorted(touched - {""}))
    evidence = (
        _evidence(before, model) if anew else pd.concat([gone, nodes[nodes["person_id"] != ""]])
    )
    is_lost = ~among(evidence["person_id"], found.person_ids)
    asleep = _tokens(evidence[is_lost], key, "person_id")
    records = _named(before, added, removed, relinked, nodes)
    return Linked(before, records, found, relinked, asleep, answers, moved, lapsed)


def _answers(
    added: pd.DataFrame,
    removed: pd.DataFrame,
    memory: LinkMemory,
    key: bytes,
    decisions: pd.DataFrame | None,
    *,
    anew: bool,
) -> tuple[pd.DataFrame, frozenset[int]]:
    """The answers that hold with the records that came and without those that went, and the
    positions of those that lapsed.
    """
    if decisions is None or decisions.empty:
        return no_answers(), frozenset()
    keys = sorted({*decisions["left_key"], *decisions["right_key"]})
    known = memory.lineages(keys)
    kept = known[~known.index.isin(removed.index) & ~known.index.isin(added.index)]
    come = added.loc[added["lineage_key"].isin(keys), ["lineage_key", "node_id"]]
    rows = pd.concat([kept, come])
    is_whole = decisions["left_key"].isin(rows["lineage_key"])
    is_whole &= decisions["right_key"].isin(rows["lineage_key"])
    cases = memory.cases(sorted(set(decisions.loc[~is_whole, "subject_id"])))
    counts = added["node_id"].value_counts()
    if not anew:
        stayed = memory.nodes([*cases["left_node"], *cases["right_node"]])["record_count"]
        counts = counts.sub(removed["node_id"].value_counts(), fill_value=0)
        counts = counts.add(stayed, fill_value=0)
    said = counts.index[counts > 0]
    is_said = cases["left_node"].isin(said) & cases["right_node"].isin(said)
    return resolve(decisions, rows, cases[is_said], key)


def _claims(
    relinked: Relinked,
    added: pd.DataFrame,
    removed: pd.DataFrame,
    memory: LinkMemory,
    touched: set[str],
    *,
    anew: bool,
) -> pd.DataFrame:
    """How many records of each cluster had which id: those still in force, and those that came
    back, an altered row as the one that it was last. An id that lives on elsewhere cannot be
    claimed.
    """
    nodes = relinked.nodes
    here = relinked.node_of.value_counts().reindex(nodes.index).fillna(0).astype("int64")
    stayed = nodes.assign(keys=nodes["record_count"] - here)[["cluster", "person_id", "keys"]]
    cluster = relinked.node_of.map(nodes["cluster"])
    ledger = memory.ledger([*added["record_key"], *added["lineage_key"]])
    is_known = added["record_key"].isin(ledger["record_key"])
    key = added["record_key"].where(is_known, added["lineage_key"])
    # The ledger knows a lineage by its first version; what it was until now may be another person.
    last = _last_persons(relinked, removed).reindex(key.mask(is_known)).set_axis(key.index)
    told = pd.DataFrame({"cluster": cluster, "record_key": key, "person_id": last})
    is_altered = told["person_id"].notna()
    altered = told[is_altered].groupby(["cluster", "person_id"]).size().rename("keys").reset_index()
    first = claims_of(told.loc[~is_altered, ["cluster", "record_key"]], ledger)
    back = pd.concat([altered, first], ignore_index=True)
    if not anew:
        strangers = set(back["person_id"]) - touched
        back = back[~back["person_id"].isin(memory.awake(strangers))]
    return pd.concat([stayed[stayed["person_id"] != ""], back], ignore_index=True)


def _last_persons(relinked: Relinked, removed: pd.DataFrame) -> pd.Series[str]:
    """The person of each lineage whose record goes."""
    person = relinked.stored["person_id"].reindex(removed["node_id"])
    of_lineage = person.set_axis(removed["lineage_key"])
    return of_lineage[of_lineage.fillna("").ne("") & ~of_lineage.index.duplicated()]


def _in_order(relinked: Relinked) -> list[int]:
    """The clusters by the smallest row_uid of their new records, then the others by their old id.

    The numbers of nodes say something of their evidence, so no id may be given in their order.
    """
    cluster = relinked.nodes["cluster"]
    others = relinked.nodes.sort_values("person_id")["cluster"]
    return [*relinked.node_of.sort_index().map(cluster).tolist(), *others.tolist()]


def _in_question(nodes: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Nodes of clusters whose id is not plain from their records: new ones, and rivals for one."""
    sides = claims[["cluster", "person_id"]].drop_duplicates()
    rivals = sides.loc[sides["person_id"].duplicated(keep=False), "cluster"]
    is_plain = nodes["cluster"].isin(sides["cluster"]) & ~nodes["cluster"].isin(rivals)
    return nodes[~is_plain]


def _evidence(records: pd.DataFrame, model: LinkModel) -> pd.DataFrame:
    """The nodes of linked records, with the person_id of each."""
    nodes, node_of = collapse(records, model)
    person = records["person_id"].groupby(node_of.to_numpy()).first()
    return nodes.assign(person_id=person, guards=0)


def _tokens(nodes: pd.DataFrame, key: bytes, owner: str) -> pd.DataFrame:
    """Tokens of what nodes say, but for numbers and phones that say nothing, and of all that each
    says together: by that alone a row is known again that has a name, a year and a ward.
    """
    said = nodes.assign(
        id_number=nodes["id_number"].where(~is_guarded(nodes, "number_void"), ""),
        phone=nodes["phone"].where(~is_guarded(nodes, "phone_void"), ""),
    )
    whole = [keyed_hash(key, "node", str(number)) for number in nodes.index]
    together = pd.DataFrame({owner: nodes[owner], "token": pd.Series(whole, nodes.index, "str")})
    return pd.concat([tokens_of(said, key, owner), together], ignore_index=True)


def _named(
    before: pd.DataFrame,
    added: pd.DataFrame,
    removed: pd.DataFrame,
    relinked: Relinked,
    nodes: pd.DataFrame,
) -> pd.DataFrame:
    """The records in force now, under the ids that their nodes have now."""
    kept = before[~among(before.index.to_series(), [*removed.index, *added.index])]
    come = added.assign(person_id="", link_reason="", match_weight=0.0)
    records = pd.concat([kept, come[before.columns]]) if len(kept) else come[before.columns]
    said = nodes[["now", "link_reason", "match_weight"]].reindex(records["node_id"])
    is_touched = said["now"].notna().to_numpy()
    for name, source in zip(LINK_COLUMNS, said, strict=True):
        values = said[source].set_axis(records.index)
        records[name] = records[name].mask(is_touched, values)
    return records
