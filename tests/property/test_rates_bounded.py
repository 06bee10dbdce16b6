"""No rate exceeds 100 %, whatever branches send and however often (DESIGN 8)."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import tables
from tests.unit.test_counting import SUNDAYS, assistance, facts, frame, reference
from transforms.counting import Facts, count_indicators
from transforms.geography import Geography
from transforms.grid import make_grid

KNOWN = reference()
GRID = make_grid(KNOWN, Geography(KNOWN), SUNDAYS, SUNDAYS[0])
TEAMS = ["X1", "Y1", "Z1", "U1"]
SERVICES = ["DVC_ACCOUNT", "VNEID_L2", "DVCTT_DOSSIER", "EPAYMENT"]

days = st.sampled_from(SUNDAYS)
visits = st.lists(
    st.builds(
        "{:%Y-%m-%d} {} {} {}".format,
        days,
        st.sampled_from("ABC"),
        st.sampled_from(TEAMS),
        st.sampled_from(SERVICES),
    ),
    min_size=1,
    max_size=20,
).map("\n".join)
team_lists = st.lists(st.tuples(days, st.sampled_from(TEAMS), st.integers(1, 12)), max_size=12).map(
    lambda told: [
        {
            "sunday": day,
            "submission_id": str(at),
            "branch_code": team[0],
            "team_code": team,
            "member_count": count,
            "status": "accepted" if count == 8 else "quarantined",
        }
        for at, (day, team, count) in enumerate(told)
    ]
)
rows_sent = st.lists(
    st.tuples(days, st.sampled_from("XYZU"), st.integers(0, 9), st.integers(0, 9)),
    max_size=10,
    unique_by=lambda row: row[:2],
).map(
    lambda told: [
        {
            "sunday": day,
            "branch_code": branch,
            "indicator_code": "KPI_UNIQUE_CITIZENS",
            "parsed": bad + good,
            "quarantined": bad,
        }
        for day, branch, bad, good in told
    ]
)
meetings = st.lists(st.tuples(days, st.integers(0, 5)), max_size=6).map(
    lambda told: [
        {"sunday": day, "branch_code": "U", "service_code": "INT_MEETING", "quantity": count}
        for day, count in told
    ]
)


@st.composite
def campaigns(draw: st.DrawFn) -> Facts:
    """Random facts of the branches of `tests.unit.test_counting`."""
    states = st.sampled_from(["on_time", "late", "nil", "missing", "held", "suspended"])
    presence = [(day, branch, draw(states)) for day in SUNDAYS[:3] for branch in "XYZU"]
    return replace(
        facts(),
        assistance=assistance(draw(visits)),
        team_reports=frame(tables.TEAM_REPORT, draw(team_lists)),
        activities=frame(tables.ACTIVITY, draw(meetings)),
        reconciliation=frame(tables.RECONCILIATION, draw(rows_sent)),
        presence=pd.DataFrame(presence, columns=["sunday", "branch_code", "state"]).assign(
            sunday=lambda rows: rows["sunday"].astype("datetime64[us]"),
            is_expected=lambda rows: rows["state"] != "suspended",
            is_on_time=lambda rows: rows["state"] == "on_time",
        ),
    )


@settings(max_examples=8, deadline=None)
@given(told=campaigns())
def test_a_share_lies_between_0_and_100(told: Facts) -> None:
    values = count_indicators(told, KNOWN, GRID)
    shares = values[values["denominator"].notna()]
    assert set(shares["indicator_code"]) >= {"KPI_TEAM_ACTIVE", "KPI_TEAM_SIZE", "KPI_DQ_REJECT"}
    over = shares[(shares["numerator"] > shares["denominator"]) | (shares["numerator"] < 0)]
    assert over.empty, over[["indicator_code", "unit_code", "period"]].to_dict("records")
    assert shares["value"].dropna().between(0, 100).all()
    assert shares.loc[shares["denominator"] == 0, "value"].isna().all()
