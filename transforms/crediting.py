"""Who may claim the persons helped in a week with a service: `mart.credit`.

A person helped by several units in one week belongs to one of them by first touch, in equal parts
to all of them by fractions, and wholly to each by participation; so the first two add up to the
distinct persons and the third to at least as many.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from schemas.tables import CREDIT
from transforms.columns import Codes, distinct, ordering
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
    ordered = assistance[["sunday", "service_code", "week", "person", "sign", *LEVELS]].take(order)
    met, _ = distinct(*(ordered[name] for name in ("week", "service_code", "person")))
    parts = [_at_level(ordered, met, level, grid) for level in LEVELS]
    return CREDIT.conform(pd.concat(parts, ignore_index=True))


def _at_level(ordered: pd.DataFrame, met: Codes, level: str, grid: Grid) -> pd.DataFrame:
    """The sums of a level's units; `met` numbers week, service and person of each row."""
    unit = ordered[level].to_numpy()
    placed = np.flatnonzero(unit >= 0)
    _, first = distinct(met[placed], unit[placed])
    helped = placed[first]
    who, sign = met[helped], ordered["sign"].to_numpy()[helped]
    _, touched = distinct(who)
    is_first = np.zeros(len(helped), dtype=bool)
    is_first[touched] = True
    amounts = {
        "participation": sign,
        "fractional": sign / np.bincount(who)[who],
        "first_touch": np.where(is_first, sign, 0.0),
    }
    rows = ordered.take(helped)
    groups, heads = distinct(rows["week"], rows["service_code"], rows[level])
    told = rows.take(heads)
    sums = {name: np.bincount(groups, amount, len(heads)) for name, amount in amounts.items()}
    named = grid.named(level, told[level], told["week"])
    return (
        told[["sunday", "service_code"]]
        .reset_index(drop=True)
        .assign(unit_level=level, **sums, **named)
    )
