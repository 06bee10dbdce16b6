"""Many submissions, one frame per kind of table: from here a run works on columns, not files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from schemas.identifiers import digests
from schemas.outcome import Landed
from schemas.rules import Fault
from schemas.submitted import raw_schema
from schemas.template import TEMPLATE
from transforms.columns import text_array
from transforms.reading import RawTable, SubmissionRead

__all__ = ["Read", "Stacked", "narrowed_to", "stack"]


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


def narrowed_to(stacked: Stacked, submission_ids: Collection[str]) -> Stacked:
    """The rows of these files alone."""

    def of_files(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["submission_id"].isin(submission_ids)]

    return replace(
        stacked,
        people=of_files(stacked.people),
        team_members=of_files(stacked.team_members),
        activities=of_files(stacked.activities),
        summaries=of_files(stacked.summaries),
    )


def _stack_kind(reads: Sequence[Read], kind: str) -> pd.DataFrame:
    names = [column.name for column in TEMPLATE if column.sheet == kind]
    pairs = [(r.landed, t) for r in reads for t in r.content.tables if t.kind == kind]
    tables = [table for _, table in pairs]
    row_numbers = list(chain.from_iterable(table.row_numbers for table in tables))
    of_table = np.repeat(np.arange(len(tables)), [len(table.row_numbers) for table in tables])
    told = {
        "submission_id": [landed.submission_id for landed, _ in pairs],
        "file_sha256": [landed.file_sha256 for landed, _ in pairs],
        "sheet": [table.sheet for table in tables],
    }
    data: dict[str, object] = {
        name: text_array(texts).take(of_table) for name, texts in told.items()
    }
    data["row_number"] = np.array(row_numbers, dtype="int64")
    for name in names:
        data[name] = _column([table.texts.get(name) for table in tables], tables)
        data[f"{name}__type"] = _column([table.types.get(name) for table in tables], tables)
    places = ([told[name][number] for number in of_table] for name in ("file_sha256", "sheet"))
    uids = pd.Index(digests(*places, row_numbers), name="row_uid", dtype="str")
    return raw_schema(names).validate(pd.DataFrame(data, index=uids, copy=False))


def _column(cells: Sequence[list[str] | None], tables: Sequence[RawTable]) -> ExtensionArray:
    """One column of all tables; blank where a table does not have it."""
    filled = (
        [""] * len(table.row_numbers) if texts is None else texts
        for texts, table in zip(cells, tables, strict=True)
    )
    return text_array(list(chain.from_iterable(filled)))
