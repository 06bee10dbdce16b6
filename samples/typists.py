"""One sheet of rows under the hands of typists: the frame that every kind of dirt works on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from samples.chance import (
    Flags,
    Integers,
    Texts,
    among_groups,
    scattered,
    stochastic_round,
    texts,
    whole_groups,
)

__all__ = ["Typing"]

BY_HABIT = 0.6
"""Of what is left out (missing number, phone, date, sex, ward), the part that some typists leave
out as a habit; the rest is scattered over all rows."""


@dataclass
class Typing:
    """Who types each row, in which workbook, about whom; and which faults it has so far.

    Rates are shares of all rows. A fault that cannot reach its rate, because too few rows can have
    it (no typo in a number that is missing), is had by all of those.
    """

    rng: np.random.Generator
    rates: Mapping[str, float]
    person: Integers
    typist: Integers
    workbook: Integers
    faults: dict[str, Flags] = field(default_factory=dict)

    def __len__(self) -> int:
        """The number of rows of the sheet."""
        return len(self.person)

    def _note(self, fault: str, chosen: Flags) -> Flags:
        self.faults[fault] = self.faults.get(fault, np.zeros(len(self), dtype=bool)) | chosen
        return chosen

    def _count(self, fault: str) -> int:
        return stochastic_round(self.rng, self.rates[fault] * len(self))

    def here_and_there(self, fault: str, eligible: Flags) -> Flags:
        """Rows with a fault that anybody may make."""
        return self._note(fault, scattered(self.rng, eligible, self._count(fault)))

    def by_typist(self, fault: str, eligible: Flags, *, same_person: bool = False) -> Flags:
        """Rows with a fault that is some typists' habit.

        `same_person`: one typist treats all rows of a person alike.
        """
        together = self.person if same_person else None
        count = self._count(fault)
        chosen = among_groups(self.rng, self.typist, eligible, count, kept_together=together)
        return self._note(fault, chosen)

    def left_out(self, fault: str, eligible: Flags, already: int = 0) -> Flags:
        """Rows where something is missing: partly a habit. `already` rows are counted as done."""
        count = max(self._count(fault) - already, 0)
        habit = among_groups(self.rng, self.typist, eligible, round(BY_HABIT * count))
        rest = scattered(self.rng, eligible & ~habit, count - int(habit.sum()))
        return self._note(fault, habit | rest)

    def by_workbook(self, fault: str, eligible: Flags) -> Flags:
        """Rows with a fault that whole workbooks have."""
        return self._note(
            fault, whole_groups(self.rng, self.workbook, eligible, self._count(fault))
        )

    def some_workbooks(self, fault: str, eligible: Flags) -> Flags:
        """Eligible rows of a share of the workbooks, of those with two eligible rows or more."""
        sizes = np.bincount(self.workbook[eligible], minlength=int(self.workbook.max()) + 1)
        books = len(np.unique(self.workbook))
        wanted = stochastic_round(self.rng, self.rates[fault] * books)
        chosen = scattered(self.rng, sizes > 1, wanted)
        return self._note(fault, eligible & chosen[self.workbook])

    def note(self, fault: str, rows: Flags) -> None:
        """Name rows whose fault was decided elsewhere."""
        self._note(fault, rows)

    def fault_names(self) -> Texts:
        """The names of each row's faults, joined with a space, in the order of happening."""
        names: list[list[str]] = [[] for _ in range(len(self))]
        for fault, rows in self.faults.items():
            for row in np.flatnonzero(rows):
                names[row].append(fault)
        return texts([" ".join(row) for row in names])
