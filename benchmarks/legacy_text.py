"""Unicode Vietnamese written in the wrong ways that branches send."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import ftfy.bad_codecs  # noqa: F401 - it registers the sloppy codecs

from schemas.codes.legacy_fonts import TCVN3_LETTERS, VIQR_SHAPES, VIQR_TONES, VNI_LETTERS
from schemas.codes.letters import TONE_MARKS

__all__ = ["WRITERS", "in_cp1258", "in_tcvn3", "in_viqr", "in_vni", "with_vni_keys"]

_TCVN3 = {meant: seen for seen, meant in TCVN3_LETTERS.items()}
_VNI = {meant: seen for seen, meant in VNI_LETTERS.items() if seen.islower() or seen.isupper()}
_SHAPES = {mark: sign for sign, mark in VIQR_SHAPES.items()}
_TONES = {mark: sign for sign, mark in VIQR_TONES.items()}
_DIGITS = dict(zip("\u0301\u0300\u0309\u0303\u0323\u0302\u031b\u0306", "12345678", strict=True))


def in_tcvn3(text: str) -> str:
    """As .VnTime stores it; a capital with a tone is the small letter."""
    return "".join(c if c.isascii() else _TCVN3.get(c) or _TCVN3[c.lower()] for c in text)


def in_vni(text: str) -> str:
    """As VNI-Times stores it."""
    return "".join(char if char.isascii() else _VNI[char] for char in text)


def in_viqr(text: str) -> str:
    """As it is typed in ASCII: Nguye^~n."""
    return "".join(_signed(char) for char in text)


def _signed(char: str) -> str:
    if char in "đĐ":
        return "dd" if char == "đ" else "DD"
    decomposed = unicodedata.normalize("NFD", char)
    shape = "".join(_SHAPES.get(mark, "") for mark in decomposed)
    return decomposed[0] + shape + "".join(_TONES.get(mark, "") for mark in decomposed)


def in_cp1258(text: str) -> bytes:
    """The bytes of Windows-1258, where most tones are characters of their own."""
    return b"".join(_bytes_1258(char) for char in text)


def _bytes_1258(char: str) -> bytes:
    try:
        return char.encode("cp1258")
    except UnicodeEncodeError:
        decomposed = unicodedata.normalize("NFD", char)
        tone = next(mark for mark in decomposed if mark in TONE_MARKS)
        base = unicodedata.normalize("NFC", decomposed.replace(tone, ""))
        return (base + tone).encode("cp1258")


def with_vni_keys(text: str) -> str:
    """The keys of VNI typing: Nguye64n becomes Nguyễn only with a keyboard program."""
    keys = {"đ": "d9", "Đ": "D9"}
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(keys.get(char) or _DIGITS.get(char, char) for char in decomposed)


def _utf8_as(codec: str) -> Callable[[str], str]:
    return lambda text: text.encode("utf-8").decode(codec)


WRITERS: dict[str, Callable[[str], str]] = {
    "sheet.text.is_tcvn3": in_tcvn3,
    "sheet.text.is_vni": in_vni,
    "sheet.text.is_viqr": in_viqr,
    "sheet.text.is_cp1258_seen_as_ansi": lambda text: in_cp1258(text).decode("cp1252"),
    "sheet.text.is_utf8_seen_as_ansi": _utf8_as("sloppy-windows-1252"),
    "sheet.text.is_utf8_seen_as_cp1258": _utf8_as("sloppy-windows-1258"),
}
"""Rule → how a text is written that breaks it."""
