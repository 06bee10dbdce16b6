"""Who may claim whom: first touch and fractions add up to the persons helped (DESIGN 5)."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import tables
from tests.property.test_counting_naive import GRID, UNITS, busy_campaigns
from tests.unit.test_counting import assistance
from transforms.crediting import credit
from transforms.indicators.located import Facts, locate

WEEK = ["sunday", "unit_level", "service_code"]


def credited(happened: str) -> pd.DataFrame:
    facts = Facts(
        assistance=assistance(happened),
        contacts=tables.ANONYMOUS_CONTACT.empty(),
        team_reports=tables.TEAM_REPORT.empty(),
        activities=tables.ACTIVITY.empty(),
    )
    return credit(locate(facts, GRID).assistance, GRID)


def helped(happened: str) -> pd.Series[int]:
    """Distinct persons by week, level and service, among branches with a unit of that level."""
    rows = [
        (day + pd.offsets.Week(weekday=6, n=0), level, service, person)
        for text, person, team, service in map(str.split, happened.splitlines())
        for day in [pd.Timestamp(text)]
        for level in UNITS[team]
    ]
    told = pd.DataFrame(rows, columns=[*WEEK, "person"]).astype({"sunday": "datetime64[us]"})
    return told.groupby(WEEK)["person"].nunique()


@settings(max_examples=25, deadline=None)
@given(happened=busy_campaigns)
def test_first_touch_and_fractions_add_up_to_the_persons_and_participation_to_no_fewer(
    happened: str,
) -> None:
    sums = credited(happened).groupby(WEEK)[["first_touch", "fractional", "participation"]].sum()
    persons = helped(happened).reindex(sums.index)
    assert len(persons) == len(helped(happened))
    assert (sums["first_touch"] == persons).all()
    assert ((sums["fractional"] - persons).abs() < 1e-9).all()
    assert (sums["participation"] >= persons).all()


@settings(max_examples=15, deadline=None)
@given(happened=busy_campaigns, data=st.data())
def test_nobody_claims_more_than_it_helped(happened: str, data: st.DataObject) -> None:
    told = credited(happened)
    assert (told["first_touch"] <= told["participation"]).all()
    assert (told["fractional"] <= told["participation"] + 1e-9).all()
    assert (told["participation"] > 0).all()
    again = data.draw(st.lists(st.sampled_from(happened.splitlines()), max_size=4))
    pd.testing.assert_frame_equal(credited("\n".join([happened, *again])), told)
