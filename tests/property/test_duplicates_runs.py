"""Possible duplicates and ids of persons, however the same records come."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from random import Random

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.labelled import labelled_plan, labelled_records
from schemas.identifiers import digest
from schemas.tables import RECORD
from tests.property.test_linking_partition import people
from tests.remembered_home import RememberedHome, rows
from tests.workbooks import reference
from transforms.evidence import node_numbers
from transforms.geography import Geography

sheets = st.lists(people, min_size=2, max_size=8).map(lambda said: rows(*said))


@cache
def geography() -> Geography:
    return Geography(reference())


def doubts(home: RememberedHome) -> pd.DataFrame:
    """The cases that are not closed, each person named by the smallest of the rows it has."""
    named = home.records.reset_index().groupby("person_id")["row_uid"].min()
    told = home.duplicates_table[home.duplicates_table["state"] != "closed"]
    for side in ("left_person_id", "right_person_id"):
        told = told.assign(**{side: told[side].map(named)})
    told = told.drop(columns=["first_run_id", "last_run_id"])
    return told.sort_values("duplicate_id").reset_index(drop=True)


@settings(max_examples=6, deadline=None)
@given(sheet=sheets, data=st.data())
def test_any_cut_into_runs_gives_the_same_cases(sheet: pd.DataFrame, data: st.DataObject) -> None:
    arrived = sheet.loc[data.draw(st.permutations(list(sheet.index)))]
    cuts = sorted(data.draw(st.sets(st.integers(1, len(sheet)), max_size=2)) | {0, len(sheet)})
    by_and_by, at_once = RememberedHome(geography()), RememberedHome(geography())
    for start, end in pairwise(cuts):
        by_and_by.take(arrived.iloc[start:end])
    at_once.take(sheet)
    if len(doubts(at_once)) or len(doubts(by_and_by)):
        pd.testing.assert_frame_equal(doubts(by_and_by), doubts(at_once))


@settings(max_examples=6, deadline=None)
@given(sheet=sheets, data=st.data())
def test_rows_whose_person_is_another_one_are_in_the_ledger(
    sheet: pd.DataFrame, data: st.DataObject
) -> None:
    """Whoever is under another id after a run went there by an event of that run."""
    arrived = sheet.loc[data.draw(st.permutations(list(sheet.index)))]
    home = RememberedHome(geography())
    for number in range(0, len(arrived), 4):
        before = home.records["person_id"]
        told = len(home.events)
        home.take(arrived.iloc[number : number + 4])
        after = home.records["person_id"].reindex(before.index)
        moved = {(one, other) for one, other in zip(before, after, strict=True) if one != other}
        events = home.events.iloc[told:]
        assert moved == set(zip(events["person_id"], events["other_person_id"], strict=True))
    assert set(home.merged).isdisjoint(home.records["person_id"])


def test_a_year_of_sundays_renames_nobody_and_tells_whatever_changes() -> None:
    """A hard campaign week by week; every fourth some earlier rows come again with less in them."""
    home, chance = RememberedHome(geography()), Random(3)
    plan = labelled_plan(4242, "hard", 90)
    campaign = kept_records(labelled_records(plan))
    for week, day in enumerate(plan.sundays):
        sundays = campaign[campaign["sunday"] == pd.Timestamp(day)]
        again = corrected(home.records, chance) if week % 4 == 3 else home.records.iloc[:0]
        before, used, told = home.records, home.used_ids(), len(home.events)
        is_replaced = before["lineage_key"].isin(again["lineage_key"])
        home.take(pd.concat([sundays, again[campaign.columns]]), before.index[is_replaced])
        assert_all_is_told(before, used, home, home.events.iloc[told:])
    assert set(home.events["event"]) >= {"merge", "split", "move"}


def kept_records(records: pd.DataFrame) -> pd.DataFrame:
    """Labelled records as in `vault.record`."""
    uids = records.index.to_numpy()
    whole = records.assign(
        record_key=uids, lineage_key=uids, status="accepted", node_id=node_numbers(records)
    )
    return whole[[name for name in RECORD.column_names if name != "row_uid"]]


def corrected(records: pd.DataFrame, chance: Random) -> pd.DataFrame:
    """A few rows of files that are sent again, without number and phone, or with another name."""
    asked = records.loc[chance.sample(list(records.index), 5)]
    again = asked.assign(id_number="", is_number_trusted=False)
    again.loc[chance.sample(list(again.index), 2), "phone"] = ""
    others = records["full_name"].to_list()
    again.loc[chance.sample(list(again.index), 2), "full_name"] = chance.choice(others)
    again["node_id"] = node_numbers(again)
    uids = [digest("again", uid) for uid in again.index]
    again["record_key"] = uids
    return again.set_axis(pd.Index(uids, name="row_uid", dtype="str"))


def assert_all_is_told(
    before: pd.DataFrame, used: int, home: RememberedHome, events: pd.DataFrame
) -> None:
    """Who has the same rows has the same id; every other change is an event of the right name."""
    was, now = (
        dict(zip(frame["lineage_key"], frame["person_id"], strict=True))
        for frame in (before, home.records)
    )
    ids = {own: one for one, own in rows_of(now).items()}
    same = {one: own for one, own in rows_of(was).items() if own in ids}
    assert all(ids[own] == one for one, own in same.items())
    moved = {(was[row], now[row]) for row in was.keys() & now.keys() if was[row] != now[row]}
    told = zip(events["person_id"], events["other_person_id"], events["event"], strict=True)
    named = {(one, other): event for one, other, event in told}
    assert moved == set(named)
    for (one, other), event in named.items():
        if one not in now.values():
            assert event == ("merge" if home.merged[one] == other else "move")
        elif other in was.values():
            assert event == "move"
        else:
            assert event == ("split" if int(other[1:]) > used else "unmerge")


def rows_of(persons: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """The rows of each person."""
    found: dict[str, set[str]] = {}
    for row, person in persons.items():
        found.setdefault(person, set()).add(row)
    return {person: frozenset(own) for person, own in found.items()}
