"""Branches that became other branches (case Y11)."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from schemas.reference import Reference
from transforms.geography import in_force

__all__ = ["branches_on"]


def branches_on(codes: Iterable[str], day: pd.Timestamp, reference: Reference) -> dict[str, str]:
    """Each of `codes` → the branch that reports on `day` for what it once was.

    That is the code itself while it is in force, where nothing says what became of it, and where it
    was split: then nobody but the sender can tell.
    """
    alive = set(in_force(reference.branches, day, day)["branch_code"])
    known = reference.branch_successions
    past = known[known["effective_date"] <= day].drop_duplicates(["old_code", "new_code"])
    heirs = past[~past["old_code"].duplicated(keep=False)].set_index("old_code")["new_code"]
    steps = {str(old): str(new) for old, new in heirs.items()}
    return {code: _follow(code, steps, alive) for code in codes}


def _follow(code: str, steps: dict[str, str], alive: set[str]) -> str:
    at, left = code, dict(steps)  # each step is taken once, so that a circle ends
    while at not in alive:
        if at not in left:
            return code
        at = left.pop(at)
    return at
