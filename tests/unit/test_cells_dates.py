"""Dates of assistance and of birth, case by case (DOMAIN 2, dirty_cases.csv R38-R43)."""

import time
from datetime import date

import pytest

from schemas.rules import Parsed
from transforms.cells.dates import parse_birth_date, parse_date, parse_report_sunday

ASSIST_DATES = [
    ("05/03/2023", "s"),
    ("5/3/2023", "s"),
    ("5-3-2023", "s"),
    ("5.3.2023", "s"),
    ("5 3 2023", "s"),
    ("5 / 3 / 2023", "s"),
    ("05//03/2023", "s"),
    ("5/3/23", "s"),
    ("2023-03-05", "s"),
    ("2023/3/5", "s"),
    ("05032023", "s"),
    ("20230305", "s"),
    ("ngày 5 tháng 3 năm 2023", "s"),
    ("Ngày 05 tháng 03, 2023", "s"),
    ("ngay 5 thang 3 nam 2023", "s"),
    ("Ngày 05/3/2023.", "s"),
    ("Chủ nhật, 05/03/2023", "s"),
    ("CN 5/3/2023", "s"),
    ("05/03/2023 08:30", "s"),
    ("08:30 05/03/2023", "s"),
    ("2023-03-05T08:30:00", "d"),
    ("2023-03-05 00:00:00", "d"),
    ("2023-03-05", "d"),
    ("5-Mar-23", "s"),
    ("05/03/2023 8h30", "s"),
    ("05/03/2023 - 14h00", "s"),
    ("05/03/2023 từ 7h30 đến 11h", "s"),
    ("7h30-11h 05/03/2023", "s"),
    ("8h 05/03/2023", "s"),
    ("8 giờ 30 phút, ngày 05/03/2023", "s"),
    ("sáng 05/03/2023", "s"),
    ("Sáng Chủ nhật, 05/03/2023", "s"),
    ("05/03/2023 (buổi chiều)", "s"),
    ("05/03/2023 CN.", "s"),
    ("'05/03/2023", "s"),
    ("’05/03/2023", "s"),
    ("44990", "n"),
    ("44990.5", "n"),
]


@pytest.mark.parametrize(("text", "cell_type"), ASSIST_DATES)
def test_the_fifth_of_march_is_read_in_every_form(text, cell_type):
    assert parse_date(text, cell_type) == Parsed("2023-03-05")
    assert parse_report_sunday(text, cell_type) == date(2023, 3, 5)


def test_the_month_comes_first_only_where_the_second_part_is_over_12():
    assert parse_date("03/25/2023", "s").value == "2023-03-25"
    assert parse_date("03/05/2023", "s").value == "2023-05-03"


@pytest.mark.parametrize(
    ("text", "cell_type"),
    [
        ("31/02/2023", "s"),
        ("29/02/2023", "s"),
        ("2023-02-30", "s"),
        ("31022023", "s"),
        ("05/03/2023 - 12/03/2023", "s"),
        ("05/03/2023 8", "s"),
        ("sáng 8h30", "s"),
        ("13/13/2023", "s"),
        ("05/03", "s"),
        ("05/03/203", "s"),
        ("5-Xyz-23", "s"),
        ("tuần 12", "s"),
        ("44990", "s"),
        ("3653", "n"),
        ("60001", "n"),
        ("-5", "n"),
        ("TRUE", "b"),
        ("#N/A", "e"),
        ("08:30:00", "d"),
    ],
)
def test_what_is_no_date_is_refused(text, cell_type):
    assert parse_date(text, cell_type) == Parsed("", ("record.assist_date.is_a_date",))
    assert parse_report_sunday(text, cell_type) is None


BIRTH_DATES = [
    # case, cell's text, cell type, value, rules (without 'record.birth_date.'); Sunday in 2023
    ("clean", "05/03/1985", "s", "1985-03-05", ""),
    ("clean", "5/3/1985", "s", "1985-03-05", ""),
    ("clean", "05031985", "s", "1985-03-05", ""),
    ("clean", "19850305", "s", "1985-03-05", ""),
    ("R43", "31021985", "s", "", "is_possible"),
    ("R43", "05032031", "s", "", "is_possible"),
    ("clean", "1985-03-05", "s", "1985-03-05", ""),
    ("clean", "1985-03-05", "d", "1985-03-05", ""),
    ("clean", "1985-03-05T00:00:00", "d", "1985-03-05", ""),
    ("clean", "05/03/1985 00:00:00", "s", "1985-03-05", ""),
    ("clean", "sinh ngày 5/3/1985", "s", "1985-03-05", ""),
    ("blank", "", "", "", ""),
    ("blank", "không rõ", "s", "", ""),
    ("R38", "1985", "s", "1985", "is_year_only"),
    ("R38", "1985", "n", "1985", "is_year_only"),
    ("R38", "1985.0", "n", "1985", "is_year_only"),
    ("R38", "năm 1985", "s", "1985", "is_year_only"),
    ("R38", "SN 1985", "s", "1985", "is_year_only"),
    ("R38-month", "03/1985", "s", "1985", "is_year_only"),
    ("R38-month", "tháng 3 năm 1985", "s", "1985", "is_year_only"),
    ("R38-month", "1985-03", "s", "1985", "is_year_only"),
    ("R38-no-month", "31/1985", "s", "1985", "is_possible"),
    ("R38-newborn", "2023", "s", "2023", "is_year_only"),
    ("R38-in-date-cell", "1905-06-07", "d", "1985", "is_year_only"),
    ("R39", "5/3/85", "s", "1985-03-05", "has_four_digit_year"),
    ("R39", "5/3/23", "s", "2023-03-05", "has_four_digit_year"),
    ("R39", "5/3/24", "s", "1924-03-05", "has_four_digit_year"),
    ("R39-R40", "3/25/90", "s", "1990-03-25", "has_four_digit_year is_day_first"),
    ("R40", "3/25/1990", "s", "1990-03-25", "is_day_first"),
    ("R40-two-digits", "03/25/1990", "s", "1990-03-25", "is_day_first"),
    ("R41", "31131", "n", "1985-03-25", "is_excel_serial"),
    ("R41-first", "3654", "n", "1910-01-01", "is_excel_serial"),
    ("R41-fraction", "31131.5", "n", "", "is_possible"),
    ("R41-text", "31131", "s", "", "is_possible"),
    ("R41-future", "45292", "n", "", "is_possible"),
    ("R41-range", "60001", "n", "", "is_possible"),
    ("R41-range", "85", "n", "", "is_possible"),
    ("R43", "31/02/1990", "s", "1990", "is_possible"),
    ("R43", "1990-02-31", "s", "1990", "is_possible"),
    ("R43", "00/00/1985", "s", "1985", "is_possible"),
    ("R43", "??/??/1985", "s", "1985", "is_possible"),
    ("R43-short-year", "00/00/85", "s", "", "is_possible"),
    ("R43-two-years", "1985 hoặc 1986", "s", "", "is_possible"),
    ("R43-future", "05/03/2024", "s", "", "is_possible"),
    ("R43-future", "2024", "s", "", "is_possible"),
    ("R43-future", "31/02/2190", "s", "", "is_possible"),
    ("R43-over-120", "05/03/1902", "s", "", "is_possible"),
    ("R43-over-120", "1900", "n", "", "is_possible"),
    ("R43-120", "05/03/1903", "s", "1903-03-05", ""),
    ("S17", "#VALUE!", "e", "", "is_possible"),
    ("type", "TRUE", "b", "", "is_possible"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cell_type", "value", "rules"),
    [case[1:] for case in BIRTH_DATES],
    ids=[case[0] for case in BIRTH_DATES],
)
def test_birth_date_on_a_sunday_of_2023(text, cell_type, value, rules):
    expected = tuple(f"record.birth_date.{rule}" for rule in rules.split())
    assert parse_birth_date(text, cell_type, 2023) == Parsed(value, expected)


@pytest.mark.parametrize(
    "parse", [parse_date, lambda text, kind: parse_birth_date(text, kind, 2023)]
)
def test_a_blank_cell_breaks_no_rule(parse):
    assert parse("", "") == Parsed("")
    assert parse("không có", "s") == Parsed("")


@pytest.mark.parametrize("part", ["t", "-", "8h ", "1:11 ", "sáng ", "'", ".", "(", "8h30 -"])
def test_a_cell_of_any_length_is_read_at_once(part):
    started = time.perf_counter()
    parse_date(part * 5000 + "x", "s")
    assert time.perf_counter() - started < 1
