"""Last week's list under a new date (case Y09)."""

from __future__ import annotations

import pandas as pd

from schemas.identifiers import SEPARATOR
from schemas.reference import Reference
from schemas.settings import LOOK_BACK
from transforms.successions import branches_on

__all__ = ["redated"]

LEAST_SAME = 0.95
"""Share of rows with the same citizen and services that makes a list last week's."""

SMALL_LIST = 5
"""Shorter lists may well name the same few people again."""

_SAID = ("node_id", "service_codes")
"""Whom a row names, and what for (see `transforms.evidence.node_numbers`)."""


def redated(
    week: pd.DataFrame, submissions: pd.DataFrame, records: pd.DataFrame, reference: Reference
) -> dict[str, int]:
    """The files of one Sunday that repeat an earlier list, with the percentage they repeat.

    `week` are that Sunday's rows of `submissions`, which has those of previous Sundays too. An
    earlier list is one in force, of the branch itself or of one that became it, that came no later.
    """
    sunday = week["sunday"].iloc[0]
    own = _rows(week, records, reference, sunday)
    own = own[own.groupby("submission_id")["said"].transform("size") >= SMALL_LIST]
    found: dict[str, int] = {}
    if own.empty:
        return found
    for weeks in range(1, LOOK_BACK + 1):
        is_earlier = submissions["sunday"].eq(sunday - pd.Timedelta(weeks=weeks))
        sent = submissions[is_earlier]
        earlier = _rows(sent[sent["status"] == "accepted"], records, reference, sunday)
        known = earlier.groupby("said")["received_at"].min()
        is_known = known.reindex(own["said"]).set_axis(own.index) <= own["received_at"]
        shares = is_known.groupby(own["submission_id"]).mean()
        for name, share in shares[shares >= LEAST_SAME].items():
            found[str(name)] = max(found.get(str(name), 0), int(100 * share))
    return found


def _rows(
    files: pd.DataFrame, records: pd.DataFrame, reference: Reference, day: pd.Timestamp
) -> pd.DataFrame:
    """submission_id, received_at and `said`: the branch as of `day`, the citizen, the services."""
    rows = records.loc[records["submission_id"].isin(files.index), ["submission_id", *_SAID]]
    rows = rows.join(files[["branch_code", "received_at"]], on="submission_id")
    heirs = branches_on(rows["branch_code"].unique(), day, reference)
    said = rows["branch_code"].map(heirs).astype("str")
    for name in _SAID:
        said = said + SEPARATOR + rows[name].astype("str")
    return rows[["submission_id", "received_at"]].assign(said=said)
