"""Files in force: which submissions stand, and the rows of them that count now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, fields

import pandas as pd

from schemas import tables
from transforms.versions import in_force_of, resolve_versions

__all__ = ["Known", "Standing", "narrowed", "nothing_stands", "stand"]


@dataclass(frozen=True)
class Known:
    """All submissions so far, the new ones included, and what they hold.

    `submissions` is indexed by submission_id, `records` by row_uid.
    """

    submissions: pd.DataFrame
    teams: pd.DataFrame
    records: pd.DataFrame
    team_reports: pd.DataFrame
    activities: pd.DataFrame
    members: pd.DataFrame = field(default_factory=tables.MEMBER_REPORT.empty)
    summaries: pd.DataFrame = field(default_factory=tables.REPORTED_SUMMARY.empty)


@dataclass(frozen=True)
class Standing:
    """What is in force: submissions with version and status, and only the rows that count now.

    `held_back` are the rows of files quarantined whole or held, where branch and Sunday are known:
    all of them as quarantined.
    """

    submissions: pd.DataFrame
    teams: pd.DataFrame
    records: pd.DataFrame
    team_reports: pd.DataFrame
    activities: pd.DataFrame
    members: pd.DataFrame
    summaries: pd.DataFrame
    held_back: pd.DataFrame


def stand(known: Known) -> Standing:
    """Resolves versions and keeps the rows of submissions in force."""
    submissions = resolve_versions(known.submissions, known.teams)
    are_in_force = in_force_of(submissions, known.teams)

    def in_force(rows: pd.DataFrame) -> pd.DataFrame:
        asked = rows[["submission_id", "team_code"]].fillna({"team_code": ""})
        return rows[are_in_force(asked)]

    def of_files(status: str, rows: pd.DataFrame) -> pd.DataFrame:
        placed = submissions.dropna(subset=["branch_code", "sunday"])
        placed = placed[placed["status"] == status]
        return rows[rows["submission_id"].isin(placed.index)]

    return Standing(
        submissions,
        known.teams,
        in_force(known.records),
        in_force(known.team_reports),
        in_force(known.activities),
        of_files("accepted", known.members),
        of_files("accepted", known.summaries),
        pd.concat([of_files(status, known.records) for status in ("quarantined", "held")]).assign(
            status="quarantined"
        ),
    )


def narrowed(standing: Standing, submission_ids: Collection[str]) -> Standing:
    """Only these submissions and their rows."""
    kept = standing.submissions[standing.submissions.index.isin(submission_ids)]
    frames = {part.name: getattr(standing, part.name) for part in fields(standing)}
    rows = {
        name: frame[frame["submission_id"].isin(kept.index)]
        for name, frame in frames.items()
        if name != "submissions"
    }
    return Standing(kept, **rows)


def nothing_stands(standing: Standing) -> Standing:
    """The same frames without rows."""
    return narrowed(standing, [])
