"""Sex as written in its own column (case R37)."""

from __future__ import annotations

from schemas.codes.answers import GENDER_WORDS
from schemas.rules import Parsed
from transforms.cells.characters import is_absent, tidy
from transforms.cells.name_keys import folded

__all__ = ["parse_gender"]

_BLANK = Parsed("")
_UNKNOWN = Parsed("", ("record.gender.is_known",))
_KNOWN = {"M": Parsed("M"), "F": Parsed("F")}
_FREQUENT = {"Nam": _KNOWN["M"], "Nữ": _KNOWN["F"], "M": _KNOWN["M"], "F": _KNOWN["F"]}


def parse_gender(text: str, cell_type: str) -> Parsed:
    """'M', 'F', or '' with `is_known` where the text says neither; wrong tone marks are read."""
    if cell_type == "s" and text in _FREQUENT:
        return _FREQUENT[text]
    tidied = tidy(text)
    if not cell_type or is_absent(tidied):
        return _BLANK
    sex = GENDER_WORDS.get(folded(tidied)) if cell_type == "s" else None
    return _KNOWN[sex] if sex else _UNKNOWN
