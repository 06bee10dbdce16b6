"""Publishing what changed, and the account of it by which Parquet follows.

`ops.publication` holds for each table and Sunday a hash that changes whenever its rows do: so a
repeated run writes nothing, and a run that died before its files were written is made good.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import pandas as pd
import psycopg

from schemas.identifiers import SEPARATOR
from schemas.outcome import Difference
from schemas.table import Table
from schemas.tables import PUBLICATION
from warehouse import copying
from warehouse.arrow import csv_bytes

__all__ = ["Publisher", "content_hash", "mirrored"]


def mirrored(declared: Table) -> bool:
    """Whether a table is written to Parquet: nothing that holds personal data ever is."""
    return declared.schema_name in ("core", "mart")


def content_hash(table: Table, frame: pd.DataFrame) -> str:
    """SHA-256 of the rows in the order of the key."""
    ordered = table.conform(frame).sort_values(list(table.key), kind="stable")
    return hashlib.sha256(csv_bytes(table, ordered)).hexdigest()


class Publisher:
    """Writes tables within one transaction and keeps account of what it changed."""

    def __init__(self, cursor: psycopg.Cursor[Any], run_id: str) -> None:
        self._cursor = cursor
        self._run_id = run_id
        known = copying.read(cursor, PUBLICATION)
        keys = zip(known["table_name"], known["partition"], strict=True)
        self._known = dict(zip(keys, known["content_hash"], strict=True))
        self._changes: dict[tuple[str, str], str] = {}

    def apply(self, table: Table, change: Difference) -> None:
        """Brings the table to what a difference says."""
        copying.delete(self._cursor, table, change.gone)
        copying.upsert(self._cursor, table, change.changed)
        copying.append(self._cursor, table, change.new)
        rows = [frame for frame in (change.new, change.changed, change.gone) if len(frame)]
        if not rows or not mirrored(table):
            return
        if table.has_sunday:
            self.touch(table, pd.concat([frame["sunday"] for frame in rows]).unique())
        else:
            self._note(table, "")

    def touch(self, table: Table, sundays: Iterable[pd.Timestamp]) -> None:
        """Notes that rows of these Sundays were changed."""
        for day in sundays:
            self._note(table, pd.Timestamp(day).strftime("%Y-%m-%d"))

    def record(self, table: Table, partition: str, frame: pd.DataFrame) -> None:
        """Notes what a table that was written elsewhere now holds in `partition` ('' for all)."""
        key, new = (table.full_name, partition), content_hash(table, frame)
        if self._known.get(key) != new:
            self._changes[key] = new

    def _note(self, table: Table, partition: str) -> None:
        key = (table.full_name, partition)
        text = SEPARATOR.join([self._known.get(key, ""), self._run_id, *key])
        self._changes[key] = hashlib.sha256(text.encode()).hexdigest()

    @property
    def changed_sundays(self) -> dict[str, list[str]]:
        """Table → the Sundays of it that were changed."""
        found: dict[str, list[str]] = {}
        for name, partition in sorted(self._changes):
            found.setdefault(name, []).append(partition)
        return found

    def finish(self) -> bool:
        """Writes the account; whether anything was changed."""
        rows = [(*key, new, self._run_id) for key, new in self._changes.items()]
        copying.upsert(
            self._cursor, PUBLICATION, pd.DataFrame(rows, columns=PUBLICATION.column_names)
        )
        return bool(self._changes)
