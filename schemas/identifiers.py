"""Deterministic keys: a row of a file has the same key wherever and whenever it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

__all__ = ["SEPARATOR", "digest", "digests"]

SEPARATOR = "\x1f"
"""Stands between the parts of a key, so that ('a', 'bc') and ('ab', 'c') differ."""


def digest(*parts: object) -> str:
    """The first 16 bytes of SHA-256 over the parts, in hex (DESIGN 5)."""
    text = SEPARATOR.join(map(str, parts))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def digests(*columns: Iterable[object]) -> list[str]:
    """`digest` row by row over columns of equal length."""
    rows = zip(*(map(str, column) for column in columns), strict=True)
    texts = map(SEPARATOR.join, rows)
    return [hashlib.sha256(text.encode()).hexdigest()[:32] for text in texts]
