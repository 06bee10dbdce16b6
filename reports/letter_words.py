"""The sentences of a letter to a branch, as plain text: what the page and the text share."""

from __future__ import annotations

from collections.abc import Iterator

from reports.letter_plan import Arrival, FaultLine, Letter, RepeatLine

__all__ = [
    "arrival_line",
    "in_short",
    "places_line",
    "repeat_line",
    "repeat_sentence",
    "todo_lines",
]

_MOST_PLACES = 8


def arrival_line(number: int, arrival: Arrival) -> str:
    """When a file came and what became of it."""
    timing = "muộn" if arrival.is_late else "đúng hạn"
    return (
        f"Lần {number}: nhận lúc {arrival.received_at:%H:%M ngày %d/%m/%Y} ({timing}),"
        f" {arrival.status}"
    )


def in_short(letter: Letter) -> str:
    """The one sentence that matters."""
    if letter.error_count:
        count = f"{letter.quarantined} dòng chưa được tính" if letter.quarantined else ""
        held = f"Có {letter.error_count} lỗi phải sửa"
        return f"{held}; {count}." if count else f"{held}."
    if letter.question_count:
        return f"Báo cáo đã được tính. Có {letter.question_count} chỗ đề nghị kiểm tra lại."
    if not any(arrival.is_in_force for arrival in letter.arrivals):
        return "Báo cáo chưa được tính."
    if letter.parsed == 0:
        return "Đã ghi nhận báo cáo."
    told = "Báo cáo đã được tính đủ, không còn chỗ nào cần sửa"
    if len(letter.arrivals) > 1:
        return f"{told}; tệp cần sửa gửi trước đây (nếu có) không còn giá trị."
    return f"{told}."


def todo_lines(letter: Letter) -> Iterator[str]:
    """What to do, and by when."""
    if not letter.faults:
        yield "Cơ sở không phải làm gì thêm với báo cáo này."
        return
    due = f"trước 22 giờ Chủ nhật {letter.due:%d/%m/%Y}"
    if letter.workbooks:
        names = ", ".join(letter.workbooks)
        yield f"Mở tệp kèm theo thư này: {names}. Trang CẦN SỬA chỉ từng ô và cách sửa."
        yield "Sửa ngay trong tệp, giữ nguyên cột “Mã dòng (không sửa)”, lưu lại."
        yield f"Gửi lại cả tệp theo cách đã gửi, {due}. Gửi muộn hơn vẫn được nhận và tính đủ."
    else:
        yield f"Sửa tệp đã gửi theo các mục dưới đây và gửi lại {due}."
    yield "Dòng đúng không phải gửi riêng; gửi lại nhiều lần không ai bị tính hai lần."


def places_line(line: FaultLine) -> str:
    """The first cells, and how many more."""
    shown = ", ".join(line.places[:_MOST_PLACES])
    more = len(line.places) - _MOST_PLACES
    return f"{shown} và {more} chỗ khác" if more > 0 else shown


def repeat_sentence(letter: Letter) -> str:
    """How many rows named citizens who were counted with another row; '' for none."""
    told = (
        ("duplicate_in_file", "trùng trong cùng tệp"),
        ("duplicate_in_week", "đã có ở báo cáo khác trong tuần"),
        ("duplicate_earlier", "đã được hỗ trợ từ các tuần trước"),
    )
    parts = [f"{letter.sums[name]} dòng {words}" for name, words in told if letter.sums.get(name)]
    return f"{', '.join(parts)}: mỗi người dân chỉ tính một lần." if parts else ""


def repeat_line(line: RepeatLine) -> str:
    """Which row, whom as a mask, and where the citizen was counted."""
    where = "một dòng khác của cơ sở" if line.is_own else f"báo cáo của {line.branch_code}"
    return f"{line.place} ({line.who}): cùng người với {where}, ngày {line.day:%d/%m/%Y}"
