"""A broken report goes back marked, comes back mended, and is as if it had never been broken."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings
from pydantic import SecretStr

from schemas.settings import Settings
from tests.districts import Case, District, Play, each_in_shared_runs, in_shared_runs, play
from tests.forms import office, saved_by_office
from tests.integration.test_cases_through_a_run import TEAMS as MEMBERS
from tests.integration.test_decisions import decide
from tests.returned import (
    LETTERS,
    PEOPLE,
    answered,
    edited,
    marked_cells,
    opened,
    workbook_in,
)

FIRST, SECOND, THIRD = (f"2023-03-05T{hour}+07:00" for hour in ("20:00", "20:30", "21:00"))
BROKEN = {
    "team_code": ["T9999"],
    "assist_date": ["31/02/2023", "04/03/2023"],
    "full_name": ["???"],
    "id_number": ["0521896"],
    "phone": ["12345"],
    "gender": ["xyz"],
    "ward": ["Xã Không Có Thật"],
    "consent": [""],
}
"""Column → values that are wrong in it and in nothing else, for one row after the other."""

Fresh = Callable[[], AbstractContextManager[str]]

Place = tuple[int, str]
"""The number of a row of PEOPLE, and a column."""


@pytest.fixture(scope="module")
def settings_of_played(settings_of_played: Settings) -> Settings:
    """The branches of this module look into the outbox."""
    return settings_of_played.model_copy(update={"answers": True})


def broken(own: District, cells: Mapping[Place, str]) -> bytes:
    """The clean report with these cells made wrong."""
    rows = [dict(row) for row in PEOPLE]
    for (number, name), value in cells.items():
        rows[number][name] = value
    return own.report(*rows, teams=MEMBERS)


def wrong(number: int, name: str) -> str:
    """What is broken of the cell of a row."""
    return BROKEN[name][number % len(BROKEN[name])]


def address(number: int, name: str) -> str:
    """Where the cell of a row stands: the first citizen is in row 4."""
    return f"{LETTERS[name]}{number + 4}"


def mended(own: District, cells: Iterable[Place]) -> dict[str, object]:
    """Cell → what should stand in it."""
    return {address(number, name): own.cells(PEOPLE[number])[name] for number, name in cells}


SOME: dict[Place, str] = {
    (1, "team_code"): "T9999",
    (3, "phone"): "12345",
    (6, "assist_date"): "31/02/2023",
}
"""Two rows that are held back, and one that counts."""


def open_ones(own: District) -> list[tuple[Any, ...]]:
    """The rule and cell of each open finding."""
    return own.ask(
        "SELECT rule_id, cell FROM quality.finding WHERE state = 'open' AND {of_ours} ORDER BY 1, 2"
    )


def figures(own: District) -> list[tuple[Any, ...]]:
    """What is published of the district, with its units by what they are."""
    places = {own.code: "district"} | dict(zip(own.communes, ("first", "second"), strict=True))
    places |= dict(zip(own.branches, ("first", "second"), strict=True))
    rows = own.ask(
        "SELECT unit_code, sunday, period, unit_level, indicator_code, numerator, denominator,"
        " value FROM mart.indicator ORDER BY 2, 3, 4, 1, 5"
    )
    return [(places[unit], *told) for unit, *told in rows if unit in places]


def persons(own: District) -> int:
    """How many have been helped."""
    ((count,),) = own.ask("SELECT count(DISTINCT person_id) FROM core.assistance WHERE {of_ours}")
    return int(count)


def lineages(own: District) -> int:
    """How many rows there have been, in whatever file and place."""
    ((count,),) = own.ask("SELECT count(DISTINCT lineage_key) FROM vault.record WHERE {of_ours}")
    return int(count)


def told(own: District) -> dict[str, bytes]:
    """What the first branch finds in its folder of the outbox."""
    return answered(own.settings, own.own("D21609"))


def book_of(own: District) -> bytes:
    """The one correction workbook that it finds there."""
    return workbook_in(own.settings, own.own("D21609"))


def never_broken(own: District) -> Case:
    """A clean report; its figures are those that a healed one shall have."""
    yield FIRST, {"clean": own.report(*PEOPLE, teams=MEMBERS)}
    assert open_ones(own) == []
    assert not [name for name in told(own) if name.endswith(".xlsx")]
    clean = figures(own)
    assert clean
    yield SECOND, {}
    assert figures(own) == clean
    FIGURES[own.settings.home] = clean


FIGURES: dict[Path, list[tuple[Any, ...]]] = {}
"""Home → what is published of its clean report; that case is the first of each home."""

PLAYED_FIRST = [never_broken]
test_a_clean_report_has_no_answer_to_mend = in_shared_runs(never_broken)


def assert_healed(own: District) -> None:
    """Nothing is asked any more, and all is counted as if nothing had ever been wrong."""
    assert open_ones(own) == []
    assert figures(own) == FIGURES[own.settings.home]


def round_trip(own: District, cells: Mapping[Place, str]) -> Case:
    """The report goes back with these cells marked, and comes back with them mended."""
    yield FIRST, {"a": broken(own, cells)}
    book = book_of(own)
    assert marked_cells(book) == {address(*place) for place in cells}
    yield SECOND, {"b": edited(book, mended(own, cells))}
    assert_healed(own)
    assert persons(own) == len(PEOPLE)
    assert sorted(told(own)) == ["thu.html", "thu.txt"]


places = st.sets(
    st.tuples(st.integers(0, len(PEOPLE) - 1), st.sampled_from(sorted(BROKEN))),
    min_size=1,
    max_size=5,
)


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(asked=st.lists(places, min_size=6, max_size=6))
def test_what_is_broken_is_marked_and_what_is_mended_is_healed(
    fresh_database: Fresh, asked: list[set[Place]]
) -> None:
    """Of six branches in the same two runs."""
    trips: list[Play] = [
        partial(round_trip, cells={place: wrong(*place) for place in cells}) for cells in asked
    ]
    cases = [never_broken, *trips]
    with fresh_database() as url, TemporaryDirectory() as folder:
        made = Settings(home=Path(folder), database_url=SecretStr(url), answers=True)
        made.inbox_folder.mkdir()
        played = play(cases, made)
    for case in cases:
        played.raise_what_was_wrong_with(case)


@each_in_shared_runs("kind", ["xlsx", "xls", "ods"])
def test_it_comes_back_through_another_program(own: District, kind: str) -> Case:
    office()
    yield FIRST, {"a": broken(own, SOME)}
    returned = edited(book_of(own), mended(own, SOME))
    yield SECOND, {f"b.{kind}": saved_by_office(returned, own.settings.home, kind)}
    assert_healed(own)
    assert lineages(own) == len(PEOPLE)


@in_shared_runs
def test_the_workbook_of_rows_of_another_format_heals_as_well(own: District) -> Case:
    yield FIRST, {"a.xls": saved_by_office(broken(own, SOME), own.settings.home, "xls")}
    book = book_of(own)
    assert opened(book).sheetnames[:2] == ["CẦN SỬA", "THONG_TIN"]
    assert marked_cells(book) == {address(*place) for place in SOME}
    yield SECOND, {"b": edited(book, mended(own, SOME))}
    assert_healed(own)
    assert lineages(own) == len(PEOPLE)


@in_shared_runs
def test_what_is_wrong_still_stays_the_same_finding(own: District) -> Case:
    query = (
        "SELECT rule_id, finding_id, state FROM quality.finding"
        " WHERE severity <> 'info' AND {of_ours}"
    )
    yield FIRST, {"a": broken(own, SOME)}
    before = {rule: finding for rule, finding, _ in own.ask(query)}
    half = dict([*SOME.items()][:1])
    yield SECOND, {"b": edited(book_of(own), mended(own, half))}
    after = {rule: (finding, state) for rule, finding, state in own.ask(query)}
    assert {rule: finding for rule, (finding, _) in after.items()} == before
    assert {rule: state for rule, (_, state) in after.items()} == {
        "record.team_code.is_on_roster": "fixed",
        "record.phone.is_valid": "open",
        "record.assist_date.is_a_date": "open",
    }
    again = book_of(own)
    rest = {place: value for place, value in SOME.items() if place not in half}
    assert marked_cells(again) == {address(*place) for place in rest}
    headers = [cell.value for cell in opened(again)["NGUOI_DAN"][3]]
    assert headers.count("Vì sao cần sửa") == headers.count("Mã dòng (không sửa)") == 1
    yield THIRD, {"c": edited(again, mended(own, rest))}
    assert open_ones(own) == []


def rearranged(content: bytes, order: list[int]) -> bytes:
    """The workbook with these rows of the list in this order, and no others."""
    book = opened(content)
    sheet = book["NGUOI_DAN"]
    rows = [[cell.value for cell in sheet[number + 4]] for number in order]
    for number in range(4, 4 + len(PEOPLE)):
        values = rows[number - 4] if number - 4 < len(rows) else [None] * sheet.max_column
        for cell, value in zip(sheet[number], values, strict=True):
            cell.value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@in_shared_runs
def test_reordered_and_deleted_rows_are_understood(own: District) -> Case:
    yield FIRST, {"a": broken(own, SOME)}
    book = edited(book_of(own), mended(own, [(1, "team_code")]))
    # The seventh is deleted.
    yield SECOND, {"b": rearranged(book, [7, 3, 1, 0, 5, 4, 2])}
    states = dict(
        own.ask("SELECT rule_id, state FROM quality.finding WHERE cell <> '' AND {of_ours}")
    )
    assert states["record.team_code.is_on_roster"] == "fixed"
    assert states["record.phone.is_valid"] == "open"
    assert states["record.assist_date.is_a_date"] == "closed"
    assert persons(own) == 7
    assert marked_cells(book_of(own)) == {f"{LETTERS['phone']}5"}


@in_shared_runs
def test_an_id_that_was_altered_copied_or_brought_from_elsewhere_is_told(own: District) -> Case:
    yield FIRST, {"a": broken(own, SOME)}
    book = book_of(own)
    column = next(
        c.column_letter for c in opened(book)["NGUOI_DAN"][3] if "Mã dòng" in str(c.value)
    )
    ids = [opened(book)["NGUOI_DAN"][f"{column}{row}"].value for row in range(4, 12)]
    wrong = ids[0][:-3] + ("0" if ids[0][-3] != "0" else "1") + ids[0][-2:]
    foreign = "R-00000000-0000-0"
    changes = {f"{column}4": wrong, f"{column}6": ids[1], f"{column}8": foreign}
    yield SECOND, {"b": edited(book, mended(own, SOME) | changes)}
    assert open_ones(own) == [
        ("record.row_id.is_of_this_report", f"{column}8"),
        ("record.row_id.is_unaltered", f"{column}4"),
        ("record.row_id.is_unique", f"{column}6"),
    ]
    assert persons(own) == len(PEOPLE)


@in_shared_runs
def test_a_workbook_that_comes_back_untouched_changes_nothing(own: District) -> Case:
    yield FIRST, {"a": broken(own, SOME)}
    before = told(own)
    yield SECOND, {"b": book_of(own)}
    assert [row[1] for row in own.statuses()] == ["accepted", "duplicate"]
    assert len(open_ones(own)) == 3
    after = told(own)
    assert {n: c for n, c in after.items() if "can-sua" in n} == {
        n: c for n, c in before.items() if "can-sua" in n
    }


@in_shared_runs
def test_a_corrected_first_report_leaves_the_supplement_that_came_after_it(own: District) -> Case:
    first = {(1, "phone"): "12345"}
    rows = [{**row, "phone": "12345"} if at == 1 else row for at, row in enumerate(PEOPLE[:5])]
    yield FIRST, {"a": own.report(*rows, teams=MEMBERS)}
    book = book_of(own)
    more = [{**row, "gender": "xyz"} if at == 1 else row for at, row in enumerate(PEOPLE[5:])]
    yield SECOND, {"b": own.report(*more, kind="Bổ sung")}
    assert persons(own) == 8
    names = [name for name in told(own) if name.endswith(".xlsx")]
    branch = own.own("D21609")
    assert names == [f"{branch}_2023-03-05_can-sua_v{version}.xlsx" for version in (1, 2)]
    supplement = told(own)[names[1]]
    yield (
        THIRD,
        {
            "c": edited(book, mended(own, first)),
            "d": edited(supplement, {address(1, "gender"): "Nữ"}),
        },
    )
    assert open_ones(own) == []
    assert persons(own) == 8
    assert [row[1] for row in own.statuses()] == [
        "superseded",
        "superseded",
        "accepted",
        "accepted",
    ]


@in_shared_runs
def test_a_correction_with_most_rows_taken_out_waits(own: District) -> Case:
    yield FIRST, {"a": broken(own, SOME)}
    book = edited(book_of(own), mended(own, SOME))
    yield SECOND, {"b": rearranged(book, [1, 3, 6])}
    assert [row[1] for row in own.statuses()] == ["accepted", "held"]
    assert persons(own) == 6


@in_shared_runs
def test_a_question_at_a_cell_keeps_its_answer_in_the_corrected_file(own: District) -> Case:
    cells = {(1, "consent"): "", (3, "assist_date"): "04/03/2023", (5, "phone"): "12345"}
    yield FIRST, {"a": broken(own, cells)}
    book = book_of(own)
    assert marked_cells(book) == {address(*place) for place in cells}
    for rule_id in ("record.consent.is_given", "record.assist_date.is_a_sunday"):
        name = own.finding(rule_id)
        answer = ("--waive", "--reason", "đã hỏi")
        assert decide(own.settings, name, *answer, now=FIRST).code == 0
    mended_phone = edited(book, mended(own, [(5, "phone")]))
    yield SECOND, {"b": rearranged(mended_phone, [7, 6, 5, 4, 3, 2, 1, 0])}
    assert open_ones(own) == []
    waived = own.ask(
        "SELECT rule_id, cell FROM quality.finding WHERE state = 'waived' AND {of_ours} ORDER BY 1"
    )
    assert waived == [
        ("record.assist_date.is_a_sunday", address(4, "assist_date")),
        ("record.consent.is_given", address(6, "consent")),
    ]
