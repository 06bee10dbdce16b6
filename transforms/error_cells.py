"""Excel's error values (#N/A, #REF! …) among the `NGUOI_DAN` cells (case S17)."""

from __future__ import annotations

import pandas as pd

from schemas.template import columns_of

__all__ = ["with_error_cells"]

_NEEDED = ("team_code", "assist_date", "full_name")
"""Columns without which a record is not accepted; the others are taken as blank."""


def with_error_cells(faults: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """`faults` (see `transforms.columns`) with the error cells of the stacked rows.

    What else is said of such a cell is left out: that #N/A is no phone is nothing to mend.
    """
    found = [
        pd.DataFrame(
            {"row_uid": raw.index[raw[f"{name}__type"] == "e"], "column_name": name}
        ).assign(rule_id=f"record.cell.{'is_a_value' if name in _NEEDED else 'is_no_error_value'}")
        for name in (column.name for column in columns_of("NGUOI_DAN"))
        if (raw[f"{name}__type"] == "e").any()
    ]
    if not found:
        return faults
    cells = pd.concat(found, ignore_index=True)
    cell = ["row_uid", "column_name"]
    is_told = pd.MultiIndex.from_frame(faults[cell]).isin(pd.MultiIndex.from_frame(cells[cell]))
    told = cells.assign(value="", suggested="", detail="{}")[list(faults.columns)]
    return pd.concat([faults[~is_told], told], ignore_index=True)
