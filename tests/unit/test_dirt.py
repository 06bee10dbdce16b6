"""A clean campaign is left in peace, and dirt is not dear (`bootstrap.py dirt` measures both)."""

from __future__ import annotations

import pytest

from benchmarks.dirt.campaigns import Generated
from benchmarks.dirt.cost import costs
from benchmarks.dirt.false_alarms import Alarms, false_alarms, names_taken_for_a_font


@pytest.fixture(scope="module")
def clean() -> Generated:
    return Generated("clean", branches=20, weeks=2, rows=3000)


def test_nothing_is_said_against_a_clean_campaign(clean):
    alarms = false_alarms(clean)
    assert alarms.records == 3000
    assert not alarms.errors
    assert alarms.share <= 0.001, alarms.warnings


def test_no_clean_name_is_taken_for_an_old_font(clean):
    texts, taken = names_taken_for_a_font(clean)
    assert texts > 2000
    assert taken == []


def test_a_false_alarm_would_be_counted():
    dirty = false_alarms(Generated("default", branches=4, weeks=1, rows=200))
    assert dirty.share > 0.005
    assert Alarms(10, warnings=dirty.warnings).share > dirty.share


def test_dirty_workbooks_are_measured_beside_clean_ones_of_as_many_rows():
    clean, dirty = costs(10)
    assert dirty.findings > clean.findings
    assert clean.total > 0 and dirty.total > 0
