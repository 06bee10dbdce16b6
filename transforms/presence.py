"""Who sent what for each Sunday: `mart.submission_status`."""

from __future__ import annotations

import pandas as pd

from schemas.reference import Reference
from schemas.tables import SUBMISSION_STATUS
from transforms.geography import Geography, in_force

__all__ = ["are_reports", "submission_status"]

_LATER_FIRST = ("on_time", "late", "nil", "empty", "held", "rejected")
"""What a branch's files for a Sunday amount to: the best of what each of them is."""


def submission_status(
    submissions: pd.DataFrame,
    reference: Reference,
    geography: Geography,
    sundays: list[pd.Timestamp],
) -> pd.DataFrame:
    """One row for every branch expected on each of `sundays`, and for any other that sent a file.

    `submissions` is indexed by submission_id and has branch_code, sunday, status, version, is_late,
    is_empty (it says nothing of citizens, work of teams or figures) and received_at. A file held
    back whole counts as rejected: the branch has to send again. Suspended, nil, missing and empty
    are different things. The frame has two more columns than the table: `is_expected`, whether the
    branch was to report on a Sunday that is not suspended for it, whatever it sent; and
    `is_on_time`, whether some report, a nil one included, came in time.
    """
    sent = submissions.dropna(subset=["branch_code", "sunday"])
    sent = sent[(sent["status"] != "duplicate") & sent["sunday"].isin(sundays)]
    in_time = are_reports(sent) & ~sent["is_late"].astype(bool)
    states = sent.assign(state=_states(sent), is_on_time=in_time)
    states["said_in_time"] = in_time & states["state"].ne("empty")
    states["rank"] = states["state"].map({state: rank for rank, state in enumerate(_LATER_FIRST)})
    best = (
        states.sort_values("rank", kind="stable")
        .groupby(["sunday", "branch_code"])
        .agg(
            state=("state", "first"),
            versions=("state", "size"),
            last_received_at=("received_at", "max"),
            is_on_time=("is_on_time", "max"),
            said_in_time=("said_in_time", "max"),
        )
    )
    expected = _expected(reference, sundays).assign(is_expected=True)
    every = expected.merge(best.reset_index(), on=["sunday", "branch_code"], how="outer")
    is_suspended = _is_suspended(every, reference, geography)
    every["state"] = every["state"].mask(is_suspended & every["state"].isna(), "suspended")
    every["state"] = every["state"].fillna("missing")
    every["versions"] = every["versions"].fillna(0)
    every["is_on_time"] = every["is_on_time"].eq(True)
    # A branch is late when nothing of its came in time, not when it says more later.
    says_more = every["said_in_time"].eq(True) & every["state"].eq("late")
    every["state"] = every["state"].mask(says_more, "on_time")
    every["is_expected"] = every["is_expected"].eq(True) & ~is_suspended
    every = every.sort_values(["sunday", "branch_code"], ignore_index=True)
    return SUBMISSION_STATUS.conform(every).assign(
        is_expected=every["is_expected"], is_on_time=every["is_on_time"]
    )


def are_reports(sent: pd.DataFrame) -> pd.Series[bool]:
    """Files that were taken as a report, those that another one replaced later included."""
    return sent["status"].isin(["accepted", "superseded", "nil"]) & ~_was_held(sent)


def _states(sent: pd.DataFrame) -> pd.Series[str]:
    is_empty = sent["status"].isin(["accepted", "superseded"]) & sent["is_empty"].astype(bool)
    state = pd.Series("on_time", index=sent.index, dtype="str")
    state = state.mask(sent["is_late"].astype(bool), "late").mask(is_empty, "empty")
    is_held = sent["status"].eq("held") | _was_held(sent)
    state = state.mask(sent["status"] == "nil", "nil").mask(is_held, "held")
    return state.mask(sent["status"].isin(["rejected", "quarantined"]), "rejected")


def _was_held(sent: pd.DataFrame) -> pd.Series[bool]:
    """Files that were held until another answered them: they never had a version in force."""
    return sent["status"].eq("superseded") & sent["version"].eq(0)


def _expected(reference: Reference, sundays: list[pd.Timestamp]) -> pd.DataFrame:
    weeks = [
        in_force(reference.branches, day, day)[["branch_code"]].assign(sunday=day)
        for day in sundays
    ]
    return pd.concat(weeks, ignore_index=True).drop_duplicates()


def _is_suspended(
    rows: pd.DataFrame, reference: Reference, geography: Geography
) -> pd.Series[bool]:
    """Whether the Sunday is suspended for the branch itself or a unit above it."""
    suspended = reference.suspended_sundays
    marks = set(zip(suspended["sunday"], suspended["unit_code"], strict=True))
    if not marks:
        return pd.Series(False, index=rows.index)
    asked = rows[["branch_code", "sunday"]].rename(columns={"sunday": "day"})
    located = geography.branches_on(asked).set_index(["branch_code", "day"])
    keys = located[["province_key", "district_key", "commune_key", "branch_key"]]
    hit = {
        place: any(key is not None and (place[1], key.unit_code) in marks for key in above)
        for place, *above in keys.itertuples(name=None)
    }
    places = zip(rows["branch_code"], rows["sunday"], strict=True)
    return pd.Series([hit.get(place, False) for place in places], index=rows.index)
