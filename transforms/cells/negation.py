"""Answers that say no: in one word, or in words that open with one."""

from __future__ import annotations

import re

from schemas.codes.answers import AFFIRMED, NEGATIONS, NO_WORDS
from transforms.cells.characters import compose

__all__ = ["denied", "says_no"]

_DENIAL = re.compile(
    rf"(?:{'|'.join(sorted(NEGATIONS))})[\W_]+(?!(?:{'|'.join(AFFIRMED)})\b)([^\W\d_].*)"
)


def says_no(tidied: str) -> bool:
    """Whether a tidied text is a word for no, or the 0 of a cell that was a number."""
    return compose(tidied.lower()).removesuffix(".0").rstrip(" .") in NO_WORDS


def denied(tidied: str) -> str:
    """What a tidied text denies, in lower case: 'làm được' of 'Không làm được'; '' where it opens
    with no negation.
    """
    match = _DENIAL.fullmatch(compose(tidied.lower()))
    return match[1] if match else ""
