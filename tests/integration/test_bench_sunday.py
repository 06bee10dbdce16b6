"""The whole Sunday of the benchmarks, two hundred times smaller: what it says is what was run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks.sunday import whole_sunday
from benchmarks.sunday_year import Year, write_year
from warehouse.embedded_postgres import stop

YEAR = Year(scale=0.005, weeks=2)


@pytest.fixture
def folder(tmp_path: Path):
    yield tmp_path / "bench"
    stop(tmp_path / "bench", remove=True)


def test_a_year_of_equal_sundays_and_a_great_one(tmp_path: Path) -> None:
    write_year(YEAR, tmp_path)
    days = sorted(path.name for path in tmp_path.iterdir() if path.name != "reference")
    assert days == ["2023-02-26", "2023-03-05", "2023-03-12"]
    sent = [len(list((tmp_path / day).iterdir())) for day in days]
    teams = len((tmp_path / "reference" / "teams.csv").read_text("utf-8").splitlines()) - 1
    assert sent == [2, 2, teams]


def test_the_great_sunday_is_measured_on_top_of_the_year(folder: Path) -> None:
    told = "\n".join(whole_sunday(YEAR, folder, tries=1))
    made = json.loads((folder / "year.json").read_text(encoding="utf-8"))
    assert len(made["to_commit"]) == 2
    assert re.search(r"13 workbooks and \d+ rows on top of \d+ known citizens", told)
    assert re.search(r"command to commit +\d+\.\d\d s", told)
    assert re.search(
        r"with all files +Sunday 2: \d+\.\d\d s   Sunday 2: \d+\.\d\d s   ratio \d", told
    )
    again = "\n".join(whole_sunday(YEAR, folder, tries=1))
    known = re.compile(r"rows on top of (\d+) known")
    assert known.findall(again) == known.findall(told)
    with pytest.raises(SystemExit, match="name another folder"):
        list(whole_sunday(Year(scale=0.01), folder))
