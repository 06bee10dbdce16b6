"""The id of a row as a correction workbook shows it: short enough to read out, safe to retype.

It is the first 60 bits of `row_uid` in Crockford's base 32, which has no I, L, O and U, and a check
character (Luhn's sum to the base 32) that finds every wrong one and nearly every swapped pair. Text
of digits and letters with a prefix survives Excel, LibreOffice, .xls and CSV.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["UID_DIGITS", "row_id", "uid_start"]

UID_DIGITS: Final = 15
"""Hexadecimal digits of a row_uid that its id holds: a million rows a year share none of them."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 12
_LOOK_ALIKES = str.maketrans("OIL", "011")
_ID = re.compile(rf"R([{_ALPHABET}]{{{_LENGTH + 1}}})")


def row_id(row_uid: str) -> str:
    """Such as R-3F9K2M7Q-X4TB-6."""
    bits = int(row_uid[:UID_DIGITS], 16)
    body = "".join(_ALPHABET[bits >> shift & 31] for shift in range(5 * _LENGTH - 5, -1, -5))
    return f"R-{body[:8]}-{body[8:]}-{_check(body)}"


def uid_start(text: str) -> str:
    """The first UID_DIGITS of the row_uid that an id stands for; '' when it was altered.

    Case, blanks, dashes and look-alike letters may differ: they are what retyping changes.
    """
    bare = "".join(filter(str.isalnum, text.upper()))
    match = _ID.fullmatch(bare[:1] + bare[1:].translate(_LOOK_ALIKES))
    if match is None or _check(match[1][:-1]) != match[1][-1]:
        return ""
    bits = 0
    for letter in match[1][:-1]:
        bits = bits << 5 | _ALPHABET.index(letter)
    return f"{bits:0{UID_DIGITS}x}"


def _check(body: str) -> str:
    total = 0
    for place, letter in enumerate(reversed(body)):
        value = _ALPHABET.index(letter) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return _ALPHABET[-total % 32]
