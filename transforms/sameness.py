"""Whether two files say the same: a hash of the cells read, however they were saved (case Y02)."""

from __future__ import annotations

import hashlib

from schemas.identifiers import SEPARATOR
from transforms.reading import RawTable, SubmissionRead

__all__ = ["content_sha256"]


def content_sha256(read: SubmissionRead) -> str | None:
    """SHA-256 of the heading and of all table cells with their types; None without any table.

    Where a table stands and what its sheet is called do not matter, and neither do columns without
    a header, nor the row ids of a correction workbook that comes back as it was sent. Columns whose
    header is not known yet do: a steward may say that they are what the branch corrected.
    """
    if not read.tables:
        return None
    told = hashlib.sha256()
    heading = sorted((name, cell.text) for name, cell in read.header.items())
    told.update(
        SEPARATOR.join(f"{name}={text}" for name, text in heading).encode("utf-8", "replace")
    )
    for table in sorted(read.tables, key=lambda table: (table.kind, table.sheet)):
        told.update(_table(table).encode("utf-8", "replace"))
    return told.hexdigest()


def _table(table: RawTable) -> str:
    cells = [
        SEPARATOR.join((name, *table.texts[name], *table.types[name]))
        for name in sorted(table.texts)
        if any(table.texts[name]) and name != "row_id"
    ]
    unknown = [
        SEPARATOR.join((column.header, *column.texts, *column.types))
        for column in sorted(table.unknown, key=lambda column: (column.header, column.texts))
        if any(column.texts)
    ]
    return SEPARATOR.join((table.kind, str(len(table.row_numbers)), *cells, *unknown))
