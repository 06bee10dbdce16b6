"""The outbox: what branches are told after a run, whatever happens to the run."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.small_workbooks import citizen, report
from schemas.errors import TransientError
from schemas.settings import Settings
from tests.canary import WORDS, canary_files
from tests.districts import MIDDLE_NAMES, Case, District, in_shared_runs
from tests.integration.test_cases_through_a_run import MONDAY, NOW, TEAMS, ask, load
from tests.integration.test_decisions import decide
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

SUNDAY_NIGHT = "2023-03-05T23:00+07:00"
TUESDAY = "2023-03-07T06:00+07:00"
WEDNESDAY = "2023-03-08T06:00+07:00"
NEXT_MONDAY = "2023-03-13T06:00+07:00"
BAD = report(*PEOPLE[:3], citizen(team_code="T9999"))


def bad(own: District) -> bytes:
    return own.report(*PEOPLE[:3], citizen(team_code="T9999"))


def clean(own: District) -> bytes:
    return own.report(*PEOPLE[:3], teams=TEAMS)


def other(own: District) -> bytes:
    """The report of the second branch."""
    return own.report(citizen(team_code="T0101", phone="123"), branch="D21610")


def told(own: District) -> dict[str, bytes]:
    """What the first branch finds in its folder of the outbox."""
    return answered(own.settings, own.own("D21609"))


def words(own: District, branch: str = "D21609") -> str:
    """The words of the letter to a branch."""
    return " ".join(answered(own.settings, own.own(branch))["thu.txt"].decode().split())


def noted(own: District, branch: str) -> list[tuple[Any, ...]]:
    """What `ops.answer` says of a branch."""
    return own.ask(f"SELECT * FROM ops.answer WHERE branch_code = '{own.own(branch)}'")


def suspend(own: District, branch: str) -> None:
    """Suspends the first Sunday in the commune of a branch."""
    commune = own.branches[own.own(branch)]
    suspended = f"sunday,unit_code,reason\n2023-03-05,{commune},Bão số 4"
    own.load(own.branches, own.teams, suspended_sundays=suspended)


def close(own: District, branch: str) -> None:
    """Ends a branch before the first Sunday."""
    head, code = "branch_code,name,kind,unit_code,valid_to", own.own(branch)
    ended = f"{head}\n{code},Đoàn xã {code},commune,{own.branches[code]},2023-03-01"
    own.load(own.branches, own.teams, branches=ended)


@pytest.fixture(scope="module")
def settings_of_played(settings_of_played: Settings) -> Settings:
    """The branches of this module look into the outbox."""
    return settings_of_played.model_copy(update={"answers": True})


@pytest.fixture
def home(settings: Settings, database: Database, tmp_path: Path) -> Settings:
    """Settings of a home whose branches and teams are loaded and are answered."""
    load(database, tmp_path / "reference")
    return settings.model_copy(update={"answers": True})


@in_shared_runs
def test_each_branch_has_its_letter_and_its_workbook_and_nothing_of_others(own: District) -> Case:
    yield NOW, {"a": bad(own), "b": other(own)}
    names = ["thu.html", "thu.txt"]
    assert sorted(path for path in outbox(own.settings) if path.split("/")[1] in own.branches) == (
        sorted(
            f"2023-03-05/{branch}/{name}"
            for branch in own.branches
            for name in [*names, f"{branch}_2023-03-05_can-sua_v1.xlsx"]
        )
    )
    book = workbook_in(own.settings, own.own("D21609"))
    cells = {str(c.value) for row in opened(book)["NGUOI_DAN"] for c in row}
    assert own.cells(PEOPLE[0])["full_name"] in cells and own.own("T0101") not in cells
    assert "1 lỗi phải sửa; 1 dòng chưa được tính" in told(own)["thu.txt"].decode()
    for path in (own.settings.home / "outbox").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


@in_shared_runs
def test_a_run_without_news_of_a_branch_writes_nothing_for_it(own: District) -> Case:
    yield NOW, {"a": bad(own)}
    root = own.settings.home / "outbox" / "2023-03-05" / own.own("D21609")
    before = {path: path.stat().st_mtime_ns for path in root.iterdir()}
    assert len(before) == 3
    yield MONDAY, {}
    assert {path: path.stat().st_mtime_ns for path in root.iterdir()} == before


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
    assert len(answered(home)) == 3


def test_answers_that_are_not_wanted_stay_due_but_no_reminder_does(home, database):
    send(home, "a.xlsx", BAD)
    run_at(home.model_copy(update={"answers": False}), MONDAY)
    assert outbox(home) == {}
    assert ask(database, "SELECT branch_code FROM ops.answer") == [("D21609",)]
    run_at(home, NEXT_MONDAY)
    assert {path.split("/")[1] for path in outbox(home)} == {"D21609"}
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


@in_shared_runs
def test_a_header_that_a_steward_returns_goes_back_to_the_branch(own: District) -> Case:
    beside = chr(ord(LETTERS[COLUMNS[-1]]) + 1)
    yield NOW, {"a": edited(clean(own), {f"{beside}3": "Zalo", f"{beside}4": "có"})}
    assert sorted(told(own)) == ["thu.html", "thu.txt"]
    name = own.finding("sheet.column.is_unknown")
    assert decide(own.settings, name, "--return").code == 0
    yield MONDAY, {}
    book = workbook_in(own.settings, own.own("D21609"))
    assert marked_cells(book) == {f"{beside}3"}
    letter = words(own)
    assert "[Trả lại]" in letter and f"Ở: ô {beside}3" in letter
    assert "1 chỗ đề nghị kiểm tra lại" in letter
    yield TUESDAY, {"b": edited(book, {f"{beside}3": None, f"{beside}4": None})}
    assert sorted(told(own)) == ["thu.html", "thu.txt"]


@in_shared_runs
def test_a_repair_that_a_steward_returns_goes_back_and_is_fixed_when_mended(own: District) -> Case:
    rows = [{**PEOPLE[0], "phone": "967123456"}, *PEOPLE[1:3]]
    yield NOW, {"a": own.report(*rows, teams=TEAMS)}
    rule_id = "record.phone.restore_leading_zero"
    assert decide(own.settings, own.finding(rule_id, "fixed"), "--return").code == 0
    yield MONDAY, {}
    cell = f"{LETTERS['phone']}4"
    book = workbook_in(own.settings, own.own("D21609"))
    assert marked_cells(book) == {cell}
    assert "[TRẢ LẠI]" in opened(book)["NGUOI_DAN"][cell].comment.text
    assert "TRẢ LẠI: người rà soát đề nghị xem lại" in str(
        [c.value for row in opened(book)["CẦN SỬA"].iter_rows() for c in row]
    )
    yield TUESDAY, {"b": edited(book, {cell: "0967123456"})}
    assert own.states(rule_id) == ["fixed"]
    assert sorted(told(own)) == ["thu.html", "thu.txt"]


@in_shared_runs
def test_a_file_that_cannot_be_read_is_answered_until_a_readable_one_comes(own: District) -> Case:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    folder = f"2023-03-05/{own.own('D21609')}"
    yield NOW, {f"{folder}/a": locked}
    assert sorted(told(own)) == ["thu.html", "thu.txt"]
    assert "không đọc được, trả lại" in words(own)
    yield MONDAY, {f"{folder}/b": own.report(*PEOPLE)}
    assert "không còn chỗ nào cần sửa" in words(own)


@in_shared_runs
def test_a_branch_that_mistyped_its_sunday_has_an_answer_and_no_reminder(own: District) -> Case:
    a_monday = own.report(*PEOPLE[:2], citizen(phone="123"), sunday="06/03/2023")
    next_year = own.report(citizen(team_code="T0101"), branch="D21610", sunday="03/03/2024")
    yield SUNDAY_NIGHT, {"a": a_monday, "b": next_year}
    for branch, asked in (
        ("D21609", "ghi một ngày Chủ nhật dạng ngày/tháng/năm"),
        ("D21610", "trong tương lai"),
    ):
        assert asked in words(own, branch)
        assert "Chưa nhận được báo cáo" not in words(own, branch)
    (workbook,) = [name for name in told(own) if name.endswith(".xlsx")]
    assert workbook.startswith(f"{own.own('D21609')}_2023-03-05_can-sua_")
    yield MONDAY, {"c": own.report(*PEOPLE[:2], kind="Thay thế")}
    assert "đã được tính" in words(own)


@in_shared_runs
def test_a_branch_from_which_nothing_came_is_reminded_once_until_its_file_comes_y13(
    own: District,
) -> Case:
    yield NOW, {"a": clean(own)}
    assert noted(own, "D21610") == []  # before the cut-off nobody is missing
    yield MONDAY, {}
    folder = own.settings.home / "outbox" / "2023-03-05" / own.own("D21610")
    before = noted(own, "D21610"), {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert sorted(path.name for path in before[1]) == ["thu.html", "thu.txt"]
    letter = words(own, "D21610")
    assert letter.startswith("CHƯA NỘP BÁO CÁO NGÀY CHỦ NHẬT SỐ 05/03/2023")
    assert f"{own.own('T0101')}: " in letter and own.own("T0001") not in letter
    assert "CHƯA NỘP" not in words(own)
    yield TUESDAY, {}
    told_again = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert (noted(own, "D21610"), told_again) == before
    yield WEDNESDAY, {"b": other(own)}
    assert "nhận lúc 06:00 ngày 08/03/2023 (muộn)" in words(own, "D21610")
    assert "CHƯA NỘP" not in words(own, "D21610")
    assert len(answered(own.settings, own.own("D21610"))) == 3


@in_shared_runs
def test_a_branch_that_was_suspended_is_not_even_noted_y13(own: District) -> Case:
    suspend(own, "D21610")
    yield MONDAY, {"a": clean(own)}
    assert own.presence("2023-03-05")["D21610"] == "suspended"
    assert noted(own, "D21610") == []


@in_shared_runs
def test_no_reminder_stays_for_a_branch_that_need_not_send_y13(own: District) -> Case:
    nil = own.report(branch="D21609", kind="Không tổ chức", nil_reason="Bão số 4")
    yield MONDAY, {"a": nil}
    assert words(own, "D21610").startswith("CHƯA NỘP BÁO CÁO")
    assert "báo không tổ chức" in words(own)
    suspend(own, "D21610")
    yield TUESDAY, {}
    assert own.presence("2023-03-05")["D21610"] == "suspended"
    assert not (own.settings.home / "outbox" / "2023-03-05" / own.own("D21610")).exists()
    yield WEDNESDAY, {}
    assert answered(own.settings, own.own("D21610")) == {}


@in_shared_runs
def test_no_reminder_stays_for_a_branch_that_was_closed_y13(own: District) -> Case:
    yield MONDAY, {"a": clean(own)}
    assert words(own, "D21610").startswith("CHƯA NỘP BÁO CÁO")
    close(own, "D21610")
    yield TUESDAY, {}
    assert answered(own.settings, own.own("D21610")) == {}


@in_shared_runs
def test_a_reminder_goes_when_a_later_report_tells_of_that_week_y13(own: District) -> Case:
    yield MONDAY, {"a": clean(own)}
    assert words(own, "D21610").startswith("CHƯA NỘP BÁO CÁO")
    rows = [citizen(team_code="T0101", assist_date=f"{day}/03/2023") for day in ("05", "12")]
    late = own.report(*rows, branch="D21610", sunday=date(2023, 3, 12))
    yield NEXT_MONDAY, {"b": late}
    assert own.presence("2023-03-05")["D21610"] == "late"
    mine = [path for path in outbox(own.settings) if own.own("D21610") in path]
    assert {path.split("/")[0] for path in mine} == {"2023-03-12"}


@in_shared_runs
def test_only_the_sunday_just_due_is_reminded_of_y13(own: District) -> Case:
    earlier = own.report(sunday=date(2023, 2, 26), kind="Không tổ chức", nil_reason="Bão số 4")
    yield MONDAY, {"a": earlier}
    assert own.presence("2023-02-26")["D21610"] == "missing"
    assert [row[0] for row in noted(own, "D21610")] == [date(2023, 3, 5)]


def test_a_cut_off_that_passes_without_news_is_followed_by_reminders_y13(home, database):
    send(home, "a.xlsx", BAD)
    run_at(home, NOW)
    assert answered(home, "D21610") == {}
    run_at(home, SUNDAY_NIGHT)
    assert sorted(answered(home, "D21610")) == ["thu.html", "thu.txt"]


@in_shared_runs
def test_repeats_are_told_with_the_branch_and_date_of_the_other_and_a_mask(own: District) -> Case:
    yield NOW, {"a": own.report(*PEOPLE[:3], citizen()), "b": other(own)}
    text = words(own, "D21610")
    number = str(own.cells(citizen())["id_number"])
    mask = f"(T.{MIDDLE_NAMES[own.number][0]}.T.H., •••{number[-3:]})"
    assert "1 dòng đã có ở báo cáo khác trong tuần: mỗi người dân chỉ tính một lần." in text
    assert f"{mask}: cùng người với báo cáo của {own.own('D21609')}, ngày 05/03/2023" in text
    assert "Trần" not in text and number not in text
    assert "cùng người" not in words(own)


def _lost() -> object:
    from warehouse.reading_apart import Unread

    return Unread("crash")


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
