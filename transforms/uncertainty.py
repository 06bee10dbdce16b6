"""Between which numbers a published count of people lies (docs/decisions/0013).

Three things may be wrong in a count: persons kept apart that are one, persons joined that are two,
and what nobody can see because the rows say too little. The first two are the open cases; the third
is an allowance for persons without strong evidence.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from schemas.tables import INDICATOR_BOUNDS
from transforms.assistance import ticks
from transforms.geography import LEVELS, Geography
from transforms.grid import period_keys

__all__ = ["BOUNDED", "BOUNDED_LEVELS", "bounds"]

BOUNDED: dict[str, tuple[str, ...]] = {
    "KPI_UNIQUE_CITIZENS": (),
    "KPI_CITIZEN_ACCOUNT": ("DVC_ACCOUNT", "VNEID_L2"),
    "KPI_CITIZEN_DVC": ("DVC_ACCOUNT",),
    "KPI_CITIZEN_VNEID2": ("VNEID_L2",),
    "KPI_ACCOUNT_DOSSIER": ("DVCTT_DOSSIER",),
    "KPI_ACCOUNT_EPAY": ("EPAYMENT",),
}
"""Distinct counts of people, and the services of which one is enough (none given: any)."""

BOUNDED_LEVELS = tuple(level for level in LEVELS if level != "team")

UNSEEN = 0.01
"""Of persons without strong evidence as many may be counted twice, or two as one, without being a
case: measured on labelled campaigns of all profiles, where it was 0.2 to 1.6 %."""

_PERIODS = ("week", "month_to_date", "year_to_date", "since_launch")
_CELL = ["period", "unit_level", "unit_code", "unit_valid_from", "indicator_code"]


def bounds(
    published: pd.DataFrame,
    cases: pd.DataFrame,
    records: pd.DataFrame,
    weak_share: float,
    geography: Geography,
) -> pd.DataFrame:
    """`mart.indicator_bounds` for the Sunday of `published` (rows of `mart.indicator`).

    `cases` are the open ones (left_person_id, right_person_id, is_linked), `records` all records of
    their persons (person_id, part, service_codes, assist_date, team_code, sunday); `weak_share` is
    the share of all persons without strong evidence.
    """
    rows = published.reset_index(drop=True)
    if rows.empty:
        return INDICATOR_BOUNDS.empty()
    doubtful = _doubtful(rows, cases, records, geography)
    allowance = _allowance(rows["numerator"] * weak_share)
    found = rows.assign(
        low=(rows["numerator"] - doubtful["fewer"] - allowance).clip(lower=0),
        high=rows["numerator"] + doubtful["more"] + allowance,
    )
    return INDICATOR_BOUNDS.conform(found)


def _allowance(weak: pd.Series[float]) -> pd.Series[float]:
    """How many of so many persons without strong evidence are wrong unseen: what is to be expected
    and its standard error, nothing where one chance in twenty would be too many.
    """
    unseen = weak.to_numpy() * UNSEEN
    most = np.ceil((unseen + np.sqrt(unseen)).round(9))
    return pd.Series(np.where(unseen < 0.05, 0.0, most), index=weak.index)


def _doubtful(
    rows: pd.DataFrame, cases: pd.DataFrame, records: pd.DataFrame, geography: Geography
) -> pd.DataFrame:
    """By how many each of `rows` would be fewer, were all cases one person, and more, were all two:
    columns fewer and more.
    """
    told = _told(rows["sunday"].iloc[0], records, geography)
    labels = _labels(cases, records)
    told = told.join(labels, on="record")
    counts = told.groupby(_CELL)[list(labels)].nunique().reset_index()
    is_one = counts["unit_level"] == "province"
    # The province has another key after a merger, and is the same.
    key = rows[_CELL].copy()
    province = rows[rows["unit_level"] == "province"].iloc[:1]
    for name in ("unit_code", "unit_valid_from"):
        if len(province):
            counts[name] = counts[name].mask(is_one, province[name].iloc[0])
    met = key.merge(counts, how="left", on=_CELL).fillna(0)
    return pd.DataFrame(
        {"fewer": met["person"] - met["merged"], "more": met["split"] - met["person"]}
    )


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
    """Each record under every cell of the Sunday that it counts in (`_CELL`, record)."""
    numbered = records.reset_index(drop=True)
    rows = ticks(numbered).rename(columns={"row_uid": "record"})
    indicators = [
        (code, service)
        for code, services in BOUNDED.items()
        for service in services or rows["service_code"].unique()
    ]
    counted = pd.DataFrame(indicators, columns=["indicator_code", "service_code"], dtype="str")
    rows = rows.merge(counted, on="service_code")
    rows = rows[["record", "indicator_code", "team_code", "assist_date", "sunday"]]
    rows = rows.drop_duplicates(["record", "indicator_code"])
    periods = [rows[_is_in(rows["sunday"], sunday, p)].assign(period=p) for p in _PERIODS]
    within = pd.concat(periods).rename(columns={"assist_date": "day"})
    places = geography.teams_on(within)
    keys = [f"{level}_key" for level in BOUNDED_LEVELS]
    placed = within.merge(places[["team_code", "day", *keys]], on=["team_code", "day"])
    told = placed.melt(
        ["record", "indicator_code", "period"], keys, var_name="unit_level", value_name="unit"
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


def _is_in(sundays: pd.Series, sunday: pd.Timestamp, period: str) -> pd.Series[bool]:
    """Whether each Sunday is in the period that ends on `sunday`."""
    key = period_keys(pd.DatetimeIndex([sunday]), period)[0]
    is_same = pd.Series(period_keys(sundays, period) == key, index=sundays.index)
    return is_same & (sundays <= sunday)
