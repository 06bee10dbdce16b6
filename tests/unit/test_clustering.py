"""Edges become clusters by falling weight, and what cannot be one person is never joined."""

from __future__ import annotations

from itertools import permutations

import pandas as pd
import pytest

from transforms.clustering import Clustered, cluster
from warehouse.link_model import load_link_model

A_NUMBER = "052180000700"
NEXT_NUMBER = "052180000701"
ONE_DIGIT_OFF = "052180000705"
TWO_DIGITS_OFF = "052180000715"
OTHER = "052180987654"
MODEL = load_link_model()


def nodes(
    *rows: tuple[str, str], names: tuple[str, ...] = (), trusted: bool = True
) -> pd.DataFrame:
    """Nodes of (number, birth date), of one name unless `names` says more."""
    texts = {
        "id_number": [number for number, _ in rows],
        "birth_date": [born for _, born in rows],
        "tone_key": list(names) or ["lê thi5 mai"] * len(rows),
    }
    frame = pd.DataFrame(texts).assign(phone="", ward_code="", sex="").astype("str")
    is_trusted = [trusted and number != "" for number, _ in rows]
    frame.index = pd.RangeIndex(len(rows)).astype("int64")
    return frame.assign(is_number_trusted=is_trusted, guards=0)


def clustered(of: pd.DataFrame, *rows: tuple[int, int, float], **told: pd.DataFrame) -> Clustered:
    edges = pd.DataFrame(list(rows), columns=["left", "right", "match_weight"])
    types = {"left": "int64", "right": "int64", "match_weight": "float64"}
    return cluster(of, edges.astype(types).assign(link_reason="name"), MODEL, **told)


def joined(of: pd.DataFrame, *rows: tuple[int, int, float]) -> list[int]:
    return clustered(of, *rows).nodes["cluster"].tolist()


def answers(*rows: tuple[int, int, bool]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["left", "right", "is_same"])


NOTHING = ("", "")


def test_without_edges_everybody_is_alone() -> None:
    assert joined(nodes(NOTHING, NOTHING)) == [0, 1]
    assert joined(nodes()) == []


def test_edges_chain_and_a_cluster_is_its_smallest_node() -> None:
    assert joined(nodes(*[NOTHING] * 5), (3, 4, 15.0), (1, 3, 15.0)) == [0, 1, 2, 1, 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param((A_NUMBER, ""), (OTHER, ""), id="two trusted numbers"),
        pytest.param((A_NUMBER, ""), (TWO_DIGITS_OFF, ""), id="numbers two edits apart"),
        pytest.param(("", "1980-05-17"), ("", "1953-11-29"), id="two full birth dates"),
        pytest.param((A_NUMBER, "1980-05-17"), ("", "1953-11-29"), id="birth date, one number"),
        pytest.param(("", "1960"), ("", "1988"), id="two birth years"),
        pytest.param(("", "1980-05-17"), ("", "1953"), id="birth date and year"),
        pytest.param(("", "1953"), (A_NUMBER, ""), id="birth year, another in the number"),
    ],
)
def test_what_cannot_be_one_person_is_not_joined(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert joined(nodes(one, other), (0, 1, 919.0)) == [0, 1]


def test_nor_is_it_joined_through_a_chain() -> None:
    """Between two persons stands a row that says too little; the heavier edge has it."""
    apart = nodes((A_NUMBER, ""), NOTHING, (OTHER, ""))
    assert joined(apart, (0, 1, 18.0), (1, 2, 17.0)) == [0, 0, 2]
    assert joined(apart, (0, 1, 17.0), (1, 2, 18.0)) == [0, 1, 1]
    born_apart = nodes(("", "1980-05-17"), NOTHING, NOTHING, ("", "1953-11-29"))
    assert joined(born_apart, (0, 1, 18.0), (2, 3, 18.0), (1, 2, 17.0)) == [0, 0, 2, 2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param((A_NUMBER, ""), (A_NUMBER, ""), id="same number"),
        pytest.param((A_NUMBER, ""), (ONE_DIGIT_OFF, ""), id="number one digit off"),
        pytest.param((A_NUMBER, ""), NOTHING, id="number unknown"),
        pytest.param(("", "1980-05-07"), ("", "1980-07-05"), id="day and month swapped"),
        pytest.param(("", "1980-05-17"), ("", "1980-05-11"), id="birth date one digit off"),
        pytest.param(("", "1980-05-17"), ("", "1930"), id="birth year one digit off"),
        pytest.param(("", "1980"), ("", "1979"), id="birth year one year off"),
        pytest.param((A_NUMBER, "1980"), (A_NUMBER, "1953"), id="birth years, same number"),
        pytest.param(("", "1980-05-17"), ("", "1980-01-01"), id="1 January stands for the year"),
    ],
)
def test_what_may_be_one_person_is_joined(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert joined(nodes(one, other), (0, 1, 30.0)) == [0, 0]


def test_a_number_without_trust_never_forbids() -> None:
    assert joined(nodes((A_NUMBER, ""), (OTHER, ""), trusted=False), (0, 1, 30.0)) == [0, 0]


def test_slips_do_not_add_up() -> None:
    """Each is one digit from the next; the ends are two apart and would be strangers."""
    chain = nodes((A_NUMBER, ""), (ONE_DIGIT_OFF, ""), (TWO_DIGITS_OFF, ""))
    assert joined(chain, (0, 1, 18.0), (1, 2, 17.0)) == [0, 0, 2]
    born = nodes(("", "1980-05-11"), ("", "1980-05-12"), ("", "1980-05-22"))
    assert joined(born, (0, 1, 17.0), (1, 2, 18.0)) == [0, 1, 1]


def test_neighbouring_numbers_of_names_with_other_accents_are_twins() -> None:
    rows = [(A_NUMBER, ""), NOTHING, (NEXT_NUMBER, "")]
    twins = nodes(*rows, names=("trân1 thi5 thuy2", "tran thi thuy", "trân1 thi5 thuy3"))
    assert joined(twins, (0, 1, 18.0), (1, 2, 18.0)) == [0, 0, 2]
    slip = nodes(*rows, names=("trân1 thi5 thuy2", "tran thi thuy", "trân1 thi5 thuy2"))
    assert joined(slip, (0, 1, 18.0), (1, 2, 18.0)) == [0, 0, 0]


def test_of_equal_weights_the_order_of_nodes_decides_not_that_of_edges() -> None:
    between = nodes((A_NUMBER, ""), NOTHING, (OTHER, ""), NOTHING)
    listed = [(0, 1, 15.0), (1, 2, 15.0), (1, 3, 15.0), (2, 3, 15.0)]
    assert {tuple(joined(between, *order)) for order in permutations(listed)} == {(0, 0, 2, 0)}


def test_names_that_differ_by_accents_alone_are_two_unless_a_number_says_otherwise() -> None:
    names = ("trân1 thi5 thuy2", "trân1 thi5 thuy3")
    twins = nodes(("", "1980-05-17"), ("", "1980-05-17"), names=names)
    assert joined(twins, (0, 1, 30.0)) == [0, 1]
    one = nodes((A_NUMBER, "1980-05-17"), (A_NUMBER, "1980-05-17"), names=names)
    assert joined(one, (0, 1, 30.0)) == [0, 0]


def test_a_stewards_answer_stands_above_all_evidence() -> None:
    same = nodes((A_NUMBER, ""), (A_NUMBER, ""), (OTHER, ""))
    told = answers((0, 1, False), (0, 2, True))
    found = clustered(same, (0, 1, 30.0), answers=told).nodes
    assert found["cluster"].tolist() == [0, 1, 0]
    assert found["component"].tolist() == [0, 0, 0]


def test_what_a_steward_calls_one_person_keeps_no_other_row_of_that_person_away() -> None:
    """Node 1 says what 0 says, and may join although 2 tells another number and birth date."""
    rows = ((A_NUMBER, "1980-05-17"), (A_NUMBER, "1980-05-17"), (OTHER, "1975-11-20"))
    edges = ((0, 1, 30.0),)
    assert joined(nodes(*rows), *edges) == [0, 0, 2]
    told = answers((0, 2, True))
    assert clustered(nodes(*rows), *edges, answers=told).nodes["cluster"].tolist() == [0, 0, 0]
    stranger = nodes(*rows, ("052180555555", ""))
    found = clustered(stranger, *edges, (2, 3, 30.0), answers=told).nodes
    assert found["cluster"].tolist() == [0, 0, 0, 3]


def test_whole_clusters_know_a_person_whom_no_single_row_knows() -> None:
    """One row tells the ward, another the birth date; the third agrees with each in one thing."""
    three = nodes((A_NUMBER, "1980"), (A_NUMBER, "1980-05-17"), ("", "1980-05-17"))
    three = three.assign(ward_code=["21556", "", "21556"]).astype({"ward_code": "str"})
    assert joined(three, (0, 1, 30.0), (0, 2, -1.0), (1, 2, -1.0)) == [0, 0, 0]


def test_what_a_cluster_says_after_it_grew_keeps_others_away() -> None:
    """The second node may be either of the others; edges weigh what single pairs would."""
    three = nodes(*[("", "1965")] * 3, names=("nguyên3 thi5 hoa",) * 3)
    three = three.assign(ward_code=["21556", "", "21559"]).astype({"ward_code": "str"})
    edges = ((0, 1, 1.8), (1, 2, 1.8), (0, 2, -1.5))
    assert joined(three, *edges) == [0, 0, 2]
    assert doubted(clustered(three, *edges)) == [(0, 1, True), (1, 2, False)]
    for pair, persons in (((0, 1), [0, 0, 2]), ((1, 2), [0, 1, 1])):
        told = clustered(three, *edges, answers=answers((*pair, True)))
        assert told.nodes["cluster"].tolist() == persons


def test_nodes_without_edges_keep_their_numbers_whole() -> None:
    """Numbers of nodes have 64 bits: a detour over floats would change them."""
    lonely = nodes(NOTHING, NOTHING).set_axis(pd.Index([2**62 + 1, -(2**61) - 3], dtype="int64"))
    assert joined(lonely) == [2**62 + 1, -(2**61) - 3]


# What is a question for a steward


def doubted(found: Clustered) -> list[tuple[int, int, bool]]:
    return list(found.doubts[["left", "right", "is_linked"]].itertuples(index=False, name=None))


BORN = "1980-05-17"


def test_much_that_speaks_for_one_person_and_two_numbers_is_a_question() -> None:
    two = nodes((A_NUMBER, BORN), (TWO_DIGITS_OFF, BORN)).assign(phone="0905000111")
    found = clustered(two, (0, 1, 12.0))
    assert doubted(found) == [(0, 1, False)]
    assert found.doubts["number"].tolist() == ["two_edits"]
    assert found.doubts["birth"].tolist() == ["same"]


def test_whom_a_steward_told_apart_nobody_is_asked_about_again() -> None:
    two = nodes((A_NUMBER, BORN), (TWO_DIGITS_OFF, BORN)).assign(phone="0905000111")
    told = clustered(two, (0, 1, 12.0), answers=answers((0, 1, False)))
    assert doubted(told) == []
    assert doubted(clustered(two, (0, 1, 12.0), answers=answers((0, 1, True)))) == []


def test_a_strong_link_is_no_question_and_both_are_one_part() -> None:
    found = clustered(nodes((A_NUMBER, BORN), (A_NUMBER, BORN)), (0, 1, 30.0))
    assert doubted(found) == []
    assert found.nodes["part"].tolist() == [0, 0]
