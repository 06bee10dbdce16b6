"""What a possible duplicate says of itself: evidence and effect in words, and masked rows.

No word here holds a value of a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from transforms.cells.masking import mask_date, mask_name, mask_number

__all__ = ["effect_words", "evidence_words", "masked_row"]

_EVIDENCE: dict[tuple[str, str], tuple[str, str]] = {
    ("name", "same"): ("Cùng họ tên", "Same name"),
    ("name", "short"): ("Họ tên viết gọn của nhau", "One name is short for the other"),
    ("name", "near"): ("Họ tên khác 1 chữ", "Names one letter apart"),
    ("name", "near_names"): ("Họ tên khác 1 chữ, đều là tên thật", "Names one letter apart"),
    ("name", "given_only"): ("Chỉ ghi tên, không ghi họ", "Only the given name is written"),
    ("name", "middle_other"): ("Cùng họ và tên, khác tên đệm", "Other middle name"),
    ("name", "like"): ("Họ tên gần giống", "Similar names"),
    ("name", "like_names"): ("Họ tên gần giống", "Similar names"),
    ("name", "given_other"): ("Cùng họ và tên đệm, khác tên", "Other given name"),
    ("name", "surname_other"): ("Cùng tên, khác họ", "Other surname"),
    ("name", "other"): ("Khác họ tên", "Other name"),
    ("accents", "slip"): ("Tên khác dấu hỏi, ngã", "Given names differ by one accent"),
    ("accents", "no_name"): ("Tên khác dấu", "Given names differ by accents"),
    ("accents", "other"): ("Tên khác dấu, là hai tên khác nhau", "Accents make two given names"),
    ("number", "same_and_born"): ("Cùng số định danh, cùng ngày sinh", "Same number and birth"),
    ("number", "same"): ("Cùng số định danh", "Same identity number"),
    ("number", "same_doubted"): (
        "Cùng số định danh, nhưng số này ghi cho nhiều người",
        "Same identity number, typed for others too",
    ),
    ("number", "neighbour"): ("Hai số định danh liền nhau", "Identity numbers next to each other"),
    ("number", "one_edit"): ("Số định danh khác 1 chữ số", "Identity numbers one digit apart"),
    ("number", "two_edits"): ("Số định danh khác 2 chữ số", "Identity numbers two digits apart"),
    ("number", "other_doubted"): (
        "Khác số định danh, có số chưa chắc",
        "Other identity numbers, one of them doubtful",
    ),
    ("number", "other_old"): ("Khác số CMND cũ", "Other old identity cards"),
    ("number", "other"): ("Khác số định danh", "Other identity numbers"),
    ("birth", "same"): ("Cùng ngày sinh", "Same birth date"),
    ("birth", "swapped"): ("Ngày sinh đảo ngày, tháng", "Day and month of birth swapped"),
    ("birth", "one_edit"): ("Ngày sinh khác 1 chữ số", "Birth dates one digit apart"),
    ("birth", "same_year"): ("Cùng năm sinh, khác ngày tháng", "Same birth year, other day"),
    ("birth", "year_only"): ("Cùng năm sinh", "Same birth year"),
    ("birth", "near_year"): ("Năm sinh khác 1 chữ số", "Birth years one digit apart"),
    ("birth", "other"): ("Khác ngày sinh", "Other birth date"),
    ("phone", "same"): ("Cùng số điện thoại", "Same phone"),
    ("phone", "same_few"): (
        "Cùng số điện thoại với 1–2 người khác",
        "A phone shared with 1–2 others",
    ),
    ("phone", "same_several"): (
        "Cùng số điện thoại với 3–7 người khác",
        "A phone shared with 3–7 others",
    ),
    ("phone", "one_edit"): ("Số điện thoại khác 1 chữ số", "Phones one digit apart"),
    ("phone", "other"): ("Khác số điện thoại", "Other phones"),
    ("ward", "same"): ("Cùng xã, phường", "Same ward"),
    ("ward", "contested"): (
        "Cùng xã, phường, nơi có người trùng họ tên",
        "Same ward, where others bear the name",
    ),
    ("ward", "other"): ("Khác xã, phường", "Other wards"),
    ("sex", "same"): ("Cùng giới tính", "Same sex"),
    ("sex", "other"): ("Khác giới tính", "Other sex"),
    ("namesakes", "one"): ("Có 2 người cùng họ tên, năm sinh", "2 people of that name and year"),
    ("namesakes", "few"): (
        "Có 3–4 người cùng họ tên, năm sinh",
        "3–4 people of that name and year",
    ),
    ("namesakes", "many"): (
        "Có từ 5 người cùng họ tên, năm sinh",
        "5 or more people of that name and year",
    ),
}


def evidence_words(levels: Mapping[str, str]) -> tuple[str, str]:
    """What speaks for and against, in Vietnamese and in English.

    `levels` gives the level of each comparison (`transforms.scoring.comparing.LEVELS`).
    """
    told = [_EVIDENCE[item] for item in levels.items() if item in _EVIDENCE]
    return "; ".join(vi for vi, _ in told), "; ".join(en for _, en in told)


_LEVELS = {
    "province": ("toàn tỉnh", "the province"),
    "district": ("huyện {}", "district {}"),
    "commune": ("xã {}", "commune {}"),
    "branch": ("cơ sở {}", "branch {}"),
    "team": ("tổ {}", "team {}"),
}


def effect_words(
    units: Iterable[tuple[str, str, pd.Timestamp]], *, is_linked: bool
) -> tuple[str, str]:
    """What the other answer changes in KPI_UNIQUE_CITIZENS, in Vietnamese and in English.

    `units` are level, unit code and the first Sunday, in the order in which they are told.
    """
    by_day: dict[pd.Timestamp, list[tuple[str, str]]] = {}
    for level, code, since in units:
        by_day.setdefault(since, []).append((level, code))
    vi, en = (
        "; ".join(
            ", ".join(_LEVELS[level][side].format(code) for level, code in told)
            + f" {words} {day:{form}}"
            for day, told in sorted(by_day.items())
        )
        for side, words, form in ((0, "từ", "%d/%m/%Y"), (1, "from", "%Y-%m-%d"))
    )
    if not by_day:
        return "Không đổi số liệu", "No figure changes"
    if is_linked:
        return f"Nếu là hai người: thêm 1 người ở {vi}", f"If two persons: 1 more in {en}"
    return f"Nếu là một người: bớt 1 người ở {vi}", f"If one person: 1 fewer in {en}"


def masked_row(full_name: str, id_number: str, phone: str, birth_date: str) -> str:
    """One row as a steward may see it outside the vault (DESIGN 5)."""
    marks = {"số": mask_number(id_number), "đt": mask_number(phone), "sinh": mask_date(birth_date)}
    said = [f"{mark} {text}" for mark, text in marks.items() if text]
    return " ".join([mask_name(full_name), *said])
