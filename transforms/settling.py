"""Newly judged files among the known ones: which are in force now, and what that says of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import NamedTuple

import pandas as pd

from schemas.outcome import RECORD_COUNTS, Landed
from schemas.settings import TIME_ZONE
from transforms.findings import file_faults
from transforms.judging import Judgement
from transforms.publication import Known, Standing, stand
from transforms.submissions import duplicates
from transforms.versions import replacements

__all__ = ["Settled", "settle"]


class Settled(NamedTuple):
    """What is in force now, and all faults of the files of this run."""

    standing: Standing
    faults: pd.DataFrame


def settle(known: Known, judged: Judgement, copies: Sequence[Landed], cut_off: time) -> Settled:
    """Takes newly judged files in among the known ones and resolves versions anew.

    `copies` are files whose bytes were received before. A file that was judged again replaces what
    was known of it. What came after `cut_off` on its Sunday, Vietnamese time, is late (CAD07).
    """
    renewed = set(judged.submissions.index)
    firsts = pd.concat([known.submissions.reset_index(), judged.submissions.reset_index()])
    copied, copy_faults = duplicates(copies, firsts)
    kept = known.submissions[~known.submissions.index.isin(renewed)]
    submissions = pd.concat([kept, judged.submissions, copied])
    submissions[RECORD_COUNTS] = submissions[RECORD_COUNTS].fillna(0).astype("int64")
    submissions["is_late"] = _is_late(submissions, cut_off)
    standing = stand(
        Known(
            submissions,
            teams=_renew(known.teams, judged.teams, renewed),
            records=_renew(known.records, judged.records, renewed, ignore_index=False),
            team_reports=_renew(known.team_reports, judged.team_reports, renewed),
            activities=_renew(known.activities, judged.activities, renewed),
            members=_renew(known.members, judged.members, renewed),
            summaries=_renew(known.summaries, judged.summaries, renewed),
        )
    )
    replacing = [
        (submission_id, fault)
        for submission_id, fault in replacements(standing.submissions, standing.teams)
        if submission_id in renewed
    ]
    told = file_faults(copy_faults + replacing)
    return Settled(standing, pd.concat([judged.faults, told], ignore_index=True))


def _renew(
    old: pd.DataFrame, new: pd.DataFrame, renewed: set[str], *, ignore_index: bool = True
) -> pd.DataFrame:
    kept = old[~old["submission_id"].isin(renewed)]
    fresh = new[[name for name in old.columns if name in new]]
    return pd.concat([kept, fresh], ignore_index=ignore_index) if len(kept) else fresh.copy()


def _is_late(submissions: pd.DataFrame, cut_off: time) -> pd.Series[bool]:
    due = submissions["sunday"] + pd.Timedelta(hours=cut_off.hour, minutes=cut_off.minute)
    return (submissions["received_at"] > due.dt.tz_localize(TIME_ZONE)).astype(bool)
