"""A broken file, and how it is made: the same for the same seed and number, on every machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.fuzzing.sources import BRANCHES, Source

__all__ = ["Mutant", "Mutation", "mutant"]


@dataclass(frozen=True)
class Mutant:
    """The bytes of a file and its name; `how` says what was done.

    `intact` are the phones of rows that nobody touched, None where nothing can be said of any row;
    with `may_be_held` the file may go back whole, if a finding says why.
    """

    number: int
    name: str
    content: bytes
    how: str
    intact: frozenset[str] | None = None
    may_be_held: bool = False


Mutation = Callable[[Source, Random, int], Mutant]


def mutant(mutations: Sequence[Mutation], seed: int, number: int) -> Mutant:
    """The mutant of that number."""
    chance = Random(f"{seed}/{number}")
    source = Source(number % BRANCHES)
    return chance.choice(mutations)(source, chance, number)
