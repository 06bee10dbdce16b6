"""What is in a text but cannot be seen: invisible characters, odd spaces, scientific notation."""

from __future__ import annotations

import re
import unicodedata

from schemas.codes.answers import ABSENT_WORDS

__all__ = ["compose", "digits_of_float", "is_absent", "tidy"]

_INVISIBLE: dict[int, str | None] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), None),
    **dict.fromkeys((0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85), " "),
    **dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F), " "),
    **dict.fromkeys((0x205F, 0x3000), " "),
    # Soft hyphen, joiners, direction marks, BOM. TCVN3's ư is U+00AD: decode before (DOMAIN 6).
    **dict.fromkeys((0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010)), None),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF), None),
}
_SCIENTIFIC = re.compile(r"([1-9])(?:[.,]([0-9]+))?[eE]\+?([0-9]{1,2})")
_FLOAT = re.compile(r"([1-9][0-9]{7,})\.0")


def tidy(text: str) -> str:
    """The text without invisible characters, with single plain spaces and none at the ends."""
    if not text.isprintable():
        text = text.translate(_INVISIBLE)
    return " ".join(text.split())


def compose(text: str) -> str:
    """The text in Unicode form NFC (DOMAIN 6)."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def is_absent(tidied: str) -> bool:
    """Whether a tidied text is nothing, or a way to write "none"."""
    return not tidied or compose(tidied.lower()) in ABSENT_WORDS


def digits_of_float(tidied: str) -> tuple[str, bool] | None:
    """Digits of an integer printed as a float, and whether it was in scientific notation.

    '52099001234.0' and '5.2099001234E+10' come from a number, whatever the cell's type is now
    (cases R03, R05, R22). ('', True) if digits were lost on the way (R04); None for any other text.
    """
    if match := _FLOAT.fullmatch(tidied):
        return match[1], False
    if match := _SCIENTIFIC.fullmatch(tidied):
        mantissa = match[1] + (match[2] or "")
        length = int(match[3]) + 1
        if len(mantissa) < length or mantissa[length:].strip("0"):
            return "", True
        return mantissa[:length], True
    return None
