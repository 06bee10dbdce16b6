"""How well a partition of records into persons agrees with the truth, where the truth is known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["Agreement", "agreement", "count_errors"]


class Agreement(NamedTuple):
    """Shares from 0 to 1, and two counts of persons.

    `precision`, `recall`, `f1`: of pairs of records said to be one person; `bcubed_*`: the same
    seen from each record and averaged, so that large clusters weigh by their records only.
    """

    precision: float
    recall: float
    f1: float
    bcubed_precision: float
    bcubed_recall: float
    bcubed_f1: float
    true_person_count: int
    person_count: int

    @property
    def count_error(self) -> float:
        """What the count of persons is off by, as a share of the true count, with its sign."""
        return self.person_count / self.true_person_count - 1


def agreement(truth: pd.Series, cluster: pd.Series) -> Agreement:
    """Compares two partitions of the same records, given as labels in the same order."""
    true, found = (pd.factorize(labels)[0].astype(np.int64) for labels in (truth, cluster))
    both = pd.factorize(true * (int(found.max()) + 1) + found)[0]
    true_sizes, found_sizes, both_sizes = (np.bincount(codes) for codes in (true, found, both))
    together = _pairs(both_sizes)
    precision = _ratio(together, _pairs(found_sizes))
    recall = _ratio(together, _pairs(true_sizes))
    shared = both_sizes[both]
    bcubed_precision = float((shared / found_sizes[found]).mean())
    bcubed_recall = float((shared / true_sizes[true]).mean())
    return Agreement(
        precision=precision,
        recall=recall,
        f1=_harmonic(precision, recall),
        bcubed_precision=bcubed_precision,
        bcubed_recall=bcubed_recall,
        bcubed_f1=_harmonic(bcubed_precision, bcubed_recall),
        true_person_count=len(true_sizes),
        person_count=len(found_sizes),
    )


def count_errors(truth: pd.Series, cluster: pd.Series, place: pd.Series) -> pd.Series[float]:
    """By place, by how much the count of persons seen there is off, as a share without sign."""
    told = pd.DataFrame({"truth": truth, "cluster": cluster, "place": place})
    counts = told.groupby("place")[["truth", "cluster"]].nunique()
    return (counts["cluster"] / counts["truth"] - 1).abs()


def _pairs(sizes: npt.NDArray[np.int64]) -> float:
    return float((sizes * (sizes - 1)).sum() / 2)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
