"""The letter to a branch, and the reminder: short, plain, and about nobody."""

from __future__ import annotations

import re
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from reports.letter import letter_html, letter_text
from reports.letter_plan import Arrival, FaultLine, Letter, RepeatLine
from reports.reminder import Reminder, reminder_html, reminder_text
from schemas.settings import TIME_ZONE

CAME = Arrival(datetime(2023, 3, 5, 21, tzinfo=TIME_ZONE), False, "đang có hiệu lực", True)
FAULT = FaultLine("error", "Mã tổ", "Cần mã tổ.", "Đề nghị sửa.", 2, ["ô B5", "ô B9"])
REPEAT = RepeatLine("NGUOI_DAN dòng 7", "T.T.H., •••965", "D21610", date(2023, 2, 26), False)


def letter(**changes: Any) -> Letter:
    told: dict[str, Any] = {
        "branch_code": "D21609",
        "branch_name": "Đoàn xã An Hưng",
        "sunday": date(2023, 3, 5),
        "arrivals": [CAME],
        "parsed": 12,
        "accepted": 10,
        "quarantined": 2,
        "excluded": 0,
        "sums": {"unique_new": 9, "duplicate_earlier": 1},
        "faults": [FAULT],
        "repeats": [REPEAT],
        "workbooks": ["D21609_2023-03-05_can-sua_v1.xlsx"],
        "due": date(2023, 3, 12),
    }
    return Letter(**(told | changes))


def reminder(**changes: Any) -> Reminder:
    told: dict[str, Any] = {
        "branch_code": "D21609",
        "branch_name": "Đoàn xã An Hưng",
        "sunday": date(2023, 3, 5),
        "teams": [("T0001", "Tổ thôn 1"), ("T0002", "Tổ thôn 2")],
    }
    return Reminder(**(told | changes))


def words(page: str) -> str:
    """What a reader sees of a page."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            found.append(data)

    Reader().feed(re.sub("<style>.*?</style>", "", page, flags=re.S))
    return " ".join(" ".join(found).split())


@pytest.mark.parametrize("as_text", [letter_text, lambda told: words(letter_html(told))])
def test_both_forms_say_what_came_what_counts_and_what_to_do(as_text: Any) -> None:
    text = " ".join(as_text(letter()).split())
    for said in (
        "Kính gửi: Đoàn xã An Hưng",
        "Có 2 lỗi phải sửa; 2 dòng chưa được tính.",
        "nhận lúc 21:00 ngày 05/03/2023 (đúng hạn), đang có hiệu lực",
        "D21609_2023-03-05_can-sua_v1.xlsx",
        "trước 22 giờ Chủ nhật 12/03/2023",
        "Cần mã tổ. Đề nghị sửa.",
        "ô B5, ô B9",
        "1 dòng đã được hỗ trợ từ các tuần trước: mỗi người dân chỉ tính một lần.",
        "NGUOI_DAN dòng 7 (T.T.H., •••965): cùng người với báo cáo của D21610, ngày 26/02/2023",
    ):
        assert said in text, said


def test_a_report_without_faults_asks_for_nothing() -> None:
    text = letter_text(letter(faults=[], workbooks=[], quarantined=0, sums={}, repeats=[]))
    assert "không còn chỗ nào cần sửa" in text
    assert "Cơ sở không phải làm gì thêm" in text
    assert "VÌ SAO" not in text and "NGƯỜI DÂN ĐÃ CÓ" not in text


def test_a_file_that_cannot_be_marked_is_mended_by_the_letter_alone() -> None:
    text = letter_text(letter(workbooks=[]))
    assert "Sửa tệp đã gửi theo các mục dưới đây" in " ".join(text.split())


def test_it_stays_one_page_however_much_is_wrong() -> None:
    lines = [
        FaultLine("warning", f"Cột {n}", "Sai.", "Đề nghị sửa.", 40, ["ô A1"] * 40)
        for n in range(30)
    ]
    text = letter_text(letter(faults=lines, repeats=[REPEAT] * 50))
    assert "và 32 chỗ khác" in text and "Và 22 loại khác" in text
    assert len(text.splitlines()) < 66
    assert max(map(len, text.splitlines())) <= 78


@pytest.mark.parametrize(
    "form",
    [
        lambda **told: letter_html(letter(**told)),
        lambda **told: reminder_html(reminder(**told)),
        lambda branch_name: reminder_html(reminder(teams=[("T0001", branch_name)])),
    ],
)
def test_the_page_needs_nothing_of_elsewhere_and_escapes_what_it_shows(form: Any) -> None:
    page = form(branch_name="<b>&“x”")
    assert "<b>&“x”" not in page and "&lt;b&gt;&amp;“x”" in page
    assert not re.search(r"https?:|src=|<script|<link|@import|url\(", page)
    assert 'name="viewport"' in page and "prefers-color-scheme:dark" in page and "@page" in page


@pytest.mark.parametrize("as_text", [reminder_text, lambda told: words(reminder_html(told))])
def test_a_reminder_says_that_missing_is_not_zero_and_how_to_send_or_to_say_nothing_was_held_y13(
    as_text: Any,
) -> None:
    text = " ".join(as_text(reminder()).split())
    assert text.lower().startswith(("chưa nộp báo cáo", "d21609 chưa nộp báo cáo"))
    for said in (
        "Kính gửi: Đoàn xã An Hưng",
        "Chưa nhận được báo cáo nào của cơ sở cho Chủ nhật 05/03/2023.",
        "không phải là số 0",
        "Cơ sở đang được ghi là “chưa nộp báo cáo”",
        "ghi đúng mã đơn vị D21609 và ngày Chủ nhật 05/03/2023",
        "chọn loại báo cáo “Không tổ chức” và ghi “Lý do không tổ chức”",
        "trước Chủ nhật 12/03/2023",
        "Gửi muộn hơn vẫn được nhận và tính đủ; số liệu đã công bố được tính lại.",
        "T0002: Tổ thôn 2",
    ):
        assert said.lower() in text.lower(), said


def test_a_reminder_lists_some_teams_counts_the_others_and_says_nothing_of_none() -> None:
    many = [(f"T{n:04d}", f"Tổ {n}") for n in range(15)]
    text = reminder_text(reminder(teams=many))
    assert "(15)" in text and "- T0011: Tổ 11" in text and "T0012" not in text
    assert "- và 3 tổ khác" in text
    assert max(map(len, text.splitlines())) <= 78
    none = reminder(teams=[])
    assert "danh sách" not in (reminder_text(none) + reminder_html(none)).lower()
