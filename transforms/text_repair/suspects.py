"""The values of a column that Unicode Vietnamese does not explain: a quick look by characters."""

from __future__ import annotations

import re
from collections.abc import Collection

from schemas.codes.letters import D_LOOKALIKES, LOWER_LETTERS, UPPER_LETTERS

__all__ = ["suspects"]

_ASCII = "".join(map(chr, range(0x20, 0x7F)))
_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
_OFFICE = "\t\r\n\u00a0–—’‘“”" + "".join(D_LOOKALIKES)
_USUAL = frozenset(_ASCII + LOWER_LETTERS + UPPER_LETTERS + _MARKS + _OFFICE)
_TONED = "àáâãèéêìíòóôõùúý"
_CAPITALS = "Ð" + "".join(char for char in UPPER_LETTERS if not char.isascii())
# Capitals after small letters (NguyÔn), and vowels that no word has side by side (Leâ).
_ODD_PAIR = re.compile(
    f"[a-z{_TONED}][{_CAPITALS}]|(?i:[{_TONED}][{_TONED}]|[eoyâêô][òì]|a[{_TONED}]|e[{_TONED}]"
    "|o[âêôõùú]|u[õùúû]|i[òìíùõ]|y[õùú]|[ãă]\u00a0)"
)
_SIGNS = re.compile(r"[\^~`]|(?<=[aeiouy])[(+'?]+[a-z]|(?<=[ou])\+", re.IGNORECASE)
"""Signs of VIQR (Va(n); a bracket, plus or quote tells only between letters."""


def suspects(values: Collection[str]) -> list[str]:
    """The values with a character or a pair of letters that needs an explanation; usually none."""
    joined = " ".join([value for value in values if not value.isascii()])
    odd = set(joined) - _USUAL
    words = " ".join([word for word in set(joined.split(" ")) if not word.isascii()])
    plain = " ".join([value for value in values if value.isascii()])
    if not odd and not _ODD_PAIR.search(words) and not _is_signed(plain + joined):
        return []
    return [
        value
        for value in values
        if not odd.isdisjoint(value) or _ODD_PAIR.search(value) or _SIGNS.search(value)
    ]


def _is_signed(text: str) -> bool:
    return any(sign in text for sign in "^~`(+'?") and _SIGNS.search(text) is not None
