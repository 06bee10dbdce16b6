"""Where a branch and its teams stand on a day, when units change under them (DOMAIN 3)."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import pytest

from schemas import tables
from schemas.reference import ALWAYS, Reference
from schemas.table import Table
from transforms.geography import Geography, UnitKey, in_force, week_sunday

UNITS = """
    unit_code  name                    level     parent_code  valid_from  valid_to
    52         Tỉnh_Bình_Định          province  -            -           2025-06-30
    52         Tỉnh_Gia_Lai            province  -            2025-07-01  -
    540        Thành_phố_Quy_Nhơn      district  52           -           2025-06-30
    21568      Phường_Thị_Nại          commune   540          -           2024-11-30
    21583      Phường_Lê_Lợi           commune   540          -           2024-11-30
    21583      Phường_Thị_Nại          commune   540          2024-12-01  2025-06-30
    21583      Phường_Quy_Nhơn         commune   52           2025-07-01  -
    21607      Xã_Nhơn_Châu            commune   540          -           2025-06-30
    21608      Xã_Tách_Đôi             commune   540          -           2025-06-30
    21700      Xã_Đông                 commune   52           2025-07-01  -
    21701      Xã_Tây                  commune   52           2025-07-01  -
"""
SUCCESSIONS = """
    old_code  new_code  effective_date  share  is_default
    21568     21583     2024-12-01      1      yes
    21583     21583     2024-12-01      1      yes
    21583     21583     2025-07-01      1      yes
    21608     21701     2025-07-01      0.3    no
    21608     21700     2025-07-01      0.7    yes
    52        52        2025-07-01      1      yes
"""
BRANCHES = """
    branch_code  name              kind      unit_code  parent_branch_code  valid_from  valid_to
    LELOI        Đoàn_Lê_Lợi       commune   21583      -                   2023-01-01  -
    THINAI       Đoàn_Thị_Nại      commune   21568      -                   2023-01-01  -
    NEWTHINAI    Đoàn_Thị_Nại_mới  commune   21583      -                   2024-12-01  -
    QUYNHON      Đoàn_Quy_Nhơn     commune   21583      -                   2025-07-01  -
    NHONCHAU     Đoàn_Nhơn_Châu    commune   21607      -                   2023-01-01  -
    TACHDOI      Đoàn_Tách_Đôi     commune   21608      -                   2023-01-01  -
    CITY         Đoàn_thành_phố    district  540        -                   2023-01-01  -
    ARMY         Đoàn_quân_đội     army      52         -                   2023-01-01  -
    CLOSED       Đoàn_đã_giải_thể  school    52         -                   2023-01-01  2023-03-31
"""
TEAMS = """
    team_code  branch_code  name   team_type  valid_from  valid_to
    T1         LELOI        Tổ_1   youth      2023-01-01  2023-06-30
    T1         THINAI       Tổ_1   youth      2023-07-01  -
    T2         ARMY         Tổ_2   youth      -           -
    T3         LELOI        Tổ_3   community  -           -
    T4         CLOSED       Tổ_4   youth      -           -
"""

LE_LOI = UnitKey("21583", ALWAYS)
THI_NAI = UnitKey("21583", pd.Timestamp("2024-12-01"))
QUY_NHON = UnitKey("21583", pd.Timestamp("2025-07-01"))
BINH_DINH = UnitKey("52", ALWAYS)
GIA_LAI = UnitKey("52", pd.Timestamp("2025-07-01"))


def frame(table: Table, text: str) -> pd.DataFrame:
    """A table written out: words for cells, - for blank, _ for a space within a name."""
    header, *rows = (line.split() for line in text.strip().splitlines())
    cells: list[dict[str, Any]] = [dict(zip(header, row, strict=True)) for row in rows]
    for cell in cells:
        cell |= {name: None if word == "-" else word for name, word in cell.items()}
        cell |= {name: cell[name].replace("_", " ") for name in ("name",) if name in cell}
        if "valid_from" in cell:
            cell["valid_from"] = cell["valid_from"] or ALWAYS
        if "is_default" in cell:
            cell["is_default"] = cell["is_default"] == "yes"
    for column in table.columns:
        if column.type == "date":
            for cell in cells:
                cell[column.name] = pd.Timestamp(cell[column.name]) if cell[column.name] else None
    return table.validated(table.conform(pd.DataFrame(cells, columns=table.column_names)))


def reference(**changes: pd.DataFrame) -> Reference:
    return Reference(
        units=changes.get("units", frame(tables.UNIT, UNITS)),
        unit_successions=frame(tables.UNIT_SUCCESSION, SUCCESSIONS),
        branches=frame(tables.BRANCH, BRANCHES),
        branch_successions=tables.BRANCH_SUCCESSION.empty(),
        teams=frame(tables.TEAM, TEAMS),
        suspended_sundays=tables.SUSPENDED_SUNDAY.empty(),
        targets=tables.TARGET.empty(),
        services=tables.SERVICE.empty(),
        indicators=tables.INDICATOR_DEFINITION.empty(),
    )


GEOGRAPHY = Geography(reference())


def days(code: str, *asked: tuple[str, str]) -> pd.DataFrame:
    rows = [(name, pd.Timestamp(day)) for name, day in asked]
    found = pd.DataFrame(rows, columns=[code, "day"])
    return found.astype({code: "str", "day": "datetime64[us]"})


def branch_on(branch: str, day: str) -> dict[str, Any]:
    (row,) = GEOGRAPHY.branches_on(days("branch_code", (branch, day))).to_dict("records")
    return {str(name): value for name, value in row.items()}


@pytest.mark.parametrize(
    ("day", "unit"),
    [
        ("2023-02-26", LE_LOI),
        ("2024-11-30", LE_LOI),
        ("2024-12-01", THI_NAI),
        ("2025-06-30", THI_NAI),
        ("2025-07-01", QUY_NHON),
        ("2026-11-22", QUY_NHON),
    ],
)
def test_one_code_is_three_units_in_turn(day: str, unit: UnitKey) -> None:
    found = GEOGRAPHY.unit_on("21583", pd.Timestamp(day))
    assert found is not None
    assert found.key == unit


@pytest.mark.parametrize("code", ["21700", "99999"])
def test_before_its_first_day_a_code_is_no_unit(code: str) -> None:
    assert GEOGRAPHY.unit_on(code, pd.Timestamp("2025-06-30")) is None


@pytest.mark.parametrize(
    ("branch", "day", "unit"),
    [
        ("LELOI", "2023-02-26", LE_LOI),
        ("LELOI", "2024-12-01", THI_NAI),
        ("LELOI", "2025-07-06", QUY_NHON),
        ("THINAI", "2024-11-24", UnitKey("21568", ALWAYS)),
        ("THINAI", "2024-12-01", THI_NAI),
        ("THINAI", "2025-07-06", QUY_NHON),
        ("NEWTHINAI", "2025-06-29", THI_NAI),
        ("NEWTHINAI", "2025-07-06", QUY_NHON),
        ("QUYNHON", "2025-07-06", QUY_NHON),
        ("TACHDOI", "2025-07-06", UnitKey("21700", pd.Timestamp("2025-07-01"))),
        ("ARMY", "2025-06-29", BINH_DINH),
        ("ARMY", "2025-07-06", GIA_LAI),
    ],
)
def test_a_branch_follows_the_default_successions_of_the_unit_it_named(
    branch: str, day: str, unit: UnitKey
) -> None:
    """LELOI and QUYNHON both say 21583, and mean two units until they are one."""
    found = branch_on(branch, day)
    assert UnitKey(found["unit_code"], found["unit_valid_from"]) == unit


def test_without_a_successor_a_branch_stays_where_it_was() -> None:
    found = branch_on("NHONCHAU", "2025-07-06")
    assert found["commune_key"] == UnitKey("21607", ALWAYS)
    assert found["province_key"] == GIA_LAI


def test_levels_of_a_commune_branch_lose_the_district_with_the_districts() -> None:
    before, after = branch_on("LELOI", "2025-06-29"), branch_on("LELOI", "2025-07-06")
    assert before["commune_key"] == THI_NAI
    assert before["district_key"] == UnitKey("540", ALWAYS)
    assert before["province_key"] == BINH_DINH
    assert after["commune_key"] == QUY_NHON
    assert after["district_key"] is None
    assert after["province_key"] == GIA_LAI
    assert before["branch_key"] == after["branch_key"]


def test_a_branch_of_a_district_or_the_province_has_no_level_below() -> None:
    city, army = branch_on("CITY", "2023-03-05"), branch_on("ARMY", "2023-03-05")
    assert (city["district_key"], city["commune_key"]) == (UnitKey("540", ALWAYS), None)
    assert (army["district_key"], army["commune_key"]) == (None, None)
    assert army["province_key"] == city["province_key"] == BINH_DINH


@pytest.mark.parametrize(
    ("day", "province"),
    [("2023-02-26", BINH_DINH), ("2025-06-30", BINH_DINH), ("2025-07-01", GIA_LAI)],
)
def test_the_province_of_a_day(day: str, province: UnitKey) -> None:
    assert GEOGRAPHY.province == GIA_LAI
    assert GEOGRAPHY.province_on(pd.Timestamp(day)) == province


def test_a_code_that_is_reused_does_not_inherit_a_later_succession() -> None:
    """21611 ended without a successor; the 21611 of 2020 is another unit, and that one went on."""
    units = frame(
        tables.UNIT,
        """
        unit_code  name      level     parent_code  valid_from  valid_to
        52         Tỉnh      province  -            -           -
        21568      Phường_A  commune   52           -           2019-12-31
        21568      Phường_B  commune   52           2020-01-01  2024-11-30
        21583      Phường_C  commune   52           2024-12-01  -
        """,
    )
    geography = Geography(reference(units=units))
    path = partial(geography.units_of_branch, "21568", day=pd.Timestamp("2025-01-05"))
    assert path(since=pd.Timestamp("2021-01-01"))["commune"].unit_code == "21583"
    assert path(since=pd.Timestamp("2010-01-01"))["commune"] == UnitKey("21568", ALWAYS)


def test_teams_stand_where_their_row_of_the_day_says() -> None:
    asked = [("T1", "2023-06-30"), ("T1", "2023-07-01"), ("T1", "2022-12-31"), ("T1", "2023-06-30")]
    found = GEOGRAPHY.teams_on(days("team_code", *asked)).sort_values("day")
    assert found["branch_code"].tolist() == ["LELOI", "THINAI"]
    assert found["unit_code"].tolist() == ["21583", "21568"]
    first_days = [key.unit_valid_from for key in found["team_key"]]
    assert first_days == [pd.Timestamp("2023-01-01"), pd.Timestamp("2023-07-01")]


@pytest.mark.parametrize(
    ("team", "day", "is_on"),
    [
        ("T2", "2023-02-26", True),
        ("T3", "2023-02-26", False),  # of the government: never counted
        ("T4", "2023-03-26", True),
        ("T4", "2023-04-02", False),  # its branch is closed
        ("T9", "2023-02-26", False),
    ],
)
def test_who_is_on_the_roster(team: str, day: str, is_on: bool) -> None:
    assert len(GEOGRAPHY.teams_on(days("team_code", (team, day)))) == is_on


def test_a_report_week_runs_from_monday_to_its_sunday() -> None:
    week = pd.Series(pd.date_range("2023-02-20", "2023-02-27"))
    assert week_sunday(week).dt.strftime("%d/%m/%Y").tolist() == ["26/02/2023"] * 7 + ["05/03/2023"]
    last_of_2026 = pd.Series(pd.to_datetime(["2026-12-28", "2027-01-03"]))
    assert week_sunday(last_of_2026).dt.strftime("%d/%m/%Y").tolist() == ["03/01/2027"] * 2


def test_rows_in_force_on_some_day_of_a_span() -> None:
    teams = frame(tables.TEAM, TEAMS)
    june = in_force(teams, pd.Timestamp("2023-06-30"), pd.Timestamp("2023-06-30"))
    turn = in_force(teams, pd.Timestamp("2023-06-30"), pd.Timestamp("2023-07-01"))
    assert june["team_code"].tolist() == ["T1", "T2", "T3", "T4"]
    assert turn["team_code"].tolist() == ["T1", "T1", "T2", "T3", "T4"]
