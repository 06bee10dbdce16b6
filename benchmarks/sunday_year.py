"""A year of equal Sundays and a great one after it, as workbooks on disk."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from samples import CampaignPlan, generate_campaign, workbooks_by_sunday
from samples.plan import LAUNCH
from warehouse.landing import write_inbox
from warehouse.reference import shipped_reference

__all__ = ["Year", "write_year"]

_BRANCHES, _TEAMS = 154, (6, 7)
"""A thousand teams."""
_ROWS, _GREAT_ROWS = 16_000, 62_400
"""Some of the latter go to other Sundays, for nobody comes twice on one: 60,000 stay."""
_CITIZENS = 530_000
"""Of them about 500,000 have been helped by the end of the year, the others on the great Sunday."""


@dataclass(frozen=True)
class Year:
    """So many equal Sundays of 154 branches with 16,000 rows, then one of 1,000 teams with 60,000;
    `scale` makes branches, rows and citizens fewer.
    """

    scale: float
    weeks: int = 52

    @property
    def sundays(self) -> tuple[date, ...]:
        """The equal ones."""
        return tuple(LAUNCH + timedelta(weeks=week) for week in range(self.weeks))

    @property
    def great_sunday(self) -> date:
        """The one after them."""
        return LAUNCH + timedelta(weeks=self.weeks)

    @property
    def plan(self) -> CampaignPlan:
        """All of it as one campaign: who was helped in the year comes again on the great Sunday."""
        rows = (_ROWS * self.weeks + _GREAT_ROWS) * self.scale
        people = _CITIZENS * rows / (_ROWS * 52 + _GREAT_ROWS)
        return CampaignPlan(
            seed=14,
            sundays=(*self.sundays, self.great_sunday),
            branch_count=max(2, round(_BRANCHES * self.scale)),
            person_count=round(people),
            record_count=round(rows),
            teams_per_branch=_TEAMS,
            sunday_weights=(*[float(_ROWS)] * self.weeks, float(_GREAT_ROWS)),
        )


def write_year(year: Year, folder: Path) -> None:
    """Writes `folder/YYYY-MM-DD/*.xlsx` and, as `reference load` takes them, `folder/reference`.

    On equal Sundays each branch sends one workbook, on the great one each team. It is done in a
    process of its own, whose memory is nobody's when the runs are measured.
    """
    process = multiprocessing.get_context("spawn").Process(target=_write, args=(year, folder))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit("The workbooks of the benchmark could not be written.")


def _write(year: Year, folder: Path) -> None:
    campaign = generate_campaign(year.plan, shipped_reference().units)
    for name, frame in (("branches", campaign.branches), ("teams", campaign.teams)):
        write_inbox(folder / "reference", f"{name}.csv", frame.to_csv(index=False).encode())
    for sunday, workbooks in workbooks_by_sunday(campaign):
        if sunday != year.great_sunday:
            _write_all(workbooks, folder)
    for sunday, workbooks in workbooks_by_sunday(campaign, "team_code"):
        if sunday == year.great_sunday:
            _write_all(workbooks, folder)


def _write_all(workbooks: Iterable[tuple[str, bytes]], folder: Path) -> None:
    for path, content in workbooks:
        write_inbox(folder, path, content)
