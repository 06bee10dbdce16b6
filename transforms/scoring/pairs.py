"""Pairs of nodes, column by column: texts are compared as codes, distances once for each pair of
distinct values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

__all__ = ["Flags", "Pairs", "Positions", "edits", "similarity"]

Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]
Measure = Callable[[list[str], list[str]], Any]


def edits(left: list[str], right: list[str]) -> Any:
    """Letters or digits to replace, add, drop or exchange with a neighbour; 3 for more than 2."""
    return process.cpdist(left, right, scorer=OSA.distance, score_cutoff=2)


def similarity(left: list[str], right: list[str]) -> Any:
    """Jaro-Winkler similarity, from 0 to 1."""
    return process.cpdist(left, right, scorer=JaroWinkler.similarity)


class Pairs:
    """Columns of `transforms.scoring.features.describe` seen from both sides of some pairs."""

    def __init__(self, nodes: pd.DataFrame, left: Positions, right: Positions) -> None:
        """`left` and `right` are positions in `nodes`."""
        self._nodes, self._left, self._right = nodes, left, right
        self._coded: dict[str, tuple[Positions, Positions, list[str]]] = {}

    def codes(self, column: str) -> tuple[Positions, Positions, list[str]]:
        """The codes of a text column on both sides (-1 for '') and the distinct values."""
        if column not in self._coded:
            values = self._nodes[column]
            codes, distinct = pd.factorize(values.where(values != "", None))
            self._coded[column] = codes[self._left], codes[self._right], distinct.tolist()
        return self._coded[column]

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
        values = self._nodes[column].to_numpy()
        return values[self._left], values[self._right]

    def either(self, column: str) -> Flags:
        """Whether the flag is set on one side."""
        left, right = self.values(column)
        return np.asarray(left.astype(bool) | right.astype(bool))

    def both(self, column: str) -> Flags:
        """Whether the flag is set on both sides."""
        left, right = self.values(column)
        return np.asarray(left.astype(bool) & right.astype(bool))

    def measured(self, column: str, asked: Flags, measure: Measure) -> npt.NDArray[np.float64]:
        """`measure` of the two texts where `asked` (both known there); NaN elsewhere."""
        left, right, distinct = self.codes(column)
        found = np.full(len(left), np.nan)
        pair = left[asked].astype(np.int64) * len(distinct) + right[asked]
        codes, unique = pd.factorize(pair)
        if len(unique):
            one = [distinct[code] for code in (unique // len(distinct)).tolist()]
            other = [distinct[code] for code in (unique % len(distinct)).tolist()]
            found[asked] = np.asarray(measure(one, other), dtype=np.float64)[codes]
        return found
