"""No union joins what numbers, birth dates or a steward tell apart, whatever the records."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from tests.property.test_linking_partition import sheets
from transforms.evidence import node_numbers
from transforms.pair_answers import ANSWER_COLUMNS
from transforms.relinking import NothingLinked, relink
from transforms.scoring.births import are_one_birth, is_full_date
from warehouse.link_model import load_link_model

NOBODY = pd.Series([], dtype="int64")


def answers(told: list[tuple[int, int]], *, is_same: bool) -> pd.DataFrame:
    rows = [("case", min(pair), max(pair), is_same, 0) for pair in told]
    types = {"left": "int64", "right": "int64", "is_same": "bool", "position": "int64"}
    return pd.DataFrame(rows, columns=ANSWER_COLUMNS).astype(types)


def linked(sheet: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    return relink(NothingLinked(), sheet, NOBODY, load_link_model(), told).nodes


def within(nodes: pd.DataFrame, column: str) -> Iterator[tuple[str, str]]:
    """Two different values of one cluster."""
    for _, values in nodes.groupby("cluster")[column]:
        yield from combinations(sorted(set(values)), 2)


@settings(max_examples=15, deadline=None)
@given(sheet=sheets, data=st.data())
def test_no_union_joins_two_constraints(sheet: pd.DataFrame, data: st.DataObject) -> None:
    pairs = list(combinations(sorted(set(node_numbers(sheet))), 2))
    apart = data.draw(st.lists(st.sampled_from(pairs), max_size=3)) if pairs else []
    nodes = linked(sheet, answers(apart, is_same=False))
    cluster = nodes["cluster"].to_dict()
    assert all(cluster[left] != cluster[right] for left, right in apart)
    trusted = nodes[nodes["is_number_trusted"] & nodes["id_number"].str.len().eq(12)]
    assert all(OSA.distance(one, other) <= 1 for one, other in within(trusted, "id_number"))
    dated = nodes[is_full_date(nodes["birth_date"])]
    assert all(are_one_birth(one, other) for one, other in within(dated, "birth_date"))


@settings(max_examples=5, deadline=None)
@given(sheet=sheets, data=st.data())
def test_whom_a_steward_calls_one_person_is_one(sheet: pd.DataFrame, data: st.DataObject) -> None:
    pairs = list(combinations(sorted(set(node_numbers(sheet))), 2))
    same = data.draw(st.lists(st.sampled_from(pairs), max_size=3)) if pairs else []
    cluster = linked(sheet, answers(same, is_same=True))["cluster"].to_dict()
    assert all(cluster[left] == cluster[right] for left, right in same)
