"""Who may claim the persons helped in a week with a service: `mart.credit`.

A person helped by several units in one week belongs to one of them by first touch, in equal parts
to all of them by fractions, and wholly to each by participation; so the first two add up to the
distinct persons and the third to at least as many.
"""

from __future__ import annotations

import pandas as pd

from schemas.tables import CREDIT
from transforms.geography import LEVELS
from transforms.grid import Grid

__all__ = ["credit"]


def credit(assistance: pd.DataFrame, grid: Grid) -> pd.DataFrame:
    """`mart.credit` of all published weeks; `assistance` carries its unit's number per level
    (`Grid.locate`).
    """
    ordered = assistance.sort_values(["assist_date", "branch_code", "team_code", "row_uid"])
    parts = [_at_level(ordered[ordered[level] >= 0], level, grid) for level in LEVELS]
    return CREDIT.conform(pd.concat(parts, ignore_index=True))


def _at_level(rows: pd.DataFrame, level: str, grid: Grid) -> pd.DataFrame:
    week = ["sunday", "service_code"]
    helped = rows.drop_duplicates([*week, "person_id", level])[[*week, "person_id", level]]
    helpers = helped.groupby([*week, "person_id"])[level].transform("size")
    helped = helped.assign(
        participation=1.0,
        fractional=1.0 / helpers,
        first_touch=(~helped.duplicated([*week, "person_id"])).astype("float64"),
    )
    sums = helped.groupby([*week, level], as_index=False)[
        ["first_touch", "participation", "fractional"]
    ].sum()
    keys = grid.keys(level, sums[level], pd.DatetimeIndex(sums["sunday"]))
    return sums.assign(
        unit_level=level,
        unit_code=[key.unit_code for key in keys],
        unit_valid_from=[key.unit_valid_from for key in keys],
    )
