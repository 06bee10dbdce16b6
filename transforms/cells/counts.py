"""Whole numbers that count something (DESIGN 6, cases R49-R51)."""

from __future__ import annotations

import re

from schemas.rules import Parsed
from transforms.cells.characters import compose, is_absent, tidy

__all__ = [
    "MOST_OF_A_BRANCH",
    "MOST_OF_A_CITIZEN",
    "MOST_OF_A_TEAM",
    "PLAIN_COUNT",
    "parse_count",
]

MOST_OF_A_CITIZEN = 100
"""Dossiers of one citizen on one day: a household or a small firm has a few, not hundreds."""
MOST_OF_A_TEAM = 10_000
"""What one team can have put up, handed out or drawn on one Sunday; 150,000 posters it cannot."""
MOST_OF_A_BRANCH = 100_000
"""Members of one branch, or what it reports of one week: the whole province aimed at accounts for
48,000 members in 2023, and helped 234,216 citizens to e-payment in all of that year.
"""

PLAIN_COUNT = re.compile(r"\s*[0-9]*(?:\.0)?\s*")
"""A count that needs no repair (R49)."""

_BLANK = Parsed("")
# One kind of separator only: 1.250,000 could be 1250 or 1250000, so the branch is asked.
_GROUPED = re.compile(r"[1-9][0-9]{0,2}([., ])[0-9]{3}(?:\1[0-9]{3})*")
_WITH_UNIT = re.compile(r"([0-9][0-9., ]*?) *[^\W\d_][^\d]*")
_WHOLE = re.compile(r"([0-9]+)(?:[.,]0)?")
_LONGEST = 8
"""Digits of a count: nine are a phone without its zero or an old card, twelve a CCCD."""
_MOST = 10**_LONGEST - 1


def parse_count(
    text: str, cell_type: str, rule_id: str, most: int = _MOST, beyond: str = ""
) -> Parsed:
    """A non-negative whole number in plain digits, or '' with `rule_id`.

    '150,895', '150.895', '1 250' and '12 người' are read (R49). What exceeds `most`, or has as many
    digits as a phone, is no count but '' with `beyond`, where that is given (R51): it may tell who
    somebody is, and would leave the vault with the counts.
    """
    is_short = len(text) <= _LONGEST and text.isascii() and text.isdigit()
    if is_short and cell_type in ("s", "n") and int(text) <= most:
        return Parsed(str(int(text)))
    tidied = tidy(text)
    if not cell_type or is_absent(tidied):
        return _BLANK
    if cell_type == "s" and sum(map(str.isdigit, tidied)) > _LONGEST:
        return Parsed("", (beyond or rule_id,))
    digits = _digits(tidied, cell_type)
    if not digits:
        return Parsed("", (rule_id,))
    return Parsed(digits) if int(digits) <= most else Parsed("", (beyond or rule_id,))


def _digits(tidied: str, cell_type: str) -> str:
    """The whole number that a cell says, '' if it says none."""
    if cell_type not in ("s", "n"):
        return ""
    number = tidied
    if cell_type == "s":
        if match := _WITH_UNIT.fullmatch(compose(tidied)):
            number = match[1]
        if _GROUPED.fullmatch(number):
            number = re.sub(r"[., ]", "", number)
    match = _WHOLE.fullmatch(number)
    return match[1].lstrip("0") or "0" if match else ""
