"""Identity numbers, case by case (dirty_cases.csv R01-R17). All numbers are invented."""

import pytest

from schemas.codes.cccd import PROVINCE_NAMES
from schemas.rules import Parsed
from transforms.cells.id_number import IdFacts, id_number_facts, parse_id_number

EXPANDED = "scientific_notation restore_leading_zero"
CASES = [
    # case, cell's text, cell type, value, rules (without 'record.id_number.')
    ("clean", "052099001234", "s", "052099001234", ""),
    ("clean", " 052099001234 ", "s", "052099001234", ""),
    ("clean", "052099001234", "n", "052099001234", ""),
    ("blank", "", "", "", ""),
    ("blank", "  ", "s", "", ""),
    ("blank", "không có", "s", "", ""),
    ("blank", "-", "s", "", ""),
    ("R01", "52099001234", "n", "052099001234", "restore_leading_zero"),
    ("R01-bad-province", "53099001234", "n", "", "has_issued_province"),
    ("R02", "1089123456", "n", "001089123456", "restore_two_zeros"),
    ("R02-text", "1089123456", "s", "", "has_12_digits"),
    ("R02-no-such-province", "3089123456", "n", "", "has_12_digits"),
    ("R02-old-mobile", "1656021234", "n", "", "is_no_phone"),
    ("R02-landline", "2563822222", "n", "", "is_no_phone"),
    ("R03", "5.2099001234E+10", "s", "052099001234", EXPANDED),
    ("R03-comma", "5,2099001234E+10", "s", "052099001234", EXPANDED),
    ("R03-zeros", "5.20990012340E+10", "s", "052099001234", EXPANDED),
    ("R04", "5.2099E+10", "s", "", "keeps_all_digits"),
    ("R04-fraction", "5.20990012345E+10", "s", "", "keeps_all_digits"),
    ("R04-saved-again", "52099000000", "n", "", "keeps_all_digits"),
    ("R05", "52099001234.0", "s", "052099001234", "is_float_text restore_leading_zero"),
    ("R05-12", "101099001234.0", "s", "101099001234", "is_float_text has_issued_province"),
    ("R06", "052 099 001 234", "s", "052099001234", "has_separators"),
    ("R06", "052.099.001.234", "s", "052099001234", "has_separators"),
    ("R06", "'052099001234", "s", "052099001234", "has_separators"),
    ("R06-label", "CCCD: 052099001234", "s", "052099001234", "has_separators"),
    ("R07", "O52099OO1234", "s", "052099001234", "has_letters_for_digits"),
    ("R07", "0520990Ol234", "s", "052099001234", "has_letters_for_digits"),
    ("R07-wide", "０５２０９９００１２３４", "s", "052099001234", "has_letters_for_digits"),
    ("R07-both", "O52 099 001 234", "s", "052099001234", "has_separators has_letters_for_digits"),
    ("R07-not-12", "O5209900123", "s", "", "has_12_digits"),
    ("R08", "0520990012345", "s", "", "has_12_digits"),
    ("R08", "52099001234", "s", "", "has_12_digits"),
    ("R08-numeric", "520990012345", "n", "", "has_issued_province"),
    ("R08-fraction", "52099001234.5", "n", "", "has_12_digits"),
    ("R08-negative", "-52099001234", "n", "", "has_12_digits"),
    ("R09", "003099001234", "s", "", "has_issued_province"),
    ("R09", "999099001234", "s", "", "has_issued_province"),
    ("R09-foreign", "101099001234", "s", "101099001234", "has_issued_province"),
    ("R09-foreign", "399099001234", "s", "399099001234", "has_issued_province"),
    ("R09-foreign", "400099001234", "s", "", "has_issued_province"),
    ("R13", "211234567", "s", "211234567", "is_old_card"),
    ("R13", "211234567", "n", "211234567", "is_old_card"),
    ("R13-spaced", "211 234 567", "s", "211234567", "has_separators is_old_card"),
    ("R13-like-03x", "351234567", "s", "351234567", "is_old_card"),
    ("R14", "0912345678", "s", "", "is_no_phone"),
    ("R14", "912345678", "s", "", "is_no_phone"),
    ("R14", "912345678", "n", "", "is_no_phone"),
    ("R14-like-03x", "351234567", "n", "", "is_no_phone"),
    ("R14-country-code", "84912345678", "n", "", "is_no_phone"),
    ("R14-not-a-prefix", "311234567", "n", "311234567", "is_old_card"),
    ("R14-young-woman", "84310001234", "n", "084310001234", "restore_leading_zero"),
    ("R17", "052xxxxxx234", "s", "", "is_masked"),
    ("R17", "0520****1234", "s", "", "is_masked"),
    ("R17", "052......234", "s", "", "is_masked"),
    ("R17-all", "************", "s", "", "is_masked"),
    ("R18", "052099001234, 052099001235", "s", "", "is_one_number"),
    ("R18", "052099001234 052099001235", "s", "", "is_one_number"),
    ("R18", "CCCD: 052 099 001 234 / 052.099.001.235", "s", "", "is_one_number"),
    ("R18-same", "052099001234, 052099001234", "s", "", "has_12_digits"),
    ("R18-phone", "052099001234, 0905123456", "s", "", "is_no_phone"),
    ("S17", "#N/A", "e", "", "has_12_digits"),
    ("type", "2023-03-05", "d", "", "has_12_digits"),
    ("type", "TRUE", "b", "", "has_12_digits"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cell_type", "value", "rules"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_number_of_an_identity_card(text, cell_type, value, rules):
    expected = tuple(f"record.id_number.{rule}" for rule in rules.split())
    assert parse_id_number(text, cell_type) == Parsed(value, expected)


@pytest.mark.parametrize(
    ("number", "facts"),
    [
        ("052099001234", IdFacts(1999, "M", "052")),
        ("052185001234", IdFacts(1985, "F", "052")),
        ("001205001234", IdFacts(2005, "M", "001")),
        ("096310001234", IdFacts(2010, "F", "096")),
        ("101400001234", IdFacts(2100, "M", "101")),
        ("211234567", IdFacts(None, None, None)),
        ("", IdFacts(None, None, None)),
        ("05209900123x", IdFacts(None, None, None)),
    ],
    ids=range(8),
)
def test_a_number_tells_birth_year_sex_and_province(number, facts):
    assert id_number_facts(number) == facts


def test_63_provinces_have_issued_numbers():
    assert len(PROVINCE_NAMES) == 63
    assert PROVINCE_NAMES["052"] == "Tỉnh Bình Định"
