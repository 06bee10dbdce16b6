"""The VNI fonts: a vowel, and its shape and tone in the next position (case F24)."""

from __future__ import annotations

import re

from schemas.codes.legacy_fonts import VNI_LETTERS
from transforms.text_repair.neutral import is_neutral

__all__ = ["decode_vni"]

_SEQUENCE = re.compile("|".join(sorted(VNI_LETTERS, key=len, reverse=True)))


def decode_vni(text: str) -> str | None:
    """The text as its font showed it; None when a character has no place in VNI."""
    rest = _SEQUENCE.sub("", text)
    if not all(map(is_neutral, rest)):
        return None
    return _SEQUENCE.sub(lambda match: VNI_LETTERS[match[0]], text)
