"""Ids of rows in correction workbooks: what survives, and what is found out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.row_ids import row_id, uid_start

UIDS = st.text("0123456789abcdef", min_size=32, max_size=32)
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(UIDS)
def test_an_id_stands_for_the_beginning_of_the_row_uid(uid: str) -> None:
    assert uid_start(row_id(uid)) == uid[:15]
    assert re.fullmatch(r"R-[0-9A-Z]{8}-[0-9A-Z]{4}-[0-9A-Z]", row_id(uid))
    assert not set(row_id(uid)[2:]) & set("ILOU")


@given(UIDS, st.sampled_from([2, 5, 9, 11, 14, 16]), st.sampled_from(LETTERS))
def test_one_other_character_is_found_out(uid: str, at: int, letter: str) -> None:
    identity = row_id(uid)
    altered = identity[:at] + letter + identity[at + 1 :]
    assert uid_start(altered) == ("" if altered != identity else uid[:15])


@pytest.mark.parametrize(
    "typed",
    ["r-6kytp4x1-wc8a-k", " R-6KYTP4X1-WC8A-K ", "R6KYTP4X1WC8AK", "R – 6KYTP4XI – WC8A – K"],
)
def test_retyping_changes_nothing(typed: str) -> None:
    assert uid_start(typed) == uid_start("R-6KYTP4X1-WC8A-K") != ""


@pytest.mark.parametrize("typed", ["", "x", "R-6KYTP4X1-WC8A", "12", "S-6KYTP4X1-WC8A-K", "tổ 3"])
def test_what_is_no_id_stands_for_nothing(typed: str) -> None:
    assert uid_start(typed) == ""
