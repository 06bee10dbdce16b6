"""How Vietnamese words are misspelt: one word or name in, its variant out.

Every function gives its argument back unchanged where the variant does not exist, so that a
caller can ask `variant != word`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import numpy as np

__all__ = [
    "fold",
    "mistype_letter",
    "mistype_tone",
    "move_tone",
    "swap_y_i",
    "telex",
]

TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
SHAPES = {"\u0302": None, "\u0306": "w", "\u031b": "w"}
NEIGHBOURS = {
    "a": "s", "b": "v", "c": "x", "d": "s", "e": "r", "g": "h", "h": "g", "i": "u", "k": "l",
    "l": "k", "m": "n", "n": "m", "o": "p", "p": "o", "q": "w", "r": "t", "s": "d", "t": "r",
    "u": "i", "v": "b", "x": "c", "y": "t", "đ": "d",
}  # fmt: skip
I_FORMS = dict(zip("yýỳỷỹỵYÝỲỶỸỴ", "iíìỉĩịIÍÌỈĨỊ", strict=True))
Y_FORMS = {i: y for y, i in I_FORMS.items()}


@cache
def fold(text: str) -> str:
    """Without tone marks, diacritics and Đ, capitals kept: Đặng -> Dang."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _split_tone(word: str) -> tuple[str, str]:
    """The word without its tone mark (NFC), and the mark or ''."""
    decomposed = unicodedata.normalize("NFD", word)
    mark = next((char for char in decomposed if char in TONES), "")
    return unicodedata.normalize("NFC", decomposed.replace(mark, "") if mark else word), mark


@cache
def move_tone(name: str) -> str:
    """The tone mark of open oa, oe, uy on the second vowel: Hòa -> Hoà, Thủy -> Thuỷ."""
    return " ".join(_move_tone_of_word(word) for word in name.split(" "))


def _move_tone_of_word(word: str) -> str:
    plain, mark = _split_tone(word)
    if not mark or not re.fullmatch(r"(?i)(?!q)[^aeiouy]*(oa|oe|uy)", fold(plain)):
        return word
    return unicodedata.normalize("NFC", plain + mark)


@cache
def swap_y_i(word: str) -> str:
    """The other of y and i at the end of an open syllable, or in Huỳnh: Mỹ -> Mĩ, Vi -> Vy."""
    if fold(word).lower() == "huynh":
        return "".join(I_FORMS.get(char, char) for char in word)
    if re.fullmatch(r"(?i)([hklmst]|v|qu)[yi]", fold(word)):
        return word[:-1] + (I_FORMS | Y_FORMS)[word[-1]]
    return word


@cache
def telex(word: str) -> str:
    """The keys of the Telex method that were never turned into letters: Nguyễn -> Nguyeenx."""
    letters: list[str] = []
    tone = ""
    for char in unicodedata.normalize("NFD", word):
        if char in TONES:
            tone = TONES[char]
        elif char in SHAPES:
            letters.append(SHAPES[char] or letters[-1].lower())
        elif char in "đĐ":
            letters.append("dd" if char == "đ" else "Dd")
        else:
            letters.append(char)
    return "".join(letters) + tone


def mistype_tone(word: str, rng: np.random.Generator) -> str:
    """Another tone mark or none: hỏi for ngã and back half of the time (the central accent)."""
    _, mark = _split_tone(word)
    if not mark:
        return word
    if mark in "\u0309\u0303" and rng.random() < 0.5:
        other = "\u0303" if mark == "\u0309" else "\u0309"
    else:
        other = str(rng.choice(["", *(tone for tone in TONES if tone != mark)]))
    marked = unicodedata.normalize("NFD", word).replace(mark, other)
    return unicodedata.normalize("NFC", marked)


def mistype_letter(word: str, rng: np.random.Generator) -> str:
    """One letter after the first left out, doubled or hit beside; words of one letter stay."""
    if len(word) < 2:
        return word
    place = int(rng.integers(1, len(word)))
    head, letter, tail = word[:place], word[place], word[place + 1 :]
    beside = NEIGHBOURS.get(fold(letter).lower(), "")
    choice = int(rng.integers(3))
    if choice == 0 and len(word) > 2:
        return head + tail
    if choice == 1 or not beside:
        return head + letter + letter + tail
    return head + beside + tail
