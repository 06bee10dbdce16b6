"""Landing: what is in the inbox, what of it is new, and its copy in the archive.

The inbox is never written, moved or deleted. A file is still arriving when it changes while it is
read, or bears a name that browsers and copy programs give to unfinished files; age says nothing.
"""

from __future__ import annotations

import hashlib
import os
import stat as modes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from schemas.errors import TerminalError, TransientError
from warehouse.files import write_whole

__all__ = [
    "Arrival",
    "InboxFile",
    "archived",
    "arrived_at",
    "ensure_inbox",
    "land",
    "scan",
    "write_inbox",
]

UNFINISHED = (".part", ".tmp", ".crdownload")

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
    """The bytes of an inbox file, safe in the archive."""

    file: InboxFile
    sha256: str
    content: bytes


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


def _files(inbox: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise TerminalError(
            f"The inbox folder {error.filename} cannot be read ({error.strerror}); check its"
            " rights, then call again."
        )

    for folder, _, names in os.walk(inbox, onerror=refuse):
        for name in names:
            if not name.lower().endswith(UNFINISHED):
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


def land(file: InboxFile, inbox: Path, archive: Path) -> Arrival | None:
    """Reads a file and keeps its bytes; None while it is still arriving or cannot be read.

    Raises TransientError when the archive cannot be written.
    """
    try:
        content = file.path.read_bytes()
    except OSError:
        return None  # one file never stops the week; the next run tries it again
    if _look(file.path, inbox) != file or len(content) != file.size:
        return None
    sha256 = hashlib.sha256(content).hexdigest()
    _archive(content, sha256, archive)
    return Arrival(file, sha256, content)


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


def _archive(content: bytes, sha256: str, archive: Path) -> None:
    target = archived(archive, sha256)
    if target.exists():
        return
    try:
        for folder in (archive, target.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        write_whole(target, content, 0o400)
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
