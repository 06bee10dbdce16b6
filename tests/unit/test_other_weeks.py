"""Rows of other weeks than their report's (X10): told of what counts, never of what is held."""

from __future__ import annotations

import pandas as pd
import pytest

from transforms.other_weeks import other_weeks_faults

REPORTED, EARLIER = pd.Timestamp(2023, 3, 5), pd.Timestamp(2023, 2, 26)


@pytest.mark.parametrize(
    ("status", "rows", "told"),
    [
        ("accepted", ["accepted", "accepted"], "2"),
        ("accepted", ["accepted", "excluded"], "2"),
        ("accepted", ["accepted", "quarantined"], "1"),
        ("accepted", ["quarantined", "quarantined"], ""),
        ("quarantined", ["quarantined", "quarantined"], ""),
        ("held", ["accepted", "accepted"], ""),
        ("duplicate", ["accepted", "accepted"], ""),
    ],
)
def test_rows_that_count_in_another_week_are_told_and_those_held_back_are_not(status, rows, told):
    submissions = pd.DataFrame({"sunday": [REPORTED], "status": [status]}, index=["one"])
    records = pd.DataFrame({"submission_id": "one", "sunday": EARLIER, "status": rows})
    counts = [fault.detail["count"] for _, fault in other_weeks_faults(submissions, records)]
    assert counts == [told] * bool(told)
