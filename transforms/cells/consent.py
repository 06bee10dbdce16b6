"""Whether a citizen, or a guardian, consents (DOMAIN 8)."""

from __future__ import annotations

from schemas.codes.answers import CONSENT_ANSWERS
from schemas.rules import Parsed
from transforms.cells.characters import compose, is_absent, tidy

__all__ = ["parse_consent"]

_BLANK = Parsed("")
_NOT_SAID = Parsed("", ("record.consent.is_given",))
_ANSWERS = {"yes": Parsed("yes"), "no": Parsed("no")}


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
    answer = CONSENT_ANSWERS.get(compose(tidied.lower()).removesuffix(".0").rstrip(" ."))
    return _ANSWERS[answer] if answer and cell_type in ("s", "n", "b") else _NOT_SAID
