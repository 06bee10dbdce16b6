"""What a random campaign's values count, row by row, is what running sums made of it (DESIGN 9)."""

from __future__ import annotations

from hypothesis import given, settings

from tests.property.test_rates_bounded import campaigns
from tests.unit.test_tracing import GRID, KNOWN, held_back, traced
from transforms.counting import Facts, count_indicators
from transforms.indicators.located import locate


@settings(max_examples=3, deadline=None)
@given(told=campaigns())
def test_the_lines_of_a_value_are_its_numerator(told: Facts) -> None:
    values, located = count_indicators(told, KNOWN, GRID), locate(told, GRID)
    rows = held_back(told, GRID)
    for _, value in values[values["numerator"] > 0].iloc[::23].iterrows():
        lines = traced(value, located, rows).lines
        assert lines["counts"].sum() == value["numerator"], value[["unit_code", "period", "sunday"]]
