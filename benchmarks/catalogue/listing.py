"""The cases of dirty submissions and what is to be done with each (`cases.csv`).

`action` and `severity` are the programme's wording; `expected` says the same in the words of
`benchmarks.catalogue.taken`, one for each file that shows the case, and `note` why it says
something else where it does.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Case", "all_cases"]

_FILE = Path(__file__).with_name("cases.csv")


@dataclass(frozen=True)
class Case:
    """One case of the catalogue."""

    case_id: str
    scope: str
    case: str
    example: str
    action: str
    severity: str
    expected: tuple[str, ...]
    note: str


def all_cases() -> list[Case]:
    """All 142, in the order of the catalogue."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [
        Case(
            row["case_id"],
            row["scope"],
            row["case"],
            row["example"],
            row["action"],
            row["severity"],
            tuple(row["expected"].split("; ")),
            row["note"],
        )
        for row in rows
    ]
