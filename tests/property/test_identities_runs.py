"""However a campaign is cut into runs, the same records end as the same persons."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.test_linking_partition import parts, sheets
from transforms.identities import Identities, assign_identities, tokens_of
from transforms.linking import link

KEY = b"a key of sixteen"


def campaign(sheet: pd.DataFrame, ends: list[int]) -> tuple[list[pd.Series], list[Identities]]:
    """Runs over ever more records, each finding what the others left: person ids by row."""
    ledger: dict[str, str] = {}
    known: set[tuple[str, str]] = set()
    used = 0
    people, told = [], []
    for end in ends:
        part = sheet.iloc[:end]
        partition = link(part)
        clusters = partition.records[["cluster"]].assign(record_key=part.index)
        found = assign_identities(
            clusters,
            tokens_of(partition.nodes, KEY),
            pd.DataFrame(list(ledger.items()), columns=["record_key", "person_id"], dtype="str"),
            pd.DataFrame(sorted(known), columns=["token", "person_id"], dtype="str"),
            used,
        )
        ledger |= dict(zip(found.ledger["record_key"], found.ledger["person_id"], strict=True))
        known |= set(zip(found.tokens["token"], found.tokens["person_id"], strict=True))
        used += len(found.new_ids)
        people.append(clusters["cluster"].map(found.person_ids))
        told.append(found)
    return people, told


@settings(max_examples=20, deadline=None)
@given(sheet=sheets, data=st.data())
def test_any_cut_into_runs_gives_the_same_persons(sheet: pd.DataFrame, data: st.DataObject) -> None:
    arrived = sheet.loc[data.draw(st.permutations(list(sheet.index)))]
    cuts = data.draw(st.sets(st.integers(1, len(sheet)), max_size=3))
    people, _ = campaign(arrived, sorted(cuts | {len(sheet)}))
    ((at_once,), _) = campaign(sheet, [len(sheet)])
    assert parts(people[-1]) == parts(at_once)


@settings(max_examples=20, deadline=None)
@given(sheet=sheets, data=st.data())
def test_ids_are_of_one_person_each_and_none_is_given_twice(
    sheet: pd.DataFrame, data: st.DataObject
) -> None:
    cuts = data.draw(st.sets(st.integers(1, len(sheet)), min_size=1, max_size=4))
    people, told = campaign(sheet, sorted(cuts))
    new = [person_id for found in told for person_id in found.new_ids]
    assert len(new) == len(set(new))
    for ids, found in zip(people, told, strict=True):
        assert ids.notna().all()
        assert found.person_ids.is_unique
        assert not set(found.merged) & set(ids)
        assert set(found.merged.values()) <= set(ids)


@settings(max_examples=12, deadline=None)
@given(sheet=sheets)
def test_a_run_without_news_renames_nobody(sheet: pd.DataFrame) -> None:
    (first, second), (_, found) = campaign(sheet, [len(sheet), len(sheet)])
    assert second.equals(first)
    assert (found.new_ids, found.merged) == ([], {})
