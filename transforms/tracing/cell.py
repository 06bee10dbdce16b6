"""A published value as a cell of the grid, and what is in it: lines, each with its sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from schemas.table import Table
from schemas.tables import ASSISTANCE, RECORD
from transforms.assistance import ticks
from transforms.columns import distinct
from transforms.indicators.located import Located

__all__ = [
    "ASSISTED",
    "Cell",
    "Traced",
    "Tracer",
    "each",
    "numbered",
    "of_reports",
    "records_of",
    "together",
]

ASSISTED = list(ASSISTANCE.key)
"""What an assistance is known by: person, service, day and team."""


@dataclass(frozen=True)
class Cell:
    """A unit (by its number at a level) and the Sundays of a period (by their numbers, from `first`
    to `last`).

    `reports` are files as `transforms.publication.Counting.other_reports` has them, with is_late
    and submission_id; `held_back` are located rows (row_uid, branch_code, sunday) that are
    quarantined, those of files held back whole included.
    """

    located: Located
    reports: pd.DataFrame
    held_back: pd.DataFrame
    level: str
    unit: int
    first: int
    last: int

    def rows(self, facts: pd.DataFrame) -> pd.DataFrame:
        """Those of located facts that lie in the unit, and in the period."""
        return self.in_unit(self.in_period(facts))

    def in_unit(self, facts: pd.DataFrame) -> pd.DataFrame:
        """Those of located facts that lie in the unit."""
        return facts[facts[self.level].eq(self.unit).to_numpy(dtype=bool)]

    def in_period(self, facts: pd.DataFrame) -> pd.DataFrame:
        """Those of located facts that lie in the period."""
        return facts[facts["week"].between(self.first, self.last).to_numpy(dtype=bool)]


def _none(table: Table, *names: str) -> pd.DataFrame:
    """No sources, by what the table knows them by."""
    return table.empty()[list(names)].assign(line=pd.Series(dtype="int64"))


@dataclass(frozen=True)
class Traced:
    """`lines`: what is counted, one row each, by what it is known by (person_id, team_code,
    branch_code, sunday, …) and with `counts`, what it adds to the numerator.

    Its sources name it by its place (`line`): `assistances` by their key, `rows` by row_uid, and
    `reports` by submission_id and sheet ('' where the whole file is meant).
    """

    lines: pd.DataFrame
    assistances: pd.DataFrame = field(default_factory=lambda: _none(ASSISTANCE, *ASSISTED))
    rows: pd.DataFrame = field(default_factory=lambda: _none(RECORD, "row_uid"))
    reports: pd.DataFrame = field(default_factory=lambda: _none(RECORD, "submission_id", "sheet"))

    def shortened(self, count: int | None) -> Traced:
        """The first lines, so many of them (None: all), with their sources."""
        if count is None:
            return self
        sources = (self.assistances, self.rows, self.reports)
        return Traced(self.lines.iloc[:count], *(rows[rows["line"] < count] for rows in sources))


@dataclass(frozen=True)
class Tracer:
    """How an indicator is followed back: `follow` finds its lines in a cell, from facts of these
    `tables`: of the Sundays of the period, or of all since launch.
    """

    follow: Callable[[Cell], Traced]
    tables: Sequence[Table]
    is_since_launch: bool = False


def numbered(rows: pd.DataFrame, *names: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The distinct values of `names` as lines that count one each, and `rows` with their line."""
    codes, first = distinct(*(rows[name] for name in names))
    lines = rows[list(names)].take(first).reset_index(drop=True)
    return lines.assign(counts=1.0), rows.assign(line=codes)


def each(rows: pd.DataFrame, names: Sequence[str], counts: str = "") -> pd.DataFrame:
    """Each of `rows` as a line, known by `names`, that counts what its column says ('': one)."""
    amounts = rows[counts].to_numpy(dtype="float64", na_value=0) if counts else 1.0
    return rows[list(names)].reset_index(drop=True).assign(counts=amounts)


def of_reports(rows: pd.DataFrame, names: Sequence[str], sheet: str, counts: str = "") -> Traced:
    """Each of `rows`, which says nothing less than one, with a sheet of its file as the source."""
    told = rows[rows[counts].gt(0).fillna(False).to_numpy(dtype=bool)] if counts else rows
    files = told[["submission_id"]].reset_index(drop=True)
    sources = files.assign(line=range(len(files)), sheet=sheet)
    return Traced(each(told, names, counts), reports=sources)


def records_of(assistances: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """The line and row_uid of each record that tells of one of these assistances (`Traced`).

    `records` are those of the same persons: row_uid, person_id, service_codes, assist_date and
    team_code. Several may tell of one assistance, and one of several.
    """
    told = ticks(records.set_index("row_uid"))
    found = assistances.merge(told[["row_uid", *ASSISTED]], on=ASSISTED)
    return found[["line", "row_uid"]].drop_duplicates()


def together(*parts: Traced) -> Traced:
    """The lines of all parts, one after the other."""
    starts = np.cumsum([0, *(len(part.lines) for part in parts)])[:-1]

    def sources(name: str) -> pd.DataFrame:
        frames = [getattr(part, name) for part in parts]
        moved = [f.assign(line=f["line"] + s) for f, s in zip(frames, starts, strict=True)]
        rows: pd.DataFrame = pd.concat(moved, ignore_index=True)
        return rows

    lines: pd.DataFrame = pd.concat([part.lines for part in parts], ignore_index=True)
    return Traced(lines, *(sources(name) for name in ("assistances", "rows", "reports")))
