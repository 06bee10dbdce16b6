"""Which decisions stand on a day: those that are neither undone nor expired."""

from __future__ import annotations

import pandas as pd

from schemas.tables import DECISION, DECISION_VALUE
from transforms.decisions.answering import Answers

__all__ = ["NO_ANSWERS", "answers_on", "changed_since", "no_decisions", "standing"]


def standing(decisions: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """The rows of `decisions` (`quality.decision`) that hold on `today` (a day in Vietnam).

    Undos do their work here and are left out.
    """
    if decisions.empty:
        return decisions
    is_undone = decisions["batch_id"].isin(_undone_batches(decisions))
    is_over = (decisions["expires_on"] < today).fillna(False).astype(bool)
    return decisions[~is_undone & ~is_over & decisions["action"].ne("undo")]


def _undone_batches(decisions: pd.DataFrame) -> set[str]:
    """Batches that were undone by an undo that stands; to undo an undo restores.

    An undo names an earlier batch, so the latest one always stands.
    """
    undos = decisions[decisions["action"] == "undo"].sort_values("position", ascending=False)
    undone: set[str] = set()
    for batch_id, subject in zip(undos["batch_id"], undos["subject_id"], strict=True):
        if batch_id not in undone:
            undone.add(str(subject))
    return undone


def changed_since(
    decisions: pd.DataFrame, position: int, day: pd.Timestamp | None, today: pd.Timestamp
) -> pd.DataFrame:
    """The decisions that stand `today` but did not when a run read them up to `position` on `day`,
    or the other way round: new, undone, restored and expired ones.
    """
    if decisions.empty:
        return decisions
    read = decisions[decisions["position"] <= position]
    before = set(standing(read, today if day is None else day)["position"])
    now = set(standing(decisions, today)["position"])
    return decisions[decisions["position"].isin(before ^ now)]


def no_decisions() -> pd.DataFrame:
    """Decisions with their values, none of them."""
    return DECISION.empty().merge(DECISION_VALUE.empty(), on="position", how="left")


def answers_on(decisions: pd.DataFrame, today: pd.Timestamp, key: bytes) -> Answers:
    """What `decisions` (with their values) answer on `today`; `key` is the pseudonym key."""
    return Answers(standing(decisions, today), key)


NO_ANSWERS = Answers(no_decisions(), b"")
