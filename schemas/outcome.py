"""Values that pass between the rooms of one floor: what landed, and what a run leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from schemas.table import Table

__all__ = ["RECORD_COUNTS", "Landed", "Outcome"]

RECORD_COUNTS = ["records_parsed", "records_accepted", "records_quarantined", "records_excluded"]
"""Columns of `ops.submission` that count its `NGUOI_DAN` rows."""


@dataclass(frozen=True)
class Landed:
    """A file of the inbox that has landed in the archive."""

    submission_id: str
    file_sha256: str
    inbox_path: str
    received_at: pd.Timestamp


@dataclass(frozen=True)
class Outcome:
    """What a run leaves: rows to add or update by key, and facts that replace what was there.

    `updates` are upserted and `facts` replaced Sunday by Sunday, each by table; the indicator
    values among the facts lack run_id and have `cause`. `findings` lack the run ids. `settled` are
    the submissions whose findings of earlier runs hold no more.
    """

    updates: Mapping[Table, pd.DataFrame]
    facts: Mapping[Table, pd.DataFrame]
    findings: pd.DataFrame
    settled: list[str]
