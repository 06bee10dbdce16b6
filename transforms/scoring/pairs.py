"""Pairs of nodes, column by column: texts are compared as codes, distances once for each pair of
distinct values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

__all__ = ["Coded", "Flags", "Pairs", "Positions", "Texts", "similarity"]

Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]
Measure = Callable[[Texts, Texts], Any]


def _edits(left: Texts, right: Texts) -> Any:
    return process.cpdist(left, right, scorer=OSA.distance, score_cutoff=2, workers=-1)


def similarity(left: Texts, right: Texts) -> Any:
    """Jaro-Winkler similarity, from 0 to 1."""
    return process.cpdist(left, right, scorer=JaroWinkler.similarity, workers=-1)


@dataclass(frozen=True)
class Coded:
    """Columns of `transforms.scoring.features.describe`, each text column coded once when asked."""

    nodes: pd.DataFrame
    _codes: dict[str, tuple[Positions, Texts]] = field(default_factory=dict)
    _letters: dict[str, npt.NDArray[np.uint64]] = field(default_factory=dict)

    def codes(self, column: str) -> tuple[Positions, Texts]:
        """The code of each node's text (-1 for ''), and the distinct texts."""
        if column not in self._codes:
            codes, index = pd.factorize(self.nodes[column])
            distinct = index.to_numpy(dtype=object)
            is_nothing = distinct == ""
            if is_nothing.any():
                codes[codes == is_nothing.argmax()] = -1
            self._codes[column] = codes, distinct
        return self._codes[column]

    def only(self, left: Positions, right: Positions) -> tuple[Coded, Positions, Positions]:
        """The nodes of these pairs alone, and where they are among them: fewer texts to code."""
        asked = np.zeros(len(self.nodes), dtype=bool)
        asked[left] = asked[right] = True
        place = np.cumsum(asked) - 1
        return Coded(self.nodes[asked]), place[left], place[right]

    def letters(self, column: str) -> npt.NDArray[np.uint64]:
        """Which letters and digits each of the distinct texts has (`_letters_of`)."""
        if column not in self._letters:
            self._letters[column] = _letters_of(self.codes(column)[1])
        return self._letters[column]

    def values(self, column: str) -> npt.NDArray[Any]:
        """A column of numbers or flags."""
        return np.asarray(self.nodes[column].to_numpy())


def _letters_of(texts: Texts) -> npt.NDArray[np.uint64]:
    """A bit for each letter or digit of a text and each time (up to four) that it is there.

    Sixteen kinds are told apart, which suffices for digits.
    """
    sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    kinds = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32) % 16
    rows = np.repeat(np.arange(len(texts)) * 16, sizes)
    counts = np.bincount(rows + kinds, minlength=16 * len(texts))
    bits = _BITS[np.minimum(counts, 4)].reshape(-1, 2)
    return (bits[:, 0] | bits[:, 1] << 4).view(np.uint64)


_BITS = np.array([0b0, 0b1, 0b11, 0b111, 0b1111], dtype=np.uint8)


class Pairs:
    """Coded columns seen from both sides of some pairs."""

    def __init__(self, nodes: Coded, left: Positions, right: Positions) -> None:
        """`left` and `right` are positions in `nodes`."""
        self._nodes, self._left, self._right = nodes, left, right
        self._sides: dict[str, tuple[Positions, Positions]] = {}

    def codes(self, column: str) -> tuple[Positions, Positions, Texts]:
        """The codes of a text column on both sides (-1 for '') and the distinct values."""
        codes, distinct = self._nodes.codes(column)
        if column not in self._sides:
            self._sides[column] = codes[self._left], codes[self._right]
        return *self._sides[column], distinct

    def same(self, column: str) -> Flags:
        """Whether both tell the same text."""
        left, right, _ = self.codes(column)
        return np.asarray((left == right) & (left >= 0))

    def known(self, column: str) -> Flags:
        """Whether both tell any text."""
        left, right, _ = self.codes(column)
        return np.asarray((left >= 0) & (right >= 0))

    def values(self, column: str) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """A column of numbers or flags on both sides."""
        values = self._nodes.values(column)
        return values[self._left], values[self._right]

    def either(self, column: str) -> Flags:
        """Whether the flag is set on one side."""
        left, right = self.values(column)
        return np.asarray(left.astype(bool) | right.astype(bool))

    def both(self, column: str) -> Flags:
        """Whether the flag is set on both sides."""
        left, right = self.values(column)
        return np.asarray(left.astype(bool) & right.astype(bool))

    def reordered(self, column: str, asked: Flags) -> Flags:
        """Where `asked` (both known there), whether both may be the same letters and digits in
        another order.
        """
        left, right, _ = self.codes(column)
        has, found = self._nodes.letters(column), asked.copy()
        found[asked] = has[left[asked]] == has[right[asked]]
        return found

    def edits(self, column: str, asked: Flags) -> npt.NDArray[np.float64]:
        """Letters or digits to replace, add, drop or exchange with a neighbour where `asked`; 3 for
        more than 2; NaN elsewhere.
        """
        left, right, _ = self.codes(column)
        has = self._nodes.letters(column)
        one, other = has[left[asked]], has[right[asked]]
        # Each edit brings one letter at most: most texts are told apart by what they consist of.
        beyond = np.maximum(np.bitwise_count(one & ~other), np.bitwise_count(other & ~one))
        found = np.full(len(left), np.nan)
        found[asked] = 3.0
        near = np.zeros(len(left), dtype=bool)
        near[asked] = beyond <= 2
        found[near] = self.measured(column, near, _edits)[near]
        return found

    def measured(self, column: str, asked: Flags, measure: Measure) -> npt.NDArray[np.float64]:
        """`measure` of the two texts where `asked` (both known there); NaN elsewhere."""
        left, right, distinct = self.codes(column)
        found = np.full(len(left), np.nan)
        pair = left[asked].astype(np.int64) * len(distinct) + right[asked]
        codes, unique = pd.factorize(pair)
        if len(unique):
            one, other = distinct[unique // len(distinct)], distinct[unique % len(distinct)]
            found[asked] = np.asarray(measure(one, other), dtype=np.float64)[codes]
        return found
