"""Telephone numbers, case by case (dirty_cases.csv R19-R26). All numbers are invented."""

import pytest

from schemas.codes.phones import MIGRATED_PREFIXES
from schemas.rules import Parsed
from transforms.cells.phone import is_filler, is_mobile, parse_phone

CASES = [
    # case, cell's text, cell type, value, rules (without 'record.phone.')
    ("clean", "0912345678", "s", "0912345678", ""),
    ("clean-landline", "02563822222", "s", "02563822222", ""),
    ("blank", "", "", "", ""),
    ("blank", " ", "s", "", ""),
    ("blank", "không có", "s", "", ""),
    ("silent", "0949.003.871", "s", "0949003871", ""),
    ("silent", "0949 003-871", "s", "0949003871", ""),
    ("silent", "(0256) 3822 222", "s", "02563822222", ""),
    ("silent", "0905 123 456 (mẹ)", "s", "0905123456", ""),
    ("silent", "ĐT: 0905123456", "s", "0905123456", ""),
    ("silent", "0912345.000", "s", "0912345000", ""),
    ("R19", "01656021234", "s", "0356021234", "migrate_prefix"),
    ("R19-numeric", "1656021234", "n", "0356021234", "restore_leading_zero migrate_prefix"),
    ("R19-to-056", "01863821234", "s", "0563821234", "migrate_prefix"),
    ("R20", "356021234", "n", "0356021234", "restore_leading_zero"),
    ("R20-text", "356021234", "s", "0356021234", "restore_leading_zero"),
    ("R20-landline", "2563822222", "n", "02563822222", "restore_leading_zero"),
    ("R21", "+84 (0)35 602 1234", "s", "0356021234", "has_country_code"),
    ("R21", "+84912345678", "s", "0912345678", "has_country_code"),
    ("R21", "(+84) 912345678", "s", "0912345678", "has_country_code"),
    ("R21", "84912345678", "n", "0912345678", "has_country_code"),
    ("R21", "0084912345678", "s", "0912345678", "has_country_code"),
    ("R21-old", "+841656021234", "s", "0356021234", "has_country_code migrate_prefix"),
    ("R21-0845", "845678901", "n", "0845678901", "restore_leading_zero"),
    ("R21-plus-zero", "+0912345678", "s", "0912345678", ""),
    ("R21-abroad", "+14155550123", "s", "", "is_valid"),
    ("R22", "356021234.0", "s", "0356021234", "is_float_text restore_leading_zero"),
    ("R22", "3.56021234E+8", "s", "0356021234", "is_float_text restore_leading_zero"),
    ("R22-lost", "3.56E+08", "s", "", "is_valid"),
    ("R22-lost-saved-again", "356000000", "n", "", "is_valid"),
    ("R22-not-a-phone", "3560212340.5", "n", "", "is_valid"),
    ("R23", "0905123456/ 0256 3822222", "s", "0905123456", "has_one_number"),
    ("R23-mobile-second", "0256 3822222 - 0905123456", "s", "0905123456", "has_one_number"),
    ("R23-dash", "0905123456-0912345678", "s", "0905123456", "has_one_number"),
    ("R23-space", "0905123456 0912345678", "s", "0905123456", "has_one_number"),
    ("R23-or", "0905123456 hoặc 0912345678", "s", "0905123456", "has_one_number"),
    ("R23-two-landlines", "02563822222; 02563822223", "s", "02563822222", "has_one_number"),
    ("R23-old", "01656021234, 0256", "s", "0356021234", "has_one_number migrate_prefix"),
    ("R23-none", "0123/0456", "s", "", "is_valid"),
    ("R24", "056 3822222", "s", "0563822222", "is_unambiguous"),
    ("R24-numeric", "563822222", "n", "0563822222", "restore_leading_zero is_unambiguous"),
    ("R26", "0123", "s", "", "is_valid"),
    ("R26", "0000000000", "s", "", "is_valid"),
    ("R26", "0999999999", "s", "", "is_valid"),
    ("R26", "0911111111", "s", "", "is_valid"),
    ("R26", "0123456789", "s", "", "is_valid"),
    ("R26", "0987654321", "s", "", "is_valid"),
    ("R26-hotline", "19001234", "s", "", "is_valid"),
    ("R26-machine", "0140123456", "s", "", "is_valid"),
    ("R26-cccd", "052099001234", "s", "", "is_valid"),
    ("R26-words", "gọi mẹ", "s", "", "is_valid"),
    ("R26-range", "0556021234", "s", "", "is_valid"),
    ("S17", "#REF!", "e", "", "is_valid"),
    ("type", "2023-03-05", "d", "", "is_valid"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cell_type", "value", "rules"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_phone_of_a_citizen(text, cell_type, value, rules):
    expected = tuple(f"record.phone.{rule}" for rule in rules.split())
    assert parse_phone(text, cell_type) == Parsed(value, expected)


def test_a_mobile_is_told_from_a_landline():
    assert is_mobile("0912345678")
    assert not is_mobile("02563822222")
    assert not is_mobile("912345678")
    assert not is_mobile("")


def test_fillers_are_runs_of_a_digit_and_listed_numbers():
    assert is_filler("0000000000")
    assert is_filler("0987654321")
    assert not is_filler("0912345678")


def test_the_migration_of_2018_has_21_prefixes_of_11_digit_mobiles():
    assert len(MIGRATED_PREFIXES) == 21
    assert all(len(old) == 4 and len(new) == 3 for old, new in MIGRATED_PREFIXES.items())
