"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

__all__ = ["write_chunks", "write_whole"]


def write_whole(target: Path, content: bytes, mode: int = 0o644) -> None:
    """Writes a file by an atomic rename; raises OSError when it cannot."""
    write_chunks(target.parent, [content], lambda: target, mode)


def write_chunks(
    folder: Path, chunks: Iterable[bytes], target: Callable[[], Path | None], mode: int = 0o644
) -> None:
    """Writes a file in `folder` piece by piece, then renames it to what `target` says.

    It is asked when all is written; None drops the file. A piece of zeros takes no room on the
    disk, for a file of which hardly anything was ever written may be longer than the disk.
    """
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".")
    try:
        with os.fdopen(handle, "wb") as stream:
            for chunk in chunks:
                if chunk.count(0) == len(chunk):
                    stream.seek(len(chunk), os.SEEK_CUR)
                else:
                    stream.write(chunk)
            stream.truncate()
            stream.flush()
            os.fsync(stream.fileno())
        if (place := target()) is not None:
            os.chmod(temporary, mode)
            os.replace(temporary, place)
    finally:
        Path(temporary).unlink(missing_ok=True)
