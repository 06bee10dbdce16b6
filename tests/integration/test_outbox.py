"""The outbox: what branches are told after a run, whatever happens to the run."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from benchmarks.small_workbooks import citizen, report
from schemas.errors import TransientError
from schemas.settings import Settings
from tests.canary import WORDS, canary_files
from tests.integration.test_cases_through_a_run import MONDAY, NOW, TEAMS, ask, load
from tests.integration.test_decisions import decide, finding
from tests.returned import (
    COLUMNS,
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
from warehouse.database import Database

BAD = report(*PEOPLE[:3], citizen(team_code="T9999"))
CLEAN = report(*PEOPLE[:3], teams=TEAMS)
OTHER = report(citizen(team_code="T0101", phone="123"), branch="D21610")


@pytest.fixture
def home(settings: Settings, database: Database, tmp_path: Path) -> Settings:
    """Settings of a home whose branches and teams are loaded."""
    load(database, tmp_path / "reference")
    return settings


def test_each_branch_has_its_letter_and_its_workbook_and_nothing_of_others(home, database):
    send(home, "a.xlsx", BAD)
    send(home, "b.xlsx", OTHER)
    run_at(home, NOW)
    names = ["thu.html", "thu.txt"]
    assert sorted(outbox(home)) == sorted(
        f"2023-03-05/{branch}/{name}"
        for branch in ("D21609", "D21610")
        for name in [*names, f"{branch}_2023-03-05_can-sua_v1.xlsx"]
    )
    cells = {str(c.value) for row in opened(workbook_in(home))["NGUOI_DAN"] for c in row}
    assert "Đỗ Thị An" in cells and "T0101" not in cells
    assert "1 lỗi phải sửa; 1 dòng chưa được tính" in answered(home)["thu.txt"].decode()
    for path in (home.home / "outbox").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_a_run_without_news_writes_nothing(home):
    send(home, "a.xlsx", BAD)
    run_at(home, NOW)
    root = home.home / "outbox"
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    run_at(home, MONDAY)
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def test_a_run_that_dies_before_it_answers_is_made_good_by_the_next(home, monkeypatch):
    def die(*_: object) -> int:
        raise TransientError("The outbox cannot be written.")

    send(home, "a.xlsx", BAD)
    with monkeypatch.context() as patch:
        patch.setattr("flows.answering.write_answer", die)
        with pytest.raises(TransientError):
            run_at(home, NOW)
    assert outbox(home) == {}
    run_at(home, MONDAY)
    late = outbox(home)
    assert len(late) == 3


def test_answers_that_are_not_wanted_stay_due(home):
    send(home, "a.xlsx", BAD)
    run_at(home.model_copy(update={"answers": False}), NOW)
    assert outbox(home) == {}
    run_at(home, MONDAY)
    assert len(outbox(home)) == 3


def test_an_outbox_that_cannot_be_written_is_told_in_a_sentence(home):
    (home.home / "outbox").write_text("in the way", encoding="utf-8")
    send(home, "a.xlsx", BAD)
    with pytest.raises(TransientError, match=r"^The outbox .* cannot be written \(File exists\);"):
        run_at(home, NOW)


def test_a_file_that_no_program_can_mark_still_has_its_letter(home, monkeypatch):
    monkeypatch.setattr(
        "flows.answering.read_apart", lambda read, files, *_: [_lost()] * len(files)
    )
    send(home, "a.xlsx", BAD)
    run_at(home, NOW)
    assert sorted(answered(home)) == ["thu.html", "thu.txt"]
    assert "Sửa tệp đã gửi theo các mục dưới đây" in answered(home)["thu.txt"].decode()


TUESDAY = "2023-03-07T06:00+07:00"


def test_a_header_that_a_steward_returns_goes_back_to_the_branch(home, database):
    beside = chr(ord(LETTERS[COLUMNS[-1]]) + 1)
    send(home, "a.xlsx", edited(CLEAN, {f"{beside}3": "Zalo", f"{beside}4": "có"}))
    run_at(home, NOW)
    assert sorted(answered(home)) == ["thu.html", "thu.txt"]
    name = finding(database, "sheet.column.is_unknown")
    assert decide(home, name, "--return").code == 0
    run_at(home, MONDAY)
    assert marked_cells(workbook_in(home)) == {f"{beside}3"}
    told = " ".join(answered(home)["thu.txt"].decode().split())
    assert (
        "[Trả lại]" in told and f"Ở: ô {beside}3" in told and "1 chỗ đề nghị kiểm tra lại" in told
    )
    mended = edited(workbook_in(home), {f"{beside}3": None, f"{beside}4": None})
    send(home, "b.xlsx", mended)
    run_at(home, TUESDAY)
    assert sorted(answered(home)) == ["thu.html", "thu.txt"]


def test_a_repair_that_a_steward_returns_goes_back_and_is_fixed_when_mended(home, database):
    rows = [{**PEOPLE[0], "phone": "967123456"}, *PEOPLE[1:3]]
    send(home, "a.xlsx", report(*rows, teams=TEAMS))
    run_at(home, NOW)
    rule_id = "record.phone.restore_leading_zero"
    assert decide(home, finding(database, rule_id, "fixed"), "--return").code == 0
    run_at(home, MONDAY)
    cell = f"{LETTERS['phone']}4"
    book = workbook_in(home)
    assert marked_cells(book) == {cell}
    assert "[TRẢ LẠI]" in opened(book)["NGUOI_DAN"][cell].comment.text
    assert "TRẢ LẠI: người rà soát đề nghị xem lại" in str(
        [c.value for row in opened(book)["CẦN SỬA"].iter_rows() for c in row]
    )
    send(home, "b.xlsx", edited(book, {cell: "0967123456"}))
    run_at(home, TUESDAY)
    states = f"SELECT state FROM quality.finding WHERE rule_id = '{rule_id}'"
    assert ask(database, states) == [("fixed",)]
    assert sorted(answered(home)) == ["thu.html", "thu.txt"]


def _lost() -> object:
    from warehouse.reading_apart import Unread

    return Unread("crash")


def test_a_file_that_cannot_be_read_is_answered_until_a_readable_one_comes(home):
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    send(home, "2023-03-05/D21609/a.xlsx", locked)
    run_at(home, NOW)
    told = answered(home)
    assert sorted(told) == ["thu.html", "thu.txt"]
    assert "không đọc được, trả lại" in " ".join(told["thu.txt"].decode().split())
    send(home, "2023-03-05/D21609/b.xlsx", report(*PEOPLE))
    run_at(home, MONDAY)
    assert "không còn chỗ nào cần sửa" in " ".join(answered(home)["thu.txt"].decode().split())


def test_repeats_are_told_with_the_branch_and_date_of_the_other_and_a_mask(home):
    send(home, "a.xlsx", report(*PEOPLE[:3], citizen()))
    send(home, "b.xlsx", OTHER)
    run_at(home, NOW)
    text = " ".join(answered(home, "D21610")["thu.txt"].decode().split())
    assert "1 dòng đã có ở báo cáo khác trong tuần: mỗi người dân chỉ tính một lần." in text
    assert "(T.T.H., •••965): cùng người với báo cáo của D21609, ngày 05/03/2023" in text
    assert "Trần" not in text and "052189270965" not in text
    assert "cùng người" not in answered(home)["thu.txt"].decode()


def test_letters_and_names_of_files_know_no_citizen(home, database):
    for path, content in canary_files().items():
        send(home, path, content)
    run_at(home, "2026-03-05T21:00+07:00")
    told = outbox(home)
    assert len(told) >= 3
    for path, content in told.items():
        assert not [word for word in WORDS if word in path]
        if not path.endswith(".xlsx"):
            assert not [word for word in WORDS if word.encode() in content], path
    assert ask(database, "SELECT count(*) FROM ops.answer WHERE run_id <> written_run_id") == [(0,)]
