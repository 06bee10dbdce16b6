"""Keys by which headers are compared: case, accents, punctuation and invisible characters gone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["clean_text", "digits_of", "fold", "has_hidden_characters", "same_text"]

_HIDDEN = re.compile("[\r\n\t\v\f\x85\u00a0\u00ad\u200b-\u200f\u2028\u2029\u202f\u2060\ufeff]")
_DROPPED = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_REQUIRED_MARK = re.compile(r"\s*(?:\(\s*\*\s*\)|\*|:)+\s*$")


def has_hidden_characters(text: str) -> bool:
    """Whether a header holds line breaks, tabs, NBSP, soft hyphens or zero-width characters."""
    return _HIDDEN.search(text) is not None


def clean_text(text: str) -> str:
    """`text` on one line, composed, without hidden characters and stray spaces."""
    return " ".join(unicodedata.normalize("NFC", _DROPPED.sub("", text)).split())


def same_text(text: str, label: str) -> bool:
    """Whether a header is the label itself: case, spaces and a final `*` or `:` do not matter."""
    return _plain(text) == _plain(label)


@lru_cache(maxsize=16384)
def _plain(text: str) -> str:
    return _REQUIRED_MARK.sub("", clean_text(text)).casefold()


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """The comparison key: 'Số CCCD / CMND ' becomes 'so cccd cmnd'; '' when nothing is left.

    đ is mapped by hand: NFKD leaves it alone, and dropping what is not ASCII would delete it.
    """
    lowered = _DROPPED.sub("", text).casefold().replace("đ", "d").replace("ð", "d")
    letters = unicodedata.normalize("NFKD", lowered)
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", bare).strip()


def digits_of(key: str) -> str:
    """The digits of a key in order: 'Ghi chú 2' is no misspelling of 'Ghi chú'."""
    return "".join(c for c in key if c.isdigit())
