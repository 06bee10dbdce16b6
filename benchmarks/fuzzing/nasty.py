"""What cells hold that nobody foresaw."""

from __future__ import annotations

from datetime import date, datetime
from random import Random

__all__ = ["nasty_cell", "nasty_text"]

_TEXTS = (
    "", " ", "\u00a0", "\u200b", "x" * 5000, "=1/0", "=HYPERLINK(\"http://x\")", "@SUM(A1)", "#N/A",
    "#REF!", "0", "-1", "1e400", "1E+12", "nan", "inf", "NaN", "None", "null", "TRUE", "FALSE",
    "00/00/0000", "31/02/1990", "29/02/2023", "99/99/9999", "2023-03-05", "5/3/23", "45000",
    "052099001234", "5.2099E+10", "０５２０９９００１２３４", "O52O99OO1234", "+84 (0)35 602 1234",
    "Nguyễn", "NGUYỄN THỊ HÒA", "Nguyeãn Thò Hoøa", "NguyÔn ThÞ Hßa", "Nguye^~n Thi. Ho`a",
    "Nguyá»…n Thá»‹ HÃ²a", "Nguy?n Th? H?a", "Nguyeenx Thij Hoaf", "😀", "\U0001f680",
    "עברית", "العربية", "\u202eabc", "\ufeffSTT", "a\nb\r\nc", "\t", "'", "\"", "';--", "<script>",
    "{0}", "{place}", "%s", "%n", "\\x00", "..\\..\\x", "mật khẩu: abc", "9704 1500 1234 5678",
    "Tổng cộng: 12", "NGƯỜI LẬP BIỂU", "Tổ 3: 15 người", "TỔ CNS T0012", "(1)", "STT", "Họ và tên",
    "Nguyễn Văn A", "1.000.000", "12,5", "12 người", "１２", "½", "²", "Ⅳ", "①", "१२", "٣",
    "0" * 400, "9" * 400, "1" * 20, "e" + "\u0302\u0301" * 50, "\ud7ff", "\ufffd", "x", "✓",
)  # fmt: skip


def nasty_text(chance: Random) -> str:
    """A text, or several together, or letters of anywhere."""
    kind = chance.randrange(6)
    if kind == 0:
        return "".join(chr(chance.choice(_RANGES)(chance)) for _ in range(chance.randrange(1, 30)))
    if kind == 1:
        return chance.choice(_TEXTS) + chance.choice((" ", "", "\n", ",")) + chance.choice(_TEXTS)
    return chance.choice(_TEXTS)


_RANGES = (
    lambda chance: chance.randrange(0x20, 0x7F),
    lambda chance: chance.randrange(0xA0, 0x250),
    lambda chance: chance.randrange(0x1E00, 0x1F00),
    lambda chance: chance.randrange(0x300, 0x370),
    lambda chance: chance.randrange(0x2000, 0x2070),
)


def nasty_cell(chance: Random) -> object:
    """A text, a number, a date or a truth value."""
    kind = chance.randrange(8)
    if kind == 0:
        return chance.choice((0, -1, 0.5, 1e15, -1e15, 1e300, 5.2099e10, 45000, 2958465, 1985, 60))
    if kind == 1:
        year = chance.choice((1900, 1904, 1970, 2023, 2024, 2100, 9999))
        return date(year, chance.randrange(1, 13), chance.randrange(1, 29))
    if kind == 2:
        return chance.choice((True, False))
    if kind == 3:
        return datetime(2023, 3, 5, chance.randrange(24), chance.randrange(60))
    return nasty_text(chance)
