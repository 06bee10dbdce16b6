"""Answers to branches, after what they sent was published: letters and correction workbooks; and
reminders to those that sent nothing.

A workbook is made in the processes that open files, within the same bounds as reading: a file that
cannot be marked there goes back as a workbook of its rows, and where even that fails the branch has
its letter alone.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from flows.doing import Told
from flows.requesting import Request
from flows.schedule import due_sunday
from reports.branch_answer import corrections_of, letter_of, reminder_of, workbook_name
from reports.letter import letter_html, letter_text
from reports.reminder import reminder_html, reminder_text
from schemas.clock import Instant
from schemas.outcome import Answer
from schemas.settings import Settings
from transforms.cells.masking import mask_name, mask_number
from warehouse.answers import load_answers
from warehouse.database import Database
from warehouse.landing import archived
from warehouse.outbox import note_written, unanswered, write_answer
from warehouse.reading_apart import Limits, Unread, read_apart

__all__ = ["LETTERS", "answer_branches", "reminded_sunday"]

LETTERS = ("thu.html", "thu.txt")
_AT_ONCE = 100
"""Branches whose files are held in memory together."""


def reminded_sunday(settings: Settings, now: Instant) -> date | None:
    """The Sunday of which a run reminds the branches that sent nothing (case Y13): the one that is
    just due. None where no answers are wanted.

    Nobody waits for a reminder of an older Sunday. So a run that catches up with many reminds of
    the last alone, and what was not to be written is not written later.
    """
    return due_sunday(now, settings.cut_off) if settings.answers else None


def answer_branches(settings: Settings, database: Database, told: Told) -> int:
    """Brings the outbox to what is known, where the settings want answers; how many files were
    written. What is not written stays due.

    Raises TransientError when the outbox cannot be written.
    """
    if not settings.answers:
        return 0
    outbox = settings.home / "outbox"
    with database.transaction() as cursor:
        places = unanswered(cursor)
    written = 0
    for start in range(0, len(places), _AT_ONCE):
        some = places[start : start + _AT_ONCE]
        with database.transaction() as cursor:
            answers = load_answers(cursor, some)
        hear = partial(_hear, told, start, len(some), len(places))
        for answer, files in _documents(settings, answers, hear):
            written += write_answer(outbox, answer.place, files)
        with database.transaction() as cursor:
            note_written(cursor, some)
        told("answer", start + len(some), len(places))
    return written


def _hear(told: Told, behind: int, some: int, places: int, done: int, total: int) -> None:
    """Tells of branches what is heard of the workbooks of `some` of them."""
    told("answer", behind + some * done // total, places)


def _documents(
    settings: Settings, answers: Sequence[Answer], hear: Callable[[int, int], None]
) -> Iterator[tuple[Answer, dict[str, bytes]]]:
    """Each answer with its files by name."""
    asked = [
        (answer.place, workbook_name(submission), str(submission["inbox_path"]), correction)
        for answer in answers
        for submission, correction in corrections_of(answer)
    ]
    archive = settings.home / "archive"
    requests = [
        (Request(_as_sent(archived(archive, correction.file_sha256)), correction), path)
        for _, _, path, correction in asked
    ]
    books = _workbooks(requests, Limits(settings.read_memory_mb, settings.read_seconds), hear)
    for answer in answers:
        files = {
            name: book
            for (place, name, _, _), book in zip(asked, books, strict=True)
            if place == answer.place and book is not None
        }
        yield answer, files | _letter(answer, sorted(files))


def _letter(answer: Answer, workbooks: list[str]) -> dict[str, bytes]:
    """Both forms of the letter, or of the reminder to a branch that sent nothing; none to one that
    need not send any more.
    """
    if not answer.submissions.empty:
        letter = letter_of(_masked(answer), workbooks)
        texts = (letter_html(letter), letter_text(letter))
    elif answer.state == "missing":
        reminder = reminder_of(answer)
        texts = (reminder_html(reminder), reminder_text(reminder))
    else:
        return {}
    return {name: text.encode() for name, text in zip(LETTERS, texts, strict=True)}


def _as_sent(path: Path) -> bytes:
    """The bytes of a file; of one that the archive has lost, none: it cannot be marked."""
    return path.read_bytes() if path.is_file() else b""


def _workbooks(
    requests: Sequence[tuple[Request, str]], limits: Limits, hear: Callable[[int, int], None]
) -> list[bytes | None]:
    """A workbook for each request, None where there is no way to make one."""
    books = _made(requests, limits, hear)
    failed = [at for at, book in enumerate(books) if book is None]
    again = [(replace(requests[at][0], is_plain=True), requests[at][1]) for at in failed]
    for at, book in zip(failed, _made(again, limits, _unheard), strict=True):
        books[at] = book
    if missing := sum(book is None for book in books):
        logging.getLogger("sunday").warning("%d correction workbooks cannot be made.", missing)
    return books


def _made(
    requests: Sequence[tuple[Request, str]], limits: Limits, hear: Callable[[int, int], None]
) -> list[bytes | None]:
    if not requests:
        return []
    # openpyxl takes its time to load, and hardly any run of the week needs it.
    from flows.correcting import correct

    files = [(pickle.dumps(request), path.rpartition("/")[2]) for request, path in requests]
    made = read_apart(correct, files, limits, hear)
    return [None if isinstance(book, Unread) else book for book in made]


def _unheard(done: int, total: int) -> None:
    """What is tried once more was counted before."""


def _masked(answer: Answer) -> Answer:
    """The answer with a mask in the place of each citizen (DESIGN 5)."""
    rows = answer.repeats
    names = ("full_name", "id_number", "phone")
    who = [
        ", ".join(filter(None, (mask_name(name), mask_number(number) or mask_number(phone))))
        for name, number, phone in zip(*(rows[name] for name in names), strict=True)
    ]
    return replace(answer, repeats=rows.drop(columns=list(names)).assign(who=who))
