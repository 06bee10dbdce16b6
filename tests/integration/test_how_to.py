"""The how-to pages that reach the database, carried out in a copy of the declarations."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

import schemas.columns
import transforms.indicators.activities
import warehouse.ddl
import warehouse.reference
from cli.documents import _schema_notes, _stored_types
from reports.data_dictionary import render_data_dictionary
from schemas.errors import TerminalError
from schemas.table import Table
from schemas.tables import ACTIVITY, TABLES
from tests.homes import Home
from tests.pages import ROOT, blocks
from tests.workbooks import citizen, report, write_reference
from warehouse.arrow import arrow_schema, to_arrow

Fresh = Callable[[], AbstractContextManager[str]]
MINUTES = "duration_minutes"


@pytest.fixture
def activity() -> Table:
    """add_a_column.md, steps 1 and 2: `core.activity` with one column more."""
    declaration, name = blocks("add_a_column.md", "python")
    (column,) = eval(f"[{declaration}]", vars(schemas.columns))
    assert name.strip() == f'"{column.name}",'
    return replace(ACTIVITY, columns=(*ACTIVITY.columns, column))


def rows(activity: Table, minutes: int | None) -> pd.DataFrame:
    row: dict[str, Any] = {
        "row_uid": "0" * 32,
        "sunday": pd.Timestamp("2023-03-05"),
        "submission_id": "1" * 32,
        "branch_code": "D21609",
        "team_code": None,
        "service_code": "POSTER",
        "quantity": 30,
        "attendance": None,
        "unit_code": "21609",
        "unit_valid_from": pd.Timestamp("1900-01-01"),
        "file_sha256": "2" * 64,
        "sheet": "HOAT_DONG",
        "row_number": 4,
        MINUTES: minutes,
    }
    return activity.conform(pd.DataFrame([row]))


def test_pandera_knows_the_new_column_and_its_check(activity: Table) -> None:
    assert activity.validated(rows(activity, 90))[MINUTES].tolist() == [90]
    assert activity.validated(rows(activity, None))[MINUTES].isna().all()
    with pytest.raises(TerminalError, match="duration_minutes: at_least_0"):
        activity.validated(rows(activity, -1))


def test_arrow_and_parquet_know_it(activity: Table) -> None:
    field = arrow_schema(activity).field(MINUTES)
    assert (str(field.type), field.nullable) == ("int64", True)
    assert field.metadata[b"label_vi"].decode() == "Thời lượng (phút)"
    assert to_arrow(activity, rows(activity, 90)).column(MINUTES).to_pylist() == [90]


def test_the_data_dictionary_tells_of_it(activity: Table) -> None:
    page = render_data_dictionary([activity], _schema_notes(), _stored_types())
    (line,) = [line for line in page.splitlines() if MINUTES in line]
    assert "Thời lượng (phút)" in line and "How long an activity took" in line


def test_the_migration_gives_what_the_declaration_says(
    activity: Table, fresh_database: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = tuple(activity if table is ACTIVITY else table for table in TABLES)
    monkeypatch.setattr(warehouse.ddl, "TABLES", tables)
    declared = warehouse.ddl.metadata().tables["core.activity"]
    ddl = str(CreateTable(declared).compile(dialect=postgresql.dialect()))
    assert "duration_minutes BIGINT," in ddl
    (migration,) = blocks("add_a_column.md", "sql")
    with fresh_database() as url, psycopg.connect(url) as connection:
        connection.execute(migration.encode())
        connection.commit()
        engine = sa.create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(url))
        found = sa.inspect(engine)
        columns = {c["name"]: c for c in found.get_columns("activity", schema="core")}
        checks = {c["name"] for c in found.get_check_constraints("activity", schema="core")}
        engine.dispose()
    assert list(columns) == activity.column_names
    column = declared.columns[MINUTES]
    assert str(columns[MINUTES]["type"]) == "BIGINT"
    assert columns[MINUTES]["nullable"] is column.nullable is True
    assert columns[MINUTES]["comment"] == column.comment
    assert f"activity_{MINUTES}_at_least_0" in checks
    assert checks == {c.name for c in declared.constraints if isinstance(c, sa.CheckConstraint)}


@pytest.fixture
def home_with_indicator(
    fresh_database: Fresh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Home]:
    """add_an_indicator.md, steps 1 and 2, and a branch with two sessions."""
    (line,) = blocks("add_an_indicator.md", "csv")
    shutil.copytree(ROOT / "warehouse" / "shipped", tmp_path / "shipped")
    catalogue = tmp_path / "shipped" / "indicators.csv"
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + line, encoding="utf-8")
    copy = SimpleNamespace(files=lambda _: tmp_path)
    monkeypatch.setattr(warehouse.reference, "resources", copy)
    (counter,) = blocks("add_an_indicator.md", "python")
    counters = eval(f"{{{counter}}}", vars(transforms.indicators.activities))
    for code, count in counters.items():
        monkeypatch.setitem(transforms.indicators.COUNTERS, code, count)
    with fresh_database() as url:
        home = Home(tmp_path / "home", url)
        assert home("reference", "load", write_reference(tmp_path / "lists")).code == 0
        inbox = home.folder / "inbox"
        inbox.mkdir(parents=True)
        session = {"activity": "PROPAGANDA_DIRECT", "quantity": 1, "attendance": 40}
        (inbox / "one.xlsx").write_bytes(report(citizen(), activities=[session, session]))
        assert home("run", "--now", "2023-03-05T21:00").code == 0
        yield home


def test_an_indicator_that_is_added_is_counted_and_published(home_with_indicator: Home) -> None:
    values = home_with_indicator.ask(
        "SELECT unit_level, period, value::int FROM mart.indicator"
        " WHERE indicator_code = 'KPI_PROPAGANDA_SESSIONS' AND value > 0 ORDER BY 1, 2"
    )
    levels = ("branch", "commune", "district", "province")
    periods = ("month_to_date", "since_launch", "week", "year_to_date")
    assert values == [(level, period, 2) for level in levels for period in periods]
    said = home_with_indicator(
        "sql", "SELECT name_vi FROM core.indicator WHERE unit = 'buổi'", "--json"
    )
    assert {"name_vi": "Số buổi tuyên truyền trực tiếp"} in said.document
