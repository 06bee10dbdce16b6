"""How a table is declared, once: everything else is derived from it.

A `Column` says type, labels, class of personal data and checks; a `Table` says grain, key, foreign
keys and indexes, and builds the pandera schema. The Postgres DDL, the Arrow schemas, the COPY
column lists and the data dictionary read these declarations and nothing else.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.engines import pandas_engine

from schemas.errors import TerminalError
from schemas.light_pandera import TEXT, pa

__all__ = [
    "Check",
    "Column",
    "ForeignKey",
    "Pii",
    "RowCheck",
    "Table",
    "at_least",
    "at_most",
    "is_sunday",
    "matching",
    "one_of",
    "spelled",
]

SchemaName = Literal["vault", "core", "quality", "mart", "ops"]
LogicalType = Literal["text", "integer", "number", "boolean", "date", "timestamp"]

PANDAS_DTYPES: dict[LogicalType, str] = {
    "text": "str",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[us]",
    "timestamp": "datetime64[us, UTC]",
}

_NAMED = {name: pd.api.types.pandas_dtype(name) for name in PANDAS_DTYPES.values()}


class Pii(StrEnum):
    """How near a column is to a person (Law 91/2025/QH15, Decree 356/2025/NĐ-CP)."""

    NONE = "none"
    PSEUDONYM = "pseudonym"
    QUASI = "quasi-identifier"
    PERSONAL = "personal"


@dataclass(frozen=True)
class Check:
    """A condition on one column's non-null values, for pandera and for Postgres.

    `sql` has `{column}` where the column's name goes; None marks a check that has no database form.
    """

    name: str
    holds: Callable[[pd.Series[Any]], pd.Series[bool]]
    sql: str | None


def at_least(minimum: int) -> Check:
    """Values are `minimum` or more."""
    return Check(f"at_least_{minimum}", lambda s: s >= minimum, f"{{column}} >= {minimum}")


def at_most(maximum: int) -> Check:
    """Values are `maximum` or less."""
    return Check(f"at_most_{maximum}", lambda s: s <= maximum, f"{{column}} <= {maximum}")


def one_of(*values: str) -> Check:
    """Values belong to a closed list."""
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return Check("one_of", lambda s: s.isin(values), f"{{column}} IN ({listed})")


def matching(name: str, pattern: str) -> Check:
    """Values match `pattern` whole; it must mean the same to Python and to Postgres."""
    quoted = pattern.replace("'", "''")
    return Check(name, lambda s: s.str.fullmatch(pattern), f"{{column}} ~ '^({quoted})$'")


def spelled(name: str, pattern: str, shortest: int, longest: int) -> Check:
    """Values match `pattern` whole and have so many characters.

    Postgres takes five times as long over a pattern that counts its characters (measured), and
    these checks are of every key of every row.
    """
    shape = matching(name, pattern)
    return Check(
        name,
        lambda s: shape.holds(s) & s.str.len().between(shortest, longest),
        f"{shape.sql} AND length({{column}}) BETWEEN {shortest} AND {longest}",
    )


def is_sunday() -> Check:
    """Dates are Sundays: the key of a report week is its Sunday (DOMAIN 2)."""
    return Check("is_sunday", lambda s: s.dt.day_of_week == 6, "extract(isodow from {column}) = 7")


@dataclass(frozen=True)
class Column:
    """A column: the same name means the same thing in every table."""

    name: str
    type: LogicalType
    vi: str
    en: str
    pii: Pii = Pii.NONE
    nullable: bool = False
    checks: tuple[Check, ...] = ()

    def but(self, **changes: Any) -> Column:
        """This column with some attributes changed (a role in one table, such as nullable)."""
        return dataclasses.replace(self, **changes)

    @property
    def dtype(self) -> str:
        """The pandas dtype of the column in every frame that claims to be its table."""
        return PANDAS_DTYPES[self.type]

    @property
    def pandas_dtype(self) -> Any:
        """The dtype itself, where `dtype` is its name."""
        return _NAMED[self.dtype]

    def conform(self, values: pd.Series[Any]) -> pd.Series[Any]:
        """`values` in the column's dtype; a timestamp without a zone is taken as UTC."""
        if values.dtype == self.pandas_dtype:
            return values
        if self.type == "timestamp":
            values = pd.to_datetime(values, utc=True)
        return values.astype(cast("Any", self.dtype))

    def to_pandera(self) -> pa.Column:
        """The pandera column, without coercion."""
        checks = [pa.Check(c.holds, name=c.name, ignore_na=True) for c in self.checks]
        return pa.Column(
            TEXT if self.type == "text" else pandas_engine.Engine.dtype(self.pandas_dtype),
            checks=checks,
            nullable=self.nullable,
            name=self.name,
            title=self.vi,
            description=self.en,
            metadata={"pii": self.pii.value},
        )


@dataclass(frozen=True)
class ForeignKey:
    """Columns of a table that must exist as the key of another."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True)
class RowCheck:
    """A condition over several never-null columns of a row, for pandas `eval` and for SQL."""

    name: str
    expression: str

    @property
    def sql(self) -> str:
        """The same condition for a Postgres CHECK."""
        return self.expression.replace("==", "=")

    def to_pandera(self) -> pa.Check:
        """The same condition over a frame."""
        return pa.Check(
            lambda frame: cast("pd.Series[bool]", frame.eval(self.expression, engine="python")),
            name=self.name,
        )


@dataclass(frozen=True)
class Table:
    """A table of the warehouse; `grain_*` say in one sentence what one row is.

    The foreign keys of a table that `is_large` are checked by the one writer for all rows of a COPY
    at once: row by row, as Postgres does it, that takes as long as everything else about the row.
    """

    schema_name: SchemaName
    name: str
    grain_vi: str
    grain_en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    row_checks: tuple[RowCheck, ...] = ()
    is_large: bool = False

    @property
    def full_name(self) -> str:
        """`schema.table`."""
        return f"{self.schema_name}.{self.name}"

    @property
    def column_names(self) -> list[str]:
        """Names in declared order, which is the order in Postgres and Parquet."""
        return [column.name for column in self.columns]

    @property
    def has_sunday(self) -> bool:
        """Whether the table is kept Sunday by Sunday."""
        return "sunday" in self.column_names

    def column(self, name: str) -> Column:
        """The declared column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.full_name} has no column {name}")

    @cached_property
    def schema(self) -> pa.DataFrameSchema:
        """The pandera schema: strict, without coercion, the key unique."""
        return pa.DataFrameSchema(
            {column.name: column.to_pandera() for column in self.columns},
            checks=[check.to_pandera() for check in self.row_checks],
            strict=True,
            coerce=False,
            unique=list(self.key),
            name=self.full_name,
            description=self.grain_en,
        )

    def empty(self) -> pd.DataFrame:
        """A frame of the table without rows."""
        return self._empty.copy()

    @cached_property
    def _empty(self) -> pd.DataFrame:
        return pd.DataFrame({c.name: pd.Series([], dtype=c.dtype) for c in self.columns})

    def conform(self, frame: pd.DataFrame) -> pd.DataFrame:
        """`frame` with just the table's columns, in order and in their dtypes: a change of form.

        Raises KeyError where a declared column is missing.
        """
        if not self._is_form_of(frame):
            columns = {c.name: c.conform(frame[c.name]) for c in self.columns}
            frame = pd.DataFrame(columns, copy=False)
        return frame.reset_index(drop=True)

    def _is_form_of(self, frame: pd.DataFrame) -> bool:
        """Whether the columns and dtypes of `frame` are just those of the table."""
        names = [str(name) for name in frame.columns]
        return names == self.column_names and list(frame.dtypes) == self._pandas_dtypes

    @cached_property
    def _pandas_dtypes(self) -> list[Any]:
        return [column.pandas_dtype for column in self.columns]

    def places(self, rows: pd.DataFrame, among: pd.DataFrame) -> npt.NDArray[np.int64]:
        """The place in `among` of the row with the key of each of `rows`, -1 where none has it.

        Both have the columns of the key, in one form. A merge does the same in several times the
        time, since it makes columns of its own.
        """
        codes = np.zeros(len(among) + len(rows), dtype=np.int64)
        for name in self.key:
            more, values = pd.factorize(pd.concat([among[name], rows[name]], ignore_index=True))
            codes, _ = pd.factorize(codes * len(values) + more)
        place = np.full(codes.max(initial=-1) + 1, -1, dtype=np.int64)
        place[codes[: len(among)]] = np.arange(len(among))
        return place[codes[len(among) :]]

    def counterparts(self, rows: pd.DataFrame, among: pd.DataFrame) -> pd.DataFrame:
        """The row of `among` with the key of each of `rows`, in the order of `rows`; null where
        none has it.
        """
        found = among.reset_index(drop=True).reindex(self.places(rows, among))
        return found.reset_index(drop=True)

    def validated(self, frame: pd.DataFrame) -> pd.DataFrame:
        """`frame` itself, after pandera found nothing wrong with it.

        Raises TerminalError with the names of the broken checks and never a value: a frame of ours
        that breaks its own declaration is a fault of the program.
        """
        try:
            self.schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as errors:
            broken = sorted(set(_check_names(errors.schema_errors)))
            raise TerminalError(
                f"Nothing was published: the rows made for {self.full_name} break their declaration"
                f" ({', '.join(broken)}); report this as a fault of the program."
            ) from None
        return frame


def _check_names(errors: Sequence[pa.errors.SchemaError]) -> list[str]:
    names = []
    for error in errors:
        column = getattr(error.schema, "name", "") or ""
        check = error.check if isinstance(error.check, str) else getattr(error.check, "name", "")
        names.append(f"{column}: {check or error.reason_code}")
    return names
