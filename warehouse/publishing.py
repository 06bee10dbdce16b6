"""Publishing: everything that a run found out, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import psycopg

from schemas import tables
from schemas.outcome import Difference, FiguresOutcome, FilesOutcome, PersonsOutcome, Sums
from schemas.table import Table
from warehouse import copying
from warehouse.closing import release_holds, settle_findings
from warehouse.history import finalise, publish_figures
from warehouse.outbox import note_answers, note_states
from warehouse.partitions import Publisher

__all__ = ["Publication", "Published", "note_inbox"]

Cursor = psycopg.Cursor[Any]

_DIMENSIONS = (
    tables.UNIT,
    tables.UNIT_SUCCESSION,
    tables.BRANCH,
    tables.BRANCH_SUCCESSION,
    tables.TEAM,
    tables.TARGET,
    tables.SERVICE,
    tables.INDICATOR_DEFINITION,
    tables.REFERENCE_FIGURE,
)


@dataclass(frozen=True)
class Published:
    """What publishing changed: Sundays of `mart.indicator`, and how many values were restated."""

    sundays: list[str]
    restated: int
    has_changed: bool


class Publication:
    """Writes what a run found out, part by part in this order, with one cursor; the caller commits
    or rolls back all of it.
    """

    def __init__(self, cursor: Cursor, run_id: str, now: pd.Timestamp) -> None:
        self._cursor, self._run_id, self._now = cursor, run_id, now
        self._publisher = Publisher(cursor, run_id)

    def write_files(self, found: FilesOutcome) -> None:
        """Files, their rows and findings."""
        cursor, run_id = self._cursor, self._run_id
        for table, frame in found.updates.items():
            copying.upsert(cursor, table, frame)
        made = _upsert_findings(cursor, found.findings, run_id)
        self._publisher.apply(tables.RECORD, found.records)
        settle_findings(cursor, found.settled, made, run_id)
        release_holds(cursor, found.changed, made, run_id)
        told = {*found.settled, *found.findings["submission_id"], *found.changed}
        note_answers(cursor, told, run_id)

    def write_final(self, final: pd.Timestamp) -> None:
        """That the figures of Sundays up to `final` no longer are provisional."""
        finalise(self._cursor, self._publisher, final)

    def write_persons(self, found: PersonsOutcome) -> None:
        """Persons and what they are known by."""
        _forget(self._cursor, found)
        for table, frame in found.updates.items():
            copying.upsert(self._cursor, table, frame)
        self.write_changes(found.differences)

    def write_changes(self, differences: Mapping[Table, Difference]) -> None:
        """Rows that came, changed or went."""
        for table, change in differences.items():
            self._publisher.apply(table, change)

    def write_figures(self, found: FiguresOutcome) -> Published:
        """What was counted, and the account of all that was written."""
        self.write_changes(found.differences)
        if (states := found.differences.get(tables.SUBMISSION_STATUS)) is not None:
            note_states(self._cursor, states, self._run_id)
        _add_up(self._cursor, self._publisher, found)
        restated = publish_figures(self._cursor, self._publisher, found, self._run_id, self._now)
        if found.is_whole:
            _record_dimensions(self._cursor, self._publisher)
        sundays = self._publisher.changed_sundays.get(tables.INDICATOR.full_name, [])
        return Published(sundays, restated, self._publisher.finish())


def note_inbox(cursor: Cursor, files: pd.DataFrame) -> None:
    """Notes what was read where, so that it is not read again (`vault.inbox_file`)."""
    copying.upsert(cursor, tables.INBOX_FILE, files)


def _forget(cursor: Cursor, outcome: PersonsOutcome) -> None:
    """Evidence of persons who are awake again, and of links that were all made anew."""
    copying.delete_where(cursor, tables.PERSON_TOKEN, "person_id", outcome.awake)
    if outcome.is_relinked:
        cursor.execute("DELETE FROM vault.link_node")
        cursor.execute("DELETE FROM vault.link_edge")


def _add_up(cursor: Cursor, publisher: Publisher, outcome: FiguresOutcome) -> None:
    """Adds to published amounts; where everything was counted anew, puts them in their place."""
    whole: dict[Table, list[pd.DataFrame]] = {}
    for table, sums in outcome.sums:
        if outcome.is_whole:
            whole.setdefault(table, []).append(sums.rows)
        else:
            earlier = copying.read_like(cursor, table, sums.rows)
            publisher.apply(table, _added_up(table, earlier, sums))
    for table, rows in whole.items():
        publisher.apply(table, _replaced(table, copying.read(cursor, table), pd.concat(rows)))


def _added_up(table: Table, earlier: pd.DataFrame, sums: Sums) -> Difference:
    was = table.counterparts(sums.rows, earlier)
    total = sums.rows.reset_index(drop=True).copy()
    for name in sums.amounts:
        total[name] = total[name] + was[name].fillna(0)
    for name in sums.kept:
        total[name] = was[name]
    is_known = was[sums.amounts[0]].notna()
    is_nothing = total[sums.needed].abs() < 0.5 if sums.needed else is_known & False
    total = table.conform(total)
    return Difference(
        total[~is_known & ~is_nothing], total[is_known & ~is_nothing], total[is_known & is_nothing]
    )


def _replaced(table: Table, earlier: pd.DataFrame, rows: pd.DataFrame) -> Difference:
    """All rows for those that say something else, and those that are no more."""
    now = table.conform(rows)
    same = now.merge(earlier, how="left", on=table.column_names, indicator="side")
    moved = now[same["side"].eq("left_only").to_numpy()]
    gone = earlier[table.places(earlier, now) < 0]
    return Difference(moved.iloc[:0], moved, gone)


def _record_dimensions(cursor: Cursor, publisher: Publisher) -> None:
    """Reference data, which is written as it is loaded; other data is counted anew by it."""
    for dimension in _DIMENSIONS:
        publisher.record(dimension, "", copying.read(cursor, dimension))
    suspended = copying.read(cursor, tables.SUSPENDED_SUNDAY)
    for sunday, rows in suspended.groupby("sunday"):
        partition = pd.Timestamp(str(sunday)).strftime("%Y-%m-%d")
        publisher.record(tables.SUSPENDED_SUNDAY, partition, rows)


def _upsert_findings(cursor: Cursor, findings: pd.DataFrame, run_id: str) -> list[str]:
    """Writes new findings, and known ones that changed; their states are those that decisions give.

    Gives the ids of those that were made. What only a superseded file shows, judged again with the
    one that replaced it, is not made: whether it was mended there is told as of any other file.
    """
    if findings.empty:
        return []
    told = tables.FINDING.conform(findings.assign(first_run_id=run_id, last_run_id=run_id))
    known = copying.read_like(cursor, tables.FINDING, told)
    earlier = tables.FINDING.counterparts(told, known)
    told["first_run_id"] = earlier["first_run_id"].fillna(run_id)
    is_left = told["state"].eq("closed") & earlier["state"].isin(["open", "returned"])
    copying.upsert(cursor, tables.FINDING, told[~is_left & ~_say_the_same(told, earlier)])
    return told.loc[~is_left, "finding_id"].tolist()


def _say_the_same(told: pd.DataFrame, earlier: pd.DataFrame) -> pd.Series[bool]:
    """Whether the rows of two frames in one order are equal but for the run that wrote them."""
    same = pd.Series(True, index=told.index)
    for name in told.columns.drop(["first_run_id", "last_run_id"]):
        now, was = told[name], earlier[name]
        same &= now.eq(was).fillna(False).astype(bool) | (now.isna() & was.isna())
    return same
