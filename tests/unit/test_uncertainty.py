"""The bounds of a published count: open cases, and an allowance for weak evidence."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest

from schemas.outcome import Doubtful
from schemas.tables import INDICATOR
from tests.workbooks import reference
from transforms.geography import Geography
from transforms.uncertainty import bounds, doubts

SUNDAY = pd.Timestamp("2023-03-12").as_unit("us")
LAST_WEEK = pd.Timestamp("2023-03-05").as_unit("us")
GEOGRAPHY = Geography(reference())
A, B, C = (f"P{number:010d}" for number in (1, 2, 3))
COMMUNE, OTHER_COMMUNE = "21609", "21610"


def published(
    *cells: tuple[str, str, int], code: str = "KPI_UNIQUE_CITIZENS", period: str = "since_launch"
) -> pd.DataFrame:
    """Rows of (level, unit, numerator)."""
    rows = [
        {
            "sunday": SUNDAY,
            "period": period,
            "unit_level": level,
            "unit_code": unit,
            "unit_valid_from": pd.Timestamp(1900, 1, 1),
            "indicator_code": code,
            "numerator": float(number),
            "status": "provisional",
            "run_id": "run",
        }
        for level, unit, number in cells
    ]
    return INDICATOR.conform(pd.DataFrame(rows).reindex(columns=INDICATOR.column_names))


def record(
    person: str,
    part: int,
    team: str = "T0001",
    day: pd.Timestamp = SUNDAY,
    service: str = "DVC_ACCOUNT",
) -> dict[str, object]:
    return {
        "person_id": person,
        "part": part,
        "service_codes": service,
        "assist_date": day,
        "team_code": team,
        "sunday": day,
    }


def case(left: str, right: str) -> dict[str, object]:
    return {"left_person_id": left, "right_person_id": right, "is_linked": left == right}


def said(
    cells: pd.DataFrame,
    cases: Sequence[dict[str, object]],
    records: Sequence[dict[str, object]],
    weak_share: float = 0.0,
) -> list[tuple[float, float]]:
    """Low and high of each cell."""
    names = ["left_person_id", "right_person_id", "is_linked"]
    asked = pd.DataFrame(list(cases), columns=names).astype({"is_linked": "bool"})
    types = {"person_id": "str", "service_codes": "str", "team_code": "str"}
    told = pd.DataFrame(list(records), columns=list(record(A, 1))).astype(types)
    told = told.astype({"assist_date": "datetime64[us]", "sunday": "datetime64[us]"})
    found = bounds(cells, doubts(SUNDAY, Doubtful(asked, told), GEOGRAPHY), weak_share)
    return list(zip(found["low"], found["high"], strict=True))


PROVINCE = ("province", "52", 10)


def test_without_doubts_the_bounds_are_the_count() -> None:
    assert said(published(PROVINCE), [], []) == [(10, 10)]


def test_two_persons_who_may_be_one_lower_the_low_bound() -> None:
    rows = [record(A, 1), record(B, 2)]
    assert said(published(PROVINCE), [case(A, B)], rows) == [(9, 10)]


def test_a_person_who_may_be_two_raises_the_high_bound() -> None:
    assert said(published(PROVINCE), [case(A, A)], [record(A, 1), record(A, 2)]) == [(10, 11)]


def test_three_who_may_be_one_are_two_fewer_however_many_cases_say_so() -> None:
    rows = [record(A, 1), record(B, 2), record(C, 3)]
    cases = [case(A, B), case(B, C), case(A, C)]
    assert said(published(PROVINCE), cases, rows) == [(8, 10)]


def test_people_of_two_communes_are_in_doubt_above_them_only() -> None:
    cells = published(PROVINCE, ("district", "542", 8), ("commune", COMMUNE, 5))
    rows = [record(A, 1), record(B, 2, team="T0101")]
    assert said(cells, [case(A, B)], rows) == [(9, 10), (7, 8), (5, 5)]


@pytest.mark.parametrize(
    ("period", "expected"),
    [("week", (10, 10)), ("month_to_date", (9, 10)), ("since_launch", (9, 10))],
)
def test_a_doubt_counts_in_the_periods_in_which_both_were_helped(
    period: str, expected: tuple[float, float]
) -> None:
    rows = [record(A, 1), record(B, 2, day=LAST_WEEK)]
    assert said(published(PROVINCE, period=period), [case(A, B)], rows) == [expected]


def test_a_doubt_counts_for_the_services_that_both_were_helped_with() -> None:
    rows = [record(A, 1), record(B, 2, service="EPAYMENT")]
    for code, low in (("KPI_UNIQUE_CITIZENS", 9), ("KPI_ACCOUNT_EPAY", 10)):
        assert said(published(PROVINCE, code=code), [case(A, B)], rows) == [(low, 10)]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("DVC_ACCOUNT", "VNEID_L2", (10, 11)),
        ("DVC_ACCOUNT;VNEID_L2", "DVC_ACCOUNT;VNEID_L2", (9, 10)),
        ("DVC_ACCOUNT;VNEID_L2", "VNEID_L2", (10, 10)),
        ("DVC_ACCOUNT", "DVC_ACCOUNT", (10, 10)),
    ],
)
def test_two_who_may_be_one_person_may_have_both_accounts(
    one: str, other: str, expected: tuple[float, float]
) -> None:
    rows = [record(A, 1, service=one), record(B, 2, service=other)]
    cells = published(PROVINCE, code="KPI_CITIZEN_ACCOUNT_BOTH")
    assert said(cells, [case(A, B)], rows) == [expected]


def test_one_who_may_be_two_may_have_an_account_each() -> None:
    rows = [record(A, 1, service="DVC_ACCOUNT"), record(A, 2, service="VNEID_L2")]
    cells = published(PROVINCE, code="KPI_CITIZEN_ACCOUNT_BOTH")
    assert said(cells, [case(A, A)], rows) == [(9, 10)]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((SUNDAY, LAST_WEEK), (9, 10)),
        ((SUNDAY, SUNDAY), (9, 10)),
        ((LAST_WEEK, LAST_WEEK), (10, 10)),
    ],
)
def test_who_may_be_somebody_known_is_perhaps_not_new(
    days: tuple[pd.Timestamp, pd.Timestamp], expected: tuple[float, float]
) -> None:
    rows = [record(A, 1, day=days[0]), record(B, 2, day=days[1])]
    cells = published(PROVINCE, code="KPI_NEW_CITIZENS", period="week")
    assert said(cells, [case(A, B)], rows) == [expected]


def test_one_who_may_be_two_is_perhaps_new() -> None:
    rows = [record(A, 1, day=LAST_WEEK), record(A, 2)]
    cells = published(PROVINCE, code="KPI_NEW_CITIZENS", period="week")
    assert said(cells, [case(A, A)], rows) == [(10, 11)]


def test_unseen_errors_are_of_all_who_came_not_only_of_who_was_new() -> None:
    cells = pd.concat([published(("province", "52", number), code=code) for code, number in COUNTS])
    assert said(cells, [], [], 0.2) == [(4986, 5014), (86, 114)]


COUNTS = (("KPI_UNIQUE_CITIZENS", 5000), ("KPI_NEW_CITIZENS", 100))


def test_weak_evidence_makes_an_allowance_both_ways() -> None:
    """A fifth of 5,000 persons without strong evidence: ten unseen errors, and their root."""
    assert said(published(("province", "52", 5000)), [], [], 0.2) == [(4986, 5014)]


def test_of_few_people_nothing_is_allowed_for() -> None:
    assert said(published(("commune", COMMUNE, 20)), [], [], 0.2) == [(20, 20)]


def test_before_anything_is_published_there_are_no_bounds() -> None:
    assert said(published(PROVINCE).iloc[:0], [], []) == []
