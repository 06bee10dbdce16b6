"""Whole numbers that count something (DESIGN 6, cases R49, R50)."""

from __future__ import annotations

import re

from schemas.rules import Parsed
from transforms.cells.characters import compose, is_absent, tidy

__all__ = ["parse_count"]

_BLANK = Parsed("")
# One kind of separator only: 1.250,000 could be 1250 or 1250000, so the branch is asked.
_GROUPED = re.compile(r"[1-9][0-9]{0,2}([., ])[0-9]{3}(?:\1[0-9]{3})*")
_WITH_UNIT = re.compile(r"([0-9][0-9., ]*?) *[^\W\d_][^\d]*")
_WHOLE = re.compile(r"([0-9]+)(?:[.,]0)?")
_LONGEST = 9


def parse_count(text: str, cell_type: str, rule_id: str) -> Parsed:
    """A non-negative whole number in plain digits, or '' with `rule_id`.

    '150,895', '150.895', '1 250' and '12 người' are read (R49). More than 9 digits are refused: no
    branch counts so many, and the column could not hold them.
    """
    if text.isascii() and text.isdigit() and cell_type in ("s", "n") and len(text) <= _LONGEST:
        return Parsed(str(int(text)))
    tidied = tidy(text)
    if not cell_type or is_absent(tidied):
        return _BLANK
    digits = ""
    if cell_type in ("s", "n"):
        number = tidied
        if cell_type == "s":
            if match := _WITH_UNIT.fullmatch(compose(tidied)):
                number = match[1]
            if _GROUPED.fullmatch(number):
                number = re.sub(r"[., ]", "", number)
        if match := _WHOLE.fullmatch(number):
            digits = match[1].lstrip("0") or "0"
    return Parsed(digits) if digits and len(digits) <= _LONGEST else Parsed("", (rule_id,))
