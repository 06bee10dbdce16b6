"""What a letter to a branch says: counts, masked words and places, never a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from schemas.rules import Severity

__all__ = ["Arrival", "FaultLine", "Letter", "RepeatLine"]


@dataclass(frozen=True)
class Arrival:
    """A file that came; `received_at` in Vietnamese time."""

    received_at: datetime
    is_late: bool
    status: str
    is_in_force: bool


@dataclass(frozen=True)
class FaultLine:
    """What is wrong in one way, how often, and in which cells."""

    severity: Severity
    label: str
    reason: str
    advice: str
    count: int
    places: Sequence[str]


@dataclass(frozen=True)
class RepeatLine:
    """A row whose citizen was counted with an earlier one; `who` is a mask."""

    place: str
    who: str
    branch_code: str
    day: date
    is_own: bool


@dataclass(frozen=True)
class Letter:
    """All that a branch is told of one Sunday; the counts are rows of files that still matter.

    `sums` are the parts of `mart.reconciliation` for citizens, `due` the Sunday until whose cut-off
    an answer is asked for, `workbooks` the names of the files that go with it.
    """

    branch_code: str
    branch_name: str
    sunday: date
    arrivals: Sequence[Arrival]
    parsed: int
    accepted: int
    quarantined: int
    excluded: int
    sums: Mapping[str, int]
    faults: Sequence[FaultLine]
    repeats: Sequence[RepeatLine]
    workbooks: Sequence[str]
    due: date

    @property
    def persons_new(self) -> int:
        """Citizens whom this report named first."""
        return self.sums.get("unique_new", 0)

    @property
    def error_count(self) -> int:
        """Faults that hold something back."""
        return sum(line.count for line in self.faults if line.severity == "error")

    @property
    def question_count(self) -> int:
        """Faults that only ask: warnings, and what a steward returned."""
        return sum(line.count for line in self.faults if line.severity != "error")
