"""The Postgres form of the declared tables, as SQLAlchemy metadata."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from schemas.table import LogicalType, Table
from schemas.tables import TABLES

__all__ = ["metadata"]

_TYPES: dict[LogicalType, sa.types.TypeEngine[Any]] = {
    "text": sa.Text(),
    "integer": sa.BigInteger(),
    "number": postgresql.DOUBLE_PRECISION(),
    "boolean": sa.Boolean(),
    "date": sa.Date(),
    "timestamp": sa.TIMESTAMP(timezone=True),
}


def metadata() -> sa.MetaData:
    """All declared tables with keys, foreign keys, checks, indexes and comments."""
    collected = sa.MetaData()
    for declared in TABLES:
        _add(declared, collected)
    return collected


def _add(declared: Table, collected: sa.MetaData) -> None:
    name = declared.name
    sa.Table(
        name,
        collected,
        *[
            sa.Column(
                column.name,
                _TYPES[column.type],
                nullable=column.nullable,
                comment=f"{column.vi} / {column.en}",
            )
            for column in declared.columns
        ],
        sa.PrimaryKeyConstraint(*declared.key, name=f"{name}_pk"),
        *[
            sa.CheckConstraint(
                check.sql.replace("{column}", column.name),
                name=f"{name}_{column.name}_{check.name}",
            )
            for column in declared.columns
            for check in column.checks
            if check.sql is not None
        ],
        *[
            sa.CheckConstraint(check.sql, name=f"{name}_{check.name}")
            for check in declared.row_checks
        ],
        *[
            sa.ForeignKeyConstraint(
                key.columns,
                [f"{key.table}.{column}" for column in key.target],
                name=f"{name}_{'_'.join(key.columns)}_fk",
            )
            for key in (() if declared.is_large else declared.foreign_keys)
        ],
        *[sa.Index(f"{name}_{'_'.join(columns)}_ix", *columns) for columns in declared.indexes],
        schema=declared.schema_name,
        comment=f"{declared.grain_vi} / {declared.grain_en}",
    )
