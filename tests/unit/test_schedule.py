"""When runs are due, in Vietnamese time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from flows.schedule import SUNDAY_NIGHT, due_sunday, missed_night
from schemas.settings import TIME_ZONE

ROOT = Path(__file__).resolve().parents[2]
CUT_OFF = dt.time(22)


def at(text: str) -> dt.datetime:
    """A moment told in Vietnamese time, as Prefect gives it: UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=TIME_ZONE).astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("scheduled", "sunday"),
    [
        ("2023-03-05 23:00", "2023-03-05"),
        ("2023-03-05 22:00", "2023-03-05"),
        ("2023-03-05 21:59", "2023-02-26"),
        ("2023-03-06 06:00", "2023-03-05"),
        ("2023-03-11 06:00", "2023-03-05"),
        ("2023-03-12 23:00", "2023-03-12"),
    ],
)
def test_a_scheduled_run_publishes_the_last_sunday_past_its_cut_off(
    scheduled: str, sunday: str
) -> None:
    assert due_sunday(at(scheduled), CUT_OFF).isoformat() == sunday


@pytest.mark.parametrize(
    ("last_run", "now", "missed"),
    [
        ("2023-03-05 23:00", "2023-03-06 08:00", None),
        ("2023-03-05 23:20", "2023-03-12 22:59", None),
        ("2023-03-11 06:00", "2023-03-12 23:30", None),  # an hour's grace
        ("2023-03-11 06:00", "2023-03-13 00:00", "2023-03-12 23:00"),
        ("2023-03-05 21:30", "2023-03-08 09:00", "2023-03-05 23:00"),
        ("2023-02-26 23:00", "2023-03-20 09:00", "2023-03-19 23:00"),
    ],
)
def test_a_sunday_night_without_a_run_is_missed(
    last_run: str, now: str, missed: str | None
) -> None:
    assert missed_night(at(now), at(last_run)) == (at(missed) if missed else None)


def test_the_night_is_that_of_prefect_yaml() -> None:
    declared = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    (night,) = [one for one in declared["deployments"] if one["name"] == "sunday-night"]
    (schedule,) = night["schedules"]
    assert schedule["cron"] == f"{SUNDAY_NIGHT.minute} {SUNDAY_NIGHT.hour} * * 0"
    assert schedule["timezone"] == str(TIME_ZONE)
