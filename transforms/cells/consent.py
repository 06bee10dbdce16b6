"""Whether a citizen, or a guardian, consents (DOMAIN 8)."""

from __future__ import annotations

import re

from schemas.codes.answers import (
    CONSENT_ANSWERS,
    CONSENTING_WORDS,
    REFUSING_WORDS,
    WORDS_AFTER_A_NEGATION,
)
from schemas.rules import Parsed
from transforms.cells.characters import compose, is_absent, tidy
from transforms.cells.name_keys import folded
from transforms.cells.negation import denied, says_no

__all__ = ["parse_consent"]

_BLANK = Parsed("")
_NOT_SAID = Parsed("", ("record.consent.is_given",))
_ANSWERS = {"yes": Parsed("yes"), "no": Parsed("no")}
_REFUSAL = re.compile(rf"(?:{'|'.join(REFUSING_WORDS)})\b")
_CONSENT = re.compile(
    rf"(?:(?:{'|'.join(WORDS_AFTER_A_NEGATION)}) )*(?:{'|'.join(CONSENTING_WORDS)})\b(?! y kien\b)"
)
_HEAD = re.compile(r"[^,;:(–]+?(?= *[,;:(–]| -)")


def parse_consent(text: str, cell_type: str) -> Parsed:
    """'yes', 'no', or '' where the cell does not say.

    Consent must be provable and a refusal explicit: unknown words are neither, and come back as ''
    with `is_given`. A refusal carries no rule here, the row judges it.
    """
    if text == "x" and cell_type == "s":
        return _ANSWERS["yes"]
    tidied = tidy(text)
    if not cell_type or is_absent(tidied):
        return _BLANK
    if cell_type not in ("s", "n", "b"):
        return _NOT_SAID
    answer = CONSENT_ANSWERS.get(compose(tidied.lower()).removesuffix(".0").rstrip(" ."))
    if answer is None and _is_refusal(tidied):
        answer = "no"
    return _ANSWERS[answer] if answer else _NOT_SAID


def _is_refusal(tidied: str) -> bool:
    """Whether a text of several words refuses: it denies consent, or opens with a refusal.

    To have no opinion ('không có ý kiến'), to object to nothing ('không phản đối') or not to have
    been asked ('chưa hỏi') is no refusal.
    """
    if _REFUSAL.match(folded(tidied)) or _CONSENT.match(folded(denied(tidied))):
        return True
    head = _HEAD.match(tidied)
    return head is not None and says_no(head[0])
