"""VIQR: Vietnamese typed in ASCII, with signs behind the vowels (case F25)."""

from __future__ import annotations

import re
import unicodedata

from schemas.codes.legacy_fonts import VIQR_SHAPES, VIQR_TONES
from transforms.text_repair.syllables import is_syllable
from transforms.text_repair.words import SALAD, worth

__all__ = ["decode_viqr"]

_SIGNS = VIQR_SHAPES | VIQR_TONES
_SIGNED = re.compile(r"([aeo]\^|a\(|[ou]\+|[aeiouy])([`'?~.])?|(d)d", re.IGNORECASE)
_INITIAL = re.compile(r"[A-Za-z]\.")
_DOTTED = re.compile(r"[A-Za-z.]+")
_WORD = re.compile(r"[A-Za-z`'?~.^(+]+")


def decode_viqr(text: str) -> str | None:
    """The text with its signs turned into letters; None when it holds other letters than ASCII.

    Dots that end a sentence or an initial stay ("Nguyen V. A.").
    """
    return _WORD.sub(_word, text) if text.isascii() else None


def _word(match: re.Match[str]) -> str:
    word = match[0]
    decoded = _SIGNED.sub(_letter, word)
    if is_syllable(decoded.rstrip(".").lower()):
        return word if _INITIAL.fullmatch(word) else decoded
    return word if worth(decoded) == SALAD or _DOTTED.fullmatch(word) else decoded


def _letter(match: re.Match[str]) -> str:
    if match[3]:
        return "Đ" if match[3] == "D" else "đ"
    vowel, tone = match[1], match[2] or ""
    marks = "".join(_SIGNS[sign] for sign in vowel[1:] + tone)
    return unicodedata.normalize("NFC", vowel[0] + marks)
