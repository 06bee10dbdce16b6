"""Possible duplicates for stewards: listed by their effect, found by the beginning of an id."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import psycopg
from psycopg import sql

from schemas.errors import TerminalError
from schemas.tables import DUPLICATE, DUPLICATE_KEY
from warehouse import copying
from warehouse.rows import Rows, rows_of

__all__ = ["LEAST_PREFIX", "duplicates", "duplicates_by_id", "keys_of"]

Cursor = psycopg.Cursor[Any]

LEAST_PREFIX = 6
"""Characters of a case's id that a steward has to type."""

_QUERY = """
    SELECT d.*, l.branch_code AS left_branch_code, r.branch_code AS right_branch_code,
           l.sunday AS left_sunday, r.sunday AS right_sunday
    FROM quality.duplicate d
    LEFT JOIN vault.record l ON l.row_uid = d.left_row_uid
    LEFT JOIN vault.record r ON r.row_uid = d.right_row_uid
    WHERE (%(sunday)s::date IS NULL OR %(sunday)s IN (l.sunday, r.sunday))
      AND (%(branch)s::text IS NULL
           OR upper(%(branch)s) IN (upper(l.branch_code), upper(r.branch_code)))
    ORDER BY d.effect_units DESC,
             abs(d.match_weight - %(threshold)s), d.effect_since, d.duplicate_id
"""


def duplicates(
    cursor: Cursor, threshold: float, *, sunday: date | None = None, branch: str | None = None
) -> Rows:
    """Possible duplicates, masked, with the branch and Sunday of both rows: those first that change
    the figures of most units, then the least certain ones. None leaves a filter out.

    `threshold` is the match weight from which on clusters are linked.
    """
    asked = {"sunday": sunday, "branch": branch, "threshold": threshold}
    return rows_of(cursor, _QUERY, asked)


def duplicates_by_id(cursor: Cursor, prefixes: Sequence[str]) -> pd.DataFrame:
    """`quality.duplicate` of the ids that begin so; TerminalError where one begins none, or several
    of them.
    """
    found = []
    for prefix in prefixes:
        rows = copying.read(cursor, DUPLICATE, sql.SQL("starts_with(duplicate_id, %s)"), prefix)
        if len(rows) != 1 or len(prefix) < LEAST_PREFIX:
            raise TerminalError(
                f"Nothing was decided: “{prefix}” begins the id of {len(rows) or 'no'} cases; give"
                f" {LEAST_PREFIX} characters or more, as sunday cases shows them."
            )
        found.append(rows)
    return pd.concat(found).drop_duplicates("duplicate_id")


def keys_of(cursor: Cursor) -> pd.DataFrame:
    """The whole of `vault.duplicate_key`."""
    return copying.read(cursor, DUPLICATE_KEY)
