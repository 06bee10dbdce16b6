"""Cells of `NGUOI_DAN` that hold no value: Excel errors (S17), uncalculated formulas (S16)."""

from __future__ import annotations

import pandas as pd

from schemas.template import columns_of
from transforms.reading.sheet_marks import UNCALCULATED

__all__ = ["with_error_cells"]

_NEEDED = ("team_code", "assist_date", "full_name")
"""Columns without which a record is not accepted; the others are taken as blank."""
_RULES = {
    "": ("record.cell.is_a_value", "record.cell.is_no_error_value"),
    UNCALCULATED: ("record.cell.is_calculated", "record.cell.is_no_blank_formula"),
}
"""The rule for a needed cell and for another one, of error texts and of what is uncalculated."""


def _rule_of(column_name: str, text: str) -> str:
    needed, other = _RULES.get(text, _RULES[""])
    return needed if column_name in _NEEDED else other


def with_error_cells(faults: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """`faults` (see `transforms.columns`) with the error cells of the stacked rows.

    What else is said of such a cell is left out: that #N/A is no phone is nothing to mend.
    """
    found = [
        pd.DataFrame({"row_uid": raw.index[is_error], "column_name": name}).assign(
            rule_id=[_rule_of(name, text) for text in raw.loc[is_error, name]]
        )
        for name in (column.name for column in columns_of("NGUOI_DAN"))
        if (is_error := raw[f"{name}__type"] == "e").any()
    ]
    if not found:
        return faults
    cells = pd.concat(found, ignore_index=True)
    cell = ["row_uid", "column_name"]
    is_told = pd.MultiIndex.from_frame(faults[cell]).isin(pd.MultiIndex.from_frame(cells[cell]))
    told = cells.assign(value="", suggested="", detail="{}")[list(faults.columns)]
    return pd.concat([faults[~is_told], told], ignore_index=True)
