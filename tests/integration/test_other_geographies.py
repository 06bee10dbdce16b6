"""The figures of every Sunday by the units of another day, over the mergers of 2024 and 2025.

A year of random facts is counted as reported, and once more by a geography that stands still: what
`mart.indicator_as_of` says must be the latter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import psycopg
import pytest

from schemas import tables
from schemas.reference import Reference
from schemas.settings import LAUNCH
from schemas.table import Table
from tests.homes import Home, write_campaign
from tests.unit.test_geography import frame
from transforms.counting import Facts, count_all
from transforms.geography import Geography, UnitKey, week_sunday
from transforms.grid import Grid, make_grid
from transforms.indicators.located import locate, team_weeks
from warehouse import copying
from warehouse.reference import load_reference, load_shipped

Fresh = Callable[[], AbstractContextManager[str]]

FIRST, LAST = "2024-11-10", "2025-07-27"
SUNDAYS = list(pd.date_range(LAUNCH, LAST, freq="7D").as_unit("us"))
REPORTED = [day for day in SUNDAYS if day >= pd.Timestamp(FIRST)]
"""The campaign began earlier than these reports: rosters count from its launch on."""

BRANCHES = """
    branch_code  name        kind      unit_code  parent_branch_code  valid_from  valid_to
    LELOI        Lê_Lợi      commune   21583      -                   2023-01-01  2025-06-30
    THINAI       Thị_Nại     commune   21568      -                   2023-01-01  -
    HONGPHONG    Hồng_Phong  commune   21571      -                   2023-01-01  2025-06-30
    TRANPHU      Trần_Phú    commune   21580      -                   2024-12-01  -
    NHONPHU      Nhơn_Phú    commune   21553      -                   2023-01-01  -
    QUYNHON      Quy_Nhơn    commune   21583      -                   2025-07-01  -
    SPLIT        Tách_đôi    commune   21634      -                   2023-01-01  -
    MOVED        Dời_chỗ     school    21571      -                   2023-01-01  2025-03-31
    MOVED        Dời_chỗ     school    21553      -                   2025-04-01  -
    CITY         Thành_phố   district  540        -                   2023-01-01  2025-06-30
    ARMY         Quân_đội    army      52         -                   2023-01-01  -
"""
TEAMS = """
    team_code  branch_code  name  team_type  valid_from  valid_to
    L1         LELOI        L1    youth      2023-01-01  2025-06-30
    L1         QUYNHON      L1    youth      2025-07-01  -
    L2         LELOI        L2    youth      2023-01-01  2025-05-31
    N1         THINAI       N1    youth      2023-01-01  -
    H1         HONGPHONG    H1    youth      2023-01-01  2025-06-30
    P1         TRANPHU      P1    youth      2024-12-01  -
    F1         NHONPHU      F1    youth      2023-01-01  2025-02-28
    F1         LELOI        F1    youth      2025-03-01  2025-06-30
    F1         NHONPHU      F1    youth      2025-07-01  -
    S1         SPLIT        S1    youth      2023-01-01  -
    M1         MOVED        M1    youth      2023-01-01  -
    C1         CITY         C1    youth      2023-01-01  2025-06-30
    A1         ARMY         A1    youth      2023-01-01  -
    G1         LELOI        G1    community  2023-01-01  -
"""
SUSPENDED = """
    sunday      unit_code  reason
    2024-11-17  21568      bão
    2025-01-26  52         Tết
    2025-06-22  540        bão
"""
TARGETS = """
    indicator_code   unit_code  year  target
    KPI_TEAM_ACTIVE  21568      2024  80
    KPI_TEAM_ACTIVE  21583      2025  90
"""

OLD, MERGED_2024, MERGED_2025 = "2024-11-15", "2024-12-01", "2025-07-01"
ALWAYS = "1900-01-01"
COMMUNES = {
    OLD: {
        "LELOI": ("21583", ALWAYS),
        "THINAI": ("21568", ALWAYS),
        "HONGPHONG": ("21571", ALWAYS),
        "TRANPHU": ("21580", MERGED_2024),
        "NHONPHU": ("21553", ALWAYS),
        "QUYNHON": ("21583", MERGED_2025),
        "SPLIT": ("21634", ALWAYS),
        "MOVED": ("21571", ALWAYS),
        "MOVED_ON": ("21553", ALWAYS),
    },
    MERGED_2024: {
        "LELOI": ("21583", MERGED_2024),
        "THINAI": ("21583", MERGED_2024),
        "HONGPHONG": ("21580", MERGED_2024),
        "TRANPHU": ("21580", MERGED_2024),
        "NHONPHU": ("21553", ALWAYS),
        "QUYNHON": ("21583", MERGED_2025),
        "SPLIT": ("21634", ALWAYS),
        "MOVED": ("21580", MERGED_2024),
        "MOVED_ON": ("21553", ALWAYS),
    },
    MERGED_2025: {
        "LELOI": ("21583", MERGED_2025),
        "THINAI": ("21583", MERGED_2025),
        "HONGPHONG": ("21583", MERGED_2025),
        "TRANPHU": ("21583", MERGED_2025),
        "NHONPHU": ("21553", MERGED_2025),
        "QUYNHON": ("21583", MERGED_2025),
        "SPLIT": ("21628", MERGED_2025),
        "MOVED": ("21583", MERGED_2025),
        "MOVED_ON": ("21553", MERGED_2025),
    },
}
"""The commune of each branch on a day, by hand; MOVED_ON is MOVED from April 2025 on."""

TOLD = ["numerator", "denominator", "value", "target"]
KEY = list(tables.INDICATOR.key)


@dataclass(frozen=True)
class Pinned(Geography):
    """A geography in which every day is `day`; who is later is where he began."""

    day: pd.Timestamp

    def units_of_branch(
        self, unit_code: str, since: pd.Timestamp, day: pd.Timestamp
    ) -> dict[str, UnitKey]:
        return super().units_of_branch(unit_code, since, max(self.day, since))

    def province_on(self, day: pd.Timestamp) -> UnitKey:
        return super().province_on(self.day)


@dataclass(frozen=True)
class World:
    """Facts, as they are in the database at `url`."""

    url: str
    reference: Reference
    facts: Facts

    @cached_property
    def grid(self) -> Grid:
        return make_grid(self.reference, Geography(self.reference), SUNDAYS, REPORTED[0])

    def recounted(self, day: str) -> pd.DataFrame:
        """Everything counted by the units of a day; suspended is who was it by those of his."""
        geography = Pinned(self.reference, pd.Timestamp(day).as_unit("us"))
        still = make_grid(self.reference, geography, SUNDAYS, REPORTED[0])
        working = self.grid.teams[["team_code", "sunday"]]
        still = replace(still, teams=still.roster.merge(working, on=["team_code", "sunday"]))
        return count_all(locate(self.facts, still), self.reference)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(query.encode()).fetchall()

    def as_of(self, day: str, where: str = "true") -> pd.DataFrame:
        """The rows of `mart.indicator_as_of`."""
        columns = ", ".join(tables.INDICATOR.column_names)
        rows = self.ask(f"SELECT {columns} FROM mart.indicator_as_of('{day}') WHERE {where}")
        return tables.INDICATOR.conform(pd.DataFrame(rows, columns=tables.INDICATOR.column_names))


@pytest.fixture(scope="module")
def world(fresh_database: Fresh) -> Iterator[World]:
    with fresh_database() as url, psycopg.connect(url) as connection:
        with connection.cursor() as cursor:
            load_shipped(cursor)
            for table, text in {
                tables.BRANCH: BRANCHES,
                tables.TEAM: TEAMS,
                tables.SUSPENDED_SUNDAY: SUSPENDED,
                tables.TARGET: TARGETS,
            }.items():
                copying.append(cursor, table, frame(table, text))
            made = World(url, *_campaign(load_reference(cursor)))
            _write(cursor, made)
        connection.commit()
        yield made


def _campaign(reference: Reference) -> tuple[Reference, Facts]:
    """Random facts of every kind, so dense that people, teams and units meet often."""
    rng = np.random.default_rng(5)
    geography = Geography(reference)
    services = sorted({*reference.services["service_code"]} - {"EPAYMENT"})
    youth = sorted({*reference.teams.loc[reference.teams["team_type"] == "youth", "team_code"]})
    days = pd.date_range(REPORTED[0] - pd.Timedelta(days=6), LAST).as_unit("us")

    def some(count: int) -> pd.DataFrame:
        rows = pd.DataFrame(
            {
                "team_code": rng.choice(youth, count),
                "service_code": rng.choice(services, count),
                "day": rng.choice(days, count),
                "person": rng.integers(1, 70, count),
                "quantity": rng.integers(1, 9, count),
            }
        )
        return _placed(rows, geography)

    twice = pd.DataFrame({"team_code": ["L1", "N1"], "day": pd.to_datetime(["2024-11-05"] * 2)})
    payments = _placed(twice.assign(service_code="EPAYMENT", person=99, quantity=1), geography)
    helped = pd.concat([some(1500), payments])
    helped = helped.drop_duplicates(["person_id", "service_code", "assist_date", "team_code"])
    told = some(300).assign(attendance=lambda rows: rows["quantity"] * 3)
    meetings = told.iloc[:40].assign(service_code="INT_MEETING", row_uid=_uids(40, 7))
    sent = pd.DataFrame(
        [(day, code) for day in REPORTED for code in sorted({*reference.branches["branch_code"]})],
        columns=["sunday", "branch_code"],
    )
    sent["member_total"] = rng.integers(10, 30, len(sent))
    lists = some(150).drop_duplicates(["team_code", "sunday"])
    states = rng.choice(["on_time", "late", "missing", "suspended"], len(sent))
    figures = sent.assign(parsed=rng.integers(5, 9, len(sent)), quarantined=2, unexplained=0)
    return reference, Facts(
        _filled(tables.ASSISTANCE, helped),
        _filled(tables.ANONYMOUS_CONTACT, some(60)),
        _filled(tables.TEAM_REPORT, lists.assign(member_count=8, status="accepted").iloc[::2]),
        _filled(tables.ACTIVITY, pd.concat([told, meetings])),
        unlisted=_filled(
            tables.REPORTED_SUMMARY,
            sent.iloc[::9].assign(indicator_code="KPI_ASSIST_CONTACTS", reported=5),
        ),
        members=_filled(tables.MEMBER_REPORT, sent.iloc[::5].assign(member_dvc_count=7)),
        reconciliation=_filled(
            tables.RECONCILIATION, figures.assign(indicator_code="KPI_UNIQUE_CITIZENS")
        ),
        presence=_filled(tables.SUBMISSION_STATUS, sent.assign(state=states)).assign(
            is_expected=states != "suspended", is_on_time=states == "on_time"
        ),
    )


def _placed(rows: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    """`rows` (team_code, day, person) of teams that are on the roster, with all that follows."""
    place = ["team_code", "day", "branch_code", "unit_code", "unit_valid_from"]
    placed = rows.merge(geography.teams_on(rows)[place], on=["team_code", "day"])
    return placed.assign(
        assist_date=placed["day"],
        sunday=week_sunday(placed["day"]),
        person_id=[f"P{number:010d}" for number in placed["person"]],
        row_uid=_uids(len(placed), int(placed["person"].sum())),
    )


def _uids(count: int, first: int) -> list[str]:
    return [f"{number:032x}" for number in range(first * 10_000, first * 10_000 + count)]


def _filled(table: Table, rows: pd.DataFrame) -> pd.DataFrame:
    """`rows` as of a table; what they do not tell is blank, false or the only submission."""
    blank: dict[str, Any] = {
        "submission_id": "0" * 32,
        "is_first_ever": False,
        "is_first_for_service": False,
    }
    missing = [name for name in table.column_names if name not in rows]
    return table.conform(rows.assign(**{name: blank.get(name) for name in missing}))


def _write(cursor: psycopg.Cursor[Any], world: World) -> None:
    """What a run would publish, as far as `mart.indicator_as_of` reads it."""
    geography = Geography(world.reference)
    values = count_all(locate(world.facts, world.grid), world.reference)
    status = values["sunday"].ge(LAST).map({True: "provisional", False: "final"})
    people = pd.DataFrame({"person_id": world.facts.assistance["person_id"].unique()})
    active = team_weeks(world.facts.assistance, world.facts.contacts, world.facts.activities)
    cursor.execute(
        "INSERT INTO ops.submission (submission_id, file_sha256, version, status, received_at,"
        " is_late, records_parsed, records_accepted, records_quarantined, records_excluded, run_id,"
        " arrived_at) VALUES (repeat('0', 32), repeat('0', 64), 1, 'accepted', now(), false, 0, 0,"
        " 0, 0, 'run', now())"
    )
    for table, rows in {
        tables.BRANCH_PLACE: geography.places(),
        tables.PERSON: _filled(tables.PERSON, people.assign(first_seen_sunday=REPORTED[0])),
        tables.ASSISTANCE: world.facts.assistance,
        tables.TEAM_WEEK: active,
        tables.INDICATOR: values.assign(status=status, run_id="run"),
    }.items():
        copying.append(cursor, table, rows)


def figures(rows: pd.DataFrame, *levels: str) -> pd.DataFrame:
    """Keys and figures of the rows of these levels, in order."""
    chosen = rows[rows["unit_level"].isin(levels)]
    return chosen[[*KEY, *TOLD]].sort_values(KEY, ignore_index=True)


@pytest.mark.parametrize("day", [OLD, MERGED_2024, "2025-06-30", MERGED_2025])
def test_every_figure_is_what_counting_by_the_units_of_the_day_gives(
    world: World, day: str
) -> None:
    told, counted = world.as_of(day), world.recounted(day)
    for level in ("province", "district", "commune"):
        expected = figures(counted, level).drop(columns="target")
        found = figures(told, level).drop(columns="target")
        pd.testing.assert_frame_equal(found, expected, check_dtype=False, obj=level)
    reported = world.ask("SELECT count(*) FROM mart.indicator WHERE unit_level = 'commune'")
    assert len(told[told["unit_level"] == "commune"]) != reported[0][0]


@pytest.mark.parametrize("day", COMMUNES)
def test_people_and_posters_of_a_commune_counted_by_hand(world: World, day: str) -> None:
    """Without any of the code that counts: rows by the commune that a branch is in by hand."""
    helped = in_communes(world.facts.assistance, "assist_date", day)
    done = in_communes(world.facts.activities, "sunday", day)
    people = helped.groupby("commune")["person_id"].nunique()
    posters = done[done["service_code"] == "POSTER"].groupby("commune")["quantity"].sum()
    where = f"period = 'since_launch' AND unit_level = 'commune' AND sunday = '{LAST}'"
    told = world.as_of(day, where)
    since = told["unit_valid_from"].dt.strftime("%Y-%m-%d")
    told.index = pd.MultiIndex.from_arrays([told["unit_code"], since])
    values = told.groupby("indicator_code")["value"]
    for code, expected in (("KPI_UNIQUE_CITIZENS", people), ("KPI_POSTERS", posters)):
        found = values.get_group(code).to_dict()
        assert found == {commune: expected.get(commune, 0) for commune in found}
        assert len(found) >= 3


def in_communes(rows: pd.DataFrame, day_column: str, day: str) -> pd.DataFrame:
    """`rows` with the commune of their branch on a day."""
    has_moved = rows["branch_code"].eq("MOVED") & rows[day_column].ge("2025-04-01")
    branch = rows["branch_code"].mask(has_moved, "MOVED_ON")
    return rows.assign(commune=branch.map(COMMUNES[day]))


def test_a_person_of_two_communes_that_merge_is_one(world: World) -> None:
    where = (
        "indicator_code = 'KPI_ACCOUNT_EPAY' AND unit_level = 'commune' AND value > 0"
        f" AND period = 'since_launch' AND sunday = '{FIRST}'"
    )
    seen = {}
    for day in COMMUNES:
        rows = world.as_of(day, where)
        seen[day] = dict(zip(rows["unit_code"], rows["value"], strict=True))
    assert seen == {
        OLD: {"21583": 1, "21568": 1},
        MERGED_2024: {"21583": 1},
        MERGED_2025: {"21583": 1},
    }


def test_branches_and_teams_are_as_reported_and_the_province_bears_the_key_of_the_day(
    world: World,
) -> None:
    told = world.as_of(MERGED_2025)
    reported = world.as_of(OLD)
    pd.testing.assert_frame_equal(
        figures(told, "branch", "team"), figures(reported, "branch", "team")
    )
    names = world.ask(
        "SELECT DISTINCT u.name FROM mart.indicator_as_of('2025-07-01') i"
        " JOIN core.unit u ON (u.unit_code, u.valid_from) = (i.unit_code, i.unit_valid_from)"
        " WHERE u.level IN ('province', 'district') ORDER BY 1"
    )
    # The city had a branch of its own and nothing succeeds it, so its figures stay there.
    assert names == [("Thành phố Quy Nhơn",), ("Tỉnh Gia Lai",)]


def test_before_any_merger_it_says_what_was_reported(world: World) -> None:
    table = "(SELECT * FROM mart.{} WHERE sunday <= '2024-11-24')"
    reported, told = table.format("indicator"), table.format(f"indicator_as_of('{OLD}')")
    assert world.ask(f"SELECT count(*) > 1000 FROM {told} AS told") == [(True,)]
    assert world.ask(f"{reported} EXCEPT {told}") == []
    assert world.ask(f"{told} EXCEPT {reported}") == []


def test_a_target_is_that_of_the_unit_which_bore_the_code(world: World) -> None:
    """21583 was another unit in the first half of 2025, so its target is not Quy Nhơn's yet."""
    where = "indicator_code = 'KPI_TEAM_ACTIVE' AND period = 'week' AND unit_code = '21583'"
    rows = world.as_of(MERGED_2025, where).set_index("sunday")["target"]
    assert rows["2025-06-29"] == 100
    assert rows["2025-07-06"] == 90


@pytest.fixture(scope="module")
def home(fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home after a run over two Sundays of 2023."""
    campaign = write_campaign(tmp_path_factory.mktemp("elsewhere"))
    with fresh_database() as url:
        made = Home(tmp_path_factory.mktemp("home"), url)
        assert made("reference", "load", campaign.reference).code == 0
        assert made("run", "--inbox", campaign.inbox).code == 0
        yield made


def test_what_a_run_published_is_told_whole_by_the_units_of_its_time(home: Home) -> None:
    reported, told = "TABLE mart.indicator", "SELECT * FROM mart.indicator_as_of('2023-03-05')"
    assert home.ask(f"({reported}) EXCEPT ({told})") == []
    assert home.ask(f"({told}) EXCEPT ({reported})") == []


def test_after_an_upgrade_the_next_run_finds_out_where_branches_stand(
    home: Home, tmp_path_factory: pytest.TempPathFactory
) -> None:
    every = "SELECT * FROM core.branch_place ORDER BY 1, 2, 3"
    before = home.ask(every)
    assert len(before) == 9  # three branches in three geographies
    with psycopg.connect(home.url or "") as connection:
        connection.execute("DELETE FROM core.branch_place")
        connection.execute("UPDATE ops.run SET reference_hash = NULL")  # as the migration does
    assert home("run", "--inbox", tmp_path_factory.mktemp("nothing")).code == 0
    assert home.ask(every) == before


def test_an_analyst_asks_for_the_figures_of_today(home: Home) -> None:
    for source in ("mart.indicator_current", "mart.indicator_as_of('2026-01-01')"):
        query = (
            "SELECT DISTINCT u.name FROM core.unit u JOIN "
            f"{source} i ON (u.unit_code, u.valid_from) = (i.unit_code, i.unit_valid_from)"
            " WHERE i.unit_level = 'province'"
        )
        assert home("sql", query, "--json").document == [{"name": "Tỉnh Gia Lai"}]


@pytest.mark.parametrize("role", ["analyst", "steward", "pipeline"])
def test_each_role_may_ask(home: Home, role: str) -> None:
    with psycopg.connect(home.url or "") as connection:
        connection.execute(f"SET ROLE sunday_{role}".encode())
        for source in ("indicator_current", "indicator_as_of('2023-03-05')"):
            row = connection.execute(f"SELECT count(*) > 0 FROM mart.{source}".encode()).fetchone()
            assert row == (True,)


def test_the_columns_are_those_of_the_published_figures(home: Home) -> None:
    described = (
        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
        " WHERE attrelid = '{}'::regclass AND attnum > 0 ORDER BY attnum"
    )
    columns = home.ask(described.format("mart.indicator_current"))
    assert columns == home.ask(described.format("mart.indicator"))
    assert [name for name, _ in columns] == tables.INDICATOR.column_names
