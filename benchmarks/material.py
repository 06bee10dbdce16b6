"""What the stages work on: a generated campaign, its workbooks and what was read of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from importlib import resources

import pandas as pd

from benchmarks.references import reference_of
from cli.labelled import labelled_plan, labelled_records
from samples import Campaign, CampaignPlan, campaign_workbooks, generate_campaign
from samples.plan import LAUNCH
from schemas import tables
from schemas.clock import Instant
from schemas.identifiers import digest, digests
from schemas.outcome import Landed
from transforms.assistance import assistances
from transforms.counting import Facts
from transforms.geography import Geography
from transforms.grid import Grid, make_grid
from transforms.people import evidence_counts
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

    @cached_property
    def year(self) -> Campaign:
        """As many rows, with errors, spread over 52 Sundays."""
        return generate_campaign(self._year, self._units)

    @cached_property
    def records(self) -> pd.DataFrame:
        """The typed rows of the year (`cli.labelled.labelled_records`), with evidence_count."""
        records = labelled_records(self._year)
        return records.assign(evidence_count=evidence_counts(records))

    @property
    def _year(self) -> CampaignPlan:
        return labelled_plan(17, "default", max(400, self.files * _ROWS_PER_FILE * 3 // 5))

    @cached_property
    def geography(self) -> Geography:
        """Where the year's branches and teams stand."""
        return Geography(reference_of(self.year.branches, self.year.teams))

    @cached_property
    def assistances(self) -> pd.DataFrame:
        """`core.assistance` of the year, of the true persons."""
        truth = self.year.truth
        told = pd.DataFrame(
            {
                "person_id": "P" + truth["true_person_id"].astype("str"),
                "service_codes": truth["service_code"],
                "dossier_count": pd.to_numeric(truth["dossier_count"]).astype("Int64"),
                "assist_date": pd.to_datetime(truth["assist_date"]).astype("datetime64[us]"),
                "branch_code": truth["branch_code"],
                "team_code": truth["team_code"],
                "sunday": pd.to_datetime(truth["sunday"]).astype("datetime64[us]"),
                "submission_id": truth["path"],
            }
        )
        uids = digests(truth["path"], truth["sheet"], truth["row_number"].tolist())
        return assistances(told.set_axis(pd.Index(uids, dtype="str")), self.geography)

    @cached_property
    def facts(self) -> Facts:
        """What is counted of the year: assistances and nothing else."""
        return Facts(
            assistance=self.assistances,
            contacts=tables.ANONYMOUS_CONTACT.empty(),
            team_reports=tables.TEAM_REPORT.empty(),
            activities=tables.ACTIVITY.empty(),
        )

    def grid(self) -> Grid:
        """The Sundays and units of the year, made anew each time."""
        sundays = sorted(self.assistances["sunday"].unique())
        return make_grid(self.geography.reference, self.geography, sundays, sundays[0])

    @cached_property
    def _units(self) -> pd.DataFrame:
        path = resources.files("warehouse") / "shipped" / "units.csv"
        with path.open(encoding="utf-8") as lines:
            return pd.read_csv(lines, dtype=str).replace({float("nan"): None})

    def _workbooks(self, profile: str) -> list[tuple[str, bytes]]:
        branches = min(self.files, _BRANCHES)
        weeks = -(-self.files // branches)
        rows = branches * weeks * _ROWS_PER_FILE
        sundays = tuple(LAUNCH + timedelta(weeks=week) for week in range(weeks))
        plan = CampaignPlan(17, sundays, branches, rows * 3 // 4, rows, profile)
        return list(campaign_workbooks(generate_campaign(plan, self._units)))
