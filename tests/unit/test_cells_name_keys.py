"""Keys by which names compare (DOMAIN 6)."""

import unicodedata

import pytest

from transforms.cells.name_keys import folded, given_name, has_accents, surname, tone_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Đặng Văn Đức", "dang van duc"),
        (unicodedata.normalize("NFD", "Đặng Văn Đức"), "dang van duc"),
        ("Ðặng", "dang"),
        ("  NGUYỄN  Thị-Hoa ", "nguyen thi hoa"),
        ("H'Nhi", "hnhi"),
        ("H’Nhi", "hnhi"),
        ("Nguyễn T.Hoa", "nguyen t hoa"),
        ("Kpă Ŏ", "kpa o"),
        ("Ｌｅ", "le"),
        ("", ""),
    ],
    ids=range(10),
)
def test_folded(name, key):
    assert folded(name) == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Nguyễn Văn Hòa", "nguyên4 văn hoa1"),
        ("Nguyễn Văn Hoà", "nguyên4 văn hoa1"),
        ("hoa", "hoa"),
        ("Á Ả Ạ", "a2 a3 a5"),
        ("Ðức", "đưc2"),
        ("H'Nhi", "hnhi"),
        ("", ""),
    ],
    ids=range(7),
)
def test_tone_key(name, key):
    assert tone_key(name) == key


def test_vowel_quality_and_y_stay_apart():
    keys = {tone_key(name) for name in ("Lan", "Lân", "Lăn", "Đan", "Dan", "Mi", "My", "Tư", "Tu")}
    assert len(keys) == 9


@pytest.mark.parametrize(
    ("name", "expected"), [("Hoa", False), ("H’Nhi", False), ("Hòa", True), ("Đan", True)]
)
def test_has_accents(name, expected):
    assert has_accents(name) is expected
    assert has_accents(unicodedata.normalize("NFD", name)) is expected


def test_the_surname_opens_and_the_given_name_closes():
    assert (surname("Lê Thị Hoa"), given_name("Lê Thị Hoa")) == ("Lê", "Hoa")
    assert (surname("Hoa"), given_name(" Hoa ")) == ("Hoa", "Hoa")
    assert (surname(""), given_name(" ")) == ("", "")
