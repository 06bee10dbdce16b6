"""How likely a word is Vietnamese as it stands: a syllable, another word, or letter salad."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from schemas.codes.letters import APOSTROPHES, D_LOOKALIKES
from transforms.text_repair.syllables import is_syllable

__all__ = ["FOREIGN", "SALAD", "SYLLABLE", "badness", "worth"]

SALAD, FOREIGN, SYLLABLE = 0, 1, 2
"""What `worth` answers: impossible in any language, possible in another, Vietnamese."""

_EDGES = ' .,;:()[]{}/\\"“”-–—_&*'
_PARTS = re.compile(rf"[{APOSTROPHES}.\-–—/&,()0-9]+")
_LETTERS_OF_OTHERS = re.compile(r"[A-Za-zÀ-ÖØ-öø-ſƏəƆɔ\u0300-\u036fƀ-ɏ\u1e00-\u1eff]+")
_D = str.maketrans(D_LOOKALIKES)
_SIGNS_OF_VIQR = re.compile(r"[aeiouy][\^(+`~]|[\^~]", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def worth(word: str) -> int:
    """SYLLABLE, FOREIGN or SALAD; a word of plain ASCII letters is FOREIGN: it says nothing."""
    bare = word.strip(_EDGES)
    if bare.isascii():
        return SALAD if _SIGNS_OF_VIQR.search(bare) else FOREIGN
    composed = unicodedata.normalize("NFC", bare).translate(_D)
    return min([_worth_of_part(part) for part in _PARTS.split(composed) if part], default=FOREIGN)


def _worth_of_part(part: str) -> int:
    if part.isascii():
        return FOREIGN if part.isalpha() else SALAD
    if not _LETTERS_OF_OTHERS.fullmatch(part) or not _is_one_case(part):
        return SALAD
    return SYLLABLE if is_syllable(part.lower()) else FOREIGN


def _is_one_case(part: str) -> bool:
    return part[1:].islower() or part.isupper() or len(part) == 1


@lru_cache(maxsize=8192)
def badness(text: str) -> int:
    """How far the words of `text` are from Vietnamese, 0 when all are syllables."""
    return sum(SYLLABLE - worth(word) for word in text.split())
