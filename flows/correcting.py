"""One correction workbook, made in the process that opens the file."""

from __future__ import annotations

import pickle

from flows.requesting import Request
from reports.correction import SentTable, annotated_workbook, workbook_of_rows
from transforms.reading import SubmissionRead, read_submission

__all__ = ["correct"]

_LARGEST_MARKED = 4_000_000
"""Bytes from which on nobody waits for openpyxl: the list of a branch is a hundredth of it."""

_NOT_MARKED = {
    "file.content.has_no_macros",
    "file.content.has_no_links",
    "file.archive.is_unpacked",
}
"""What openpyxl would lose, or cannot be handed."""


def correct(request: bytes, name: str) -> bytes:
    """The correction workbook for a pickled `Request`; `name` is the file's, as sent.

    Raises ValueError for what is no report, as where the archive has lost the file: a workbook
    without its rows would take out those sent.
    """
    asked: Request = pickle.loads(request)
    read = read_submission(asked.content, name)
    if read.outcome in ("rejected", "ignored"):
        raise ValueError("no report")
    tables = [
        SentTable(
            table.kind,
            table.sheet,
            table.header_row,
            table.row_numbers,
            table.texts,
            table.types,
            table.letters,
        )
        for table in read.tables
    ]
    if not asked.is_plain and _can_be_marked(read, asked.content):
        try:
            return annotated_workbook(asked.content, asked.correction, tables)
        except MemoryError:
            raise
        except Exception:  # openpyxl raises anything on what it does not understand
            pass
    form = {label: cell.text for label, cell in read.header.items()}
    return workbook_of_rows(asked.correction, tables, form)


def _can_be_marked(read: SubmissionRead, content: bytes) -> bool:
    told = {fault.rule_id for fault in read.faults}
    is_small = len(content) <= _LARGEST_MARKED
    return read.format == "xlsx" and is_small and told.isdisjoint(_NOT_MARKED)
