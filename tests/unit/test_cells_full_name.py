"""Names of people, case by case (dirty_cases.csv R27-R36). All people are invented."""

import unicodedata

import pytest

from schemas.rules import Parsed
from transforms.cells.full_name import names_two_people, parse_full_name

USUAL = "has_usual_case_and_spaces"
CASES = [
    # case, cell's text, value, rules (without 'record.full_name.')
    ("clean", "Nguyễn Thị Hoa", "Nguyễn Thị Hoa", ""),
    ("clean", "Nguyễn T. Hoa", "Nguyễn T. Hoa", ""),
    ("clean", "Nguyễn Thị-Hoa", "Nguyễn Thị-Hoa", ""),
    ("blank", "  ", "", ""),
    ("letter", "123", "", "has_a_letter"),
    ("letter", "-", "", "has_a_letter"),
    ("letter", "(1)", "", "has_a_letter"),
    ("R27", unicodedata.normalize("NFD", "Lê Thị Hậu"), "Lê Thị Hậu", "is_composed_unicode"),
    ("R28", "Lê Thị Hoà", "Lê Thị Hoà", "has_new_tone_placement"),
    ("R28", "LÊ THỊ THUỶ", "Lê Thị Thuỷ", USUAL + " has_new_tone_placement"),
    ("R28-one-way-only", "Lê Thị Quý", "Lê Thị Quý", ""),
    ("R28-closed", "Lê Văn Hoàn", "Lê Văn Hoàn", ""),
    ("R28-first-vowel", "Lê Thị Hòa", "Lê Thị Hòa", ""),
    ("R29", "Ðặng Văn Ɖức", "Đặng Văn Đức", "has_vietnamese_d"),
    ("R29-lower", "ðặng văn đức", "Đặng Văn Đức", "has_vietnamese_d " + USUAL),
    ("R29-no-letter-after", "Lê Ð", "Lê Ð", ""),
    ("R30", "  nguyễn   THỊ hoa ", "Nguyễn Thị Hoa", USUAL),
    ("R30-nbsp", "Nguyễn\u00a0Thị Hoa", "Nguyễn Thị Hoa", USUAL),
    ("R30-zero-width", "Nguyễn Thị\u200b Hoa\u00ad", "Nguyễn Thị Hoa", USUAL),
    ("R30-line", "Nguyễn\nThị Hoa", "Nguyễn Thị Hoa", USUAL),
    ("R30-end", "Nguyễn Thị Hoa.", "Nguyễn Thị Hoa", USUAL),
    ("R30-apostrophe", "SIU H'NHI", "Siu H'Nhi", USUAL),
    ("R30-hyphen", "lê thị-hoa", "Lê Thị-Hoa", USUAL),
    ("R32", "NGUYEN THI HOA", "Nguyen Thi Hoa", USUAL + " has_accents"),
    ("R32", "Tran Van Nam", "Tran Van Nam", "has_accents"),
    ("R32-by-nature", "Mai Lan Anh", "Mai Lan Anh", ""),
    ("R33", "Bà Nguyễn Thị Hoa (tổ 3)", "Nguyễn Thị Hoa", "has_no_honorific"),
    ("R33", "A. Hùng", "Hùng", "has_no_honorific has_two_words"),
    ("R33", "A. Nguyễn Văn Hùng", "Nguyễn Văn Hùng", "has_no_honorific"),
    ("R33", "Chị Nguyễn Thị Hoa", "Nguyễn Thị Hoa", "has_no_honorific"),
    ("R33", "ÔNG NGUYỄN VĂN HÙNG", "Nguyễn Văn Hùng", USUAL + " has_no_honorific"),
    ("R33", "Anh Nguyễn Văn Hùng", "Nguyễn Văn Hùng", "has_no_honorific"),
    ("R33", "Đồng chí: Nguyễn Văn Hùng", "Nguyễn Văn Hùng", "has_no_honorific"),
    ("R33", "Mr. Nguyễn Văn Hùng", "Nguyễn Văn Hùng", "has_no_honorific"),
    ("R33", "Đ/c Nguyễn Văn Hùng", "Nguyễn Văn Hùng", "has_no_honorific"),
    ("R33", "Ông/Bà Nguyễn Văn Hùng", "Nguyễn Văn Hùng", "has_no_honorific"),
    ("R33-remark", "Nguyễn Thị Hoa - tổ 3", "Nguyễn Thị Hoa", "has_no_honorific"),
    ("R33-open-bracket", "Nguyễn Thị Hoa (tổ 3", "Nguyễn Thị Hoa", "has_no_honorific"),
    ("R33-unaccented", "Ba Nguyen Thi Hoa", "Nguyen Thi Hoa", "has_no_honorific has_accents"),
    ("R33-name-like", "Anh Đào", "Anh Đào", ""),
    ("R33-name-like", "Cô Ba", "Cô Ba", ""),
    ("R33-given-first", "Anh Nguyễn Thị", "Anh Nguyễn Thị", ""),
    ("R33-surname-chu", "Chu Van An", "Chu Van An", ""),
    ("R33-name-ba", "Ba Ngoc Lan", "Ba Ngoc Lan", ""),
    ("R33-surname-ong", "Ông Thị Mỹ Thường", "Ông Thị Mỹ Thường", ""),
    ("R33-surname-ong", "Ông Văn Hùng", "Ông Văn Hùng", ""),
    ("R33-surname-ong", "Ông Ích Khiêm", "Ông Ích Khiêm", ""),
    ("R33-surname-ong", "ÔNG THỊ MỸ THƯỜNG", "Ông Thị Mỹ Thường", USUAL),
    ("R33-surname-ong", "Ông Ông Văn Hùng", "Ông Văn Hùng", "has_no_honorific"),
    ("R33-surname-ong", "Bà Ông Thị Mỹ", "Ông Thị Mỹ", "has_no_honorific"),
    ("R33", "Ông Nguyễn Văn A", "Nguyễn Văn A", "has_no_honorific"),
    ("R33", "Ông Khổng Văn A", "Khổng Văn A", "has_no_honorific"),
    ("R33", "Ông Hùng", "Hùng", "has_no_honorific has_two_words"),
    ("R33", "Ông Y Bé", "Y Bé", "has_no_honorific"),
    ("R33-single", "Chị Hoa", "Hoa", "has_no_honorific has_two_words"),
    ("R33-title-only", "Bà", "Bà", "has_two_words"),
    ("R33-title-and-number", "Chị 3", "Chị", "has_only_letters has_two_words"),
    ("R33-all-in-brackets", "(Nguyễn Thị Hoa)", "Nguyễn Thị Hoa", "has_only_letters"),
    ("R34", "Hoa123", "Hoa", "has_only_letters has_two_words"),
    ("R34-emoji", "Nguyễn Thị Hoa 😀", "Nguyễn Thị Hoa", "has_only_letters"),
    ("R34-number", "1. Ông Lê Văn Hùng", "Lê Văn Hùng", "has_no_honorific has_only_letters"),
    ("R34-superscript", "Lê Văn Hùng²", "Lê Văn Hùng", "has_only_letters"),
    ("R34-underscore", "Lê_Văn_Hùng", "Lê Văn Hùng", "has_only_letters"),
    ("R35", "Hoa", "Hoa", "has_two_words"),
    ("R36", "Siu H'Nhi", "Siu H'Nhi", ""),
    ("R36", "Đinh Y Bé", "Đinh Y Bé", ""),
    ("R36", "Rơ Châm Y", "Rơ Châm Y", ""),
    ("R36", "Kpă Wâk", "Kpă Wâk", ""),
    ("R53", "<b>Lê Hoa</b>", "Lê Hoa", "has_only_letters"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value", "rules"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_name_of_a_person(text, value, rules):
    expected = tuple(f"record.full_name.{rule}" for rule in rules.split())
    assert parse_full_name(text, "s") == Parsed(value, expected)


@pytest.mark.parametrize(
    ("text", "cell_type"), [("12", "n"), ("TRUE", "b"), ("2023-03-05", "d"), ("#N/A", "e")]
)
def test_only_text_is_a_name(text, cell_type):
    assert parse_full_name(text, cell_type) == Parsed("", ("record.full_name.has_a_letter",))


def test_a_blank_cell_breaks_no_rule():
    assert parse_full_name("", "") == Parsed("")


@pytest.mark.parametrize(
    ("text", "is_two"),
    [
        ("Nguyễn Văn A, Trần Thị B", True),
        ("Nguyễn Văn A và Trần Thị B", True),
        ("Nguyễn Văn A - Trần Thị B", True),
        ("Nguyễn Văn A\nTrần Thị B", True),
        ("Nguyễn Văn A,Trần Thị B", True),
        ("Nguyễn Văn A, thôn Phú Hòa", False),
        ("Nguyễn Văn A", False),
        ("", False),
    ],
    ids=range(8),
)
def test_two_people_in_one_cell_are_seen(text, is_two):
    assert names_two_people(text) is is_two


def test_names_of_two_people_stay_apart():
    told = Parsed("Nguyễn Văn A, Trần Thị B", ("record.full_name.is_of_one_person",))
    assert parse_full_name("Nguyễn Văn A \n và Trần  Thị B", "s") == told
    assert parse_full_name(told.value, "s") == told
