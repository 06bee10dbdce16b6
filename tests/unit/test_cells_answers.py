"""Ticks, dossiers, counts, consent and sex (dirty_cases.csv R37, R47-R51; DESIGN 4)."""

import pytest

from schemas.rules import Parsed
from transforms.cells.consent import parse_consent
from transforms.cells.counts import parse_count
from transforms.cells.gender import parse_gender
from transforms.cells.ticks import parse_dossiers, parse_tick

USUAL_TICK = ("record.service_codes.is_usual_tick",)
CLEAR_TICK = ("record.service_codes.is_clear_tick",)
NOT_DENIED = ("record.service_codes.is_not_denied",)
WHOLE = ("record.dossier_count.is_whole_and_not_negative",)
PLAIN = ("record.dossier_count.is_plain_number",)
PLAUSIBLE = ("record.dossier_count.is_plausible",)
COUNT_RULE = "activity.quantity.is_whole_and_not_negative"


def test_the_usual_tick_breaks_no_rule():
    assert parse_tick("x", "s") == Parsed("x")


@pytest.mark.parametrize(
    ("text", "cell_type"),
    [
        ("X", "s"), (" x ", "s"), ("✓", "s"), ("v", "s"), ("có", "s"), ("Có", "s"), ("1", "s"),
        ("1", "n"), ("2", "n"), ("TRUE", "b"), ("TRUE", "s"),
        ("05/03/2023", "s"), ("2023-03-05", "d"), ("đã kích hoạt", "s"), ("ok rồi", "s"),
    ],
)  # fmt: skip
def test_any_other_filling_is_a_tick_too(text, cell_type):
    assert parse_tick(text, cell_type) == Parsed("x", USUAL_TICK)


@pytest.mark.parametrize(
    ("text", "cell_type"),
    [
        ("", ""), (" ", "s"), ("-", "s"), ("không", "s"), ("Không có", "s"), ("no", "s"),
        ("0", "s"), ("0", "n"), ("0.0", "n"), ("FALSE", "b"), ("FALSE", "s"), ("#N/A", "e"),
    ],
)  # fmt: skip
def test_no_and_nothing_are_no_tick(text, cell_type):
    assert parse_tick(text, cell_type) == Parsed("")
    assert parse_dossiers(text, cell_type) == Parsed("")


@pytest.mark.parametrize(
    "text", ["chờ duyệt", "VSSID", "KH 0012", "không dùng tiền mặt", "lỗi hệ thống"]
)
def test_words_that_are_no_mark_are_a_tick_that_is_asked_about(text):
    assert parse_tick(text, "s") == Parsed("x", CLEAR_TICK)
    assert parse_dossiers(text, "s") == Parsed("1", USUAL_TICK)


@pytest.mark.parametrize(
    "text",
    [
        "chưa kích hoạt được",
        "Không có nhu cầu",
        "ko làm được",
        "không - hết giờ",
        "chua co tai khoan",
    ],
)
def test_what_is_said_not_to_be_done_is_no_tick_and_asked_about(text):
    assert parse_tick(text, "s") == Parsed("", NOT_DENIED)
    assert parse_dossiers(text, "s") == Parsed("", NOT_DENIED)


@pytest.mark.parametrize(
    ("text", "cell_type", "value", "rules"),
    [
        ("x", "s", "1", ()),
        ("1", "s", "1", ()),
        ("3", "n", "3", ()),
        ("3.0", "n", "3", ()),
        ("100", "s", "100", ()),
        ("2 hồ sơ", "s", "2", PLAIN),
        ("12 bộ", "s", "12", PLAIN),
        ("101", "s", "1", PLAUSIBLE),
        ("1.250", "s", "1", PLAUSIBLE),
        ("123456", "n", "1", PLAUSIBLE),
        ("0977123987", "s", "1", PLAUSIBLE),
        ("977123987", "n", "1", PLAUSIBLE),
        ("0977 123 987", "s", "1", PLAUSIBLE),
        ("+84977123987", "s", "1", PLAUSIBLE),
        ("000000012", "s", "1", PLAUSIBLE),
        ("052189270965", "s", "1", PLAUSIBLE),
        ("00", "s", "", ()),
        ("X", "s", "1", USUAL_TICK),
        ("TRUE", "b", "1", USUAL_TICK),
        ("đất đai", "s", "1", USUAL_TICK),
        ("05/03/2023", "s", "1", USUAL_TICK),
        ("2023-03-05", "d", "1", USUAL_TICK),
        ("-3", "n", "", WHOLE),
        ("-3", "s", "", WHOLE),
        ("12.5", "n", "", WHOLE),
        ("12,5", "s", "", WHOLE),
    ],
)
def test_dossiers_are_a_tick_or_a_whole_number(text, cell_type, value, rules):
    assert parse_dossiers(text, cell_type) == Parsed(value, rules)


@pytest.mark.parametrize(
    ("text", "cell_type", "value"),
    [
        ("12", "n", "12"), ("0", "n", "0"), ("12.0", "n", "12"), ("007", "s", "7"), ("", "", ""),
        ("150,895", "s", "150895"), ("150.895", "s", "150895"), ("1 250", "s", "1250"),
        ("1\u00a0250", "s", "1250"), ("1.234.567", "s", "1234567"), ("12 người", "s", "12"),
        ("1.250 lượt", "s", "1250"), ("không có", "s", ""),
    ],
)  # fmt: skip
def test_a_count_is_a_whole_number(text, cell_type, value):
    assert parse_count(text, cell_type, COUNT_RULE) == Parsed(value)


@pytest.mark.parametrize(
    ("text", "cell_type"),
    [
        ("12.5", "n"), ("150.895", "n"), ("-3", "n"), ("-3", "s"), ("0.500", "s"), ("12,5", "s"),
        ("1.250,000", "s"), ("nhiều", "s"), ("x", "s"), ("1234567890", "n"), ("12 13", "s"),
        ("TRUE", "b"), ("2023-03-05", "d"), ("#N/A", "e"), ("0977123987", "s"), ("000000012", "s"),
        ("977123987", "n"), ("0977.123.987", "s"), ("052189270965", "s"),
    ],
)  # fmt: skip
def test_what_is_no_count_breaks_the_rule_of_its_column(text, cell_type):
    assert parse_count(text, cell_type, COUNT_RULE) == Parsed("", (COUNT_RULE,))


@pytest.mark.parametrize(
    ("text", "cell_type", "answer"),
    [
        ("x", "s", "yes"), ("X", "s", "yes"), ("Có", "s", "yes"), ("TRUE", "b", "yes"),
        ("1", "n", "yes"), ("Đồng ý.", "s", "yes"), ("dong y", "s", "yes"),
        ("Không", "s", "no"), ("không đồng ý", "s", "no"), ("FALSE", "b", "no"), ("0", "n", "no"),
        ("Từ chối", "s", "no"), ("", "", ""), ("-", "s", ""),
        ("Không cho", "s", "no"), ("Từ chối cung cấp", "s", "no"), ("K đồng ý", "s", "no"),
        ("không muốn cung cấp", "s", "no"), ("ko nhất trí", "s", "no"), ("Phản đối", "s", "no"),
        ("KHONG CHAP THUAN", "s", "no"), ("không có sự đồng ý", "s", "no"),
        ("chưa được phép", "s", "no"), ("chưa đồng ý", "s", "no"), ("Không (bận)", "s", "no"),
        ("Không, để hỏi lại", "s", "no"),
    ],
)  # fmt: skip
def test_consent_is_yes_no_or_not_said(text, cell_type, answer):
    assert parse_consent(text, cell_type) == Parsed(answer)


@pytest.mark.parametrize(
    ("text", "cell_type"),
    [
        ("để hỏi lại", "s"), ("#N/A", "e"), ("7", "n"), ("không có ý kiến", "s"),
        ("không phản đối", "s"), ("chưa hỏi", "s"), ("chưa được hỏi", "s"), ("không có CCCD", "s"),
        ("chưa cho ý kiến", "s"), ("đồng ý, không cho số điện thoại", "s"), ("Có / Không", "s"),
    ],
)  # fmt: skip
def test_an_unclear_answer_is_no_consent(text, cell_type):
    assert parse_consent(text, cell_type) == Parsed("", ("record.consent.is_given",))


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("Nam", "M"), ("nam", "M"), ("NAM", "M"), ("M", "M"), ("Male", "M"), ("Nam giới", "M"),
        ("Nữ", "F"), ("NỮ", "F"), ("nu", "F"), ("Nử", "F"), ("F", "F"), ("female", "F"),
        ("", ""), ("-", ""),
    ],
)  # fmt: skip
def test_sex_is_read_in_its_variants(text, sex):
    assert parse_gender(text, "s") == Parsed(sex)


@pytest.mark.parametrize(
    ("text", "cell_type"),
    [("n", "s"), ("1", "n"), ("x", "s"), ("khác", "s"), ("TRUE", "b"), ("#N/A", "e")],
)
def test_an_unclear_sex_is_left_blank(text, cell_type):
    assert parse_gender(text, cell_type) == Parsed("", ("record.gender.is_known",))


@pytest.mark.parametrize("parse", [parse_tick, parse_dossiers, parse_consent, parse_gender])
def test_a_blank_cell_breaks_no_rule(parse):
    assert parse("", "") == Parsed("")
