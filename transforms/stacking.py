"""Many submissions, one frame per kind of table: from here a run works on columns, not files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from schemas.identifiers import digests
from schemas.outcome import Landed
from schemas.rules import Fault
from schemas.submitted import raw_schema
from schemas.template import TEMPLATE
from transforms.reading import RawTable, SubmissionRead

__all__ = ["Read", "Stacked", "stack"]


@dataclass(frozen=True)
class Read:
    """A landed file and what was read from it."""

    landed: Landed
    content: SubmissionRead


@dataclass(frozen=True)
class Stacked:
    """The raw tables of all files.

    Each frame is indexed by row_uid and has submission_id, file_sha256, sheet, row_number and, for
    every column of the template sheet, its text and `<column>__type`. `letters` gives the Excel
    column letter by (submission_id, sheet, column).
    """

    people: pd.DataFrame
    team_members: pd.DataFrame
    activities: pd.DataFrame
    summaries: pd.DataFrame
    letters: dict[tuple[str, str, str], str]
    faults: list[tuple[str, Fault]]


def stack(reads: Sequence[Read]) -> Stacked:
    """The tables of `reads`, stacked by kind."""
    letters = {
        (read.landed.submission_id, table.sheet, name): letter
        for read in reads
        for table in read.content.tables
        for name, letter in table.letters.items()
    }
    return Stacked(
        people=_stack_kind(reads, "NGUOI_DAN"),
        team_members=_stack_kind(reads, "TO_CNS"),
        activities=_stack_kind(reads, "HOAT_DONG"),
        summaries=_stack_kind(reads, "TONG_HOP"),
        letters=letters,
        faults=[(r.landed.submission_id, fault) for r in reads for fault in r.content.faults],
    )


def _stack_kind(reads: Sequence[Read], kind: str) -> pd.DataFrame:
    columns = [column.name for column in TEMPLATE if column.sheet == kind]
    pairs = [(r.landed, t) for r in reads for t in r.content.tables if t.kind == kind]
    data: dict[str, list[object]] = {
        "submission_id": [landed.submission_id for landed, t in pairs for _ in t.row_numbers],
        "file_sha256": [landed.file_sha256 for landed, t in pairs for _ in t.row_numbers],
        "sheet": [t.sheet for _, t in pairs for _ in t.row_numbers],
        "row_number": [number for _, t in pairs for number in t.row_numbers],
    }
    for name in columns:
        data[name] = [text for _, t in pairs for text in _cells(t, t.texts, name)]
        data[f"{name}__type"] = [type_ for _, t in pairs for type_ in _cells(t, t.types, name)]
    frame = pd.DataFrame(data).astype(
        {name: "int64" if name == "row_number" else "str" for name in data}
    )
    frame.index = pd.Index(
        digests(data["file_sha256"], data["sheet"], data["row_number"]), name="row_uid", dtype="str"
    )
    return raw_schema(columns).validate(frame)


def _cells(table: RawTable, cells: dict[str, list[str]], name: str) -> list[str]:
    return cells.get(name) or [""] * len(table.row_numbers)
