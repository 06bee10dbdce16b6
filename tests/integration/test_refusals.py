"""Pandas and Postgres refuse the same rows: every declared check is broken once, in both.

One valid row is made for each table from its declaration, and from it one row for each check that
breaks just that check. A new kind of check needs a line in `EXAMPLES`.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd
import pandera.pandas as pa
import psycopg
import pytest
from psycopg import sql

from schemas.columns import COLUMNS
from schemas.errors import TerminalError
from schemas.table import Check, Column, LogicalType, RowCheck, Table
from schemas.tables import TABLES
from warehouse import copying

Row = dict[str, Any]

WITHOUT_DATABASE_FORM: set[str] = set()
"""Checks that only pandas makes (`sql=None`), as schema.table.column.check, with the reason."""

EXAMPLES: dict[str, tuple[list[Any], list[Any]]] = {
    "hex_32": (["0123456789abcdef" * 2], ["", "0123456789ABCDEF" * 2, "0" * 31, "0" * 33]),
    "hex_64": (["0123456789abcdef" * 4], ["", "0" * 63, "0" * 65, "g" * 64]),
    "code": (["A", "BD-21583", "X_1./-"], ["", "-A", "a", "A B", "A" * 41, "A\n", "Đ1", "A٣"]),
    "locked_period": (
        ["2023", "2023-03-05"],
        ["", "23", "2023-3-5", "2023-03", "2023-03-05\n", "٢٠٢٣"],
    ),
    "person_id": (["P0000000001"], ["", "P1", "P00000000001", "p0000000001", "P000000000١"]),
    "is_sunday": (
        [dt.date(1900, 1, 7), dt.date(2023, 2, 26), dt.date(2027, 1, 3), dt.date(9999, 12, 26)],
        [dt.date(2023, 2, 20 + day) for day in range(6)],
    ),
}
"""Check → values that it takes, values that it refuses."""

ANY: dict[LogicalType, Any] = {
    "text": "Nguyễn Văn Đức",
    "integer": 7,
    "number": 0.5,
    "boolean": True,
    "date": dt.date(2023, 2, 26),
    "timestamp": dt.datetime(2023, 2, 26, 15, 0, tzinfo=dt.UTC),
}


def examples(check: Check) -> tuple[list[Any], list[Any]]:
    """Values that a check takes and values that it refuses."""
    assert check.sql is not None
    if check.name == "one_of":
        listed = re.findall(r"'((?:[^']|'')*)'", check.sql)
        return listed, ["", listed[0].upper() + ".", listed[0] + " ", listed[0] + "\n"]
    if bound := re.fullmatch(r"(at_least|at_most)_(\d+)", check.name):
        limit, step = int(bound[2]), 1 if bound[1] == "at_least" else -1
        return [limit, limit + step], [limit - step]
    return EXAMPLES[check.name]


def holds(check: Check, column: Column, value: object) -> bool:
    """What the check's pandas form says of one value."""
    return bool(check.holds(pd.Series([value]).astype(cast("Any", column.dtype))).iloc[0])


def valid_value(column: Column) -> Any:
    """A value that meets all checks of the column."""
    candidates = [value for check in column.checks for value in examples(check)[0]]
    for value in candidates or [ANY[column.type]]:
        if all(holds(check, column, value) for check in column.checks):
            return value
    raise AssertionError(f"no example meets all checks of {column.name}")


def valid_row(table: Table) -> Row:
    """A row that the table takes; its counts are 0, so that they add up."""
    row = {column.name: valid_value(column) for column in table.columns}
    for check in table.row_checks:
        row |= dict.fromkeys(re.findall(r"\w+", check.expression), 0)
    return row


def adds_up(check: RowCheck, row: Row) -> bool:
    """What pandas says of the check for one row."""
    return bool(cast("pd.Series[bool]", pd.DataFrame([row]).eval(check.expression)).all())


@dataclass(frozen=True)
class Case:
    """Rows of which the last one breaks one check; how Postgres and pandera name that check."""

    table: Table
    rows: tuple[Row, ...]
    check: str
    constraint: str
    id: str


def cases() -> Iterator[Case]:
    """Every check of every table, broken once."""
    for table in TABLES:
        good = valid_row(table)
        yield Case(table, (good, good), "multiple_fields_uniqueness", f"{table.name}_pk", "key")
        for column in table.columns:
            name = column.name
            if not column.nullable:
                yield Case(table, ({**good, name: None},), "not_nullable", name, f"{name}-not_null")
            for check in column.checks:
                constraint = f"{table.name}_{name}_{check.name}"
                row = {**good, name: broken_by(check, column)}
                yield Case(table, (row,), check.name, constraint, f"{name}-{check.name}")
        for row_check in table.row_checks:
            for name in re.findall(r"\w+", row_check.expression):
                broken = {**good, name: 1}
                others = [check for check in table.row_checks if check is not row_check]
                if all(adds_up(other, broken) for other in others):
                    constraint = f"{table.name}_{row_check.name}"
                    label = f"{row_check.name}-{name}"
                    yield Case(table, (broken,), row_check.name, constraint, label)


def broken_by(check: Check, column: Column) -> Any:
    """A value of the column that breaks this check and no other one."""
    others = [other for other in column.checks if other is not check]
    for value in examples(check)[1]:
        if value != "" and all(holds(other, column, value) for other in others):
            return value
    raise AssertionError(f"no example breaks just {check.name} of {column.name}")


CASES = list(cases())


def frame_of(table: Table, rows: tuple[Row, ...]) -> pd.DataFrame:
    return table.conform(pd.DataFrame(list(rows), columns=table.column_names, dtype=object))


def pandera_refuses(table: Table, rows: tuple[Row, ...]) -> set[str]:
    """The checks that pandera finds broken."""
    try:
        table.schema.validate(frame_of(table, rows), lazy=True)
    except pa.errors.SchemaErrors as errors:
        return {
            str(error.check.name if isinstance(error.check, pa.Check) else error.check)
            for error in errors.schema_errors
        }
    return set()


@pytest.fixture(scope="module")
def shared_connection(
    fresh_database: Callable[[], AbstractContextManager[str]],
) -> Iterator[psycopg.Connection[Any]]:
    """One database for all tests of the module."""
    with fresh_database() as url, psycopg.connect(url, autocommit=True) as opened:
        yield opened


@pytest.fixture
def connection(
    shared_connection: psycopg.Connection[Any],
) -> Iterator[psycopg.Connection[Any]]:
    """A transaction that is rolled back. Foreign keys are off unless a test wants them."""
    with shared_connection.transaction(force_rollback=True):
        shared_connection.execute("SET LOCAL session_replication_role = replica")
        yield shared_connection


def postgres_refuses(
    connection: psycopg.Connection[Any], table: Table, rows: tuple[Row, ...]
) -> str:
    """The constraint (for a null: the column) that Postgres finds broken; '' if none."""
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.schema_name, table.name),
        sql.SQL(", ").join(map(sql.Identifier, table.column_names)),
    )
    try:
        with connection.cursor() as cursor, cursor.copy(command) as copy:
            for row in rows:
                copy.write_row([row[name] for name in table.column_names])
    except psycopg.errors.IntegrityError as error:
        return error.diag.constraint_name or error.diag.column_name or "?"
    return ""


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.full_name)
def test_both_take_a_valid_row(connection: psycopg.Connection[Any], table: Table) -> None:
    nullable = {column.name: None for column in table.columns if column.nullable}
    for row in (valid_row(table), valid_row(table) | nullable):
        assert pandera_refuses(table, (row,)) == set()
        assert postgres_refuses(connection, table, (row,)) == ""
        connection.execute(f"DELETE FROM {table.full_name}".encode())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.table.full_name}-{case.id}")
def test_both_refuse_a_row_that_breaks_one_check(
    connection: psycopg.Connection[Any], case: Case
) -> None:
    # A count that is below 0 does not add up either: those checks are set aside for the others.
    aside = {check.name for check in case.table.row_checks} - {case.check}
    for name in aside:
        constraint = f"{case.table.name}_{name}"
        connection.execute(
            f"ALTER TABLE {case.table.full_name} DROP CONSTRAINT {constraint}".encode()
        )
    assert pandera_refuses(case.table, case.rows) - aside == {case.check}
    assert postgres_refuses(connection, case.table, case.rows) == case.constraint


def test_every_check_is_broken_by_some_case() -> None:
    declared = {
        *(f"{t.name}_pk" for t in TABLES),
        *(f"{t.name}_{c.name}_{k.name}" for t in TABLES for c in t.columns for k in c.checks),
        *(f"{t.name}_{check.name}" for t in TABLES for check in t.row_checks),
    }
    assert declared - {case.constraint for case in CASES} == set()


def test_every_check_has_a_database_form() -> None:
    missing = {
        f"{table.full_name}.{column.name}.{check.name}"
        for table in TABLES
        for column in table.columns
        for check in column.checks
        if check.sql is None
    }
    assert missing == WITHOUT_DATABASE_FORM


CHECKS = {
    (check.sql, column.type): (check, column)
    for column in (*COLUMNS.values(), *(c for t in TABLES for c in t.columns))
    for check in column.checks
}
POSTGRES_TYPES = {"text": "text", "integer": "bigint", "date": "date"}
POSTGRES_TYPES |= {"number": "double precision"}


@pytest.mark.parametrize(
    ("check", "column"), CHECKS.values(), ids=[f"{c.name}-{k.name}" for k, c in CHECKS.values()]
)
def test_both_forms_of_a_check_agree(
    connection: psycopg.Connection[Any], check: Check, column: Column
) -> None:
    """Also on values that were made for other checks."""
    values = sorted(
        {
            value
            for other, its_column in CHECKS.values()
            if its_column.type == column.type
            for side in examples(other)
            for value in side
        }
    )
    assert check.sql is not None
    condition = check.sql.replace("{column}", "v")
    rows = connection.execute(
        f"SELECT v, {condition} FROM unnest(%s::{POSTGRES_TYPES[column.type]}[]) v".encode(),
        [values],
    ).fetchall()
    assert rows == [(value, holds(check, column, value)) for value in values]


@pytest.mark.parametrize(
    ("table", "columns"),
    [(t, key.columns) for t in TABLES for key in t.foreign_keys if not t.is_large],
    ids=lambda value: value.full_name if isinstance(value, Table) else "-".join(value),
)
def test_postgres_refuses_a_row_without_its_parent(
    connection: psycopg.Connection[Any], table: Table, columns: tuple[str, ...]
) -> None:
    connection.execute("SET LOCAL session_replication_role = origin")
    for other in table.foreign_keys:
        if other.columns != columns:
            constraint = f"{table.name}_{'_'.join(other.columns)}_fk"
            connection.execute(
                f"ALTER TABLE {table.full_name} DROP CONSTRAINT {constraint}".encode()
            )
    refused = postgres_refuses(connection, table, (valid_row(table),))
    assert refused == f"{table.name}_{'_'.join(columns)}_fk"


@pytest.mark.parametrize("table", [t for t in TABLES if t.is_large], ids=lambda t: t.full_name)
def test_the_writer_refuses_rows_without_their_parent(
    connection: psycopg.Connection[Any], table: Table
) -> None:
    rows = frame_of(table, (valid_row(table),))
    with connection.cursor() as cursor, pytest.raises(TerminalError, match="is not in"):
        copying.append(cursor, table, rows)
