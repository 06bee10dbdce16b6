"""The answer to a query as rows that are read by the names of their columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from psycopg.rows import dict_row

__all__ = ["Rows", "rows_of"]

Rows = list[dict[str, Any]]


def rows_of(
    cursor: psycopg.Cursor[Any],
    query: str,
    parameters: Sequence[object] | Mapping[str, object] = (),
) -> Rows:
    """The rows of a query, asked within the transaction of `cursor`."""
    with cursor.connection.cursor(row_factory=dict_row) as named:
        return named.execute(query, parameters).fetchall()
