"""Cells and names: each distinct one once, beside one call a row."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from benchmarks.material import Material
from benchmarks.stages import Stage
from schemas.rules import Parsed
from transforms.cells.dates import parse_date
from transforms.cells.full_name import parse_full_name
from transforms.cells.name_keys import folded
from transforms.columns import distinct, parse_column, spread

__all__ = ["folding_names", "parsing_dates", "parsing_names"]


def parsing_dates(material: Material) -> Stage[pd.Series]:
    """The days of assistance."""
    return _parsing("dates", material, "assist_date", parse_date)


def parsing_names(material: Material) -> Stage[pd.Series]:
    """The names, tidied."""
    return _parsing("names", material, "full_name", parse_full_name)


def _parsing(
    what: str, material: Material, name: str, parser: Callable[[str, str], Parsed]
) -> Stage[pd.Series]:
    raw = material.citizens

    def naive() -> pd.Series:
        cells = raw[[name, f"{name}__type"]]
        return cells.apply(lambda cell: parser(*cell).value, axis=1).astype("str")

    return Stage(
        f"parse {len(raw)} {what} (row by row)",
        naive,
        lambda: parse_column(raw, name, parser).values,
        _assert_same,
    )


def folding_names(material: Material) -> Stage[pd.Series]:
    """The names as keys."""
    names = material.citizens["full_name"]

    def ours() -> pd.Series:
        codes, first = distinct(names)
        return spread([folded(name) for name in names.take(first).to_numpy()], codes, names.index)

    return Stage(
        f"fold {len(names)} names (row by row)",
        lambda: names.map(folded).astype("str"),
        ours,
        _assert_same,
    )


def _assert_same(naive: pd.Series, ours: pd.Series) -> None:
    pd.testing.assert_series_equal(ours, naive, check_names=False)
