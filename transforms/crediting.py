"""Who may claim the persons helped in a week with a service: `mart.credit`.

A person helped by several units in one week belongs to one of them by first touch, in equal parts
to all of them by fractions, and wholly to each by participation; so the first two add up to the
distinct persons and the third to at least as many.
"""

from __future__ import annotations

import pandas as pd

from schemas.tables import CREDIT
from transforms.columns import ordering
from transforms.geography import LEVELS
from transforms.grid import Grid

__all__ = ["CREDITED_AMOUNTS", "credit"]

CREDITED_AMOUNTS = ("first_touch", "participation", "fractional")
"""The columns of `mart.credit` that are added up."""


def credit(assistance: pd.DataFrame, grid: Grid) -> pd.DataFrame:
    """`mart.credit` of all published weeks, or what changed in it.

    `assistance` is `transforms.indicators.located.Located.assistance`.
    """
    order = ordering(assistance, "assist_date", "branch_code", "team_code", "row_uid")
    told = assistance[["week", "service_code", "person", "sunday", "sign", *LEVELS]]
    ordered = told.take(order)
    parts = [_at_level(ordered[ordered[level] >= 0], level, grid) for level in LEVELS]
    return CREDIT.conform(pd.concat(parts, ignore_index=True))


def _at_level(rows: pd.DataFrame, level: str, grid: Grid) -> pd.DataFrame:
    met = ["week", "service_code", "person"]
    helped = rows.drop_duplicates([*met, level])[[*met, level, "sunday", "sign"]]
    helpers = helped.groupby(met)[level].transform("size")
    helped = helped.assign(
        participation=helped["sign"],
        fractional=helped["sign"] / helpers,
        first_touch=helped["sign"].where(~helped.duplicated(met), 0.0),
    )
    group = ["sunday", "week", "service_code", level]
    sums = helped.groupby(group, as_index=False)[list(CREDITED_AMOUNTS)].sum()
    return sums.assign(unit_level=level, **grid.named(level, sums[level], sums["week"]))
