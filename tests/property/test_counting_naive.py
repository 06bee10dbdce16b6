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
UNITS = pd.DataFrame(
    [
        ("X1", "21001", "540"),
        ("X2", "21001", "540"),
        ("Y1", "21002", "540"),
        ("Z1", None, "541"),
        ("U1", None, None),
    ],
    columns=["team", "commune", "district"],
).assign(province="52", branch=lambda rows: rows["team"].str[0])
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
    st.sampled_from(["X1", "Y1", "Z1", "U1"]),
    st.sampled_from(SERVICES["KPI_UNIQUE_CITIZENS"]),
)
campaigns = st.lists(lines, max_size=25).map("\n".join)


def counted(happened: str, *repeated: str) -> pd.DataFrame:
    rows = assistance("\n".join([happened, *repeated]))
    told = Facts(
        assistance=rows,
        contacts=tables.ANONYMOUS_CONTACT.empty(),
        team_reports=tables.TEAM_REPORT.empty(),
        activities=tables.ACTIVITY.empty(),
    )
    return count_indicators(told, REFERENCE, GRID)


def naive(happened: str, code: str, row: pd.Series) -> int:
    """The distinct persons among the rows of a cell, counted anew."""
    rows = assistance(happened).merge(UNITS, left_on="team_code", right_on="team")
    start = {
        "week": row["sunday"],
        "month_to_date": row["sunday"].replace(day=1),
        "year_to_date": row["sunday"].replace(month=1, day=1),
        "since_launch": SUNDAYS[0],
    }[row["period"]]
    rows = rows[rows["sunday"].between(start, row["sunday"])]
    rows = rows[rows[row["unit_level"]] == row["unit_code"]]
    if code == "KPI_CITIZEN_ACCOUNT_BOTH":
        kinds = rows[rows["service_code"].isin(ACCOUNTS)].groupby("person_id")["service_code"]
        return int((kinds.nunique() == 2).sum())
    return int(rows.loc[rows["service_code"].isin(SERVICES[code]), "person_id"].nunique())


@settings(max_examples=5, deadline=None)
@given(happened=campaigns, data=st.data())
def test_a_distinct_count_is_the_number_of_persons_in_the_rows(
    happened: str, data: st.DataObject
) -> None:
    values = counted(happened)
    for code in (*SERVICES, "KPI_CITIZEN_ACCOUNT_BOTH"):
        cells = values[values["indicator_code"] == code]
        # Cells that say 0 are most of them: half of those looked at count somebody.
        some = [cells, cells[cells["numerator"] > 0]]
        for at in (cells for cells in some if len(cells)):
            for place in data.draw(st.lists(st.integers(0, len(at) - 1), max_size=12)):
                row = at.iloc[place]
                assert row["numerator"] == naive(happened, code, row)


@settings(max_examples=5, deadline=None)
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
