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
_CAPITAL_WITHIN = re.compile(f"[a-z{_TONED}][{_CAPITALS}]")
"""A capital behind a small letter: NguyÔn."""
_ODD_PAIR = re.compile(
    f"[{_TONED}][{_TONED}]|[eoyâêô][òì]|a[{_TONED}]|e[{_TONED}]|o[âêôõùú]|u[õùúû]|i[òìíùõ]|y[õùú]"
    "|[ãă]\u00a0"
)
"""Small vowels that no Vietnamese word has side by side: leâ."""
_SIGN = re.compile(r"[\^~`(+'?](?:(?<=[\^~`])|(?<=[aeiouyAEIOUY].)[(+'?]*[a-zA-Z]|(?<=[ouOU]\+))")
"""A sign of VIQR (Va(n); a bracket, plus or quote is one only between letters."""


def suspects(values: Collection[str]) -> list[str]:
    """The values with a character or a pair of letters that needs an explanation; usually none."""
    joined = " ".join([value for value in values if not value.isascii()])
    odd = set(joined) - _USUAL
    words = " ".join([word for word in set(joined.split(" ")) if not word.isascii()])
    plain = " ".join([value for value in values if value.isascii()])
    if not odd and not _is_odd(words) and not _SIGN.search(plain) and not _SIGN.search(joined):
        return []
    return [
        value
        for value in values
        if not odd.isdisjoint(value) or _is_odd(value) or _SIGN.search(value)
    ]


def _is_odd(text: str) -> bool:
    return bool(_CAPITAL_WITHIN.search(text) or _ODD_PAIR.search(text.lower()))
