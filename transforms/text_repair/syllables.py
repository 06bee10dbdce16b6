"""What is written as Vietnamese syllables are, and where a syllable bears its tone."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from schemas.codes.letters import TONE_MARKS
from schemas.codes.syllables import CHECKED_FINALS, CHECKED_TONES, ONSETS, RIMES

__all__ = ["is_syllable", "with_tone"]

_SYLLABLES = {onset + rime: (len(onset), rime) for rime in RIMES for onset in sorted(ONSETS)}
_SHAPED = "ăâêôơư"
_VOWELS = "aeiouy" + _SHAPED
_BOTH_PLACES = ("oa", "oe", "uy")
"""hòa and hoà are both written (R28)."""


def is_syllable(word: str) -> bool:
    """Whether a lower-case composed word may be a Vietnamese syllable."""
    if word in _SYLLABLES:
        return not word.endswith(CHECKED_FINALS)
    bare, tone, at = _without_tone(word)
    if not tone or bare not in _SYLLABLES:
        return False
    fits = not bare.endswith(CHECKED_FINALS) or tone in CHECKED_TONES
    return fits and at in _places(bare)


def with_tone(bare: str, tone: str) -> str | None:
    """The syllable with a tone mark on its vowel ('' for none), None where there is no such one."""
    if bare not in _SYLLABLES:
        return None
    at = _places(bare)[0]
    word = unicodedata.normalize("NFC", bare[: at + 1] + tone + bare[at + 1 :])
    return word if is_syllable(word) else None


def _without_tone(word: str) -> tuple[str, str, int]:
    """The word without its one tone mark, the mark and the place of its vowel."""
    bare, tone, place = "", "", -1
    for at, char in enumerate(word):
        decomposed = unicodedata.normalize("NFD", char)
        marks = [mark for mark in decomposed if mark in TONE_MARKS]
        if marks and tone:
            return word, "", -1
        if marks:
            tone, place = marks[0], at
            char = unicodedata.normalize("NFC", decomposed.replace(tone, ""))
        bare += char
    return bare, tone, place


@lru_cache(maxsize=8192)
def _places(bare: str) -> tuple[int, ...]:
    """Where the tone may stand, the usual place first: on a shaped vowel, else before the last."""
    start, rime = _SYLLABLES[bare]
    nucleus = rime.rstrip("bcdghklmnpqrstvx")
    shaped = [at for at, vowel in enumerate(nucleus) if vowel in _SHAPED]
    if shaped:
        return (start + shaped[-1],)
    if len(nucleus) == 1:
        # "qúy" and "gía" are seen beside quý and giá.
        return (start, start - 1) if bare[:start] in ("qu", "gi") else (start,)
    if nucleus in _BOTH_PLACES and nucleus == rime:
        return (start, start + 1)
    is_open = nucleus == rime
    return (start + (len(nucleus) - 2 if is_open else len(nucleus) - 1),)
