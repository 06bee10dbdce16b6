"""Publishing Sunday by Sunday: only what changed is written; a repeated run writes nothing.

`ops.publication` remembers a hash of what each table holds for each Sunday.
"""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pandas as pd
import psycopg
import pyarrow.csv as pv

from schemas.table import Table
from schemas.tables import PUBLICATION
from warehouse import copying
from warehouse.arrow import to_arrow

__all__ = ["Publisher", "content_hash"]

_RUN_COLUMNS = ("run_id",)


def content_hash(table: Table, frame: pd.DataFrame) -> str:
    """SHA-256 of the rows in the order of the key, run ids left out."""
    ordered = table.conform(frame).sort_values(list(table.key), kind="stable")
    arrow = to_arrow(table, ordered)
    arrow = arrow.drop_columns([name for name in _RUN_COLUMNS if name in arrow.column_names])
    sink = io.BytesIO()
    pv.write_csv(arrow, sink)
    return hashlib.sha256(sink.getvalue()).hexdigest()


def _parts(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    days = frame["sunday"].dt.strftime("%Y-%m-%d")
    return {str(day): part for day, part in frame.groupby(days)}


class Publisher:
    """Writes tables within one transaction and keeps account of what it changed."""

    def __init__(self, cursor: psycopg.Cursor[Any], run_id: str) -> None:
        self._cursor = cursor
        self._run_id = run_id
        known = copying.read(cursor, PUBLICATION)
        keys = zip(known["table_name"], known["partition"], strict=True)
        self._known = dict(zip(keys, known["content_hash"], strict=True))
        self._changes: dict[tuple[str, str], str | None] = {}

    def changed(self, table: Table, frame: pd.DataFrame) -> list[str]:
        """The Sundays for which `frame` says something else than the table, gone ones included."""
        parts = _parts(frame)
        gone = {day for name, day in self._known if name == table.full_name} - set(parts)
        hashes: dict[str, str | None] = {day: content_hash(table, parts[day]) for day in parts}
        hashes |= dict.fromkeys(gone)
        return sorted(day for day, new in hashes.items() if self._is_new(table, day, new))

    def replace(self, table: Table, frame: pd.DataFrame) -> None:
        """Makes the table hold just `frame`; Sundays that did not change are not touched."""
        changed = self.changed(table, frame)
        days = frame["sunday"].dt.strftime("%Y-%m-%d")
        self.write(table, changed, frame[days.isin(changed)])

    def write(self, table: Table, days: list[str], frame: pd.DataFrame) -> None:
        """Replaces the rows of these Sundays by those of `frame`."""
        if days:
            copying.delete_where(self._cursor, table, "sunday", days)
            copying.append(self._cursor, table, frame)

    def record(self, table: Table, partition: str, frame: pd.DataFrame) -> None:
        """Notes what a table that was written elsewhere now holds in `partition` ('' for all)."""
        self._is_new(table, partition, content_hash(table, frame))

    def _is_new(self, table: Table, partition: str, new: str | None) -> bool:
        key = (table.full_name, partition)
        if self._known.get(key) == new:
            return False
        self._changes[key] = new
        return True

    def finish(self) -> bool:
        """Writes the account; whether anything was changed."""
        gone = [key for key, new in self._changes.items() if new is None]
        for name, partition in gone:
            self._cursor.execute(
                "DELETE FROM ops.publication WHERE table_name = %s AND partition = %s",
                [name, partition],
            )
        rows = [(*key, new, self._run_id) for key, new in self._changes.items() if new is not None]
        copying.upsert(
            self._cursor, PUBLICATION, pd.DataFrame(rows, columns=PUBLICATION.column_names)
        )
        return bool(self._changes)
