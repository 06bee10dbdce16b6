"""Who is who in generated campaigns, on a seed that training never saw.

The bars lie below what was measured (docs/decisions/0010); `python -m benchmarks.accuracy` shows
the full size.
"""

from __future__ import annotations

import pandas as pd
import pytest

from cli.labelled import labelled_plan, labelled_records
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
