"""The rows of all files, judged: citizens, team lists and activities, and their faults."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from schemas.identifiers import SEPARATOR
from schemas.reference import Reference
from transforms.erased import without_erased
from transforms.error_cells import error_cells
from transforms.findings import row_faults
from transforms.geography import Geography
from transforms.lineage import Lineage
from transforms.masks import mask_code
from transforms.people import People, judge_people, repeated_rows
from transforms.record_keys import keyed_hash
from transforms.stacking import Stacked
from transforms.team_members import (
    citizens_named_as_members,
    member_subjects,
    members_of_two_teams,
    pair_subjects,
)
from transforms.teams import Activities, TeamReports, judge_activities, judge_teams

__all__ = [
    "JudgedRows",
    "RowJudge",
    "activity_subjects",
    "faults_of_rows",
    "with_renewed",
]


@dataclass(frozen=True)
class JudgedRows:
    """What `judge_people`, `judge_teams` and `judge_activities` give."""

    people: People
    teams: TeamReports
    activities: Activities


@dataclass(frozen=True)
class RowJudge:
    """By what rows are judged: `today` is the run's day in Vietnam, `key` the pseudonym key."""

    reference: Reference
    geography: Geography
    today: pd.Timestamp
    key: bytes

    def judge(self, stacked: Stacked, submissions: pd.DataFrame) -> JudgedRows:
        """The rows of `stacked`, of files `submissions` (by submission_id)."""
        people = judge_people(
            stacked.people, submissions, self.reference, self.geography, self.today
        )
        return JudgedRows(
            without_erased(people, self.reference.tombstones, self.key),
            judge_teams(stacked.team_members, submissions, self.reference),
            judge_activities(stacked.activities, submissions, self.reference),
        )


def with_renewed(
    rows: JudgedRows, renewed: JudgedRows, submission_ids: Collection[str]
) -> JudgedRows:
    """`rows` with all of these files' rows as they are in `renewed`, in the same order."""

    def of_files(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
        merged = pd.concat([old[~old["submission_id"].isin(submission_ids)], new])
        order = old.index.append(new.index).unique()
        return merged.loc[order[order.isin(merged.index)]]

    def of_rows(old: pd.DataFrame, new: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
        gone = rows.index[rows["submission_id"].isin(submission_ids)]
        return pd.concat([old[~old["row_uid"].isin(gone)], new], ignore_index=True)

    people, teams, activities = rows.people, rows.teams, rows.activities
    numbers = pd.concat([people.id_numbers, renewed.people.id_numbers])
    return JudgedRows(
        People(
            of_files(people.records, renewed.people.records),
            of_rows(people.faults, renewed.people.faults, people.records),
            numbers[~numbers.index.duplicated(keep="last")].reindex(people.records.index),
        ),
        TeamReports(
            of_files(teams.reports, renewed.teams.reports),
            of_rows(teams.faults, renewed.teams.faults, teams.reports),
            of_files(teams.members, renewed.teams.members),
        ),
        Activities(
            of_files(activities.rows, renewed.activities.rows),
            of_rows(activities.faults, renewed.activities.faults, activities.rows),
        ),
    )


def activity_subjects(activities: pd.DataFrame, key: bytes) -> pd.Series[str]:
    """What a finding about an activity is about: team, kind, and the how manieth of these in its
    file, as a keyed hash; `activities` are the typed rows.
    """
    same = ["submission_id", "team_code", "service_code"]
    places = activities.groupby(same, sort=False).cumcount()
    told = zip(activities["team_code"], activities["service_code"], places, strict=True)
    hashes = [keyed_hash(key, "activity", SEPARATOR.join(map(str, parts))) for parts in told]
    return pd.Series(hashes, index=activities.index, dtype="str")


def faults_of_rows(
    rows: JudgedRows,
    stacked: Stacked,
    lineage: Lineage,
    of_activities: pd.Series[str],
    key: bytes,
    roster: Collection[str] = (),
) -> list[pd.DataFrame]:
    """All faults of rows, as `transforms.findings.row_faults` gives them.

    Citizens are known by their lineage, teams by their code, activities by `activity_subjects` as
    they were sent; `key` is the pseudonym key, and `roster` the codes that may be shown.
    """
    people, teams, letters = rows.people, rows.teams, stacked.letters
    citizens = [
        citizens_named_as_members(people.records, teams.members, roster),
        _repeats(stacked.people),
        people.faults,
        lineage.faults,
    ]
    members = (teams.members, member_subjects(teams.members, key))
    pairs = members_of_two_teams(teams.members, roster)
    in_two = pair_subjects(pairs, key)
    return [
        row_faults(pairs, teams.members.loc[in_two.index], in_two, letters),
        row_faults(error_cells(stacked.team_members, "TO_CNS"), *members, letters),
        *(row_faults(faults, people.records, lineage.keys, letters) for faults in citizens),
        row_faults(
            _team_details(teams.faults, roster),
            teams.reports,
            "team " + teams.reports["team_code"],
            letters,
        ),
        row_faults(rows.activities.faults, stacked.activities, of_activities, letters),
    ]


def _repeats(people: pd.DataFrame) -> pd.DataFrame:
    repeated = repeated_rows(people)
    return repeated.assign(
        rule_id="record.row.is_not_repeated",
        column_name="",
        value="",
        suggested="",
        detail=[json.dumps({"first_row": first}) for first in repeated["first_row"]],
    )


def _team_details(faults: pd.DataFrame, roster: Collection[str]) -> pd.DataFrame:
    details = zip(faults["n"], faults["team_code"], strict=True)
    return faults.assign(
        suggested="",
        detail=[json.dumps({"n": str(n), "team": mask_code(team, roster)}) for n, team in details],
    )
