"""Misspellings are those that typists make."""

from __future__ import annotations

import numpy as np
import pytest

from samples.dirt_numbers import mistype_digits
from samples.numbers import neighbour_number
from samples.spelling import fold, mistype_letter, mistype_tone, move_tone, swap_y_i, telex


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Hòa", "Hoà"),
        ("Nguyễn Thị Thủy", "Nguyễn Thị Thuỷ"),
        ("Thúy", "Thuý"),
        ("Quý", "Quý"),
        ("Toàn", "Toàn"),
        ("Hoa", "Hoa"),
    ],
)
def test_old_tone_placement(typed: str, expected: str) -> None:
    assert move_tone(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Nguyễn", "Nguyeenx"),
        ("Đặng", "Ddawngj"),
        ("Hưng", "Huwng"),
        ("Bảo", "Baor"),
        ("Lan", "Lan"),
    ],
)
def test_telex_residue(typed: str, expected: str) -> None:
    assert telex(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("Mỹ", "Mĩ"), ("Vi", "Vy"), ("Quý", "Quí"), ("Huỳnh", "Huình"), ("Thủy", "Thủy"), ("Y", "Y")],
)
def test_y_and_i(typed: str, expected: str) -> None:
    assert swap_y_i(typed) == expected


def test_folding_keeps_d() -> None:
    assert fold("Đặng Văn Đức") == "Dang Van Duc"


def test_a_mistyped_tone_changes_the_tone_only() -> None:
    rng = np.random.default_rng(1)
    for _ in range(50):
        wrong = mistype_tone("Dũng", rng)
        assert wrong != "Dũng"
        assert fold(wrong) == "Dung"
    assert mistype_tone("Lan", rng) == "Lan"


def test_a_mistyped_letter_leaves_the_first() -> None:
    rng = np.random.default_rng(1)
    for word in ("Hòa", "Nguyễn", "Ái") * 20:
        assert mistype_letter(word, rng)[0] == word[0]
        assert mistype_letter(word, rng) != word
    assert mistype_letter("Y", rng) == "Y"


def test_mistyped_digits_keep_length_and_prefix() -> None:
    rng = np.random.default_rng(1)
    for _ in range(100):
        wrong = mistype_digits(rng, "0912345678", 4)
        assert wrong != "0912345678"
        assert (len(wrong), wrong[:4]) == (10, "0912")


def test_the_next_number_wraps_round() -> None:
    assert neighbour_number("052199000009") == "052199000010"
    assert neighbour_number("052199999999") == "052199000000"
