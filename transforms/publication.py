"""Everything known, old and new, into what is published: persons, facts and indicators."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from schemas import tables
from schemas.reference import Reference
from schemas.settings import LAUNCH
from schemas.table import Table
from transforms.assistance import assistances, contacts, persons
from transforms.counting import Facts, count_indicators
from transforms.geography import Geography
from transforms.identities import Identities, assign_identities, tokens_of
from transforms.linking import Partition, link
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


@dataclass(frozen=True)
class Standing:
    """What is in force: submissions with version and status, and only the rows that count now."""

    submissions: pd.DataFrame
    teams: pd.DataFrame
    records: pd.DataFrame
    team_reports: pd.DataFrame
    activities: pd.DataFrame


def stand(known: Known) -> Standing:
    """Resolves versions and keeps the rows of submissions in force."""
    submissions = resolve_versions(known.submissions, known.teams)

    def in_force(rows: pd.DataFrame) -> pd.DataFrame:
        asked = rows[["submission_id", "team_code"]].fillna({"team_code": ""})
        return rows[rows_in_force(asked, submissions, known.teams)]

    return Standing(
        submissions,
        known.teams,
        in_force(known.records),
        in_force(known.team_reports),
        in_force(known.activities),
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
    """The facts of `core` and the values of `mart.indicator` (without run_id), by table.

    Weeks are published from the first that anything was sent for to the last one, or to `last_sunday`
    where that is later.
    """
    excluded = standing.records[standing.records["status"] == "excluded"]
    facts = Facts(
        assistance=assistances(linked.records, geography),
        contacts=contacts(excluded, geography),
        team_reports=standing.team_reports,
        activities=standing.activities,
    )
    sundays = _sundays(standing, facts, last_sunday)
    if sundays:
        values = count_indicators(
            facts, reference, geography, _since_launch(sundays[-1]), sundays[0]
        )
        final = pd.Timestamp(sundays[-1]) - pd.Timedelta(weeks=final_after_weeks)
        values = values.assign(
            status=values["sunday"].le(final).map({True: "final", False: "provisional"})
        )
    else:
        values = tables.INDICATOR.empty().drop(columns="run_id")
    linked_records = linked.records.assign(row_uid=linked.records.index)
    return {
        tables.RECORD_PERSON: linked_records[tables.RECORD_PERSON.column_names],
        tables.ASSISTANCE: facts.assistance,
        tables.ANONYMOUS_CONTACT: facts.contacts,
        tables.TEAM_REPORT: tables.TEAM_REPORT.conform(facts.team_reports),
        tables.ACTIVITY: tables.ACTIVITY.conform(facts.activities),
        tables.INDICATOR: values,
    }


def _sundays(
    standing: Standing, facts: Facts, last_sunday: pd.Timestamp | None
) -> list[pd.Timestamp]:
    in_force = standing.submissions["status"].isin(["accepted", "nil"])
    sent = [
        standing.submissions.loc[in_force, "sunday"],
        facts.assistance["sunday"],
        facts.contacts["sunday"],
    ]
    seen = list(pd.concat(sent).dropna().unique()) + ([last_sunday] if last_sunday else [])
    return list(pd.date_range(min(seen), max(seen), freq="7D")) if seen else []


def _since_launch(last: pd.Timestamp) -> list[pd.Timestamp]:
    return list(pd.date_range(LAUNCH, last, freq="7D").as_unit("us"))


def person_rows(linked: Linked, known: pd.DataFrame) -> pd.DataFrame:
    """`core.person` of everybody in force, and of ids that were merged away."""
    rows = persons(linked.records).assign(merged_into=None)
    heirs = linked.identities.merged
    gone = known[known["person_id"].isin(heirs)]
    gone = gone.assign(merged_into=gone["person_id"].map(heirs))
    return tables.PERSON.conform(pd.concat([rows, gone]))
