"""The body of the Sunday run: the same steps whether Prefect watches them or not.

Each step goes through `do`, which just calls it in process and makes it a task in a flow run.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from flows.answering import answer_branches, reminded_sunday
from flows.doing import Clock, Do, Told
from flows.update import update
from schemas.clock import Instant, local_day
from schemas.errors import SundayError
from schemas.outcome import Decided
from schemas.reference import Reference
from schemas.settings import Settings
from transforms.decisions import changed_since
from transforms.decisions.telling import no_effects
from transforms.outcome import counts_of
from transforms.reading import is_elsewhere
from warehouse.database import Database, open_database
from warehouse.decisions import last_read, load_decisions, submissions_of
from warehouse.intake import Intake, gather
from warehouse.keys import key_mark, pseudonym_key
from warehouse.knowledge import last_published
from warehouse.link_model import load_link_model
from warehouse.memory import give_back_freed
from warehouse.outbox import note_missing
from warehouse.parquet import mirror
from warehouse.publishing import note_inbox
from warehouse.reference import load_reference, load_shipped
from warehouse.runs import (
    begin_run,
    complete_run,
    fail_run,
    last_model_version,
    new_run_id,
    note_key,
)

__all__ = ["Do", "RunResult", "Told", "run_sunday"]


@dataclass(frozen=True)
class RunResult:
    """What a run did; `submissions` by status, `seconds` by stage, `decisions` as
    `transforms.decisions.telling.effects_of` tells them.
    """

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
    decisions: dict[str, Any] = field(default_factory=no_effects)
    seconds: dict[str, float] = field(default_factory=dict)


def run_sunday(
    settings: Settings, now: Instant, sunday: Instant | None, do: Do, told: Told
) -> RunResult:
    """Takes in everything new in the inbox and republishes every Sunday it touches.

    `now` is the run's clock (UTC); `sunday` is published even if nothing was sent for it. Raises a
    SundayError when the run cannot be finished; what was published before then stands, and the next
    run does the rest.
    """
    give_back_freed()
    clock = Clock()
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
    clock: Clock,
    do: Do,
    told: Told,
) -> RunResult:
    with database.transaction() as cursor:
        key = pseudonym_key(settings, cursor)
        note_key(cursor, run_id, key_mark(key))
    decided = _decided(database, now)
    with clock.stage("land"), database.transaction() as cursor:
        reference = load_reference(cursor)
        taken = (settings, cursor, reference, decided, now, told, is_elsewhere)
        intake = do("land the inbox", gather, *taken)
        last = last_published(cursor)
        is_model_new = last_model_version(cursor) not in (None, load_link_model().version)
    if not (intake.has_news or is_model_new) and (
        sunday is None or (last is not None and sunday <= last)
    ):
        return _rest(settings, database, run_id, now, clock, do, intake, reference, told)
    updated = update(
        settings, database, intake, reference, key, run_id, now, sunday, clock, do, told
    )
    _write_files(settings, database, clock, do, told)
    statuses, records = counts_of(updated.settled.standing.submissions, intake.submission_ids)
    return RunResult(
        run_id=run_id,
        submissions=statuses,
        **records,
        persons_new=len(updated.linked.identities.new_ids),
        indicators_restated=updated.written.restated,
        still_arriving=intake.still_arriving,
        sundays=updated.written.sundays,
        decisions=updated.effects,
        seconds=clock.seconds,
    )


def _decided(database: Database, now: Instant) -> Decided:
    """What stewards decided, and which files it changes since the last completed run."""
    with database.transaction() as cursor:
        decisions = load_decisions(cursor)
        position, clock = last_read(cursor)
        changed = changed_since(decisions, position, clock and local_day(clock), local_day(now))
        return Decided(decisions, changed, submissions_of(cursor, changed) if len(changed) else [])


def _write_files(settings: Settings, database: Database, clock: Clock, do: Do, told: Told) -> None:
    """Brings files to what was committed; what is not written now is due at the next run."""
    with clock.stage("parquet"):
        if settings.parquet:
            do("mirror to Parquet", mirror, database, settings.home / "parquet")
    with clock.stage("answer"):
        do("answer branches", answer_branches, settings, database, told)


def _rest(
    settings: Settings,
    database: Database,
    run_id: str,
    now: Instant,
    clock: Clock,
    do: Do,
    intake: Intake,
    reference: Reference,
    told: Told,
) -> RunResult:
    """A run without news: nothing is counted anew, but a cut-off may have passed since; files that
    a crash left behind are written.
    """
    with database.transaction() as cursor:
        note_missing(cursor, reminded_sunday(settings, now), run_id)
        note_inbox(cursor, intake.files)
        by = (intake.reference_hash, load_link_model().version, intake.decided.position)
        complete_run(cursor, run_id, now, *by)
    _write_files(settings, database, clock, do, told)
    return RunResult(run_id, still_arriving=intake.still_arriving, seconds=clock.seconds)
