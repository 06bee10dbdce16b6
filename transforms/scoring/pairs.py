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

__all__ = ["Coded", "Flags", "Pairs", "Positions", "Texts", "edits", "similarity"]

Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]
Measure = Callable[[Texts, Texts], Any]


def edits(left: Texts, right: Texts) -> Any:
    """Letters or digits to replace, add, drop or exchange with a neighbour; 3 for more than 2."""
    return process.cpdist(left, right, scorer=OSA.distance, score_cutoff=2, workers=-1)


def similarity(left: Texts, right: Texts) -> Any:
    """Jaro-Winkler similarity, from 0 to 1."""
    return process.cpdist(left, right, scorer=JaroWinkler.similarity, workers=-1)


@dataclass(frozen=True)
class Coded:
    """Columns of `transforms.scoring.features.describe`, each text column coded once when asked."""

    nodes: pd.DataFrame
    _codes: dict[str, tuple[Positions, Texts]] = field(default_factory=dict)

    def codes(self, column: str) -> tuple[Positions, Texts]:
        """The code of each node's text (-1 for ''), and the distinct texts."""
        if column not in self._codes:
            values = self.nodes[column]
            codes, distinct = pd.factorize(values.where(values != "", None))
            self._codes[column] = codes, distinct.to_numpy(dtype=object)
        return self._codes[column]

    def values(self, column: str) -> npt.NDArray[Any]:
        """A column of numbers or flags."""
        return np.asarray(self.nodes[column].to_numpy())


class Pairs:
    """Coded columns seen from both sides of some pairs."""

    def __init__(self, nodes: Coded, left: Positions, right: Positions) -> None:
        """`left` and `right` are positions in `nodes`."""
        self._nodes, self._left, self._right = nodes, left, right

    def codes(self, column: str) -> tuple[Positions, Positions, Texts]:
        """The codes of a text column on both sides (-1 for '') and the distinct values."""
        codes, distinct = self._nodes.codes(column)
        return codes[self._left], codes[self._right], distinct

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
