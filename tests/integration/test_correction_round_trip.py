"""A broken report goes back marked, comes back mended, and is as if it had never been broken."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings
from psycopg.conninfo import conninfo_to_dict
from pydantic import SecretStr

from benchmarks.small_workbooks import BRANCHES, TEAMS, report
from schemas.settings import Settings
from tests.conftest import Databases
from tests.forms import saved_by_office
from tests.integration.test_cases_through_a_run import TEAMS as MEMBERS
from tests.integration.test_cases_through_a_run import ask, load, statuses
from tests.integration.test_decisions import decide, finding
from tests.returned import (
    LETTERS,
    PEOPLE,
    answered,
    edited,
    marked_cells,
    opened,
    outbox,
    run_at,
    send,
    workbook_in,
)
from warehouse.database import Database, open_database

Fresh = Callable[[], AbstractContextManager[str]]

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

CLEAN = report(*PEOPLE, teams=MEMBERS)
OPEN = "SELECT rule_id, cell FROM quality.finding WHERE state = 'open' ORDER BY 1, 2"
FIGURES = (
    "SELECT sunday, period, unit_level, unit_code, indicator_code, numerator, denominator, value"
    " FROM mart.indicator ORDER BY 1, 2, 3, 4, 5"
)
PERSONS = "SELECT count(DISTINCT person_id) FROM core.assistance"


@contextmanager
def branch_home(fresh_database: Fresh) -> Iterator[tuple[Settings, Database]]:
    """A home whose branches and teams are loaded."""
    with fresh_database() as url, TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "inbox").mkdir()
        made = Settings(home=home, database_url=SecretStr(url))
        with open_database(made) as database:
            load(database, home / "reference", branches=BRANCHES, teams=TEAMS)
            yield made, database


@pytest.fixture
def home(fresh_database: Fresh) -> Iterator[tuple[Settings, Database]]:
    with branch_home(fresh_database) as made:
        yield made


@pytest.fixture(scope="module")
def answered_once(fresh_database: Fresh) -> Iterator[Settings]:
    """A home whose branch sent SOME that is wrong and was answered; nobody is connected to it."""
    with fresh_database() as url, TemporaryDirectory() as folder:
        made = Settings(home=Path(folder), database_url=SecretStr(url))
        made.inbox_folder.mkdir()
        with open_database(made) as database:
            load(database, made.home / "reference", branches=BRANCHES, teams=TEAMS)
        send(made, "a.xlsx", broken(SOME))
        run_at(made, FIRST)
        yield made


@pytest.fixture
def sent_back(
    answered_once: Settings, databases: Databases, tmp_path: Path
) -> Iterator[tuple[Settings, Database]]:
    """A copy of that home."""
    folder = shutil.copytree(answered_once.home, tmp_path / "sent back")
    assert answered_once.database_url is not None
    known = conninfo_to_dict(answered_once.database_url.get_secret_value())
    with databases.copy_of(str(known["dbname"])) as url:
        made = Settings(home=folder, database_url=SecretStr(url))
        with open_database(made) as database:
            yield made, database


@pytest.fixture(scope="module")
def figures(fresh_database: Fresh) -> list[tuple[Any, ...]]:
    """What is published of the clean report."""
    with branch_home(fresh_database) as (made, database):
        send(made, "clean.xlsx", CLEAN)
        run_at(made, FIRST)
        assert ask(database, OPEN) == []
        assert not [name for name in answered(made) if name.endswith(".xlsx")]
        return ask(database, FIGURES)


def broken(cells: dict[tuple[int, str], str]) -> bytes:
    """The clean report with these cells, by number of the row and column, made wrong."""
    rows = [dict(row) for row in PEOPLE]
    for (number, name), value in cells.items():
        rows[number][name] = value
    return report(*rows, teams=MEMBERS)


def wrong(number: int, name: str) -> str:
    """What is broken of the cell of a row."""
    return BROKEN[name][number % len(BROKEN[name])]


def address(number: int, name: str) -> str:
    """Where the cell of a row stands: the first citizen is in row 4."""
    return f"{LETTERS[name]}{number + 4}"


def mended(cells: dict[tuple[int, str], str]) -> dict[str, object]:
    return {address(number, name): PEOPLE[number][name] for number, name in cells}


SOME = {(1, "team_code"): "T9999", (3, "phone"): "12345", (6, "assist_date"): "31/02/2023"}
"""Two rows that are held back, and one that counts."""


places = st.sets(
    st.tuples(st.integers(0, len(PEOPLE) - 1), st.sampled_from(sorted(BROKEN))),
    min_size=1,
    max_size=5,
)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(asked=places)
def test_what_is_broken_is_marked_and_what_is_mended_is_healed(
    fresh_database: Fresh, figures: list[tuple[Any, ...]], asked: set[tuple[int, str]]
) -> None:
    cells = {place: wrong(*place) for place in asked}
    with branch_home(fresh_database) as (made, database):
        send(made, "a.xlsx", broken(cells))
        run_at(made, FIRST)
        book = workbook_in(made)
        assert marked_cells(book) == {address(*place) for place in asked}
        send(made, "b.xlsx", edited(book, mended(cells)))
        run_at(made, SECOND)
        assert ask(database, OPEN) == []
        assert ask(database, PERSONS) == [(len(PEOPLE),)]
        assert ask(database, FIGURES) == figures
        assert sorted(answered(made)) == ["thu.html", "thu.txt"]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_it_comes_back_through_another_program(sent_back, figures, tmp_path, kind) -> None:
    made, database = sent_back
    returned = edited(workbook_in(made), mended(SOME))
    send(made, f"b.{kind}", saved_by_office(returned, tmp_path, kind))
    run_at(made, SECOND)
    assert ask(database, OPEN) == []
    assert ask(database, FIGURES) == figures
    assert lineages(database) == [(len(PEOPLE),)]


def lineages(database: Database) -> list[tuple[Any, ...]]:
    return ask(database, "SELECT count(DISTINCT lineage_key) FROM vault.record")


def test_the_workbook_of_rows_of_another_format_heals_as_well(home, figures, tmp_path) -> None:
    made, database = home
    send(made, "a.xls", saved_by_office(broken(SOME), tmp_path, "xls"))
    run_at(made, FIRST)
    book = workbook_in(made)
    assert opened(book).sheetnames[:2] == ["CẦN SỬA", "THONG_TIN"]
    assert marked_cells(book) == {address(*place) for place in SOME}
    send(made, "b.xlsx", edited(book, mended(SOME)))
    run_at(made, SECOND)
    assert ask(database, OPEN) == []
    assert ask(database, FIGURES) == figures
    assert lineages(database) == [(len(PEOPLE),)]


def test_what_is_wrong_still_stays_the_same_finding(sent_back) -> None:
    made, database = sent_back
    query = "SELECT rule_id, finding_id, state FROM quality.finding WHERE severity <> 'info'"
    before = {rule: finding for rule, finding, _ in ask(database, query)}
    half = dict([*SOME.items()][:1])
    send(made, "b.xlsx", edited(workbook_in(made), mended(half)))
    run_at(made, SECOND)
    after = {rule: (finding, state) for rule, finding, state in ask(database, query)}
    assert {rule: finding for rule, (finding, _) in after.items()} == before
    assert {rule: state for rule, (_, state) in after.items()} == {
        "record.team_code.is_on_roster": "fixed",
        "record.phone.is_valid": "open",
        "record.assist_date.is_a_date": "open",
    }
    again = workbook_in(made)
    rest = {place: value for place, value in SOME.items() if place not in half}
    assert marked_cells(again) == {address(*place) for place in rest}
    headers = [cell.value for cell in opened(again)["NGUOI_DAN"][3]]
    assert headers.count("Vì sao cần sửa") == headers.count("Mã dòng (không sửa)") == 1
    send(made, "c.xlsx", edited(again, mended(rest)))
    run_at(made, THIRD)
    assert ask(database, OPEN) == []


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


def test_reordered_and_deleted_rows_are_understood(sent_back) -> None:
    made, database = sent_back
    book = edited(workbook_in(made), {address(1, "team_code"): "T0001"})
    send(made, "b.xlsx", rearranged(book, [7, 3, 1, 0, 5, 4, 2]))  # the seventh is deleted
    run_at(made, SECOND)
    states = dict(ask(database, "SELECT rule_id, state FROM quality.finding WHERE cell <> ''"))
    assert states["record.team_code.is_on_roster"] == "fixed"
    assert states["record.phone.is_valid"] == "open"
    assert states["record.assist_date.is_a_date"] == "closed"
    assert ask(database, PERSONS) == [(7,)]
    assert marked_cells(workbook_in(made)) == {"H5".replace("H", LETTERS["phone"])}


def test_an_id_that_was_altered_copied_or_brought_from_elsewhere_is_told(sent_back) -> None:
    made, database = sent_back
    book = workbook_in(made)
    column = next(
        c.column_letter for c in opened(book)["NGUOI_DAN"][3] if "Mã dòng" in str(c.value)
    )
    ids = [opened(book)["NGUOI_DAN"][f"{column}{row}"].value for row in range(4, 12)]
    wrong = ids[0][:-3] + ("0" if ids[0][-3] != "0" else "1") + ids[0][-2:]
    foreign = "R-00000000-0000-0"
    changes = {f"{column}4": wrong, f"{column}6": ids[1], f"{column}8": foreign}
    send(made, "b.xlsx", edited(book, mended(SOME) | changes))
    run_at(made, SECOND)
    told = ask(database, OPEN)
    assert told == [
        ("record.row_id.is_of_this_report", f"{column}8"),
        ("record.row_id.is_unaltered", f"{column}4"),
        ("record.row_id.is_unique", f"{column}6"),
    ]
    assert ask(database, PERSONS) == [(len(PEOPLE),)]


def test_a_workbook_that_comes_back_untouched_changes_nothing(sent_back) -> None:
    made, database = sent_back
    before = outbox(made)
    send(made, "b.xlsx", workbook_in(made))
    run_at(made, SECOND)
    assert [row[1] for row in statuses(database)] == ["accepted", "duplicate"]
    assert len(ask(database, OPEN)) == 3
    after = outbox(made)
    assert {n: c for n, c in after.items() if "can-sua" in n} == {
        n: c for n, c in before.items() if "can-sua" in n
    }


def test_a_corrected_first_report_leaves_the_supplement_that_came_after_it(home) -> None:
    made, database = home
    first = {(1, "phone"): "12345"}
    rows = [{**row, "phone": "12345"} if at == 1 else row for at, row in enumerate(PEOPLE[:5])]
    send(made, "a.xlsx", report(*rows, teams=MEMBERS))
    run_at(made, FIRST)
    book = workbook_in(made)
    more = [{**row, "gender": "xyz"} if at == 1 else row for at, row in enumerate(PEOPLE[5:])]
    send(made, "b.xlsx", report(*more, kind="Bổ sung"))
    run_at(made, SECOND)
    assert ask(database, PERSONS) == [(8,)]
    names = [name for name in answered(made) if name.endswith(".xlsx")]
    assert names == ["D21609_2023-03-05_can-sua_v1.xlsx", "D21609_2023-03-05_can-sua_v2.xlsx"]
    supplement = answered(made)[names[1]]
    send(made, "c.xlsx", edited(book, mended(first)))
    send(made, "d.xlsx", edited(supplement, {address(1, "gender"): "Nữ"}))
    run_at(made, THIRD)
    assert ask(database, OPEN) == []
    assert ask(database, PERSONS) == [(8,)]
    assert [row[1] for row in statuses(database)] == [
        "superseded",
        "superseded",
        "accepted",
        "accepted",
    ]


def test_a_correction_with_most_rows_taken_out_waits(sent_back) -> None:
    made, database = sent_back
    book = edited(workbook_in(made), mended(SOME))
    send(made, "b.xlsx", rearranged(book, [1, 3, 6]))
    run_at(made, SECOND)
    assert [row[1] for row in statuses(database)] == ["accepted", "held"]
    assert ask(database, PERSONS) == [(6,)]


def test_a_question_at_a_cell_keeps_its_answer_in_the_corrected_file(home) -> None:
    made, database = home
    cells = {(1, "consent"): "", (3, "assist_date"): "04/03/2023", (5, "phone"): "12345"}
    send(made, "a.xlsx", broken(cells))
    run_at(made, FIRST)
    book = workbook_in(made)
    assert marked_cells(book) == {address(*place) for place in cells}
    for rule_id in ("record.consent.is_given", "record.assist_date.is_a_sunday"):
        name = finding(database, rule_id)
        assert decide(made, name, "--waive", "--reason", "đã hỏi", now=FIRST).code == 0
    mended_phone = edited(book, mended({(5, "phone"): "12345"}))
    send(made, "b.xlsx", rearranged(mended_phone, [7, 6, 5, 4, 3, 2, 1, 0]))
    run_at(made, SECOND)
    assert ask(database, OPEN) == []
    told = "SELECT rule_id, cell FROM quality.finding WHERE state = 'waived' ORDER BY 1"
    assert ask(database, told) == [
        ("record.assist_date.is_a_sunday", address(4, "assist_date")),
        ("record.consent.is_given", address(6, "consent")),
    ]
