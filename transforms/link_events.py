"""What became of persons' ids: merges, splits and returns, for the ledger."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from schemas.tables import LINK_EVENT
from transforms.identification import Linked

__all__ = ["link_events"]


def link_events(linked: Linked, run_id: str, *, is_relinked: bool) -> pd.DataFrame:
    """`vault.link_event` of a run: one row for each person whose records went to another one.

    merge: person_id has no record left, other_person_id has them; split: some of its records are
    under a new id; unmerge: they are back under an id that they had before; move: the other person
    was there before, and is not the one that person_id was merged into. A row is followed through
    corrected files by its lineage.
    """
    merged = linked.identities.merged
    rows = [("merge", one, heir) for one, heir in merged.items()]
    awake = set(linked.before["person_id"])
    left = set(linked.records["person_id"])
    new = set(linked.identities.new_ids)
    for one, other in _moved(linked):
        if merged.get(one) != other:
            is_new = one in left and other not in awake
            event = ("split" if other in new else "unmerge") if is_new else "move"
            rows.append((event, one, other))
    told = pd.DataFrame(rows, columns=["event", "person_id", "other_person_id"])
    answered = _answered(linked)
    is_answered = told["person_id"].isin(answered) | told["other_person_id"].isin(answered)
    reason = is_answered.map({True: "decision", False: "model" if is_relinked else "evidence"})
    return LINK_EVENT.conform(told.assign(run_id=run_id, reason=reason))


def _moved(linked: Linked) -> list[tuple[str, str]]:
    """Pairs of ids between which any row went."""
    was, now = (
        frame[["lineage_key", "person_id"]].drop_duplicates("lineage_key")
        for frame in (linked.before, linked.records)
    )
    both = was.merge(now, on="lineage_key", suffixes=("", "_now"))
    moved = both[both["person_id"] != both["person_id_now"]]
    pairs = moved[["person_id", "person_id_now"]].drop_duplicates().sort_values("person_id")
    return [(one, other) for one, other in pairs.itertuples(index=False, name=None)]


def _answered(linked: Linked) -> Collection[str]:
    """Persons of whom a steward's answer is new or no longer holds."""
    nodes = linked.relinked.nodes
    moved = nodes[nodes.index.isin(linked.moved)]
    return {*moved["person_id"], *moved["cluster"].map(linked.identities.person_ids)} - {""}
