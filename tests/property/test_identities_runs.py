"""However a campaign is cut into runs, the same records end as the same persons."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.test_linking_partition import link, parts, sheets
from tests.remembered import RememberedLinks


@settings(max_examples=10, deadline=None)
@given(sheet=sheets, data=st.data())
def test_any_cut_into_runs_gives_the_same_persons(sheet: pd.DataFrame, data: st.DataObject) -> None:
    arrived = sheet.loc[data.draw(st.permutations(list(sheet.index)))]
    cuts = sorted(data.draw(st.sets(st.integers(1, len(sheet)), max_size=3)) | {0, len(sheet)})
    memory = RememberedLinks()
    for start, end in pairwise(cuts):
        memory.run(arrived.iloc[start:end])
    assert parts(memory.clusters) == parts(link(sheet).records["cluster"])


@settings(max_examples=10, deadline=None)
@given(sheet=sheets, data=st.data())
def test_records_that_went_leave_no_trace(sheet: pd.DataFrame, data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from(list(sheet.index))))
    memory = RememberedLinks()
    memory.run(sheet)
    memory.run(sheet.iloc[:0], sorted(gone))
    stayed = sheet.drop(sorted(gone))
    assert parts(memory.clusters) == parts(link(stayed).records["cluster"])


@settings(max_examples=12, deadline=None)
@given(sheet=sheets)
def test_a_run_without_news_touches_nothing(sheet: pd.DataFrame) -> None:
    memory = RememberedLinks()
    memory.run(sheet)
    again = memory.run(sheet.iloc[:0])
    assert again.nodes.empty
    assert again.edges.empty
    assert again.cut.empty
