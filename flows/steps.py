"""The body of the Sunday run: the same steps whether Prefect watches them or not.

Each step goes through `do`, which just calls it in process and makes it a task in a flow run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import numpy as np
import pandas as pd

from flows.intake import Intake, gather, read_all
from schemas import tables
from schemas.errors import UsageError
from schemas.reference import Reference
from schemas.settings import TIME_ZONE, Settings
from schemas.table import Table
from transforms.findings import Findings, file_faults, make_findings
from transforms.geography import Geography
from transforms.judging import Judgement, judge
from transforms.publication import (
    Known,
    Linked,
    Standing,
    count,
    identify,
    person_rows,
    stand,
)
from transforms.stacking import Read
from transforms.submissions import duplicates
from transforms.versions import replacements
from warehouse.database import Database, open_database
from warehouse.keys import pseudonym_key
from warehouse.knowledge import Knowledge, load_knowledge
from warehouse.parquet import mirror
from warehouse.publishing import Outcome, Published, publish
from warehouse.reference import load_reference, load_shipped, reference_hash
from warehouse.runs import begin_run, complete_run, fail_run, new_run_id

__all__ = ["Do", "RunResult", "Told", "run_clock", "run_sunday"]

T = TypeVar("T")

_COUNTS = ["records_parsed", "records_accepted", "records_quarantined", "records_excluded"]


class Do(Protocol):
    """How a step is carried out."""

    def __call__(self, name: str, step: Callable[..., T], *args: Any) -> T:
        """The result of `step(*args)`, told as `name`."""


class Told(Protocol):
    """Hears of the progress of a long step."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """`done` of `total` files or steps of `stage` are behind us."""


@dataclass(frozen=True)
class RunResult:
    """What a run did; `submissions` by status, `seconds` by stage."""

    run_id: str
    submissions: dict[str, int] = field(default_factory=dict)
    records_parsed: int = 0
    records_accepted: int = 0
    records_quarantined: int = 0
    records_excluded: int = 0
    persons_new: int = 0
    indicators_restated: int = 0
    still_arriving: int = 0
    sundays: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def run_clock(now: str | None) -> pd.Timestamp:
    """The run's clock in UTC: now, or an ISO timestamp (Vietnamese time where it names no zone).

    Raises UsageError when `now` is no timestamp.
    """
    try:
        clock = pd.Timestamp(now) if now else pd.Timestamp.now("UTC")
    except ValueError:
        raise UsageError(f"“{now}” is not a timestamp; give one such as 2023-03-05T23:00.") from None
    clock = clock.tz_localize(TIME_ZONE) if clock.tzinfo is None else clock
    return clock.tz_convert("UTC").as_unit("us")


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(time.perf_counter() - began, 3)


def run_sunday(
    settings: Settings, now: pd.Timestamp, sunday: pd.Timestamp | None, do: Do, told: Told
) -> RunResult:
    """Takes in everything new in the inbox and republishes every Sunday it touches.

    `now` is the run's clock (UTC); `sunday` is published even if nothing was sent for it. Raises a SundayError when the run cannot be finished; what was
    published before then stands, and the next run does the rest.
    """
    clock = _Clock()
    with clock.stage("total"), open_database(settings) as database, database.only_writer():
        run_id = new_run_id(now)
        with database.transaction() as cursor:
            load_shipped(cursor)
            begin_run(cursor, run_id, now)
        try:
            return _run(settings, database, run_id, now, sunday, clock, do, told)
        except BaseException:
            with database.transaction() as cursor:
                fail_run(cursor, run_id)
            raise


def _run(
    settings: Settings,
    database: Database,
    run_id: str,
    now: pd.Timestamp,
    sunday: pd.Timestamp | None,
    clock: _Clock,
    do: Do,
    told: Told,
) -> RunResult:
    key = pseudonym_key(settings)
    with clock.stage("load"), database.transaction() as cursor:
        reference = load_reference(cursor)
        known = do("load what is known", load_knowledge, cursor)
    geography = Geography(reference)
    with clock.stage("land"), database.transaction() as cursor:
        intake = do("land the inbox", gather, settings, cursor, reference, now, told)
    with clock.stage("read"):
        reads = do("read submissions", read_all, intake, told)
    with clock.stage("validate"):
        judged = do("judge submissions", _judge, settings, reads, reference, geography, key, now)
    with clock.stage("link"):
        standing, faults = _settle(known, judged, intake)
        used = _highest(known.persons)
        linked = do("link citizens", identify, standing, known.ledger, known.tokens, used, key)
    with clock.stage("count"):
        facts = do(
            "count indicators",
            count,
            standing,
            linked,
            reference,
            geography,
            settings.final_after_weeks,
            max((day for day in (sunday, known.last_sunday) if day is not None), default=None),
        )
        findings = make_findings(faults, standing.submissions, settings.severities)
    with clock.stage("publish"), database.transaction() as cursor:
        outcome = _outcome(known, judged, intake, standing, linked, facts, findings, settings, run_id)
        published = do("publish", publish, cursor, outcome, run_id, now)
        complete_run(cursor, run_id, now, reference_hash(reference))
    with clock.stage("parquet"), database.transaction() as cursor:
        do("mirror to Parquet", mirror, cursor, settings.home / "parquet")
    return _result(run_id, intake, standing, linked, published, clock)


def _judge(
    settings: Settings,
    reads: list[Read],
    reference: Reference,
    geography: Geography,
    key: bytes,
    now: pd.Timestamp,
) -> Judgement:
    return judge(reads, reference, geography, key, settings.severities, now)


def _settle(
    known: Knowledge, judged: Judgement, intake: Intake
) -> tuple[Standing, pd.DataFrame]:
    """Old and new together: which rows are in force, and all faults of the new files."""
    earlier = known.submissions.set_index("submission_id")
    firsts = pd.concat([earlier.reset_index(), judged.submissions.reset_index()])
    copies, copy_faults = duplicates(intake.copies, firsts)
    renewed = set(judged.submissions.index)
    kept = earlier[~earlier.index.isin(list(renewed))]
    submissions = pd.concat([kept, judged.submissions, copies])
    submissions[_COUNTS] = submissions[_COUNTS].fillna(0).astype("int64")
    standing = stand(
        Known(
            submissions,
            teams=_renew(known.submission_teams, judged.teams, renewed),
            records=_renew(known.records, judged.records, renewed, ignore_index=False),
            team_reports=_renew(known.team_reports, judged.team_reports, renewed),
            activities=_renew(known.activities, judged.activities, renewed),
        )
    )
    told = [
        (submission_id, fault)
        for submission_id, fault in replacements(standing.submissions, standing.teams)
        if submission_id in renewed
    ]
    faults = pd.concat(
        [judged.faults, file_faults(copy_faults + told, standing.submissions)], ignore_index=True
    )
    return standing, faults


def _renew(
    old: pd.DataFrame, new: pd.DataFrame, renewed: set[str], *, ignore_index: bool = True
) -> pd.DataFrame:
    kept = old[~old["submission_id"].isin(renewed)]
    return pd.concat([kept, new[[c for c in old.columns if c in new]]], ignore_index=ignore_index)


def _highest(persons: pd.DataFrame) -> int:
    return int(persons["person_id"].str[1:].astype("int64").max()) if len(persons) else 0


def _outcome(
    known: Knowledge,
    judged: Judgement,
    intake: Intake,
    standing: Standing,
    linked: Linked,
    facts: dict[Table, pd.DataFrame],
    findings: Findings,
    settings: Settings,
    run_id: str,
) -> Outcome:
    changed = _changed_submissions(known.submissions, standing.submissions, settings, run_id)
    new_ids = list(judged.submissions.index)
    superseded = changed.loc[changed["status"] == "superseded", "submission_id"]
    is_new = changed["submission_id"].isin(set(new_ids) | {copy.submission_id for copy in intake.copies})
    teams = judged.teams[judged.teams["submission_id"].isin(new_ids)]
    values = facts[tables.INDICATOR]
    causes = _causes(values, known, changed)
    return Outcome(
        updates={
            tables.SUBMISSION: changed,
            tables.SUBMISSION_FILE: changed[is_new],
            tables.SUBMISSION_TEAM: teams,
            tables.INBOX_FILE: intake.files,
            tables.RECORD: judged.records.assign(row_uid=judged.records.index),
            tables.CELL_VALUE: findings.values,
            tables.PERSON: person_rows(linked, known.persons),
            tables.LINK_LEDGER: linked.identities.ledger.assign(run_id=run_id),
            tables.PERSON_TOKEN: linked.identities.tokens,
        },
        facts=facts | {tables.INDICATOR: values.assign(cause=causes)},
        findings=findings.findings,
        closed=[*superseded, *new_ids],
    )


def _changed_submissions(
    before: pd.DataFrame, after: pd.DataFrame, settings: Settings, run_id: str
) -> pd.DataFrame:
    """Rows of `ops.submission` that are new or have another status or version now."""
    rows = after.reset_index()
    was = before.set_index("submission_id").reindex(rows["submission_id"])
    compared = ["status", "version", "records_accepted"]
    is_same = [was[name].astype("str").to_numpy() == rows[name].astype("str").to_numpy() for name in compared]
    changed = rows[~np.logical_and.reduce(is_same)].copy()
    due = changed["sunday"] + pd.Timedelta(
        hours=settings.cut_off.hour, minutes=settings.cut_off.minute
    )
    due = due.dt.tz_localize("Asia/Ho_Chi_Minh").dt.tz_convert("UTC")
    return changed.assign(is_late=(changed["received_at"] > due).astype(bool), run_id=run_id)


def _causes(values: pd.DataFrame, known: Knowledge, changed: pd.DataFrame) -> pd.Series:
    """Why a value of a Sunday may change in this run: what was sent for it, or before it."""
    placed = changed[changed["status"].isin(["accepted", "nil"])]
    corrected = placed.loc[placed["version"] > 1, "sunday"].min()
    first = placed["sunday"].min()
    cause = pd.Series("link_change", index=values.index, dtype="str")
    cause = cause.mask(values["sunday"] >= first, "late")
    cause = cause.mask(values["sunday"] >= corrected, "correction")
    return cause


def _result(
    run_id: str,
    intake: Intake,
    standing: Standing,
    linked: Linked,
    published: Published,
    clock: _Clock,
) -> RunResult:
    of_run = standing.submissions.loc[
        standing.submissions.index.isin(intake.submission_ids)
    ]
    counts = of_run[_COUNTS].sum()
    return RunResult(
        run_id=run_id,
        submissions={str(k): int(v) for k, v in of_run["status"].value_counts().sort_index().items()},
        **{str(name): int(value) for name, value in counts.items()},
        persons_new=len(linked.identities.new_ids),
        indicators_restated=published.restated,
        still_arriving=intake.still_arriving,
        sundays=published.sundays,
        seconds=clock.seconds,
    )
