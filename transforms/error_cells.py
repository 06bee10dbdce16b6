"""Cells of tables that hold no value: Excel errors (S17), uncalculated formulas (S16)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.template import columns_of
from transforms.reading.sheet_marks import UNCALCULATED

__all__ = ["error_cells", "is_error", "with_error_cells"]

_NEEDED = {
    "NGUOI_DAN": ("team_code", "assist_date", "full_name"),
    "TO_CNS": ("team_code",),
    "HOAT_DONG": ("team_code", "quantity"),
}
"""Columns without which a row is not accepted; the others are taken as blank. An activity without a
team is the branch's own: whose it is may not be lost in an error.
"""
_RULES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "NGUOI_DAN": {
        "": ("record.cell.is_a_value", "record.cell.is_no_error_value"),
        UNCALCULATED: ("record.cell.is_calculated", "record.cell.is_no_blank_formula"),
    },
    "TO_CNS": {"": ("team.cell.is_a_value", "team.cell.is_no_error_value")},
    "HOAT_DONG": {"": ("activity.cell.is_a_value", "activity.cell.is_no_error_value")},
}
"""By sheet the rule for a needed cell and for another one, of error texts and of what is
uncalculated.
"""
_COLUMNS = ["row_uid", "value", "rule_id", "column_name", "suggested"]


def is_error(raw: pd.DataFrame, column_name: str) -> npt.NDArray[np.bool_]:
    """Whether the cells of a column hold an Excel error."""
    is_told = raw[f"{column_name}__type"].eq("e") & raw[column_name].ne(UNCALCULATED)
    return is_told.to_numpy(dtype=bool)


def error_cells(raw: pd.DataFrame, sheet: str) -> pd.DataFrame:
    """Faults (see `transforms.columns`) of the error cells of the stacked rows of that sheet."""
    needed, rules = _NEEDED[sheet], _RULES[sheet]
    found = []
    for name in (column.name for column in columns_of(sheet)):
        for text, (of_needed, of_other) in rules.items():
            told = is_error(raw, name) if not text else _is_uncalculated(raw, name)
            if told.any():
                cells = {"row_uid": raw.index[told].array, "value": raw[name].array[told]}
                rule_id = of_needed if name in needed else of_other
                placed = pd.DataFrame(cells).assign(rule_id=rule_id, column_name=name)
                found.append(placed.assign(suggested=""))
    if not found:
        return pd.DataFrame(columns=_COLUMNS, dtype="str")
    return pd.concat(found, ignore_index=True)


def _is_uncalculated(raw: pd.DataFrame, column_name: str) -> npt.NDArray[np.bool_]:
    is_told = raw[f"{column_name}__type"].eq("e") & raw[column_name].eq(UNCALCULATED)
    return is_told.to_numpy(dtype=bool)


def with_error_cells(faults: pd.DataFrame, raw: pd.DataFrame, sheet: str) -> pd.DataFrame:
    """`faults` with the error cells of the stacked rows of that sheet.

    What else is said of such a cell is left out: that #N/A is no phone is nothing to mend.
    """
    cells = error_cells(raw, sheet)
    if cells.empty:
        return faults
    cell = ["row_uid", "column_name"]
    is_told = pd.MultiIndex.from_frame(faults[cell]).isin(pd.MultiIndex.from_frame(cells[cell]))
    told = cells.assign(detail="{}")[list(faults.columns)]
    return pd.concat([faults[~is_told], told], ignore_index=True)
