"""Newly judged files among the known ones: which are in force now, and what that says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from schemas.catalogue import HOLDING
from schemas.outcome import RECORD_COUNTS, Landed
from schemas.reference import Reference
from schemas.rules import Fault, Severity
from transforms.decisions import Answers, answers_to
from transforms.findings import file_faults
from transforms.holding import hold
from transforms.judging import Judgement, record_counts
from transforms.other_weeks import is_late, other_weeks_faults
from transforms.standing import Known, Standing, stand
from transforms.submissions import duplicates
from transforms.versions import replacements

__all__ = ["Settled", "settle"]


class Settled(NamedTuple):
    """What is in force now, and all faults of the files of this run."""

    standing: Standing
    faults: pd.DataFrame


def settle(
    known: Known,
    judged: Judgement,
    copies: Sequence[Landed],
    cut_off: time,
    reference: Reference,
    severities: Mapping[str, Severity] = MappingProxyType({}),
) -> Settled:
    """Takes newly judged files in among the known ones and resolves versions anew.

    `known` holds at least the branches and Sundays that the new files are of, and these branches'
    previous Sundays (`schemas.settings.LOOK_BACK`). `copies` are files whose bytes were received
    before. A file that was judged again replaces what was known of it. What arrived after `cut_off`
    on its Sunday, Vietnamese time, is late (CAD07).
    """
    renewed = set(judged.submissions.index)
    merged, copy_faults = _merge(known, judged, copies, cut_off)
    places = _places(known, judged)
    idle = frozenset(rule for rule in HOLDING if severities.get(rule) == "info")
    released = _released(merged.submissions, places, judged.answers, idle)
    held = hold(merged.submissions, merged.teams, merged.records, places, reference, released)
    submissions = _counted(held.submissions, merged.submissions, merged.records)
    standing = stand(replace(merged, submissions=submissions))
    own = [
        (submission_id, fault)
        for submission_id, fault in (
            *held.faults,
            *replacements(standing.submissions, standing.teams),
            *_late(standing.submissions),
            *other_weeks_faults(standing.submissions, judged.records),
        )
        if submission_id in renewed and fault.rule_id not in idle
    ]
    told = file_faults(copy_faults + own)
    return Settled(standing, pd.concat([judged.faults, told], ignore_index=True))


def _merge(
    known: Known, judged: Judgement, copies: Sequence[Landed], cut_off: time
) -> tuple[Known, list[tuple[str, Fault]]]:
    renewed = set(judged.submissions.index)
    firsts = pd.concat([known.submissions.reset_index(), judged.submissions.reset_index()])
    copied, copy_faults = duplicates(copies, firsts)
    kept = known.submissions[~known.submissions.index.isin(renewed)]
    fresh = pd.concat([judged.submissions, copied])
    # What is read again from the archive came when it first came.
    came = known.submissions["arrived_at"].reindex(fresh.index)
    fresh["arrived_at"] = came.fillna(fresh["arrived_at"])
    submissions = pd.concat([kept, fresh])
    numbers = [*RECORD_COUNTS, "version"]
    submissions[numbers] = submissions.reindex(columns=numbers).fillna(0).astype("int64")
    submissions["is_late"] = is_late(submissions, cut_off)
    merged = Known(
        submissions,
        teams=_renew(known.teams, judged.teams, renewed),
        records=_renew(known.records, judged.records, renewed, ignore_index=False),
        team_reports=_renew(known.team_reports, judged.team_reports, renewed),
        activities=_renew(known.activities, judged.activities, renewed),
        members=_renew(known.members, judged.members, renewed),
        summaries=_renew(known.summaries, judged.summaries, renewed),
    )
    return merged, copy_faults


def _renew(
    old: pd.DataFrame, new: pd.DataFrame, renewed: set[str], *, ignore_index: bool = True
) -> pd.DataFrame:
    kept = old[~old["submission_id"].isin(renewed)]
    fresh = new[[name for name in old.columns if name in new]]
    return pd.concat([kept, fresh], ignore_index=ignore_index) if len(kept) else fresh.copy()


def _places(known: Known, judged: Judgement) -> pd.MultiIndex:
    """The branches and Sundays of the newly judged files, as they are and as they were taken."""
    before = known.submissions[known.submissions.index.isin(judged.submissions.index)]
    both = pd.concat([frame[["branch_code", "sunday"]] for frame in (judged.submissions, before)])
    return pd.MultiIndex.from_frame(both.dropna().drop_duplicates())


def _released(
    submissions: pd.DataFrame,
    places: pd.MultiIndex,
    answers: Answers,
    idle: frozenset[str],
) -> dict[str, frozenset[str]]:
    """Submission id → the rules by which a steward does not want it held; `idle` hold nobody."""
    everywhere = dict.fromkeys(map(str, submissions.index), idle) if idle else {}
    decisions = answers.decisions
    waivers = decisions[(decisions["action"] == "waive") & decisions["rule_id"].isin(HOLDING)]
    if waivers.empty:
        return everywhere
    is_asked = pd.MultiIndex.from_frame(submissions[["branch_code", "sunday"]]).isin(places)
    names = submissions.index[is_asked]
    faults = file_faults([(str(name), Fault(rule)) for name in names for rule in HOLDING])
    found = answers_to(faults, submissions, answers).having("waive")
    waived = faults.loc[found.index].groupby("submission_id")["rule_id"]
    return everywhere | {str(name): idle | frozenset(rules) for name, rules in waived}


def _counted(after: pd.DataFrame, before: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Record counts of files whose status changed: a held file's rows are all held back, and those
    of a repeated file were counted with the first.
    """
    has_changed = after["status"] != before["status"]
    held = after["status"].eq("held") & has_changed
    repeated = after["status"].eq("duplicate") & has_changed
    back = before["status"].isin(["held", "duplicate"]) & has_changed & ~held & ~repeated
    counts = record_counts(records[records["submission_id"].isin(after.index[held | back])])
    counts = counts.reindex(after.index).fillna(0).astype("int64")
    told = after.copy()
    told.loc[back, RECORD_COUNTS] = counts.loc[back, RECORD_COUNTS]
    told.loc[held | repeated, RECORD_COUNTS] = 0
    for name in ("records_parsed", "records_quarantined"):
        told.loc[held, name] = counts.loc[held, "records_parsed"]
    return told


def _late(submissions: pd.DataFrame) -> list[tuple[str, Fault]]:
    counts = submissions["status"].isin(["accepted", "superseded", "nil", "held"])
    late = submissions.index[counts & submissions["is_late"]]
    return [(str(name), Fault("submission.arrival.is_in_time")) for name in late]
