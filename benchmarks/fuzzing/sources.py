"""The clean files that are broken: a dozen citizens of one branch, in every form that is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from benchmarks.catalogue.attempts import Place
from benchmarks.references import reference_of
from benchmarks.small_workbooks import SUNDAY, Rows, members, table
from schemas.reference import Reference
from schemas.template import HEADER_ROW

__all__ = ["BRANCHES", "ROWS", "Source", "reference", "rosters"]

BRANCHES = 250
"""As many as files in a batch, for what two files of one branch say is told once."""
ROWS = 12
"""Citizens in each file."""


@dataclass(frozen=True)
class Source:
    """The report of one branch, as sheets; `number` is the branch's."""

    number: int

    @property
    def place(self) -> Place:
        """The branch."""
        return Place(self.number + 1, SUNDAY)

    @property
    def phones(self) -> tuple[str, ...]:
        """The phone of each citizen, by which the row is known again."""
        return tuple(str(self.place.citizen(n)["phone"]) for n in range(ROWS))

    @cached_property
    def sheets(self) -> dict[str, Rows]:
        """All sheets of the template, filled in; every row of them is good."""
        place = self.place
        activity = {"team_code": place.team, "activity": "Treo áp phích", "quantity": 40}
        team = [*place.members(), *members(place.other_team)]
        rows = [place.citizen(n, full_name=_NAMES[n % len(_NAMES)]) for n in range(ROWS)]
        return {
            "THONG_TIN": place.form(),
            "TO_CNS": table("TO_CNS", team),
            "NGUOI_DAN": table("NGUOI_DAN", rows),
            "HOAT_DONG": table("HOAT_DONG", [activity]),
        }

    @property
    def citizens(self) -> Rows:
        """The list alone, its header first: what a CSV holds."""
        return self.sheets["NGUOI_DAN"][HEADER_ROW - 1 :]


_NAMES = (
    "Nguyễn Thị Hòa",
    "Lê Văn Tú",
    "Đặng Ngọc Ánh",
    "Võ Thị Mỹ",
    "Huỳnh Thúc Ý",
    "Trần Quốc Bảo",
    "Phạm Thị Thu Hà",
)


def rosters() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The branches and teams of all sources, as `reference load` takes them."""
    places = [Source(number).place for number in range(BRANCHES)]
    branches = [
        {"branch_code": p.branch, "name": "Đoàn xã", "kind": "commune", "unit_code": "21609"}
        for p in places
    ]
    teams = [
        {"team_code": code, "branch_code": p.branch, "name": f"Tổ {code}", "team_type": "youth"}
        for p in places
        for code in (p.team, p.other_team)
    ]
    return pd.DataFrame(branches), pd.DataFrame(teams)


def reference() -> Reference:
    """What the sources are judged by."""
    return reference_of(*rosters())
