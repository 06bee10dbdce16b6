"""What a run must know of earlier runs: the files that new ones are compared with, and figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import psycopg
from psycopg import sql

from schemas import tables
from schemas.outcome import Figures
from schemas.settings import LOOK_BACK
from schemas.table import Table
from warehouse import copying

__all__ = [
    "Knowledge",
    "known_files",
    "last_published",
    "load_facts",
    "load_figures",
    "load_knowledge",
    "load_reports",
    "received",
    "unnumbered",
    "waiting_for_reference",
    "waiting_for_their_day",
]

Cursor = psycopg.Cursor[Any]


@dataclass(frozen=True)
class Knowledge:
    """Frames of the tables of the same names, as the last run left them, of some files.

    `submissions` is `ops.submission` with the columns of the vault's file table, by submission_id;
    `touched` are those of them that new files can change: the others are only looked at.
    """

    submissions: pd.DataFrame
    submission_teams: pd.DataFrame
    records: pd.DataFrame
    team_reports: pd.DataFrame
    activities: pd.DataFrame
    members: pd.DataFrame
    summaries: pd.DataFrame
    touched: frozenset[str]

    @property
    def submitted(self) -> tuple[pd.DataFrame, ...]:
        """Submissions, their teams, records, team lists, activities, members and summaries."""
        return (
            self.submissions,
            self.submission_teams,
            self.records,
            self.team_reports,
            self.activities,
            self.members,
            self.summaries,
        )


def known_files(cursor: Cursor) -> pd.DataFrame:
    """`vault.inbox_file`: what was read where."""
    return copying.read(cursor, tables.INBOX_FILE)


def load_knowledge(
    cursor: Cursor, judged: pd.DataFrame, copies: Collection[str], *, everything: bool
) -> Knowledge:
    """What the new files `judged` (by submission_id: branch_code, sunday) are seen together with.

    That is all files of the same branches and Sundays, of the branches before and after them, and
    of these branches' previous Sundays; what was known of the same files; and the files of the
    bytes `copies`. `everything` gives all there is.
    """
    submissions = copying.read(cursor, tables.SUBMISSION)
    touched = _touched(cursor, submissions, judged, copies, everything=everything)
    near = _near(cursor, submissions, judged) - touched
    asked = submissions["submission_id"].isin(touched | near)
    files = _of(cursor, tables.SUBMISSION_FILE, touched | near)
    known = submissions[asked].merge(files, on="submission_id").set_index("submission_id")
    records = pd.concat([_of(cursor, tables.RECORD, touched), _glimpsed(cursor, near)])
    return Knowledge(
        submissions=known,
        submission_teams=_of(cursor, tables.SUBMISSION_TEAM, touched | near),
        records=records.set_index("row_uid"),
        team_reports=_of(cursor, tables.TEAM_REPORT, touched),
        activities=_of(cursor, tables.ACTIVITY, touched),
        members=_of(cursor, tables.MEMBER_REPORT, touched),
        summaries=_of(cursor, tables.REPORTED_SUMMARY, touched),
        touched=touched,
    )


def _touched(
    cursor: Cursor,
    submissions: pd.DataFrame,
    judged: pd.DataFrame,
    copies: Collection[str],
    *,
    everything: bool,
) -> frozenset[str]:
    names = submissions["submission_id"]
    if everything:
        return frozenset(names)
    again = names.isin(judged.index) | submissions["file_sha256"].isin(copies)
    before = submissions.loc[names.isin(judged.index), ["branch_code", "sunday"]]
    places = _places(cursor, pd.concat([judged[["branch_code", "sunday"]], before]))
    return frozenset(names[again | _among(submissions, places)])


def _near(cursor: Cursor, submissions: pd.DataFrame, judged: pd.DataFrame) -> frozenset[str]:
    """Files of the Sundays before those of new files."""
    places = _places(cursor, judged[["branch_code", "sunday"]])
    weeks = range(1, LOOK_BACK + 1)
    earlier = [places.assign(sunday=places["sunday"] - pd.Timedelta(weeks=week)) for week in weeks]
    return frozenset(submissions.loc[_among(submissions, pd.concat(earlier)), "submission_id"])


def _among(submissions: pd.DataFrame, places: pd.DataFrame) -> pd.Series[bool]:
    named = pd.MultiIndex.from_frame(places)
    asked = pd.MultiIndex.from_frame(submissions[["branch_code", "sunday"]])
    return pd.Series(asked.isin(named), index=submissions.index)


def _places(cursor: Cursor, places: pd.DataFrame) -> pd.DataFrame:
    """Branches and Sundays, and the same Sundays of what the branches were or became."""
    cursor.execute("SELECT old_code, new_code FROM core.branch_succession")
    ties = [*cursor.fetchall()]
    found = places.dropna().drop_duplicates()
    while True:
        kin = pd.DataFrame(
            [*ties, *((new, old) for old, new in ties)], columns=["branch_code", "kin"]
        )
        more = found.merge(kin.astype("str"), on="branch_code")
        more = more[["kin", "sunday"]].rename(columns={"kin": "branch_code"})
        grown = pd.concat([found, more]).drop_duplicates()
        if len(grown) == len(found):
            return found
        found = grown


def _of(cursor: Cursor, table: Table, submission_ids: Iterable[str]) -> pd.DataFrame:
    """The rows of these submissions."""
    where = sql.SQL("submission_id = ANY(%s)")
    return copying.read(cursor, table, where, list(submission_ids))


_GLIMPSED = ("row_uid", "submission_id", "service_codes", "node_id")


def _glimpsed(cursor: Cursor, submission_ids: Iterable[str]) -> pd.DataFrame:
    """Rows of which only whom they name and what for is told; everything else is null."""
    columns = [
        sql.Identifier(name) if name in _GLIMPSED else sql.SQL("NULL")
        for name in tables.RECORD.column_names
    ]
    query = sql.SQL("SELECT {} FROM vault.record WHERE submission_id = ANY(%s)").format(
        sql.SQL(", ").join(columns)
    )
    return copying.read_query(cursor, tables.RECORD, query, list(submission_ids))


def load_figures(cursor: Cursor) -> Figures:
    """What is published."""
    cursor.execute("SELECT min(sunday), max(sunday) FROM mart.indicator")
    row = cursor.fetchone()
    first, last = (pd.Timestamp(day).as_unit("us") if day else None for day in row or (None, None))
    return Figures(
        first=first,
        last=last,
        base=copying.read(cursor, tables.INDICATOR, sql.SQL("sunday = %s"), last),
        team_weeks=copying.read(cursor, tables.TEAM_WEEK),
        team_reports=copying.read(cursor, tables.TEAM_REPORT),
        members=copying.read(cursor, tables.MEMBER_REPORT),
        meetings=copying.read(cursor, tables.ACTIVITY, sql.SQL("service_code = 'INT_MEETING'")),
    )


_REPORTS = """
WITH asked AS (SELECT * FROM unnest(%(sundays)s::date[], %(branches)s::text[])
    AS asked (sunday, branch_code)
), told AS (
    SELECT s.submission_id, s.sunday FROM ops.submission s
    WHERE s.sunday > %(last)s OR (s.sunday, s.branch_code) IN (SELECT * FROM asked)
    UNION
    SELECT r.submission_id, r.sunday
    FROM core.record_person r JOIN ops.submission s USING (submission_id)
    WHERE r.sunday = ANY(%(sundays)s::date[]) AND r.sunday <> s.sunday
      AND (r.sunday, s.branch_code) IN (SELECT * FROM asked)
)
SELECT told.submission_id, s.branch_code, told.sunday, s.status, s.version, s.received_at,
    s.arrived_at, s.records_parsed = 0 AND NOT EXISTS (
        SELECT FROM ops.submission_team t WHERE t.submission_id = told.submission_id AND t.has_work
    ) AND NOT EXISTS (
        SELECT FROM core.reported_summary r WHERE r.submission_id = told.submission_id
    ) AS is_empty
FROM told JOIN ops.submission s USING (submission_id)
WHERE told.submission_id NOT IN (SELECT unnest(%(touched)s::text[]))
"""
_REPORT_TYPES = {"sunday": "datetime64[us]", "is_empty": "bool", "version": "int64"}
_REPORT_TYPES |= dict.fromkeys(("received_at", "arrived_at"), "datetime64[us, UTC]")
_REPORT_TYPES |= dict.fromkeys(("submission_id", "branch_code", "status"), "str")


def load_reports(
    cursor: Cursor, places: pd.DataFrame, last: pd.Timestamp | None, touched: Collection[str]
) -> pd.DataFrame:
    """What files not `touched` are for some Sundays and branches (`places`), and for the Sundays
    after the `last`: as of their own Sunday, and as of that of each row in force (case X10).

    Indexed by submission_id, as `transforms.publication.Counting` has them.
    """
    asked = {
        "sundays": [day.date() for day in places["sunday"]],
        "branches": list(places["branch_code"]),
        "last": last.date() if last is not None else None,
        "touched": list(touched),
    }
    cursor.execute(_REPORTS.encode(), asked)
    names = [column.name for column in cursor.description or ()]
    reports = pd.DataFrame(cursor.fetchall(), columns=names)
    return reports.astype(_REPORT_TYPES).set_index("submission_id")


def load_facts(cursor: Cursor, facts: Iterable[Table]) -> Mapping[Table, pd.DataFrame]:
    """The whole of these tables."""
    return {table: copying.read(cursor, table) for table in facts}


def last_published(cursor: Cursor) -> pd.Timestamp | None:
    """The latest Sunday that was published."""
    cursor.execute("SELECT max(sunday) FROM mart.indicator")
    row = cursor.fetchone()
    return None if row is None or row[0] is None else pd.Timestamp(row[0])


_ANSWERED_BY_REFERENCE = (
    "submission.branch_code.is_known",
    "submission.sunday.is_not_locked",
    "record.team_code.is_on_roster",
    "team.team_code.is_on_roster",
    "activity.team_code.is_on_roster",
    "record.team_code.is_of_a_youth_team",
    "team.team_code.is_of_a_youth_team",
    "activity.team_code.is_of_a_youth_team",
    "record.ward.is_known",
)
"""Rules whose answer lies in reference data or locks: when these change, the files are judged
again.
"""


def waiting_for_reference(cursor: Cursor) -> list[str]:
    """Submissions with an open or returned finding that other reference data may answer."""
    cursor.execute(
        "SELECT DISTINCT submission_id FROM quality.finding"
        " WHERE state IN ('open', 'returned') AND rule_id = ANY(%s) ORDER BY 1",
        [list(_ANSWERED_BY_REFERENCE)],
    )
    return [row[0] for row in cursor.fetchall()]


def waiting_for_their_day(cursor: Cursor, today: date) -> list[str]:
    """Submissions that were held back because their Sunday was still to come, and that has come."""
    cursor.execute(
        "SELECT DISTINCT submission_id FROM ops.submission JOIN quality.finding"
        " USING (submission_id) WHERE status = 'quarantined' AND sunday <= %s"
        " AND state IN ('open', 'returned')"
        " AND rule_id = 'submission.report_sunday.is_not_future' ORDER BY 1",
        [today],
    )
    return [row[0] for row in cursor.fetchall()]


def unnumbered(cursor: Cursor) -> list[str]:
    """Submissions whose rows were read before the number of their evidence was kept."""
    cursor.execute("SELECT DISTINCT submission_id FROM vault.record WHERE node_id = 0 ORDER BY 1")
    return [row[0] for row in cursor.fetchall()]


def received(cursor: Cursor) -> pd.DataFrame:
    """Every file received so far: submission_id, file_sha256, inbox_path, received_at, status and
    records_parsed.
    """
    submissions = copying.read(cursor, tables.SUBMISSION)
    files = copying.read(cursor, tables.SUBMISSION_FILE)
    merged = submissions.merge(files, on="submission_id")
    names = ["submission_id", "file_sha256", "inbox_path", "received_at"]
    return merged[[*names, "status", "records_parsed"]]
