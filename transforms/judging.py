"""From what was read to what is known: submissions, records, team lists, activities, faults."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from schemas.clock import local_day
from schemas.reference import Reference
from schemas.rules import Severity
from transforms.columns import among
from transforms.decisions import NO_ANSWERS, Answers, answers_on
from transforms.decisions.files import Files, files_as_decided
from transforms.decisions.replaying import Replayed, replay
from transforms.evidence import node_numbers
from transforms.findings import file_faults, severity_of
from transforms.geography import Geography
from transforms.judged_rows import JudgedRows, RowJudge, activity_subjects, faults_of_rows
from transforms.lineage import NoRows, RowMemory, trace
from transforms.own_figures import summary_faults
from transforms.people import People
from transforms.record_keys import record_keys
from transforms.roster import every_team
from transforms.stacking import Read, Stacked, stack
from transforms.submissions import judge_headings
from transforms.summaries import member_reports, reported_summaries
from transforms.teams import activities_in_force

__all__ = ["Judgement", "judge", "record_counts"]


@dataclass(frozen=True)
class Judgement:
    """What new files say and what is wrong with it.

    `submissions` is indexed by submission_id, with the counts of its records; `records` is indexed
    by row_uid, as `vault.record`; `team_reports` and `activities` as in `core`; `teams` has one row
    for each submission_id and team_code that a file speaks about, and says by has_work whether it
    lists more than members; `members` and `summaries` are what branches say of themselves;
    `faults` has the columns of `transforms.findings.FAULT_COLUMNS`. `answers` are the decisions
    that stand, `applied` the positions of those that filled a cell. `roster` are the codes of all
    teams, which may be shown.
    """

    submissions: pd.DataFrame
    records: pd.DataFrame
    team_reports: pd.DataFrame
    activities: pd.DataFrame
    teams: pd.DataFrame
    members: pd.DataFrame
    summaries: pd.DataFrame
    faults: pd.DataFrame
    answers: Answers = NO_ANSWERS
    applied: frozenset[int] = frozenset()
    roster: frozenset[str] = frozenset()


def judge(
    reads: Sequence[Read],
    reference: Reference,
    geography: Geography,
    key: bytes,
    severities: Mapping[str, Severity],
    now: pd.Timestamp,
    memory: RowMemory | None = None,
    decisions: pd.DataFrame | None = None,
) -> Judgement:
    """Judges newly read files; `now` is the run's clock (UTC), `key` the pseudonym key.

    `memory` knows the rows of earlier files, which those of a corrected file continue. `decisions`
    are all that stewards made, with their values.
    """
    today = local_day(now)
    answers = NO_ANSWERS if decisions is None else answers_on(decisions, today, key)
    of_files = files_as_decided(
        reads,
        lambda reads, waived: judge_headings(reads, reference, today, severities, waived),
        answers,
    )
    reads, submissions = of_files.reads, of_files.headings.submissions
    stacked = stack(reads)
    by = RowJudge(reference, geography, today, key)
    rows = by.judge(stacked, submissions)
    sent = _keys(rows.people, submissions, key)
    known = rows.people.records.assign(record_key=sent)
    lineage = trace(known, stacked.people["row_id"], submissions, memory or NoRows())
    corrected = submissions.index.to_series().map(lineage.corrected)
    submissions["corrected_id"] = corrected.astype("str")

    of_activities = activity_subjects(rows.activities.rows, key)

    def faults_of(stacked: Stacked, rows: JudgedRows) -> pd.DataFrame:
        told = faults_of_rows(
            rows, stacked, lineage, of_activities, key, every_team(reference.teams)
        )
        return pd.concat(told, ignore_index=True)

    decided = replay(stacked, rows, submissions, by, faults_of, answers)
    keys = {"record_key": sent, "lineage_key": lineage.keys}
    return _judgement(of_files, decided, keys, by, answers, severities)


def _keys(people: People, submissions: pd.DataFrame, key: bytes) -> pd.Series[str]:
    """The record keys of rows as sent."""
    records = people.records
    reported = submissions["sunday"].reindex(records["submission_id"]).set_axis(records.index)
    return record_keys(records.assign(id_number=people.id_numbers), reported, key)


def _judgement(
    of_files: Files,
    decided: Replayed,
    keys: Mapping[str, pd.Series[str]],
    by: RowJudge,
    answers: Answers,
    severities: Mapping[str, Severity],
) -> Judgement:
    submissions, rows = of_files.headings.submissions, decided.rows
    waived = decided.answered.having("waive").index
    unwaived = decided.faults.drop(waived)
    records = rows.people.records.assign(**keys)
    records["node_id"] = node_numbers(records)
    records["status"] = _record_status(records, unwaived, submissions, severities)
    activities = activities_in_force(rows.activities.rows, unwaived, by.geography)
    members, member_faults = member_reports(list(of_files.reads), submissions)
    summaries, figure_faults = reported_summaries(decided.stacked, submissions, by.reference)
    own_faults = member_faults + figure_faults
    own_faults += summary_faults(summaries, records, rows.activities.rows, by.reference)
    told = file_faults(decided.stacked.faults + of_files.headings.faults + own_faults)
    submissions = submissions.join(record_counts(records)).fillna({name: 0 for name in _COUNTS})
    roster = every_team(by.reference.teams)
    reports = rows.teams.reports[rows.teams.reports["team_code"].isin(roster)]
    return Judgement(
        submissions=submissions.astype(dict.fromkeys(_COUNTS, "int64")),
        records=records.assign(branch_code=records["branch_code"].replace("", None)),
        team_reports=_with_status(reports, unwaived, severities),
        activities=activities,
        teams=_teams_spoken_of(roster, records, activities, reports),
        members=members,
        summaries=summaries,
        faults=pd.concat(
            [told, decided.faults, of_files.mended, decided.mended], ignore_index=True
        ),
        answers=answers,
        applied=decided.applied,
        roster=roster,
    )


def _record_status(
    records: pd.DataFrame,
    faults: pd.DataFrame,
    submissions: pd.DataFrame,
    severities: Mapping[str, Severity],
) -> pd.Series[str]:
    """quarantined by any error of the row or its file, excluded without consent or where the
    citizen was erased, else accepted.
    """
    placed = submissions["status"].reindex(records["submission_id"]).to_numpy()
    status = pd.Series("accepted", index=records.index, dtype="str")
    status = status.mask(records["consent"].eq("no") | records["is_erased"], "excluded")
    is_held_back = among(records.index.to_series(), _broken(faults, severities)) | (
        placed != "accepted"
    )
    return status.mask(is_held_back, "quarantined")


def _broken(faults: pd.DataFrame, severities: Mapping[str, Severity]) -> pd.Series[str]:
    """The rows with an error."""
    rules = faults["rule_id"].unique()
    errors = [rule_id for rule_id in rules if severity_of(rule_id, severities) == "error"]
    return faults.loc[faults["rule_id"].isin(errors), "row_uid"]


_COUNTS = ("records_parsed", "records_accepted", "records_quarantined", "records_excluded")


def record_counts(records: pd.DataFrame) -> pd.DataFrame:
    """By submission: how many of its records there are in all and of each status."""
    by_status = pd.crosstab(records["submission_id"], records["status"]).reindex(
        columns=["accepted", "quarantined", "excluded"], fill_value=0
    )
    counts = by_status.add_prefix("records_")
    return counts.assign(records_parsed=counts.sum(axis=1))


def _with_status(
    reports: pd.DataFrame, faults: pd.DataFrame, severities: Mapping[str, Severity]
) -> pd.DataFrame:
    """Team lists, held back by any error that nobody waived."""
    is_broken = among(reports.index.to_series(), _broken(faults, severities))
    status = pd.Series("accepted", index=reports.index, dtype="str").mask(is_broken, "quarantined")
    return reports.assign(status=status)


def _teams_spoken_of(
    roster: Collection[str], records: pd.DataFrame, activities: pd.DataFrame, reports: pd.DataFrame
) -> pd.DataFrame:
    """The teams of the roster that each file speaks about; '' for the branch's own activities.

    A code that is none may be anything typed in its place, a phone or a name: the vault keeps it.
    """
    names = ["submission_id", "team_code"]
    own = activities[names].fillna({"team_code": ""})
    work = pd.concat([records.loc[records["team_code"].isin(roster), names], own])
    told = pd.concat([work.assign(has_work=True), reports[names].assign(has_work=False)])
    return told.drop_duplicates(names, ignore_index=True)
