"""What is asked of the generator, and what it gives."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date

import pandas as pd

from samples.packaged import PROFILES

__all__ = ["LAUNCH", "Campaign", "CampaignPlan", "CitizenTargets"]

LAUNCH = date(2023, 2, 26)
"""The first Sunday of the programme (DOMAIN 1): nobody was helped earlier."""


@dataclass(frozen=True)
class CitizenTargets:
    """Distinct citizens to be helped since launch, exactly so many with each of these services.

    `account`: DVC_ACCOUNT or VNEID_L2; `dossier`: DVCTT_DOSSIER; `epayment`: EPAYMENT. The groups
    overlap and none holds another.
    """

    account: int
    dossier: int
    epayment: int


@dataclass(frozen=True)
class CampaignPlan:
    """The size and the dirt of a campaign; equal plans give equal campaigns.

    `sundays` are consecutive or not, ascending, each a Sunday. `profile` names a column of
    error_profiles.csv. Every one of the `person_count` persons is helped at least once, so
    `record_count` less the rows typed twice may not be under it. `district_count` asks for that
    many districts; None takes as few as hold `branch_count` communes. Teams and typists of a
    branch are drawn between the two bounds, both included. With `targets` every person has needs
    that his visits meet; without, the services of each visit are drawn by their weights alone.
    `sunday_weights` says how busy each Sunday is beside the others; None draws that.
    """

    seed: int
    sundays: tuple[date, ...]
    branch_count: int
    person_count: int
    record_count: int
    profile: str = "default"
    district_count: int | None = None
    teams_per_branch: tuple[int, int] = (4, 8)
    typists_per_branch: tuple[int, int] = (1, 3)
    targets: CitizenTargets | None = None
    sunday_weights: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse a plan that cannot be carried out (ValueError)."""
        if self.profile not in PROFILES:
            raise ValueError(f"profile {self.profile!r} is not one of {', '.join(PROFILES)}")
        if not self.sundays or any(day.weekday() != 6 or day < LAUNCH for day in self.sundays):
            raise ValueError("sundays must be Sundays from 26/02/2023 on, at least one")
        if list(self.sundays) != sorted(set(self.sundays)):
            raise ValueError("sundays must be ascending, each once")
        if self.sunday_weights is not None and len(self.sunday_weights) != len(self.sundays):
            raise ValueError("sunday_weights must be as many as sundays")
        if min(self.branch_count, self.person_count, self.teams_per_branch[0]) < 1:
            raise ValueError("a campaign needs a branch, a team and a person")
        if self.record_count * 0.98 < self.person_count:
            raise ValueError("record_count must exceed person_count by 2 % at least")
        if not 1 <= self.typists_per_branch[0] <= self.typists_per_branch[1]:
            raise ValueError("typists_per_branch must be ascending, from 1")
        if self.targets is not None:
            counts = astuple(self.targets)
            if min(counts) < 0 or max(counts) > self.person_count:
                raise ValueError("a target must lie between 0 and person_count")


@dataclass(frozen=True)
class Campaign:
    """A generated campaign. Frames have a plain range index; text columns are `str`, never null.

    - `branches`, `teams`: as `sunday reference load` takes them (DESIGN 4).
    - `branch_facts`: branch_code, prepared_by, prepared_phone, member_total, member_dvc_count,
      member_vneid2_count, member_both_count: the sheet THONG_TIN of each branch.
    - `members`: team_code, area, member_name, team_role: the 8 members of each team.
    - `activities`: sunday, branch_code, team_code, activity, quantity, attendance, url.
    - `persons`: person_id (from 1), full_name, surname, middle_name, given_name, gender,
      birth_date, id_number (12 digits), cmnd_number (9 digits or ''), phone, second_phone,
      household_phone, household_id, unit_code, moved_to_unit_code and moved_on ('' if they stay),
      kind (namesake, twin, father_son, '').
    - `records`: one row per NGUOI_DAN row as sent, in workbook order: path, sheet, row_number
      (Excel's), branch_code, sunday, then the sheet's columns by their English names
      (team_code, full_name, ... as template_columns.csv), then `<column>_type` for the columns of
      `samples.records.TYPED_COLUMNS`: text, number, date, or '' for a blank cell. A number cell's
      text is its digits (52089123456), a date cell's is ISO (1989-10-30).
    - `truth`: aligned to `records`: path, sheet, row_number, true_person_id, service_code (joined
      with ;), team_code, branch_code, sunday, assist_date, kind, errs (names of
      error_profiles.csv joined with a space), dossier_count.

    All dates are ISO text. A row's branch_code is its team's branch and its workbook's.
    """

    plan: CampaignPlan
    branches: pd.DataFrame
    teams: pd.DataFrame
    branch_facts: pd.DataFrame
    members: pd.DataFrame
    activities: pd.DataFrame
    persons: pd.DataFrame
    records: pd.DataFrame
    truth: pd.DataFrame
