"""What lies in an inbox: what is taken in, what waits, and that nothing there is ever touched."""

from __future__ import annotations

import os
import stat
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.homes import Home
from tests.workbooks import citizen, members, report, write_reference
from warehouse.landing import archived, land, read_up_to, scan

GOOD = report(citizen(), teams=members("T0001"))
OTHER = report(citizen(full_name="Lê Văn Bình", gender="Nam", id_number=""), branch="D21610")


@pytest.fixture
def home(new_settings: Callable[[], object], tmp_path: Path) -> Home:
    """A home with its branches and teams, and an empty inbox."""
    settings = new_settings()
    secret = settings.database_url  # type: ignore[attr-defined]
    made = Home(settings.home, secret.get_secret_value())  # type: ignore[attr-defined]
    assert made("reference", "load", write_reference(tmp_path / "reference")).code == 0
    return made


def put(home: Home, path: str, content: bytes) -> Path:
    target = home.folder / "inbox" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return target


@dataclass(frozen=True)
class Night:
    """A run over an inbox in which there is a bit of everything; a branch for each file."""

    home: Home
    before: dict[str, tuple[str, int]]
    """The files of two folders before the run."""
    document: dict[str, Any]

    def taken(self) -> dict[str, str]:
        """Branch → what its file is."""
        return dict(self.home.ask("SELECT branch_code, status FROM ops.submission"))


BRANCHES = {f"B{number}": "21609" for number in range(8)}
FOLDERS = ("inbox/a", "inbox/2023-03-05")


def of(branch: str) -> bytes:
    """A report of a branch."""
    return report(citizen(team_code=branch.replace("B", "T000")), branch=branch)


@pytest.fixture(scope="module")
def night(
    fresh_database: Callable[[], AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Night]:
    with fresh_database() as url:
        made = Home(tmp_path_factory.mktemp("home"), url)
        teams = {branch.replace("B", "T000"): branch for branch in BRANCHES}
        lists = write_reference(made.folder / "reference", BRANCHES, teams)
        assert made("reference", "load", lists).code == 0
        inbox = made.folder / "inbox"
        put(made, "a/b/c/below.xlsx", of("B0"))
        put(made, "2023-03-05/of the day.xlsx", of("B1"))
        for path, branch, age in (("old.xlsx", "B2", 0), ("to come.xlsx", "B3", 4_000_000_000)):
            os.utime(put(made, path, of(branch)), (age, age))
        with open(os.fsencode(inbox) + b"/no unicode_\xff\xfe.xlsx", "wb") as stream:
            stream.write(of("B4"))
        for name in ("b5.xlsx.part", "b5.TMP", "b5.xlsx.crdownload"):
            put(made, name, of("B5"))
        os.mkfifo(inbox / "pipe.xlsx")
        (inbox / "dangling.xlsx").symlink_to(inbox / "nowhere")
        (inbox / "loop.xlsx").symlink_to(inbox / "loop.xlsx")
        # A file of the kernel that is a regular one and fails when it is read, for root too.
        (inbox / "unreadable.xlsx").symlink_to("/proc/self/mem")
        os.symlink(inbox, inbox / "again")
        before = made.files(FOLDERS[0]) | made.files(FOLDERS[1])
        done = made("run", "--json")
        assert done.code == 0, done.err
        yield Night(made, before, done.document)


def test_the_inbox_is_read_below_and_left_as_it_was(night: Night) -> None:
    assert [night.taken()[branch] for branch in ("B0", "B1")] == ["accepted"] * 2
    assert night.home.files(FOLDERS[0]) | night.home.files(FOLDERS[1]) == night.before
    assert len(night.before) == 2


def test_the_age_of_a_file_says_nothing(night: Night) -> None:
    assert [night.taken()[branch] for branch in ("B2", "B3")] == ["accepted"] * 2


def test_a_name_that_is_no_unicode(night: Night) -> None:
    assert night.taken()["B4"] == "accepted"


def test_what_is_no_file_or_cannot_be_read_never_stops_a_run(night: Night) -> None:
    assert night.document["submissions"] == {"accepted": 5}
    assert night.document["still_arriving"] == 4, "that file, and three whose names say so"


def test_the_archive_keeps_the_bytes_private_and_read_only(night: Night) -> None:
    archive = night.home.folder / "archive"
    kept = [path for path in archive.rglob("*") if path.is_file()]
    contents = {path.read_bytes() for path in kept}
    assert {of(branch) for branch in ("B0", "B1", "B2", "B3", "B4")} <= contents
    for path in kept:
        assert path == archived(archive, path.name)
        assert stat.S_IMODE(path.stat().st_mode) == 0o400
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(archive.stat().st_mode) == 0o700
    keys = night.home.folder / "keys"
    for key in keys.iterdir():
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700


def test_a_file_whose_name_says_unfinished_waits(night: Night) -> None:
    assert "B5" not in night.taken()
    inbox = night.home.folder / "inbox"
    (inbox / "b5.TMP").rename(inbox / "b5.xlsx")
    assert night.home("run", "--json").document["submissions"] == {"accepted": 1}
    assert night.taken()["B5"] == "accepted"


def test_a_file_that_grows_while_it_is_read_is_tried_again_at_the_end(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    growing = put(home, "D21609.xlsx", GOOD[:1000])
    put(home, "D21610.xlsx", OTHER)
    looked: list[Path] = []

    def write_on(path: Path, most_bytes: int) -> bytes:
        content = read_up_to(path, most_bytes)
        if path == growing and path not in looked:
            looked.append(path)
            path.write_bytes(GOOD)
        return content

    monkeypatch.setattr("warehouse.landing.read_up_to", write_on)
    done = home("run", "--json").document
    assert done["submissions"] == {"accepted": 2}
    assert done["still_arriving"] == 0


def test_a_file_that_never_stands_still_is_left_to_the_next_run(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    growing = put(home, "D21609.xlsx", GOOD)
    put(home, "D21610.xlsx", OTHER)

    def write_on(path: Path, most_bytes: int) -> bytes:
        content = read_up_to(path, most_bytes)
        if path == growing:
            path.write_bytes(content + b"\0")
        return content

    with monkeypatch.context() as patch:
        patch.setattr("warehouse.landing.read_up_to", write_on)
        done = home("run", "--json").document
    assert (done["submissions"], done["still_arriving"]) == ({"accepted": 1}, 1)
    growing.write_bytes(GOOD)
    assert home("run", "--json").document["submissions"] == {"accepted": 1}


def test_the_same_bytes_elsewhere_are_a_duplicate_and_in_place_no_event(home: Home) -> None:
    path = put(home, "D21609.xlsx", GOOD)
    home("run")
    path.touch()
    path.write_bytes(GOOD)
    assert home("run", "--json").document["submissions"] == {}
    put(home, "copy of D21609.xlsx", GOOD)
    assert home("run", "--json").document["submissions"] == {"duplicate": 1}
    assert home("run", "--json").document["submissions"] == {}


def test_an_archive_that_cannot_be_written_is_told(home: Home) -> None:
    put(home, "D21609.xlsx", GOOD)
    (home.folder / "archive").write_text("a file where the folder belongs", encoding="utf-8")
    before = home.published()
    refused = home("run", "--json")
    assert refused.code == 1
    assert f"The archive {home.folder / 'archive'} cannot be written" in refused.sentence
    assert home.published() == before
    (home.folder / "archive").unlink()
    assert home("run", "--json").document["submissions"] == {"accepted": 1}


def sparse(path: Path, megabytes: int) -> Path:
    """A file of zeros that were never written, but for its first byte."""
    with path.open("wb") as stream:
        stream.write(b"x")
        stream.truncate(megabytes << 20)
    return path


def test_a_file_that_is_too_large_is_kept_without_taking_memory_or_room(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    huge = sparse(tmp_path / "inbox" / "a.xlsx", 200)
    (file,) = scan(huge.parent)
    tracemalloc.start()
    arrival = land(file, huge.parent, tmp_path / "archive", 2**20)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert arrival is not None and arrival.content is None
    assert most < 8 << 20
    kept = archived(tmp_path / "archive", arrival.sha256)
    assert kept.stat().st_size == huge.stat().st_size
    assert kept.stat().st_blocks * 512 < 8 << 20
    assert stat.S_IMODE(kept.stat().st_mode) == 0o400
    assert land(file, huge.parent, tmp_path / "archive", 2**20) == arrival
    assert [path for path in (tmp_path / "archive").rglob("*") if path.is_file()] == [kept]
    with huge.open("ab") as stream:
        stream.write(b"y")
    assert land(file, huge.parent, tmp_path / "archive", 2**20) is None


def test_a_file_that_is_too_large_is_refused_and_the_others_count(home: Home) -> None:
    (home.folder / "settings.toml").write_text("read_file_mb = 1\n", encoding="utf-8")
    put(home, "D21609.xlsx", GOOD)
    sparse(home.folder / "inbox" / "D21610.xlsx", 3)
    done = home("run", "--json").document
    assert done["submissions"] == {"accepted": 1, "rejected": 1}
    found = home("findings", "--rule", "file.reading.is_within_limits", "--json").document
    assert "1 MB" in str(found)
    assert home("run", "--json").document["submissions"] == {}


def test_a_crash_while_archiving_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.xlsx").write_bytes(GOOD)
    (file,) = scan(inbox)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", crash)
        with pytest.raises(KeyboardInterrupt):
            land(file, inbox, tmp_path / "archive", 2**20)
    assert not [path for path in (tmp_path / "archive").rglob("*") if path.is_file()]
    arrival = land(file, inbox, tmp_path / "archive", 2**20)
    assert arrival is not None
    assert archived(tmp_path / "archive", arrival.sha256).read_bytes() == GOOD
