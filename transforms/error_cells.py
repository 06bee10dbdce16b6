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
    "TO_CNS": {
        "": ("team.cell.is_a_value", "team.cell.is_no_error_value"),
        UNCALCULATED: ("", ""),
    },
    "HOAT_DONG": {
        "": ("activity.cell.is_a_value", "activity.cell.is_no_error_value"),
        UNCALCULATED: ("", ""),
    },
}
"""By sheet the rule for a needed cell and for another one, of error texts and of what is
uncalculated; '' where nothing is told.
"""
_COLUMNS = ["row_uid", "value", "column_name", "suggested", "rule_id"]


def is_error(raw: pd.DataFrame, column_name: str) -> npt.NDArray[np.bool_]:
    """Whether the cells of a column hold an Excel error."""
    told = raw[f"{column_name}__type"].eq("e").to_numpy(dtype=bool)
    # Hardly a column has any, so its texts are looked at only then.
    return told & raw[column_name].ne(UNCALCULATED).to_numpy(dtype=bool) if told.any() else told


def error_cells(raw: pd.DataFrame, sheet: str) -> pd.DataFrame:
    """Faults (see `transforms.columns`) of the error cells of the stacked rows of that sheet."""
    needed, rules = _NEEDED[sheet], _RULES[sheet]
    found = [
        pd.DataFrame(
            {"row_uid": told.index, "value": told.array, "column_name": name, "suggested": ""}
        ).assign(rule_id=[rules[_kind(text)][name not in needed] for text in told])
        for name in (column.name for column in columns_of(sheet))
        if (told := raw.loc[raw[f"{name}__type"] == "e", name]).size
    ]
    if not found:
        return pd.DataFrame(columns=_COLUMNS, dtype="str")
    cells = pd.concat(found, ignore_index=True)
    return cells[cells["rule_id"] != ""]


def _kind(text: str) -> str:
    return UNCALCULATED if text == UNCALCULATED else ""


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
