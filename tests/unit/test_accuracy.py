"""Who is who in generated campaigns, on a seed that training never saw.

The bars lie below what was measured (docs/decisions/0010); `python -m benchmarks.accuracy` shows
the full size.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from benchmarks.accuracy.__main__ import MEASURES, bar_lines, main
from benchmarks.accuracy.bars import BARS, SHARES, missed
from cli.labelled import labelled_plan, labelled_records
from samples.packaged import PROFILES
from transforms.agreement import agreement, count_errors
from transforms.linking import link
from warehouse.link_model import load_link_model


@pytest.mark.parametrize(
    ("profile", "f1", "count_error"),
    [
        ("clean", 1.0, 0.0),
        ("light", 0.998, 0.002),
        ("default", 0.995, 0.003),
        ("hard", 0.978, 0.008),
        ("no_id", 0.983, 0.006),
    ],
)
def test_few_persons_are_missed_or_counted_twice(
    profile: str, f1: float, count_error: float
) -> None:
    records = labelled_records(labelled_plan(4242, profile, 3000))
    told = agreement(records["truth"], link(records, load_link_model()).records["cluster"])
    assert told.f1 >= f1
    assert min(told.precision, told.recall) >= f1 - 0.005
    assert abs(told.count_error) <= count_error


def test_agreement_counts_pairs_and_places() -> None:
    truth = pd.Series([1, 1, 1, 2, 3])
    found = pd.Series(["a", "a", "b", "b", "c"])
    told = agreement(truth, found)
    assert (told.precision, told.recall) == (1 / 2, 1 / 3)
    assert told.f1 == pytest.approx(0.4)
    assert told.bcubed_precision == pytest.approx((1 + 1 + 0.5 + 0.5 + 1) / 5)
    assert told.bcubed_recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert told.count_error == 0.0
    here = pd.Series(["x", "x", "x", "y", "y"])
    assert count_errors(truth, found, here).to_dict() == {"x": 1.0, "y": 0.0}


def measures(**changes: float) -> dict[str, float]:
    """What was measured on a set: exact, but for these."""
    exact = {name: 1.0 if name in SHARES else 0.0 for name in MEASURES}
    return exact | {name.replace("_", " "): value for name, value in changes.items()}


def test_every_set_has_bars_and_what_is_aimed_at_is_beyond_what_is_required():
    assert set(BARS) == {*PROFILES, "FEBRL 3", "FEBRL 4", "RLdata10000"}
    for bars in BARS.values():
        assert missed(bars.required, {**measures(), **bars.stretch}) == []
        assert {*bars.required, *bars.stretch} <= set(MEASURES)


@pytest.mark.parametrize(
    ("profile", "changes", "lost"),
    [
        ("hard", {}, []),
        ("hard", {"precision": 0.975, "F1": 0.98, "count": 1.006 - 1}, []),
        ("hard", {"precision": 0.9749, "F1": 0.9799}, ["precision", "F1"]),
        ("hard", {"count": -0.0061, "commune_p95": 0.0181}, ["count", "commune p95"]),
        ("light", {"recall": 0.9799, "commune_mean": 0.0011}, ["recall", "commune mean"]),
        ("FEBRL 3", {"F1": 0.9949, "count": 0.5}, ["F1"]),
    ],
)
def test_what_misses_its_bar_is_named(profile: str, changes: Any, lost: list[str]) -> None:
    assert missed(BARS[profile].required, measures(**changes)) == lost


def test_required_and_stretch_stand_under_a_set_with_what_became_of_them() -> None:
    own, others = measures(F1=0.997, count=-0.001), [measures(F1=0.9976), measures(F1=0.5)]
    required, beside, stretch = (line.split() for line in bar_lines("default", own, others))
    asked = ["0.98000", "0.98000", "0.99550", "0.150%", "0.200%", "0.600%"]
    assert required == ["default", "required", *asked, "met"]
    assert beside == ["default", "best", "other", "-", "0.0005", "0.99710", "missed:", "F1"]
    assert stretch == ["default", "stretch", "0.99800", "0.050%", "missed:", "F1,", "count"]
    (alone,) = bar_lines("FEBRL 4", own, [])
    assert alone.split() == ["FEBRL", "4", "required", "0.99500", "met"]


def test_bars_are_printed_under_what_was_measured(capsys: pytest.CaptureFixture[str]) -> None:
    small = ["--seed", "4242", "--persons", "300", "--no-public", "--no-baselines"]
    main([*small, "--profile", "light", "--profile", "hard"])
    lines = [line.split()[:2] for line in capsys.readouterr().out.splitlines()[3:]]
    kinds = ("sunday", "required", "stretch")
    assert lines == [[profile, kind] for profile in ("light", "hard") for kind in kinds]
