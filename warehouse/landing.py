"""Landing: what is in the inbox, what of it is new, and its copy in the archive.

The inbox is never written, moved or deleted. A file is still arriving when it changes while it is
read, or bears a name that browsers and copy programs give to unfinished files; age says nothing.
"""

from __future__ import annotations

import hashlib
import os
import stat as modes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from schemas.errors import TerminalError, TransientError
from warehouse.files import write_chunks, write_whole

__all__ = [
    "Arrival",
    "InboxFile",
    "archived",
    "arrived_at",
    "ensure_inbox",
    "land",
    "read_up_to",
    "scan",
    "unfinished",
    "write_inbox",
]

UNFINISHED = (".part", ".tmp", ".crdownload")

_PIECE = 2**20

_TOLERANCE = pd.Timedelta(minutes=1)


@dataclass(frozen=True)
class InboxFile:
    """A file of the inbox and what tells whether it changed since it was read."""

    path: Path
    relative: str
    size: int
    modified_ns: int
    changed_ns: int


@dataclass(frozen=True)
class Arrival:
    """An inbox file whose bytes are safe in the archive; `content` None where they are too many."""

    file: InboxFile
    sha256: str
    content: bytes | None


def ensure_inbox(folder: Path, *, may_create: bool) -> None:
    """Makes the home's own inbox on first use; TerminalError when a given one is unusable."""
    try:
        if may_create:
            folder.mkdir(parents=True, exist_ok=True)
        os.scandir(folder).close()
    except OSError as error:
        raise TerminalError(
            f"The inbox {folder} cannot be read ({error.strerror}); check the path and its rights,"
            " then call again."
        ) from None


def scan(inbox: Path) -> list[InboxFile]:
    """All finished files below the inbox, in the order of their paths."""
    found = [file for path in _files(inbox) if (file := _look(path, inbox)) is not None]
    return sorted(found, key=lambda file: file.relative)


def unfinished(inbox: Path) -> int:
    """How many files below the inbox bear the name of an unfinished one."""
    paths = _files(inbox, are_unfinished=True)
    return sum(_look(path, inbox) is not None for path in paths)


def _files(inbox: Path, *, are_unfinished: bool = False) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise TerminalError(
            f"The inbox folder {error.filename} cannot be read ({error.strerror}); check its"
            " rights, then call again."
        )

    for folder, _, names in os.walk(inbox, onerror=refuse):
        for name in names:
            if name.lower().endswith(UNFINISHED) is are_unfinished:
                yield Path(folder, name)


def _look(path: Path, inbox: Path) -> InboxFile | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    if not modes.S_ISREG(stat.st_mode):
        return None  # a named pipe or a device would keep the run waiting for ever
    relative = os.fsencode(path.relative_to(inbox)).decode("utf-8", "replace")
    return InboxFile(path, relative, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


def land(file: InboxFile, inbox: Path, archive: Path, most_bytes: int) -> Arrival | None:
    """Reads a file and keeps its bytes; None while it is still arriving or cannot be read.

    One of more than `most_bytes` is kept like any other, piece by piece: no file may take the
    memory of the run. Raises TransientError when the archive cannot be written.
    """
    if file.size > most_bytes:
        return _land_in_pieces(file, inbox, archive)
    try:
        content = read_up_to(file.path, file.size + 1)
    except OSError:
        return None  # one file never stops the week; the next run tries it again
    if _look(file.path, inbox) != file or len(content) != file.size:
        return None
    sha256 = hashlib.sha256(content).hexdigest()
    target = archived(archive, sha256)
    if not target.exists():
        with _archive_written(archive):
            _private(archive)
            write_whole(_private(target.parent) / sha256, content, 0o400)
    return Arrival(file, sha256, content)


def read_up_to(path: Path, most_bytes: int) -> bytes:
    """The first bytes of a file: one that has grown since it was looked at is not read whole."""
    with path.open("rb") as stream:
        return stream.read(most_bytes)


class _Unreadable(Exception):
    """A file of the inbox failed while it was read: an OSError, but not one of the archive."""


def _land_in_pieces(file: InboxFile, inbox: Path, archive: Path) -> Arrival | None:
    sha256 = hashlib.sha256()

    def target() -> Path | None:
        if _look(file.path, inbox) != file:
            return None
        kept = archived(archive, sha256.hexdigest())
        return None if kept.exists() else _private(kept.parent) / kept.name

    try:
        with _archive_written(archive):
            write_chunks(_private(archive), _pieces(file, sha256), target, 0o400)
    except _Unreadable:
        return None
    if _look(file.path, inbox) != file:
        return None
    return Arrival(file, sha256.hexdigest(), None)


def _pieces(file: InboxFile, sha256: hashlib._Hash) -> Iterator[bytes]:
    """The bytes of a file, hashed on their way; no more of them than it had when looked at."""
    left = file.size
    try:
        with file.path.open("rb") as stream:
            while left and (piece := stream.read(min(left, _PIECE))):
                left -= len(piece)
                sha256.update(piece)
                yield piece
    except OSError:
        raise _Unreadable from None
    if left:
        raise _Unreadable


def arrived_at(file: InboxFile, now: pd.Timestamp) -> pd.Timestamp:
    """The earliest moment at which the file's bytes are known to have been in the inbox.

    The run's clock `now`, or the file's change time where that is earlier (`docs/decisions`, 7).
    A clock set ahead says nothing of files that lie there today.
    """
    is_ahead = now > pd.Timestamp.now("UTC") + _TOLERANCE
    changed = pd.Timestamp(file.changed_ns, tz="UTC").as_unit("us")
    return now if is_ahead else min(now, changed)


def archived(archive: Path, sha256: str) -> Path:
    """Where the archive keeps the file with that SHA-256."""
    return archive / sha256[:2] / sha256


def _private(folder: Path) -> Path:
    """A folder that only its owner may enter, made where it is not there yet."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


@contextmanager
def _archive_written(archive: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise TransientError(
            f"The archive {archive} cannot be written ({error.strerror}); free some room or mend"
            " its rights, then call again."
        ) from None


def write_inbox(inbox: Path, relative: str, content: bytes) -> None:
    """Puts a generated workbook into an inbox of ours (`sunday demo`)."""
    target = inbox / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, content, 0o644)
