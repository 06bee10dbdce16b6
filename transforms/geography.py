"""Where a branch stands on a day: its unit, and the units above it.

Units are bitemporal: a code may have belonged to another unit before, so every step here goes by
(code, day), and from an abolished unit by its default succession (DOMAIN 3).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.reference import ALWAYS, Reference
from schemas.settings import LAUNCH
from schemas.tables import BRANCH_PLACE

__all__ = [
    "LEVELS",
    "Geography",
    "UnitKey",
    "can_be_reported",
    "in_force",
    "turns",
    "week_sunday",
]

OPEN_END = pd.Timestamp(9999, 12, 31).as_unit("us")
"""The last day of what is still valid; of the unit of our date columns (pandas 4 wants it so)."""

LEVELS = ("province", "district", "commune", "branch", "team")


class UnitKey(NamedTuple):
    """A unit: codes are reused, so only code and first day together name it."""

    unit_code: str
    unit_valid_from: pd.Timestamp


class _Unit(NamedTuple):
    key: UnitKey
    level: str
    parent_code: str
    valid_to: pd.Timestamp


def week_sunday(days: pd.Series) -> pd.Series:
    """The Sunday that ends the report week (Monday to Sunday) of each day (CAD03)."""
    sundays: pd.Series = days + pd.to_timedelta(6 - days.dt.day_of_week, unit="D")
    return sundays


def can_be_reported(days: pd.Series, today: pd.Timestamp | pd.Series) -> pd.Series[bool]:
    """Whether each day lies between the launch and `today`: any other was mistyped (CAD01)."""
    return days.between(pd.Timestamp(LAUNCH), today)


def in_force(frame: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """The rows of an effective-dated frame that hold on some day from `first` to `last`."""
    ends = frame["valid_to"].fillna(OPEN_END)
    return frame[(frame["valid_from"] <= last) & (ends >= first)]


def turns(*frames: pd.DataFrame) -> pd.Series:
    """The days from which on effective-dated frames say something else than the day before."""
    starts = [frame["valid_from"] for frame in frames]
    ends = [frame["valid_to"].dropna() + pd.Timedelta(days=1) for frame in frames]
    days: pd.Series = pd.concat([*starts, *ends])
    return days


@dataclass(frozen=True)
class Geography:
    """Answers about one set of reference data; answers are kept, so ask as often as you like."""

    reference: Reference

    @cached_property
    def _units(self) -> dict[str, list[_Unit]]:
        units: dict[str, list[_Unit]] = {}
        frame = self.reference.units.sort_values("valid_from")
        columns = ("unit_code", "level", "parent_code", "valid_from", "valid_to")
        for code, level, parent, start, end in zip(*(frame[c] for c in columns), strict=True):
            above = parent if isinstance(parent, str) else ""
            last = OPEN_END if pd.isna(end) else end
            units.setdefault(code, []).append(_Unit(UnitKey(code, start), level, above, last))
        return units

    @cached_property
    def _successions(self) -> dict[str, list[tuple[pd.Timestamp, str]]]:
        frame = self.reference.unit_successions
        found: dict[str, list[tuple[pd.Timestamp, str]]] = {}
        frame = frame[frame["is_default"]].sort_values("effective_date")
        columns = ("old_code", "effective_date", "new_code")
        for old_code, date, new_code in zip(*(frame[c] for c in columns), strict=True):
            found.setdefault(old_code, []).append((date, new_code))
        return found

    @cached_property
    def _kept(self) -> dict[tuple[str, pd.Timestamp, pd.Timestamp], dict[str, UnitKey]]:
        return {}

    def unit_on(self, code: str, day: pd.Timestamp) -> _Unit | None:
        """The unit that bears `code` on `day`, None if none does."""
        for unit in self._units.get(code, []):
            if unit.key.unit_valid_from <= day <= unit.valid_to:
                return unit
        return None

    def units_of_branch(
        self, unit_code: str, since: pd.Timestamp, day: pd.Timestamp
    ) -> dict[str, UnitKey]:
        """Level → unit on `day`, for a branch that has named `unit_code` since `since`.

        `unit_code` means the unit that bore it on `since`; from there default successions lead to
        `day`. The branch's own unit stands under 'own'. Empty when the code never was a unit.
        """
        question = (unit_code, since, day)
        if question not in self._kept:
            self._kept[question] = self._path(unit_code, since, day)
        return self._kept[question]

    def _path(self, unit_code: str, since: pd.Timestamp, day: pd.Timestamp) -> dict[str, UnitKey]:
        unit = self.unit_on(unit_code, since) or next(iter(self._units.get(unit_code, [])), None)
        while unit is not None and unit.valid_to < day:
            successor = self._successor(unit)
            if successor is None:
                break
            unit = successor
        path: dict[str, UnitKey] = {}
        if unit is not None:
            path["own"] = unit.key
        while unit is not None and unit.level not in path:
            path[unit.level] = unit.key
            unit = self.unit_on(unit.parent_code, min(day, unit.valid_to))
        return path

    def _successor(self, unit: _Unit) -> _Unit | None:
        code = unit.key.unit_code
        for date, new_code in self._successions.get(code, []):
            if date > unit.valid_to:
                # The code may have passed to another unit, and this be the other's end.
                is_its_own = self.unit_on(code, date - pd.Timedelta(days=1)) in (None, unit)
                return self.unit_on(new_code, date) if is_its_own else None
        return None

    @cached_property
    def province(self) -> UnitKey:
        """The province whose campaign this is: the newest unit of that level."""
        provinces = [u for units in self._units.values() for u in units if u.level == "province"]
        return max(provinces, key=lambda unit: unit.key.unit_valid_from).key

    def province_on(self, day: pd.Timestamp) -> UnitKey:
        """The province on `day`: after a merger it is another unit with the same code."""
        unit = self.unit_on(self.province.unit_code, day)
        return unit.key if unit else self.province

    def stretches(self, days: pd.Series) -> npt.NDArray[np.int64]:
        """The number of the stretch of days that each day lies in: within one the reference data
        says the same on every day. A day that nobody knows is in the first, before any unit.
        """
        found = np.searchsorted(self._turns, days.to_numpy(self._turns.dtype), side="right")
        return np.where(days.isna(), 0, found)

    @cached_property
    def _turns(self) -> npt.NDArray[np.datetime64]:
        dated = (self.reference.units, self.reference.branches, self.reference.teams)
        changes = [turns(*dated), self.reference.unit_successions["effective_date"]]
        return np.sort(pd.concat(changes).unique())

    def _first_day(self, stretch: int) -> pd.Timestamp:
        if stretch == 0:
            return ALWAYS - pd.Timedelta(days=1)
        return pd.Timestamp(self._turns[stretch - 1])

    def teams_on(self, days: pd.DataFrame) -> pd.DataFrame:
        """For rows (team_code, day): the youth team's branch and units on that day.

        Gives the distinct (team_code, day) that are on the roster, with branch_code,
        unit_code and unit_valid_from (the branch's), and one `<level>_key` column per level, a
        `UnitKey` or None where the branch has no unit of that level.
        """
        return self._on(days, "team_code")

    def branches_on(self, days: pd.DataFrame) -> pd.DataFrame:
        """For rows (branch_code, day): the branch's units on that day, as in `teams_on`."""
        return self._on(days, "branch_code")

    def placed_in(self, code: str, stretch: int) -> pd.DataFrame:
        """All branches ("branch_code") or youth teams ("team_code") of a stretch of days, as
        `branches_on` and `teams_on` give them, with stretch in the place of day.
        """
        return (self._teams_in if code == "team_code" else self._branches_in)(stretch)

    def _on(self, days: pd.DataFrame, code: str) -> pd.DataFrame:
        asked = days[[code, "day"]].drop_duplicates().dropna()
        asked = asked.assign(stretch=self.stretches(asked["day"]))
        stretches = set(asked["stretch"]) or {0}
        placed = pd.concat([self.placed_in(code, stretch) for stretch in stretches])
        return asked.merge(placed, on=[code, "stretch"]).drop(columns="stretch")

    @cached_property
    def _teams_in(self) -> Callable[[int], pd.DataFrame]:
        teams = self.reference.teams[self.reference.teams["team_type"] == "youth"]

        @cache
        def placed(stretch: int) -> pd.DataFrame:
            day = self._first_day(stretch)
            found = in_force(teams, day, day)[["team_code", "valid_from", "branch_code"]]
            found = found.merge(self._branches_in(stretch), on="branch_code")
            keys = zip(found["team_code"], found["valid_from"], strict=True)
            found["team_key"] = [UnitKey(*key) for key in keys]
            return found.drop(columns="valid_from")

        return placed

    @cached_property
    def _branches_in(self) -> Callable[[int], pd.DataFrame]:
        branches = self.reference.branches[["branch_code", "valid_from", "valid_to", "unit_code"]]

        @cache
        def placed(stretch: int) -> pd.DataFrame:
            day = self._first_day(stretch)
            found = in_force(branches, day, day)
            paths = self._paths(found.assign(day=day))
            province = self.province_on(day)
            own = [path.get("own", province) for path in paths]
            keys: dict[str, list[UnitKey | None]] = {
                "province_key": [province] * len(found),
                "district_key": [path.get("district") for path in paths],
                "commune_key": [path.get("commune") for path in paths],
                "branch_key": [
                    UnitKey(*key)
                    for key in zip(found["branch_code"], found["valid_from"], strict=True)
                ],
            }
            placed = found[["branch_code"]].assign(
                unit_code=[key.unit_code for key in own],
                unit_valid_from=[key.unit_valid_from for key in own],
                stretch=stretch,
            )
            for name, units in keys.items():
                placed[name] = pd.Series(units, index=placed.index, dtype=object)
            return placed

        return placed

    def _paths(self, found: pd.DataFrame) -> list[dict[str, UnitKey]]:
        """The units of the branch of each row (unit_code, valid_from) on its day."""
        questions = zip(found["unit_code"], found["valid_from"], found["day"], strict=True)
        return [self.units_of_branch(*question) for question in questions]

    def places(self) -> pd.DataFrame:
        """`core.branch_place`: every row of branches in every stretch between changes of units.

        Before its own first day a branch stands in the commune and district where it stood on that
        day: successions are not followed backwards. The province is one unit, so it is that of the
        stretch.
        """
        branches = self.reference.branches[["branch_code", "valid_from", "unit_code"]]
        placed = branches.merge(self._between_changes_of_units(), how="cross")
        day = placed[["valid_from", "holds_from"]].max(axis=1)
        paths = self._paths(placed.assign(day=day))
        keys: dict[str, list[UnitKey | None]] = {
            "province": [self.province_on(start) for start in placed["holds_from"]],
            "district": [path.get("district") for path in paths],
            "commune": [path.get("commune") for path in paths],
        }
        for level, units in keys.items():
            placed[f"{level}_code"] = [unit and unit.unit_code for unit in units]
            placed[f"{level}_valid_from"] = [unit and unit.unit_valid_from for unit in units]
        return BRANCH_PLACE.conform(placed.rename(columns={"valid_from": "branch_valid_from"}))

    def _between_changes_of_units(self) -> pd.DataFrame:
        """holds_from and holds_to of the stretches in which no unit changes, from always on."""
        changes = [turns(self.reference.units), self.reference.unit_successions["effective_date"]]
        begins = pd.Series(sorted({ALWAYS, *pd.concat(changes)}))
        return pd.DataFrame(
            {"holds_from": begins, "holds_to": begins.shift(-1) - pd.Timedelta(days=1)}
        )
