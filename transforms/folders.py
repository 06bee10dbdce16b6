"""Whose folder a file lies in, against the branch that it says it is of (F34)."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from schemas.reference import Reference
from schemas.rules import Fault
from transforms.cells.team_code import normalise_code
from transforms.reading import HeaderCell, origin_of
from transforms.stacking import Read
from transforms.successions import branches_on

__all__ = ["misplaced"]


def misplaced(
    reads: Iterable[Read], submissions: pd.DataFrame, reference: Reference
) -> list[tuple[str, Fault]]:
    """Files in the folder, or under the name, of another branch than their form's.

    `submissions` has a row for each of `reads`, indexed by submission_id, with branch_code and
    sunday. What a branch was before it became the other, and the branch above it, may hand its
    report in.
    """
    parents = set(zip(*(reference.branches[name] for name in _PARENTHOOD), strict=True))
    known = set(reference.branches["branch_code"])
    found = []
    placed = zip(reads, submissions["branch_code"], submissions["sunday"], strict=True)
    for read, branch, sunday in placed:
        said = read.content.header.get("branch_code")
        holder = normalise_code(origin_of(read.landed.inbox_path).branch_code)
        if said is None or holder == branch or holder not in known:
            continue
        if pd.isna(branch) or pd.isna(sunday) or (branch, holder) in parents:
            continue
        if branches_on([holder], sunday, reference)[holder] != branch:
            found.append((read.landed.submission_id, _fault(said, holder)))
    return found


_PARENTHOOD = ("branch_code", "parent_branch_code")


def _fault(said: HeaderCell, holder: str) -> Fault:
    return Fault(
        "submission.branch_code.fits_its_folder",
        said.sheet,
        column_name="branch_code",
        cell=said.cell,
        value=said.text,
        detail={"branch": holder},
    )
