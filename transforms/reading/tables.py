"""What the reading stage hands over: raw text with its cell types, never an interpretation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from schemas.rules import Fault

__all__ = ["HeaderCell", "Outcome", "RawTable", "SubmissionRead", "UnknownColumn"]

Outcome = Literal["read", "rejected", "quarantined", "ignored"]


@dataclass(frozen=True)
class HeaderCell:
    """A value of THONG_TIN: its text, its type (as in `RawTable.types`) and where it stands."""

    text: str
    cell_type: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class UnknownColumn:
    """A column whose header the template does not have: what a steward says of it decides.

    `cell` is the address of its header, `texts` and `types` are as in `RawTable`. It is kept in
    memory alone: what nobody asked for is written down nowhere.
    """

    header: str
    cell: str
    texts: list[str]
    types: list[str]

    @property
    def letter(self) -> str:
        """Its Excel letter."""
        return self.cell.rstrip("0123456789")


@dataclass(frozen=True)
class RawTable:
    """The data rows of one table sheet.

    `kind` is the template's sheet name (`TO_CNS`, `NGUOI_DAN`, `HOAT_DONG`, `TONG_HOP`) and `sheet`
    the name as sent. `row_numbers` are Excel's (1-based), one per kept row. `texts` and `types`
    have one list per template column that the sheet has, one entry per kept row: '' blank,
    's' text, 'n' number, 'd' date, 'b' boolean, 'e' error. `letters` gives a column's Excel letter.
    `header_row` is the lowest row of the header (1-based). `unknown` are columns with another
    header, sensitive ones left out.
    """

    kind: str
    sheet: str
    row_numbers: list[int]
    texts: dict[str, list[str]]
    types: dict[str, list[str]]
    letters: dict[str, str]
    header_row: int = 1
    unknown: tuple[UnknownColumn, ...] = ()


@dataclass(frozen=True)
class SubmissionRead:
    """Everything that could be read from the bytes of one submission.

    `header` holds THONG_TIN by English column name, blank values left out. `tables` may hold
    several of one kind. Of a quarantined submission the tables hold what there is, so that its rows
    can be counted. `modified_at` is the workbook's own modified property in UTC.
    """

    outcome: Outcome
    format: str
    header: dict[str, HeaderCell]
    tables: tuple[RawTable, ...]
    faults: tuple[Fault, ...]
    modified_at: datetime | None
