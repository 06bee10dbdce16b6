"""Batches of decisions, as one who wants to undo one sees them."""

from __future__ import annotations

from typing import Any

import pandas as pd

__all__ = ["batches_of"]


def batches_of(decisions: pd.DataFrame) -> list[dict[str, Any]]:
    """The batches, the newest first: batch_id, action, scope, decisions (their number), about (its
    rules, or the batch that an undo takes back), reason, expires_on, decided_by, decided_at, and
    undone_by, the batch that took it back.
    """
    told = [
        _batch(str(batch_id), rows) for batch_id, rows in decisions.groupby("batch_id", sort=False)
    ]
    undone: dict[str, str] = {}
    for batch in reversed(told):
        if batch["action"] == "undo" and batch["batch_id"] not in undone:
            undone[batch["about"]] = batch["batch_id"]
    return [batch | {"undone_by": undone.get(batch["batch_id"])} for batch in reversed(told)]


def _batch(batch_id: str, rows: pd.DataFrame) -> dict[str, Any]:
    first = rows.iloc[0]
    rules = ", ".join(sorted(rows["rule_id"].dropna().unique()))
    return {
        "batch_id": batch_id,
        "action": first["action"],
        "scope": first["scope"],
        "decisions": len(rows),
        "about": first["subject_id"] if first["action"] == "undo" else rules,
        "reason": None if pd.isna(first["reason"]) else first["reason"],
        "expires_on": None if pd.isna(first["expires_on"]) else first["expires_on"].date(),
        "decided_by": first["decided_by"],
        "decided_at": first["decided_at"],
    }
