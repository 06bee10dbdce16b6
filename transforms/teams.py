"""The team lists and activities of the submissions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pandas as pd

from schemas.reference import Reference
from schemas.submitted import activity_rules, failures, team_rules
from transforms.cells.counts import parse_count
from transforms.columns import parse_column, parse_team_code, values_sent
from transforms.geography import Geography
from transforms.services import activity_code

__all__ = ["Activities", "TeamReports", "judge_activities", "judge_teams"]


@dataclass(frozen=True)
class TeamReports:
    """`reports`: one row per submission and team, with sheet, row_number (its first) and status.

    `faults`: row_uid (of the team's first row), rule_id, column_name, value and n (members listed).
    """

    reports: pd.DataFrame
    faults: pd.DataFrame


def judge_teams(raw: pd.DataFrame, submissions: pd.DataFrame, reference: Reference) -> TeamReports:
    """Team size is the number of a team's `TO_CNS` rows; a team that breaks a rule is held back."""
    codes = parse_column(raw, "team_code", parse_team_code).values
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
    found = failures(team_rules(_youth_teams(reference)), reports)
    faults = found.merge(
        reports[["team_code", "member_count"]].rename(columns={"member_count": "n"}),
        left_on="row_uid",
        right_index=True,
    )
    is_code = faults["column_name"] == "team_code"
    faults["value"] = faults["team_code"].where(is_code, faults["n"].astype("str"))
    reports["status"] = "accepted"
    reports.loc[reports.index.isin(found["row_uid"]), "status"] = "quarantined"
    placed = submissions[["branch_code", "sunday"]].reindex(reports["submission_id"])
    reports["branch_code"] = placed["branch_code"].to_numpy()
    reports["sunday"] = placed["sunday"].to_numpy()
    return TeamReports(reports, faults)


@dataclass(frozen=True)
class Activities:
    """`activities`: accepted rows of `HOAT_DONG`, as in `core.activity`; `faults` as in teams."""

    activities: pd.DataFrame
    faults: pd.DataFrame


def judge_activities(
    raw: pd.DataFrame, submissions: pd.DataFrame, reference: Reference, geography: Geography
) -> Activities:
    """The activities of branches and teams; only the broken row is held back, never the file."""
    team = parse_column(raw, "team_code", parse_team_code)
    kind = parse_column(raw, "activity", lambda text, _: activity_code(text, reference.services))
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
    found = failures(activity_rules(_youth_teams(reference)), rows)
    told = [column.faults for column in (team, kind, quantity, attendance)]
    for name in ("quantity", "attendance"):
        told += _remarkable_counts(raw[name], rows[name], rows["team_code"] != "", name)
    found["value"] = values_sent(found, raw)
    faults = pd.concat([*told, found]).drop_duplicates(["row_uid", "rule_id", "column_name"])
    kept = rows[~rows.index.isin(_held_back(faults))].dropna(subset=["sunday"])
    return Activities(_at_units(kept, geography), faults)


def _remarkable_counts(
    sent: pd.Series[str], counts: pd.Series[int], is_of_team: pd.Series[bool], name: str
) -> list[pd.DataFrame]:
    """Counts that were written with separators or a unit (R49), and those beyond belief (R51).

    A branch may report for all its teams in one row, so only a team's count is called too large.
    """
    is_read = counts.notna().to_numpy()
    is_plain = sent.str.fullmatch(r"\s*[0-9]*(?:\.0)?\s*").to_numpy(dtype=bool)
    is_huge = (counts.gt(_MOST_PLAUSIBLE).fillna(False) & is_of_team).to_numpy(dtype=bool)
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


_MOST_PLAUSIBLE = 10_000
"""What one team can have put up, handed out or drawn on one Sunday; 150,000 posters it cannot."""
_HARMLESS = ("activity.activity.is_in_catalogue", "activity.quantity.is_plain_number")


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


def _youth_teams(reference: Reference) -> set[str]:
    teams = reference.teams
    return set(teams.loc[teams["team_type"] == "youth", "team_code"])
