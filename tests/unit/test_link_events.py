"""What becomes of a person's id is an event of the right name, with why (DESIGN 7)."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tests.remembered_home import RememberedHome, rows
from tests.unit.test_duplicates import HER_NAMESAKE, HOA, NEXT_WEEK, nothing, the_case
from tests.unit.test_linking import MAI, Said
from tests.workbooks import reference
from transforms.geography import Geography


@pytest.fixture
def home() -> RememberedHome:
    return RememberedHome(Geography(reference()))


def told(home: RememberedHome) -> list[tuple[str, str, str, str]]:
    columns = home.events[["event", "person_id", "other_person_id", "reason"]].to_numpy().tolist()
    return [(event, f"P{int(a[1:])}", f"P{int(b[1:])}", why) for event, a, b, why in columns]


def corrected(row: pd.DataFrame, said: Said) -> pd.DataFrame:
    """The same row of a file sent again, with something else in it."""
    return rows(said, of="corrected").assign(lineage_key=row["lineage_key"].to_numpy())


def test_a_corrected_file_splits_a_person(home: RememberedHome) -> None:
    first = rows(MAI, Said(MAI.name, born=MAI.born))
    home.take(first)
    assert home.records["person_id"].nunique() == 1
    row = first.iloc[[1]]
    home.take(corrected(row, HER_NAMESAKE), list(row.index))
    assert told(home) == [("split", "P1", "P2", "evidence")]


def test_a_row_corrected_twice_is_whoever_it_was_last(home: RememberedHome) -> None:
    """Its first version was of another person, and the second one's id has no other row."""
    first = rows(MAI, Said(MAI.name, born=MAI.born))
    home.take(first)
    second = corrected(first.iloc[[1]], Said("Võ Văn Em", born="1950", ward="90009"))
    home.take(second, [first.index[1]])
    third = corrected(second, Said("Võ Văn Em", phone="0977000111")).assign(record_key="f" * 32)
    home.take(third.set_axis(third.index.str[::-1]), list(second.index))
    assert sorted(home.records["person_id"]) == ["P0000000001", "P0000000002"]
    fourth = corrected(second, Said(MAI.name, MAI.number)).assign(record_key="e" * 32)
    home.take(fourth.set_axis(pd.Index(["9" * 32])), [third.index[0][::-1]])
    assert told(home) == [("split", "P1", "P2", "evidence"), ("merge", "P2", "P1", "evidence")]


def test_a_steward_splits_a_person(home: RememberedHome) -> None:
    home.take(rows(HOA, Said("Nguyen Thi Hoa")))
    case = the_case(home, is_linked=True)
    home.take(nothing(), decisions=home.decided(case, "different"))
    assert told(home) == [("split", "P1", "P2", "decision")]
    home.take(nothing())
    assert told(home)[1:] == [("merge", "P2", "P1", "decision")]


IN_ONE_WARD = Said("Nguyễn Thị Hoa", born="1965", ward="90001", sex="F")
IN_ANOTHER = replace(IN_ONE_WARD, ward="90002")


def test_two_of_little_evidence_have_their_own_ids_again_when_an_answer_is_taken_back(
    home: RememberedHome,
) -> None:
    """Nothing but name, year and ward is known of them: no number, phone or date tells whose."""
    home.take(rows(IN_ONE_WARD, IN_ANOTHER))
    before = home.records["person_id"]
    case = the_case(home, is_linked=False)
    for again in range(2):
        home.take(nothing(), decisions=home.decided(case, "same"))
        assert home.records["person_id"].nunique() == 1
        home.take(nothing())
        assert home.records["person_id"].to_dict() == before.to_dict(), again
    assert {event for event, *_ in told(home)} == {"merge", "unmerge"}


def test_one_who_is_split_off_again_and_again_has_one_id(home: RememberedHome) -> None:
    home.take(rows(IN_ONE_WARD, replace(IN_ONE_WARD, ward="")))
    case = the_case(home, is_linked=True)
    for _ in range(3):
        home.take(nothing(), decisions=home.decided(case, "different"))
        assert sorted(home.records["person_id"]) == ["P0000000001", "P0000000002"]
        home.take(nothing())
        assert set(home.records["person_id"]) == {"P0000000001"}


def test_numbers_that_come_later_split_a_person(home: RememberedHome) -> None:
    """Two rows of one name, ward and year are one person until there are two numbers."""
    one = Said("Nguyễn Thị Hoa", born="1980", phone="0905000001", sex="F")
    other = Said("Nguyễn Thị Hoa", born="1980", sex="F")
    home.take(rows(one, other))
    assert home.records["person_id"].nunique() == 1
    home.take(rows(HOA, HER_NAMESAKE, sunday=NEXT_WEEK))
    assert told(home) == [("split", "P1", "P2", "evidence")]
    assert home.records["person_id"].nunique() == 2
