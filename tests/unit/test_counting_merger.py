"""The week of 01/07/2025, in which the province and a commune became others in mid-week."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from schemas import tables
from schemas.reference import ALWAYS, Reference
from schemas.table import Table
from transforms.counting import Facts, count_indicators
from transforms.crediting import credit
from transforms.geography import Geography
from transforms.grid import Grid, make_grid
from transforms.indicators.located import locate

END, BEGIN = pd.Timestamp(2025, 6, 30), pd.Timestamp(2025, 7, 1)
SUNDAYS = list(pd.date_range("2025-06-29", "2025-07-13", freq="7D").as_unit("us"))
BEFORE, MERGER, AFTER = (day.strftime("%Y-%m-%d") for day in SUNDAYS)
CATALOGUE = Path(__file__).parents[2] / "warehouse" / "shipped" / "indicators.csv"


def frame(table: Table, *rows: tuple[object, ...]) -> pd.DataFrame:
    return table.conform(pd.DataFrame(rows, columns=table.column_names))


def catalogue() -> pd.DataFrame:
    told = pd.read_csv(CATALOGUE).set_index("code", drop=False)
    chosen = told.loc[["KPI_UNIQUE_CITIZENS", "KPI_NEW_CITIZENS"]]
    renamed = chosen.rename(columns={"code": "indicator_code", "numerator": "numerator_text"})
    return tables.INDICATOR_DEFINITION.conform(
        renamed.assign(denominator_text=None, target=renamed["target_value"])
    )


@pytest.fixture(scope="module")
def grid() -> Grid:
    reference = Reference(
        units=frame(
            tables.UNIT,
            ("52", ALWAYS, "Tỉnh cũ", "province", None, END),
            ("52", BEGIN, "Tỉnh mới", "province", None, None),
            ("21553", ALWAYS, "Phường cũ", "commune", "52", END),
            ("21601", BEGIN, "Phường mới", "commune", "52", None),
        ),
        unit_successions=frame(tables.UNIT_SUCCESSION, ("21553", "21601", BEGIN, 1.0, True)),
        branches=frame(tables.BRANCH, ("D1", ALWAYS, "Đoàn", "commune", "21553", None, None)),
        branch_successions=tables.BRANCH_SUCCESSION.empty(),
        teams=frame(tables.TEAM, ("T1", ALWAYS, "D1", "Tổ 1", "youth", None)),
        suspended_sundays=tables.SUSPENDED_SUNDAY.empty(),
        targets=tables.TARGET.empty(),
        services=tables.SERVICE.empty(),
        indicators=catalogue(),
    )
    return make_grid(reference, Geography(reference), SUNDAYS, SUNDAYS[0])


def helped(person: int, day: str, sunday: str) -> dict[str, object]:
    is_old = day < "2025-07-01"
    return {
        "person_id": f"P{person:010d}",
        "service_code": "EHEALTH",
        "assist_date": day,
        "team_code": "T1",
        "row_uid": f"{person:016x}{day.replace('-', ''):0>16}",
        "sunday": sunday,
        "branch_code": "D1",
        "unit_code": "21553" if is_old else "21601",
        "unit_valid_from": ALWAYS if is_old else BEGIN,
        "submission_id": "0" * 32,
        "quantity": 1,
        "is_first_for_service": True,
        "is_first_ever": True,
    }


@pytest.fixture(scope="module")
def assistance() -> pd.DataFrame:
    rows = [
        helped(1, "2025-06-29", BEFORE),
        helped(2, "2025-06-30", MERGER),
        helped(3, "2025-07-06", MERGER),
        helped(1, "2025-07-13", AFTER),
    ]
    typed = pd.DataFrame(rows)
    for name in ("assist_date", "sunday"):
        typed[name] = pd.to_datetime(typed[name])
    return tables.ASSISTANCE.conform(typed)


def facts_of(assistance: pd.DataFrame) -> Facts:
    return Facts(
        assistance,
        tables.ANONYMOUS_CONTACT.empty(),
        tables.TEAM_REPORT.empty(),
        tables.ACTIVITY.empty(),
    )


@pytest.fixture(scope="module")
def values(grid: Grid, assistance: pd.DataFrame) -> pd.DataFrame:
    return count_indicators(facts_of(assistance), grid.geography.reference, grid)


def told(values: pd.DataFrame, code: str, period: str, level: str) -> dict[tuple[str, str], float]:
    rows = values[
        (values["indicator_code"] == code)
        & (values["period"] == period)
        & (values["unit_level"] == level)
    ]
    days, starts = (rows[name].dt.strftime("%Y-%m-%d") for name in ("sunday", "unit_valid_from"))
    return dict(zip(zip(days, starts, strict=True), rows["value"], strict=True))


def test_the_province_goes_on_under_its_new_key(values):
    old, new = "1900-01-01", "2025-07-01"
    assert told(values, "KPI_UNIQUE_CITIZENS", "since_launch", "province") == {
        (BEFORE, old): 1,
        (MERGER, new): 3,
        (AFTER, new): 3,
    }


def test_who_was_helped_before_the_merger_is_not_new_after_it(values):
    new = told(values, "KPI_NEW_CITIZENS", "week", "province")
    assert [new[key] for key in sorted(new)] == [1, 2, 0]


def test_a_commune_that_ends_in_mid_week_keeps_its_last_monday(values):
    assert told(values, "KPI_UNIQUE_CITIZENS", "week", "commune") == {
        (BEFORE, "1900-01-01"): 1,
        (MERGER, "1900-01-01"): 1,
        (MERGER, "2025-07-01"): 1,
        (AFTER, "2025-07-01"): 1,
    }


def test_credit_bears_the_key_of_its_sunday(grid, assistance):
    located = locate(facts_of(assistance), grid)
    credited = credit(located.assistance, grid)
    province = credited[credited["unit_level"] == "province"]
    starts = province["unit_valid_from"].dt.strftime("%Y-%m-%d").tolist()
    assert starts == ["1900-01-01", "2025-07-01", "2025-07-01"]
