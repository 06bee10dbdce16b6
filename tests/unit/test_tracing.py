"""Every value of the campaign of `tests.unit.test_counting` followed back to what it counts."""

from __future__ import annotations

import pandas as pd
import pytest

from schemas import tables
from tests.unit.test_counting import SUNDAYS, count, facts, reference
from transforms.counting import Facts
from transforms.geography import Geography, UnitKey
from transforms.grid import Grid, make_grid
from transforms.indicators import COUNTERS
from transforms.indicators.located import Located, locate
from transforms.tracing import TRACERS
from transforms.tracing.cell import Cell, Traced, records_of

KNOWN = reference()
GRID = make_grid(KNOWN, Geography(KNOWN), SUNDAYS, SUNDAYS[0])


def held_back(told: Facts, grid: Grid) -> pd.DataFrame:
    """As many rows of each branch and Sunday as are told to be quarantined."""
    sums = told.reconciliation.query("indicator_code == 'KPI_UNIQUE_CITIZENS'")
    rows = sums.loc[sums.index.repeat(sums["quarantined"]), ["branch_code", "sunday"]]
    return grid.locate_branches(rows.assign(row_uid=[f"{n:032x}" for n in range(len(rows))]))


def traced(value: pd.Series, located: Located, rows: pd.DataFrame) -> Traced:
    """What a row of `mart.indicator` counts."""
    level, week = value["unit_level"], value["sunday"]
    key = UnitKey(value["unit_code"], value["unit_valid_from"])
    periods = located.grid.periods(value["period"])
    last = located.grid.sundays.tolist().index(week)
    cell = Cell(
        located,
        tables.SUBMISSION.empty(),
        rows,
        level,
        located.grid.units[level][key],
        first=int((periods == periods[last]).argmax()),
        last=last,
    )
    return TRACERS[value["indicator_code"]].follow(cell)


@pytest.fixture(scope="module")
def values() -> pd.DataFrame:
    return count(facts(), KNOWN)


@pytest.fixture(scope="module")
def located() -> Located:
    return locate(facts(), GRID)


def of(values: pd.DataFrame, code: str, unit: str, sunday: str, period: str) -> pd.Series:
    """The one value of an indicator, unit, Sunday and period."""
    at = {"indicator_code": code, "unit_code": unit, "sunday": pd.Timestamp(sunday)}
    rows = values[(values[[*at, "period"]] == pd.Series(at | {"period": period})).all(axis=1)]
    (found,) = [row for _, row in rows.iterrows()]
    return found


def test_every_indicator_that_is_counted_can_be_followed_back() -> None:
    assert TRACERS.keys() == COUNTERS.keys()


@pytest.mark.parametrize("code", TRACERS)
def test_the_lines_of_a_value_are_its_numerator(
    values: pd.DataFrame, located: Located, code: str
) -> None:
    rows = held_back(facts(), GRID)
    told = values[values["indicator_code"] == code]
    nought = told["numerator"].eq(0)
    some = pd.concat([told[~nought].iloc[::5], told[nought].iloc[::100]])
    assert (some["numerator"] > 0).any()
    for _, value in some.iterrows():
        lines = traced(value, located, rows).lines
        place = value[["unit_code", "period", "sunday"]].to_dict()
        assert lines["counts"].sum() == value["numerator"], place
        assert lines["counts"].gt(0).all(), place
        assert not lines.drop(columns="counts").duplicated().any() or "row_uid" in lines, place


def test_a_person_is_one_line_with_all_that_was_done_for_him(
    values: pd.DataFrame, located: Located
) -> None:
    value = of(values, "KPI_UNIQUE_CITIZENS", "540", "2023-12-03", "month_to_date")
    found = traced(value, located, held_back(facts(), GRID))
    assert found.lines["person_id"].tolist() == ["A"]
    assert found.assistances[["line", "service_code", "team_code"]].values.tolist() == [
        [0, "VNEID_L2", "X2"],
        [0, "EPAYMENT", "Y1"],
    ]


def test_who_is_new_was_never_in_the_unit_before(values: pd.DataFrame, located: Located) -> None:
    rows = held_back(facts(), GRID)
    province = of(values, "KPI_NEW_CITIZENS", "52", "2024-01-07", "week")
    commune = of(values, "KPI_NEW_CITIZENS", "21002", "2023-12-03", "week")
    assert traced(province, located, rows).lines["person_id"].tolist() == ["D"]
    assert traced(commune, located, rows).lines["person_id"].tolist() == ["A"]


def test_contacts_are_assistances_ticks_without_a_name_and_own_figures(
    values: pd.DataFrame, located: Located
) -> None:
    value = of(values, "KPI_ASSIST_CONTACTS", "52", "2023-12-03", "week")
    found = traced(value, located, held_back(facts(), GRID))
    assert found.lines["counts"].tolist() == [1, 1, 1, 12]
    assert found.assistances["line"].tolist() == [0, 1]
    assert found.rows["line"].tolist() == [2]
    assert found.reports[["line", "sheet"]].values.tolist() == [[3, "TONG_HOP"]]


def test_an_active_team_has_what_it_did_wherever_that_is_counted(
    values: pd.DataFrame, located: Located
) -> None:
    value = of(values, "KPI_TEAM_ACTIVE", "X", "2023-12-03", "week")
    found = traced(value, located, held_back(facts(), GRID))
    assert found.lines["team_code"].tolist() == ["X1", "X2"]
    assert found.assistances[["line", "person_id"]].values.tolist() == [[1, "A"]]
    assert found.rows["line"].tolist() == [0]


def test_the_first_lines_keep_their_sources(values: pd.DataFrame, located: Located) -> None:
    value = of(values, "KPI_ASSIST_CONTACTS", "52", "2023-12-03", "week")
    found = traced(value, located, held_back(facts(), GRID))
    few = found.shortened(3)
    assert (len(few.lines), few.rows["line"].tolist(), len(few.reports)) == (3, [2], 0)
    assert found.shortened(None) is found


def test_the_records_of_an_assistance_are_all_that_tell_of_it() -> None:
    records = pd.DataFrame(
        [
            ("r1", "A", "DVC_ACCOUNT;VNEID_L2", "X1"),
            ("r2", "A", "DVC_ACCOUNT", "X1"),
            ("r3", "A", "DVC_ACCOUNT", "X2"),
            ("r4", "B", "DVC_ACCOUNT", "X1"),
        ],
        columns=["row_uid", "person_id", "service_codes", "team_code"],
        dtype="str",
    ).assign(assist_date=SUNDAYS[0])
    asked = pd.DataFrame(
        {"line": [7], "person_id": ["A"], "service_code": ["DVC_ACCOUNT"], "team_code": ["X1"]}
    ).assign(assist_date=SUNDAYS[0])
    assert records_of(asked, records).values.tolist() == [[7, "r1"], [7, "r2"]]
    assert records_of(asked.iloc[:0], records.iloc[:0]).empty
