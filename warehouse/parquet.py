"""Parquet: a mirror of `core` and `mart` for analysts, one file per table and Sunday.

After each run the files are brought to what `ops.publication` says; a run that died in between is
made good by the next one, and so is a file that was damaged or removed. Each file is replaced by an
atomic rename, and the manifest comes last, so a reader that trusts the manifest never sees half a
week.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from psycopg import sql

from schemas.errors import TransientError
from schemas.table import Table
from schemas.tables import PUBLICATION, table
from warehouse import copying
from warehouse.database import Database

__all__ = ["MANIFEST", "mirror"]

Cursor = psycopg.Cursor[Any]

MANIFEST = "_manifest.json"
PART = "part-0.parquet"

_AT_ONCE = 2

Manifest = dict[str, dict[str, str]]
"""Table, partition ('' for a table without Sundays), hash of its rows."""


def mirror(database: Database, folder: Path) -> int:
    """Brings `folder` to the published state; the number of files written or removed.

    Raises TransientError when a file cannot be written: the next run writes it.
    """
    with database.readers(_AT_ONCE) as cursors:
        return _mirror(cursors, folder)


def _mirror(cursors: Sequence[Cursor], folder: Path) -> int:
    published = copying.read(cursors[0], PUBLICATION)
    wanted: Manifest = {}
    for name, partition, content in published[
        ["table_name", "partition", "content_hash"]
    ].itertuples(index=False):
        wanted.setdefault(name, {})[partition] = content
    present, files = _manifest(folder)
    try:
        written = _write_changed(cursors, folder, wanted, present, files)
        files = files | written
        removed = _remove(folder, {_relative(*part) for part in _parts(wanted)})
        if written or removed or present != wanted:
            listed = {_relative(*part): files[_relative(*part)] for part in _parts(wanted)}
            last = max(published["run_id"], default="")
            manifest = {"run_id": last, "tables": wanted, "files": listed}
            text = json.dumps(manifest, indent=1, sort_keys=True)
            _replace(folder / MANIFEST, text.encode())
    except OSError as error:
        # Arrow words its errors in several sentences, in which the system's own is one.
        reason = os.strerror(error.errno) if error.errno else error.strerror
        raise TransientError(
            f"The Parquet folder {folder} cannot be written ({reason}); the database holds the new"
            " figures, and the next run writes the files."
        ) from None
    return len(written) + removed


def _manifest(folder: Path) -> tuple[Manifest, dict[str, str]]:
    """What the files held when they were last written, and the SHA-256 of each."""
    try:
        loaded = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return dict(loaded["tables"]), dict(loaded["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}, {}


def _parts(manifest: Manifest) -> list[tuple[str, str]]:
    return [(name, partition) for name in manifest for partition in manifest[name]]


def _relative(name: str, partition: str) -> str:
    return "/".join(filter(None, [*name.split("."), partition, PART]))


def _write_changed(
    cursors: Sequence[Cursor],
    folder: Path,
    wanted: Manifest,
    present: Manifest,
    files: dict[str, str],
) -> dict[str, str]:
    """Writes what has changed or is no longer what was written; the SHA-256 of the new files."""
    free: SimpleQueue[Cursor] = SimpleQueue()
    for cursor in cursors:
        free.put(cursor)

    def bring(part: tuple[str, str]) -> tuple[str, str] | None:
        name, partition = part
        relative = _relative(name, partition)
        is_same = present.get(name, {}).get(partition) == wanted[name][partition]
        if is_same and files.get(relative, "") == _sha256(folder / relative):
            return None
        cursor = free.get()
        try:
            _write(folder / relative, _rows(cursor, table(name), partition))
        finally:
            free.put(cursor)
        return relative, _sha256(folder / relative)

    # A file is read by Postgres, parsed and written: one after the other, on one core at a time.
    with ThreadPoolExecutor(len(cursors), "mirroring") as pool:
        try:
            return dict(filter(None, pool.map(bring, _parts(wanted))))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _sha256(path: Path) -> str:
    """The hash of a file as it is now; of one that cannot be read, a word that no hash equals."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return "unreadable"


def _rows(cursor: Cursor, declared: Table, partition: str) -> pa.Table:
    if not partition:
        return copying.read_arrow(cursor, declared)
    # A key that begins with the Sunday has its rows in order in the index; Postgres would rather
    # fetch and sort them, which takes twice as long.
    is_sorted = declared.key[0] == "sunday"
    cursor.execute("SELECT set_config('enable_sort', %s, true)", ["off" if is_sorted else "on"])
    return copying.read_arrow(cursor, declared, sql.SQL("sunday = %s"), partition)


def _write(path: Path, rows: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    pq.write_table(rows, temporary, compression="zstd")
    os.replace(temporary, path)


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    os.replace(temporary, path)


def _remove(folder: Path, wanted: set[str]) -> int:
    """Removes files of Sundays that are gone, and what an interrupted write left."""
    gone = [
        path
        for schema_name in ("core", "mart")
        for path in (folder / schema_name).rglob(f"*{PART}*")
        if path.relative_to(folder).as_posix() not in wanted
    ]
    for path in gone:
        path.unlink(missing_ok=True)
        with suppress(OSError):  # other parts may be in its folder
            path.parent.rmdir()
    return len(gone)
