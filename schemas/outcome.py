"""Values that pass between the rooms of one floor: what landed, and what a run leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pandas as pd

from schemas.table import Table
from schemas.tables import SUBMISSION

__all__ = [
    "RECORD_COUNTS",
    "Answer",
    "Decided",
    "Difference",
    "Figures",
    "FiguresOutcome",
    "FilesOutcome",
    "Landed",
    "PersonsOutcome",
    "Place",
    "Sums",
]

RECORD_COUNTS = ["records_parsed", "records_accepted", "records_quarantined", "records_excluded"]
"""Columns of `ops.submission` that count its `NGUOI_DAN` rows."""


@dataclass(frozen=True)
class Landed:
    """A file of the inbox that has landed in the archive.

    `received_at` is the clock of the run that landed it; `arrived_at` the earliest moment at which
    the bytes are known to have been in the inbox, None where that is not known to be earlier.
    """

    submission_id: str
    file_sha256: str
    inbox_path: str
    received_at: pd.Timestamp
    arrived_at: pd.Timestamp | None = None


@dataclass(frozen=True)
class Decided:
    """Stewards' decisions as a run finds them, with their values.

    `changed` are those that did not stand when the last completed run judged and do now, or the
    other way round; `submission_ids` the files that they are about.
    """

    decisions: pd.DataFrame
    changed: pd.DataFrame
    submission_ids: list[str]

    @property
    def position(self) -> int:
        """The last decision that the run reads; 0 where there is none."""
        return int(self.decisions["position"].max()) if len(self.decisions) else 0


@dataclass(frozen=True)
class Figures:
    """What was published before: the first and last Sunday, the rows of `mart.indicator` of the
    last one, and the whole of the tables that a standing state is read from (`meetings` are the
    activities of that kind).
    """

    first: pd.Timestamp | None
    last: pd.Timestamp | None
    base: pd.DataFrame
    team_weeks: pd.DataFrame
    team_reports: pd.DataFrame
    members: pd.DataFrame
    meetings: pd.DataFrame

    @property
    def sundays(self) -> list[pd.Timestamp]:
        """The first and last Sunday, where there is any."""
        return [day for day in (self.first, self.last) if day is not None]


@dataclass(frozen=True)
class Difference:
    """Rows of one table: to add, to put in the place of those with the same key, to take out."""

    new: pd.DataFrame
    changed: pd.DataFrame
    gone: pd.DataFrame


@dataclass(frozen=True)
class Sums:
    """Amounts to add to what a table says.

    `rows` are of the table; the columns `amounts` are added to what is there, `kept` ones stay as
    they are there, and all others are put in their place. A row whose `needed` amount comes to
    nothing is taken out.
    """

    rows: pd.DataFrame
    amounts: tuple[str, ...]
    kept: tuple[str, ...] = ()
    needed: str | None = None


@dataclass(frozen=True)
class FilesOutcome:
    """What a run found out of files: rows to add or update by table, in the order in which they can
    be written, and the change in their records. `findings` lack the run ids. `settled` are the
    submissions whose findings of earlier runs hold no more.
    """

    updates: Mapping[Table, pd.DataFrame]
    records: Difference
    findings: pd.DataFrame
    settled: list[str]

    @property
    def changed(self) -> list[str]:
        """The submissions that are new or say something else than before."""
        return list(self.updates[SUBMISSION]["submission_id"])


@dataclass(frozen=True)
class PersonsOutcome:
    """What a run found out of persons: rows to add or update, and what changed, by table in the
    order of writing. `awake` are persons with a record in force. With `is_relinked` the nodes and
    links are all there are, not what changed.
    """

    updates: Mapping[Table, pd.DataFrame]
    differences: Mapping[Table, Difference]
    awake: list[str]
    is_relinked: bool


@dataclass(frozen=True)
class FiguresOutcome:
    """What a run counted.

    `differences` and `sums` are what changed and what is to be added to published amounts, by
    table. `values` are whole cells of `mart.indicator` without run_id, `changes` amounts to add to
    published ones; both have `cause`. `newest` is the last Sunday that is published, `final` the
    last one that no longer is provisional; None where nothing is published.
    With `is_whole` the sums and values are all there is, not what changed.
    """

    differences: Mapping[Table, Difference]
    sums: Sequence[tuple[Table, Sums]]
    values: pd.DataFrame
    changes: pd.DataFrame
    newest: pd.Timestamp | None
    final: pd.Timestamp | None
    is_whole: bool


class Doubtful(NamedTuple):
    """Of whom possible duplicates are open.

    `cases` are these (duplicate_id, left_person_id, right_person_id, is_linked), `records` all
    records of their persons (person_id, service_codes, assist_date, team_code, sunday, and the
    `part` of their nodes).
    """

    cases: pd.DataFrame
    records: pd.DataFrame


class Place(NamedTuple):
    """A branch and the Sunday that it is told of."""

    sunday: date
    branch_code: str


@dataclass(frozen=True)
class Answer:
    """What is known of a branch's Sunday when it is told of it, as `warehouse.answers` loads it.

    `submissions` are all its files in the order of their receipt, `findings` what is open in them,
    `sums` the parts of `mart.reconciliation` for citizens (empty where there are none). `repeats`
    are accepted rows whose citizen an earlier row named, with that row's branch and date. `state`
    is that of `mart.submission_status` ('' where it has none), `teams` are the branch's youth teams
    on that day: team_code, name.
    """

    place: Place
    branch_name: str
    submissions: pd.DataFrame
    findings: pd.DataFrame
    sums: Mapping[str, int]
    repeats: pd.DataFrame
    state: str
    teams: pd.DataFrame
