"""Old and new knowledge brought together, and what a run leaves of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import NamedTuple

import numpy as np
import pandas as pd

from schemas import tables
from schemas.outcome import Landed, Outcome
from schemas.rules import Severity
from schemas.settings import TIME_ZONE
from schemas.table import Table
from transforms.findings import file_faults, make_findings
from transforms.judging import Judgement
from transforms.publication import Known, Linked, Standing, person_rows, stand
from transforms.submissions import duplicates
from transforms.versions import replacements

__all__ = ["Settled", "counts_of", "make_outcome", "settle"]

COUNTS = ["records_parsed", "records_accepted", "records_quarantined", "records_excluded"]


class Settled(NamedTuple):
    """What is in force now, and all faults of the files of this run."""

    standing: Standing
    faults: pd.DataFrame


def settle(known: Known, judged: Judgement, copies: Sequence[Landed], cut_off: time) -> Settled:
    """Takes newly judged files in among the known ones and resolves versions anew.

    `copies` are files whose bytes were received before. A file that was judged again replaces what
    was known of it. What came after `cut_off` on its Sunday, Vietnamese time, is late (CAD07).
    """
    renewed = set(judged.submissions.index)
    firsts = pd.concat([known.submissions.reset_index(), judged.submissions.reset_index()])
    copied, copy_faults = duplicates(copies, firsts)
    kept = known.submissions[~known.submissions.index.isin(renewed)]
    submissions = pd.concat([kept, judged.submissions, copied])
    submissions[COUNTS] = submissions[COUNTS].fillna(0).astype("int64")
    submissions["is_late"] = _is_late(submissions, cut_off)
    standing = stand(
        Known(
            submissions,
            teams=_renew(known.teams, judged.teams, renewed),
            records=_renew(known.records, judged.records, renewed, ignore_index=False),
            team_reports=_renew(known.team_reports, judged.team_reports, renewed),
            activities=_renew(known.activities, judged.activities, renewed),
            members=_renew(known.members, judged.members, renewed),
            summaries=_renew(known.summaries, judged.summaries, renewed),
        )
    )
    replacing = [
        (submission_id, fault)
        for submission_id, fault in replacements(standing.submissions, standing.teams)
        if submission_id in renewed
    ]
    told = file_faults(copy_faults + replacing)
    return Settled(standing, pd.concat([judged.faults, told], ignore_index=True))


def _renew(
    old: pd.DataFrame, new: pd.DataFrame, renewed: set[str], *, ignore_index: bool = True
) -> pd.DataFrame:
    kept = old[~old["submission_id"].isin(renewed)]
    fresh = new[[name for name in old.columns if name in new]]
    return pd.concat([kept, fresh], ignore_index=ignore_index) if len(kept) else fresh.copy()


def make_outcome(
    known_submissions: pd.DataFrame,
    known_persons: pd.DataFrame,
    judged: Judgement,
    settled: Settled,
    linked: Linked,
    facts: Mapping[Table, pd.DataFrame],
    severities: Mapping[str, Severity],
    run_id: str,
) -> Outcome:
    """Everything that publishing writes.

    `known_submissions` (indexed by submission_id) and `known_persons` are as before the run;
    `facts` come from `transforms.publication.count`.
    """
    standing = settled.standing
    changed = _changed_submissions(known_submissions, standing.submissions, run_id)
    is_new = ~changed["submission_id"].isin(known_submissions.index)
    findings = make_findings(settled.faults, standing.submissions, severities)
    values = facts[tables.INDICATOR]
    superseded = changed.loc[changed["status"] == "superseded", "submission_id"]
    return Outcome(
        updates={
            tables.SUBMISSION: changed,
            tables.SUBMISSION_FILE: changed[is_new],
            tables.SUBMISSION_TEAM: judged.teams,
            tables.RECORD: judged.records.assign(row_uid=judged.records.index),
            tables.CELL_VALUE: findings.values,
            tables.PERSON: person_rows(linked, known_persons),
            tables.LINK_LEDGER: linked.identities.ledger.assign(run_id=run_id),
            tables.PERSON_TOKEN: linked.identities.tokens,
        },
        facts={**facts, tables.INDICATOR: values.assign(cause=_causes(values, changed))},
        findings=findings.findings,
        settled=[*superseded, *judged.submissions.index],
    )


def _changed_submissions(before: pd.DataFrame, after: pd.DataFrame, run_id: str) -> pd.DataFrame:
    """Rows of `ops.submission` that are new, or have another status, version or count now."""
    rows = after.reset_index()
    was = before.reindex(rows["submission_id"])
    is_same = [
        was[name].astype("str").to_numpy() == rows[name].astype("str").to_numpy()
        for name in ("status", "version", "records_accepted")
    ]
    changed: pd.DataFrame = rows[~np.logical_and.reduce(is_same)].copy()
    return changed.assign(run_id=run_id)


def _is_late(submissions: pd.DataFrame, cut_off: time) -> pd.Series[bool]:
    due = submissions["sunday"] + pd.Timedelta(hours=cut_off.hour, minutes=cut_off.minute)
    return (submissions["received_at"] > due.dt.tz_localize(TIME_ZONE)).astype(bool)


def _causes(values: pd.DataFrame, changed: pd.DataFrame) -> pd.Series[str]:
    """Why a value may change in this run: what was sent for its Sunday, or for one before it."""
    placed = changed[changed["status"].isin(["accepted", "nil"])]
    corrected = placed.loc[placed["version"] > 1, "sunday"].min()
    first = placed["sunday"].min()
    cause = pd.Series("link_change", index=values.index, dtype="str")
    cause = cause.mask(values["sunday"] >= first, "late")
    return cause.mask(values["sunday"] >= corrected, "correction")


def counts_of(
    standing: Standing, submission_ids: Sequence[str]
) -> tuple[dict[str, int], dict[str, int]]:
    """Of these submissions: how many by status, and the sums of their record counts."""
    rows = standing.submissions.loc[standing.submissions.index.isin(submission_ids)]
    by_status = rows["status"].value_counts().sort_index()
    return (
        {str(status): int(count) for status, count in by_status.items()},
        {name: int(rows[name].sum()) for name in COUNTS},
    )
