"""Parquet: a mirror of `core` and `mart` for analysts, one file per table and Sunday.

After each run the files are brought to what `ops.publication` says; a run that died in between is
made good by the next one. Each file is replaced by an atomic rename, and the manifest comes last, so
a reader that trusts the manifest never sees half a week.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pandas as pd
import psycopg
import pyarrow.parquet as pq
from psycopg import sql

from schemas.errors import TransientError
from schemas.table import Table
from schemas.tables import PUBLICATION, table
from warehouse import copying
from warehouse.arrow import to_arrow

__all__ = ["MANIFEST", "mirror", "mirrored"]

MANIFEST = "_manifest.json"

Manifest = dict[str, dict[str, str]]


def mirrored(declared: Table) -> bool:
    """Whether a table is written to Parquet."""
    return declared.schema_name in ("core", "mart")


def mirror(cursor: psycopg.Cursor[Any], folder: Path) -> int:
    """Brings `folder` to the published state; the number of files written or removed.

    Raises TransientError when a file cannot be written: the next run writes it.
    """
    published = copying.read(cursor, PUBLICATION)
    wanted: Manifest = {}
    for name, partition, content in published[
        ["table_name", "partition", "content_hash"]
    ].itertuples(index=False):
        wanted.setdefault(name, {})[partition] = content
    present = _manifest(folder)
    try:
        changes = _write_changed(cursor, folder, wanted, present) + _remove(folder, wanted, present)
        if changes or not (folder / MANIFEST).exists():
            run_id = (
                str(published.sort_values("run_id")["run_id"].iloc[-1]) if len(published) else ""
            )
            _replace(
                folder / MANIFEST,
                json.dumps({"run_id": run_id, "tables": wanted}, indent=1, sort_keys=True).encode(),
            )
    except OSError as error:
        raise TransientError(
            f"The Parquet folder {folder} cannot be written ({error.strerror}); the database holds the"
            " new figures, and the next run writes the files."
        ) from None
    return changes


def _manifest(folder: Path) -> Manifest:
    try:
        loaded = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return dict(loaded["tables"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _path(folder: Path, name: str, partition: str) -> Path:
    schema_name, table_name = name.split(".")
    return folder / schema_name / table_name / partition / "part-0.parquet"


def _write_changed(
    cursor: psycopg.Cursor[Any], folder: Path, wanted: Manifest, present: Manifest
) -> int:
    written = 0
    for name, partitions in wanted.items():
        for partition, content in partitions.items():
            path = _path(folder, name, partition)
            if present.get(name, {}).get(partition) == content and path.exists():
                continue
            _write(path, table(name), _rows(cursor, table(name), partition))
            written += 1
    return written


def _rows(cursor: psycopg.Cursor[Any], declared: Table, partition: str) -> pd.DataFrame:
    if not partition:
        return copying.read(cursor, declared)
    return copying.read(cursor, declared, sql.SQL("sunday = %s"), partition)


def _write(path: Path, declared: Table, rows: pd.DataFrame) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    pq.write_table(to_arrow(declared, rows), temporary, compression="zstd")
    os.replace(temporary, path)


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    os.replace(temporary, path)


def _remove(folder: Path, wanted: Manifest, present: Manifest) -> int:
    gone = [
        _path(folder, name, partition)
        for name, partitions in present.items()
        for partition in partitions
        if partition not in wanted.get(name, {})
    ]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
