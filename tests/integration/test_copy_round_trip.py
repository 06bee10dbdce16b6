"""A frame written to Postgres by COPY and read back is the same frame: values, nulls and dtypes."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pandas as pd
import psycopg
import pytest
from pandas.testing import assert_frame_equal
from psycopg import sql

from schemas.table import Check, Column, LogicalType, Table
from schemas.tables import TABLES
from warehouse.copying import append, delete, delete_where, read, read_like, upsert

TEXTS = [
    "Đặng Văn Đức",
    "",
    " ",
    'một, "hai", ba',
    "dòng 1\ndòng 2",
    "dòng 1\r\ndòng 2\r",
    '"',
    '""',
    ",",
    "\\.",
    "\\N",
    "\\n",
    "NULL",
    "null",
    "NaN",
    "nan",
    "#N/A",
    "None",
    "true",
    "052098001234",
    "1e5",
    "2023-02-26",
    "'; DROP TABLE x; --",
    "{place} %s %(x)s",
    "a\tb",
    "Nguyễn".encode().decode("latin-1"),
    "Nguye\u0302\u0303n",
    "\ufeffbom",
    "zero\u200bwidth",
    "😀",
    "x" * 100_000,
    " hai bên ",
]
VALUES: dict[LogicalType, list[Any]] = {
    "text": TEXTS,
    "integer": [0, 1, 7, 2**53 + 1, 1_767_225_600_123_456_789, 2**63 - 1],
    "number": [0.0, -0.0, 0.1, 1 / 3, 61.6, -2.5, 5e-324, 1.7976931348623157e308, 1e16 + 2],
    "boolean": [True, False],
    "date": [dt.date(1900, 1, 7), dt.date(2023, 2, 26), dt.date(9999, 12, 26)],
    "timestamp": [
        dt.datetime(2023, 2, 26, 15, 0, 0, 1, tzinfo=dt.UTC),
        dt.datetime(1900, 1, 1, tzinfo=dt.UTC),
        dt.datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=dt.UTC),
    ],
}
"""All of these dates are Sundays, so that any column of days takes them."""

NUMBERED: dict[str, Callable[[int], str]] = {
    "hex_32": lambda number: f"{number:032x}",
    "hex_64": lambda number: f"{number:064x}",
    "code": lambda number: f"BD-{number}",
    "locked_period": lambda number: f"{number:04d}",
    "person_id": lambda number: f"P{number:010d}",
}
ROWS = len(TEXTS)


def values(column: Column) -> list[Any]:
    """Values of the column, one a row; text is different in each row unless it is from a list."""
    texts = [value for check in column.checks for value in taken_texts(check)]
    candidates = texts or VALUES[column.type]
    lowest = [int(c.name.removeprefix("at_least_")) for c in column.checks if "at_least" in c.name]
    highest = [int(c.name.removeprefix("at_most_")) for c in column.checks if "at_most" in c.name]
    if lowest:
        candidates = [max(value, *lowest) for value in candidates]
    if highest:
        candidates = [min(value, *highest) for value in candidates]
    return [candidates[number % len(candidates)] for number in range(ROWS)]


def taken_texts(check: Check) -> list[str]:
    """What a check on text takes; nothing for a check on another type."""
    if check.name == "one_of" and check.sql is not None:
        return re.findall(r"'([^']*)'", check.sql)
    make = NUMBERED.get(check.name)
    return [make(number) for number in range(ROWS)] if make else []


def full_frame(table: Table) -> pd.DataFrame:
    """Rows with every awkward value; counts are 0 where they must add up."""
    data = {column.name: values(column) for column in table.columns}
    for check in table.row_checks:
        data |= {name: [0] * ROWS for name in re.findall(r"\w+", check.expression)}
    frame = table.conform(
        pd.DataFrame({name: pd.Series(v, dtype=object) for name, v in data.items()})
    )
    distinct = frame.drop_duplicates(list(table.key), ignore_index=True)
    in_order = distinct.sort_values(list(table.key), ignore_index=True)
    return in_order.astype(frame.dtypes.to_dict())


def with_nulls(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with a null in every second row of each column that may be null."""
    frame = frame.copy()
    for column in table.columns:
        if column.nullable:
            frame.loc[frame.index % 2 == 0, column.name] = None
    return table.conform(frame)


@pytest.fixture(scope="module")
def shared_connection(
    fresh_database: Callable[[], AbstractContextManager[str]],
) -> Iterator[psycopg.Connection[Any]]:
    """One database for all tests of the module."""
    with fresh_database() as url, psycopg.connect(url, autocommit=True) as opened:
        yield opened


@pytest.fixture
def cursor(
    shared_connection: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Cursor[Any]]:
    """A cursor in a transaction that is rolled back, with foreign keys off."""
    monkeypatch.setattr("warehouse.copying._refuse_orphans", lambda *_: None)
    with shared_connection.transaction(force_rollback=True), shared_connection.cursor() as opened:
        opened.execute("SET LOCAL session_replication_role = replica")
        yield opened


every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.full_name)


@every_table
@pytest.mark.parametrize("nulls", [False, True], ids=["full", "nulls"])
def test_what_is_appended_is_read_back(
    cursor: psycopg.Cursor[Any], table: Table, nulls: bool
) -> None:
    frame = full_frame(table)
    if nulls:
        frame = with_nulls(table, frame)
    assert append(cursor, table, frame) == len(frame) > 0
    assert_frame_equal(read(cursor, table), frame, check_exact=True)


@every_table
def test_only_nulls_are_read_back_as_nulls_of_the_declared_type(
    cursor: psycopg.Cursor[Any], table: Table
) -> None:
    frame = full_frame(table).iloc[:1].copy()
    for column in table.columns:
        if column.nullable:
            frame[column.name] = None
    frame = table.conform(frame)
    append(cursor, table, frame)
    assert_frame_equal(read(cursor, table), frame, check_exact=True)


@every_table
def test_an_empty_frame_is_read_back(cursor: psycopg.Cursor[Any], table: Table) -> None:
    assert append(cursor, table, table.empty()) == 0
    assert upsert(cursor, table, table.empty()) == 0
    assert_frame_equal(read(cursor, table), table.empty())


@every_table
def test_upsert_adds_new_rows_and_changes_known_ones(
    cursor: psycopg.Cursor[Any], table: Table
) -> None:
    frame = full_frame(table)
    append(cursor, table, frame.iloc[: len(frame) // 2])
    changed = with_nulls(table, frame)
    for _ in range(2):
        assert upsert(cursor, table, changed) == len(frame)
        assert_frame_equal(read(cursor, table), changed, check_exact=True)


@every_table
def test_rows_are_deleted_and_asked_for_by_their_keys(
    cursor: psycopg.Cursor[Any], table: Table
) -> None:
    frame = full_frame(table)
    append(cursor, table, frame)
    assert delete(cursor, table, frame.iloc[:1]) == 1
    kept = frame.iloc[1:].reset_index(drop=True)
    assert_frame_equal(read(cursor, table), kept, check_exact=True)
    found = read_like(cursor, table, frame).sort_values(list(table.key), ignore_index=True)
    assert_frame_equal(found, kept.sort_values(list(table.key), ignore_index=True))


def test_one_sunday_is_deleted_and_one_is_read(cursor: psycopg.Cursor[Any]) -> None:
    table = next(t for t in TABLES if t.full_name == "core.record_person")
    frame = full_frame(table)
    append(cursor, table, frame)
    gone, asked = dt.date(1900, 1, 7), dt.date(9999, 12, 26)
    delete_where(cursor, table, "sunday", [gone])
    left = frame[frame["sunday"] != pd.Timestamp(gone)].reset_index(drop=True)
    assert_frame_equal(read(cursor, table), left)
    last = left[left["sunday"] == pd.Timestamp(asked)].reset_index(drop=True)
    assert_frame_equal(read(cursor, table, sql.SQL("sunday = %s"), asked), last)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Ho_Chi_Minh", "America/St_Johns"])
def test_the_time_zone_of_the_session_changes_nothing(
    cursor: psycopg.Cursor[Any], zone: str
) -> None:
    table = next(t for t in TABLES if t.full_name == "ops.run")
    frame = full_frame(table)
    frame["started_at"] = pd.Timestamp("2026-03-01 15:59:59.123456", tz="UTC")
    frame["finished_at"] = pd.Timestamp("2026-07-01 00:00", tz="UTC")
    frame = table.conform(frame)
    cursor.execute(sql.SQL("SET LOCAL timezone = {}").format(sql.Literal(zone)))
    append(cursor, table, frame)
    assert_frame_equal(read(cursor, table), frame, check_exact=True)


def test_lines_in_texts_survive_where_the_reader_cuts_its_input(
    cursor: psycopg.Cursor[Any],
) -> None:
    """Arrow reads blocks of 16 MB, and must not take a line of a text for the end of a row."""
    table = next(t for t in TABLES if t.full_name == "core.suspended_sunday")
    texts = [f"dòng {number}\n" * 50_000 for number in range(70)]
    assert sum(map(len, texts)) > 1 << 24
    frame = table.conform(
        pd.DataFrame(
            {
                "sunday": pd.Timestamp("2026-03-01"),
                "unit_code": [f"BD-{number:02d}" for number in range(len(texts))],
                "reason": texts,
            }
        )
    )
    append(cursor, table, frame)
    assert_frame_equal(read(cursor, table), frame)
