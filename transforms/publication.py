"""Everything known, old and new, into what is published: persons, facts and indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from schemas import tables
from schemas.reference import Reference
from schemas.settings import LAUNCH
from schemas.table import Table
from transforms.assistance import assistances, contacts, persons
from transforms.counting import Facts, count_indicators
from transforms.crediting import credit
from transforms.geography import Geography
from transforms.grid import make_grid
from transforms.identities import Identities, assign_identities, tokens_of
from transforms.linking import Partition, link
from transforms.presence import submission_status
from transforms.reconciling import reconcile
from transforms.versions import resolve_versions, rows_in_force

__all__ = ["Known", "Linked", "Standing", "count", "identify", "person_rows", "stand"]


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

    `held_back` are the rows of files quarantined whole, where branch and Sunday are known.
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

    def in_force(rows: pd.DataFrame) -> pd.DataFrame:
        asked = rows[["submission_id", "team_code"]].fillna({"team_code": ""})
        return rows[rows_in_force(asked, submissions, known.teams)]

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
        of_files("quarantined", known.records),
    )


@dataclass(frozen=True)
class Linked:
    """Accepted records with person_id, link_reason and match_weight, and the ids behind them."""

    records: pd.DataFrame
    identities: Identities


def identify(
    standing: Standing,
    ledger: pd.DataFrame,
    known_tokens: pd.DataFrame,
    used_ids: int,
    key: bytes,
) -> Linked:
    """Links the accepted records in force and gives every person the id it had."""
    accepted = standing.records[standing.records["status"] == "accepted"]
    partition: Partition = link(accepted)
    records = accepted.join(partition.records)
    identities = assign_identities(
        records[["cluster", "record_key"]],
        tokens_of(partition.nodes, key),
        ledger,
        known_tokens,
        used_ids,
    )
    person_ids = records["cluster"].map(identities.person_ids)
    return Linked(records.assign(person_id=person_ids), identities)


def count(
    standing: Standing,
    linked: Linked,
    reference: Reference,
    geography: Geography,
    final_after_weeks: int,
    last_sunday: pd.Timestamp | None,
) -> dict[Table, pd.DataFrame]:
    """The facts of `core` and the values of `mart` (indicators without run_id), by table.

    Weeks are published from the first that anything was sent for to the last one, or to
    `last_sunday` where that is later.
    """
    excluded = standing.records[standing.records["status"] == "excluded"]
    assistance = assistances(linked.records, geography)
    anonymous = contacts(excluded, geography)
    sundays = _sundays(standing, [assistance, anonymous], last_sunday)
    core = {
        tables.RECORD_PERSON: linked.records.assign(row_uid=linked.records.index)[
            tables.RECORD_PERSON.column_names
        ],
        tables.ASSISTANCE: assistance,
        tables.ANONYMOUS_CONTACT: anonymous,
        tables.TEAM_REPORT: tables.TEAM_REPORT.conform(standing.team_reports),
        tables.ACTIVITY: tables.ACTIVITY.conform(standing.activities),
        tables.MEMBER_REPORT: tables.MEMBER_REPORT.conform(standing.members),
        tables.REPORTED_SUMMARY: tables.REPORTED_SUMMARY.conform(standing.summaries),
    }
    if not sundays:
        return core | _empty_mart()
    return core | _mart(core, standing, linked, reference, geography, sundays, final_after_weeks)


def _empty_mart() -> dict[Table, pd.DataFrame]:
    mart = (tables.SUBMISSION_STATUS, tables.RECONCILIATION, tables.CREDIT)
    values = tables.INDICATOR.empty().drop(columns="run_id")
    return {table: table.empty() for table in mart} | {tables.INDICATOR: values}


def _mart(
    core: Mapping[Table, pd.DataFrame],
    standing: Standing,
    linked: Linked,
    reference: Reference,
    geography: Geography,
    sundays: list[pd.Timestamp],
    final_after_weeks: int,
) -> dict[Table, pd.DataFrame]:
    is_empty = ~standing.submissions.index.isin(standing.teams["submission_id"])
    submissions = standing.submissions.assign(is_empty=is_empty)
    presence = submission_status(submissions, reference, geography, sundays)
    status = tables.SUBMISSION_STATUS.conform(presence)
    records = pd.concat([standing.records, standing.held_back])
    reconciliation = reconcile(records, linked.records, standing.summaries, status)
    grid = make_grid(reference, geography, _since_launch(sundays[-1]), sundays[0])
    facts = Facts(
        assistance=core[tables.ASSISTANCE],
        contacts=core[tables.ANONYMOUS_CONTACT],
        team_reports=standing.team_reports,
        activities=standing.activities,
        unlisted=_unlisted(standing),
        members=standing.members,
        reconciliation=reconciliation,
        presence=presence,
    )
    values = count_indicators(facts, reference, grid)
    final = sundays[-1] - pd.Timedelta(weeks=final_after_weeks)
    is_final = values["sunday"].le(final)
    return {
        tables.SUBMISSION_STATUS: status,
        tables.RECONCILIATION: reconciliation,
        tables.CREDIT: credit(grid.locate(core[tables.ASSISTANCE]), grid),
        tables.INDICATOR: values.assign(status=is_final.map({True: "final", False: "provisional"})),
    }


def _unlisted(standing: Standing) -> pd.DataFrame:
    """Own figures of files in force that list no citizens (case X08)."""
    listed = standing.summaries["submission_id"].isin(standing.records["submission_id"])
    return standing.summaries[~listed]


def _sundays(
    standing: Standing, facts: list[pd.DataFrame], last_sunday: pd.Timestamp | None
) -> list[pd.Timestamp]:
    in_force = standing.submissions["status"].isin(["accepted", "nil"])
    sent = [standing.submissions.loc[in_force, "sunday"], *(frame["sunday"] for frame in facts)]
    seen = list(pd.concat(sent).dropna().unique()) + ([last_sunday] if last_sunday else [])
    return list(pd.date_range(min(seen), max(seen), freq="7D").as_unit("us")) if seen else []


def _since_launch(last: pd.Timestamp) -> list[pd.Timestamp]:
    return list(pd.date_range(LAUNCH, last, freq="7D").as_unit("us"))


def person_rows(linked: Linked, known: pd.DataFrame) -> pd.DataFrame:
    """`core.person` of everybody in force, and of ids that were merged away."""
    rows = persons(linked.records).assign(merged_into=None)
    heirs = linked.identities.merged
    gone = known[known["person_id"].isin(heirs)]
    gone = gone.assign(merged_into=gone["person_id"].map(heirs))
    return tables.PERSON.conform(pd.concat([rows, gone]))
