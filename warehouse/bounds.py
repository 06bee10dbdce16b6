"""The bounds of published counts: what they are worked out from, and where they are kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import pandas as pd
import psycopg
from psycopg import sql

from schemas.outcome import Difference, Doubtful
from schemas.table import Table
from schemas.tables import (
    DUPLICATE,
    INDICATOR,
    INDICATOR_BOUNDS,
    LINK_NODE,
    PUBLICATION,
    RECORD,
    RECORD_PERSON,
)
from warehouse import copying
from warehouse.partitions import Publisher

__all__ = ["load_bounded", "load_doubtful", "load_weak_share", "publish_bounds"]

Cursor = psycopg.Cursor[Any]

_RECORD_IN_DOUBT = Table(
    "vault",
    "record_in_doubt",
    "Một dòng của người có trường hợp nghi trùng đang mở.",
    "A record of a person of whom a possible duplicate is open.",
    (
        RECORD_PERSON.column("row_uid"),
        RECORD_PERSON.column("person_id"),
        LINK_NODE.column("part"),
        *(RECORD.column(n) for n in ("service_codes", "assist_date", "team_code", "sunday")),
    ),
    key=("row_uid",),
)
"""The shape of what is read of records and nodes together; not a table of the database."""

_CASE = ("duplicate_id", "left_person_id", "right_person_id", "is_linked")
_OPEN_CASE = replace(DUPLICATE, columns=tuple(map(DUPLICATE.column, _CASE)))


def load_doubtful(cursor: Cursor) -> Doubtful:
    """The open possible duplicates, and all records of their persons."""
    cases = copying.read(cursor, _OPEN_CASE, sql.SQL("state = 'open'"))
    persons = sorted({*cases["left_person_id"], *cases["right_person_id"]})
    query = sql.SQL(
        "SELECT p.row_uid, p.person_id, n.part, r.service_codes, r.assist_date, r.team_code,"
        " r.sunday FROM core.record_person p JOIN vault.record r USING (row_uid)"
        " JOIN vault.link_node n USING (node_id) WHERE p.person_id = ANY(%s)"
    )
    return Doubtful(cases, copying.read_query(cursor, _RECORD_IN_DOUBT, query, persons))


def load_weak_share(cursor: Cursor) -> float:
    """The share of all persons without strong evidence."""
    cursor.execute(
        "SELECT coalesce(avg((NOT has_strong_evidence)::int), 0)::float8 FROM core.person"
    )
    row = cursor.fetchone()
    return float(row[0]) if row else 0.0


def load_bounded(
    cursor: Cursor, indicator_codes: Collection[str], levels: Collection[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What is published of these indicators and levels for the newest Sunday, and the bounds as
    they are.
    """
    newest = sql.SQL(
        "sunday = (SELECT max(sunday) FROM mart.indicator)"
        " AND indicator_code = ANY(%s) AND unit_level = ANY(%s)"
    )
    published = copying.read(cursor, INDICATOR, newest, list(indicator_codes), list(levels))
    return published, copying.read(cursor, INDICATOR_BOUNDS)


def publish_bounds(cursor: Cursor, change: Difference, run_id: str) -> None:
    """Writes what changed; Sundays of which no bounds are left leave the account too."""
    publisher = Publisher(cursor, run_id)
    publisher.apply(INDICATOR_BOUNDS, change)
    publisher.finish()
    cursor.execute(
        sql.SQL(
            "DELETE FROM {} WHERE table_name = %s"
            " AND partition NOT IN (SELECT sunday::text FROM mart.indicator_bounds)"
        ).format(sql.Identifier(PUBLICATION.schema_name, PUBLICATION.name)),
        [INDICATOR_BOUNDS.full_name],
    )
