"""Characters that every encoding shares."""

from __future__ import annotations

__all__ = ["is_neutral"]

_SHARED = frozenset("\u00a0" + "".join(map(chr, range(0x2010, 0x2028))))
"""No-break space and the dashes and quotes that office programs put in by themselves."""


def is_neutral(char: str) -> bool:
    """Whether a character tells nothing about the font: ASCII and office punctuation."""
    return char < "\x80" or char in _SHARED
