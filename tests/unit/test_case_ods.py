"""What an .ods shows of its cells: merged, hidden, struck through, errors, as an .xlsx does."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from benchmarks.odd_files import ods, with_parts
from tests.forms import saved_by_office
from tests.unit.test_case_sheets import HEADER, MARKS, ROWS, marked
from tests.workbooks import Verdict, form, judge_files

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("style",)
)
STYLES = (
    f"<office:automatic-styles {NAMESPACES}>"
    '<style:style style:name="struck" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="plain" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="none"/></style:style>'
    "</office:automatic-styles>"
)


def sent(**changes: str) -> bytes:
    """Three citizens in rows 4 to 6 as an .ods.

    A change puts attributes on a cell (`D5`) or row (`row5`); one that begins with “<” is put in
    the place of the cell.
    """
    content = ods({"THONG_TIN": form(), "NGUOI_DAN": [["DANH SÁCH"], [], HEADER, *ROWS]})
    before, _, after = content_of(content).rpartition("<table:table ")
    # The first part of each is what stands before the first row, or cell.
    rows = [re.split("(?=<table:table-cell)", row) for row in after.split("<table:table-row>")]
    attributes = [""] * len(rows)
    for place, change in changes.items():
        number = int(re.sub(r"\D", "", place))
        at = ord(place[0]) - ord("A") + 1
        if place.startswith("row"):
            attributes[number] = change
        elif change.startswith("<"):
            rows[number][at] = change
        else:
            cell = rows[number][at]
            rows[number][at] = cell.replace("table:table-cell", f"table:table-cell {change}", 1)
    lines = [
        f"<table:table-row {said}>{''.join(row)}"
        for said, row in zip(attributes[1:], rows[1:], strict=True)
    ]
    sheet = f"<table:table {''.join(rows[0])}{''.join(lines)}"
    xml = before.replace("<office:body>", f"{STYLES}<office:body>") + sheet
    return with_parts(content, part=("content.xml", xml.encode()))


def content_of(ods_file: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(ods_file)) as package:
        return package.read("content.xml").decode()


def judged(content: bytes) -> Verdict:
    return judge_files({"D21609.ods": content})


@pytest.mark.parametrize("encoding", ["inlineStr", "utf-16", "big5", "base64"])
def test_an_ods_is_utf_8_whatever_encoding_it_claims(encoding):
    claimed = content_of(sent(row5='table:visibility="collapse"')).replace("UTF-8", encoding, 1)
    verdict = judged(with_parts(sent(), part=("content.xml", claimed.encode())))
    assert verdict.counts == (3, 3, 0, 0)
    assert verdict.told("case_id") == [("S15",)]


COVERED = "<table:covered-table-cell/>"
DOWN = {"B4": 'table:number-rows-spanned="3"', "B5": COVERED, "B6": COVERED}


def test_an_ods_without_marks_is_told_nothing_of():
    assert judged(sent()).findings.empty


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (DOWN, ("S13", "info", 4)),
        ({"row5": 'table:visibility="collapse"'}, ("S15", "warning", 5)),
        ({"row6": 'table:visibility="filter"'}, ("S15", "warning", 6)),
        ({"D5": 'table:style-name="struck"'}, ("S19", "warning", 5)),
    ],
)
def test_an_ods_is_read_in_full_and_its_marks_are_told(changes, told):
    verdict = judged(sent(**changes))
    assert verdict.counts == (3, 3, 0, 0)
    assert verdict.told("case_id", "severity", "row_number") == [told]


def test_a_merged_cell_of_an_ods_is_the_value_of_each_of_its_rows_s13():
    assert list(judged(sent(**DOWN)).records["team_code"]) == ["T0001"] * 3


def test_what_is_merged_across_or_styled_otherwise_is_told_nothing_of():
    verdict = judged(
        sent(
            B4='table:number-rows-spanned="1"',
            D5='table:style-name="plain"',
            row6='table:visibility="visible"',
        )
    )
    assert verdict.findings.empty


def test_rows_stand_where_those_that_are_repeated_push_them():
    verdict = judged(
        sent(row2='table:number-rows-repeated="4"', row5='table:visibility="collapse"')
    )
    assert verdict.told("row_number", case="S15") == [(8,)]


ERROR = (
    '<table:table-cell xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:'
    'calcext:1.0" table:formula="of:=1/0" office:value-type="string" office:string-value=""'
    ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
)
UNCALCULATED = '<table:table-cell table:formula="of:=1+1"/>'


def test_an_error_and_a_formula_without_a_result_are_no_values_r66_s16():
    verdict = judged(sent(E4=ERROR, E5=UNCALCULATED))
    assert verdict.finding("record.cell.is_no_error_value")["cell"] == "E4"
    assert verdict.finding("record.cell.is_no_blank_formula")["cell"] == "E5"


def test_what_libreoffice_saves_as_ods_is_told_as_of_an_xlsx(tmp_path):
    def mark(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        for _, make, _ in (one for one in MARKS if one[0] != "S18"):
            make(book, sheet)

    sent = marked(mark)
    verdict = judged(saved_by_office(sent, tmp_path, "ods"))
    assert set(verdict.records["team_code"]) == {"T0002"}
    names = ("case_id", "severity", "state", "row_number", "message_vi")
    assert verdict.told(*names) == judge_files({"D21609.xlsx": sent}).told(*names)
    assert {"S13", "S15", "S19"} == set(verdict.findings["case_id"])
