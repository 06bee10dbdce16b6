"""Đề án 5299: every shipped figure stands beside its own arithmetic, and slips are told."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.workbooks import SHIPPED

FIGURES = pd.read_csv(SHIPPED / "reference_figures.csv").set_index("indicator_code")


def test_every_indicator_without_a_period_has_a_figure() -> None:
    catalogue = pd.read_csv(SHIPPED / "indicators.csv")
    assert sorted(FIGURES.index) == sorted(catalogue.loc[catalogue["periods"].isna(), "code"])


@pytest.mark.parametrize(
    ("code", "computed", "published", "digits"),
    [
        ("D5299_2023_1", 103.74, 104, 0),
        ("D5299_2024_1", 8.46, 8, 0),
        ("D5299_2024_2", 87.36, 87.4, 1),
        ("D5299_2024_3", 32.51, 33, 0),
        ("D5299_2024_4", 15.58, 15.6, 1),
    ],
)
def test_a_published_percentage_is_that_of_its_parts(
    code: str, computed: float, published: float, digits: int
) -> None:
    figure = FIGURES.loc[code]
    percent = 100 * figure["numerator"] / figure["denominator"]
    assert round(percent, 2) == computed
    assert figure["published_value"] == published == round(percent, digits)


def test_the_notice_that_is_at_odds_with_itself_is_left_as_it_is() -> None:
    figure = FIGURES.loc["D5299_2023_2"]
    assert round(100 * figure["numerator"] / figure["denominator"], 1) == 61.6
    assert figure["published_value"] == 62.6
    assert "at odds" in figure["note"]


def test_households_are_no_persons_and_an_unknown_figure_is_none() -> None:
    figure = FIGURES.loc["D5299_2024_5"]
    assert figure["unit_counted"] == "household"
    assert "never persons" in figure["note"]
    assert figure["denominator"] == 160_000
    assert figure[["numerator", "published_value"]].isna().all()
