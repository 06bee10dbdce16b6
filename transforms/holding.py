"""Files that are set aside before they count: repeats, and what somebody must look at first.

Within one branch and Sunday files are taken in version order, each against what is in force when
it comes. A held file changes nothing; the file that answers it makes it superseded (DESIGN 4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from schemas.reference import Reference
from schemas.rules import Fault
from schemas.settings import LOOK_BACK
from transforms.comparing import Arrival, Verdict, Week
from transforms.locks import is_locked
from transforms.redated import redated
from transforms.versions import chains_of, in_version_order, resolve_versions

__all__ = ["Held", "hold"]

_ONE_WEEK = pd.Timedelta(weeks=1)
_RECENT = LOOK_BACK * _ONE_WEEK


class Held(NamedTuple):
    """The submissions with their status, and what is said of those that are set aside or would be
    but for a steward: (submission_id, fault).
    """

    submissions: pd.DataFrame
    faults: list[tuple[str, Fault]]


def hold(
    submissions: pd.DataFrame,
    teams: pd.DataFrame,
    records: pd.DataFrame,
    places: pd.MultiIndex,
    reference: Reference,
    released: Mapping[str, frozenset[str]] = MappingProxyType({}),
) -> Held:
    """Judges the files of some places (branch_code, sunday) anew, from all that is known of them.

    `submissions` is indexed by submission_id (columns as for `resolve_versions`, and
    content_sha256); `teams` and `records` are those of the same files and of the same branches'
    previous Sundays. Files of other places keep their status. `released` names, by submission_id,
    the rules of `HOLDING` that a steward waived.
    """
    is_asked = _among(submissions, places)
    judged = submissions.assign(status=_before_comparing(submissions, teams, is_asked))
    asked = judged[is_asked & judged["status"].isin(["accepted", "nil"])]
    faults: list[tuple[str, Fault]] = []
    for sunday in sorted(asked["sunday"].unique()):
        week = asked[asked["sunday"] == sunday]
        told = [
            *_of_another_week(week, judged, teams, records, reference).items(),
            *_of_a_locked_one(week, reference).items(),
        ]
        doubts = {name: f for name, f in told if f.rule_id not in released.get(name, ())}
        faults += [(name, f) for name, f in told if f.rule_id in released.get(name, ())]
        for submission_id, verdict in _compare(week, doubts, teams, records, released):
            if verdict.status:
                judged.loc[submission_id, ["status", "version"]] = (verdict.status, 0)
            if verdict.fault:
                faults.append((submission_id, verdict.fault))
    return Held(judged, faults)


def _among(submissions: pd.DataFrame, places: pd.MultiIndex) -> pd.Series[bool]:
    asked = pd.MultiIndex.from_frame(submissions[["branch_code", "sunday"]])
    return pd.Series(asked.isin(places), index=submissions.index)


def _before_comparing(
    submissions: pd.DataFrame, teams: pd.DataFrame, is_asked: pd.Series[bool]
) -> pd.Series[str]:
    """What a file was before any comparison; a copy byte by byte (Y01) holds nothing to compare."""
    status = submissions["status"]
    is_copy = status.eq("duplicate") & ~submissions.index.isin(teams["submission_id"])
    was_compared = status.isin(["superseded", "held", "duplicate"]) & ~is_copy
    is_nil = submissions["submission_type"].eq("nil") & submissions["records_parsed"].eq(0)
    fresh = is_nil.map({True: "nil", False: "accepted"}).astype("str")
    return status.mask(was_compared & is_asked, fresh)


def _of_another_week(
    week: pd.DataFrame,
    judged: pd.DataFrame,
    teams: pd.DataFrame,
    records: pd.DataFrame,
    reference: Reference,
) -> dict[str, Fault]:
    rule_id = "submission.list.is_of_this_week"
    sunday = week["sunday"].iloc[0]
    recent = judged[judged["sunday"].between(sunday - _RECENT, sunday - _ONE_WEEK)]
    if recent.empty:
        return {}
    shares = redated(week, resolve_versions(recent, teams), records, reference)
    return {name: Fault(rule_id, detail={"count": str(share)}) for name, share in shares.items()}


def _of_a_locked_one(week: pd.DataFrame, reference: Reference) -> dict[str, Fault]:
    locked = is_locked(week["sunday"], week["received_at"], reference.locks)
    return {str(name): Fault("submission.sunday.is_not_locked") for name in week.index[locked]}


def _compare(
    week: pd.DataFrame,
    doubts: Mapping[str, Fault],
    teams: pd.DataFrame,
    records: pd.DataFrame,
    released: Mapping[str, frozenset[str]],
) -> Iterator[tuple[str, Verdict]]:
    """Verdicts on those of a Sunday's files that are set aside, branch by branch."""
    is_alone = ~week.duplicated("branch_code", keep=False)
    alone = week.index[is_alone & week.index.isin(list(doubts))]
    yield from ((str(name), Verdict("held", doubts[str(name)])) for name in alone)
    crowded = in_version_order(week[~is_alone])
    rows = records[records["submission_id"].isin(crowded.index)]
    listed = {str(name): rows_of for name, rows_of in rows.groupby("submission_id")}
    spoken, worked = _teams_of(crowded, teams), _teams_of(crowded, teams[teams["has_work"]])
    chains = chains_of(crowded)
    for _, files in crowded.groupby("branch_code"):
        one = Week()
        for name, kind, content in zip(
            files.index, files["submission_type"], files["content_sha256"], strict=True
        ):
            own = spoken.get(name, frozenset())
            arrival = Arrival.of(name, kind, content, own, listed.get(name), chains[name])
            of_work = worked.get(name, frozenset())
            arrival = replace(arrival, worked=of_work, released=released.get(name, frozenset()))
            yield from one.take(arrival, doubts.get(name))


def _teams_of(files: pd.DataFrame, teams: pd.DataFrame) -> dict[str, frozenset[str]]:
    asked = teams[teams["submission_id"].isin(files.index)]
    by_file = asked.groupby("submission_id")["team_code"]
    return {str(name): frozenset(of) for name, of in by_file}
