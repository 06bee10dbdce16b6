"""What a run leaves of what is known and what it found out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from schemas import tables
from schemas.outcome import RECORD_COUNTS, Outcome
from schemas.rules import Severity
from schemas.table import Table
from transforms.findings import make_findings
from transforms.judging import Judgement
from transforms.publication import Linked, Standing, person_rows
from transforms.settling import Settled

__all__ = ["counts_of", "make_outcome"]


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
        {name: int(rows[name].sum()) for name in RECORD_COUNTS},
    )
