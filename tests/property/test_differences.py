"""A difference carried out on what was gives what is, and says no more than that."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.tables import TARGET
from transforms.differences import carried_out, difference

KEYS = st.tuples(st.sampled_from(["KPI_A", "KPI_B"]), st.sampled_from("XYZ"), st.integers(1, 3))
TOLD = st.none() | st.sampled_from([0.0, 1.5, 2.0])
rows = st.dictionaries(KEYS, TOLD, max_size=8)


def targets(said: dict[tuple[str, str, int], float | None]) -> pd.DataFrame:
    told = [(*key, value) for key, value in said.items()]
    return TARGET.conform(pd.DataFrame(told, columns=TARGET.column_names))


def said_by(frame: pd.DataFrame) -> dict[tuple[str, str, int], float | None]:
    return {
        (code, unit, int(year)): None if pd.isna(target) else float(target)
        for code, unit, year, target in frame.itertuples(index=False, name=None)
    }


@settings(max_examples=60, deadline=None)
@given(before=rows, after=rows)
def test_what_was_and_the_difference_are_what_is(before, after) -> None:
    change = difference(TARGET, targets(before), targets(after))
    assert said_by(carried_out(TARGET, targets(before), change)) == after
    assert said_by(change.new) == {k: v for k, v in after.items() if k not in before}
    assert said_by(change.gone) == {k: v for k, v in before.items() if k not in after}
    moved = {k: v for k, v in after.items() if k in before and before[k] != v}
    assert said_by(change.changed) == moved
