"""From what was read to what is known: submissions, records, team lists, activities, faults."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from schemas.clock import local_day
from schemas.reference import Reference
from schemas.rules import Severity
from transforms.evidence import node_numbers
from transforms.findings import file_faults, row_faults, severity_of
from transforms.geography import Geography
from transforms.masks import mask_code
from transforms.people import People, judge_people, repeated_rows
from transforms.record_keys import record_keys
from transforms.stacking import Read, stack
from transforms.submissions import judge_headings
from transforms.summaries import member_reports, reported_summaries, summary_faults
from transforms.teams import judge_activities, judge_teams

__all__ = ["Judgement", "judge", "record_counts"]


@dataclass(frozen=True)
class Judgement:
    """What new files say and what is wrong with it.

    `submissions` is indexed by submission_id, with the counts of its records; `records` is indexed
    by row_uid, as `vault.record`; `team_reports` and `activities` as in `core`; `teams` has one row
    for each submission_id and team_code that a file speaks about; `members` and `summaries` are
    what branches say of themselves; `faults` has the columns of
    `transforms.findings.FAULT_COLUMNS`.
    """

    submissions: pd.DataFrame
    records: pd.DataFrame
    team_reports: pd.DataFrame
    activities: pd.DataFrame
    teams: pd.DataFrame
    members: pd.DataFrame
    summaries: pd.DataFrame
    faults: pd.DataFrame


def judge(
    reads: Sequence[Read],
    reference: Reference,
    geography: Geography,
    key: bytes,
    severities: Mapping[str, Severity],
    now: pd.Timestamp,
) -> Judgement:
    """Judges newly read files; `now` is the run's clock (UTC), `key` the pseudonym key."""
    today = local_day(now)
    stacked = stack(reads)
    headings = judge_headings(reads, reference, today, severities)
    submissions = headings.submissions
    people = judge_people(stacked.people, submissions, reference, geography, today)
    teams = judge_teams(stacked.team_members, submissions, reference)
    activities = judge_activities(stacked.activities, submissions, reference, geography)
    members, member_faults = member_reports(list(reads), submissions)
    summaries = reported_summaries(stacked.summaries, submissions, reference)
    records = people.records
    own_faults = member_faults + summary_faults(summaries, records, reference)
    reported = submissions["sunday"].reindex(records["submission_id"]).set_axis(records.index)
    identified = records.assign(id_number=people.id_numbers)
    records["record_key"] = record_keys(identified, reported, key)
    records["lineage_key"] = records["record_key"]
    records["node_id"] = node_numbers(records)
    records["status"] = _record_status(people, submissions, severities)
    faults = [
        file_faults(stacked.faults + headings.faults + own_faults),
        row_faults(_repeats(stacked.people), records, records["record_key"], stacked.letters),
        row_faults(people.faults, records, records["record_key"], stacked.letters),
        row_faults(
            _team_details(teams.faults),
            teams.reports,
            "team " + teams.reports["team_code"],
            stacked.letters,
        ),
        row_faults(
            activities.faults,
            stacked.activities,
            pd.Series(stacked.activities.index, index=stacked.activities.index),
            stacked.letters,
        ),
    ]
    submissions = submissions.join(record_counts(records)).fillna({name: 0 for name in _COUNTS})
    roster = set(reference.teams["team_code"])
    reports = teams.reports[teams.reports["team_code"].isin(roster)]
    return Judgement(
        submissions=submissions.astype(dict.fromkeys(_COUNTS, "int64")),
        records=records.assign(branch_code=records["branch_code"].replace("", None)),
        team_reports=_with_severity(reports, severities),
        activities=activities.activities,
        teams=_teams_spoken_of(roster, (records, reports), activities.activities),
        members=members,
        summaries=summaries,
        faults=pd.concat(faults, ignore_index=True),
    )


def _record_status(
    people: People, submissions: pd.DataFrame, severities: Mapping[str, Severity]
) -> pd.Series[str]:
    """quarantined by any error of the row or its file, excluded without consent, else accepted."""
    rules = people.faults["rule_id"].unique()
    errors = [rule_id for rule_id in rules if severity_of(rule_id, severities) == "error"]
    broken = people.faults.loc[people.faults["rule_id"].isin(errors), "row_uid"]
    placed = submissions["status"].reindex(people.records["submission_id"]).to_numpy()
    status = pd.Series("accepted", index=people.records.index, dtype="str")
    status = status.mask(people.records["consent"] == "no", "excluded")
    is_held_back = people.records.index.isin(broken) | (placed != "accepted")
    return status.mask(is_held_back, "quarantined")


_COUNTS = ("records_parsed", "records_accepted", "records_quarantined", "records_excluded")


def record_counts(records: pd.DataFrame) -> pd.DataFrame:
    """By submission: how many of its records there are in all and of each status."""
    by_status = pd.crosstab(records["submission_id"], records["status"]).reindex(
        columns=["accepted", "quarantined", "excluded"], fill_value=0
    )
    counts = by_status.add_prefix("records_")
    return counts.assign(records_parsed=counts.sum(axis=1))


def _repeats(people: pd.DataFrame) -> pd.DataFrame:
    repeated = repeated_rows(people)
    return repeated.assign(
        rule_id="record.row.is_not_repeated",
        column_name="",
        value="",
        suggested="",
        detail=[json.dumps({"first_row": first}) for first in repeated["first_row"]],
    )


def _team_details(faults: pd.DataFrame) -> pd.DataFrame:
    details = zip(faults["n"], faults["team_code"], strict=True)
    return faults.assign(
        suggested="",
        detail=[json.dumps({"n": str(n), "team": mask_code(team)}) for n, team in details],
    )


def _with_severity(reports: pd.DataFrame, severities: Mapping[str, Severity]) -> pd.DataFrame:
    """Team lists that break the size rule are held back only while that rule is an error."""
    if severity_of("team.member_count.is_8", severities) == "error":
        return reports
    is_known = reports["status"].eq("accepted") | reports["member_count"].ne(8)
    return reports.assign(status=reports["status"].mask(is_known, "accepted"))


def _teams_spoken_of(
    roster: Collection[str], claimed: Sequence[pd.DataFrame], activities: pd.DataFrame
) -> pd.DataFrame:
    """The teams of the roster that each file speaks about; '' for the branch's own activities.

    A code that is none may be anything typed in its place, a phone or a name: the vault keeps it.
    """
    pairs = pd.concat([frame[["submission_id", "team_code"]] for frame in claimed])
    own = activities[["submission_id", "team_code"]].fillna({"team_code": ""})
    told = pd.concat([pairs[pairs["team_code"].isin(roster)], own])
    return told.drop_duplicates(ignore_index=True)
