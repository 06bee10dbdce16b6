"""The whole Sunday of the benchmarks, five hundred times smaller: what it says is what was run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.sunday import whole_sunday
from benchmarks.sunday_year import Year
from warehouse.embedded_postgres import stop

YEAR = Year(scale=0.002, weeks=2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the year is made, and the great Sunday is measured on top of it."""
    made = tmp_path_factory.mktemp("bench") / "year"
    yield made
    stop(made, remove=True)


@pytest.fixture(scope="module")
def told(folder: Path) -> str:
    """What the benchmark says when it makes the year."""
    return "\n".join(whole_sunday(YEAR, folder, tries=1))


def test_a_year_of_equal_sundays_and_a_great_one(folder: Path, told: str) -> None:
    assert told
    inbox = folder / "home" / "inbox"
    days = sorted(path.name for path in inbox.iterdir())
    assert days == ["2023-02-26", "2023-03-05", "2023-03-12"]
    sent = [len(list((inbox / day).iterdir())) for day in days]
    lists = folder / "workbooks" / "reference"
    teams = len((lists / "teams.csv").read_text("utf-8").splitlines()) - 1
    assert sent == [2, 2, teams]


def test_the_great_sunday_is_measured_on_top_of_the_year(folder: Path, told: str) -> None:
    made = json.loads((folder / "year.json").read_text(encoding="utf-8"))
    assert len(made["to_commit"]) == 2
    assert re.search(r"\d+ workbooks and \d+ rows on top of \d+ known citizens", told)
    assert re.search(r"command to commit +\d+\.\d\d s", told)
    assert re.search(
        r"with Parquet files +Sunday 2: \d+\.\d\d s   Sunday 2: \d+\.\d\d s   ratio \d", told
    )
    again = "\n".join(whole_sunday(YEAR, folder, tries=1))
    known = re.compile(r"rows on top of (\d+) known")
    assert known.findall(again) == known.findall(told)
    with pytest.raises(SystemExit, match="name another folder"):
        list(whole_sunday(Year(scale=0.01), folder))
