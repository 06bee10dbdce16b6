"""Reading workbooks, beside `pandas.read_excel` with openpyxl."""

from __future__ import annotations

import datetime as dt
import io

import pandas as pd

from benchmarks.material import Material
from benchmarks.stages import Stage
from schemas.template import HEADER_ROW, TABLE_SHEETS, columns_of
from transforms.reading import read_submission

__all__ = ["reading"]

Texts = dict[tuple[str, str, str], list[str]]
"""The texts of a column, by path, sheet and column."""


def reading(material: Material) -> Stage[Texts]:
    """All tables of all workbooks as texts."""
    books = material.workbooks
    return Stage(
        f"read {len(books)} workbooks (openpyxl)",
        lambda: {key: texts for path, book in books for key, texts in _naive(path, book)},
        lambda: {key: texts for path, book in books for key, texts in _ours(path, book)},
        _assert_same,
    )


def _naive(path: str, book: bytes) -> list[tuple[tuple[str, str, str], list[str]]]:
    # object: read as numbers, or as str, identity numbers lose what tells a lost zero.
    stream = io.BytesIO(book)
    sheets = pd.read_excel(
        stream, list(TABLE_SHEETS), header=HEADER_ROW - 1, dtype=object, engine="openpyxl"
    )
    found = []
    for sheet in TABLE_SHEETS:
        labels = {column.label: column.name for column in columns_of(sheet)}
        for label, cells in sheets[sheet].items():
            found.append(((path, sheet, labels[str(label)]), [_text(cell) for cell in cells]))
    return found


def _text(cell: object) -> str:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return "" if pd.isna(cell) else str(cell)  # type: ignore[call-overload]


def _ours(path: str, book: bytes) -> list[tuple[tuple[str, str, str], list[str]]]:
    return [
        ((path, table.kind, name), texts)
        for table in read_submission(book, path).tables
        for name, texts in table.texts.items()
    ]


def _assert_same(naive: Texts, ours: Texts) -> None:
    assert ours == naive
