"""The letters of Vietnamese: vowels, tone marks and what is typed in place of Đ.

Source: DOMAIN 6. The alphabet has no f, j, w, z, but names of minorities do (R36).
"""

from __future__ import annotations

import unicodedata

__all__ = [
    "APOSTROPHES",
    "D_LOOKALIKES",
    "LOWER_LETTERS",
    "TONE_MARKS",
    "UPPER_LETTERS",
    "VOWELS",
]

TONE_MARKS = "\u0300\u0301\u0309\u0303\u0323"
"""Combining marks of huyền, sắc, hỏi, ngã and nặng. The tone without a mark is ngang."""

VOWELS = "aăâeêioôơuưy"
"""The twelve vowels without tones, lower case, composed."""

LOWER_LETTERS = "abcdefghijklmnopqrstuvwxyzđ" + "".join(
    unicodedata.normalize("NFC", vowel + mark)
    for vowel in VOWELS
    for mark in ("", *TONE_MARKS)
    if not (vowel + mark).isascii()
)
"""Every composed lower-case letter of a Vietnamese or minority name."""

UPPER_LETTERS = LOWER_LETTERS.upper()
"""`LOWER_LETTERS` in capitals."""

D_LOOKALIKES = {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"}
"""Icelandic eth and African D, which look like Đ in capitals (R29)."""

APOSTROPHES = "'’‘ʼ`´"
"""Signs typed for the apostrophe of names such as H'Nhi."""
