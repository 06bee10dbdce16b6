"""Files are opened in processes of their own: whatever one does, the others are read."""

from __future__ import annotations

import io
import signal
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from schemas.errors import TransientError
from tests.readers import misbehave
from tests.workbooks import FORM, PEOPLE, citizens, people, slugs, workbook
from transforms.reading import read_submission, unreadable
from warehouse import reading_apart
from warehouse.reading_apart import Limits, Reason, Unread, read_apart

LIMITS = Limits(memory_mb=128, seconds=2)
GOOD = workbook({"THONG_TIN": FORM, "NGUOI_DAN": citizens(*PEOPLE)})

MISDEEDS: dict[str, Reason] = {
    "hang": "time",
    "hang with the interpreter held": "time",
    "eat": "memory",
    "eat bit by bit": "memory",
    "abort": "memory",
    "exit": "crash",
    "leave": "crash",
    "fall": "crash",
    "raise": "crash",
}
"""What a file does to its reader, and why it then is unread."""


def ignored(done: int, total: int) -> None:
    """Nobody listens."""


@pytest.mark.parametrize("misdeed", MISDEEDS)
def test_a_file_that_does_harm_is_given_back_with_the_reason_and_the_others_are_read(misdeed):
    contents = [b"first", misdeed.encode(), b"second", b"third"]
    files = [(content, f"{number}.xlsx") for number, content in enumerate(contents)]
    read = read_apart(misbehave, files, LIMITS, ignored)
    assert read == ["0.xlsx: first", Unread(MISDEEDS[misdeed]), "2.xlsx: second", "3.xlsx: third"]


def test_results_come_in_the_order_of_the_files_however_long_each_takes():
    files = [(b"x" * (1 + number * 7919 % 50_000), f"{number}") for number in range(200)]
    heard: list[tuple[int, int]] = []
    read = read_apart(misbehave, files, LIMITS, lambda *at: heard.append(at))
    assert read == [f"{name}: {content.decode()}" for content, name in files]
    assert heard[-1] == (200, 200)
    assert heard == sorted(heard)


def test_many_bad_files_at_once_do_not_wear_the_readers_out():
    contents = [b"eat", b"fine", b"exit", b"raise", b"fall"] * 12
    read = read_apart(misbehave, [(content, "a") for content in contents], LIMITS, ignored)
    assert [r for r in read if not isinstance(r, Unread)] == ["a: fine"] * 12


def test_what_a_library_prints_disturbs_nothing():
    files = [(b"print", "a"), (b"fine", "b")]
    assert read_apart(misbehave, files, LIMITS, ignored) == ["a: print", "b: fine"]


def test_a_reader_knows_no_secret_of_the_environment(monkeypatch):
    monkeypatch.setenv("SUNDAY_PSEUDONYM_KEY", "s" * 64)
    assert read_apart(misbehave, [(b"ask", "a")], LIMITS, ignored) == ["set()"]


def test_readers_serve_threads():
    def read(number: int) -> list[str | Unread]:
        return read_apart(misbehave, [(b"fine", f"{number}")] * 3, LIMITS, ignored)

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(read, range(8)))
    assert told == [[f"{number}: fine"] * 3 for number in range(8)]


def test_no_files_need_no_reader(monkeypatch):
    monkeypatch.setattr(reading_apart, "_PROGRAM", "raise SystemExit(1)")
    assert read_apart(misbehave, [], LIMITS, ignored) == []


def test_readers_that_cannot_start_are_a_fault_of_the_system(monkeypatch):
    monkeypatch.setattr(reading_apart, "_PROGRAM", "raise SystemExit(1)")
    with pytest.raises(TransientError, match="could not be started"):
        read_apart(misbehave, [(b"fine", "a")], LIMITS, ignored)


def test_no_reader_is_left_behind_when_the_run_is_stopped(monkeypatch):
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            started.append(self)

    def stop(done: int, total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", Noted)
    files = [(b"fine", "a"), *[(b"hang", "b")] * 80]
    with pytest.raises(KeyboardInterrupt):
        read_apart(misbehave, files, Limits(128, 60), stop)
    assert [reader.poll() for reader in started] == [-signal.SIGKILL] * 2


def bomb(megabytes: int, part: str = "xl/sharedStrings.xml") -> bytes:
    """A whole workbook with a part that grows a thousandfold."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            data = source.read(name)
            copy.writestr(name, data + b" " * (megabytes << 20) if name == part else data)
    return target.getvalue()


def test_zip_bombs_become_findings_and_the_file_beside_them_is_read():
    files = [(bomb(350), "a.xlsx"), (GOOD, "b.xlsx"), (bomb(1000), "c.xlsx")]
    first, good, second = read_apart(read_submission, files, Limits(256, 20), ignored)
    assert first == Unread("memory")
    assert not isinstance(good, Unread) and people(good).row_numbers == [4, 5]
    # Its own table of contents says that it is too large: it is not even opened.
    assert not isinstance(second, Unread) and slugs(second) == ["file.content.is_bounded"]


def test_what_is_read_apart_is_what_would_be_read_here():
    files = [(GOOD, "a.xlsx"), (GOOD[:-400], "b.xlsx"), (b"", "c.csv"), (b"%PDF", "d.xlsx")]
    read = read_apart(read_submission, files, LIMITS, ignored)
    assert read == [read_submission(*file) for file in files]


def test_a_file_that_could_not_be_read_within_the_limits_says_so():
    read = unreadable("256 MB")
    assert (read.outcome, slugs(read)) == ("rejected", ["file.reading.is_within_limits"])
    assert read.faults[0].detail == {"limit": "256 MB"}


def test_a_file_that_killed_its_reader_otherwise_is_damaged():
    assert slugs(unreadable("")) == ["file.content.is_corrupt"]
