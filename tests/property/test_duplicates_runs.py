"""Possible duplicates and ids of persons, however the same records come."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.test_linking_partition import people
from tests.remembered_home import RememberedHome, rows
from tests.unit.test_linking import Said
from tests.workbooks import reference
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


def test_a_year_of_sundays_renames_nobody() -> None:
    """Each week brings one person back and a new one; whoever is untouched keeps the id."""
    home = RememberedHome(geography())
    given_ids: dict[str, str] = {}
    for week in range(52):
        day = (pd.Timestamp(2023, 2, 26) + pd.Timedelta(weeks=week)).strftime("%Y-%m-%d")
        home.take(rows(somebody(week), somebody(week // 2), sunday=day))
        names = home.records.drop_duplicates("full_name").set_index("full_name")["person_id"]
        assert names.loc[list(given_ids)].to_dict() == given_ids
        given_ids = {str(name): str(person) for name, person in names.items()}
    assert home.events.empty
    assert len(set(given_ids.values())) == 52


def somebody(number: int) -> Said:
    """One of many people who have nothing in common."""
    surnames = ("Bùi", "Đặng", "Hồ", "Lê", "Ngô", "Phan", "Trần", "Võ")
    given_names = ("Anh", "Bình", "Cúc", "Dung", "Giang", "Hạnh", "Khoa", "Lâm")
    name = f"{surnames[number % 8]} {given_names[number // 8]}"
    born = f"{1940 + number * 17 % 60}-{1 + number * 7 % 12:02d}-{2 + number * 11 % 27:02d}"
    return Said(name, born=born, phone=f"09{number:02d}5{number * 7919 % 100000:05d}")
