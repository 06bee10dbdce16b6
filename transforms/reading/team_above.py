"""Lists of members in which a team's code stands on its first row alone (S13).

As with a merged cell, the members below are of the same team. Below a code that stands in each row
of its team it may as well be another that is missing, unless the same code comes again. For
citizens this is not done: who helped whom is for the branch to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.rules import Fault
from schemas.template import PRINTED_ROLES
from transforms.reading.cells import Grid, address, is_blank, text_and_type
from transforms.reading.folding import fold
from transforms.reading.nameless_rows import is_name

__all__ = ["with_team_above"]

_LEADER = fold(PRINTED_ROLES[0])

Texts = Mapping[str, str]


def with_team_above(
    sheet_name: str, rows: Grid, row_numbers: Sequence[int], columns: Mapping[str, Sequence[int]]
) -> tuple[Grid, list[Fault]]:
    """The rows of a list of members; whoever is listed below a team's code, without any, is of it.

    Not so from where another team begins whose code is missing: see `_Team.may_have`.
    """
    if not {"team_code", "member_name"} <= columns.keys():
        return rows, []
    at = {name: indexes[0] for name, indexes in columns.items()}
    column = at["team_code"]
    if not any(is_blank(row[column]) for row in rows):
        return rows, []
    codes = [text_and_type(row[column])[0].strip() for row in rows]
    team = _Team()
    filled: Grid = []
    told: list[int] = []
    for row, number, next_code in zip(rows, row_numbers, _next_ones(codes), strict=True):
        texts = {name: text_and_type(row[index])[0].strip() for name, index in at.items()}
        if not team.may_have(texts):
            team = _Team(texts["team_code"])
        elif not texts["team_code"] and team.takes(next_code) and is_name(texts["member_name"]):
            row = [*row[:column], team.code, *row[column + 1 :]]
            told.append(number)
        team = team.with_row(texts)
        filled.append(row)
    if not told:
        return filled, []
    place = Fault("sheet.team_code.is_in_each_row", sheet_name, told[0], "team_code")
    cell, detail = address(told[0] - 1, column), {"count": str(len(told))}
    return filled, [place._replace(cell=cell, detail=detail)]


def _next_ones(codes: Sequence[str]) -> list[str]:
    """For each row the code that stands in it or, where none does, in the next row with one."""
    below = ""
    found = [below := code or below for code in reversed(codes)]
    return found[::-1]


@dataclass(frozen=True)
class _Team:
    """A team as far as its rows have told of it: its code, in how many of them that stands, its
    name, and who is listed.
    """

    code: str = ""
    times: int = 0
    name: str = ""
    has_leader: bool = False
    has_members: bool = False

    def may_have(self, texts: Texts) -> bool:
        """Whether a row may be of this team: its code is the same or, where it has none, it says no
        other name, makes no second leader, and its number does not begin anew.
        """
        if texts["team_code"]:
            return texts["team_code"] == self.code
        name = fold(texts.get("team_name", ""))
        is_named_otherwise = bool(name and self.name) and name != self.name
        begins_anew = self.has_members and texts.get("row_no") == "1"
        return not (is_named_otherwise or begins_anew or (self.has_leader and _leads(texts)))

    def takes(self, next_code: str) -> bool:
        """Whether rows without a code, before that one, are of this team."""
        return self.times == 1 or (self.code != "" and next_code == self.code)

    def with_row(self, texts: Texts) -> _Team:
        """The team after one more row."""
        return _Team(
            self.code,
            self.times + (texts["team_code"] != ""),
            self.name or fold(texts.get("team_name", "")),
            self.has_leader or _leads(texts),
            self.has_members or is_name(texts["member_name"]),
        )


def _leads(texts: Texts) -> bool:
    return fold(texts.get("team_role", "")) == _LEADER
