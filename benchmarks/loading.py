"""Rows into Postgres by COPY, beside SQLAlchemy's inserts."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

import pandas as pd
import sqlalchemy

from benchmarks.material import Material
from benchmarks.stages import Stage
from schemas.settings import Settings
from schemas.tables import CREDIT
from transforms.crediting import credit
from transforms.indicators.located import locate
from warehouse import copying
from warehouse.database import open_database
from warehouse.embedded_postgres import stop
from warehouse.reference import load_shipped

__all__ = ["loading"]


def loading(material: Material) -> Stage[pd.DataFrame]:
    """The credit of a year's units, written and read back."""
    grid = material.grid()
    rows = credit(locate(material.facts, grid).assistance, grid)
    stack = ExitStack()
    home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sunday-bench-")))
    stack.callback(stop, home, remove=True)
    database = stack.enter_context(open_database(Settings(home=home)))
    with database.transaction() as cursor:
        load_shipped(cursor)
    engine = sqlalchemy.create_engine(database.url.replace("postgresql", "postgresql+psycopg", 1))
    stack.callback(engine.dispose)

    def naive() -> pd.DataFrame:
        _empty()
        rows.to_sql(CREDIT.name, engine, schema=CREDIT.schema_name, if_exists="append", index=False)
        return _read()

    def ours() -> pd.DataFrame:
        _empty()
        with database.transaction() as cursor:
            copying.append(cursor, CREDIT, rows)
        return _read()

    def _empty() -> None:
        with database.transaction() as cursor:
            cursor.execute(f"TRUNCATE {CREDIT.full_name}".encode())

    def _read() -> pd.DataFrame:
        with database.transaction() as cursor:
            return copying.read(cursor, CREDIT)

    return Stage(f"load {len(rows)} rows (inserts)", naive, ours, _assert_same, stack.close)


def _assert_same(naive: pd.DataFrame, ours: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(ours, naive)
