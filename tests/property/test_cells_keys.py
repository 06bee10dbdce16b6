"""What holds for keys of names and wards over the whole inventory of syllables."""

import unicodedata
from datetime import date
from itertools import product

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from schemas.codes.letters import LOWER_LETTERS, TONE_MARKS
from transforms.cells.name_keys import folded, given_name, has_accents, surname, tone_key
from transforms.cells.wards import WardIndex, split_ward

ONSETS = (
    "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q r s t th tr v x f j w z".split()  # noqa: SIM905
)
OPEN_GLIDES = ("oa", "oe", "uy")


def _marked(rime: str, at: int, mark: str) -> str:
    return unicodedata.normalize("NFC", rime[: at + 1] + mark + rime[at + 1 :])


def test_both_tone_placements_have_one_key_in_every_syllable():
    for onset, rime, mark in product(("", *ONSETS), OPEN_GLIDES, TONE_MARKS):
        first, second = onset + _marked(rime, 0, mark), onset + _marked(rime, 1, mark)
        assert first != second
        assert tone_key(first) == tone_key(second)
        assert tone_key(first.upper()) == tone_key(second)
        assert tone_key(first) != tone_key(onset + rime)


def test_different_syllables_have_different_keys():
    syllables = {
        unicodedata.normalize("NFC", onset + vowel + mark)
        for onset, vowel, mark in product(ONSETS, "aăâeêioôơuưy", ("", *TONE_MARKS))
    }
    assert len({tone_key(syllable) for syllable in syllables}) == len(syllables)


@given(st.text())
def test_folded_is_tidy_ascii_and_stable(text):
    key = folded(text)
    assert key.isascii()
    assert key == " ".join(key.lower().split())
    assert folded(key) == key


@given(st.lists(st.text(LOWER_LETTERS, min_size=1, max_size=7), max_size=5).map(" ".join))
def test_form_and_case_of_a_name_do_not_matter(name):
    for other in (unicodedata.normalize("NFD", name), name.upper(), f" {name}  "):
        assert tone_key(other) == tone_key(name)
        assert folded(other) == folded(name)
    assert has_accents(unicodedata.normalize("NFD", name)) == has_accents(name)
    assert folded(name).replace(" ", "").isalpha() or not name


@given(st.text())
def test_keys_answer_whatever_they_get(text):
    tone_key(text)
    has_accents(text)
    assert (surname(text) == "") is (given_name(text) == "") is (not text.strip())


UNITS = pd.DataFrame(
    {
        "unit_code": ["542", "21632"],
        "name": ["Huyện An Lão", "Xã An Hòa"],
        "level": ["district", "commune"],
        "parent_code": ["", "542"],
        "valid_from": "1900-01-01",
        "valid_to": "",
    }
)
INDEX = WardIndex(UNITS, date(2023, 3, 5))


@given(st.text(), st.sampled_from([None, "542", "999"]))
def test_a_ward_is_found_or_a_rule_is_named(text, near):
    code, rule = INDEX.find(text, near)
    assert code in ("", "21632")
    assert not (code and rule)
    ward, district = split_ward(text)
    assert ward or not district
