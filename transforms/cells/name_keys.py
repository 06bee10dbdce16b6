"""Keys by which names are compared: folded, by tone, by part (DOMAIN 6, case R28)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from schemas.codes.letters import APOSTROPHES, D_LOOKALIKES, TONE_MARKS

__all__ = ["folded", "given_name", "has_accents", "surname", "tone_key"]

_TONE_DIGITS = {ord(mark): str(digit) for digit, mark in enumerate(TONE_MARKS, start=1)}
_NO_TONES = dict.fromkeys(_TONE_DIGITS)
_COMBINING = range(0x300, 0x370)
_WORD_BREAKS = "-–—./,;:_()[]"


def _fold_table() -> dict[int, str | None]:
    """Letters with marks to ASCII. NFKD drops đ, so it is mapped by hand (DOMAIN 6)."""
    table: dict[int, str | None] = dict.fromkeys(_COMBINING)
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        plain = unicodedata.normalize("NFKD", chr(code)).encode("ascii", "ignore").decode()
        table[code] = plain.lower()
    table.update(dict.fromkeys(map(ord, "đĐ" + "".join(D_LOOKALIKES)), "d"))
    table.update(dict.fromkeys(map(ord, APOSTROPHES)))
    table.update(dict.fromkeys(map(ord, _WORD_BREAKS + "\N{NO-BREAK SPACE}"), " "))
    return table


_FOLD = _fold_table()
_TONE_PREPARE: dict[int, str | None] = {
    **dict.fromkeys(map(ord, APOSTROPHES)),
    **dict.fromkeys(map(ord, _WORD_BREAKS), " "),
    **{ord(lookalike): "đ" for lookalike in D_LOOKALIKES},
}


def folded(name: str) -> str:
    """The name in lower-case ASCII with single spaces: 'Đặng Văn Đức' becomes 'dang van duc'.

    Apostrophes vanish (H'Nhi = HNhi), dots and hyphens become spaces.
    """
    plain = name.translate(_FOLD)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).translate(_FOLD)
        plain = plain.encode("ascii", "ignore").decode()
    return " ".join(plain.lower().split())


def _syllable_key(syllable: str) -> str:
    decomposed = unicodedata.normalize("NFD", syllable)
    tones = "".join(_TONE_DIGITS[ord(char)] for char in decomposed if ord(char) in _TONE_DIGITS)
    return unicodedata.normalize("NFC", decomposed.translate(_NO_TONES)) + tones


def tone_key(name: str) -> str:
    """The name with each syllable's tone as a digit behind it, so hòa = hoà ('hoa1') but not hoa.

    Digits: 1 huyền, 2 sắc, 3 hỏi, 4 ngã, 5 nặng, none for ngang. â ă ê ô ơ ư đ stay; y and i are
    not merged. The Unicode form and the case of the name do not matter.
    """
    return " ".join(filter(None, map(_word_key, name.split())))


@lru_cache(maxsize=65_536)
def _word_key(word: str) -> str:
    """The key of what stands between two spaces, which may be several syllables or none."""
    return " ".join(map(_syllable_key, word.lower().translate(_TONE_PREPARE).split()))


def has_accents(name: str) -> bool:
    """Whether any letter carries a mark (or is đ): without, the name is weak evidence (R32)."""
    return not name.isascii() and any("\u00c0" <= char <= "\u1eff" for char in name)


def given_name(name: str) -> str:
    """The last word of a name, which is the given name in Vietnamese order; '' of ''."""
    return name.rsplit(maxsplit=1)[-1] if name.strip() else ""


def surname(name: str) -> str:
    """The first word of a name; '' of ''."""
    return name.split(maxsplit=1)[0] if name.strip() else ""
