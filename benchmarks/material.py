"""What the stages work on: a generated campaign, its workbooks and what was read of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from importlib import resources

import pandas as pd

from samples import CampaignPlan, campaign_workbooks, generate_campaign
from samples.plan import LAUNCH
from schemas.clock import Instant
from schemas.identifiers import digest
from schemas.outcome import Landed
from transforms.reading import read_submission
from transforms.stacking import Read, stack

__all__ = ["Material"]

_BRANCHES = 100
_ROWS_PER_FILE = 60


@dataclass(frozen=True)
class Material:
    """A campaign of about `files` workbooks of 60 citizens, the same for ever."""

    files: int

    @cached_property
    def workbooks(self) -> list[tuple[str, bytes]]:
        """(path below the inbox, bytes) of each; without errors, which reading would mend."""
        return self._workbooks("clean")

    @cached_property
    def citizens(self) -> pd.DataFrame:
        """The raw `NGUOI_DAN` rows (see `transforms.stacking`), with errors as branches do."""
        now = Instant(2026, 1, 1, tz="UTC")
        reads = [
            Read(Landed(digest(path), digest(path), path, now), read_submission(content, path))
            for path, content in self._workbooks("default")
        ]
        return stack(reads).people

    def _workbooks(self, profile: str) -> list[tuple[str, bytes]]:
        branches = min(self.files, _BRANCHES)
        weeks = -(-self.files // branches)
        rows = branches * weeks * _ROWS_PER_FILE
        sundays = tuple(LAUNCH + timedelta(weeks=week) for week in range(weeks))
        plan = CampaignPlan(17, sundays, branches, rows * 3 // 4, rows, profile)
        path = resources.files("warehouse") / "shipped" / "units.csv"
        with path.open(encoding="utf-8") as lines:
            units = pd.read_csv(lines, dtype=str).replace({float("nan"): None})
        return list(campaign_workbooks(generate_campaign(plan, units)))
