"""The body of the Sunday run: the same steps whether Prefect watches them or not.

Each step goes through `do`, which just calls it in process and makes it a task in a flow run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from schemas.clock import Instant
from schemas.errors import SundayError
from schemas.reference import Reference
from schemas.settings import Settings
from transforms.geography import Geography
from transforms.judging import judge
from transforms.outcome import counts_of, make_outcome
from transforms.publication import Known, count, identify
from transforms.reading import read_submission
from transforms.settling import settle
from transforms.stacking import Read
from warehouse.database import Database, open_database
from warehouse.intake import Intake, gather
from warehouse.keys import pseudonym_key
from warehouse.knowledge import last_published, load_knowledge
from warehouse.parquet import mirror
from warehouse.publishing import note_inbox, publish
from warehouse.reference import load_reference, load_shipped, reference_hash
from warehouse.runs import begin_run, complete_run, fail_run, new_run_id

__all__ = ["Do", "RunResult", "Told", "run_sunday"]

T = TypeVar("T")


class Do(Protocol):
    """How a step is carried out."""

    def __call__(self, name: str, step: Callable[..., T], /, *args: Any) -> T:
        """The result of `step(*args)`, told as `name`."""


class Told(Protocol):
    """Hears of the progress of a long step."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """`done` of `total` files of `stage` are behind us."""


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
    settings: Settings, now: Instant, sunday: Instant | None, do: Do, told: Told
) -> RunResult:
    """Takes in everything new in the inbox and republishes every Sunday it touches.

    `now` is the run's clock (UTC); `sunday` is published even if nothing was sent for it. Raises a
    SundayError when the run cannot be finished; what was published before then stands, and the next
    run does the rest.
    """
    clock = _Clock()
    began = time.perf_counter()
    with open_database(settings) as database, database.only_writer():
        run_id = new_run_id(now)
        with database.transaction() as cursor:
            load_shipped(cursor)
            begin_run(cursor, run_id, now)
        try:
            result = _run(settings, database, run_id, now, sunday, clock, do, told)
        except BaseException:
            # Where the database is lost too, the next run marks this one as failed.
            with suppress(SundayError), database.transaction() as cursor:
                fail_run(cursor, run_id)
            raise
    clock.seconds["total"] = round(time.perf_counter() - began, 3)
    return result


def _run(
    settings: Settings,
    database: Database,
    run_id: str,
    now: Instant,
    sunday: Instant | None,
    clock: _Clock,
    do: Do,
    told: Told,
) -> RunResult:
    key = pseudonym_key(settings)
    with clock.stage("land"), database.transaction() as cursor:
        reference = load_reference(cursor)
        intake = do("land the inbox", gather, settings, cursor, reference, now, told)
        last = last_published(cursor)
    if not intake.has_news and (sunday is None or (last is not None and sunday <= last)):
        return _rest(settings, database, run_id, now, clock, do, intake, reference)
    geography = Geography(reference)
    with clock.stage("load"), database.transaction() as cursor:
        known = do("load what is known", load_knowledge, cursor)
    with clock.stage("read"):
        reads = do("read submissions", _read_all, intake, told)
    with clock.stage("validate"):
        severities = settings.severities
        judged = do("judge submissions", judge, reads, reference, geography, key, severities, now)
        settled = settle(Known(*known.submitted), judged, intake.copies, settings.cut_off)
    with clock.stage("link"):
        linked = do("link citizens", identify, settled.standing, *known.identities, key)
    with clock.stage("count"):
        weeks = (settings.final_after_weeks, known.last_of(sunday))
        facts = do("count", count, settled.standing, linked, reference, geography, *weeks)
        outcome = make_outcome(
            known.submissions,
            known.persons,
            judged,
            settled,
            linked,
            facts,
            severities,
            run_id,
        )
    with clock.stage("publish"), database.transaction() as cursor:
        published = do("publish", publish, cursor, outcome, run_id, now)
        note_inbox(cursor, intake.files)
        complete_run(cursor, run_id, now, reference_hash(reference))
    with clock.stage("parquet"), database.transaction() as cursor:
        do("mirror to Parquet", mirror, cursor, settings.home / "parquet")
    statuses, records = counts_of(settled.standing, intake.submission_ids)
    return RunResult(
        run_id=run_id,
        submissions=statuses,
        **records,
        persons_new=len(linked.identities.new_ids),
        indicators_restated=published.restated,
        still_arriving=intake.still_arriving,
        sundays=published.sundays,
        seconds=clock.seconds,
    )


def _rest(
    settings: Settings,
    database: Database,
    run_id: str,
    now: Instant,
    clock: _Clock,
    do: Do,
    intake: Intake,
    reference: Reference,
) -> RunResult:
    """A run without news: nothing is counted anew; files that a crash left behind are written."""
    with database.transaction() as cursor:
        note_inbox(cursor, intake.files)
        complete_run(cursor, run_id, now, reference_hash(reference))
    with clock.stage("parquet"), database.transaction() as cursor:
        do("mirror to Parquet", mirror, cursor, settings.home / "parquet")
    return RunResult(run_id, still_arriving=intake.still_arriving, seconds=clock.seconds)


def _read_all(intake: Intake, told: Told) -> list[Read]:
    """Every file to read, as raw tables."""
    reads = []
    for number, (landed, content) in enumerate(intake.to_read, start=1):
        name = landed.inbox_path.rsplit("/", 1)[-1]
        reads.append(Read(landed, read_submission(content, name)))
        told("read", number, len(intake.to_read))
    return reads
