"""Between which numbers a published count of people lies (docs/decisions/0013).

Three things may be wrong in a count: persons kept apart that are one, persons joined that are two,
and what nobody can see because the rows say too little. The first two are the open cases; the third
is an allowance for persons without strong evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.outcome import Doubtful
from schemas.tables import INDICATOR_BOUNDS
from transforms.assistance import ticks
from transforms.columns import Codes, distinct
from transforms.geography import LEVELS, Geography
from transforms.grid import period_keys

__all__ = ["BOUNDED", "BOUNDED_LEVELS", "bounds", "doubts"]


class Counted(NamedTuple):
    """Whom a count counts: who had one of the services `one` (none given: any) and, where asked,
    one of `other` too; with `is_new` only who was never seen in the unit before the period.
    Linking can be wrong about everybody in the count `of` (blank: in this one).
    """

    one: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    is_new: bool = False
    of: str = ""


BOUNDED: dict[str, Counted] = {
    "KPI_UNIQUE_CITIZENS": Counted(),
    "KPI_NEW_CITIZENS": Counted(is_new=True, of="KPI_UNIQUE_CITIZENS"),
    "KPI_CITIZEN_ACCOUNT": Counted(("DVC_ACCOUNT", "VNEID_L2")),
    "KPI_CITIZEN_ACCOUNT_BOTH": Counted(("DVC_ACCOUNT",), ("VNEID_L2",), of="KPI_CITIZEN_ACCOUNT"),
    "KPI_CITIZEN_DVC": Counted(("DVC_ACCOUNT",)),
    "KPI_CITIZEN_VNEID2": Counted(("VNEID_L2",)),
    "KPI_ACCOUNT_DOSSIER": Counted(("DVCTT_DOSSIER",)),
    "KPI_ACCOUNT_EPAY": Counted(("EPAYMENT",)),
}
"""Distinct counts of people."""

BOUNDED_LEVELS = tuple(level for level in LEVELS if level != "team")

UNSEEN = 0.01
"""Of persons without strong evidence as many may be counted twice, or two as one, without being a
case: measured on labelled campaigns of all profiles, where it was 0.2 to 1.6 %."""

_PERIODS = ("week", "month_to_date", "year_to_date", "since_launch")
_CELL = ["period", "unit_level", "unit_code", "unit_valid_from", "indicator_code"]
_HAS = ["has_one", "has_other", "was_before"]
_MOVES = ["fewer", "more"]
_NO_DOUBTS = INDICATOR_BOUNDS.empty()[_CELL].assign(fewer=0.0, more=0.0)


def bounds(published: pd.DataFrame, doubted: pd.DataFrame, weak_share: float) -> pd.DataFrame:
    """`mart.indicator_bounds` for the Sunday of `published` (rows of `mart.indicator`).

    `doubted` is what `doubts` tells of that Sunday; `weak_share` is the share of all persons
    without strong evidence.
    """
    rows = published.reset_index(drop=True)
    if rows.empty:
        return INDICATOR_BOUNDS.empty()
    doubtful = _doubtful(rows, doubted)
    allowance = _allowance(_in_question(rows) * weak_share)
    found = rows.assign(
        low=(rows["numerator"] - doubtful["fewer"] - allowance).clip(lower=0),
        high=rows["numerator"] + doubtful["more"] + allowance,
    )
    return INDICATOR_BOUNDS.conform(found)


def _in_question(rows: pd.DataFrame) -> pd.Series[float]:
    """How many people linking can be wrong about in each count."""
    wider = rows["indicator_code"].map({code: told.of or code for code, told in BOUNDED.items()})
    keys = [*_CELL[:-1], "indicator_code"]
    counts = rows[[*keys, "numerator"]].rename(columns={"numerator": "people"})
    found = rows[_CELL[:-1]].assign(indicator_code=wider).merge(counts, how="left", on=keys)
    return found["people"].fillna(rows["numerator"])


def _allowance(weak: pd.Series[float]) -> pd.Series[float]:
    """How many of so many persons without strong evidence are wrong unseen: what is to be expected
    and its standard error, nothing where one chance in twenty would be too many.
    """
    unseen = weak.to_numpy() * UNSEEN
    most = np.ceil((unseen + np.sqrt(unseen)).round(9))
    return pd.Series(np.where(unseen < 0.05, 0.0, most), index=weak.index)


def _doubtful(rows: pd.DataFrame, doubted: pd.DataFrame) -> pd.DataFrame:
    """`doubted` of each of `rows`: columns fewer and more."""
    is_one = doubted["unit_level"] == "province"
    # The province has another key after a merger, and is the same.
    province = rows[rows["unit_level"] == "province"].iloc[:1]
    for name in ("unit_code", "unit_valid_from"):
        if len(province):
            doubted = doubted.assign(**{name: doubted[name].mask(is_one, province[name].iloc[0])})
    return rows[_CELL].merge(doubted, how="left", on=_CELL)[_MOVES].fillna(0)


def doubts(sunday: pd.Timestamp | None, doubtful: Doubtful, geography: Geography) -> pd.DataFrame:
    """By how many each count of a Sunday may be too high and too low: `_CELL`, fewer and more; the
    province is the unit ''.

    Each doubt is taken as it counts least and most: as it is, all its persons one, or all apart.
    Two persons of one account each are one person with both, so a merger may raise a count.
    """
    cases, records = doubtful
    if sunday is None or records.empty:
        return _NO_DOUBTS
    told = _told(sunday, records, geography)
    labels = _labels(cases, records).take(told["record"].to_numpy())
    cell, cells = distinct(*(told[name] for name in _CELL))
    doubt, first = distinct(cell, labels["merged"])
    ways = {name: _counts(told, doubt, labels[name]) for name in labels}
    every = np.stack(list(ways.values()))
    moves = (ways["person"] - every.min(axis=0), every.max(axis=0) - ways["person"])
    found = told[_CELL].take(cells).reset_index(drop=True)
    for name, move in zip(_MOVES, moves, strict=True):
        found[name] = np.bincount(cell[first], move, len(cells))
    return found


def _counts(told: pd.DataFrame, doubt: Codes, label: pd.Series[str]) -> npt.NDArray[np.float64]:
    """How many count in each doubt about a cell, where records of one label are one person's."""
    person, persons = distinct(doubt, label)
    has = {name: np.bincount(person, told[name], len(persons)) > 0 for name in _HAS}
    is_counted = has["has_one"] & has["has_other"] & ~has["was_before"]
    return np.asarray(np.bincount(doubt[persons], is_counted), dtype=np.float64)


def _labels(cases: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """What each record counts as: its person, the person if all cases were one, and its part if all
    were two.
    """
    root: dict[str, str] = {}

    def find(person: str) -> str:
        while root.get(person, person) != person:
            person = root[person]
        return person

    apart = cases[~cases["is_linked"]]
    for one, other in zip(apart["left_person_id"], apart["right_person_id"], strict=True):
        root[find(one)] = find(other)
    person = records["person_id"]
    in_doubt = person.isin(cases.loc[cases["is_linked"], "left_person_id"])
    part = person + "|" + records["part"].astype("str")
    merged = person.map({name: find(name) for name in person.unique()})
    return pd.DataFrame(
        {"person": person, "merged": merged, "split": part.where(in_doubt, person)}
    ).reset_index(drop=True)


def _told(sunday: pd.Timestamp, records: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    """Each record under every cell of the Sunday that it speaks in: `_CELL`, record, and what it
    says (`_HAS`).
    """
    numbered = records.reset_index(drop=True)
    rows = ticks(numbered).rename(columns={"row_uid": "record"})
    rows = rows.merge(_services(rows["service_code"].unique().tolist()), on="service_code")
    said = ["record", "indicator_code", "has_one", "has_other"]
    rows = rows[[*said, "is_new", "team_code", "assist_date", "sunday"]].drop_duplicates(said)
    periods = [_of_period(rows, sunday, period) for period in _PERIODS]
    within = pd.concat(periods).rename(columns={"assist_date": "day"})
    places = geography.teams_on(within)
    keys = [f"{level}_key" for level in BOUNDED_LEVELS]
    placed = within.merge(places[["team_code", "day", *keys]], on=["team_code", "day"])
    told = placed.melt(
        ["record", "indicator_code", "period", *_HAS],
        keys,
        var_name="unit_level",
        value_name="unit",
    ).dropna(subset=["unit"])
    is_province = told["unit_level"] == "province_key"
    return told.assign(
        unit_level=told["unit_level"].str.removesuffix("_key"),
        unit_code=pd.Series(
            [unit.unit_code for unit in told["unit"]], told.index, dtype="str"
        ).mask(is_province, ""),
        unit_valid_from=pd.Series(
            [unit.unit_valid_from for unit in told["unit"]], told.index, dtype="datetime64[us]"
        ).mask(is_province, sunday),
    ).drop(columns="unit")


def _services(services: Sequence[str]) -> pd.DataFrame:
    """What a record with each service says for each count."""
    told = [
        (code, service, service in (count.one or services), service in (count.other or services))
        for code, count in BOUNDED.items()
        for service in (count.one + count.other) or services
    ]
    columns = ["indicator_code", "service_code", "has_one", "has_other"]
    found = pd.DataFrame(told, columns=columns).astype({"indicator_code": "str"})
    types = {"service_code": "str", "has_one": "bool", "has_other": "bool"}
    is_new = found["indicator_code"].map({code: count.is_new for code, count in BOUNDED.items()})
    return found.astype(types).assign(is_new=is_new.astype("bool"))


def _of_period(rows: pd.DataFrame, sunday: pd.Timestamp, period: str) -> pd.DataFrame:
    """The rows of the period that ends on `sunday`, and of counts of new people those before it."""
    is_in = _is_in(rows["sunday"], sunday, period)
    was_before = rows["is_new"] & ~is_in & (rows["sunday"] < sunday)
    return rows.assign(period=period, was_before=was_before)[is_in | was_before]


def _is_in(sundays: pd.Series, sunday: pd.Timestamp, period: str) -> pd.Series[bool]:
    """Whether each Sunday is in the period that ends on `sunday`."""
    key = period_keys(pd.DatetimeIndex([sunday]), period)[0]
    is_same = pd.Series(period_keys(sundays, period) == key, index=sundays.index)
    return is_same & (sundays <= sunday)
