"""Frames in and out of Postgres by COPY, through Arrow's CSV reader and writer.

COPY takes seconds for a million rows where row-wise inserts take a minute, and reading back through
the declared Arrow schema gives every column its declared dtype.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

import pandas as pd
import psycopg
import pyarrow as pa
import pyarrow.csv as pv
from psycopg import sql

from schemas.errors import TerminalError
from schemas.table import Table
from warehouse.arrow import arrow_schema, csv_bytes, from_arrow

__all__ = [
    "agreeing",
    "append",
    "delete",
    "delete_where",
    "merge",
    "read",
    "read_arrow",
    "read_like",
    "read_query",
    "sound",
    "staged",
    "upsert",
]

Cursor = psycopg.Cursor[Any]


def _identifier(table: Table) -> sql.Identifier:
    return sql.Identifier(table.schema_name, table.name)


def _column_list(table: Table) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, table.column_names))


def _copy_into(cursor: Cursor, target: sql.Composable, table: Table, frame: pd.DataFrame) -> None:
    """Copies a frame that conforms to `table`."""
    command = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(target, _column_list(table))
    with cursor.copy(command) as copy:
        copy.write(csv_bytes(table, frame))


def sound(cursor: Cursor, table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of `frame` as the table declares them; TerminalError where anything is wrong with
    them.
    """
    rows = table.validated(table.conform(frame))
    _refuse_orphans(cursor, table, rows)
    return rows


def _refuse_orphans(cursor: Cursor, table: Table, frame: pd.DataFrame) -> None:
    """Raises TerminalError where a foreign key of the rows is the key of nothing."""
    for key in table.foreign_keys if table.is_large else ():
        (name,), (target,) = key.columns, key.target
        cursor.execute(
            sql.SQL(
                "SELECT count(*) FROM unnest(%s::text[]) AS asked"
                " WHERE NOT EXISTS (SELECT FROM {} WHERE {} = asked)"
            ).format(sql.Identifier(*key.table.split(".")), sql.Identifier(target)),
            [frame[name].dropna().unique().tolist()],
        )
        found = cursor.fetchone()
        if found and found[0]:
            raise TerminalError(
                f"The database refused a row ({table.full_name}: {name} is not in {key.table}), so"
                " nothing was published; report these words to the developers."
            )


def append(cursor: Cursor, table: Table, frame: pd.DataFrame) -> int:
    """Adds the rows of `frame`, validated against the declaration; their number."""
    if len(frame):
        _copy_into(cursor, _identifier(table), table, sound(cursor, table, frame))
    return len(frame)


def delete_where(cursor: Cursor, table: Table, column: str, values: Sequence[object]) -> None:
    """Deletes the rows whose `column` is one of `values`."""
    cursor.execute(
        sql.SQL("DELETE FROM {} WHERE {} = ANY(%s)").format(
            _identifier(table), sql.Identifier(column)
        ),
        [list(values)],
    )


def delete(cursor: Cursor, table: Table, rows: pd.DataFrame) -> int:
    """Deletes the rows with the keys of `rows`, which conform to the table; their number."""
    if not len(rows):
        return 0
    with _staged_keys(cursor, table, rows) as staging:
        cursor.execute(
            sql.SQL("DELETE FROM {} t USING {} s WHERE {}").format(
                _identifier(table), staging, agreeing(table.key)
            )
        )
    return len(rows)


def read_like(cursor: Cursor, table: Table, rows: pd.DataFrame) -> pd.DataFrame:
    """The table's rows with the keys of `rows`, which have these in the table's dtypes."""
    if not len(rows):
        return table.empty()
    columns = sql.SQL(", ").join(sql.Identifier("t", name) for name in table.column_names)
    with _staged_keys(cursor, table, rows) as staging:
        query = sql.SQL("SELECT {} FROM {} t JOIN {} s ON {}").format(
            columns, _identifier(table), staging, agreeing(table.key)
        )
        return read_query(cursor, table, query)


@contextmanager
def staged(cursor: Cursor, table: Table, frame: pd.DataFrame) -> Iterator[sql.Identifier]:
    """A temporary table with the rows of `frame`, which conform to `table`."""
    staging = sql.Identifier(f"staging_{table.name}")
    cursor.execute(
        sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
            staging, _column_list(table), _identifier(table)
        )
    )
    _copy_into(cursor, staging, table, frame)
    # The number of rows is all that the planner needs: a full sample takes longer than the COPY.
    cursor.execute(sql.SQL("SET LOCAL default_statistics_target = 1; ANALYZE {}").format(staging))
    yield staging
    cursor.execute(sql.SQL("DROP TABLE {}").format(staging))


def _staged_keys(
    cursor: Cursor, table: Table, rows: pd.DataFrame
) -> AbstractContextManager[sql.Identifier]:
    keys = replace(table, columns=tuple(map(table.column, table.key)))
    return staged(cursor, keys, keys.conform(rows))


def agreeing(columns: Sequence[str]) -> sql.Composed:
    """That the tables `t` and `s` say the same in these columns."""
    equal = (sql.SQL("t.{0} = s.{0}").format(sql.Identifier(name)) for name in columns)
    return sql.SQL(" AND ").join(equal)


def upsert(cursor: Cursor, table: Table, frame: pd.DataFrame) -> int:
    """Inserts the rows of `frame`, or updates the row with the same key; their number."""
    if not len(frame):
        return 0
    with staged(cursor, table, sound(cursor, table, frame)) as staging:
        merge(cursor, table, staging)
    return len(frame)


def merge(cursor: Cursor, table: Table, staging: sql.Identifier) -> None:
    """Inserts the rows that `staging` has in the table's columns, or updates the row with the same
    key.
    """
    changed = [name for name in table.column_names if name not in table.key]
    update = sql.SQL(", ").join(
        sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(name)) for name in changed
    )
    cursor.execute(
        sql.SQL(
            "INSERT INTO {} ({columns}) SELECT {columns} FROM {} ON CONFLICT ({}) DO {}"
        ).format(
            _identifier(table),
            staging,
            sql.SQL(", ").join(map(sql.Identifier, table.key)),
            sql.SQL("UPDATE SET {}").format(update) if changed else sql.SQL("NOTHING"),
            columns=_column_list(table),
        )
    )


def read(
    cursor: Cursor, table: Table, where: sql.Composable | None = None, *parameters: object
) -> pd.DataFrame:
    """The table's rows (those that meet `where`) in the declared dtypes, ordered by key."""
    return from_arrow(table, read_arrow(cursor, table, where, *parameters))


def read_arrow(
    cursor: Cursor, table: Table, where: sql.Composable | None = None, *parameters: object
) -> pa.Table:
    """As `read`, as an Arrow table of the declared schema."""
    query = sql.SQL("SELECT {} FROM {}{} ORDER BY {}").format(
        _column_list(table),
        _identifier(table),
        sql.SQL(" WHERE {}").format(where) if where is not None else sql.SQL(""),
        sql.SQL(", ").join(map(sql.Identifier, table.key)),
    )
    return _copy_out(cursor, table, query, *parameters)


def read_query(
    cursor: Cursor, table: Table, query: sql.Composable, *parameters: object
) -> pd.DataFrame:
    """The rows of a query that gives the columns of `table`, in the declared dtypes."""
    return from_arrow(table, _copy_out(cursor, table, query, *parameters))


def _copy_out(cursor: Cursor, table: Table, query: sql.Composable, *parameters: object) -> pa.Table:
    buffer = io.BytesIO()
    with cursor.copy(
        sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, FORCE_QUOTE *)").format(query), parameters
    ) as copy:
        for block in copy:
            buffer.write(block)
    buffer.seek(0)
    if not buffer.getbuffer().nbytes:
        return arrow_schema(table).empty_table()
    return _parse(table, buffer)


def _parse(table: Table, buffer: io.BytesIO) -> pa.Table:
    schema = arrow_schema(table)
    types = {
        field.name: pa.string() if pa.types.is_boolean(field.type) else field.type
        for field in schema
    }
    parsed = pv.read_csv(
        buffer,
        read_options=pv.ReadOptions(column_names=schema.names, block_size=1 << 24),
        parse_options=pv.ParseOptions(newlines_in_values=True),
        convert_options=pv.ConvertOptions(
            column_types=types,
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            null_values=[""],
            timestamp_parsers=[pv.ISO8601],
        ),
    )
    for index, field in enumerate(schema):
        if pa.types.is_boolean(field.type):
            parsed = parsed.set_column(index, field.name, pa.compute.equal(parsed[index], "t"))
    # With the labels of the declaration; what is null where it may not be is told by pandera.
    return pa.Table.from_arrays(parsed.columns, schema=schema)
