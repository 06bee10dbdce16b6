"""Generated campaigns as a run meets them: workbooks, and the reference data to judge them by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property
from hashlib import sha256

import pandas as pd

from benchmarks.references import reference_of
from samples import Campaign, CampaignPlan, campaign_workbooks, generate_campaign
from samples.plan import LAUNCH
from schemas.identifiers import digest
from schemas.outcome import Landed
from schemas.reference import Reference
from transforms.geography import Geography
from transforms.judging import Judgement, judge
from transforms.reading import read_submission
from transforms.stacking import Read
from warehouse.reference import shipped_reference

__all__ = ["Generated"]

_KEY = b"a key for benchmarks, never for people"


class Generated:
    """The campaign of so many branches, Sundays and rows with the errors of one profile."""

    def __init__(self, profile: str, *, branches: int, weeks: int, rows: int) -> None:
        sundays = tuple(LAUNCH + timedelta(weeks=week) for week in range(weeks))
        self._plan = CampaignPlan(23, sundays, branches, rows * 3 // 4, rows, profile)
        self._now = pd.Timestamp(sundays[-1], tz="UTC") + pd.Timedelta(hours=14)

    @cached_property
    def campaign(self) -> Campaign:
        """All of it as frames."""
        units = shipped_reference().units
        dates = {name: units[name].dt.strftime("%Y-%m-%d") for name in ("valid_from", "valid_to")}
        return generate_campaign(self._plan, units.assign(**dates))

    @cached_property
    def workbooks(self) -> list[tuple[str, bytes]]:
        """(path below the inbox, bytes) of each."""
        return list(campaign_workbooks(self.campaign))

    @cached_property
    def reference(self) -> Reference:
        """Its branches and teams."""
        return reference_of(self.campaign.branches, self.campaign.teams)

    @cached_property
    def geography(self) -> Geography:
        """What that says of places."""
        return Geography(self.reference)

    def read(self, workbooks: Iterable[tuple[str, bytes]]) -> list[Read]:
        """These workbooks, read."""
        return [
            Read(
                Landed(digest(path), sha256(content).hexdigest(), path, self._now),
                read_submission(content, path),
            )
            for path, content in workbooks
        ]

    def judged(self, reads: list[Read]) -> Judgement:
        """What is known of them then."""
        return judge(reads, self.reference, self.geography, _KEY, {}, self._now)
