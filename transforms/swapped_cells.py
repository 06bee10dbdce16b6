"""Identity number and phone that stand in each other's column (R14)."""

from __future__ import annotations

import pandas as pd

from transforms.cells.id_number import parse_id_number
from transforms.cells.phone import parse_phone

__all__ = ["RULE", "with_numbers_in_place"]

RULE = "record.id_number.is_in_its_column"
_NUMBER_DIGITS, _PHONE_DIGITS = 12, 10
_COLUMNS = ("id_number", "phone")


def with_numbers_in_place(raw: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows (see `transforms.stacking`) with both cells where they belong, and faults of those
    that were swapped (row_uid, rule_id, column_name, value, suggested).

    Only a whole identity number in the phone's cell, beside a phone in the number's, is swapped.
    """
    is_long = raw["phone"].str.len() >= _NUMBER_DIGITS - 1
    candidates = raw[is_long & (raw["id_number"] != "")]
    uids = [uid for uid, *cells in _cells(candidates) if _is_swapped(*cells)]
    faults = pd.DataFrame({"row_uid": pd.array(uids, dtype="str")}).assign(
        rule_id=RULE, column_name="id_number"
    )
    if not uids:
        return raw, faults.assign(value="", suggested="")
    sent = raw.loc[uids]
    mended = raw.copy(deep=False)
    for suffix in ("", "__type"):
        for one, other in (_COLUMNS, _COLUMNS[::-1]):
            column = raw[f"{one}{suffix}"].copy()
            column.loc[uids] = sent[f"{other}{suffix}"]
            mended[f"{one}{suffix}"] = column
    told = {"value": sent["id_number"].array, "suggested": sent["phone"].array}
    return mended, faults.assign(**told)


def _cells(rows: pd.DataFrame) -> zip[tuple[str, str, str, str, str]]:
    names = ("id_number", "id_number__type", "phone", "phone__type")
    return zip(rows.index, *(rows[name] for name in names), strict=True)


def _is_swapped(number: str, number_type: str, phone: str, phone_type: str) -> bool:
    """Whether each cell holds what the other should."""
    held = parse_id_number(phone, phone_type).value
    called = parse_phone(number, number_type).value
    return len(held) == _NUMBER_DIGITS and len(called) == _PHONE_DIGITS
