"""TCVN3, the ABC fonts (.VnTime): one Latin-1 letter for each Vietnamese one (case F23)."""

from __future__ import annotations

import re
import unicodedata

from schemas.codes.legacy_fonts import TCVN3_LETTERS
from schemas.codes.letters import TONE_MARKS
from transforms.text_repair.neutral import is_neutral

__all__ = ["decode_tcvn3"]

_TABLE = str.maketrans(dict(TCVN3_LETTERS))
_WORD = re.compile(r"[^\W\d_]+")


def decode_tcvn3(text: str) -> str | None:
    """The text as its font showed it; None when a character has no place in TCVN3."""
    if not all(char in TCVN3_LETTERS or is_neutral(char) for char in text):
        return None
    return _with_capitals(text.translate(_TABLE))


def _with_capitals(decoded: str) -> str:
    """Capitals with a tone, which the font has only as small letters.

    In a text of capitals every letter is one; where words open with capitals, so does a word that
    opens with a vowel and its tone (Ái Vân).
    """
    words = _WORD.findall(decoded)
    inner = [char for word in words for char in word[1:] if not _has_tone(char)]
    if inner and all(map(str.isupper, inner)):
        return decoded.upper()
    others = [word for word in words if not _has_tone(word[0])]
    if others and all(word[0].isupper() for word in others):
        return _WORD.sub(lambda match: match[0][0].upper() + match[0][1:], decoded)
    return decoded


def _has_tone(char: str) -> bool:
    return any(mark in TONE_MARKS for mark in unicodedata.normalize("NFD", char))
