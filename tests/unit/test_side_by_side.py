"""`transforms.side_by_side`: results in the order of the pieces, and no exception lost."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.side_by_side import each


@given(st.lists(st.integers()))
def test_it_is_the_function_of_each_piece_in_order(pieces: list[int]) -> None:
    assert each(lambda piece: piece * 2, pieces) == [piece * 2 for piece in pieces]


def test_two_pieces_are_worked_on_at_the_same_time() -> None:
    both = threading.Barrier(2, timeout=30)
    assert sorted(each(lambda _: both.wait(), "ab")) == [0, 1]


def test_what_one_piece_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        each(lambda piece: 1 // piece, [1, 0, 1])
