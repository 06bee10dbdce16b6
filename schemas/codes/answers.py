"""Words that fill a cell in place of a tick, a yes, a no, a sex or nothing at all.

Source: DESIGN 4 (ticks), cases R37 and R48, `reference/template_columns.csv` (consent). All are
lower case, composed and tidied; some lack accents, because typists leave them out.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal

__all__ = [
    "ABSENT_WORDS",
    "AFFIRMED",
    "CONSENTING_WORDS",
    "CONSENT_ANSWERS",
    "DONE_WORDS",
    "GENDER_WORDS",
    "MISSING_WORDS",
    "NEGATIONS",
    "NO_WORDS",
    "REFUSING_WORDS",
    "SEX_LABELS",
    "USUAL_TICK",
    "WORDS_AFTER_A_NEGATION",
    "YES_WORDS",
]

USUAL_TICK = "x"
"""The tick that the template asks for."""

ABSENT_WORDS = frozenset(
    {
        "-", "--", "---", "–", "—", ".", "..", "...", "…", "?",
        "không có", "khong co", "ko có", "ko co", "k có", "chưa có", "chua co",
        "chưa rõ", "chua ro", "không rõ", "khong ro", "n/a", "na", "none", "null", "nan",
    }
)  # fmt: skip
"""What people write in a cell that they leave blank. Not a fault: there is nothing to mend."""

MISSING_WORDS = frozenset({"chưa", "chua", "không", "khong", "khuyết", "khuyet", "trống"})
"""With one of these a text begins that says of a place for a name that nobody has it (X01): "Chưa
có", "(khuyết)". No name begins so; "thiếu" is left out, for "Thiếu úy" is a rank.
"""

NEGATIONS = frozenset({"không", "khong", "ko", "k", "kh", "hông", "chưa", "chua"})
"""Words that deny what follows them: "chưa kích hoạt được"."""

AFFIRMED = ("dùng tiền mặt", "dung tien mat", "tiền mặt", "tien mat")
"""What a negation belongs to without denying it: payment "không dùng tiền mặt" is a service."""

NO_WORDS = NEGATIONS | {"no", "n", "false", "sai", "0"}
"""Words for no."""

YES_WORDS = frozenset(
    {
        "x",
        "v",
        "✓",
        "✔",
        "☑",
        "☒",
        "✗",
        "✘",
        "√",
        "có",
        "co",
        "rồi",
        "1",
        "true",
        "đúng",
        "yes",
        "y",
        "ok",
    }
)
"""Ticks and words for yes. ☒, ✗ and ✘ are crosses that fill a box, as x does."""

DONE_WORDS = YES_WORDS | {"đã", "da", "xong", "hoàn"}
"""With one of these opens what says that a thing was done: "đã kích hoạt", "ok rồi"."""

CONSENT_ANSWERS: MappingProxyType[str, Literal["yes", "no"]] = MappingProxyType(
    {
        **dict.fromkeys(YES_WORDS, "yes"),
        **dict.fromkeys(NO_WORDS, "no"),
        **dict.fromkeys(("đồng ý", "dong y", "đã đồng ý", "có đồng ý", "nhất trí"), "yes"),
    }
)
"""Whole answers to "does the citizen consent?"; a refusal in more words is told by its words."""

REFUSING_WORDS = ("tu choi", "khuoc tu", "phan doi")
"""With one of these opens a refusal, folded to ASCII; with one after a negation opens none."""

CONSENTING_WORDS = (
    "dong y",
    "dong thuan",
    "dong tinh",
    "nhat tri",
    "tan thanh",
    "chap thuan",
    "chap nhan",
    "bang long",
    "chiu",
    "muon",
    "cho",
    "phep",
    "cung cap",
    "khai bao",
    "thich",
    "dua",
    "tiet lo",
    "hop tac",
)
"""What is refused where a negation stands before it, folded to ASCII: *không muốn*, *không cho*."""

WORDS_AFTER_A_NEGATION = ("co", "he", "duoc", "the", "su")
"""What may stand between: *không có sự đồng ý*, *chưa được phép*."""

GENDER_WORDS: MappingProxyType[str, Literal["M", "F"]] = MappingProxyType(
    {
        **dict.fromkeys(("nam", "nam gioi", "m", "male", "man", "trai", "con trai"), "M"),
        **dict.fromkeys(("nu", "nu gioi", "f", "female", "woman", "gai", "con gai"), "F"),
    }
)
"""Words for a sex, folded to ASCII. "n" opens both Nam and Nữ; "1" and "x" mean a column (R37)."""

SEX_LABELS = ("Nam", "Nữ")
"""What the template asks for, and what a pair of columns with ticks is called."""
