"""One function over a few large pieces of work, on two cores."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

__all__ = ["each"]

Piece = TypeVar("Piece")
Result = TypeVar("Result")

CORES = 2
"""What a home is promised to do with; arrays are worked on without the interpreter's lock."""


def each(function: Callable[[Piece], Result], pieces: Iterable[Piece]) -> list[Result]:
    """`function` of each piece, in the order of the pieces.

    It must be pure: pieces are worked on at the same time. An exception of one is raised.
    """
    with ThreadPoolExecutor(CORES, "side-by-side") as threads:
        return list(threads.map(function, pieces))
