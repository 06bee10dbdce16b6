"""Numbers of a fill-down series stay nobody's, whatever rows of theirs are sent again."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.numbers import judge_numbers

Row = tuple[str, int]
"""The sheet, and what stands at the end of the number; 9 for a row without one."""

any_rows = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 9)), max_size=10)
sheets = st.tuples(st.integers(0, 5), any_rows).map(
    lambda told: [*(("a", digit) for digit in range(told[0], told[0] + 4)), *told[1]]
)


def of_series(rows: Sequence[Row]) -> set[Row]:
    """The numbers that are dropped as those of a series."""
    frame = pd.DataFrame(
        {
            "submission_id": "s",
            "sheet": [sheet for sheet, _ in rows],
            "id_number": ["" if digit == 9 else f"05218927096{digit}" for _, digit in rows],
            "sex": None,
            "birth_date": "",
            "full_name": "Lê Thị Mai",
        },
        index=[str(place) for place in range(len(rows))],
    ).astype("str")
    frame["sunday"] = pd.Timestamp(2023, 3, 5)
    faults = judge_numbers(frame).faults
    uids = faults.loc[faults["rule_id"] == "record.id_number.is_not_in_a_series", "row_uid"]
    dropped = {rows[int(uid)] for uid in uids}
    assert len(uids) == sum(row in dropped for row in rows)
    return dropped


@settings(max_examples=60, deadline=None)
@given(rows=sheets, data=st.data())
def test_a_copied_row_releases_no_number(rows: list[Row], data: st.DataObject) -> None:
    copies = [*rows]
    for row in data.draw(st.lists(st.sampled_from(rows), max_size=3)):
        copies.insert(data.draw(st.integers(0, len(copies))), row)
    # Rows of one sheet stand together.
    before, after = (of_series(sorted(some, key=lambda row: row[0])) for some in (rows, copies))
    assert before <= after


@settings(max_examples=60, deadline=None)
@given(first=st.integers(0, 5), data=st.data())
def test_a_series_is_one_with_any_of_its_rows_sent_again(first: int, data: st.DataObject) -> None:
    series = [("a", digit) for digit in range(first, first + 4)]
    rows = [*series]
    for row in data.draw(st.lists(st.sampled_from(series), max_size=6)):
        rows.insert(data.draw(st.integers(0, len(rows))), row)
    assert of_series(rows) == {row for row in series if row[1] != 9}
