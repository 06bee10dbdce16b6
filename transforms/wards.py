"""The ward where each citizen lives, from its name as typed, by the units of the day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from schemas.rules import Parsed
from transforms.cells.wards import WardIndex
from transforms.columns import ParsedColumn, parse_column
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
    near = _district_of(branches, days, geography)
    values, faults = [], []
    indexes = {epoch: WardIndex(units, pd.Timestamp(changes[epoch])) for epoch in set(epochs)}
    groups = raw[["ward", "ward__type"]].groupby([epochs, near.to_numpy()], sort=False)
    for (epoch, district), cells in groups:
        parsed = _find(cells, indexes[epoch], str(district))
        values.append(parsed.values)
        faults.append(parsed.faults)
    if not values:
        return ParsedColumn(pd.Series([], index=raw.index, dtype="str"), pd.DataFrame())
    return ParsedColumn(pd.concat(values).reindex(raw.index), pd.concat(faults))


def _district_of(branches: pd.Series, days: pd.Series, geography: Geography) -> pd.Series:
    asked = pd.DataFrame({"branch_code": branches.fillna(""), "day": days})
    found = geography.branches_on(asked)
    districts = {
        (code, day): (district or province).unit_code
        for code, day, district, province in zip(
            found["branch_code"],
            found["day"],
            found["district_key"],
            found["province_key"],
            strict=True,
        )
    }
    keys = zip(asked["branch_code"], asked["day"], strict=True)
    return pd.Series([districts.get(key, "") for key in keys], index=branches.index, dtype="str")


def _find(cells: pd.DataFrame, index: WardIndex, district: str) -> ParsedColumn:
    def parse(text: str, _: str) -> Parsed:
        if not text.strip():
            return Parsed("")
        code, rule_id = index.find(text, district or None)
        return Parsed(code, (rule_id,) if rule_id else ())

    return parse_column(cells, "ward", parse)
