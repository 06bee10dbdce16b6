"""From what landed to what is published: the steps of a run that has news.

Only what the news touches is loaded, linked, counted and written. Everything is linked and counted
anew where the linking model is another one; everything is counted anew where the reference data
changed, or where the published figures cannot be gone on from.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flows.answering import reminded_sunday
from flows.doing import Clock, Do, Told
from schemas import tables
from schemas.clock import Instant, local_day
from schemas.errors import place_of
from schemas.outcome import Difference, Doubtful, Figures, FiguresOutcome
from schemas.reference import Reference
from schemas.settings import Settings
from schemas.table import Table
from transforms.causes import Occasion
from transforms.changes import Change, change_of
from transforms.decisions import standing
from transforms.decisions.telling import effects_of
from transforms.differences import difference
from transforms.doubtful import doubtful_after
from transforms.duplicates import find_duplicates
from transforms.geography import Geography
from transforms.identification import Linked, identify
from transforms.judging import Judgement, judge
from transforms.judging_apart import judge_apart
from transforms.outcome import figures_outcome, files_outcome, persons_outcome
from transforms.publication import (
    FACTS,
    Counting,
    Side,
    Stored,
    changed_facts,
    count,
    final_sunday,
    must_start_over,
    reported_days,
    reported_places,
)
from transforms.reading import SubmissionRead, read_submission, unreadable
from transforms.settling import Settled, settle
from transforms.stacking import Read
from transforms.standing import Known, stand
from transforms.uncertainty import BOUNDED, BOUNDED_LEVELS, bounds, doubts
from warehouse.bounds import load_bounded, load_doubtful, load_weak_share, publish_bounds
from warehouse.database import Database
from warehouse.intake import Intake
from warehouse.knowledge import (
    Knowledge,
    load_facts,
    load_figures,
    load_knowledge,
    load_reports,
)
from warehouse.lineage import StoredRows
from warehouse.link_memory import StoredLinks
from warehouse.link_model import load_link_model
from warehouse.outbox import note_missing
from warehouse.publishing import Publication, Published, note_inbox
from warehouse.reading_apart import Limits, Unread, read_apart
from warehouse.runs import complete_run, last_model_version
from warehouse.writing_behind import Behind, written_behind

__all__ = ["Updated", "update"]

STORED = (*FACTS, tables.SUBMISSION_STATUS, tables.BRANCH_PLACE)
"""What is compared with when everything is counted anew."""


@dataclass(frozen=True)
class Updated:
    """What was taken in, linked and published, and what decisions did (see `effects_of`)."""

    settled: Settled
    linked: Linked
    written: Published
    effects: dict[str, Any]


@dataclass(frozen=True)
class _Run:
    """What all steps of a run need."""

    settings: Settings
    database: Database
    reference: Reference
    geography: Geography
    key: bytes
    run_id: str
    now: Instant
    sunday: Instant | None
    clock: Clock
    do: Do
    told: Told


def update(
    settings: Settings,
    database: Database,
    intake: Intake,
    reference: Reference,
    key: bytes,
    run_id: str,
    now: Instant,
    sunday: Instant | None,
    clock: Clock,
    do: Do,
    told: Told,
) -> Updated:
    """Takes in what landed and publishes what it changes."""
    run = _Run(
        settings,
        database,
        reference,
        Geography(reference),
        key,
        run_id,
        now,
        sunday,
        clock,
        do,
        told,
    )
    model = load_link_model()
    judged = _judge(run, intake)
    with clock.stage("load"), database.transaction() as cursor:
        published = load_figures(cursor)
        is_anew = last_model_version(cursor) != model.version
        is_whole = is_anew or intake.is_reference_new or _starts_over(run, published, judged)
        copies = [copy.file_sha256 for copy in intake.copies]
        ask = partial(load_knowledge, everything=is_whole)
        known = do("load what is known", ask, cursor, judged.submissions, copies)
        stored = load_facts(cursor, STORED) if is_whole else None
    settled, change = _settle(run, known, judged, intake, is_anew=is_anew)
    with written_behind(database) as behind:
        publication = Publication(behind.cursor, run_id, now)

        def write_files() -> None:
            of = (known.submissions, judged, settled, settings.severities, run_id)
            publication.write_files(files_outcome(*of))

        def write_persons() -> None:
            found = persons_outcome(linked, duplicates, run_id, is_relinked=is_anew)
            publication.write_persons(found)

        behind.write(write_files)
        weeks = settings.final_after_weeks
        final = final_sunday(change, published, sunday, local_day(now), weeks, is_whole=is_whole)
        if final is not None:
            behind.write(publication.write_final, final)
        known_doubtful = behind.write(load_doubtful, behind.cursor)
        linked, duplicates = _link(run, change, intake, is_whole=is_whole, is_anew=is_anew)
        behind.write(write_persons)
        with clock.stage("count"):
            counting = _counting(run, change, linked, published, stored)
            facts = do("find what changed", changed_facts, counting)
            behind.write(publication.write_changes, facts.differences)
            counted = do("count", count, counting, facts)
            decided = intake.decided.submission_ids
            occasion = Occasion(decided, intake.is_reference_new, is_anew, linked.moved)
            found = (counted, change, linked, occasion, run.geography, final)
            figures = figures_outcome(*found, is_whole=is_whole)
        with clock.stage("publish"):
            cases = duplicates[tables.DUPLICATE]
            doubtful = doubtful_after(known_doubtful.result(), linked, cases)
            written = do("publish", _publish, run, behind, publication, figures, doubtful, intake)
    return Updated(settled, linked, written, _effects(intake, judged, settled, known, linked))


def _publish(
    run: _Run,
    behind: Behind,
    publication: Publication,
    figures: FiguresOutcome,
    doubtful: Doubtful,
    intake: Intake,
) -> Published:
    """Writes the figures after all that they were counted from, then their bounds, and that the run
    is complete.
    """
    writing = behind.write(publication.write_figures, figures)
    doubted = doubts(figures.newest, doubtful, run.geography)
    written = writing.result()
    cursor = behind.cursor
    published, known = load_bounded(cursor, tuple(BOUNDED), BOUNDED_LEVELS)
    rows = bounds(published, doubted, load_weak_share(cursor))
    publish_bounds(cursor, difference(tables.INDICATOR_BOUNDS, known, rows), run.run_id)
    note_missing(cursor, reminded_sunday(run.settings, run.now), run.run_id)
    note_inbox(cursor, intake.files)
    by = (intake.reference_hash, load_link_model().version, intake.decided.position)
    complete_run(cursor, run.run_id, run.now, *by)
    return written


def _effects(
    intake: Intake, judged: Judgement, settled: Settled, known: Knowledge, linked: Linked
) -> dict[str, Any]:
    return effects_of(
        intake.decided.changed,
        judged.answers,
        [*judged.applied, *linked.answers["position"]],
        linked.lapsed,
        settled.faults,
        settled.standing.submissions,
        known.records,
        judged.records,
    )


def _judge(run: _Run, intake: Intake) -> Judgement:
    with run.clock.stage("read"):
        reads = run.do("read submissions", _read_all, run.settings, intake, run.told)
    with run.clock.stage("validate"), run.database.transaction() as cursor:
        return run.do("judge submissions", _judge_apart, run, reads, StoredRows(cursor), intake)


def _judge_apart(run: _Run, reads: Sequence[Read], memory: StoredRows, intake: Intake) -> Judgement:
    def judge_these(some: Sequence[Read]) -> Judgement:
        return judge(
            some,
            run.reference,
            run.geography,
            run.key,
            run.settings.severities,
            run.now,
            memory,
            intake.decided.decisions,
        )

    judged, failed = judge_apart(reads, judge_these)
    for submission_id, error in failed.items():
        logging.getLogger("sunday").warning(
            "Submission %s is held back, because the program fails on it (%s); report these words"
            " to the developers.",
            submission_id,
            place_of(error),
        )
    return judged


def _starts_over(run: _Run, published: Figures, judged: Judgement) -> bool:
    today = local_day(run.now)
    days = reported_days(judged.submissions, judged.records, run.sunday, today)
    return must_start_over(published, days, run.reference, run.geography)


def _settle(
    run: _Run, known: Knowledge, judged: Judgement, intake: Intake, *, is_anew: bool
) -> tuple[Settled, Change]:
    with run.clock.stage("settle"):
        before = Known(*known.submitted)
        settled = settle(
            before,
            judged,
            intake.copies,
            run.settings.cut_off,
            run.reference,
            run.settings.severities,
        )
        renewed = set(judged.submissions.index)
        touched = known.touched | renewed | {copy.submission_id for copy in intake.copies}
        change = change_of(stand(before), settled.standing, touched, renewed, anew=is_anew)
    return settled, change


def _link(
    run: _Run, change: Change, intake: Intake, *, is_whole: bool, is_anew: bool
) -> tuple[Linked, Mapping[Table, Difference]]:
    """The persons behind the records, and what is doubtful about them."""
    model = load_link_model()
    answers = standing(intake.decided.decisions, local_day(run.now))
    with run.clock.stage("link"), run.database.transaction() as cursor:
        memory = StoredLinks(cursor)
        ask = partial(identify, everyone=is_whole, anew=is_anew)
        pairs = answers[answers["scope"] == "pair"]
        linked = run.do(
            "link citizens", ask, change.added, change.removed, memory, model, run.key, pairs
        )
        find = partial(find_duplicates, anew=is_anew)
        duplicates = run.do(
            "find duplicates", find, linked, memory, run.geography, model, run.key, run.run_id
        )
        return linked, duplicates


def _counting(
    run: _Run, change: Change, linked: Linked, published: Figures, stored: Stored | None
) -> Counting:
    places = reported_places(change, run.settings.cut_off)
    # Where everything is counted anew, no file is another one.
    asked = places if stored is None else places.iloc[:0]
    touched = change.after.submissions.index
    with run.database.transaction() as cursor:
        others = load_reports(cursor, asked, published.last, touched)
    return Counting(
        before=Side(change.before, linked.before),
        after=Side(change.after, linked.records),
        published=published,
        stored=stored,
        reference=run.reference,
        geography=run.geography,
        sunday=run.sunday,
        today=local_day(run.now),
        cut_off=run.settings.cut_off,
        other_reports=others,
    )


def _read_all(settings: Settings, intake: Intake, told: Told) -> list[Read]:
    """Every file to read, as raw tables; one that cannot be read tells so and stops no other."""
    files = [
        (content, landed.inbox_path.rsplit("/", 1)[-1])
        for landed, content in intake.to_read
        if content is not None
    ]
    limits = Limits(settings.read_memory_mb, settings.read_seconds)
    contents = iter(read_apart(read_submission, files, limits, partial(told, "read")))
    bounds = {"memory": f"{limits.memory_mb} MB", "time": f"{limits.seconds} s", "crash": ""}
    too_large = unreadable(f"{settings.read_file_mb} MB")
    return [
        Read(landed, _as_read(next(contents), bounds) if content is not None else too_large)
        for landed, content in intake.to_read
    ]


def _as_read(read: SubmissionRead | Unread, bounds: Mapping[str, str]) -> SubmissionRead:
    return unreadable(bounds[read.reason]) if isinstance(read, Unread) else read
