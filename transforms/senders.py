"""Rows of another branch's teams: the sender's subordinates', or a slip in the code (Y10)."""

from __future__ import annotations

import pandas as pd

from schemas.reference import Reference
from transforms.geography import LEVELS, Geography, UnitKey

__all__ = ["rows_of_other_branches"]


def rows_of_other_branches(
    records: pd.DataFrame, reference: Reference, geography: Geography
) -> pd.DataFrame:
    """Rows (row_uid, rule_id, column_name) whose team was of another branch on their date.

    A district sends what its communes did, and they may send it too: such rows are told of once per
    file. They count for the team's branch, each assistance once, whoever sent it.
    """
    asked = records[["branch_code", "team_code", "assist_date"]]
    asked = asked.rename(columns={"branch_code": "sender", "assist_date": "day"})
    pairs = asked[asked["sender"] != ""].dropna().drop_duplicates()
    teams = geography.teams_on(pairs[["team_code", "day"]])
    pairs = pairs.merge(teams, on=["team_code", "day"])
    pairs = pairs[pairs["branch_code"] != pairs["sender"]]
    if pairs.empty:
        return pd.DataFrame(columns=["row_uid", "rule_id", "column_name"], dtype="str")
    is_below = _is_below(pairs, reference, geography)
    rules = is_below.map(
        {
            True: "record.team_code.is_of_the_sender_itself",
            False: "record.team_code.is_of_this_branch",
        }
    )
    told = pairs[["sender", "team_code", "day"]].assign(rule_id=rules.astype("str"))
    rows = asked.rename_axis("row_uid").reset_index().merge(told, on=["sender", "team_code", "day"])
    return rows[["row_uid", "rule_id"]].assign(column_name="team_code")


def _is_below(pairs: pd.DataFrame, reference: Reference, geography: Geography) -> pd.Series[bool]:
    """Whether the team's branch stands under the sender: by the branch above it, or by its unit."""
    above = reference.branches.dropna(subset=["parent_branch_code"])
    parents = set(zip(above["branch_code"], above["parent_branch_code"], strict=True))
    asked = pairs[["sender", "day"]].rename(columns={"sender": "branch_code"})
    senders = geography.branches_on(asked)
    places = zip(senders["branch_code"], senders["day"], strict=True)
    units = zip(senders["unit_code"], senders["unit_valid_from"], strict=True)
    own = dict(zip(places, units, strict=True))
    administrative = [f"{level}_key" for level in LEVELS if level not in ("branch", "team")]
    below = []
    for sender, branch, day, unit, since, *keys in pairs[
        ["sender", "branch_code", "day", "unit_code", "unit_valid_from", *administrative]
    ].itertuples(index=False, name=None):
        at = own.get((sender, day))
        is_wider = at is not None and at != (unit, since) and UnitKey(*at) in keys
        below.append((branch, sender) in parents or is_wider)
    return pd.Series(below, index=pairs.index, dtype="bool")
