"""Since when a file is known to have been in the inbox (docs/decisions, 7)."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from warehouse.landing import InboxFile, arrived_at, scan

SATURDAY = pd.Timestamp("2023-03-04T10:00", tz="UTC")
NIGHT = pd.Timestamp("2023-03-05T16:00", tz="UTC")


def changed(at: pd.Timestamp) -> InboxFile:
    """A file whose inode changed then; its own date says a year before."""
    old = at - pd.Timedelta(days=365)
    return InboxFile(Path("a.xlsx"), "a.xlsx", 1, old.value, at.value)


def test_it_is_the_change_time_and_not_the_files_own_date() -> None:
    assert arrived_at(changed(SATURDAY), NIGHT) == SATURDAY


def test_it_is_never_later_than_the_run_that_landed_it() -> None:
    assert arrived_at(changed(NIGHT + pd.Timedelta(days=900)), NIGHT) == NIGHT


def test_a_clock_set_ahead_says_nothing_of_files_that_lie_there_today() -> None:
    now = pd.Timestamp.now("UTC").as_unit("us")
    ahead = now + pd.Timedelta(days=6)
    assert arrived_at(changed(now), ahead) == ahead


def test_an_old_date_given_to_a_new_file_is_not_believed(tmp_path: Path) -> None:
    began = pd.Timestamp.now("UTC") - pd.Timedelta(seconds=1)
    (tmp_path / "a.xlsx").write_bytes(b"a")
    os.utime(tmp_path / "a.xlsx", (SATURDAY.timestamp(), SATURDAY.timestamp()))
    (file,) = scan(tmp_path)
    assert arrived_at(file, pd.Timestamp.now("UTC")) >= began
