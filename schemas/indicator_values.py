"""What an indicator's value is, by its numerator and denominator (DESIGN 5)."""

from __future__ import annotations

import pandas as pd

__all__ = ["with_values"]


def with_values(rows: pd.DataFrame) -> pd.DataFrame:
    """`rows` (numerator, denominator) with value: a count's numerator, or the percentage, null
    where a ratio has no base. The denominator of a count is null.
    """
    upper, lower = rows["numerator"], rows["denominator"]
    ratio = 100.0 * upper / lower.where(lower > 0)
    return rows.assign(value=upper.where(lower.isna(), ratio))
