"""The team lists and activities of the submissions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from schemas.reference import Reference
from schemas.submitted import activity_rules, failures, team_rules
from transforms.cells.counts import MOST_OF_A_TEAM, PLAIN_COUNT, parse_count
from transforms.columns import ParsedColumn, among, parse_column, parse_team_code, values_sent
from transforms.error_cells import is_error, with_error_cells
from transforms.geography import Geography
from transforms.roster import with_reasons, youth_teams
from transforms.services import activities_of
from transforms.team_members import members_of
from transforms.team_names import codes_of_names

__all__ = [
    "Activities",
    "TeamReports",
    "activities_in_force",
    "judge_activities",
    "judge_teams",
    "rows_of_team",
]


@dataclass(frozen=True)
class TeamReports:
    """`reports`: one row per submission and team, with sheet and row_number (its first).

    `faults`: row_uid (of the team's first row), rule_id, column_name, value and n (members listed).
    `members` is what `transforms.team_members.members_of` gives.
    """

    reports: pd.DataFrame
    faults: pd.DataFrame
    members: pd.DataFrame


def judge_teams(raw: pd.DataFrame, submissions: pd.DataFrame, reference: Reference) -> TeamReports:
    """Team size is the number of a team's `TO_CNS` rows; those that name nobody were left out."""
    codes = _team_codes(raw, submissions, reference).values
    members = raw[["submission_id", "sheet", "row_number"]].assign(
        team_code=codes, row_uid=raw.index
    )
    reports = members.groupby(["submission_id", "team_code"], as_index=False, sort=False).agg(
        sheet=("sheet", "first"),
        row_number=("row_number", "first"),
        row_uid=("row_uid", "first"),
        member_count=("row_uid", "size"),
    )
    reports["member_count"] = reports["member_count"].astype("Int64")
    reports = reports.set_index("row_uid")
    named = reports.drop(index=raw.index[is_error(raw, "team_code")], errors="ignore")
    found = failures(team_rules(youth_teams(reference.teams)), named)
    found = with_reasons(found, reports["team_code"], reference.teams)
    # How many are in no team says nothing of any.
    is_code = found["column_name"] == "team_code"
    found = found[is_code | (reports["team_code"].reindex(found["row_uid"]) != "").to_numpy()]
    faults = found.merge(
        reports[["team_code", "member_count"]].rename(columns={"member_count": "n"}),
        left_on="row_uid",
        right_index=True,
    )
    is_code = faults["column_name"] == "team_code"
    faults["value"] = faults["team_code"].where(is_code, faults["n"].astype("str"))
    placed = submissions[["branch_code", "sunday"]].reindex(reports["submission_id"])
    reports["branch_code"] = placed["branch_code"].to_numpy()
    reports["sunday"] = placed["sunday"].to_numpy()
    return TeamReports(reports, faults, members_of(raw, codes, submissions))


def rows_of_team(raw: pd.DataFrame, row_uid: str) -> pd.Index[str]:
    """The rows of `TO_CNS` that name their team as the row `row_uid` does, in the same file."""
    same = raw["submission_id"] == raw["submission_id"][row_uid]
    codes = parse_column(raw[same], "team_code", parse_team_code).values
    return codes.index[codes == codes[row_uid]]


@dataclass(frozen=True)
class Activities:
    """`rows`: all rows of `HOAT_DONG` by row_uid, typed; `faults` as in teams."""

    rows: pd.DataFrame
    faults: pd.DataFrame


def judge_activities(
    raw: pd.DataFrame, submissions: pd.DataFrame, reference: Reference
) -> Activities:
    """The activities of branches and teams."""
    team = _team_codes(raw, submissions, reference)
    kind = activities_of(raw, reference.services)
    quantity = parse_column(
        raw,
        "quantity",
        partial(parse_count, rule_id="activity.quantity.is_whole_and_not_negative"),
    )
    attendance = parse_column(
        raw,
        "attendance",
        partial(parse_count, rule_id="activity.attendance.is_whole_and_not_negative"),
    )
    placed = submissions[["branch_code", "sunday"]].reindex(raw["submission_id"])
    rows = raw[["submission_id", "file_sha256", "sheet", "row_number"]].assign(
        sunday=placed["sunday"].to_numpy(),
        branch_code=placed["branch_code"].to_numpy(),
        team_code=team.values,
        service_code=kind.values,
        quantity=pd.to_numeric(quantity.values.replace("", None)).astype("Int64"),
        attendance=pd.to_numeric(attendance.values.replace("", None)).astype("Int64"),
    )
    found = failures(activity_rules(youth_teams(reference.teams)), rows)
    found = with_reasons(found, rows["team_code"], reference.teams)
    told = [column.faults for column in (team, kind, quantity, attendance)]
    for name in ("quantity", "attendance"):
        told += _remarkable_counts(raw[name], rows[name], _most_plausible(rows, reference), name)
    found["value"] = values_sent(found, raw)
    faults = pd.concat([*told, found]).drop_duplicates(["row_uid", "rule_id", "column_name"])
    return Activities(rows, with_error_cells(faults, raw, "HOAT_DONG"))


def activities_in_force(
    rows: pd.DataFrame, faults: pd.DataFrame, geography: Geography
) -> pd.DataFrame:
    """The accepted of the typed `rows`, as in `core.activity`; `faults` are those not waived.

    Only the broken row is held back, never the file.
    """
    kept = rows[~among(rows.index.to_series(), _held_back(faults))].dropna(subset=["sunday"])
    return _at_units(kept, geography)


def _remarkable_counts(
    sent: pd.Series[str], counts: pd.Series[int], most: pd.Series[int], name: str
) -> list[pd.DataFrame]:
    """Counts that were written with separators or a unit (R49), and those beyond belief (R51)."""
    is_read = counts.notna().to_numpy()
    is_plain = sent.str.fullmatch(PLAIN_COUNT.pattern).to_numpy(dtype=bool)
    is_huge = counts.gt(most).fillna(False).to_numpy(dtype=bool)
    return [
        pd.DataFrame({"row_uid": sent.index[mask].array, "value": sent[mask].array}).assign(
            rule_id=rule_id, column_name=name, suggested=""
        )
        for rule_id, mask in (
            ("activity.quantity.is_plain_number", is_read & ~is_plain),
            ("activity.quantity.is_plausible", is_huge),
        )
        if mask.any()
    ]


def _most_plausible(rows: pd.DataFrame, reference: Reference) -> pd.Series[int]:
    """What a row may count; a branch may report in one row for all its teams."""
    teams = reference.teams.drop_duplicates(["branch_code", "team_code"])["branch_code"]
    of_branch = rows["branch_code"].map(teams.value_counts()).fillna(1).astype("int64")
    return of_branch.where(rows["team_code"] == "", 1) * MOST_OF_A_TEAM


_HARMLESS = (
    "activity.activity.is_in_catalogue",
    "activity.activity.is_named_as_in_catalogue",
    "activity.cell.is_no_error_value",
    "activity.quantity.is_plain_number",
)


def _held_back(faults: pd.DataFrame) -> pd.Series:
    return faults.loc[~faults["rule_id"].isin(_HARMLESS), "row_uid"]


def _at_units(rows: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    days = rows.assign(day=rows["sunday"])
    teams = geography.teams_on(days).set_index(["team_code", "day"])["branch_code"]
    keys = pd.MultiIndex.from_frame(days[["team_code", "day"]])
    branch = teams.reindex(keys).to_numpy()
    rows = rows.assign(branch_code=pd.Series(branch, index=rows.index).fillna(rows["branch_code"]))
    days = rows.assign(day=rows["sunday"])
    units = geography.branches_on(days).set_index(["branch_code", "day"])
    units = units.reindex(pd.MultiIndex.from_frame(days[["branch_code", "day"]]))
    rows = rows.assign(
        unit_code=units["unit_code"].to_numpy(),
        unit_valid_from=units["unit_valid_from"].to_numpy(),
        team_code=rows["team_code"].replace("", None),
        row_uid=rows.index,
    )
    return rows.dropna(subset=["unit_code"])


def _team_codes(raw: pd.DataFrame, submissions: pd.DataFrame, reference: Reference) -> ParsedColumn:
    """The teams' codes, also where the name of one of the sender's teams is in their place."""
    parsed = parse_column(raw, "team_code", parse_team_code)
    senders = submissions["branch_code"].reindex(raw["submission_id"]).set_axis(raw.index)
    return replace(parsed, values=codes_of_names(parsed.values, senders, reference.teams))
