"""From rows sent to people counted: `mart.reconciliation`, where every row has its place.

parsed = quarantined + excluded + accepted, and accepted = repeats in the file + repeats in the week
+ persons seen in earlier weeks + persons counted for the first time. Nothing is left over.
"""

from __future__ import annotations

from typing import cast

import pandas as pd

from schemas.tables import RECONCILIATION
from transforms.assistance import ticks

__all__ = ["RECONCILED", "reconcile"]

RECONCILED: dict[str, tuple[str, ...] | None] = {
    "KPI_UNIQUE_CITIZENS": None,
    "KPI_CITIZEN_ACCOUNT": ("DVC_ACCOUNT", "VNEID_L2"),
    "KPI_CITIZEN_DVC": ("DVC_ACCOUNT",),
    "KPI_CITIZEN_VNEID2": ("VNEID_L2",),
    "KPI_ACCOUNT_DOSSIER": ("DVCTT_DOSSIER",),
    "KPI_ACCOUNT_EPAY": ("EPAYMENT",),
}
"""Indicator → services; None: the unit is the record, else the record × service."""

_PLACE = ["sunday", "branch_code"]
_PARTS = ["duplicate_in_file", "duplicate_in_week", "duplicate_earlier", "unique_new"]


def reconcile(
    records: pd.DataFrame,
    linked: pd.DataFrame,
    reported: pd.DataFrame,
    status: pd.DataFrame,
) -> pd.DataFrame:
    """`mart.reconciliation`, one row per indicator for each Sunday and branch of `status`.

    `records` are all rows of submissions in force or quarantined whole, with branch_code (the
    sender's), sunday, status and service_codes; `linked` gives person_id for the accepted ones;
    `reported` has sunday, branch_code, indicator_code and reported (the branch's own figure);
    `status` (`mart.submission_status`) says which branches and Sundays there are.
    """
    named = records.assign(person_id=linked["person_id"])
    units = named.assign(row_uid=named.index).reset_index(drop=True)
    wide = ticks(named)
    parts = []
    for indicator_code, services in RECONCILED.items():
        rows = units if services is None else wide[wide["service_code"].isin(services)]
        counted = _count(rows.assign(service_code="") if services is None else rows)
        parts.append(_complete(counted, status).assign(indicator_code=indicator_code))
    every = pd.concat(parts, ignore_index=True)
    told = reported.groupby([*_PLACE, "indicator_code"], as_index=False)["reported"].sum()
    every = every.merge(told, on=[*_PLACE, "indicator_code"], how="left")
    every["unexplained"] = every["accepted"] - every[_PARTS].sum(axis=1)
    return RECONCILIATION.conform(every)


def _count(units: pd.DataFrame) -> pd.DataFrame:
    by_status = pd.crosstab([units["sunday"], units["branch_code"]], units["status"]).reindex(
        columns=["accepted", "quarantined", "excluded"], fill_value=0
    )
    by_status["parsed"] = by_status.sum(axis=1)
    accepted = _placed(units[units["status"] == "accepted"])
    by_part = pd.crosstab([accepted["sunday"], accepted["branch_code"]], accepted["part"])
    return by_status.join(by_part.reindex(columns=_PARTS, fill_value=0)).fillna(0)


def _placed(accepted: pd.DataFrame) -> pd.DataFrame:
    """Accepted units with `part`: where the person was met before this unit, nearest first."""
    order = ["assist_date", "branch_code", "team_code", "row_uid", "service_code"]
    ordered = accepted.sort_values(["sunday", *order], kind="stable")
    part = pd.Series("unique_new", index=ordered.index, dtype="str")
    part = part.mask(ordered.duplicated("person_id"), "duplicate_earlier")
    part = part.mask(ordered.duplicated(["person_id", "sunday"]), "duplicate_in_week")
    in_file = ordered.duplicated(["person_id", "sunday", "file_sha256"])
    return ordered.assign(part=part.mask(in_file, "duplicate_in_file"))


def _complete(counted: pd.DataFrame, status: pd.DataFrame) -> pd.DataFrame:
    # Frames are typed by no kind of index; this one is of Sundays and branches.
    known = cast(pd.MultiIndex, counted.index)
    places = pd.MultiIndex.from_frame(status[_PLACE]).union(known)
    return counted.reindex(places.set_names(_PLACE)).fillna(0).reset_index()
