"""Services that are named in words of the sender's own (case R45)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from schemas.codes.service_names import ABBREVIATIONS, WORDS_AROUND
from transforms.cells.name_keys import folded

__all__ = ["nearest_service", "service_key", "written_out"]

LEAST_LIKENESS = 85
"""Of 100: a slip or two in a name, or its words in another order; another service is further."""


def _any_of(phrases: Mapping[str, str] | tuple[str, ...]) -> str:
    return "|".join(sorted(map(folded, phrases), key=len, reverse=True))


_WRITTEN_OUT = {folded(short): folded(full) for short, full in ABBREVIATIONS.items()}
_SHORT = re.compile(rf"\b(?:{_any_of(ABBREVIATIONS)})\b")
_SAYS_NOTHING = re.compile(
    rf"^(?:(?:{_any_of(WORDS_AROUND)}) )+|(?: (?:{_any_of(WORDS_AROUND)}))+$"
)


@lru_cache(maxsize=4096)
def service_key(text: str) -> str:
    """The key by which names of services are compared: 'HD mở TK DVC' is 'mo tai khoan dich vu
    cong'.
    """
    return _SAYS_NOTHING.sub("", written_out(text))


def written_out(text: str) -> str:
    """The text folded, with its abbreviations written out."""
    whole = _SHORT.sub(lambda match: _WRITTEN_OUT[match[0]], folded(text))
    return " ".join(whole.split())


def nearest_service(text: str, names: Mapping[str, str]) -> str | None:
    """The code whose key in `names` is most like that of `text`; None where none is like it.

    Names that differ in a number are never alike: level 1 is not level 2.
    """
    asked = service_key(text)
    numbers = re.findall(r"\d+", asked)
    same = [name for name in names if re.findall(r"\d+", name) == numbers]
    found = process.extractOne(
        asked, same, scorer=fuzz.token_sort_ratio, score_cutoff=LEAST_LIKENESS
    )
    return names[found[0]] if found else None
