"""The reminder to a branch from which nothing came for a Sunday (case Y13): a page, and text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from reports.letter_page import heading, page, text_heading, wrapped

__all__ = ["Reminder", "reminder_html", "reminder_text"]

_MOST_TEAMS = 12
_NOT_ZERO = "Chưa nộp không phải là số 0"
_MEANING = (
    "Cơ sở đang được ghi là “chưa nộp báo cáo”: chưa có báo cáo thì chưa kết luận cơ sở có hoạt"
    " động hay không."
)
_MEND_TEAMS = "Danh sách chưa đúng, đề nghị báo Tỉnh đoàn."
_CLOSING = (
    "Thư do hệ thống Ngày Chủ nhật số lập. Cơ sở đã sáp nhập, được tạm dừng, hoặc cần trao đổi,"
    " đề nghị liên hệ Tỉnh đoàn."
)


@dataclass(frozen=True)
class Reminder:
    """To whom, and for which Sunday; `teams` are code and name of the branch's youth teams."""

    branch_code: str
    branch_name: str
    sunday: date
    teams: Sequence[tuple[str, str]]


def reminder_text(told: Reminder) -> str:
    """The reminder as text of lines that a phone need not break."""
    return "\n".join(_text_lines(told)) + "\n"


def _text_lines(told: Reminder) -> Iterator[str]:
    title = f"Chưa nộp báo cáo Ngày Chủ nhật số {told.sunday:%d/%m/%Y}"
    yield from text_heading(told.branch_code, told.branch_name, title, _in_short(told))
    yield _NOT_ZERO.upper()
    yield from wrapped(_MEANING)
    yield ""
    yield "ĐỀ NGHỊ"
    for number, (case, words) in enumerate(_todo_lines(told), start=1):
        yield from wrapped(f"{case}: {words}", f"{number}. ")
    if told.teams:
        yield ""
        yield _teams_title(told).upper()
        for line in _team_lines(told):
            yield from wrapped(line, "- ")
        yield _MEND_TEAMS
    yield ""
    yield from wrapped(_CLOSING)


def _in_short(told: Reminder) -> str:
    return f"Chưa nhận được báo cáo nào của cơ sở cho Chủ nhật {told.sunday:%d/%m/%Y}."


def _todo_lines(told: Reminder) -> Iterator[tuple[str, str]]:
    """In which case, and what to do then."""
    yield (
        "Đã tổ chức",
        "gửi tệp báo cáo theo cách vẫn gửi, trong tệp ghi đúng mã đơn vị"
        f" {told.branch_code} và ngày Chủ nhật {told.sunday:%d/%m/%Y}.",
    )
    yield (
        "Không tổ chức",
        "vẫn gửi tệp báo cáo, ở trang THONG_TIN chọn loại báo cáo “Không tổ chức” và ghi “Lý do"
        " không tổ chức”; như vậy là đã nộp.",
    )
    yield (
        "Đã gửi rồi",
        "có thể tệp chưa đến nơi, hoặc ghi mã hay ngày khác; kiểm tra và gửi lại, gửi nhiều lần"
        " không ai bị tính hai lần. Nếu vừa gửi, xin bỏ qua thư này.",
    )
    yield (
        "Thời hạn",
        f"trước Chủ nhật {told.sunday + timedelta(weeks=1):%d/%m/%Y}. Gửi muộn hơn vẫn được nhận"
        " và tính đủ; số liệu đã công bố được tính lại.",
    )


def _teams_title(told: Reminder) -> str:
    return f"Các tổ trong danh sách ({len(told.teams)})"


def _team_lines(told: Reminder) -> Iterator[str]:
    yield from (f"{code}: {name}" for code, name in told.teams[:_MOST_TEAMS])
    if (more := len(told.teams) - _MOST_TEAMS) > 0:
        yield f"và {more} tổ khác"


def reminder_html(told: Reminder) -> str:
    """The reminder as one self-contained page."""
    title = f"Chưa nộp báo cáo Chủ nhật {told.sunday:%d/%m/%Y}"
    parts = [
        *heading(told.branch_code, told.branch_name, title, _in_short(told), "ask"),
        f"<section><h2>{_NOT_ZERO}</h2><p>{_MEANING}</p></section>",
        "<section><h2>Đề nghị</h2><ol>",
        *(f"<li><b>{case}:</b> {escape(words)}</li>" for case, words in _todo_lines(told)),
        "</ol></section>",
        *_teams(told),
    ]
    return page(told.branch_code, title, parts, _CLOSING)


def _teams(told: Reminder) -> Iterator[str]:
    if told.teams:
        yield f'<section><h2>{_teams_title(told)}</h2><ul class="small">'
        yield from (f"<li>{escape(line)}</li>" for line in _team_lines(told))
        yield f'</ul><p class="small">{_MEND_TEAMS}</p></section>'
