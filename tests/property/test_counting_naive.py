"""Counting by first occurrences gives what counting all rows anew would give."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import tables
from schemas.reference import Reference
from tests.unit.test_counting import SUNDAYS, assistance, reference
from transforms.counting import Facts, count_indicators
from transforms.geography import Geography
from transforms.grid import make_grid

ACCOUNTS = ["DVC_ACCOUNT", "VNEID_L2"]
SERVICES = {
    "KPI_UNIQUE_CITIZENS": [*ACCOUNTS, "EPAYMENT", "DVCTT_DOSSIER"],
    "KPI_CITIZEN_ACCOUNT": ACCOUNTS,
    "KPI_CITIZEN_DVC": ["DVC_ACCOUNT"],
    "KPI_ACCOUNT_EPAY": ["EPAYMENT"],
}
ASKED = [
    *SERVICES,
    "KPI_CITIZEN_ACCOUNT_BOTH",
    "KPI_NEW_CITIZENS",
    "KPI_TEAM_ACTIVE",
    "KPI_TEAM_ACTIVE_ALL",
    "KPI_DOSSIER_CONV",
]
UNITS = {
    "X1": {"province": "52", "district": "540", "commune": "21001", "branch": "X", "team": "X1"},
    "Y1": {"province": "52", "district": "540", "commune": "21002", "branch": "Y", "team": "Y1"},
    "Z1": {"province": "52", "district": "541", "branch": "Z", "team": "Z1"},
    "U1": {"province": "52", "branch": "U", "team": "U1"},
}
"""The units of `tests.unit.test_counting`, written out again."""


def smaller_reference() -> Reference:
    whole = reference()
    listed = whole.indicators["indicator_code"].isin(ASKED)
    return replace(whole, indicators=whole.indicators[listed].reset_index(drop=True))


REFERENCE = smaller_reference()
GRID = make_grid(REFERENCE, Geography(REFERENCE), SUNDAYS, SUNDAYS[0])

lines = st.builds(
    "{} {} {} {}".format,
    st.dates(SUNDAYS[0].date(), SUNDAYS[-1].date()),
    st.sampled_from("ABCDE"),
    st.sampled_from(list(UNITS)),
    st.sampled_from(SERVICES["KPI_UNIQUE_CITIZENS"]),
)
campaigns = st.lists(lines, max_size=30).map("\n".join)
busy_campaigns = st.lists(lines, min_size=15, max_size=30).map("\n".join)


def counted(happened: str, *repeated: str) -> pd.DataFrame:
    rows = assistance("\n".join([happened, *repeated]))
    told = Facts(
        assistance=rows,
        contacts=tables.ANONYMOUS_CONTACT.empty(),
        team_reports=tables.TEAM_REPORT.empty(),
        activities=tables.ACTIVITY.empty(),
    )
    return count_indicators(told, REFERENCE, GRID)


def naive(happened: str, code: str, cell: tuple[str, str, str, pd.Timestamp]) -> int:
    """The distinct persons among the rows of a cell, counted anew."""
    level, unit, period, sunday = cell
    start = {
        "week": sunday,
        "month_to_date": sunday.replace(day=1),
        "year_to_date": sunday.replace(month=1, day=1),
        "since_launch": SUNDAYS[0],
    }[period]
    services: dict[str, set[str]] = {}
    for day, person, team, service in map(str.split, happened.splitlines()):
        week = pd.Timestamp(day) + pd.offsets.Week(weekday=6, n=0)
        if UNITS[team].get(level) == unit and start <= week <= sunday:
            services.setdefault(person, set()).add(service)
    if code == "KPI_CITIZEN_ACCOUNT_BOTH":
        return sum(services[person] >= set(ACCOUNTS) for person in services)
    return sum(not services[person].isdisjoint(SERVICES[code]) for person in services)


@settings(max_examples=4, deadline=None)
@given(happened=busy_campaigns)
def test_a_distinct_count_is_the_number_of_persons_in_the_rows(happened: str) -> None:
    values = counted(happened)
    for code in (*SERVICES, "KPI_CITIZEN_ACCOUNT_BOTH"):
        rows = values[values["indicator_code"] == code]
        cell = ["unit_level", "unit_code", "period", "sunday"]
        # Whoever is not counted anywhere is not there: of the cells that say 0 a few are enough.
        rows = pd.concat([rows[rows["numerator"] > 0], rows[rows["numerator"] == 0].iloc[::7]])
        for *at, told in rows[[*cell, "numerator"]].itertuples(index=False, name=None):
            assert told == naive(happened, code, (at[0], at[1], at[2], at[3])), (code, *at)


@settings(max_examples=4, deadline=None)
@given(happened=campaigns)
def test_sums_and_bounds(happened: str) -> None:
    values = counted(happened)
    unit = ["unit_level", "unit_code"]

    def of(code: str, period: str) -> pd.DataFrame:
        rows = values[(values["indicator_code"] == code) & (values["period"] == period)]
        return rows.pivot(index=unit, columns="sunday", values="numerator").fillna(0)

    new, unique = of("KPI_NEW_CITIZENS", "week"), of("KPI_UNIQUE_CITIZENS", "since_launch")
    still_there = new.drop(index=("team", "X2"))
    pd.testing.assert_frame_equal(
        still_there.cumsum(axis=1), unique.drop(index=("team", "X2")), check_names=False
    )
    for period in ("week", "month_to_date", "year_to_date", "since_launch"):
        helped = of("KPI_UNIQUE_CITIZENS", period)
        province, branches = helped.loc["province"].max(), helped.loc["branch"]
        assert (branches.sum() - province).min() >= 0
        assert branches.max().le(province).all()
        assert (of("KPI_CITIZEN_ACCOUNT_BOTH", period) <= of("KPI_CITIZEN_DVC", period)).all().all()
    shares = values[values["denominator"].notna()]
    assert (shares["numerator"] <= shares["denominator"]).all()
    assert shares["value"].dropna().between(0, 100).all()


@settings(max_examples=4, deadline=None)
@given(happened=campaigns, data=st.data())
def test_more_rows_of_what_is_known_raise_no_distinct_count(
    happened: str, data: st.DataObject
) -> None:
    rows = happened.splitlines()
    again = data.draw(st.lists(st.sampled_from(rows), max_size=5)) if rows else []
    pd.testing.assert_frame_equal(counted(happened, *again), counted(happened))
