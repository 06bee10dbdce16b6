"""Edges become clusters by falling weight, and what cannot be one person is never joined."""

from __future__ import annotations

from itertools import permutations

import pandas as pd
import pytest

from transforms.clustering import constrained_clusters

A_NUMBER = "052180000700"
ONE_DIGIT_OFF = "052180000701"
TWO_DIGITS_OFF = "052180000711"
OTHER = "052180987654"


def nodes(
    *rows: tuple[str, str], names: tuple[str, ...] = (), trusted: bool = True
) -> pd.DataFrame:
    """Nodes of (number, birth date), of one name unless `names` says more."""
    return pd.DataFrame(
        {
            "id_number": [number for number, _ in rows],
            "is_number_trusted": [trusted and number != "" for number, _ in rows],
            "birth_date": [born for _, born in rows],
            "tone_key": list(names) or ["lê thi5 mai"] * len(rows),
        }
    ).astype({"id_number": "str", "birth_date": "str", "is_number_trusted": "boolean"})


def edges(*rows: tuple[int, int, float]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["left", "right", "match_weight"])


def joined(of: pd.DataFrame, *rows: tuple[int, int, float]) -> list[int]:
    return constrained_clusters(of, edges(*rows)).tolist()


NOTHING = ("", "")


def test_without_edges_everybody_is_alone() -> None:
    assert joined(nodes(NOTHING, NOTHING)) == [0, 1]
    assert joined(nodes()) == []


def test_edges_chain_and_a_cluster_is_its_smallest_node() -> None:
    assert joined(nodes(*[NOTHING] * 5), (3, 4, 5.0), (1, 3, 5.0)) == [0, 1, 2, 1, 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param((A_NUMBER, ""), (OTHER, ""), id="two trusted numbers"),
        pytest.param((A_NUMBER, ""), (TWO_DIGITS_OFF, ""), id="numbers two edits apart"),
        pytest.param(("", "1980-05-17"), ("", "1953-11-29"), id="two full birth dates"),
        pytest.param((A_NUMBER, "1980-05-17"), ("", "1953-11-29"), id="birth date, one number"),
    ],
)
def test_what_cannot_be_one_person_is_not_joined(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert joined(nodes(one, other), (0, 1, 99.0)) == [0, 1]


def test_nor_is_it_joined_through_a_chain() -> None:
    """Between two persons stands a row that says too little; the heavier edge has it."""
    apart = nodes((A_NUMBER, ""), NOTHING, (OTHER, ""))
    assert joined(apart, (0, 1, 8.0), (1, 2, 7.0)) == [0, 0, 2]
    assert joined(apart, (0, 1, 7.0), (1, 2, 8.0)) == [0, 1, 1]
    born_apart = nodes(("", "1980-05-17"), NOTHING, NOTHING, ("", "1953-11-29"))
    assert joined(born_apart, (0, 1, 8.0), (2, 3, 8.0), (1, 2, 7.0)) == [0, 0, 2, 2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param((A_NUMBER, ""), (A_NUMBER, ""), id="same number"),
        pytest.param((A_NUMBER, ""), (ONE_DIGIT_OFF, ""), id="number one digit off"),
        pytest.param((A_NUMBER, ""), NOTHING, id="number unknown"),
        pytest.param(("", "1980-05-07"), ("", "1980-07-05"), id="day and month swapped"),
        pytest.param(("", "1980-05-17"), ("", "1980-05-11"), id="birth date one digit off"),
        pytest.param(("", "1980-05-17"), ("", "1953"), id="year only does not forbid"),
        pytest.param(("", "1980-05-17"), ("", "1953-01-01"), id="1 January does not forbid"),
    ],
)
def test_what_may_be_one_person_is_joined(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert joined(nodes(one, other), (0, 1, 3.0)) == [0, 0]


def test_a_number_without_trust_never_forbids() -> None:
    assert joined(nodes((A_NUMBER, ""), (OTHER, ""), trusted=False), (0, 1, 3.0)) == [0, 0]


def test_slips_do_not_add_up() -> None:
    """Each is one digit from the next; the ends are two apart and would be strangers."""
    chain = nodes((A_NUMBER, ""), (ONE_DIGIT_OFF, ""), (TWO_DIGITS_OFF, ""))
    assert joined(chain, (0, 1, 8.0), (1, 2, 7.0)) == [0, 0, 2]
    born = nodes(("", "1980-05-11"), ("", "1980-05-12"), ("", "1980-05-22"))
    assert joined(born, (0, 1, 7.0), (1, 2, 8.0)) == [0, 1, 1]


def test_neighbouring_numbers_of_names_with_other_accents_are_twins() -> None:
    rows = [(A_NUMBER, ""), NOTHING, (ONE_DIGIT_OFF, "")]
    twins = nodes(*rows, names=("trân1 thi5 thuy2", "tran thi thuy", "trân1 thi5 thuy3"))
    assert joined(twins, (0, 1, 8.0), (1, 2, 8.0)) == [0, 0, 2]
    slip = nodes(*rows, names=("trân1 thi5 thuy2", "tran thi thuy", "trân1 thi5 thuy2"))
    assert joined(slip, (0, 1, 8.0), (1, 2, 8.0)) == [0, 0, 0]


def test_of_equal_weights_the_order_of_nodes_decides_not_that_of_edges() -> None:
    between = nodes((A_NUMBER, ""), NOTHING, (OTHER, ""), NOTHING)
    listed = [(0, 1, 5.0), (1, 2, 5.0), (1, 3, 5.0), (2, 3, 5.0)]
    assert {tuple(joined(between, *order)) for order in permutations(listed)} == {(0, 0, 2, 0)}
