"""Letters that are gone for good: "Nguy?n" and U+FFFD (case F22). Nobody may guess them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.text_repair.syllables import is_syllable

__all__ = ["has_lost_letters", "lost_letters"]

_REPLACED = "\ufffd"
_GAP = re.compile(r"[^\W\d_]\?+[^\W\d_]|(?<!\S)\?+[^\W\d_]")
_OPEN_END = re.compile(r"([^\W\d_]+)\?+(?=$|[\s,;.])")


def has_lost_letters(text: str) -> bool:
    """Whether a question mark or U+FFFD stands in a letter's place.

    Behind a whole word a question mark is a doubt of the writer ("Hoa?"); behind what is no
    syllable ("Th?") it was a letter.
    """
    if _REPLACED in text:
        return True
    if "?" not in text:
        return False
    if _GAP.search(text):
        return True
    return any(not is_syllable(match[1].lower()) for match in _OPEN_END.finditer(text))


def lost_letters(values: Sequence[str]) -> tuple[bool, ...]:
    """`has_lost_letters` of each value; a column without such signs is not looked at one by one."""
    joined = " ".join(values)
    if "?" not in joined and _REPLACED not in joined:
        return (False,) * len(values)
    return tuple(map(has_lost_letters, values))
