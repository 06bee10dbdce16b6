"""Which commune a text means, on a date (DOMAIN 3, cases R55-R57)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from schemas.codes.unit_types import DISTRICT_TYPES, HAMLET_TYPES, WARD_TYPES
from transforms.cells.characters import compose, is_absent, tidy
from transforms.cells.name_keys import folded, tone_key

__all__ = ["WardIndex", "split_ward"]

IS_KNOWN = "record.ward.is_known"
IS_UNAMBIGUOUS = "record.ward.is_unambiguous"

_PARTS = re.compile(r"[,;()\[\]/|]| [-–—] ")


def _opening(forms: Iterable[str]) -> re.Pattern[str]:
    """Matches one of the written forms before a name: 'xã ', 'P.', 'P1', 'TT.'."""
    longest_first = sorted(map(re.escape, forms), key=len, reverse=True)
    return re.compile(rf"({'|'.join(longest_first)})(?:\. *| +|(?=[0-9]))", re.IGNORECASE)


_WARD_TYPE = _opening(WARD_TYPES)
_DISTRICT_TYPE = _opening(DISTRICT_TYPES)
_HAMLET = _opening(HAMLET_TYPES)


class _Name(NamedTuple):
    kind: str
    key: str


class _Ward(NamedTuple):
    unit_code: str
    kind: str
    ancestors: tuple[str, ...]


def _named(part: str) -> _Name:
    """The kind of commune ('' if not said) and the tone key of the name behind it."""
    match = _WARD_TYPE.match(part)
    name = part[match.end() :] if match else part
    key = " ".join(word.lstrip("0") or "0" if word.isdigit() else word for word in name.split())
    return _Name(WARD_TYPES[match[1].lower()] if match else "", tone_key(key))


def split_ward(text: str) -> tuple[str, str]:
    """The commune and what it lies in: 'Thôn 2, xã An Hòa (An Lão)' gives ('xã An Hòa', 'An Lão').

    The commune is the part that names its kind, else the first that is no hamlet; the second is ''
    where nothing follows, and the rest is left out.
    """
    parts = [part for part in map(str.strip, _PARTS.split(compose(tidy(text)))) if part]
    if not parts:
        return "", ""
    typed = [at for at, part in enumerate(parts) if _WARD_TYPE.match(part)]
    plain = [at for at, part in enumerate(parts) if not _HAMLET.match(part)]
    at = (typed or plain or [0])[0]
    return parts[at], parts[at + 1] if at + 1 < len(parts) else ""


def _district_key(name: str) -> str:
    match = _DISTRICT_TYPE.match(name)
    return folded(name[match.end() :] if match else name)


def _days(column: pd.Series[Any]) -> pd.Series[Any]:
    if pd.api.types.is_datetime64_any_dtype(column):
        return column
    return pd.to_datetime(column.where(column.notna() & (column != ""), None), format="ISO8601")


class WardIndex:
    """The communes of a units frame in force on a date, found by name.

    `units` has unit_code, name, level, parent_code, valid_from and valid_to (ISO text or
    datetime64; null or '' = open; valid_to is the last day). Names are compared by tone key
    (hòa = hoà), then folded.
    """

    def __init__(self, units: pd.DataFrame, on: date) -> None:
        day = pd.Timestamp(on)
        starts, ends = _days(units["valid_from"]), _days(units["valid_to"])
        is_valid = (starts.isna() | (starts <= day)) & (ends.isna() | (ends >= day))
        columns = ["unit_code", "name", "level", "parent_code"]
        valid = (
            units.loc[is_valid, columns].astype(object).fillna("").astype(str).to_numpy().tolist()
        )
        self._parents = {code: parent for code, _, _, parent in valid}
        self._districts: dict[str, set[str]] = defaultdict(set)
        self._by_tone: dict[str, list[_Ward]] = defaultdict(list)
        self._by_folded: dict[str, list[_Ward]] = defaultdict(list)
        for code, name, level, _ in valid:
            if level == "commune":
                kind, key = _named(compose(tidy(name)))
                ward = _Ward(code, kind, self._ancestors(code))
                self._by_tone[key].append(ward)
                self._by_folded[folded(_untoned(key))].append(ward)
            else:
                self._districts[_district_key(name)].add(code)

    def _ancestors(self, code: str) -> tuple[str, ...]:
        """The units above one, nearest first; a frame that goes in circles ends the walk."""
        found: list[str] = []
        parent = self._parents.get(code, "")
        while parent and parent not in found:
            found.append(parent)
            parent = self._parents.get(parent, "")
        return tuple(found)

    def find(self, text: str, near_district: str | None) -> tuple[str, str | None]:
        """(unit_code, None), or ('', rule) where no commune or several fit; ('', None) if blank.

        `near_district` is the code of the branch's district (since 01/07/2025: its province). The
        exact tone key comes before the folded one; of several, the district named in the text
        decides, then the branch's own district, then its province.
        """
        if is_absent(tidy(text)):
            return "", None
        part, district = split_ward(text)
        name = _named(part)
        # A name may open like a kind ("Xa Lộ"): try it whole too.
        keys = dict.fromkeys((name.key, tone_key(part)))
        for found in (
            [ward for key in keys for ward in self._by_tone.get(key, [])],
            [ward for key in keys for ward in self._by_folded.get(folded(_untoned(key)), [])],
        ):
            fitting = self._within(found, district, near_district)
            if len(fitting) > 1 and name.kind:
                fitting = [ward for ward in fitting if ward.kind == name.kind] or fitting
            if fitting:
                codes = {ward.unit_code for ward in fitting}
                return (codes.pop(), None) if len(codes) == 1 else ("", IS_UNAMBIGUOUS)
        return "", IS_KNOWN

    def _within(self, wards: list[_Ward], district: str, near: str | None) -> list[_Ward]:
        named = self._districts.get(_district_key(district), set()) if district else set()
        if named:
            wards = [ward for ward in wards if named.intersection(ward.ancestors)]
        if not near:
            return wards
        own = [ward for ward in wards if near in ward.ancestors]
        if own:
            return own
        if named:
            return wards
        province = (near, *self._ancestors(near))[-1]
        return [ward for ward in wards if province in ward.ancestors]


def _untoned(key: str) -> str:
    """A tone key without its tone digits: a word of digits is a ward's number and stays."""
    return " ".join(word if word.isdigit() else word.rstrip("12345") for word in key.split())
