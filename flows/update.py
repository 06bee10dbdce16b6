"""From what landed to what is published: the steps of a run that has news.

Only what the news touches is loaded, linked, counted and written. Everything is linked and counted
anew where the linking model is another one; everything is counted anew where the reference data
changed, or where the published figures cannot be gone on from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flows.doing import Clock, Do, Told
from schemas import tables
from schemas.clock import Instant
from schemas.outcome import Figures, Outcome
from schemas.reference import Reference
from schemas.settings import Settings
from transforms.changes import Change, change_of
from transforms.geography import Geography
from transforms.identification import Linked, identify
from transforms.judging import Judgement, judge
from transforms.outcome import make_outcome
from transforms.publication import (
    FACTS,
    Counting,
    Side,
    Stored,
    count,
    must_start_over,
)
from transforms.reading import read_submission, unreadable
from transforms.settling import Settled, settle
from transforms.stacking import Read
from transforms.standing import Known, stand
from warehouse.database import Database
from warehouse.intake import Intake
from warehouse.knowledge import Knowledge, load_facts, load_figures, load_knowledge
from warehouse.link_memory import StoredLinks
from warehouse.link_model import load_link_model
from warehouse.publishing import Published, note_inbox, publish
from warehouse.reading_apart import Limits, Unread, read_apart
from warehouse.reference import reference_hash
from warehouse.runs import complete_run, last_model_version

__all__ = ["Updated", "update"]

STORED = (*FACTS, tables.SUBMISSION_STATUS)
"""What is compared with when everything is counted anew."""


@dataclass(frozen=True)
class Updated:
    """What was taken in, linked and published."""

    settled: Settled
    linked: Linked
    written: Published


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
    linked = _link(run, change, is_whole=is_whole, is_anew=is_anew)
    outcome = _count(run, known, judged, settled, change, linked, published, stored, is_anew)
    with clock.stage("publish"), database.transaction() as cursor:
        written = do("publish", publish, cursor, outcome, run_id, now)
        note_inbox(cursor, intake.files)
        complete_run(cursor, run_id, now, reference_hash(reference), model.version)
    return Updated(settled, linked, written)


def _judge(run: _Run, intake: Intake) -> Judgement:
    with run.clock.stage("read"):
        reads = run.do("read submissions", _read_all, run.settings, intake, run.told)
    with run.clock.stage("validate"):
        return run.do(
            "judge submissions",
            judge,
            reads,
            run.reference,
            run.geography,
            run.key,
            run.settings.severities,
            run.now,
        )


def _starts_over(run: _Run, published: Figures, judged: Judgement) -> bool:
    sundays = [judged.submissions["sunday"], judged.records["sunday"]]
    days = {day for frame in sundays for day in frame.dropna().unique()}
    days |= {run.sunday} - {None}
    return must_start_over(published, sorted(days), run.reference, run.geography)


def _settle(
    run: _Run, known: Knowledge, judged: Judgement, intake: Intake, *, is_anew: bool
) -> tuple[Settled, Change]:
    with run.clock.stage("settle"):
        before = Known(*known.submitted)
        settled = settle(before, judged, intake.copies, run.settings.cut_off, run.reference)
        renewed = set(judged.submissions.index)
        touched = known.touched | renewed | {copy.submission_id for copy in intake.copies}
        change = change_of(stand(before), settled.standing, touched, renewed, anew=is_anew)
    return settled, change


def _link(run: _Run, change: Change, *, is_whole: bool, is_anew: bool) -> Linked:
    with run.clock.stage("link"), run.database.transaction() as cursor:
        ask = partial(identify, everyone=is_whole, anew=is_anew)
        memory = StoredLinks(cursor)
        return run.do(
            "link citizens", ask, change.added, change.removed, memory, load_link_model(), run.key
        )


def _count(
    run: _Run,
    known: Knowledge,
    judged: Judgement,
    settled: Settled,
    change: Change,
    linked: Linked,
    published: Figures,
    stored: Stored | None,
    is_anew: bool,
) -> Outcome:
    with run.clock.stage("count"):
        counting = Counting(
            before=Side(change.before, linked.before),
            after=Side(change.after, linked.records),
            published=published,
            stored=stored,
            reference=run.reference,
            geography=run.geography,
            final_after_weeks=run.settings.final_after_weeks,
            sunday=run.sunday,
        )
        counted = run.do("count", count, counting)
        return make_outcome(
            known.submissions,
            judged,
            settled,
            linked,
            counted,
            run.settings.severities,
            run.run_id,
            is_whole=stored is not None,
            is_relinked=is_anew,
        )


def _read_all(settings: Settings, intake: Intake, told: Told) -> list[Read]:
    """Every file to read, as raw tables; one that cannot be read tells so and stops no other."""
    files = [(content, landed.inbox_path.rsplit("/", 1)[-1]) for landed, content in intake.to_read]
    limits = Limits(settings.read_memory_mb, settings.read_seconds)
    contents = read_apart(read_submission, files, limits, partial(told, "read"))
    bounds = {"memory": f"{limits.memory_mb} MB", "time": f"{limits.seconds} s", "crash": ""}
    return [
        Read(landed, unreadable(bounds[read.reason]) if isinstance(read, Unread) else read)
        for (landed, _), read in zip(intake.to_read, contents, strict=True)
    ]
