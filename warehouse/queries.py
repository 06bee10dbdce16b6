"""What the commands ask the database: status, findings, and an analyst's own questions."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from itertools import count
from typing import Any

import psycopg

from schemas.errors import QueryRefused
from schemas.settings import TIME_ZONE
from warehouse.report_days import CAN_BE_REPORTED
from warehouse.rows import Rows, rows_of

__all__ = [
    "ask",
    "completeness",
    "findings",
    "held",
    "indicators",
    "is_used",
    "knows_branch",
    "last_runs",
    "presence",
    "reconciled_rows",
    "restatements",
    "unplaced",
]

Cursor = psycopg.Cursor[Any]


def last_runs(cursor: Cursor, limit: int = 1) -> Rows:
    """The newest runs: run_id, started_at, finished_at, status."""
    return rows_of(
        cursor,
        "SELECT run_id, started_at, finished_at, status FROM ops.run"
        " ORDER BY run_number DESC LIMIT %s",
        [limit],
    )


_ASKED = f"""coalesce(
    %(sunday)s::date,
    (SELECT max(sunday) FROM mart.submission_status),
    (SELECT max(sunday) FROM ops.submission WHERE {CAN_BE_REPORTED})
)"""
"""The Sunday asked for, else the last published one, else the last that a file can be for."""


def completeness(cursor: Cursor, sunday: date | None) -> Rows:
    """What each expected branch sent for one Sunday (the last published one).

    One row per branch: sunday, branch_code, name, state, versions, statuses (comma-joined),
    records_parsed, records_accepted, records_quarantined, is_late, last_received_at; versions is 0
    where nothing came. The records are those in force, as `mart.reconciliation` has them. Before
    the first Sunday is published the branches of today are given, with a sunday of None.
    """
    return rows_of(
        cursor,
        f"""
        WITH week AS (
            SELECT sunday, coalesce(sunday, (now() AT TIME ZONE '{TIME_ZONE.key}')::date) AS day
            FROM (SELECT {_ASKED} AS sunday) asked
        ),
        expected AS (
            SELECT DISTINCT ON (b.branch_code) week.sunday, b.branch_code, b.name
            FROM core.branch b, week
            WHERE b.valid_from <= week.day AND coalesce(b.valid_to, 'infinity') >= week.day
            ORDER BY b.branch_code, b.valid_from DESC
        )
        SELECT e.sunday, e.branch_code, e.name, count(s.submission_id) AS versions,
               coalesce(max(m.state), 'missing') AS state,
               coalesce(string_agg(DISTINCT s.status, ', '), 'missing') AS statuses,
               {_in_force("parsed")},
               {_in_force("accepted", "= 'accepted'")},
               {_in_force("quarantined")},
               coalesce(bool_and(s.is_late), false) AS is_late,
               max(s.received_at) AS last_received_at
        FROM expected e
        LEFT JOIN ops.submission s
          ON s.sunday = e.sunday AND s.branch_code = e.branch_code AND s.status <> 'duplicate'
        LEFT JOIN mart.submission_status m
          ON m.sunday = e.sunday AND m.branch_code = e.branch_code
        LEFT JOIN mart.reconciliation r
          ON r.sunday = e.sunday AND r.branch_code = e.branch_code
          AND r.indicator_code = 'KPI_UNIQUE_CITIZENS'
        GROUP BY e.sunday, e.branch_code, e.name
        ORDER BY e.branch_code
        """,
        {"sunday": sunday},
    )


def _in_force(part: str, statuses: str = "<> 'superseded'") -> str:
    """A column of a branch's records: the published ones, else those of files of these statuses."""
    return (
        f"coalesce(max(r.{part}), sum(s.records_{part}) FILTER (WHERE s.status {statuses}), 0)"
        f"::bigint AS records_{part}"
    )


def held(cursor: Cursor, sunday: date | None) -> Rows:
    """The files held for one Sunday (the last published one), and what is said of them:
    branch_code, received_at, records_parsed, rule_id, message_vi, message_en.
    """
    return rows_of(
        cursor,
        f"""
        SELECT s.branch_code, s.received_at, s.records_parsed, f.rule_id, f.message_vi,
               f.message_en
        FROM ops.submission s
        JOIN quality.finding f USING (submission_id)
        WHERE s.status = 'held' AND f.scope = 'cross_submission' AND f.state = 'open'
          AND s.sunday = {_ASKED}
        ORDER BY s.branch_code, s.received_at, s.submission_id
        """,
        {"sunday": sunday},
    )


def presence(cursor: Cursor, sunday: str | None) -> Rows:
    """Branches by what came from them for a Sunday (the last published one): sunday as ISO date,
    state, branches.
    """
    return rows_of(
        cursor,
        "SELECT sunday::text, state, count(*) AS branches FROM mart.submission_status"
        f" WHERE sunday = {_ASKED} GROUP BY 1, 2 ORDER BY 3 DESC, 2",
        {"sunday": sunday},
    )


def restatements(cursor: Cursor, run_id: str) -> Rows:
    """Published values that a run changed: sunday as ISO date, cause, values."""
    return rows_of(
        cursor,
        "SELECT sunday::text, cause, count(*) AS values FROM mart.indicator_history"
        " WHERE run_id = %s AND cause <> 'first' GROUP BY 1, 2 ORDER BY 1, 2",
        [run_id],
    )


def knows_branch(cursor: Cursor, branch: str) -> bool:
    """Whether a branch is on the lists or sent something, ever; its code may be in any case."""
    cursor.execute(
        "SELECT EXISTS (SELECT FROM core.branch WHERE upper(branch_code) = upper(%(branch)s))"
        " OR EXISTS (SELECT FROM ops.submission WHERE upper(branch_code) = upper(%(branch)s))",
        {"branch": branch},
    )
    found = cursor.fetchone()
    return found is not None and bool(found[0])


def is_used(cursor: Cursor) -> bool:
    """Whether there is any branch or submission."""
    cursor.execute("SELECT EXISTS (SELECT FROM core.branch) OR EXISTS (SELECT FROM ops.submission)")
    found = cursor.fetchone()
    return found is not None and bool(found[0])


def unplaced(cursor: Cursor) -> Rows:
    """Files that belong to no branch and Sunday there can be: status and how many.

    Lock files of Excel are none: nobody sent them (F15).
    """
    return rows_of(
        cursor,
        f"""
        SELECT status, count(*) AS files FROM ops.submission
        WHERE status <> 'duplicate' AND (
            branch_code IS NULL OR sunday IS NULL
            OR (status IN ('quarantined', 'rejected') AND NOT {CAN_BE_REPORTED})
        ) AND submission_id NOT IN (
            SELECT submission_id FROM quality.finding WHERE rule_id = 'file.name.is_lock_file'
        )
        GROUP BY status ORDER BY status
        """,
    )


def findings(
    cursor: Cursor,
    *,
    sunday: date | None = None,
    branch: str | None = None,
    rule: str | None = None,
    state: str | None = None,
) -> Rows:
    """Findings, masked, with their branch and Sunday; errors first. None leaves a filter out.

    `branch` is a code in any case, `rule` a slug, or the beginning of one, or a case id.
    `has_suggestion` tells of open findings with a value that a steward may accept.
    """
    return rows_of(
        cursor,
        """
        SELECT f.*, s.branch_code, s.sunday,
               f.state = 'open' AND coalesce(v.value_suggested, '') <> '' AS has_suggestion
        FROM quality.finding f JOIN ops.submission s USING (submission_id)
        LEFT JOIN vault.cell_value v USING (finding_id)
        WHERE (%(sunday)s::date IS NULL OR s.sunday = %(sunday)s)
          AND (%(branch)s::text IS NULL OR upper(s.branch_code) = upper(%(branch)s))
          AND (%(rule)s::text IS NULL OR f.rule_id = %(rule)s OR f.case_id = %(rule)s
               OR starts_with(f.rule_id, %(rule)s))
          AND (%(state)s::text IS NULL OR f.state = %(state)s)
        ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END,
                 s.sunday, s.branch_code, f.sheet, f.row_number NULLS FIRST, f.finding_id
        """,
        {"sunday": sunday, "branch": branch, "rule": rule, "state": state},
    )


def indicators(cursor: Cursor, period: str, level: str) -> Rows:
    """The newest published values of a period and level: indicator_code, name_vi, unit, value."""
    return rows_of(
        cursor,
        """
        SELECT i.indicator_code, d.name_vi, d.unit, i.sunday, i.unit_code, i.numerator, i.value
        FROM mart.indicator i JOIN core.indicator d USING (indicator_code)
        WHERE i.period = %s AND i.unit_level = %s
            AND i.sunday = (SELECT max(sunday) FROM mart.indicator)
        ORDER BY i.indicator_code, i.unit_code
        """,
        [period, level],
    )


def reconciled_rows(cursor: Cursor) -> dict[str, int]:
    """Indicator → accepted units (rows, or row × service) of all Sundays, repeats included."""
    rows = rows_of(
        cursor,
        "SELECT indicator_code, sum(accepted)::bigint AS accepted FROM mart.reconciliation"
        " GROUP BY indicator_code",
    )
    return {row["indicator_code"]: row["accepted"] for row in rows}


def ask(url: str, query: str) -> Rows:
    """Runs one read-only statement at the address of an analyst; columns of one name are numbered.

    Raises QueryRefused with Postgres's own words.
    """
    try:
        # Closed without a word, whatever state a refused statement left it in.
        with closing(psycopg.connect(url, autocommit=False)) as connection:
            connection.execute("SET TRANSACTION READ ONLY")
            # A prepared statement is one statement: nothing can be smuggled in behind it.
            cursor = connection.execute(query.rstrip().rstrip(";"), prepare=True)
            if cursor.description is None:
                return []
            names = _apart([column.name for column in cursor.description])
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    except psycopg.Error as error:
        words = error.diag.message_primary or str(error).strip().splitlines()[0]
        if error.sqlstate is None and words.startswith("COPY"):
            words = "COPY has no result to show, ask with SELECT or take the files of HOME/parquet"
        raise QueryRefused(words, error.sqlstate or "no code") from None


def _apart(names: Sequence[str]) -> list[str]:
    """The names of a result's columns; those that were there before are numbered: a, a_2."""
    apart: list[str] = []
    for name in names:
        numbered = (f"{name}_{n}" for n in count(2))
        free = (new for new in numbered if new not in {*names, *apart})
        apart.append(next(free) if name in apart else name)
    return apart
