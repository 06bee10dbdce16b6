"""Telex and VNI keys that never became letters: Nguyeenx, Nguye64n (case R31).

Word by word, for a typist's keyboard fails now and then. A word is changed only if it is no
syllable as it stands and is exactly one after its keys. Keys that foreign names have too (Max would
be Mã, Lee Lê) need clearer ones beside them: in the same name, or twice in the column and behind a
frequent surname.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from schemas.codes.titles import FREQUENT_SURNAMES
from transforms.text_repair.syllables import is_syllable, with_tone

__all__ = ["repair_keys"]

_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"a": "ă", "o": "ơ", "u": "ư"}
_VNI_TONES = dict(zip("12345", "sfrxj", strict=True))
_KEYED = re.compile(
    r"[a-z]*(?:[a-z][1-9]|aa|ee|oo|dd|[aou][a-z]*w|[aeiouyw][a-z]*[sfrxj])[a-z0-9]*"
)
# Shapes no other language spells so, and tones behind a final consonant: dd, uw, nguyeenx, hungf.
_CLEAR = re.compile(
    r"dd|uw|[aeo]6|[ou]7|a8|d9|(?:aa|ee|oo|[ao]w)[a-z]*[sfrxj]$"
    r"|(?:m|ng|nh|ch|[pt])[fjxr]$|[nc][xr]$"
)
_OFTEN_CLEAR = re.compile(r"[fj]$")
# "Minj" and "Dunf" are Minh and Dung with a finger on the next key as likely as mịn and dùn.
_SLIPPED = re.compile(r"[nc][fj]$")
_LEAST_CLEAR = 2


def repair_keys(values: Sequence[str]) -> dict[str, str]:
    """The names of a column that hold keys, and the names meant."""
    keyed = {word for word in set(" ".join(values).split(" ")) if _meant(word)}
    if not keyed:
        return {}
    suspects = [value for value in values if not keyed.isdisjoint(value.split(" "))]
    is_habit = len({word.lower() for word in keyed if _is_clear(word)}) >= _LEAST_CLEAR
    repaired = {value: _repair(value, is_habit=is_habit) for value in suspects}
    return {value: name for value, name in repaired.items() if name != value}


def _repair(value: str, *, is_habit: bool) -> str:
    words = value.split(" ")
    meant = [_meant(word) or word for word in words]
    is_vietnamese = meant[0].capitalize() in FREQUENT_SURNAMES and len(words) > 1
    if any(map(_is_clear, words)) or (is_habit and is_vietnamese):
        return " ".join(meant)
    if is_vietnamese:
        pairs = zip(words, meant, strict=True)
        return " ".join(new if _OFTEN_CLEAR.search(old.lower()) else old for old, new in pairs)
    return value


@lru_cache(maxsize=65_536)
def _is_clear(word: str) -> bool:
    return _meant(word) is not None and _CLEAR.search(word.lower()) is not None


@lru_cache(maxsize=65_536)
def _meant(word: str) -> str | None:
    """The syllable behind the keys of one word, None where there are none."""
    lower = word.lower()
    if not _KEYED.fullmatch(lower) or is_syllable(lower):
        return None
    if _SLIPPED.search(lower) and not _CLEAR.search(lower):
        return None
    typed = _typed(_as_telex(lower))
    if typed is None:
        return None
    if word.isupper():
        return typed.upper()
    return typed.capitalize() if word[0].isupper() else typed


def _as_telex(word: str) -> str:
    """VNI's digits as the Telex keys that mean the same; 6 doubles the last a, e or o."""
    keys = ""
    for char in word:
        if char in _VNI_TONES:
            keys += _VNI_TONES[char]
        elif char == "6":
            keys = re.sub(r"([aeo])(?!.*[aeo])", r"\1\1", keys)
        elif char in "78":
            keys += "w"
        else:
            keys += "d" if char == "9" else char
    return keys


def _typed(keys: str) -> str | None:
    """What a Telex keyboard makes of keys in lower case; None where that is no syllable."""
    letters = ""
    tone = ""
    for key in keys:
        has_vowel = any(char in "aeiouyâăêôơư" for char in letters)
        if key in _TONES and has_vowel:
            if tone:
                return None
            tone = _TONES[key]
        elif key == "w":
            letters = _horned(letters)
        elif key in _CIRCUMFLEX and letters.endswith(key):
            letters = letters[:-1] + _CIRCUMFLEX[key]
        elif key == "d" and letters == "d":
            letters = "đ"
        else:
            letters += key
    return with_tone(unicodedata.normalize("NFC", letters), tone)


def _horned(letters: str) -> str:
    """The last of a, o, u with its breve or horn; both of uo, for ươ is one key too."""
    if "uo" in letters:
        return letters.replace("uo", "ươ")
    at = max(letters.rfind(vowel) for vowel in _HORN)
    if at < 0:
        return letters + "w"
    return letters[:at] + _HORN[letters[at]] + letters[at + 1 :]
