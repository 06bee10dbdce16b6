"""A benchmark compares two forms of the same work, or it says nothing."""

from __future__ import annotations

import pytest

from benchmarks.__main__ import STAGES
from benchmarks.material import Material
from benchmarks.stages import Measured, Stage, measure, table_of

MATERIAL = Material(files=2)


def same(naive: list[int], ours: list[int]) -> None:
    assert naive == ours


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_both_forms_of_a_stage_give_the_same(stage):
    (measured,) = measure([stage(MATERIAL)])
    assert measured.naive > 0 and measured.ours > 0


def test_forms_that_differ_are_refused_without_a_value():
    stage = Stage("sort names", lambda: [1, 2], lambda: [2, 1], same)
    with pytest.raises(AssertionError, match=r"^sort names: the two forms differ$"):
        list(measure([stage]))


def test_the_table_gives_the_ratio():
    header, line = table_of([Measured("read 5 workbooks", 3.0, 0.5)])
    assert header.split() == ["stage", "naive", "ours", "ratio"]
    assert line.split() == ["read", "5", "workbooks", "3.00", "s", "0.50", "s", "6.0"]
