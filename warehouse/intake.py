"""What a run takes in: new files of the inbox, and earlier ones that are to be judged again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, NamedTuple, Protocol

import pandas as pd
import psycopg

from schemas.clock import local_day
from schemas.identifiers import digest
from schemas.outcome import Decided, Landed
from schemas.reference import Reference
from schemas.settings import Settings
from schemas.tables import INBOX_FILE
from warehouse.knowledge import (
    known_files,
    received,
    unnumbered,
    waiting_for_reference,
    waiting_for_their_day,
)
from warehouse.landing import (
    Arrival,
    InboxFile,
    archived,
    arrived_at,
    ensure_inbox,
    land,
    scan,
    unfinished,
)
from warehouse.reference import reference_hash
from warehouse.runs import last_model_version, last_reference_hash

__all__ = ["Intake", "gather"]


_AT_ONCE = 8
"""Files that are landed at a time."""


class _Told(Protocol):
    def __call__(self, stage: str, done: int, total: int) -> None: ...


@dataclass(frozen=True)
class Intake:
    """Files to read (with their bytes, or None for a file above `read_file_mb`), files whose bytes
    were read before, and the inbox as seen.

    `files` are the rows of `vault.inbox_file` to update; `is_reference_new` tells that the last
    completed run judged by other reference data than that of `reference_hash`, `decided` what
    stewards answered.
    """

    to_read: list[tuple[Landed, bytes | None]]
    copies: list[Landed]
    files: pd.DataFrame
    still_arriving: int
    is_reference_new: bool
    reference_hash: str
    decided: Decided

    @property
    def has_news(self) -> bool:
        """Whether there is anything that the last completed run did not know."""
        is_decided = len(self.decided.changed) > 0
        return bool(self.to_read or self.copies or self.is_reference_new or is_decided)

    @property
    def submission_ids(self) -> list[str]:
        """The submissions that this run speaks about."""
        return [landed.submission_id for landed, _ in self.to_read] + [
            copy.submission_id for copy in self.copies
        ]


def gather(
    settings: Settings,
    cursor: psycopg.Cursor[Any],
    reference: Reference,
    decided: Decided,
    now: pd.Timestamp,
    told: _Told,
    is_elsewhere: Callable[[str, str], bool],
) -> Intake:
    """Lands what is new in the inbox; a file still arriving is looked at once more at the end.

    Files that other reference data or `decided` may change, and those of a Sunday that has come by
    now, are read again from the archive. `is_elsewhere` tells whether a path speaks of another
    branch or Sunday than another one.
    """
    inbox = settings.inbox_folder
    ensure_inbox(inbox, may_create=settings.inbox is None)
    take = partial(
        land, inbox=inbox, archive=settings.home / "archive", most_bytes=settings.read_file_bytes
    )
    files = _unseen(scan(inbox), known_files(cursor))
    arrivals: list[Arrival] = []
    late: list[InboxFile] = []
    # The disk is slow to say that bytes are safe, but says so of several files at once.
    with ThreadPoolExecutor(_AT_ONCE, "landing") as landing:
        for number, (file, arrival) in enumerate(zip(files, landing.map(take, files), strict=True)):
            late.append(file) if arrival is None else arrivals.append(arrival)
            told("land", number + 1, len(files))
    if late:
        again = {file.relative: file for file in scan(inbox)}
        retried = [take(again[f.relative]) for f in late if f.relative in again]
        arrivals += [arrival for arrival in retried if arrival is not None]
    left = len(files) - len(arrivals) + unfinished(inbox)
    return _sort_out(arrivals, left, settings, cursor, reference, decided, now, is_elsewhere)


def _unseen(files: list[InboxFile], known: pd.DataFrame) -> list[InboxFile]:
    marks = known[["inbox_path", "size_bytes", "modified_ns", "changed_ns"]]
    seen = set(marks.itertuples(index=False, name=None))
    return [f for f in files if (f.relative, f.size, f.modified_ns, f.changed_ns) not in seen]


def _sort_out(
    arrivals: list[Arrival],
    still_arriving: int,
    settings: Settings,
    cursor: psycopg.Cursor[Any],
    reference: Reference,
    decided: Decided,
    now: pd.Timestamp,
    is_elsewhere: Callable[[str, str], bool],
) -> Intake:
    earlier = received(cursor)
    receipts = _Receipts(earlier, is_elsewhere)
    to_read: list[tuple[Landed, bytes | None]] = []
    copies: list[Landed] = []
    for arrival in arrivals:
        landed = Landed(
            digest(arrival.sha256, arrival.file.relative),
            arrival.sha256,
            arrival.file.relative,
            now,
            arrived_at(arrival.file, now),
        )
        match receipts.take(landed, is_blank=arrival.file.size == 0):
            case "new":
                to_read.append((landed, arrival.content))
            case "copy":
                copies.append(landed)
    judged_by = reference_hash(reference)
    is_reference_new = last_reference_hash(cursor) != judged_by
    again = {*decided.submission_ids, *(waiting_for_reference(cursor) if is_reference_new else ())}
    again.update(receipts.moved, waiting_for_their_day(cursor, local_day(now).date()))
    for submission_id, path in receipts.moved.items():
        earlier.loc[earlier["submission_id"] == submission_id, "inbox_path"] = path
    if last_model_version(cursor) is None:
        again.update(unnumbered(cursor))
    to_read += _again(sorted(again), earlier, settings)
    marks = _marks(arrivals)
    return Intake(to_read, copies, marks, still_arriving, is_reference_new, judged_by, decided)


class _Receipts:
    """What was received before, and what a file that comes now is to it.

    The same bytes at another path are a copy (case Y01), unless the file was refused where it lay
    and now lies where another branch or Sunday is spoken of: then its answer has been followed. One
    with rows is that submission, `moved` to its new path; one without is read for itself.
    """

    def __init__(self, earlier: pd.DataFrame, is_elsewhere: Callable[[str, str], bool]) -> None:
        self.moved: dict[str, str] = {}
        self._is_elsewhere = is_elsewhere
        self._ids = set(earlier["submission_id"])
        self._places = set(zip(earlier["file_sha256"], earlier["inbox_path"], strict=True))
        self._files: dict[str, list[_Receipt]] = {}
        names = ("file_sha256", "submission_id", "inbox_path", "status", "records_parsed")
        for sha256, *told in zip(*(earlier[name] for name in names), strict=True):
            if told[2] != "duplicate":
                self._files.setdefault(sha256, []).append(_Receipt(*told))

    def take(self, landed: Landed, *, is_blank: bool) -> Literal["known", "new", "copy", "moved"]:
        """What a file is; from here on it has been received. `is_blank`: it has no bytes."""
        place = (landed.file_sha256, landed.inbox_path)
        if landed.submission_id in self._ids or place in self._places:
            return "known"
        self._places.add(place)
        before = self._files.setdefault(landed.file_sha256, [])
        if not before or self._is_sent_anew(landed, before, is_blank=is_blank):
            with_rows = next((receipt for receipt in before if receipt.records_parsed), None)
            if with_rows is not None:
                self.moved[with_rows.submission_id] = landed.inbox_path
                before[:] = [with_rows._replace(inbox_path=landed.inbox_path, status="")]
                return "moved"
            before.append(_Receipt(landed.submission_id, landed.inbox_path, "", 0))
            return "new"
        return "copy"

    def _is_sent_anew(self, landed: Landed, before: list[_Receipt], *, is_blank: bool) -> bool:
        was_refused = all(is_blank or file.status in _REFUSED for file in before)
        return was_refused and all(
            self._is_elsewhere(landed.inbox_path, file.inbox_path) for file in before
        )


class _Receipt(NamedTuple):
    submission_id: str
    inbox_path: str
    status: str
    records_parsed: int


_REFUSED = ("quarantined", "rejected")


def _again(
    submission_ids: list[str], earlier: pd.DataFrame, settings: Settings
) -> list[tuple[Landed, bytes | None]]:
    """Files from the archive, as they were received."""
    rows = earlier[earlier["submission_id"].isin(submission_ids)]
    columns = ("submission_id", "file_sha256", "inbox_path", "received_at")
    landed = [Landed(*row) for row in zip(*(rows[name] for name in columns), strict=True)]
    archive = settings.home / "archive"
    paths = [archived(archive, file.file_sha256) for file in landed]
    return [
        (file, path.read_bytes() if path.stat().st_size <= settings.read_file_bytes else None)
        for file, path in zip(landed, paths, strict=True)
    ]


def _marks(arrivals: list[Arrival]) -> pd.DataFrame:
    rows = [
        (a.file.relative, a.sha256, a.file.size, a.file.modified_ns, a.file.changed_ns)
        for a in arrivals
    ]
    return INBOX_FILE.conform(pd.DataFrame(rows, columns=INBOX_FILE.column_names))
