"""Validation: the rules of records over one frame of all files, beside one frame a file."""

from __future__ import annotations

from datetime import date

import pandas as pd

from benchmarks.material import Material
from benchmarks.stages import Stage
from schemas.submitted import failures, record_rules

__all__ = ["validating"]


def validating(material: Material) -> Stage[pd.DataFrame]:
    """What keeps records from being accepted."""
    records = material.records
    roster = set(material.year.teams["team_code"])
    rules = record_rules(roster, date(2026, 1, 1))

    def naive() -> pd.DataFrame:
        files = [rows for _, rows in records.groupby("submission_id", sort=False)]
        return pd.concat([failures(rules, rows) for rows in files], ignore_index=True)

    return Stage(
        f"validate {len(records)} records (file by file)",
        naive,
        lambda: failures(rules, records),
        _assert_same,
    )


def _assert_same(naive: pd.DataFrame, ours: pd.DataFrame) -> None:
    key = list(naive.columns)
    first, other = (told.sort_values(key, ignore_index=True) for told in (naive, ours))
    pd.testing.assert_frame_equal(other, first)
