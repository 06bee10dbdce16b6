"""One branch's files for one Sunday, taken one after the other: which of them may count as sent.

A file is compared with what is in force when it comes. What says the same again is a duplicate;
what fits neither as a correction nor as an addition is held until a later file, or a steward, says
what it is (DESIGN 4, cases Y02, Y04, Y05).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from schemas.rules import Fault
from transforms.cells.name_keys import folded

__all__ = ["Arrival", "Verdict", "Week"]

LEAST_OVERLAP = 0.1
"""Share of a team's rows that two lists have in common when they are versions of one (Y05)."""

LEAST_KEPT = 0.5
"""Share of the rows that a correction keeps unless somebody is asked about it (Y04)."""

SMALL_LIST = 5
"""Shorter lists may shrink unasked: a row taken out of four is no sign of a cut list."""

SAME_LIST = 0.9
"""Share of rows in common by which a declared file confirms one that was held."""

Row = frozenset[str]
"""What a row says of who was helped: number, phone and name, each with a mark of its kind."""


class Verdict(NamedTuple):
    """The status of a file that is set aside, None of one that counts, and what is said of it."""

    status: str | None
    fault: Fault | None = None


@dataclass(frozen=True)
class Arrival:
    """A file as far as others are compared with it; `people` are its rows by team, `chain` is the
    first of the files that it corrects one after the other, itself where it corrects none.
    `worked` are those of its teams of which it lists a citizen or an activity. `released` are rules
    by which a steward does not want it held.
    """

    submission_id: str
    type: str
    content: str | None
    teams: frozenset[str]
    people: dict[str, list[Row]]
    chain: str
    worked: frozenset[str] = frozenset()
    released: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        submission_id: str,
        type_: str,
        content: object,
        teams: frozenset[str],
        records: pd.DataFrame | None,
        chain: str,
    ) -> Arrival:
        """From its `vault.record` rows, None where it lists nobody."""
        people: dict[str, list[Row]] = {}
        if records is not None:
            names = ("team_code", "id_number", "phone", "full_name")
            for team, number, phone, name in zip(*(records[n] for n in names), strict=True):
                said = {f"n{number}", f"p{phone}", f"f{folded(name)}"} - {"n", "p", "f"}
                people.setdefault(team, []).append(frozenset(said))
        same = content if isinstance(content, str) else None
        return cls(submission_id, type_, same, teams, people, chain)

    @property
    def adds(self) -> bool:
        """Whether it says that it adds to what was sent."""
        return self.type == "supplement"

    @property
    def is_declared(self) -> bool:
        """Whether it says how it stands to what was sent before."""
        return self.type in ("supplement", "replacement")

    def rows(self, teams: frozenset[str]) -> list[Row]:
        """Its rows of these teams."""
        return [row for team in teams for row in self.people.get(team, ())]


@dataclass
class Week:
    """What is in force for a branch's Sunday, team by team, and what waits for an answer."""

    in_force: dict[str, list[Arrival]] = field(default_factory=dict)
    waiting: list[Arrival] = field(default_factory=list)

    def take(self, file: Arrival, doubt: Fault | None) -> Iterator[tuple[str, Verdict]]:
        """Verdicts that follow from the next file, its own among them when it does not count.

        `doubt` is what else is against it.
        """
        if doubt is None and file.teams and self._is_known(file):
            repeated = Fault("submission.content.differs_from_earlier")
            yield file.submission_id, Verdict("duplicate", repeated)
            return
        doubt = doubt or self._doubt(file)
        if doubt and doubt.rule_id in file.released:
            yield file.submission_id, Verdict(None, doubt)
        elif doubt:
            self.waiting.append(file)
            yield file.submission_id, Verdict("held", doubt)
            return
        answered = [held for held in self.waiting if _answers(file, held)]
        self.waiting = [held for held in self.waiting if held not in answered]
        for team in file.teams:
            there = self.in_force.get(team, [])
            beside = [other for other in there if other.chain != file.chain]
            is_beside = file.adds or len(beside) < len(there)
            self.in_force[team] = [*(beside if is_beside else ()), file]
        yield from ((held.submission_id, Verdict("superseded")) for held in answered)

    def _is_known(self, file: Arrival) -> bool:
        """Whether a file that says the same, cell by cell, is in force for all its teams."""
        beside = [self.in_force.get(team, []) for team in file.teams]
        return file.content is not None and all(
            any(other.content == file.content for other in files) for files in beside
        )

    def _doubt(self, file: Arrival) -> Fault | None:
        if file.is_declared and self._is_confirmed(file):
            return None
        corrected = self._corrected(file)
        if corrected or file.adds:
            return _shrunk(corrected, file)
        if not file.is_declared:
            strangers = sum(
                self._is_another_list(file, team) or self._is_silent(file, team)
                for team in file.teams
            )
            if strangers:
                detail = {"count": str(strangers)}
                return Fault("submission.version.overlaps_earlier", detail=detail)
        return _shrunk(self._earlier(file.teams), file)

    def _corrected(self, file: Arrival) -> list[Row]:
        """The rows of the file whose place a correction takes."""
        return [
            row
            for team in file.teams
            for other in self.in_force.get(team, ())
            if other.chain == file.chain
            for row in other.people.get(team, ())
        ]

    def _is_confirmed(self, file: Arrival) -> bool:
        """Whether a held file said the same: sent again and declared, it is meant."""
        return any(
            held.teams == file.teams
            and _in_common(file.rows(file.teams), held.rows(held.teams)) >= SAME_LIST
            for held in self.waiting
        )

    def _is_another_list(self, file: Arrival, team: str) -> bool:
        one = frozenset({team})
        earlier, later = self._earlier(one), file.rows(one)
        return bool(earlier and later) and _in_common(earlier, later) < LEAST_OVERLAP

    def _is_silent(self, file: Arrival, team: str) -> bool:
        """Whether it names no more than members of a team that is said to have done something.

        Who writes the members of all teams may list the citizens of some: two typists of a branch.
        """
        there = self.in_force.get(team, ())
        return team not in file.worked and any(team in other.worked for other in there)

    def _earlier(self, teams: frozenset[str]) -> list[Row]:
        return [
            row
            for team in teams
            for file in self.in_force.get(team, ())
            for row in file.people.get(team, ())
        ]


def _shrunk(earlier: list[Row], file: Arrival) -> Fault | None:
    """A fault where so few rows are left that somebody may have cut the list (Y04)."""
    before, after = len(earlier), len(file.rows(file.teams))
    if before < SMALL_LIST or after >= LEAST_KEPT * before:
        return None
    detail = {"count": str(after), "stated": str(before)}
    return Fault("submission.version.is_not_much_smaller", detail=detail)


def _in_common(one: list[Row], other: list[Row]) -> float:
    """Share of the shorter list's rows that have a number, phone or name in common with the other.

    Two lists of nobody have everything in common.
    """
    shorter, longer = sorted((one, other), key=len)
    if not shorter:
        return 1.0 if not longer else 0.0
    said = frozenset().union(*longer)
    return sum(not said.isdisjoint(row) for row in shorter) / len(shorter)


def _answers(file: Arrival, held: Arrival) -> bool:
    """Whether a file that counts settles what a held one left open.

    A file of the same teams takes its place; an addition does if it holds most of its rows.
    """
    if not held.teams <= file.teams:
        return False
    if not file.adds:
        return True
    return _in_common(file.rows(held.teams), held.rows(held.teams)) >= LEAST_KEPT
