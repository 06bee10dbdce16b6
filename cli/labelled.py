"""Generated campaigns as accepted records whose true persons are known.

Training and the accuracy benchmark read the cells of a campaign through the same parsers and
judgements as a run does, but without writing workbooks first: thousands of files would say the
same, a hundred times slower.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pandas as pd

from samples.campaign import generate_campaign
from samples.plan import LAUNCH, Campaign, CampaignPlan
from samples.records import SHEET
from schemas import tables
from schemas.identifiers import digests
from schemas.reference import Reference
from schemas.template import TEMPLATE
from transforms.geography import Geography
from transforms.people import evidence_counts, judge_people
from warehouse.reference import shipped_reference

__all__ = ["CASES", "labelled_plan", "labelled_records"]

_TYPE_LETTERS = {"text": "s", "number": "n", "date": "d", "": ""}
_DAY_OF_READING = pd.Timestamp(2026, 1, 1)

CASES = ("submission_id", "row_number", "truth", "district_code", "errs")
"""What is known of a labelled record beside its evidence."""


def labelled_plan(seed: int, profile: str, person_count: int) -> CampaignPlan:
    """A year of Sundays with five records for three persons, in communes of 1,500 people at most.

    60,000 persons live in 159 communes, the whole province of 2023.
    """
    return CampaignPlan(
        seed=seed,
        sundays=tuple(LAUNCH + timedelta(weeks=week) for week in range(52)),
        branch_count=max(2, min(159, person_count // 377)),
        person_count=person_count,
        record_count=person_count * 5 // 3,
        profile=profile,
    )


def labelled_records(plan: CampaignPlan) -> pd.DataFrame:
    """The accepted records of a campaign, indexed by row_uid: what linking takes, and `truth`.

    Rows that a run would quarantine are left out, since it would not count them. `district_code`
    and `commune_code` are those of the team's branch.
    """
    shipped = shipped_reference()
    text = {
        name: shipped.units[name].dt.strftime("%Y-%m-%d") for name in ("valid_from", "valid_to")
    }
    campaign = generate_campaign(plan, shipped.units.assign(**text))
    reference = _with_roster(shipped, campaign)
    raw = _raw_rows(campaign)
    rows = raw.drop_duplicates("submission_id").set_index("submission_id")
    submissions = rows[["branch_code", "sunday"]].assign(sunday=pd.to_datetime(rows["sunday"]))
    people = judge_people(raw, submissions, reference, Geography(reference), _DAY_OF_READING)
    records = people.records.assign(truth=campaign.truth["true_person_id"].to_numpy())
    records["errs"] = campaign.truth["errs"].to_numpy()
    records = records[(evidence_counts(records) > 0) & (records["full_name"] != "")]
    return _placed(records, reference)


def _with_roster(shipped: Reference, campaign: Campaign) -> Reference:
    blank = {"": None}
    return replace(
        shipped,
        branches=tables.BRANCH.conform(campaign.branches.replace(blank)),
        teams=tables.TEAM.conform(campaign.teams.replace(blank)),
    )


def _raw_rows(campaign: Campaign) -> pd.DataFrame:
    """`Campaign.records` in the form of `transforms.stacking`."""
    records = campaign.records
    sha = {path: hashlib.sha256(path.encode()).hexdigest() for path in records["path"].unique()}
    raw = records.assign(file_sha256=records["path"].map(sha))
    raw["submission_id"] = raw["file_sha256"].str[:32]
    for column in TEMPLATE:  # the long layout's columns, which generated workbooks lack
        if column.sheet == SHEET and column.name not in raw:
            raw[column.name] = raw[f"{column.name}__type"] = ""
    for name in [name for name in records.columns if f"{name}_type" not in records.columns]:
        raw[f"{name}__type"] = (records[name].astype("str") != "").map({True: "s", False: ""})
    for name in [name for name in records.columns if name.endswith("_type")]:
        raw[name.replace("_type", "__type")] = records[name].map(_TYPE_LETTERS)
    raw = raw.astype({name: "str" for name in raw.columns if name != "row_number"})
    raw.index = pd.Index(
        digests(raw["file_sha256"], raw["sheet"], raw["row_number"]), name="row_uid", dtype="str"
    )
    return raw


def _placed(records: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    parents = reference.units.drop_duplicates("unit_code").set_index("unit_code")["parent_code"]
    units = reference.branches.set_index("branch_code")["unit_code"]
    commune = records["branch_code"].map(units)
    return records.assign(commune_code=commune, district_code=commune.map(parents))
