"""What branches' files for a Sunday amount to, and which of them were expected."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from schemas import tables
from tests.unit.test_counting import count, facts, frame, reference
from tests.unit.test_publication import known
from transforms.geography import Geography
from transforms.presence import submission_status

SUNDAY = pd.Timestamp("2023-12-31").as_unit("us")
STORM = {"sunday": SUNDAY, "unit_code": "52", "reason": "Bão"}
SUSPENDED = replace(reference(), suspended_sundays=frame(tables.SUSPENDED_SUNDAY, [STORM]))


def presence() -> pd.DataFrame:
    """Of a Sunday that is suspended for all, when X was late, Y nil and the others silent."""
    files = known("X-one first 20 X1 \n Y-one nil 20 .").submissions
    sent = files.assign(sunday=SUNDAY, is_empty=False, version=1)
    sent["is_late"] = sent["branch_code"] == "X"
    return submission_status(sent, SUSPENDED, Geography(SUSPENDED), [SUNDAY])


def test_what_came_for_a_suspended_sunday_is_told_and_nothing_is_expected() -> None:
    told = presence().set_index("branch_code")
    assert told["state"].to_dict() == {"U": "suspended", "X": "late", "Y": "nil", "Z": "suspended"}
    assert not told["is_expected"].any()
    assert told["is_on_time"].to_dict() == {"U": False, "X": False, "Y": True, "Z": False}


def test_a_suspended_sunday_is_in_no_submission_rate() -> None:
    values = count(replace(facts(), presence=presence()), SUSPENDED)
    rates = values[values["indicator_code"].eq("KPI_SUBMISSION_RATE")]
    assert len(rates)
    assert (rates[["numerator", "denominator"]] == 0).all().all()
