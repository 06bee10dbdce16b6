"""Branches, their teams with members, their typists, and what a branch says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import combinations, islice

import numpy as np
import pandas as pd

from samples.chance import Integers, texts
from samples.names import draw_given_names, draw_middle_names, draw_surnames, full_names
from samples.numbers import mobile_numbers
from samples.plan import CampaignPlan

__all__ = ["Roster", "choose_communes", "draw_roster", "without_type"]

VALID_FROM = "2023-01-01"
TEAM_SIZE = 8
"""DOMAIN 1: a youth digital-technology team has eight members."""

_TYPES = ("Thành phố ", "Thị xã ", "Thị trấn ", "Huyện ", "Quận ", "Phường ", "Xã ")


def without_type(name: str) -> str:
    """The bare name of a unit: Huyện An Lão -> An Lão."""
    return next((name[len(t) :] for t in _TYPES if name.startswith(t)), name)


@dataclass(frozen=True)
class Roster:
    """Frames of `Campaign` and, by position, each team's branch and typist.

    `communes`: unit_code, name, district_code, district_name; one branch each, same order.
    """

    communes: pd.DataFrame
    branches: pd.DataFrame
    teams: pd.DataFrame
    branch_facts: pd.DataFrame
    members: pd.DataFrame
    team_branch: Integers
    team_typist: Integers


def choose_communes(
    rng: np.random.Generator, plan: CampaignPlan, units: pd.DataFrame
) -> pd.DataFrame:
    """`plan.branch_count` communes in force on the first Sunday, of as whole districts as fit.

    `units`: unit_code, name, level, parent_code, valid_from, valid_to (blank or null = open).
    Raises ValueError if there are too few.
    """
    in_force = _in_force(units, plan.sundays[0])
    communes = in_force[in_force["level"] == "commune"].sort_values("unit_code")
    districts = in_force[in_force["level"] == "district"].sort_values("unit_code")
    communes = communes[communes["parent_code"].isin(districts["unit_code"])]
    if len(communes) < plan.branch_count:
        raise ValueError(f"{plan.branch_count} branches asked, {len(communes)} communes in force")
    sizes = communes["parent_code"].value_counts().sort_index()
    chosen = _choose_districts(rng, sizes, plan)
    kept = communes[communes["parent_code"].isin(chosen)]
    rank = kept["parent_code"].map({code: place for place, code in enumerate(chosen)})
    kept = kept.assign(rank=rank).sort_values(["rank", "unit_code"]).head(plan.branch_count)
    names = districts.drop_duplicates("unit_code").set_index("unit_code")["name"]
    frame = pd.DataFrame(
        {
            "unit_code": kept["unit_code"].astype("str"),
            "name": kept["name"].astype("str"),
            "district_code": kept["parent_code"].astype("str"),
            "district_name": kept["parent_code"].map(names).astype("str"),
        }
    )
    return frame.sort_values("unit_code", ignore_index=True)


def _in_force(units: pd.DataFrame, day: date) -> pd.DataFrame:
    since = pd.to_datetime(units["valid_from"], errors="coerce")
    until = pd.to_datetime(units["valid_to"], errors="coerce")
    moment = pd.Timestamp(day)
    return units[(since.isna() | (since <= moment)) & (until.isna() | (until >= moment))]


def _choose_districts(
    rng: np.random.Generator, sizes: pd.Series[int], plan: CampaignPlan
) -> list[str]:
    """Codes in a random order, the largest last where the number of districts is given."""
    codes = [str(code) for code in rng.permutation(sizes.index.to_numpy())]
    if plan.district_count is None:
        filled = np.cumsum(sizes.loc[codes].to_numpy())
        return codes[: int(np.searchsorted(filled, plan.branch_count)) + 1]
    choices = islice(combinations(codes, plan.district_count), 5000)
    spare = [(int(sizes.loc[list(c)].sum()) - plan.branch_count, c) for c in choices]
    enough = [choice for choice in spare if choice[0] >= 0]
    if not enough:
        raise ValueError(f"no {plan.district_count} districts have {plan.branch_count} communes")
    closest = min(enough, key=lambda choice: choice[0])[1]
    return sorted(closest, key=lambda code: int(sizes[code]))


def draw_roster(rng: np.random.Generator, plan: CampaignPlan, communes: pd.DataFrame) -> Roster:
    """One branch per commune with its teams, their eight members and its typists."""
    count = len(communes)
    branch_code = texts([f"D{code}" for code in communes["unit_code"]])
    low, high = plan.teams_per_branch
    teams = rng.integers(low, high + 1, count)
    team_branch = np.repeat(np.arange(count), teams)
    low, high = plan.typists_per_branch
    typists = np.minimum(rng.integers(low, high + 1, count), teams)
    first_typist = np.concatenate([[0], np.cumsum(typists)[:-1]])
    place = np.arange(len(team_branch)) - np.searchsorted(team_branch, team_branch)
    team_code = texts([f"T{number:04d}" for number in range(1, len(team_branch) + 1)])
    areas = zip(communes["name"], communes["district_name"], strict=True)
    branches = pd.DataFrame(
        {
            "branch_code": branch_code,
            "name": [f"Đoàn {name} ({without_type(district)})" for name, district in areas],
            "kind": "commune",
            "unit_code": communes["unit_code"],
            "parent_branch_code": "",
            "valid_from": VALID_FROM,
            "valid_to": "",
        }
    ).astype("str")
    team_table = pd.DataFrame(
        {
            "team_code": team_code,
            "branch_code": branch_code[team_branch],
            "name": [f"Tổ công nghệ số thanh niên {code}" for code in team_code],
            "team_type": "youth",
            "valid_from": VALID_FROM,
            "valid_to": "",
        }
    ).astype("str")
    return Roster(
        communes=communes,
        branches=branches,
        teams=team_table,
        branch_facts=_branch_facts(rng, branch_code),
        members=_members(rng, team_code, texts(communes["name"].to_numpy())[team_branch]),
        team_branch=team_branch,
        team_typist=first_typist[team_branch] + place % typists[team_branch],
    )


def _young_names(rng: np.random.Generator, count: int) -> list[str]:
    woman = rng.random(count) < 0.5
    year = rng.integers(1990, 2007, count)
    middle, given = draw_middle_names(rng, woman, year), draw_given_names(rng, woman, year)
    return list(full_names(draw_surnames(rng, count), middle, given))


def _branch_facts(rng: np.random.Generator, branch_code: np.ndarray) -> pd.DataFrame:
    count = len(branch_code)
    total = rng.integers(120, 420, count)
    dvc = total - rng.integers(0, 6, count)
    vneid2 = total - rng.integers(0, 6, count)
    return pd.DataFrame(
        {
            "branch_code": branch_code,
            "prepared_by": _young_names(rng, count),
            "prepared_phone": mobile_numbers(rng, count),
            "member_total": total,
            "member_dvc_count": dvc,
            "member_vneid2_count": vneid2,
            "member_both_count": np.minimum(dvc, vneid2),
        }
    ).astype({"branch_code": "str", "prepared_by": "str", "prepared_phone": "str"})


def _members(rng: np.random.Generator, team_code: np.ndarray, area: np.ndarray) -> pd.DataFrame:
    roles = ["Tổ trưởng", "Tổ phó", *["Thành viên"] * (TEAM_SIZE - 2)]
    return pd.DataFrame(
        {
            "team_code": np.repeat(team_code, TEAM_SIZE),
            "area": np.repeat(area, TEAM_SIZE),
            "member_name": _young_names(rng, TEAM_SIZE * len(team_code)),
            "team_role": roles * len(team_code),
        }
    ).astype("str")
