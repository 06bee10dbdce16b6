"""What shows a case: files of one branch of its own, sent in up to three stages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from benchmarks.small_workbooks import (
    Cells,
    Mark,
    Row,
    Rows,
    form,
    members,
    table,
    workbook,
)

__all__ = ["HEADER", "Attempt", "Builder", "Place", "Sent"]

HEADER: Row = (
    "STT",
    "Mã tổ",
    "Ngày hỗ trợ",
    "Họ và tên",
    "Số CCCD/Định danh cá nhân",
    "Số điện thoại",
    "Mở tài khoản DVC",
    "Đồng ý cung cấp thông tin",
)
"""A short list: all that a record needs, and hardly more."""

_NAMES = ("Trần Thị Hà", "Lê Thị Bình", "Võ Thị Mai", "Đặng Thị Ánh", "Hồ Thị Em", "Bùi Thị Lan")


class Sent(NamedTuple):
    """A file that comes before the run of a stage (0: Sunday evening, 1: Monday, 2: next Sunday).

    Content None renames what came before under this name with `.part`.
    """

    stage: int
    path: str
    content: bytes | None


@dataclass(frozen=True)
class Place:
    """A branch of the catalogue's own, and the Sunday on which it reports."""

    number: int
    sunday: date

    @property
    def branch(self) -> str:
        """Its code."""
        return f"K{self.number:03d}"

    @property
    def team(self) -> str:
        """The code of its first team."""
        return f"T{self.number:03d}1"

    @property
    def other_team(self) -> str:
        """The code of its second team."""
        return f"T{self.number:03d}2"

    @property
    def name(self) -> str:
        """What the roster calls the first team."""
        return f"Tổ công nghệ số thôn Phú Hòa {self.number}"

    @property
    def district(self) -> str:
        """The code of a branch above it, for who needs one."""
        return f"H{self.number:03d}"

    def citizen(self, number: int = 0, **cells: object) -> Cells:
        """A good row about somebody of whom nobody else reports, but for these cells."""
        person = self.number * 100 + number
        return {
            "team_code": self.team,
            "assist_date": self.sunday,
            "full_name": _NAMES[number % len(_NAMES)],
            "id_number": f"052189{person * 7 % 1_000_000:06d}",
            "birth_date": f"{1 + person % 28:02d}/07/1989",
            "gender": "Nữ",
            "phone": f"09678{person % 100_000:05d}",
            "ward": "",
            "svc_dvc_account": "x",
            "consent": "x",
            **cells,
        }

    def crowd(self, *numbers: int, **cells: object) -> list[Cells]:
        """Citizens who have nothing in common, by number."""
        return [
            self.citizen(n, id_number="", full_name=f"{_NAMES[n % 6]} {chr(65 + n % 26)}", **cells)
            for n in numbers
        ]

    def line(self, number: int = 0, **cells: object) -> Row:
        """The same citizen in the columns of `HEADER`."""
        row = {**self.citizen(number), **cells}
        names = ("team_code", "assist_date", "full_name", "id_number", "phone", "svc_dvc_account")
        return [number + 1, *(row[name] for name in names), row["consent"]]

    def sheets(self, rows: Rows, **heading: object) -> dict[str, Rows]:
        """A form and a list of these rows, which begin in Excel row 1."""
        return {"THONG_TIN": self.form(**heading), "NGUOI_DAN": rows}

    def form(self, **heading: object) -> Rows:
        """The sheet THONG_TIN."""
        told: dict[str, Any] = {"branch": self.branch, "sunday": self.sunday, **heading}
        return form(**told)

    def listed(self, *rows: Row, header: Row = HEADER, mark: Mark | None = None) -> bytes:
        """A workbook whose list has this header in row 3 and these rows below it."""
        return workbook(self.sheets([["DANH SÁCH"], [], header, *rows]), mark)

    def report(
        self,
        *rows: Cells,
        teams: Sequence[Cells] = (),
        activities: Sequence[Cells] = (),
        **heading: object,
    ) -> bytes:
        """A workbook in the template's form."""
        sheets = self.sheets(table("NGUOI_DAN", rows), **heading)
        if teams:
            sheets["TO_CNS"] = table("TO_CNS", teams)
        if activities:
            sheets["HOAT_DONG"] = table("HOAT_DONG", activities)
        return workbook(sheets)

    def members(self, count: int = 8) -> list[Cells]:
        """The first team's members."""
        return members(self.team, count)

    def path(self, name: str = "bao cao.xlsx") -> str:
        """Where it puts a file of that name."""
        return f"{self.sunday}/{self.branch}/{name}"

    def sent(self, content: bytes, name: str = "bao cao.xlsx", stage: int = 0) -> Sent:
        """A file that it sends."""
        return Sent(stage, self.path(name), content)


@dataclass(frozen=True)
class Attempt:
    """Files that show a case, and what tells a row that was mended from one that was not.

    `accepted` rows of the branch must be accepted in the end. Where `field` is named, that column
    of `vault.record` in Excel row `row` of the last file is looked at: what was typed is `was`,
    what it has to be `kept`. `persons` is how many citizens its accepted rows must be. Before the
    second stage the Sunday is locked, or the citizen of row 4 erased, where that is asked for.
    """

    sent: tuple[Sent, ...]
    accepted: int = 1
    field: str = ""
    row: int = 4
    was: str = ""
    kept: str | None = None
    persons: int | None = None
    is_locked: bool = False
    is_erased: bool = False


Builder = Callable[[Place], Attempt]
