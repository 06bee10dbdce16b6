"""Members of teams who are listed twice: in two teams (X02), or among the assisted (X03).

A list of members has nothing but their names, and namesakes are many, so these are questions: who
is a member of two teams, or no citizen that was helped, is taken out by a decision alone.
"""

from __future__ import annotations

import json
from collections.abc import Collection

import pandas as pd

from transforms.cells.name_keys import tone_key
from transforms.columns import distinct, spread
from transforms.masks import mask_code
from transforms.numbers import birth_years
from transforms.record_keys import keyed_hash

__all__ = [
    "citizens_named_as_members",
    "member_subjects",
    "members_of",
    "members_of_two_teams",
    "pair_subjects",
]

_AGES = range(15, 41)
"""Ages in years at which somebody may be in a team of the Youth Union; older namesakes are others.
"""
_FULL_WORDS, _RARE_WORDS = 3, 4
_COLUMNS = ["row_uid", "rule_id", "column_name", "value", "suggested", "detail"]


def members_of(raw: pd.DataFrame, codes: pd.Series[str], submissions: pd.DataFrame) -> pd.DataFrame:
    """Who is listed in which team: submission_id, sheet, row_number, branch_code, sunday,
    team_code, member_name and its key, indexed like `raw`, the stacked rows of `TO_CNS`.
    """
    placed = submissions[["branch_code", "sunday"]].reindex(raw["submission_id"])
    listed = raw[["submission_id", "sheet", "row_number", "member_name"]].assign(
        branch_code=placed["branch_code"].to_numpy(),
        sunday=placed["sunday"].to_numpy(),
        team_code=codes,
    )
    listed["name_key"] = _keys(listed["member_name"])
    return listed[listed["branch_code"].notna() & listed["sunday"].notna()]


def members_of_two_teams(members: pd.DataFrame, roster: Collection[str]) -> pd.DataFrame:
    """Faults (as `transforms.people` has them, with `team_code` and `first_team`) of teams whose
    members stand in an earlier team too: one for each two teams and file, at the first such member.

    A team that was copied has eight of them, and one answer. `roster` are the codes that may be
    shown.
    """
    named = members[_is_full(members["name_key"]) & (members["team_code"] != "")]
    place = ["branch_code", "sunday", "name_key"]
    first = named.drop_duplicates(place).set_index(place)["team_code"]
    earlier = first.reindex(pd.MultiIndex.from_frame(named[place])).to_numpy()
    told = named.assign(first_team=earlier)
    told = told[told["team_code"] != told["first_team"]]
    pair = ["submission_id", "team_code", "first_team"]
    faults = []
    for (_, team, other), rows in told.groupby(pair, sort=False):
        # By name, so that an answer holds for the same members in whatever order.
        names = rows.drop_duplicates("name_key").sort_values("name_key")["member_name"]
        detail = {"count": str(len(names)), "team": mask_code(str(other), roster)}
        detail |= {"other": mask_code(str(team), roster)}
        faults.append((rows.index[0], "; ".join(names), json.dumps(detail), team, other))
    columns = ["row_uid", "value", "detail", "team_code", "first_team"]
    return pd.DataFrame(faults, columns=columns, dtype="str").assign(
        rule_id="team.member_name.is_in_one_team", column_name="member_name", suggested=""
    )


def citizens_named_as_members(
    records: pd.DataFrame, members: pd.DataFrame, roster: Collection[str]
) -> pd.DataFrame:
    """Faults of records (indexed by row_uid) with the name of a member of the same team, or with a
    name of four words that a member of another team of the sender has.

    Citizens whose age says that they are in no youth team are left out: in a clean campaign one row
    in 800 has the name of some member of the branch, and one in 3,000 is asked about.
    """
    listed = members[_is_full(members["name_key"])]
    rare = listed[_words(listed["name_key"]) >= _RARE_WORDS]
    named = records[["branch_code", "team_code", "full_name", "sunday"]].assign(
        name_key=_keys(records["full_name"])
    )
    team = _first_team(named, listed, ["branch_code", "team_code", "name_key"])
    team = team.fillna(_first_team(named, rare, ["branch_code", "name_key"]))
    age = records["sunday"].dt.year - birth_years(records)
    told = named[team.notna() & (age.isna() | age.isin(_AGES))]
    detail = [json.dumps({"team": mask_code(code, roster)}) for code in team[told.index]]
    return pd.DataFrame({"row_uid": told.index, "value": told["full_name"].to_numpy()}).assign(
        rule_id="record.full_name.is_no_member",
        column_name="full_name",
        suggested="",
        detail=detail,
    )[_COLUMNS]


def _first_team(named: pd.DataFrame, members: pd.DataFrame, place: list[str]) -> pd.Series[str]:
    """For each row the team of the first member with the same in the columns `place`."""
    first = members.drop_duplicates(place).set_index(place, drop=False)["team_code"]
    found = first.reindex(pd.MultiIndex.from_frame(named[place]))
    return pd.Series(found.array, index=named.index, dtype="str")


def member_subjects(members: pd.DataFrame, key: bytes) -> pd.Series[str]:
    """What a finding about a member is about: the team and the name, as a keyed hash."""
    said = zip(members["team_code"], members["name_key"], strict=True)
    hashes = [keyed_hash(key, "member", f"{team} {name}") for team, name in said]
    return pd.Series(hashes, index=members.index, dtype="str")


def pair_subjects(faults: pd.DataFrame, key: bytes) -> pd.Series[str]:
    """What a fault of `members_of_two_teams` is about: the two teams, as a keyed hash."""
    teams = zip(faults["team_code"], faults["first_team"], strict=True)
    hashes = [keyed_hash(key, "members of two teams", f"{one} {other}") for one, other in teams]
    return pd.Series(hashes, index=faults["row_uid"], dtype="str")


def _keys(names: pd.Series[str]) -> pd.Series[str]:
    codes, first = distinct(names)
    return spread([tone_key(name) for name in names.take(first)], codes, names.index)


def _is_full(keys: pd.Series[str]) -> pd.Series[bool]:
    """Names of three words and more: of two, too many people are called the same."""
    return _words(keys) >= _FULL_WORDS


def _words(keys: pd.Series[str]) -> pd.Series[int]:
    return keys.str.count(" ") + 1
