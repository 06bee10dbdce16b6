"""Possible duplicates over several runs: found, answered, closed, opened again (DESIGN 7)."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.remembered_home import RememberedHome, rows
from tests.unit.test_linking import MAI, Said, cccd
from tests.workbooks import reference
from transforms.duplicate_words import effect_words, evidence_words, masked_row
from transforms.geography import Geography
from transforms.pair_answers import contradict

HOA = Said("Nguyễn Thị Hoa", cccd(111222), "1980", "0905000001", sex="F")
HER_NAMESAKE = Said("Nguyễn Thị Hoa", cccd(987654), "1980", "0912345678", sex="F")
EITHER = Said("Nguyễn Thị Hoa", born="1980", sex="F")
SLIP = Said(MAI.name, cccd(4333), MAI.born, MAI.phone, sex="F")
"""Mai with two digits of her number typed wrong."""
NEXT_WEEK = "2023-03-12"


@pytest.fixture
def home() -> RememberedHome:
    return RememberedHome(Geography(reference()))


def states(home: RememberedHome) -> list[tuple[str, bool]]:
    """The state of each case, and whether both rows are one person as it stands."""
    told = home.duplicates_table[["state", "is_linked"]].itertuples(index=False, name=None)
    return sorted(told)


def the_case(home: RememberedHome, state: str = "open", *, is_linked: bool) -> str:
    """The id of the one case in that state."""
    told = home.duplicates_table
    (found,) = told.loc[
        told["state"].eq(state) & told["is_linked"].eq(is_linked), "duplicate_id"
    ].tolist()
    return str(found)


def persons(home: RememberedHome) -> list[str]:
    """The person of each row, in the order of arrival."""
    return [f"P{int(name[1:])}" for name in home.records["person_id"]]


def nothing() -> pd.DataFrame:
    return rows(MAI).iloc[:0]


# What is a case


def test_a_row_that_could_be_either_of_two_namesakes_is_two_questions(home: RememberedHome) -> None:
    home.take(rows(HOA, HER_NAMESAKE, EITHER))
    assert states(home) == [("open", False), ("open", True)]


def test_who_is_known_beyond_doubt_is_no_question(home: RememberedHome) -> None:
    home.take(rows(MAI, MAI, Said("Le Thi Mai", phone=MAI.phone), HER_NAMESAKE))
    assert states(home) == []


def test_twins_are_a_question_only_where_a_clerk_could_have_slipped(home: RememberedHome) -> None:
    """Two numbers two digits apart on one name, birth date and phone: refused, and asked about."""
    home.take(rows(MAI, SLIP))
    assert states(home) == [("open", False)]
    assert "Số định danh khác 2 chữ số" in home.duplicates_table["evidence_vi"].iloc[0]


def test_a_case_says_what_the_other_answer_changes(home: RememberedHome) -> None:
    home.take(rows(HOA, HER_NAMESAKE))
    home.take(rows(EITHER, sunday=NEXT_WEEK))
    told = home.duplicates_table.set_index("is_linked")
    everywhere = "toàn tỉnh, huyện 542, xã 21609, cơ sở D21609, tổ T0001"
    assert told["effect_vi"].to_dict() == {
        True: f"Nếu là hai người: thêm 1 người ở {everywhere} từ 12/03/2023",
        False: f"Nếu là một người: bớt 1 người ở {everywhere} từ 05/03/2023",
    }
    assert told["effect_units"].tolist() == [5, 5]
    assert told.loc[True, "effect_since"] == pd.Timestamp(NEXT_WEEK)


def test_people_of_two_communes_are_one_in_the_province_only(home: RememberedHome) -> None:
    home.take(rows(HOA, HER_NAMESAKE))
    home.take(rows(EITHER, sunday=NEXT_WEEK, team="T0101"))
    told = home.duplicates_table.set_index("is_linked").loc[True]
    assert told["effect_en"] == (
        "If two persons: 1 more in the province, district 542 from 2023-03-12"
    )
    assert told["effect_units"] == 2


def test_no_case_shows_more_than_masks(home: RememberedHome) -> None:
    home.take(rows(HOA, HER_NAMESAKE, EITHER))
    shown = " ".join(home.duplicates_table.astype("str").to_numpy().ravel())
    for value in (HOA.name, "Hoa", HOA.number, HOA.phone, HER_NAMESAKE.number):
        assert value not in shown
    assert "N.T.H. số •••222 đt •••001 sinh 1980" in shown


# Answers


def test_two_persons_by_a_stewards_word(home: RememberedHome) -> None:
    home.take(rows(HOA, HER_NAMESAKE, EITHER))
    linked = the_case(home, is_linked=True)
    home.take(nothing(), decisions=home.decided(linked, "different"))
    assert ("different", False) in states(home)
    assert ("open", True) in states(home)


def test_one_person_by_a_stewards_word_in_the_next_run_and_two_again_after_an_undo(
    home: RememberedHome,
) -> None:
    home.take(rows(MAI))
    home.take(rows(SLIP, sunday=NEXT_WEEK))
    before = persons(home)
    case = the_case(home, is_linked=False)
    home.take(nothing(), decisions=home.decided(case, "same"))
    assert persons(home) == ["P1", "P1"]
    assert home.merged == {"P0000000002": "P0000000001"}
    assert states(home) == [("same", True)]
    assert home.events["event"].tolist() == ["merge"]
    assert home.events["reason"].tolist() == ["decision"]
    home.take(nothing())
    assert persons(home) == before
    assert home.events["event"].tolist() == ["merge", "unmerge"]
    assert home.merged == {}
    assert states(home) == [("open", False)]


def test_an_answer_moves_a_row_from_one_namesake_to_the_other_and_back(
    home: RememberedHome,
) -> None:
    home.take(rows(HOA, HER_NAMESAKE, EITHER))
    before = home.records["person_id"].to_dict()
    decision = home.decided(the_case(home, is_linked=False), "same")
    home.take(nothing(), decisions=decision)
    assert home.records["person_id"].to_dict() != before
    assert home.records["person_id"].nunique() == 2
    home.take(nothing())
    assert home.records["person_id"].to_dict() == before
    assert home.events["event"].tolist() == ["move", "move"]


def test_a_run_without_news_keeps_answers_and_cases(home: RememberedHome) -> None:
    home.take(rows(HOA, HER_NAMESAKE, EITHER))
    decision = home.decided(the_case(home, is_linked=False), "same")
    home.take(nothing(), decisions=decision)
    told = home.duplicates_table
    linked = home.take(nothing(), decisions=decision)
    assert linked.relinked.nodes.empty
    pd.testing.assert_frame_equal(home.duplicates_table, told)


def test_an_answer_holds_when_its_file_is_sent_again(home: RememberedHome) -> None:
    """Other bytes, other rows; what the rows say is the same, and so is their lineage."""
    first = rows(HOA, HER_NAMESAKE, EITHER)
    home.take(first)
    decision = home.decided(the_case(home, is_linked=False), "same")
    home.take(nothing(), decisions=decision)
    kept = set(persons(home))
    again = first.set_axis(first.index.str[::-1])
    home.take(again, list(first.index), decisions=decision)
    assert set(persons(home)) == kept
    assert ("same", True) in states(home)


def test_an_answer_lapses_when_its_row_says_something_else(home: RememberedHome) -> None:
    first = rows(HOA, HER_NAMESAKE, EITHER)
    home.take(first)
    case = the_case(home, is_linked=False)
    decision = home.decided(case, "same")
    home.take(nothing(), decisions=decision)
    other_phone = Said(EITHER.name, born="1980", phone="0977000111", sex="F")
    corrected = rows(HOA, HER_NAMESAKE, other_phone).iloc[2:]
    corrected = corrected.set_axis(corrected.index.str[::-1])
    home.take(corrected, [first.index[2]], decisions=decision)
    assert "same" not in [state for state, _ in states(home)]


@pytest.mark.parametrize("action", ["same", "different"])
def test_an_answer_stays_while_another_row_says_the_same(home: RememberedHome, action: str) -> None:
    """The earliest row of the evidence goes; a later one says all that the steward saw."""
    first = rows(MAI, SLIP)
    home.take(first)
    home.take(rows(SLIP, sunday=NEXT_WEEK))
    case = the_case(home, is_linked=False)
    decision = home.decided(case, action)
    is_linked = action == "same"
    home.take(nothing(), decisions=decision)
    gone = home.take(nothing(), [first.index[1]], decisions=decision)
    assert (len(gone.answers), gone.moved, gone.lapsed) == (1, [], frozenset())
    assert states(home) == [(action, is_linked)]
    assert the_case(home, action, is_linked=is_linked) == case
    assert home.records["person_id"].nunique() == 2 - is_linked
    again = home.decided(case, action, position=2)
    kept = home.take(nothing(), decisions=pd.concat([decision, again], ignore_index=True))
    assert states(home) == [(action, is_linked)]
    assert kept.relinked.nodes.empty


def test_an_answer_lapses_when_one_row_is_gone_and_the_other_says_something_else(
    home: RememberedHome,
) -> None:
    first = rows(MAI, SLIP)
    home.take(first)
    home.take(rows(MAI, SLIP, sunday=NEXT_WEEK))
    decision = home.decided(the_case(home, is_linked=False), "same")
    home.take(nothing(), decisions=decision)
    other = Said(MAI.name, cccd(4344), MAI.born, MAI.phone, sex="F")
    corrected = rows(MAI, other).iloc[1:]
    corrected = corrected.set_axis(corrected.index.str[::-1])
    gone = home.take(corrected, list(first.index), decisions=decision)
    assert (len(gone.answers), gone.lapsed) == (0, frozenset({1}))


def test_an_answer_about_evidence_that_is_gone_has_nothing_to_say(home: RememberedHome) -> None:
    first = rows(MAI, SLIP)
    home.take(first)
    decision = home.decided(the_case(home, is_linked=False), "same")
    gone = home.take(nothing(), [first.index[1]], decisions=decision)
    assert (len(gone.answers), gone.lapsed) == (0, frozenset())


def test_a_case_closes_by_itself_when_its_row_goes_and_opens_when_it_is_back(
    home: RememberedHome,
) -> None:
    first = rows(HOA, HER_NAMESAKE, EITHER)
    home.take(first)
    before = states(home)
    home.take(nothing(), [first.index[2]])
    assert states(home) == [("closed", False), ("closed", True)]
    home.take(first.iloc[2:])
    assert states(home) == before


def test_a_case_closes_by_itself_when_more_is_known(home: RememberedHome) -> None:
    home.take(rows(HOA, EITHER, HER_NAMESAKE))
    number = Said(EITHER.name, HOA.number, "1980", HOA.phone, sex="F")
    plain = rows(HOA, EITHER, HER_NAMESAKE)
    corrected = rows(number).assign(lineage_key=plain["lineage_key"].iloc[1])
    home.take(corrected.set_axis(corrected.index.str[::-1]), [plain.index[1]])
    assert {state for state, _ in states(home)} == {"closed"}


@pytest.mark.parametrize(
    ("answers", "is_wrong"),
    [
        ([("a", "b", True), ("b", "c", True)], False),
        ([("a", "b", True), ("b", "c", False)], False),
        ([("a", "b", True), ("b", "c", True), ("a", "c", False)], True),
        ([("a", "c", False), ("c", "b", True), ("b", "a", True)], True),
        ([("a", "b", True), ("a", "b", False)], True),
        ([], False),
    ],
)
def test_answers_that_cannot_all_be_true(
    answers: list[tuple[str, str, bool]], is_wrong: bool
) -> None:
    assert contradict(answers) == is_wrong


# Words


def test_evidence_in_words() -> None:
    levels = {"name": "same", "number": "one_edit", "phone": "same_several", "sex": "unknown"}
    assert evidence_words(levels) == (
        "Cùng họ tên; Số định danh khác 1 chữ số; Cùng số điện thoại với 3–7 người khác",
        "Same name; Identity numbers one digit apart; A phone shared with 3–7 others",
    )


def test_effects_in_words() -> None:
    day = pd.Timestamp("2023-03-05")
    units = [("province", "52", day), ("commune", "21609", day + pd.Timedelta(weeks=1))]
    vi, en = effect_words(units, is_linked=True)
    assert vi == "Nếu là hai người: thêm 1 người ở toàn tỉnh từ 05/03/2023; xã 21609 từ 12/03/2023"
    assert (
        en
        == "If two persons: 1 more in the province from 2023-03-05; commune 21609 from 2023-03-12"
    )
    assert effect_words([], is_linked=False) == ("Không đổi số liệu", "No figure changes")


def test_a_masked_row_says_only_what_is_there() -> None:
    assert masked_row("Lê Thị Mai", "", "", "") == "L.T.M."
    assert masked_row("Mai", "052180004321", "0905000111", "1980-05-17") == (
        "M. số •••321 đt •••111 sinh 1980"
    )
