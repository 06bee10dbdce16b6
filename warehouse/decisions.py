"""Stewards' decisions in `quality.decision` and `vault.decision_value`: only ever added."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import psycopg
from psycopg import sql

from schemas.errors import TerminalError
from schemas.table import Table
from schemas.tables import CELL_VALUE, DECISION, DECISION_VALUE, FINDING, SUBMISSION
from warehouse import copying

__all__ = [
    "as_batch",
    "findings_about",
    "findings_by_filter",
    "findings_by_id",
    "last_read",
    "load_decisions",
    "submissions_of",
    "write_batch",
]

Cursor = psycopg.Cursor[Any]

LEAST_PREFIX = 6
"""Characters of a finding's id that a steward has to type."""
_PREFIX = re.compile(f"[0-9a-f]{{{LEAST_PREFIX},32}}")

FOUND = Table(
    "quality",
    "found",
    "Một phát hiện với cơ sở, Chủ nhật và giá trị của nó.",
    "A finding with its branch, Sunday and value.",
    (
        *FINDING.columns,
        *(SUBMISSION.column(name) for name in ("branch_code", "sunday")),
        *(CELL_VALUE.column(name) for name in ("value_sent", "value_suggested")),
    ),
    key=("finding_id",),
)
"""The shape of what a steward chooses from; not a table of the database."""


def load_decisions(cursor: Cursor) -> pd.DataFrame:
    """All decisions with their values, in the order in which they were made."""
    decisions = copying.read(cursor, DECISION)
    return decisions.merge(copying.read(cursor, DECISION_VALUE), on="position", how="left")


def as_batch(made: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """New decisions in their order as the batch after `decisions`, with the columns of both tables.

    The batch is named after its first position, which no other batch can have.
    """
    first = len(decisions) + 1
    return made.assign(position=range(first, first + len(made)), batch_id=f"B{first}").pipe(
        _conformed
    )


def _conformed(batch: pd.DataFrame) -> pd.DataFrame:
    return DECISION.conform(batch).merge(DECISION_VALUE.conform(batch), on="position")


def write_batch(cursor: Cursor, batch: pd.DataFrame, states: Mapping[str, str]) -> None:
    """Adds a batch, and puts findings (by id) into the states that follow from it.

    The caller holds the lock of the load, so positions have no holes and no run reads half a batch.
    """
    copying.append(cursor, DECISION, batch)
    copying.append(cursor, DECISION_VALUE, batch)
    cursor.execute(
        "UPDATE quality.finding f SET state = s.state"
        " FROM unnest(%s::text[], %s::text[]) AS s (finding_id, state)"
        " WHERE f.finding_id = s.finding_id",
        [list(states), list(states.values())],
    )


def findings_by_id(cursor: Cursor, prefixes: Sequence[str]) -> pd.DataFrame:
    """The findings whose ids begin so; TerminalError where one begins no finding's, or several's.

    Columns: `FOUND`.
    """
    if not all(map(_PREFIX.fullmatch, prefixes)):
        # What is no id may be part of a name that was typed without quotes: it is not repeated.
        raise TerminalError(
            f"Nothing was decided: give {LEAST_PREFIX} or more characters of a finding's id, and"
            " put a value with blanks in quotes."
        )
    where = sql.SQL("EXISTS (SELECT FROM unnest(%s::text[]) p WHERE starts_with(finding_id, p))")
    found = _found(cursor, where, list(prefixes))
    for prefix in prefixes:
        count = int(found["finding_id"].str.startswith(prefix).sum())
        if count != 1:
            raise TerminalError(
                f"Nothing was decided: {count or 'no'} findings have an id that begins with"
                f" “{prefix}”; sunday findings shows them."
            )
    return found


def findings_by_filter(
    cursor: Cursor,
    rule: str | None,
    branch: str | None,
    sunday: date | None,
    column: str | None,
    state: str,
) -> pd.DataFrame:
    """The findings of a rule (slug, its beginning or case id), branch, Sunday and column that are
    in a state; None leaves a filter out. Columns: `FOUND`.
    """
    where = sql.SQL(
        "(%s::text IS NULL OR rule_id = %s OR case_id = %s OR starts_with(rule_id, %s))"
        " AND (%s::text IS NULL OR upper(s.branch_code) = upper(%s))"
        " AND (%s::date IS NULL OR s.sunday = %s)"
        " AND (%s::text IS NULL OR column_name = %s) AND state = %s"
    )
    pairs = [value for value in (branch, sunday, column) for _ in range(2)]
    return _found(cursor, where, *[rule] * 4, *pairs, state)


def findings_about(cursor: Cursor, decisions: pd.DataFrame) -> pd.DataFrame:
    """Findings that some decisions may be about, closed ones aside. Columns: `FOUND`."""
    where = sql.SQL("state <> 'closed' AND (s.branch_code = ANY(%s) OR finding_id = ANY(%s))")
    branches = decisions["branch_code"].dropna().unique().tolist()
    return _found(cursor, where, branches, decisions["subject_id"].unique().tolist())


def _found(cursor: Cursor, where: sql.Composable, *parameters: object) -> pd.DataFrame:
    query = sql.SQL(
        "SELECT {}, s.branch_code, s.sunday, coalesce(v.value_sent, ''),"
        " coalesce(v.value_suggested, '')"
        " FROM quality.finding f JOIN ops.submission s USING (submission_id)"
        " LEFT JOIN vault.cell_value v USING (finding_id)"
        " WHERE {} ORDER BY s.sunday, s.branch_code, sheet, row_number, finding_id"
    ).format(sql.SQL(", ").join(sql.Identifier("f", name) for name in FINDING.column_names), where)
    found = copying.read_query(cursor, FOUND, query, *parameters)
    return found.assign(value=found["value_sent"])


def last_read(cursor: Cursor) -> tuple[int, pd.Timestamp | None]:
    """Up to which position the last completed run read, and its clock."""
    cursor.execute(
        "SELECT decision_position, finished_at FROM ops.run WHERE status = 'completed'"
        " ORDER BY run_number DESC LIMIT 1"
    )
    row = cursor.fetchone()
    if row is None:
        return 0, None
    return int(row[0] or 0), pd.Timestamp(row[1]).tz_convert("UTC")


def submissions_of(cursor: Cursor, decisions: pd.DataFrame) -> list[str]:
    """The files that some decisions are about: all versions, for an answer follows its row.

    Copies byte by byte (Y01) are left out: they were never read.
    """
    columns = ("scope", "branch_code", "subject_id")
    texts = [[_text(value) for value in decisions[name]] for name in columns]
    days = [None if pd.isna(day) else day.date() for day in decisions["sunday"]]
    cursor.execute(
        """
        WITH asked AS (
            SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::date[])
                AS asked (scope, branch_code, subject_id, sunday)
            WHERE scope IN ('finding', 'submission', 'branch')
        ), found AS (
            SELECT s.submission_id FROM ops.submission s JOIN asked USING (branch_code)
            WHERE s.sunday = asked.sunday OR (scope = 'branch' AND s.sunday > asked.sunday)
            UNION
            SELECT f.submission_id FROM quality.finding f JOIN asked ON finding_id = subject_id
        )
        SELECT submission_id FROM found JOIN ops.submission s USING (submission_id)
        WHERE status <> 'duplicate' OR EXISTS (
            SELECT FROM ops.submission_team t WHERE t.submission_id = s.submission_id
        )
        ORDER BY 1
        """,
        [*texts, days],
    )
    return [row[0] for row in cursor.fetchall()]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
