"""Which commune a text means (DOMAIN 3, dirty_cases.csv R55-R57)."""

from datetime import date

import pandas as pd
import pytest

from transforms.cells.wards import IS_KNOWN, IS_UNAMBIGUOUS, WardIndex, split_ward

UNITS = pd.DataFrame(
    [
        # unit_code, name, level, parent_code, valid_from, valid_to
        ("52", "Tỉnh Bình Định", "province", "", "1900-01-01", ""),
        ("540", "Thành phố Quy Nhơn", "district", "52", "1900-01-01", "2025-06-30"),
        ("542", "Huyện An Lão", "district", "52", "1900-01-01", "2025-06-30"),
        ("544", "Huyện Hoài Ân", "district", "52", "1900-01-01", "2025-06-30"),
        ("545", "Huyện Phù Mỹ", "district", "52", "1900-01-01", "2025-06-30"),
        ("21580", "Phường Trần Phú", "commune", "540", "1900-01-01", "2025-06-30"),
        ("21583", "Phường Lê Lợi", "commune", "540", "1900-01-01", "2024-11-30"),
        ("21583", "Phường Thị Nại", "commune", "540", "2024-12-01", "2025-06-30"),
        ("21583", "Phường Quy Nhơn", "commune", "52", "2025-07-01", ""),
        ("21609", "Thị trấn An Lão", "commune", "542", "1900-01-01", "2025-06-30"),
        ("21628", "Xã An Nghĩa", "commune", "542", "1900-01-01", "2025-06-30"),
        ("21632", "Xã An Hòa", "commune", "542", "1900-01-01", "2025-06-30"),
        ("21688", "Xã Ân Nghĩa", "commune", "544", "1900-01-01", "2025-06-30"),
        ("21730", "Thị trấn Bình Dương", "commune", "545", "1900-01-01", "2025-06-30"),
        ("21731", "Xã Bình Dương", "commune", "545", "1900-01-01", "2025-06-30"),
        ("21999", "Phường 1", "commune", "545", "1900-01-01", "2025-06-30"),
        ("77", "Tỉnh Xa", "province", "", "1900-01-01", ""),
        ("770", "Huyện Khác", "district", "77", "1900-01-01", ""),
        ("77001", "Xã An Hòa", "commune", "770", "1900-01-01", ""),
    ],
    columns=["unit_code", "name", "level", "parent_code", "valid_from", "valid_to"],
)
IN_2023 = WardIndex(UNITS, date(2023, 3, 5))


@pytest.mark.parametrize(
    ("text", "near", "code"),
    [
        ("Xã An Hòa", "542", "21632"),
        ("An Hoà", "542", "21632"),
        ("AN HOA", "542", "21632"),
        ("an hòa", "540", "21632"),
        ("Xã An Hòa, An Lão", "540", "21632"),
        ("Thôn 2, xã An Hòa, huyện An Lão", "540", "21632"),
        ("An Hòa (huyện An Lão)", None, "21632"),
        ("xã An Hòa, tỉnh Bình Định", "542", "21632"),
        ("P. Trần Phú", "540", "21580"),
        ("p.trần phú - TP. Quy Nhơn", "542", "21580"),
        ("TT An Lão", "542", "21609"),
        ("an nghia", "542", "21628"),
        ("an nghia", "544", "21688"),
        ("Ân Nghĩa", "542", "21688"),
        ("Xã Bình Dương", "545", "21731"),
        ("P1", "545", "21999"),
        ("Phường 01", "545", "21999"),
        ("Lê Lợi", "540", "21583"),
    ],
)
def test_a_ward_is_found_by_name(text, near, code):
    assert IN_2023.find(text, near) == (code, None)


@pytest.mark.parametrize(
    ("text", "near", "rule"),
    [
        ("an nghia", "540", IS_UNAMBIGUOUS),
        ("An Hòa", None, IS_UNAMBIGUOUS),
        ("Bình Dương", "545", IS_UNAMBIGUOUS),
        ("Xã Nơi Nào", "540", IS_KNOWN),
        ("Thị Nại", "540", IS_KNOWN),
        ("An Hòa, Phù Mỹ", "542", IS_KNOWN),
        (",", "542", IS_KNOWN),
    ],
)
def test_a_ward_in_doubt_is_left_blank(text, near, rule):
    assert IN_2023.find(text, near) == ("", rule)


@pytest.mark.parametrize("text", ["", "  ", "không có"])
def test_a_blank_ward_breaks_no_rule(text):
    assert IN_2023.find(text, "542") == ("", None)


def test_a_code_means_the_unit_of_its_date():
    assert WardIndex(UNITS, date(2024, 12, 1)).find("Thị Nại", "540") == ("21583", None)
    assert WardIndex(UNITS, date(2025, 7, 1)).find("P. Quy Nhơn", "52") == ("21583", None)
    assert WardIndex(UNITS, date(2025, 7, 1)).find("Lê Lợi", "52") == ("", IS_KNOWN)


def test_dates_may_be_timestamps_and_open_ends_null():
    units = UNITS.assign(
        valid_from=pd.to_datetime(UNITS["valid_from"]),
        valid_to=pd.to_datetime(UNITS["valid_to"].where(UNITS["valid_to"] != "", None)),
        parent_code=UNITS["parent_code"].where(UNITS["parent_code"] != "", None),
    )
    assert WardIndex(units, date(2023, 3, 5)).find("An Hòa", "542") == ("21632", None)
    assert WardIndex(units, date(2025, 7, 1)).find("Quy Nhơn", "52") == ("21583", None)


def test_units_in_a_circle_do_not_hang():
    units = UNITS.assign(parent_code=UNITS["parent_code"].where(UNITS["unit_code"] != "52", "540"))
    assert WardIndex(units, date(2023, 3, 5)).find("An Hòa", "542") == ("21632", None)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Xã An Hòa, An Lão", ("Xã An Hòa", "An Lão")),
        ("Thôn 2, An Hòa, An Lão", ("An Hòa", "An Lão")),
        ("An Lão - xã An Hòa", ("xã An Hòa", "")),
        ("Thôn 2", ("Thôn 2", "")),
        ("", ("", "")),
    ],
)
def test_an_address_is_split(text, parts):
    assert split_ward(text) == parts
