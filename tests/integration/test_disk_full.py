"""A disk full in mid-run: one clear sentence, nothing half published, the next run finishes.

Small file systems of their own need root; elsewhere these tests are skipped.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.homes import Campaign, Home, Said, write_campaign

Fresh = Callable[[], AbstractContextManager[str]]
Disk = Callable[[Path, str], AbstractContextManager[Path]]


def mounted(*arguments: object) -> None:
    subprocess.run([str(part) for part in arguments], check=True, capture_output=True)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of that size at `folder`."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        mounted("mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", folder)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a small file system cannot be mounted here: root's rights are needed")
    try:
        yield folder
    finally:
        mounted("umount", "--lazy", folder)


def enlarge(folder: Path) -> None:
    mounted("mount", "-o", "remount,size=64m", folder)


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return write_campaign(tmp_path_factory.mktemp("campaign"))


@pytest.fixture
def home(fresh_database: Fresh, tmp_path: Path, campaign: Campaign) -> Iterator[Home]:
    """A home that has branches and teams, and has never run."""
    with fresh_database() as url:
        made = Home(tmp_path / "home", url)
        assert made("reference", "load", campaign.reference).code == 0
        yield made


def stopped(said: Said, words: str) -> None:
    assert said.code == 1, said.err
    assert words in said.sentence


def finished(home: Home, campaign: Campaign) -> dict[str, Any]:
    """The next run, which does all that the stopped one could not."""
    ended = home("run", "--json", "--inbox", campaign.inbox)
    assert ended.code == 0, ended.err
    ((count,),) = home.ask("SELECT count(*) FROM ops.submission")
    assert count == campaign.files
    states = {status for (status,) in home.ask("SELECT status FROM ops.run")}
    assert states == {"failed", "completed"}
    parquet = home.folder / "parquet"
    assert (parquet / "_manifest.json").is_file() and not list(parquet.rglob("*.tmp"))
    document: dict[str, Any] = ended.document
    return document


def test_a_full_archive_stops_the_run_before_anything_is_published(
    home: Home, campaign: Campaign
) -> None:
    before = home.published()
    with small_disk(home.folder / "archive", "32k") as archive:
        stopped(home("run", "--inbox", campaign.inbox), "(No space left on device)")
        assert home.published() == before
        enlarge(archive)
        assert finished(home, campaign)["records_parsed"] == campaign.rows


def test_a_full_parquet_folder_leaves_the_database_published_and_is_made_good(
    home: Home, campaign: Campaign
) -> None:
    with small_disk(home.folder / "parquet", "48k") as parquet:
        stopped(home("run", "--inbox", campaign.inbox), "on device); the database holds")
        published = home.tables()
        assert not (parquet / "_manifest.json").exists(), "readers are told of no half week"
        enlarge(parquet)
        finished(home, campaign)
        assert home.tables() == published


def test_a_full_database_publishes_nothing_and_the_next_run_all(
    databases: Any, fresh_database: Fresh, tmp_path: Path, campaign: Campaign
) -> None:
    with (
        disk_of_the_server(databases) as disk,
        fresh_database() as url,
    ):
        databases.execute(
            f"ALTER DATABASE {url.partition('?')[0].rpartition('/')[2]} SET TABLESPACE small"
        )
        home = Home(tmp_path / "home", url)
        assert home("reference", "load", campaign.reference).code == 0
        before = home.published()
        fill(disk, left=200_000)
        stopped(home("run", "--inbox", campaign.inbox), "The database's disk is full")
        assert home.published() == before
        assert home.ask("SELECT count(*) FROM ops.submission") == [(0,)]
        (disk / "ballast").unlink()
        assert finished(home, campaign)["records_parsed"] == campaign.rows


@contextmanager
def disk_of_the_server(databases: Any) -> Iterator[Path]:
    """A tablespace `small` on a file system of its own, where the tests' server may go."""
    with psycopg.connect(databases.url("postgres")) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    data = Path(row[0])
    with small_disk(data.parent / "small", "64m") as disk:
        inner = disk / "tables"
        inner.mkdir()
        owner = data.stat()
        for folder in (disk, inner):
            os.chown(folder, owner.st_uid, owner.st_gid)
        databases.execute(f"CREATE TABLESPACE small LOCATION '{inner}'")
        try:
            yield disk
        finally:
            databases.execute("DROP TABLESPACE small")


def fill(disk: Path, left: int) -> None:
    """Leaves so many bytes of the file system free."""
    room = os.statvfs(disk)
    (disk / "ballast").write_bytes(bytes(room.f_bavail * room.f_frsize - left))
