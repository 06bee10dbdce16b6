"""What is known of a branch's Sunday, for the letter and the correction workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import psycopg

from schemas.outcome import Answer, Place
from warehouse.report_days import ANSWERED_SUNDAY

__all__ = ["load_answers"]

Cursor = psycopg.Cursor[Any]

_SUBMISSIONS = f"""
SELECT asked.sunday, s.branch_code, s.submission_id, s.file_sha256, s.version, s.status,
       s.submission_type, s.received_at, s.arrived_at, s.is_late, s.records_parsed,
       s.records_accepted, s.records_quarantined, s.records_excluded, s.corrected_id, f.inbox_path
FROM unnest(%s::date[], %s::text[]) AS asked (sunday, branch_code)
JOIN (SELECT *, {ANSWERED_SUNDAY} AS answered_sunday FROM ops.submission) s
    ON (s.answered_sunday, s.branch_code) = (asked.sunday, asked.branch_code)
JOIN vault.submission_file f USING (submission_id)
ORDER BY asked.sunday, s.branch_code, s.received_at, s.version, s.submission_id
"""
_FINDINGS = """
SELECT f.submission_id, f.finding_id, f.rule_id, f.severity, f.sheet,
       coalesce(f.row_number, 0) AS row_number, f.column_name, f.cell, f.message_vi,
       coalesce(v.value_suggested, '') AS value_suggested
FROM quality.finding f LEFT JOIN vault.cell_value v USING (finding_id)
WHERE f.submission_id = ANY(%s)
  AND (f.state = 'returned' OR f.state = 'open' AND f.severity <> 'info')
ORDER BY f.submission_id, f.severity, f.sheet, f.row_number, f.cell, f.rule_id
"""
_BRANCHES = """
SELECT asked.sunday, asked.branch_code, coalesce(b.name, asked.branch_code) AS name,
       coalesce(s.state, '') AS state
FROM unnest(%s::date[], %s::text[]) AS asked (sunday, branch_code)
LEFT JOIN core.branch b ON b.branch_code = asked.branch_code AND b.valid_from <= asked.sunday
 AND coalesce(b.valid_to, 'infinity') >= asked.sunday
LEFT JOIN mart.submission_status s
  ON s.sunday = asked.sunday AND s.branch_code = asked.branch_code
"""
_TEAMS = """
SELECT asked.sunday, asked.branch_code, t.team_code, t.name
FROM unnest(%s::date[], %s::text[]) AS asked (sunday, branch_code)
JOIN core.team t ON t.branch_code = asked.branch_code AND t.valid_from <= asked.sunday
 AND coalesce(t.valid_to, 'infinity') >= asked.sunday
WHERE t.team_type = 'youth'
ORDER BY 1, 2, 3
"""
_SUMS = """
SELECT r.sunday, r.branch_code, r.accepted, r.unique_new, r.duplicate_in_file,
       r.duplicate_in_week, r.duplicate_earlier
FROM unnest(%s::date[], %s::text[]) AS asked (sunday, branch_code)
JOIN mart.reconciliation r USING (sunday, branch_code)
WHERE r.indicator_code = 'KPI_UNIQUE_CITIZENS'
"""
_REPEATS = """
SELECT DISTINCT ON (mine.row_uid) s.sunday, s.branch_code, mine.sheet, mine.row_number,
       r.full_name, r.id_number, r.phone, o.branch_code AS other_branch,
       coalesce(o.assist_date, other.sunday) AS other_date,
       other.submission_id = mine.submission_id AS is_own
FROM unnest(%s::date[], %s::text[]) AS asked (sunday, branch_code)
JOIN ops.submission s USING (sunday, branch_code)
JOIN core.record_person mine ON mine.submission_id = s.submission_id
JOIN vault.record r ON r.row_uid = mine.row_uid
JOIN core.record_person other ON other.person_id = mine.person_id AND other.row_uid <> mine.row_uid
JOIN vault.record o ON o.row_uid = other.row_uid
WHERE (o.assist_date, o.branch_code, o.team_code, o.row_uid)
    < (r.assist_date, r.branch_code, r.team_code, r.row_uid)
ORDER BY mine.row_uid, o.assist_date, o.branch_code, o.team_code, o.row_uid
"""


def load_answers(cursor: Cursor, places: Sequence[Place]) -> list[Answer]:
    """What is known of these branches and Sundays."""
    asked = [[place.sunday for place in places], [place.branch_code for place in places]]
    submissions = _ask(cursor, _SUBMISSIONS, asked)
    findings = _ask(cursor, _FINDINGS, [submissions["submission_id"].tolist()])
    branches = {
        Place(row["sunday"], row["branch_code"]): row
        for row in _ask(cursor, _BRANCHES, asked).to_dict("records")
    }
    teams = _ask(cursor, _TEAMS, asked)
    sums = {
        Place(row.pop("sunday"), row.pop("branch_code")): {str(k): int(v) for k, v in row.items()}
        for row in _ask(cursor, _SUMS, asked).to_dict("records")
    }
    repeats = _ask(cursor, _REPEATS, asked)
    answers = []
    for place in places:
        own = _of(submissions, place)
        answers.append(
            Answer(
                place=place,
                branch_name=branches[place]["name"],
                submissions=own,
                findings=findings[findings["submission_id"].isin(own["submission_id"])],
                sums=sums.get(place, {}),
                repeats=_of(repeats, place).sort_values(["sheet", "row_number"]),
                state=branches[place]["state"],
                teams=_of(teams, place),
            )
        )
    return answers


def _ask(cursor: Cursor, query: str, parameters: Iterable[object]) -> pd.DataFrame:
    cursor.execute(query.encode(), list(parameters))
    columns = [column.name for column in cursor.description or ()]
    return pd.DataFrame(cursor.fetchall(), columns=columns, dtype=object)


def _of(frame: pd.DataFrame, place: Place) -> pd.DataFrame:
    is_of = (frame["sunday"] == place.sunday) & (frame["branch_code"] == place.branch_code)
    return frame[is_of]
