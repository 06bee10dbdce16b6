"""Every indicator at every level and period, from facts, never by adding published values.

A distinct count over a growing period is a running sum of first occurrences: each person enters the
month, the year, the campaign once, on the Sunday of the first assistance there (DESIGN 8). So every
indicator becomes increments by unit and Sunday, and its periods are running sums of these.
"""

from __future__ import annotations

import pandas as pd

from schemas.reference import Reference
from transforms.grid import Grid
from transforms.indicators import COUNTERS
from transforms.indicators.located import Facts, locate

__all__ = ["Facts", "count_indicators"]


def count_indicators(facts: Facts, reference: Reference, grid: Grid) -> pd.DataFrame:
    """All published values: sunday, period, unit_level, unit_code, unit_valid_from, indicator_code,
    numerator, denominator, value and target.

    `grid` (see `transforms.grid.make_grid`) says which weeks and units; facts of earlier weeks must
    be among `facts`.
    """
    located = locate(facts, grid)
    published = reference.indicators.dropna(subset=["periods"])
    columns = ("indicator_code", "levels", "periods", "target")
    counted = []
    for code, levels, periods, target in zip(*(published[c] for c in columns), strict=True):
        for level in levels.split("|"):
            for period in periods.split("|"):
                cells = grid.cells(level, *COUNTERS[code](located, level, period))
                counted.append(cells.assign(period=period, indicator_code=code, target=target))
    return _with_targets(pd.concat(counted, ignore_index=True), reference)


def _with_targets(rows: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The target of the unit and year where one is set, else the indicator's own."""
    if reference.targets.empty:
        return rows
    targets = reference.targets.rename(columns={"target": "unit_target"})
    keyed = rows.assign(year=rows["sunday"].dt.year.astype("Int64"))
    found = keyed.merge(targets, on=["indicator_code", "unit_code", "year"], how="left")
    return rows.assign(target=found["unit_target"].fillna(found["target"]).to_numpy())
