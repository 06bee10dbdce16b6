"""Whoever the records are of: order and key never matter, and trusted numbers are never mixed."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from tests.unit.test_linking import Said, records
from transforms.linking import Partition
from transforms.linking import link as link_with
from warehouse.link_model import load_link_model

NAMES = ("Trần Thị Thúy", "Trần Thị Thủy", "Tran Thi Thuy", "Trần Thuý", "Lê Văn Tú", "Lê Văn Từ")
NUMBERS = ("", "052180000700", "052180000701", "052180000711", "052180000710", "052180987654")
BIRTHS = ("", "1980", "1980-05-07", "1980-07-05", "1980-05-08", "1975-11-20", "1980-01-01")
PHONES = ("", "0905000111", "0905000999")

people = st.builds(
    Said,
    name=st.sampled_from(NAMES),
    number=st.sampled_from(NUMBERS),
    born=st.sampled_from(BIRTHS),
    phone=st.sampled_from(PHONES),
    ward=st.sampled_from(("", "90001", "90002")),
    sex=st.sampled_from(("", "F", "M")),
    is_trusted=st.booleans(),
)
sheets = st.lists(people, min_size=1, max_size=16).map(lambda said: records(*said))


def link(sheet: pd.DataFrame) -> Partition:
    return link_with(sheet, load_link_model())


def parts(clusters: pd.Series) -> set[frozenset[str]]:
    return {frozenset(uids) for _, uids in clusters.groupby(clusters).groups.items()}


@settings(max_examples=12, deadline=None)
@given(sheet=sheets, data=st.data())
def test_the_order_of_records_does_not_matter(sheet: pd.DataFrame, data: st.DataObject) -> None:
    shuffled = sheet.loc[data.draw(st.permutations(list(sheet.index)))]
    first, second = link(sheet).records, link(shuffled).records
    pd.testing.assert_frame_equal(second.sort_index(), first.sort_index(), check_names=False)


@settings(max_examples=12, deadline=None)
@given(sheet=sheets)
def test_numbers_of_one_person_are_slips_of_one_another(sheet: pd.DataFrame) -> None:
    """A number on which two names were typed forbids too: it is one of the two persons'."""
    nodes = link(sheet).nodes
    said = nodes[nodes["is_number_trusted"] & nodes["id_number"].ne("")]
    for _, numbers in said.groupby("cluster")["id_number"]:
        distinct = set(numbers)
        for one in distinct if len(distinct) > 1 else ():
            others = distinct - {one}
            assert min(DamerauLevenshtein.distance(one, other) for other in others) <= 1


@settings(max_examples=10, deadline=None)
@given(sheet=sheets, data=st.data())
def test_a_row_sent_again_makes_no_other_partition(
    sheet: pd.DataFrame, data: st.DataObject
) -> None:
    again = sheet.loc[[data.draw(st.sampled_from(list(sheet.index)))]]
    copy = again.set_axis(pd.Index(["f" * 32], name="row_uid"))
    before = link(sheet).records["cluster"]
    after = link(pd.concat([sheet, copy])).records["cluster"]
    assert parts(after.drop("f" * 32)) == parts(before)
    assert after["f" * 32] == before[again.index[0]]
