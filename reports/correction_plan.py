"""What a correction workbook is made of: the faults of a submission in the words of its sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from schemas.catalogue import rule
from schemas.identifiers import digest
from schemas.row_ids import row_id
from schemas.rules import Severity

__all__ = ["COLOURS", "SEVERITIES", "Correction", "Mark", "SentTable", "in_two_parts", "rank"]

SEVERITIES: Final[dict[Severity, str]] = {"error": "LỖI", "warning": "CẦN XEM", "info": "TRẢ LẠI"}
"""How a severity is called to a branch, the worst first; of infos it sees what was returned."""

COLOURS: Final[dict[Severity, tuple[str, str]]] = {
    "error": ("F8B9AE", "8C1D18"),
    "warning": ("FFE08A", "6B4A00"),
    "info": ("CFE2F7", "0B3A66"),
}
"""Background and ink of a severity."""

_ADVICE = "Đề nghị"


@dataclass(frozen=True)
class Mark:
    """One fault: where it is in the workbook, why, and what to do.

    `row_number` is 0 and `cell` '' where it is in none; `label` is the header of its column. One of
    the columns `one_of` is to be filled, where that is what is wrong.
    """

    severity: Severity
    sheet: str
    row_number: int
    cell: str
    column_name: str
    label: str
    reason: str
    advice: str
    one_of: Sequence[str] = ()

    @property
    def rank(self) -> int:
        """0 for the worst severity."""
        return rank(self.severity)

    @property
    def place(self) -> str:
        """The cell, else its row, else ''."""
        return self.cell or (f"A{self.row_number}" if self.row_number else "")


@dataclass(frozen=True)
class Correction:
    """A submission that goes back: whose it is, what became of its rows, what is to be mended."""

    branch_code: str
    branch_name: str
    sunday: date
    version: int
    received_at: datetime
    file_sha256: str
    parsed: int
    accepted: int
    quarantined: int
    excluded: int
    marks: Sequence[Mark]


@dataclass(frozen=True)
class SentTable:
    """A table as it was read, row by row (see `transforms.reading.RawTable`).

    `ids` are the ids of its rows where they were written down elsewhere.
    """

    kind: str
    sheet: str
    header_row: int
    row_numbers: Sequence[int]
    texts: dict[str, list[str]]
    types: dict[str, list[str]]
    letters: dict[str, str]
    ids: Sequence[str] = ()

    def row_ids(self, file_sha256: str) -> Sequence[str]:
        """What each row is called in the workbook that goes back."""
        return self.ids or [
            row_id(digest(file_sha256, self.sheet, number)) for number in self.row_numbers
        ]


def rank(severity: Severity) -> int:
    """0 for the worst."""
    return list(SEVERITIES).index(severity)


def in_two_parts(rule_id: str, message: str, suggested: str = "") -> tuple[str, str]:
    """Why and what to do, from the message of a finding: the place is seen where they stand.

    `suggested` is the value that the repair gives, '' for none.
    """
    if rule(rule_id).message_vi.startswith("{place}: "):
        message = message.partition(": ")[2]
    why, found, todo = message.partition(_ADVICE)
    advice = f"{found}{todo}".strip()
    if suggested:
        advice = f"{advice} Có thể là: {suggested}".strip()
    why = why.strip()
    return why[:1].upper() + why[1:], advice
