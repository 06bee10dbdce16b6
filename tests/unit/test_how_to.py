"""The how-to pages, carried out: their own code, put where they say, in a copy."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandera.pandas as pa
import pytest

import schemas.catalogue
import schemas.submitted
import schemas.template
import transforms.people
import transforms.reading.aliases
import transforms.reading.mapping
from reports.data_dictionary import render_rules
from samples.packaged import PROFILES
from schemas.catalogue import CATALOGUE
from schemas.template import TEMPLATE
from tests.pages import ROOT, blocks
from tests.workbooks import citizen, form, judged, report, workbook

LONG = "record.full_name.is_60_letters_or_less"


def made(code: str, module: Any) -> Any:
    """What an entry of a list in a module is; such entries end in a comma."""
    (entry,) = eval(f"[{code}]", vars(module))
    return entry


@pytest.fixture
def with_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """add_a_rule.md, steps 1 and 2."""
    words, condition = blocks("add_a_rule.md", "python")
    monkeypatch.setitem(CATALOGUE, LONG, made(words, schemas.catalogue))
    check = made(condition, schemas.submitted)

    def record_rules(*known: Any) -> pa.DataFrameSchema:
        schema = schemas.submitted.record_rules(*known)
        checks = [*schema.columns["full_name"].checks, check]
        return schema.update_column("full_name", checks=checks)

    monkeypatch.setattr(transforms.people, "record_rules", record_rules)


def test_a_rule_that_is_added_yields_a_finding_in_both_languages(with_rule: None) -> None:
    verdict = judged(report(citizen(full_name=" ".join(["Nguyễn Thị Vinh"] * 5))))
    found = verdict.finding(LONG)
    assert (found["severity"], found["state"], found["row_number"]) == ("warning", "open", 4)
    assert found["message_vi"].startswith("Trang NGUOI_DAN, dòng 4, ô D4")
    assert "dài hơn 60 chữ cái. Đề nghị" in found["message_vi"]
    assert "has more than 60 letters. Please" in found["message_en"]
    assert "Vinh" not in found["message_vi"] + found["message_en"] + found["value_masked"]
    assert verdict.counts == (1, 1, 0, 0), "a warning keeps the row"


def test_a_row_at_the_limit_breaks_no_rule(with_rule: None) -> None:
    verdict = judged(report(citizen(full_name=("Nguyễn " * 8 + "Anhh")[:60])))
    assert LONG not in set(verdict.findings["rule_id"])


def test_its_severity_can_be_set(with_rule: None) -> None:
    row = citizen(full_name=" ".join(["Nguyễn Thị Vinh"] * 5))
    assert judged(report(row), severities={LONG: "error"}).counts == (1, 0, 1, 0)


def test_the_page_of_rules_has_it(with_rule: None) -> None:
    page = render_rules(CATALOGUE.values())
    assert f"| `{LONG}` |  | warning | row | {{place}}: họ và tên {{found}} dài hơn" in page


def their_file() -> bytes:
    """A branch's own layout of NGUOI_DAN."""
    header = ["Mã tổ", "Ngày công tác", "Họ và tên", "Số CCCD", "Định danh mức 2", "Đồng ý"]
    names = ("team_code", "assist_date", "full_name", "id_number")
    row = [*(citizen()[name] for name in names), "x", "x"]
    return workbook({"THONG_TIN": form(), "NGUOI_DAN": [header, row]})


def test_a_header_of_their_own_keeps_rows_out() -> None:
    verdict = judged(their_file())
    assert {"sheet.column.is_present", "sheet.column.is_unknown"} <= set(
        verdict.findings["rule_id"]
    )
    assert verdict.counts[1] == 0


def test_a_header_that_is_taught_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    (words,) = blocks("add_a_branch_layout.md", "python")
    alias = made(words, schemas.template)
    taught = tuple(
        replace(column, aliases=(*column.aliases, alias))
        if (column.sheet, column.name) == ("NGUOI_DAN", "assist_date")
        else column
        for column in TEMPLATE
    )
    aliases = transforms.reading.aliases
    monkeypatch.setattr(aliases, "TEMPLATE", taught)
    monkeypatch.setattr(aliases, "_TABLE", aliases._alias_table())
    forget_headers()
    try:
        verdict = judged(their_file())
    finally:
        forget_headers()
    assert verdict.counts == (1, 1, 0, 0)
    assert str(verdict.record(row_number=2)["assist_date"].date()) == "2023-03-05"


def forget_headers() -> None:
    """A process reads its template once."""
    transforms.reading.aliases.names_by_sheet.cache_clear()
    transforms.reading.aliases.close_names.cache_clear()
    transforms.reading.mapping.map_columns.cache_clear()


def test_a_sample_campaign_is_made_as_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "warehouse").symlink_to(ROOT / "warehouse")
    monkeypatch.chdir(tmp_path)
    made: dict[str, Any] = {}
    for code in blocks("make_samples.md", "python"):
        exec(code, made)
    folder = tmp_path / "sample-7"
    assert len(list((folder / "inbox").rglob("*.xlsx"))) == 6
    assert {path.name for path in (folder / "reference").iterdir()} == {"branches.csv", "teams.csv"}
    assert "KPI_UNIQUE_CITIZENS" in capsys.readouterr().out


def test_the_page_on_samples_tells_of_every_profile() -> None:
    page = (ROOT / "docs" / "how_to" / "make_samples.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == list(PROFILES)
