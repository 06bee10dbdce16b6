"""The correction workbook: a branch's own file with its faults marked, else all its rows anew.

Whatever comes back, whole or mended in part, is read like any report: all rows are in it, so that
nothing gets lost by sending it, and each has an id by which it is known again.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import openpyxl

from reports.correction_beside import put_beside
from reports.correction_marks import clear_marks, mark_cells, mark_choices, put_first
from reports.correction_plan import Correction, Mark, SentTable
from reports.correction_rows import rows_workbook
from reports.correction_summary import write_summary

__all__ = ["Correction", "Mark", "SentTable", "annotated_workbook", "workbook_of_rows"]

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def annotated_workbook(
    content: bytes, correction: Correction, tables: Sequence[SentTable]
) -> bytes:
    """The branch's own .xlsx with its faults marked; the same input gives the same bytes.

    `tables` are those read from `content`. What openpyxl raises on a workbook that it does not
    understand goes through: `workbook_of_rows` is made then.
    """
    book = openpyxl.load_workbook(io.BytesIO(content), keep_links=False)
    for sheet in book.worksheets:
        clear_marks(sheet)
        mark_cells(sheet, [mark for mark in correction.marks if mark.sheet == sheet.title])
    for table in tables:
        own = [mark for mark in correction.marks if mark.sheet == table.sheet and mark.row_number]
        mark_choices(book[table.sheet], table, own)
        if table.kind == "NGUOI_DAN" or own:
            put_beside(book[table.sheet], table, correction)
    for sheet in book.worksheets:
        put_first(sheet)
    write_summary(book, correction)
    book.calculation.fullCalcOnLoad = True
    return _settled(book, correction.received_at)


def workbook_of_rows(
    correction: Correction, tables: Sequence[SentTable], form: Mapping[str, str]
) -> bytes:
    """All rows in the form of the template, for a file that cannot be marked itself.

    `form` is what its THONG_TIN said, by English name.
    """
    plain, moved, placed = rows_workbook(correction, tables, form)
    return annotated_workbook(plain, moved, placed)


def _settled(book: Any, modified_at: datetime) -> bytes:
    """The saved workbook without the moment of its saving."""
    saved, settled = io.BytesIO(), io.BytesIO()
    book.save(saved)
    moment = f"{modified_at:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as new:
        for info in sorted(old.infolist(), key=lambda part: part.filename):
            part = old.read(info)
            if info.filename == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + moment, part)
            named = zipfile.ZipInfo(info.filename, _FIRST_DAY)
            named.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(named, part)
    return settled.getvalue()
