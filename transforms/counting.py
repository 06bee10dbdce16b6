"""Every indicator at every level and period, from facts, never by adding published values.

A distinct count over a growing period is a running sum of first occurrences: each person enters the
month, the year, the campaign once, on the Sunday of the first assistance there (DESIGN 8). So every
indicator becomes increments by unit and Sunday, and its periods are running sums of these. What
changed is counted the same way: what came with a plus, what went with a minus.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.indicator_values import with_values
from schemas.reference import Reference
from schemas.tables import INDICATOR
from transforms.columns import distinct
from transforms.geography import UnitKey
from transforms.grid import Cells, Grid, Matrix
from transforms.indicators import COUNTERS, STANDING
from transforms.indicators.located import Facts, Located, locate

__all__ = ["Changed", "Facts", "count_changes", "count_indicators", "must_recount"]


class _Asked(NamedTuple):
    """One indicator at one level and period."""

    code: str
    level: str
    period: str
    target: float


@dataclass(frozen=True)
class Changed:
    """`values`: whole cells of new Sundays, and of what is counted from a standing state;
    `changes`: what to add to the numerators and denominators of published cells.
    """

    values: pd.DataFrame
    changes: pd.DataFrame


def count_indicators(facts: Facts, reference: Reference, grid: Grid) -> pd.DataFrame:
    """All published values: sunday, period, unit_level, unit_code, unit_valid_from, indicator_code,
    numerator, denominator, value and target.

    `grid` (see `transforms.grid.make_grid`) says which weeks and units; facts of earlier weeks must
    be among `facts`.
    """
    return count_all(locate(facts, grid), reference)


def count_all(located: Located, reference: Reference) -> pd.DataFrame:
    """As `count_indicators`, of facts that are located already."""
    told = _Told(located.grid)
    for asked in _every(reference):
        told.add(asked, *_counted(located, asked))
    return _finished(told, reference)


def count_changes(
    located: Located, reference: Reference, base: pd.DataFrame, since: pd.Timestamp
) -> Changed:
    """What signed facts (see `Facts`) change since the last publication.

    `base` are the rows of `mart.indicator` of the last published Sunday: new Sundays go on from
    there. What is counted from a standing state is counted whole, from `since` on.
    """
    grid = located.grid
    last = base["sunday"].max()
    is_new, is_recent = grid.sundays > last, grid.sundays >= min(since, last)
    bases = _Bases(base, grid)
    values, changes = _Told(grid), _Told(grid)
    for asked in _every(reference):
        upper, lower = _counted(located, asked)
        if asked.code in STANDING:
            values.add(asked, upper, lower, is_recent)
            continue
        has_changed = (upper != 0) | (0 if lower is None else lower != 0)
        changes.add(asked, upper, lower, ~is_new & has_changed)
        if is_new.any():
            values.add(asked, *bases.carried(asked, upper, lower, is_new), is_new)
    return Changed(_finished(values, reference), _finished(changes, reference))


def must_recount(grid: Grid, last: pd.Timestamp) -> bool:
    """Whether a unit comes back on a new Sunday that the last published one does not tell of: then
    its sums cannot go on from there.
    """
    column = int(grid.weeks(pd.Series([last]))[0])
    for is_published in grid.is_published.values():
        returns = is_published[:, column + 1 :].any(axis=1) & ~is_published[:, column]
        if (returns & is_published[:, :column].any(axis=1)).any():
            return True
    return False


_ASKED = ("indicator_code", "unit_level", "period")


class _Bases:
    """Numerators and denominators of the last published Sunday, by unit number."""

    def __init__(self, base: pd.DataFrame, grid: Grid) -> None:
        self._grid = grid
        self._column = int(grid.weeks(base["sunday"].iloc[:1])[0])
        codes, first = distinct(*(base[name] for name in _ASKED))
        self._rows = np.split(np.argsort(codes, kind="stable"), np.bincount(codes).cumsum()[:-1])
        asked = zip(*(base[name].take(first) for name in _ASKED), strict=True)
        self._places = {question: place for place, question in enumerate(asked)}
        self._numbers = _unit_numbers(base, grid)
        self._counts = {name: base[name].to_numpy() for name in ("numerator", "denominator")}

    def carried(
        self, asked: _Asked, upper: Matrix, lower: Matrix | None, is_new: npt.NDArray[np.bool_]
    ) -> tuple[Matrix, Matrix | None]:
        """The matrices with what was published before added to the new Sundays of its period."""
        place = self._places.get((asked.code, asked.level, asked.period))
        if place is None:
            return upper, lower
        rows = self._rows[place]
        keys = self._grid.periods(asked.period)
        goes_on = is_new & (keys == keys[self._column])

        def add(matrix: Matrix, counts: str) -> Matrix:
            carried = np.zeros(len(matrix) + 1)
            carried[self._numbers[rows]] = self._counts[counts][rows]
            total: Matrix = matrix + np.outer(carried[:-1], goes_on)
            return total

        return add(upper, "numerator"), None if lower is None else add(lower, "denominator")


def _unit_numbers(base: pd.DataFrame, grid: Grid) -> npt.NDArray[np.int64]:
    """The number in `grid` of the unit of each row, -1 where it has none."""
    names = ("unit_level", "unit_code", "unit_valid_from")
    codes, first = distinct(*(base[name] for name in names))
    asked = zip(*(base[name].take(first) for name in names), strict=True)
    numbers = [grid.units[level].get(UnitKey(code, since), -1) for level, code, since in asked]
    return np.array(numbers, dtype=np.int64)[codes]


def _every(reference: Reference) -> Iterator[_Asked]:
    published = reference.indicators.dropna(subset=["periods"])
    columns = ("indicator_code", "levels", "periods", "target")
    for code, levels, periods, target in zip(*(published[c] for c in columns), strict=True):
        for level in levels.split("|"):
            for period in periods.split("|"):
                yield _Asked(code, level, period, target)


def _counted(located: Located, asked: _Asked) -> tuple[Matrix, Matrix | None]:
    return COUNTERS[asked.code](located, asked.level, asked.period)


class _Told:
    """Cells of many indicators, put together as one frame."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._parts: dict[str, list[tuple[_Asked, Cells, Matrix, Matrix | None]]] = {}

    def add(
        self,
        asked: _Asked,
        upper: Matrix,
        lower: Matrix | None,
        chosen: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        """The published cells (of `chosen` ones, where given) of numerators and denominators."""
        cells = self._grid.cells(asked.level, chosen)
        if len(cells[0]):
            told = None if lower is None else lower[cells]
            self._parts.setdefault(asked.level, []).append((asked, cells, upper[cells], told))

    def frame(self) -> pd.DataFrame:
        """All of them: sunday, unit_level, unit_code, unit_valid_from, numerator, denominator,
        period, indicator_code and target.
        """
        frames = [self._of_level(level) for level in self._parts]
        return pd.concat(frames, ignore_index=True) if frames else _NO_CELLS

    def _of_level(self, level: str) -> pd.DataFrame:
        parts = self._parts[level]
        sizes = [len(upper) for _, _, upper, _ in parts]
        unit, week = (np.concatenate([cells[side] for _, cells, _, _ in parts]) for side in (0, 1))
        lower = [np.full(len(u), np.nan) if told is None else told for _, _, u, told in parts]
        asked = pd.DataFrame([one for one, *_ in parts], columns=list(_Asked._fields))
        said = asked.loc[np.repeat(np.arange(len(parts)), sizes)].reset_index(drop=True)
        return pd.DataFrame(
            {
                "sunday": self._grid.sundays[week],
                "unit_level": level,
                **self._grid.named(level, unit, week),
                "numerator": np.concatenate([upper for _, _, upper, _ in parts]),
                "denominator": np.concatenate(lower),
                "period": said["period"],
                "indicator_code": said["code"],
                "target": said["target"],
            }
        )


_NO_CELLS = INDICATOR.empty().drop(columns=["value", "status", "run_id"])


def _finished(told: _Told, reference: Reference) -> pd.DataFrame:
    return _with_targets(with_values(told.frame()), reference)


def _with_targets(rows: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The target of the unit and year where one is set, else the indicator's own."""
    if reference.targets.empty:
        return rows
    targets = reference.targets.rename(columns={"target": "unit_target"})
    keyed = rows.assign(year=rows["sunday"].dt.year.astype("Int64"))
    found = keyed.merge(targets, on=["indicator_code", "unit_code", "year"], how="left")
    return rows.assign(target=found["unit_target"].fillna(found["target"]).to_numpy())
