"""What `sunday why` reads: a published value, the facts behind it, and the rows as sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import psycopg
from psycopg import sql

from schemas.columns import UNIT_LEVELS
from schemas.table import Table
from schemas.tables import RECORD, SUBMISSION, SUBMISSION_TEAM
from warehouse import copying
from warehouse.knowledge import load_reports
from warehouse.rows import Rows, rows_of

__all__ = [
    "load_facts_between",
    "load_files",
    "load_held_back",
    "load_records_of",
    "load_reports_between",
    "load_sent",
    "published_levels",
    "published_values",
]

Cursor = psycopg.Cursor[Any]

_VALUES = """
SELECT i.*, d.name_vi, d.name_en, d.unit, coalesce(t.name, b.name, u.name) AS unit_name
FROM mart.indicator i JOIN core.indicator d USING (indicator_code)
LEFT JOIN core.unit u ON i.unit_level NOT IN ('branch', 'team')
    AND (u.unit_code, u.valid_from) = (i.unit_code, i.unit_valid_from)
LEFT JOIN core.branch b ON i.unit_level = 'branch'
    AND (b.branch_code, b.valid_from) = (i.unit_code, i.unit_valid_from)
LEFT JOIN core.team t ON i.unit_level = 'team'
    AND (t.team_code, t.valid_from) = (i.unit_code, i.unit_valid_from)
WHERE i.indicator_code = %s AND i.sunday = %s AND upper(i.unit_code) = upper(%s)
ORDER BY i.unit_level, i.unit_valid_from DESC
"""


def published_values(cursor: Cursor, indicator: str, sunday: date, unit: str) -> Rows:
    """`mart.indicator` of all periods, and of each level at which there is a unit of that code,
    with name_vi, name_en and unit of the indicator, and unit_name.
    """
    return rows_of(cursor, _VALUES, [indicator, sunday, unit])


def published_levels(cursor: Cursor, indicator: str, sunday: date) -> list[str]:
    """The levels at which an indicator is published on a Sunday, the widest first."""
    cursor.execute(
        "SELECT DISTINCT unit_level FROM mart.indicator WHERE indicator_code = %s AND sunday = %s",
        [indicator, sunday],
    )
    return sorted((level for (level,) in cursor.fetchall()), key=UNIT_LEVELS.index)


def load_facts_between(
    cursor: Cursor, facts: Iterable[Table], first: date, last: date
) -> Mapping[Table, pd.DataFrame]:
    """The rows of these tables of the Sundays from `first` to `last`."""
    is_asked = sql.SQL("sunday BETWEEN %s AND %s")
    return {table: copying.read(cursor, table, is_asked, first, last) for table in facts}


def load_files(cursor: Cursor) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`ops.submission`, indexed by submission_id, and `ops.submission_team`."""
    files = copying.read(cursor, SUBMISSION).set_index("submission_id")
    return files, copying.read(cursor, SUBMISSION_TEAM)


def load_reports_between(cursor: Cursor, sundays: Collection[pd.Timestamp]) -> pd.DataFrame:
    """All files for these Sundays, as `warehouse.knowledge.load_reports` has them."""
    cursor.execute("SELECT DISTINCT branch_code FROM ops.submission WHERE branch_code IS NOT NULL")
    branches = pd.DataFrame({"branch_code": [branch for (branch,) in cursor.fetchall()]})
    places = branches.merge(pd.DataFrame({"sunday": list(sundays)}), how="cross")
    return load_reports(cursor, places, None, ())


def load_held_back(cursor: Cursor, first: date, last: date) -> pd.DataFrame:
    """The rows of these Sundays that are quarantined, or of files held back whole."""
    return copying.read(
        cursor,
        RECORD,
        sql.SQL(
            "sunday BETWEEN %s AND %s AND (status = 'quarantined' OR submission_id IN"
            " (SELECT submission_id FROM ops.submission WHERE status = 'quarantined'))"
        ),
        first,
        last,
    )


def load_records_of(
    cursor: Cursor, persons: Collection[str], first: date, last: date
) -> pd.DataFrame:
    """The accepted rows of these persons on the Sundays from `first` to `last`: row_uid, person_id,
    service_codes, assist_date and team_code.
    """
    cursor.execute(
        "SELECT row_uid, p.person_id, r.service_codes, r.assist_date, r.team_code"
        " FROM core.record_person p JOIN vault.record r USING (row_uid)"
        " WHERE p.person_id = ANY(%s) AND p.sunday BETWEEN %s AND %s",
        [list(persons), first, last],
    )
    names = [column.name for column in cursor.description or ()]
    found = pd.DataFrame(cursor.fetchall(), columns=names, dtype="str")
    return found.assign(assist_date=pd.to_datetime(found["assist_date"]).astype("datetime64[us]"))


_ROWS = """
SELECT r.row_uid, r.submission_id, r.sheet, r.row_number, p.link_reason, p.match_weight
FROM vault.record r LEFT JOIN core.record_person p USING (row_uid) WHERE r.row_uid = ANY(%(rows)s)
UNION ALL
SELECT row_uid, submission_id, sheet, row_number, NULL, NULL
FROM core.activity WHERE row_uid = ANY(%(rows)s)
"""
_FILES = """
SELECT submission_id, branch_code, sunday, version, file_sha256
FROM ops.submission WHERE submission_id = ANY(%(files)s)
"""


def load_sent(
    cursor: Cursor, rows: Collection[str], files: Collection[str]
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Rows as they were sent, by row_uid: submission_id, sheet, row_number and, where they name a
    citizen, link_reason and match_weight; and their files and `files`, by submission_id:
    branch_code, sunday, version and file_sha256.
    """
    found = {row["row_uid"]: row for row in rows_of(cursor, _ROWS, {"rows": list(rows)})}
    named = {row["submission_id"] for row in found.values()} | set(files)
    sent = rows_of(cursor, _FILES, {"files": list(named)})
    return found, {file["submission_id"]: file for file in sent}
