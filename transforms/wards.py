"""The ward where each citizen lives, from its name as typed, by the units of the day."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from schemas.rules import Parsed
from transforms.cells.wards import IS_KNOWN, WardIndex
from transforms.columns import ParsedColumn, distinct, parse_column, spread
from transforms.geography import Geography

__all__ = ["wards_of"]


def wards_of(
    raw: pd.DataFrame, branches: pd.Series, days: pd.Series, geography: Geography
) -> ParsedColumn:
    """Unit codes of column `ward` ('' where unknown or in doubt).

    A name that several wards bear is looked for in the sending branch's own district first. `days`
    says which units exist: between two changes of units all days are alike. A name that a ward bore
    before is the ward that it became (R55).
    """
    units = geography.reference.units
    changes = pd.DatetimeIndex(np.sort(units["valid_from"].unique()))
    days = days.fillna(changes[-1])
    epochs = np.searchsorted(changes.to_numpy(), days.to_numpy(), side="right") - 1
    split = _split_units(geography)

    @cache
    def index(epoch: int) -> WardIndex:
        return WardIndex(units, changes[epoch])

    def parse(text: str, _: str, epoch: int, district: str) -> Parsed:
        if not text.strip():
            return Parsed("")
        code, rule_id = index(epoch).find(text, district or None)
        for before in reversed(range(epoch if rule_id == IS_KNOWN else 0)):
            old, _none = index(before).find(text, district or None)
            if old:
                heir = geography.units_of_branch(old, changes[before], changes[epoch])["own"]
                is_split = old in split
                return Parsed(heir.unit_code, (_WAS_SPLIT if is_split else _HAS_NEW_NAME,))
        return Parsed(code, (rule_id,) if rule_id else ())

    return parse_column(raw, "ward", parse, epochs, _district_of(branches, days, geography))


_HAS_NEW_NAME = "record.ward.is_named_as_now"
_WAS_SPLIT = "record.ward.is_whole"


def _split_units(geography: Geography) -> frozenset[str]:
    """Units that went to several others: only the default one is known."""
    known = geography.reference.unit_successions
    return frozenset(known.loc[known.duplicated(["old_code", "effective_date"]), "old_code"])


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
