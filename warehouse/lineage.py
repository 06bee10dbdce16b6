"""Rows of earlier files, by which those of a corrected one are known again."""

from __future__ import annotations

from typing import Any

import pandas as pd
import psycopg
from psycopg import sql

from schemas.table import Table
from schemas.tables import RECORD, SUBMISSION
from warehouse import copying

__all__ = ["StoredRows"]

_OF_RECORD = (
    "row_uid",
    "submission_id",
    "record_key",
    "lineage_key",
    "row_no",
    "full_name",
    "id_number",
    "phone",
    "birth_date",
)
_EARLIER_ROW = Table(
    "vault",
    "earlier_row",
    "Một dòng đã đọc, với cơ sở và Chủ nhật của báo cáo.",
    "A row read before, with the branch and Sunday of its report.",
    (
        *(RECORD.column(name) for name in _OF_RECORD),
        *(SUBMISSION.column(name) for name in ("branch_code", "sunday")),
    ),
    key=("row_uid",),
)
"""The shape of what is read; not a table of the database."""


class StoredRows:
    """The rows that earlier runs read; asked within one transaction."""

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        self._cursor = cursor

    def rows_of(self, places: pd.DataFrame) -> pd.DataFrame:
        """As `transforms.lineage.RowMemory` has it."""
        columns = sql.SQL(", ").join(
            [
                *(sql.Identifier("r", name) for name in _OF_RECORD),
                sql.SQL("s.branch_code, s.sunday"),
            ]
        )
        query = sql.SQL(
            "SELECT {} FROM unnest(%s::text[], %s::date[]) AS asked (branch_code, sunday)"
            " JOIN ops.submission s USING (branch_code, sunday)"
            " JOIN vault.record r ON r.submission_id = s.submission_id"
            " ORDER BY s.received_at, s.version, r.submission_id, r.row_number"
        ).format(columns)
        days = [day.date() for day in places["sunday"]]
        found = copying.read_query(
            self._cursor, _EARLIER_ROW, query, places["branch_code"].tolist(), days
        )
        return found.set_index("row_uid")
