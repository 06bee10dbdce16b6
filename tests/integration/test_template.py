"""The template through LibreOffice and through a run: nothing is lost and nothing is complained."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from schemas.template import FORM_SHEET, TABLE_SHEETS
from tests.forms import CITIZENS, fill, saved_by_office
from tests.homes import Home
from tests.workbooks import write_reference

Fresh = Callable[[], AbstractContextManager[str]]
SUNDAY = date(2023, 3, 5)


@pytest.fixture(scope="module")
def home(fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home with a branch and its two teams."""
    with fresh_database() as url:
        made = Home(tmp_path_factory.mktemp("home"), url)
        teams = {"T9001": "D21609", "T9002": "D21609"}
        lists = write_reference(made.folder / "reference", {"D21609": "21609"}, teams)
        assert made("reference", "load", lists).code == 0
        yield made


@pytest.fixture(scope="module")
def template(home: Home) -> bytes:
    """The workbook that `sunday template` writes for the branch."""
    target = home.folder / "D21609.xlsx"
    assert home("template", "D21609", SUNDAY.isoformat(), "-o", target).code == 0
    return target.read_bytes()


def test_the_code_of_a_branch_may_be_typed_in_any_case(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert home("template", "d21609", "05/03/2023").code == 0
    (written,) = tmp_path.iterdir()
    assert written.name == "D21609_2023-03-05.xlsx"
    assert opened(written.read_bytes())[FORM_SHEET]


@pytest.fixture(scope="module")
def saved(template: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The template after LibreOffice has saved it."""
    return saved_by_office(template, tmp_path_factory.mktemp("office"))


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(sheet: Any) -> dict[str, Any]:
    """What is written where."""
    return {c.coordinate: c.value for row in sheet.iter_rows() for c in row if c.value is not None}


def rules(sheet: Any) -> set[tuple[object, ...]]:
    """Drop-downs and conditions with what they say, by the cells that they hold for."""
    return {
        (
            str(rule.sqref),
            rule.type,
            (rule.formula1 or "").replace(" ", ""),
            rule.prompt,
            rule.error,
        )
        for rule in sheet.data_validations.dataValidation
        if rule.type not in (None, "none")
    }


def colours(sheet: Any) -> set[tuple[str, str]]:
    """Where which condition colours a cell."""
    return {
        (str(where.sqref), rule.formula[0].replace(" ", ""))
        for where in sheet.conditional_formatting
        for rule in where.rules
    }


def test_office_keeps_every_cell(template: bytes, saved: bytes) -> None:
    before, after = opened(template), opened(saved)
    assert after.sheetnames == before.sheetnames
    for name in before.sheetnames:
        assert cells(after[name]) == cells(before[name]), name
        assert after[name].sheet_state == before[name].sheet_state
    assert after[FORM_SHEET].protection.sheet


def test_office_keeps_who_and_when_in_the_properties(template: bytes, saved: bytes) -> None:
    def properties(content: bytes) -> dict[str, str]:
        return {p.name: str(p.value) for p in opened(content).custom_doc_props.props}

    assert properties(saved) == properties(template)
    assert properties(saved)["branch_code"] == "D21609"
    assert opened(saved).properties.title == "Báo cáo Ngày Chủ nhật số 05/03/2023"


@pytest.mark.parametrize("name", [FORM_SHEET, *TABLE_SHEETS])
def test_office_keeps_formats_drop_downs_and_colours(
    template: bytes, saved: bytes, name: str
) -> None:
    before, after = opened(template)[name], opened(saved)[name]
    formats = {c.coordinate: c.number_format for row in before.iter_rows() for c in row}
    texts = {place for place, number_format in formats.items() if number_format == "@"}
    assert texts or name == "TONG_HOP"
    assert all(after[place].number_format == "@" for place in texts)
    assert rules(after) == rules(before)
    assert colours(after) == colours(before)
    assert rules(before)
    assert colours(before) or name == "TONG_HOP"


def test_the_branch_s_own_teams_stand_in_it(saved: bytes) -> None:
    codes = [row[1].value for row in opened(saved)["TO_CNS"].iter_rows(min_row=4)]
    assert [code for code in codes if code] == ["T9001"] * 8 + ["T9002"] * 8
    choices = opened(saved)["DANH_MUC"]
    assert [choices["A1"].value, choices["A2"].value] == ["T9001", "T9002"]


def test_a_filled_one_comes_through_with_no_finding(
    home: Home, template: bytes, tmp_path: Path
) -> None:
    filled = fill(template, "T9001", SUNDAY, CITIZENS)
    inbox = home.folder / "inbox"
    inbox.mkdir(exist_ok=True)
    (inbox / "typed.xlsx").write_bytes(saved_by_office(filled, tmp_path))
    result = home("run", "--now", "2023-03-05T21:00", "--json").document
    assert [(f["rule_id"], f["cell"]) for f in home("findings", "--json").document] == []
    assert result["submissions"] == {"accepted": 1}
    assert (result["records_parsed"], result["records_accepted"]) == (3, 3)
    years = home.ask("SELECT birth_year FROM core.person ORDER BY 1")
    assert years == [(1974,), (1985,), (1990,)]
    assert home.ask("SELECT member_count FROM core.team_report ORDER BY 1") == [(8,), (8,)]
    (poster,) = home.ask("SELECT quantity FROM core.activity")
    assert int(poster[0]) == 30
