"""Distinct citizens of every unit and period by first occurrences, beside counting each anew."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from benchmarks.material import Material
from benchmarks.stages import Stage
from transforms.counting import count_indicators
from transforms.geography import LEVELS
from transforms.grid import period_keys

__all__ = ["counting"]

Counts = dict[tuple[str, str, str, pd.Timestamp], int]
"""The citizens (none left out but 0) of a level, unit, period and the Sunday that ends it."""

_CODE = "KPI_UNIQUE_CITIZENS"


def counting(material: Material) -> Stage[Counts]:
    """A year of one indicator, at the levels and periods at which it is published."""
    helped, geography = material.assistances, material.geography
    catalogue = geography.reference.indicators
    asked = catalogue[catalogue["indicator_code"] == _CODE].reset_index(drop=True)
    levels, periods = (asked[name].iloc[0].split("|") for name in ("levels", "periods"))
    reference = replace(geography.reference, indicators=asked)
    sundays = sorted(helped["sunday"].unique())
    placed = helped.assign(day=helped["assist_date"])[["team_code", "day", "sunday", "person_id"]]
    places = geography.teams_on(placed)
    keys = [f"{level}_key" for level in LEVELS]
    placed = placed.merge(places[["team_code", "day", *keys]], on=["team_code", "day"])

    def naive() -> Counts:
        found: Counts = {}
        for period in periods:
            period_of = pd.Series(period_keys(placed["sunday"], period), index=placed.index)
            for sunday in sundays:
                now = period_keys(pd.DatetimeIndex([sunday]), period)[0]
                rows = placed[(period_of == now) & (placed["sunday"] <= sunday)]
                for level in levels:
                    counts = rows.groupby(f"{level}_key")["person_id"].nunique()
                    told = {(level, u.unit_code, period, sunday): n for u, n in counts.items()}
                    found.update(told)
        return found

    def ours() -> Counts:
        values = count_indicators(material.facts, reference, material.grid())
        values = values[values["numerator"] > 0]
        cells = values[["unit_level", "unit_code", "period", "sunday"]]
        told = zip(cells.itertuples(index=False, name=None), values["numerator"], strict=True)
        return {(level, unit, period, day): int(n) for (level, unit, period, day), n in told}

    return Stage(f"count {len(helped)} assistances of a year (anew)", naive, ours, _assert_same)


def _assert_same(naive: Counts, ours: Counts) -> None:
    assert ours == naive
