"""Services that are named in words of the sender's own (case R45)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import fuzz, process

from transforms.cells.name_keys import folded

__all__ = ["nearest_service"]

LEAST_LIKENESS = 85
"""Of 100: a slip or two in a name, or its words in another order; another service is further."""


def nearest_service(text: str, names: Mapping[str, str]) -> str | None:
    """The code whose folded name in `names` is most like `text`; None where none is like it.

    Names that differ in a number are never alike: level 1 is not level 2.
    """
    asked = folded(text)
    numbers = re.findall(r"\d+", asked)
    same = [name for name in names if re.findall(r"\d+", name) == numbers]
    found = process.extractOne(
        asked, same, scorer=fuzz.token_sort_ratio, score_cutoff=LEAST_LIKENESS
    )
    return names[found[0]] if found else None
