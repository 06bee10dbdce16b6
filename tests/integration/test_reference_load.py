"""`sunday reference load`: a bad row is refused with file, line and reason, and all with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.homes import Home

Fresh = Callable[[], AbstractContextManager[str]]

BRANCHES = """branch_code,name,kind,unit_code,parent_branch_code,valid_from,valid_to
D1,"Đoàn xã
An Hưng",commune,21610,,,
D2,Đoàn trường Chuyên,school,52,,2023-01-01,
"""
TEAMS = """team_code,branch_code,name,team_type,valid_from,valid_to
T1,D1,"Tổ một, thôn Một",youth,2023-01-01,2023-03-31
T1,D2,Tổ một,youth,2023-04-01,
"""
GOOD = {"branches.csv": BRANCHES, "teams.csv": TEAMS}
HEAD = "branch_code,name,kind,unit_code,parent_branch_code,valid_from,valid_to\n"


@pytest.fixture(scope="module")
def home(fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home into which the good files are loaded."""
    with fresh_database() as url:
        made = Home(tmp_path_factory.mktemp("home"), url)
        loaded = made("reference", "load", written(tmp_path_factory.mktemp("good"), GOOD), "--json")
        assert loaded.document == {"branches.csv": 2, "teams.csv": 2}
        yield made


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    return folder


def test_a_blank_beginning_is_always_and_a_blank_end_is_open(home: Home) -> None:
    stored = "SELECT branch_code, valid_from::text, valid_to, name FROM core.branch ORDER BY 1"
    assert home.ask(stored) == [
        ("D1", "1900-01-01", None, "Đoàn xã\nAn Hưng"),
        ("D2", "2023-01-01", None, "Đoàn trường Chuyên"),
    ]


def test_loading_twice_changes_nothing(home: Home, tmp_path: Path) -> None:
    before = home.tables()
    again = home("reference", "load", written(tmp_path, GOOD))
    assert (again.code, again.err) == (0, "")
    assert "branches.csv: 2" in again.out
    assert home.tables() == before


def test_the_project_s_own_units_are_there(home: Home) -> None:
    ((units,),) = home.ask("SELECT count(*) FROM core.unit")
    assert units > 100


REFUSED = {
    "bad date": ("branches.csv", HEAD + "D3,Đoàn,commune,21610,,05/03/2023,\n", 2, "is not a date"),
    "no such day": ("branches.csv", HEAD + "D3,Đoàn,commune,21610,,2023-02-30,\n", 2, "not a date"),
    "unknown unit": (
        "branches.csv",
        HEAD + "D3,Đoàn,commune,99999,,,\n",
        2,
        "unit_code 99999 is not in units.csv",
    ),
    "blank unit": ("branches.csv", HEAD + "D3,Đoàn,commune,,,,\n", 2, "unit_code is blank"),
    "blank code": ("branches.csv", HEAD + ",Đoàn,commune,21610,,,\n", 2, "branch_code is blank"),
    "odd code": ("branches.csv", HEAD + "đ 3,Đoàn,commune,21610,,,\n", 2, "“đ 3” is no code"),
    "unknown kind": (
        "branches.csv",
        HEAD + "D3,Đoàn,xã,21610,,,\n",
        2,
        "kind “xã” is none of commune, district, province, school",
    ),
    "unknown parent": ("branches.csv", HEAD + "D3,Đ,commune,21610,D9,,\n", 2, "D9 is not in"),
    "duplicate": (
        "branches.csv",
        HEAD + "D3,Đ,commune,21610,,,\nD4,Đ,army,52,,,\n\nD3,E,commune,21610,,,\n",
        5,
        "repeats an earlier branch_code, valid_from",
    ),
    "overlap with what was loaded, among others": (
        "branches.csv",
        HEAD + "D1,Đ,commune,21610,,,\nD2,Đ,school,52,,2023-01-01,\nD2,E,school,52,,2023-04-01,\n",
        4,
        "branch_code D2 is already valid then",
    ),
    "overlap": (
        "branches.csv",
        HEAD + "D3,Đ,commune,21610,,2023-01-01,2023-06-30\nD3,Đ,commune,21610,,2023-06-30,\n",
        3,
        "branch_code D3 is already valid then",
    ),
    "overlap with what was loaded": (
        "teams.csv",
        "team_code,branch_code,name,team_type,valid_from,valid_to\nT1,D1,Tổ,youth,2023-05-01,\n",
        2,
        "team_code T1 is already valid then",
    ),
    "ends before it begins": (
        "branches.csv",
        HEAD + "D3,Đ,commune,21610,,2023-06-30,2023-01-01\n",
        2,
        "valid_to is before valid_from",
    ),
    "a line after a text of two lines": (
        "branches.csv",
        HEAD + 'D3,"Đoàn\nxã\nAn",commune,21610,,,\nD4,Đ,commune,99999,,,\n',
        5,
        "99999",
    ),
    "windows line ends": (
        "branches.csv",
        (HEAD + 'D3,"Đoàn\nxã",commune,21610,,,\nD4,Đ,commune,99999,,,\n').replace("\n", "\r\n"),
        4,
        "99999",
    ),
    "comma without quotes": (
        "branches.csv",
        HEAD + "D3,Đoàn xã An Hưng, An Lão,commune,21610,,,\n",
        2,
        "more cells than the header",
    ),
    "quote that never ends": ("branches.csv", HEAD + 'D3,"Đoàn,commune,21610,,,\n', 2, "is no CSV"),
    "wrong header": ("branches.csv", "code,name,kind,unit_code\nD3,Đ,army,52\n", 1, "branch_code"),
    "misspelt header": (
        "branches.csv",
        "branch_code,name,kind,unit_code,valid_too\nD3,Đ,army,52,2023-01-01\n",
        1,
        "valid_too is not known; it may be",
    ),
    "column twice": (
        "branches.csv",
        "name," + HEAD + "a,D3,Đ,army,52,,,\n",
        1,
        "stands there twice",
    ),
    "unknown branch": (
        "teams.csv",
        "team_code,branch_code,name,team_type\nT9,D9,Tổ,youth\n",
        2,
        "branch_code D9 is not in branches.csv",
    ),
    "unknown team type": (
        "teams.csv",
        "team_code,branch_code,name,team_type\nT9,D1,Tổ,elders\n",
        2,
        "team_type “elders” is none of youth, community",
    ),
    "a Monday": (
        "suspended_sundays.csv",
        "sunday,unit_code,reason\n2023-03-06,52,Bão\n",
        2,
        "sunday “2023-03-06” is no Sunday",
    ),
    "unknown indicator": (
        "targets.csv",
        "indicator_code,unit_code,year,target\nKPI_NONE,52,2023,5\n",
        2,
        "KPI_NONE is not in indicators.csv",
    ),
    "no number": (
        "targets.csv",
        "indicator_code,unit_code,year,target\nKPI_UNIQUE_CITIZENS,52,2023,nan\n",
        2,
        "target “nan” is not a number",
    ),
    "no whole number": (
        "targets.csv",
        "indicator_code,unit_code,year,target\nKPI_UNIQUE_CITIZENS,52,99999999999999999999,1\n",
        2,
        "year",
    ),
    "unknown level": ("units.csv", "unit_code,name,level\nX1,Xã,hamlet\n", 2, "level “hamlet”"),
    "unknown old unit": (
        "unit_successions.csv",
        "old_code,new_code,date,share,is_default\nX7,52,2025-07-01,1,1\n",
        2,
        "old_code X7 is not in units.csv",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_row_is_refused_with_its_line_and_reason(
    home: Home, tmp_path: Path, case: str
) -> None:
    name, text, line, reason = REFUSED[case]
    other = {"teams.csv": TEAMS.replace("Tổ một", "Tổ hai"), "branches.csv": BRANCHES}
    before = home.tables()
    refused = home("reference", "load", written(tmp_path, other | {name: text}), "--json")
    assert refused.code == 1
    said = [told for told in refused.err.splitlines() if reason in told]
    assert said, refused.err
    assert said[0].startswith(f"{name}, line {line}: ")
    assert refused.document["error"] == refused.err.strip()
    assert home.tables() == before, "nothing is loaded, the good files neither"


def test_every_bad_row_is_told(home: Home, tmp_path: Path) -> None:
    rows = "D3,Đ,xã,21610,,,\nD4,Đ,army,52,,hôm qua,\nD5,,army,52,,,\n"
    files = {"branches.csv": HEAD + rows, "targets.csv": "indicator_code,unit_code,year\n"}
    refused = home("reference", "load", written(tmp_path, files))
    assert "branches.csv, line 3: valid_from" in refused.err
    assert "branches.csv, line 4: name is blank" in refused.err
    assert "targets.csv, line 1: column target is missing" in refused.err


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("branch_code,name\nD3,Đoàn xã".encode("utf-16"), "is not UTF-8"),
        ("branch_code,name\nD3,Đoàn".encode("cp1258", "replace"), "is not UTF-8"),
        (b"", "is empty"),
        (b"\n\n , \n", "is empty"),
    ],
)
def test_a_file_that_cannot_be_read(
    home: Home, tmp_path: Path, content: bytes, reason: str
) -> None:
    (tmp_path / "branches.csv").write_bytes(content)
    refused = home("reference", "load", tmp_path)
    assert refused.code == 1
    assert refused.sentence.startswith("branches.csv")
    assert reason in refused.sentence


def test_a_folder_without_reference_files(home: Home, tmp_path: Path) -> None:
    nowhere = tmp_path / "none"
    for folder, words in (
        (tmp_path, f"{tmp_path} holds no reference file"),
        (nowhere, f"There is no folder {nowhere}"),
    ):
        refused = home("reference", "load", folder, "--json")
        assert refused.code == 1
        assert words in refused.sentence
        assert refused.document == {"error": refused.sentence}


def test_a_byte_order_mark_and_blank_lines_are_no_fault(home: Home, tmp_path: Path) -> None:
    text = (
        "\ufeff"
        + HEAD.replace("\n", "\r\n")
        + "\r\nD2,Đoàn trường Chuyên,school,52,,2023-01-01,\r\n"
    )
    assert home("reference", "load", written(tmp_path, {"branches.csv": text})).code == 0


def test_a_stretch_may_be_closed_and_followed(home: Home, tmp_path: Path) -> None:
    rows = "D8,Đ,army,52,,2023-01-01,\n"
    assert home("reference", "load", written(tmp_path, {"branches.csv": HEAD + rows})).code == 0
    rows = "D8,Đ,army,52,,2023-01-01,2023-06-30\nD8,Đ mới,army,52,,2023-07-01,\n"
    assert home("reference", "load", written(tmp_path, {"branches.csv": HEAD + rows})).code == 0
    assert home.ask("SELECT count(*) FROM core.branch WHERE branch_code = 'D8'") == [(2,)]
