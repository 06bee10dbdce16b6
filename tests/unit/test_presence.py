"""What branches' files for a Sunday amount to, and which of them were expected."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

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


def state_of(*files: dict[str, object]) -> tuple[str, bool]:
    """What these files of one branch amount to, and whether it counts as in time."""
    usual = {"branch_code": "X", "sunday": TOLD, "status": "accepted", "version": 1}
    moment = pd.Timestamp("2023-11-26T12:00Z")
    rows = [usual | {"is_late": False, "is_empty": False, "received_at": moment} | f for f in files]
    told = submission_status(pd.DataFrame(rows), reference(), Geography(reference()), [TOLD])
    row = told.set_index("branch_code").loc["X"]
    return str(row["state"]), bool(row["is_on_time"])


TOLD = pd.Timestamp("2023-11-26").as_unit("us")
OLD = {"status": "superseded"}
LATE = {"is_late": True, "version": 2}


@pytest.mark.parametrize(
    ("files", "state", "is_on_time"),
    [
        ([LATE], "late", False),
        ([OLD, LATE], "on_time", True),
        ([{"status": "nil"}, LATE], "on_time", True),
        ([OLD | {"is_empty": True}, LATE], "late", True),
        ([OLD | {"version": 0}, LATE], "late", False),
        ([{"status": "rejected"}, LATE], "late", False),
    ],
)
def test_a_branch_is_late_when_nothing_of_its_came_in_time(
    files: list[dict[str, object]], state: str, is_on_time: bool
) -> None:
    assert state_of(*files) == (state, is_on_time)
