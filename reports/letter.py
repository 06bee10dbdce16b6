"""The letter to a branch, as a page for a phone and one sheet of paper, and as plain text.

The page is whole in itself: no script, no picture, no font and no address of elsewhere. All that
comes from data is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from reports.correction_plan import SEVERITIES
from reports.letter_page import State, heading, page, text_heading, wrapped
from reports.letter_plan import Arrival, FaultLine, Letter
from reports.letter_words import (
    arrival_line,
    in_short,
    places_line,
    repeat_line,
    repeat_sentence,
    todo_lines,
)

__all__ = ["letter_html", "letter_text"]

_MOST_FAULTS = 8
_MOST_REPEATS = 5
_MOST_ARRIVALS = 3
_CLOSING = (
    "Thư do hệ thống Ngày Chủ nhật số lập. Họ tên chỉ ghi chữ cái đầu, số giấy tờ và số điện thoại"
    " chỉ ghi ba số cuối. Cần trao đổi, đề nghị liên hệ Tỉnh đoàn."
)


def letter_text(letter: Letter) -> str:
    """The letter as text of lines that a phone need not break."""
    return "\n".join(_text_lines(letter)) + "\n"


def _text_lines(letter: Letter) -> Iterator[str]:
    title = f"Kết quả tiếp nhận báo cáo Ngày Chủ nhật số {letter.sunday:%d/%m/%Y}"
    yield from text_heading(letter.branch_code, letter.branch_name, title, in_short(letter))
    for number, arrival in _latest(letter):
        yield from wrapped(arrival_line(number, arrival), "- ")
    yield from (f"- {words}: {count}" for count, words in _figures(letter))
    yield ""
    yield "ĐỀ NGHỊ"
    for number, todo in enumerate(todo_lines(letter), start=1):
        yield from wrapped(todo, f"{number}. ")
    if letter.faults:
        yield ""
        yield "VÌ SAO TRẢ LẠI"
    for line in letter.faults[:_MOST_FAULTS]:
        label = f"{line.label}: " if line.label else ""
        yield from wrapped(f"{_times(line)} {label}{line.reason} {line.advice}".strip(), "- ")
        if line.places:
            yield from wrapped(f"Ở: {places_line(line)}", "  ")
    yield from wrapped(_more_faults(letter), "- ")
    if sentence := repeat_sentence(letter):
        yield ""
        yield "NGƯỜI DÂN ĐÃ CÓ Ở NƠI KHÁC (không phải sửa)"
        yield from wrapped(sentence)
        for repeat in letter.repeats[:_MOST_REPEATS]:
            yield from wrapped(repeat_line(repeat), "- ")
    yield ""
    yield from wrapped(_CLOSING)


def _latest(letter: Letter) -> list[tuple[int, Arrival]]:
    return list(enumerate(letter.arrivals, start=1))[-_MOST_ARRIVALS:]


def _figures(letter: Letter) -> list[tuple[int, str]]:
    figures = [
        (letter.parsed, "dòng đã nhận"),
        (letter.accepted, "dòng đã tính"),
        (letter.persons_new, "người dân mới"),
        (letter.quarantined, "dòng trả lại"),
    ]
    return [*figures, (letter.excluded, "dòng chỉ tính lượt")] if letter.excluded else figures


def _times(line: FaultLine) -> str:
    return f"[{_kind(line)} × {line.count}]" if line.count > 1 else f"[{_kind(line)}]"


def _kind(line: FaultLine) -> str:
    return SEVERITIES[line.severity].capitalize()


def _more_faults(letter: Letter) -> str:
    more = len(letter.faults) - _MOST_FAULTS
    return f"Và {more} loại khác, xem trang CẦN SỬA của tệp kèm theo." if more > 0 else ""


def letter_html(letter: Letter) -> str:
    """The letter as one self-contained page."""
    title = f"Kết quả tiếp nhận báo cáo Chủ nhật {letter.sunday:%d/%m/%Y}"
    state: State = "bad" if letter.error_count else "ask" if letter.faults else "good"
    parts = [
        *heading(letter.branch_code, letter.branch_name, title, in_short(letter), state),
        *_counts(letter),
        "<section><h2>Đề nghị</h2><ol>",
        *(f"<li>{escape(todo)}</li>" for todo in todo_lines(letter)),
        "</ol></section>",
        *_faults(letter),
        *_repeats(letter),
    ]
    return page(letter.branch_code, title, parts, _CLOSING)


def _counts(letter: Letter) -> Iterator[str]:
    yield '<section><dl class="figures">'
    for count, words in _figures(letter):
        kind = ' class="bad"' if words == "dòng trả lại" and count else ""
        yield f"<div{kind}><dd>{count}</dd><dt>{words}</dt></div>"
    yield '</dl><ul class="arrivals">'
    for number, arrival in _latest(letter):
        kind = "now" if arrival.is_in_force else "then"
        yield f'<li class="{kind}">{escape(arrival_line(number, arrival))}</li>'
    yield "</ul></section>"


def _faults(letter: Letter) -> Iterator[str]:
    if not letter.faults:
        return
    yield '<section><h2>Vì sao trả lại</h2><ul class="faults">'
    for line in letter.faults[:_MOST_FAULTS]:
        times = f" × {line.count}" if line.count > 1 else ""
        label = f"<b>{escape(line.label)}.</b> " if line.label else ""
        places = f'<span class="cells">{escape(places_line(line))}</span>' if line.places else ""
        yield f'<li class="{line.severity}"><span class="kind">{_kind(line)}{times}</span>'
        yield f"<div>{label}{escape(line.reason)} {escape(line.advice)} {places}</div></li>"
    yield "</ul>"
    if more := _more_faults(letter):
        yield f"<p>{escape(more)}</p>"
    yield "</section>"


def _repeats(letter: Letter) -> Iterator[str]:
    sentence = repeat_sentence(letter)
    if not sentence:
        return
    yield "<section><h2>Người dân đã có ở nơi khác <small>(không phải sửa)</small></h2>"
    yield f"<p>{escape(sentence)}</p>"
    yield from _list([repeat_line(repeat) for repeat in letter.repeats[:_MOST_REPEATS]])
    yield "</section>"


def _list(items: Sequence[str]) -> Iterator[str]:
    if items:
        yield '<ul class="small">'
        yield from (f"<li>{escape(item)}</li>" for item in items)
        yield "</ul>"
