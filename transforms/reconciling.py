"""From rows sent to people counted: `mart.reconciliation`, where every row has its place.

parsed = quarantined + excluded + accepted, and accepted = repeats in the file + repeats in the week
+ persons seen in earlier weeks + persons counted for the first time. Nothing is left over.
"""

from __future__ import annotations

import pandas as pd

from schemas.tables import RECONCILIATION
from transforms.assistance import ticks
from transforms.columns import ordering

__all__ = ["RECONCILED", "RECONCILED_AMOUNTS", "reconcile"]

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
_STATUSES = ["accepted", "quarantined", "excluded"]
_COUNTED = ["row_uid", *_PLACE, "status", "service_codes", "person_id", "file_sha256", "sign"]
_PARTS = ["duplicate_in_file", "duplicate_in_week", "duplicate_earlier", "unique_new"]

RECONCILED_AMOUNTS = ("parsed", "quarantined", "excluded", "accepted", *_PARTS, "unexplained")
"""The columns of `mart.reconciliation` that count rows."""


def reconcile(records: pd.DataFrame, reported: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """`mart.reconciliation`, one row per indicator for each Sunday and branch of `places` or of a
    record.

    `records` are all rows of submissions in force or quarantined whole: row_uid, branch_code (the
    sender's), sunday, status, service_codes and, where accepted, person_id; with
    `sign` (see `transforms.differences.signed`) the amounts are what changed. `reported` has
    sunday, branch_code, indicator_code and reported (the branch's own figure).
    """
    known = records if "sign" in records else records.assign(sign=1.0)
    order = ordering(known, "sunday", "assist_date", "branch_code", "team_code", "row_uid")
    ordered = known[_COUNTED].take(order)
    side = pd.factorize(ordered["person_id"])[0] * 2 + (ordered["sign"] < 0)
    units = ordered.assign(person=side, file=pd.factorize(ordered["file_sha256"])[0])
    units = units.drop(columns=["person_id", "file_sha256"])
    wide = ticks(units.set_index("row_uid"))
    every_place = pd.concat([places[_PLACE], known[_PLACE]]).drop_duplicates()
    parts = []
    for indicator_code, services in RECONCILED.items():
        rows = units if services is None else wide[wide["service_code"].isin(services)]
        counted = _count(rows)
        complete = every_place.merge(counted.reset_index(), on=_PLACE, how="left").fillna(0)
        parts.append(complete.assign(indicator_code=indicator_code))
    every = pd.concat(parts, ignore_index=True)
    told = reported.groupby([*_PLACE, "indicator_code"], as_index=False)["reported"].sum()
    every = every.merge(told, on=[*_PLACE, "indicator_code"], how="left")
    every["parsed"] = every[_STATUSES].sum(axis=1)
    every["unexplained"] = every["accepted"] - every[_PARTS].sum(axis=1)
    return RECONCILIATION.conform(every)


def _count(units: pd.DataFrame) -> pd.DataFrame:
    """Rows of each status and part by Sunday and branch, in the order in which people were met."""
    accepted = _placed(units[units["status"] == "accepted"])
    told = pd.concat([units.assign(part=units["status"]), accepted])
    sums = told.groupby([*_PLACE, "part"])["sign"].sum().unstack(fill_value=0)
    return sums.reindex(columns=[*_STATUSES, *_PARTS], fill_value=0)


def _placed(accepted: pd.DataFrame) -> pd.DataFrame:
    """Accepted units with `part`: where the person was met before this unit, nearest first."""
    part = pd.Series("unique_new", index=accepted.index, dtype="str")
    part = part.mask(accepted.duplicated("person"), "duplicate_earlier")
    part = part.mask(accepted.duplicated(["person", "sunday"]), "duplicate_in_week")
    in_file = accepted.duplicated(["person", "sunday", "file"])
    return accepted.assign(part=part.mask(in_file, "duplicate_in_file"))
