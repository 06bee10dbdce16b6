"""What a run leaves of what is known and what it found out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from schemas import tables
from schemas.outcome import (
    RECORD_COUNTS,
    Difference,
    FiguresOutcome,
    FilesOutcome,
    PersonsOutcome,
)
from schemas.rules import Severity
from schemas.table import Table
from transforms.assistance import persons
from transforms.causes import Causes, Occasion
from transforms.changes import Change
from transforms.columns import among
from transforms.differences import difference
from transforms.findings import make_findings
from transforms.geography import Geography
from transforms.identification import Linked
from transforms.judging import Judgement
from transforms.link_events import link_events
from transforms.publication import Counted
from transforms.relinking import EDGE_NODES
from transforms.settling import Settled

__all__ = ["counts_of", "figures_outcome", "files_outcome", "persons_outcome"]


def files_outcome(
    known_submissions: pd.DataFrame,
    judged: Judgement,
    settled: Settled,
    severities: Mapping[str, Severity],
    run_id: str,
) -> FilesOutcome:
    """What publishing writes of files.

    `known_submissions` (indexed by submission_id) are those of `settled` as before the run.
    """
    submissions = settled.standing.submissions
    changed = _changed_submissions(known_submissions, submissions, run_id)
    lay = known_submissions["inbox_path"].reindex(changed["submission_id"]).to_numpy()
    has_moved = changed["inbox_path"] != lay
    findings = make_findings(settled.faults, submissions, severities, judged.answers, judged.roster)
    superseded = changed.loc[changed["status"] == "superseded", "submission_id"]
    return FilesOutcome(
        updates={
            tables.SUBMISSION: changed,
            tables.SUBMISSION_FILE: changed[has_moved],
            tables.SUBMISSION_TEAM: judged.teams,
            tables.CELL_VALUE: findings.values,
        },
        records=_records(judged.records, known_submissions.index),
        findings=findings.findings,
        settled=[*superseded, *judged.submissions.index],
    )


def persons_outcome(
    linked: Linked,
    duplicates: Mapping[Table, Difference],
    run_id: str,
    *,
    is_relinked: bool,
) -> PersonsOutcome:
    """What publishing writes of persons."""
    return PersonsOutcome(
        updates={
            tables.LINK_LEDGER: _ledger(linked).assign(run_id=run_id),
            tables.PERSON_TOKEN: linked.asleep,
            tables.LINK_EVENT: link_events(linked, run_id, is_relinked=is_relinked),
        },
        differences={**_of_persons(linked), **duplicates},
        awake=sorted(linked.identities.person_ids),
        is_relinked=is_relinked,
    )


def figures_outcome(
    counted: Counted,
    change: Change,
    linked: Linked,
    occasion: Occasion,
    geography: Geography,
    final: pd.Timestamp | None,
    *,
    is_whole: bool,
) -> FiguresOutcome:
    """What publishing writes of figures, each with its cause; `final` is the last Sunday whose
    figures are.
    """

    causes = Causes(change, linked.before, linked.records, occasion, geography)

    def told(values: pd.DataFrame) -> pd.DataFrame:
        return values.assign(cause=causes.of(values))

    return FiguresOutcome(
        differences=counted.differences,
        sums=counted.sums,
        values=told(counted.values),
        changes=told(counted.changes),
        newest=counted.newest,
        final=final,
        is_whole=is_whole,
    )


def _records(records: pd.DataFrame, known: pd.Index) -> Difference:
    """Rows of new files, and of files that were judged again."""
    rows = tables.RECORD.conform(records.assign(row_uid=records.index))
    is_known = rows["submission_id"].isin(known)
    return Difference(rows[~is_known], rows[is_known], rows.iloc[:0])


def _of_persons(linked: Linked) -> dict[Table, Difference]:
    """Persons, and the evidence and links by which they are known again."""
    relinked = linked.relinked
    people = difference(tables.PERSON, _persons(linked.before), _persons(linked.records))
    is_new = among(people.new["person_id"], linked.identities.new_ids)
    heirs = linked.identities.merged
    left = people.gone.assign(
        merged_into=people.gone["person_id"].map(heirs), has_strong_evidence=None
    )
    # Who comes back is in the table already; who leaves stays in it.
    changed = pd.concat([people.changed, people.new[~is_new], tables.PERSON.conform(left)])
    nodes = relinked.nodes.assign(
        person_id=relinked.nodes["cluster"].map(linked.identities.person_ids)
    )
    return {
        tables.PERSON: Difference(
            people.new[is_new], tables.PERSON.conform(changed), people.gone.iloc[:0]
        ),
        tables.LINK_NODE: difference(tables.LINK_NODE, _nodes(relinked.stored), _nodes(nodes)),
        tables.LINK_EDGE: difference(
            tables.LINK_EDGE,
            relinked.cut.rename(columns=EDGE_NODES),
            relinked.edges.rename(columns=EDGE_NODES),
        ),
    }


def _persons(records: pd.DataFrame) -> pd.DataFrame:
    return persons(records).assign(merged_into=None)


def _nodes(nodes: pd.DataFrame) -> pd.DataFrame:
    sex = nodes["sex"].where(nodes["sex"] != "", None)
    return nodes.assign(sex=sex).rename_axis("node_id").reset_index()


def _ledger(linked: Linked) -> pd.DataFrame:
    """record_key and person_id of every record that is under another id than before, and of the
    first version of its row.
    """
    was = linked.before["person_id"].reindex(linked.records.index)
    moved = linked.records[(was != linked.records["person_id"]).to_numpy()]
    first = moved[["lineage_key", "person_id"]].rename(columns={"lineage_key": "record_key"})
    both = pd.concat([moved[["record_key", "person_id"]], first])
    return both.drop_duplicates("record_key")


_FROM_THE_FORM = ("branch_code", "sunday", "submission_type")


def _changed_submissions(before: pd.DataFrame, after: pd.DataFrame, run_id: str) -> pd.DataFrame:
    """Rows of `ops.submission` that are new, or have another place, status, version, count or form
    now.
    """
    rows = after.reset_index()
    was = before.reindex(rows["submission_id"])
    is_same = [
        was[name].astype("str").to_numpy() == rows[name].astype("str").to_numpy()
        for name in ("inbox_path", "status", "version", "records_accepted", *_FROM_THE_FORM)
    ]
    changed: pd.DataFrame = rows[~np.logical_and.reduce(is_same)].copy()
    return changed.assign(run_id=run_id)


def counts_of(
    submissions: pd.DataFrame, submission_ids: Sequence[str]
) -> tuple[dict[str, int], dict[str, int]]:
    """Of these submissions: how many by status, and the sums of their record counts."""
    rows = submissions.loc[submissions.index.isin(submission_ids)]
    by_status = rows["status"].value_counts().sort_index()
    return (
        {str(status): int(count) for status, count in by_status.items()},
        {name: int(rows[name].sum()) for name in RECORD_COUNTS},
    )
