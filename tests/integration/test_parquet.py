"""The Parquet mirror: every folder says what its table says, to three readers."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

import flows.steps
from schemas.table import Table
from schemas.tables import TABLES
from tests.homes import Home, write_campaign
from tests.workbooks import citizen, report
from warehouse.arrow import arrow_schema
from warehouse.parquet import MANIFEST
from warehouse.partitions import mirrored

Fresh = Callable[[], AbstractContextManager[str]]
MIRRORED = [table for table in TABLES if mirrored(table)]


@pytest.fixture(scope="module")
def home(fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home after a run over two Sundays."""
    campaign = write_campaign(tmp_path_factory.mktemp("elsewhere"), branches=2)
    with fresh_database() as url:
        made = Home(tmp_path_factory.mktemp("home"), url)
        assert made("reference", "load", campaign.reference).code == 0
        assert made("run", "--inbox", campaign.inbox).code == 0
        yield made


def folder_of(home: Home, table: Table) -> Path:
    return home.folder / "parquet" / table.schema_name / table.name


def stored(home: Home, table: Table) -> pd.DataFrame:
    """The table's rows as Postgres says them, in text, ordered."""
    columns = ", ".join(f"{name}::text" for name in table.column_names)
    rows = home.ask(f"SELECT {columns} FROM {table.full_name}")
    return ordered(pd.DataFrame(rows, columns=table.column_names, dtype=object))


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    text = rows.astype(object).where(rows.notna(), None)
    return text.sort_values(list(text.columns), ignore_index=True, key=lambda c: c.astype(str))


def told(table: Table, rows: pd.DataFrame) -> pd.DataFrame:
    """A frame of any reader, as Postgres would write it."""
    written = pd.DataFrame(index=rows.index)
    for column in table.columns:
        values = rows[column.name]
        if column.type == "date":
            text = pd.to_datetime(values).dt.strftime("%Y-%m-%d")
        elif column.type == "timestamp":
            text = pd.to_datetime(values, utc=True).map(_moment, na_action="ignore")
        elif column.type == "boolean":
            text = values.map({True: "true", False: "false"})
        elif column.type == "integer":
            text = values.astype("Int64").astype("string")
        elif column.type == "number":
            text = values.map(lambda number: repr(float(number)).removesuffix(".0"))
        else:
            text = values
        written[column.name] = text.astype(object).where(values.notna(), None)
    return ordered(written)


def _moment(value: pd.Timestamp) -> str:
    text = value.strftime("%Y-%m-%d %H:%M:%S.%f").rstrip("0").rstrip(".")
    return f"{text}+00"


def _duckdb(folder: Path) -> pd.DataFrame:
    # Not .df(): in duckdb 2.0 it calls DataFrame.drop in a way that pandas 3 warns of.
    with duckdb.connect() as connection:
        found = connection.sql(f"FROM read_parquet('{folder}/**/*.parquet')")
        frame: pd.DataFrame = found.to_arrow_reader().read_all().to_pandas()
    return frame


READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    "pandas": pd.read_parquet,
    "pyarrow": lambda folder: ds.dataset(folder).to_table().to_pandas(),
    "duckdb": _duckdb,
}


@pytest.mark.parametrize("reader", READERS)
def test_every_folder_says_what_its_table_says(home: Home, reader: str) -> None:
    seen = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGTZ", "UTC")
        for table in MIRRORED:
            expected = stored(home, table)
            if expected.empty and not folder_of(home, table).exists():
                continue
            rows = told(table, READERS[reader](folder_of(home, table)))
            pd.testing.assert_frame_equal(rows, expected, obj=table.full_name)
            seen += len(rows) > 0
    assert seen >= 12


def test_each_file_lies_in_its_place(home: Home) -> None:
    named = {table.full_name: table for table in MIRRORED}
    for path in home.files():
        if path == MANIFEST:
            continue
        schema, name, *sunday, file = path.split("/")
        assert file == "part-0.parquet"
        assert len(sunday) == named[f"{schema}.{name}"].has_sunday
        assert all(re.fullmatch(r"2023-\d\d-\d\d", day) for day in sunday)
        root = home.folder / "parquet"
        days = pq.read_table(root / path)["sunday"].unique().to_pylist() if sunday else []
        assert [day.isoformat() for day in days] == sunday


def test_each_file_has_the_declared_schema_and_is_compressed(home: Home) -> None:
    for table in MIRRORED:
        for path in folder_of(home, table).rglob("*.parquet"):
            schema = pq.read_schema(path)
            assert schema.remove_metadata().equals(arrow_schema(table).remove_metadata())
            for field in schema:
                description = table.column(field.name).en
                assert field.metadata[b"description"] == description.encode()
            if table.has_sunday:
                assert schema.field("sunday").type == pa.date32()
            group = pq.read_metadata(path).row_group(0)
            assert {group.column(i).compression for i in range(group.num_columns)} == {"ZSTD"}


def test_the_manifest_comes_last_and_lists_every_file(home: Home) -> None:
    files = home.files()
    manifest = json.loads((home.folder / "parquet" / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["files"] == {path: sha for path, (sha, _) in files.items() if path != MANIFEST}
    assert files[MANIFEST][1] == max(written for _, written in files.values())
    assert (manifest["run_id"],) in home.ask("SELECT run_id FROM ops.run")
    published = home.ask("SELECT table_name, partition, content_hash FROM ops.publication")
    assert published
    for name, partition, content in published:
        assert manifest["tables"][name][partition] == content


PERSONS = "core/person/part-0.parquet"


def remove(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[20] ^= 0xFF
    path.write_bytes(content)


def clear(path: Path) -> None:
    for file in path.parents[2].rglob("*"):
        if file.is_file():
            file.unlink()


def lose_manifest(path: Path) -> None:
    (path.parents[2] / MANIFEST).unlink()


def garble_manifest(path: Path) -> None:
    (path.parents[2] / MANIFEST).write_text("[]", encoding="utf-8")


def leave_rubbish(path: Path) -> None:
    (path.parent / ".part-0.parquet.4711").write_bytes(b"half")
    stray = path.parents[2] / "mart" / "indicator" / "2023-01-01" / "part-0.parquet"
    stray.parent.mkdir()
    stray.write_bytes(path.read_bytes())


@pytest.mark.parametrize(
    "harm", [remove, cut, flip, clear, lose_manifest, garble_manifest, leave_rubbish]
)
def test_a_damaged_or_removed_file_is_written_again(
    home: Home, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    before = {path: sha for path, (sha, _) in home.files().items()}
    harm(home.folder / "parquet" / PERSONS)
    assert home("run", "--inbox", tmp_path).code == 0
    assert {path: sha for path, (sha, _) in home.files().items()} == before


def test_a_crash_before_the_files_is_healed_by_the_next_run(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = home.files()
    (branch,) = home.ask("SELECT min(branch_code) FROM core.branch")[0]
    (team,) = home.ask(f"SELECT min(team_code) FROM core.team WHERE branch_code = '{branch}'")[0]
    (tmp_path / "late.xlsx").write_bytes(
        report(citizen(team_code=team, full_name="Phan Thị Mới"), branch=branch, kind="Bổ sung")
    )

    def crash(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(flows.steps, "mirror", crash)
        assert home("run", "--inbox", tmp_path).code == 130
    assert home.files() == before, "the database has it, the files have not"
    assert home("run", "--inbox", tmp_path).code == 0
    assert home.files() != before
    test_every_folder_says_what_its_table_says(home, "pyarrow")
    test_the_manifest_comes_last_and_lists_every_file(home)


def test_a_folder_that_cannot_be_written_is_told(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home.folder / "parquet" / PERSONS).unlink()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        refused = home("run", "--inbox", tmp_path, "--json")
    assert refused.code == 1
    assert "(No space left on device)" in refused.sentence
    assert os.path.exists(home.folder / "parquet" / MANIFEST)
    assert home("run", "--inbox", tmp_path).code == 0
    assert (home.folder / "parquet" / PERSONS).exists()


def test_files_that_a_run_was_not_to_write_are_written_by_the_next(
    fresh_database: Fresh, tmp_path: Path
) -> None:
    campaign = write_campaign(tmp_path / "elsewhere", branches=2)
    settings = tmp_path / "home" / "settings.toml"
    settings.parent.mkdir()
    settings.write_text("parquet = false\nanswers = false\n", encoding="utf-8")
    with fresh_database() as url:
        home = Home(settings.parent, url)
        assert home("reference", "load", campaign.reference).code == 0
        assert home("run", "--inbox", campaign.inbox).code == 0
        assert home.files() == {}
        settings.write_text("answers = false\n", encoding="utf-8")
        assert home("run", "--inbox", campaign.inbox).code == 0
        assert MANIFEST in home.files()
