"""The ward where each citizen lives, from its name as typed, by the units of the day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from schemas.rules import Parsed
from transforms.cells.wards import WardIndex
from transforms.columns import ParsedColumn, distinct, parse_column, spread
from transforms.geography import Geography

__all__ = ["wards_of"]


def wards_of(
    raw: pd.DataFrame, branches: pd.Series, days: pd.Series, geography: Geography
) -> ParsedColumn:
    """Unit codes of column `ward` ('' where unknown or in doubt).

    A name that several wards bear is looked for in the sending branch's own district first. `days`
    says which units exist: between two changes of units all days are alike.
    """
    units = geography.reference.units
    changes = np.sort(units["valid_from"].unique())
    days = days.fillna(pd.Timestamp(changes[-1]))
    epochs = np.searchsorted(changes, days.to_numpy(), side="right") - 1
    indexes = {epoch: WardIndex(units, pd.Timestamp(changes[epoch])) for epoch in set(epochs)}

    def parse(text: str, _: str, epoch: int, district: str) -> Parsed:
        if not text.strip():
            return Parsed("")
        code, rule_id = indexes[epoch].find(text, district or None)
        return Parsed(code, (rule_id,) if rule_id else ())

    return parse_column(raw, "ward", parse, epochs, _district_of(branches, days, geography))


def _district_of(branches: pd.Series, days: pd.Series, geography: Geography) -> pd.Series:
    """The code of the district of each branch on its day, '' where it has none."""
    asked = pd.DataFrame({"branch_code": branches.fillna(""), "day": days})
    codes, first = distinct(asked["branch_code"], asked["day"])
    asked = asked.take(first)
    found = geography.branches_on(asked)
    units = found["district_key"].where(found["district_key"].notna(), found["province_key"])
    keys = zip(found["branch_code"], found["day"], strict=True)
    districts = dict(zip(keys, (unit.unit_code for unit in units), strict=True))
    wanted = zip(asked["branch_code"], asked["day"], strict=True)
    return spread([districts.get(key, "") for key in wanted], codes, branches.index)
