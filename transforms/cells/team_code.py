"""Codes of teams and branches, as typed and as on the roster."""

from __future__ import annotations

import unicodedata

from transforms.cells.characters import tidy

__all__ = ["normalise_code"]

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


def normalise_code(text: str) -> str:
    """The code in capitals, full-width letters made plain, single spaces, one kind of dash.

    Apply it to both sides of a comparison.
    """
    if text.isascii() and text.isalnum():
        return text.upper()
    plain = unicodedata.normalize("NFKC", tidy(text)).translate(_DASHES).upper()
    return tidy(unicodedata.normalize("NFKC", plain))
