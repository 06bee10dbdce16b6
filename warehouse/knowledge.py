"""What a run must know of earlier runs: files, submissions, records, persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import psycopg

from schemas import tables
from warehouse import copying

__all__ = [
    "Knowledge",
    "known_files",
    "last_published",
    "load_knowledge",
    "received",
    "waiting_for_reference",
]

Cursor = psycopg.Cursor[Any]


@dataclass(frozen=True)
class Knowledge:
    """Frames of the tables of the same names, as the last run left them.

    `submissions` is `ops.submission` with the columns of the vault's file table, by submission_id;
    `last_sunday` is the latest that was published.
    """

    submissions: pd.DataFrame
    submission_teams: pd.DataFrame
    records: pd.DataFrame
    team_reports: pd.DataFrame
    activities: pd.DataFrame
    members: pd.DataFrame
    summaries: pd.DataFrame
    persons: pd.DataFrame
    ledger: pd.DataFrame
    tokens: pd.DataFrame
    last_sunday: pd.Timestamp | None

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

    @property
    def identities(self) -> tuple[pd.DataFrame, pd.DataFrame, int]:
        """The ledger, the tokens, and the highest number that a person's id has had."""
        numbers = self.persons["person_id"].str[1:].astype("int64")
        return self.ledger, self.tokens, int(numbers.max()) if len(numbers) else 0

    def last_of(self, sunday: pd.Timestamp | None) -> pd.Timestamp | None:
        """The later of the last published Sunday and another."""
        return max((day for day in (sunday, self.last_sunday) if day is not None), default=None)


def known_files(cursor: Cursor) -> pd.DataFrame:
    """`vault.inbox_file`: what was read where."""
    return copying.read(cursor, tables.INBOX_FILE)


def load_knowledge(cursor: Cursor) -> Knowledge:
    """Everything that the next run counts together with what is new."""
    submissions = copying.read(cursor, tables.SUBMISSION)
    files = copying.read(cursor, tables.SUBMISSION_FILE)
    return Knowledge(
        submissions=submissions.merge(files, on="submission_id").set_index("submission_id"),
        submission_teams=copying.read(cursor, tables.SUBMISSION_TEAM),
        records=copying.read(cursor, tables.RECORD).set_index("row_uid"),
        team_reports=copying.read(cursor, tables.TEAM_REPORT),
        activities=copying.read(cursor, tables.ACTIVITY),
        members=copying.read(cursor, tables.MEMBER_REPORT),
        summaries=copying.read(cursor, tables.REPORTED_SUMMARY),
        persons=copying.read(cursor, tables.PERSON),
        ledger=copying.read(cursor, tables.LINK_LEDGER),
        tokens=copying.read(cursor, tables.PERSON_TOKEN),
        last_sunday=last_published(cursor),
    )


def last_published(cursor: Cursor) -> pd.Timestamp | None:
    """The latest Sunday that was published."""
    cursor.execute("SELECT max(sunday) FROM mart.indicator")
    row = cursor.fetchone()
    return None if row is None or row[0] is None else pd.Timestamp(row[0])


_ANSWERED_BY_REFERENCE = (
    "submission.branch_code.is_known",
    "record.team_code.is_on_roster",
    "team.team_code.is_on_roster",
    "activity.team_code.is_on_roster",
    "record.ward.is_known",
)
"""Rules whose answer lies in the reference data: when that changes, the files are judged again."""


def waiting_for_reference(cursor: Cursor) -> list[str]:
    """Submissions with an open finding that other reference data may answer."""
    cursor.execute(
        "SELECT DISTINCT submission_id FROM quality.finding"
        " WHERE state = 'open' AND rule_id = ANY(%s) ORDER BY 1",
        [list(_ANSWERED_BY_REFERENCE)],
    )
    return [row[0] for row in cursor.fetchall()]


def received(cursor: Cursor) -> pd.DataFrame:
    """Every file received so far: submission_id, file_sha256, inbox_path, received_at."""
    submissions = copying.read(cursor, tables.SUBMISSION)
    files = copying.read(cursor, tables.SUBMISSION_FILE)
    merged = submissions.merge(files, on="submission_id")
    return merged[["submission_id", "file_sha256", "inbox_path", "received_at"]]
