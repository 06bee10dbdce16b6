"""What holds for every cell parser, whatever a cell holds."""

import importlib
import pkgutil
import re

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import transforms.cells
from schemas.catalogue import CATALOGUE
from schemas.codes.cccd import PROVINCE_NAMES
from schemas.codes.letters import LOWER_LETTERS, UPPER_LETTERS
from schemas.rules import Parsed
from transforms.cells.consent import parse_consent
from transforms.cells.counts import parse_count
from transforms.cells.dates import parse_birth_date, parse_date
from transforms.cells.full_name import names_two_people, parse_full_name
from transforms.cells.gender import parse_gender
from transforms.cells.id_number import id_number_facts, parse_id_number
from transforms.cells.masking import mask_date, mask_name, mask_number
from transforms.cells.phone import is_filler, is_mobile, parse_phone
from transforms.cells.team_code import normalise_code
from transforms.cells.ticks import parse_dossiers, parse_tick

COUNT_RULE = "activity.quantity.is_whole_and_not_negative"
# Rules that say what a value is, not what was repaired: a canonical value still breaks them.
LASTING = {
    "record.id_number.has_issued_province",
    "record.id_number.is_old_card",
    "record.phone.is_unambiguous",
    "record.full_name.has_new_tone_placement",
    "record.full_name.has_two_words",
    "record.full_name.is_of_one_person",
    "record.birth_date.is_year_only",
}
PARSERS = {
    "id_number": parse_id_number,
    "phone": parse_phone,
    "full_name": parse_full_name,
    "date": parse_date,
    "birth_date": lambda text, cell_type: parse_birth_date(text, cell_type, 2023),
    "gender": parse_gender,
    "tick": parse_tick,
    "dossiers": parse_dossiers,
    "count": lambda text, cell_type: parse_count(text, cell_type, COUNT_RULE),
    "consent": parse_consent,
}
SHAPES = {
    "id_number": r"([0-9]{12}|[0-9]{9})?",
    "phone": r"(0[0-9]{9,10})?",
    "full_name": r"(\S+( \S+)*)?",
    "date": r"([0-9]{4}-[0-9]{2}-[0-9]{2})?",
    "birth_date": r"([0-9]{4}(-[0-9]{2}-[0-9]{2})?)?",
    "gender": r"[MF]?",
    "tick": r"x?",
    "dossiers": r"([1-9][0-9]*)?",
    "count": r"(0|[1-9][0-9]*)?",
    "consent": r"(yes|no)?",
}
# A canonical consent is spelt "yes"/"no", which are answers too; a canonical sex is M/F.
cell_types = st.sampled_from(["", "s", "n", "d", "b", "e"])
likely_texts = st.text(
    "0123456789 .,-/+()'xXoOlIE*#:\u00a0đĐÐàộ\u0301\u0300\u00adnamthgy", max_size=18
)
numbers = st.one_of(st.integers(), st.floats(allow_nan=False)).map(str)
names = st.lists(
    st.text(LOWER_LETTERS + UPPER_LETTERS + "'’-.0(", min_size=1, max_size=7), max_size=5
).map(" ".join)
texts = st.one_of(st.text(), likely_texts, numbers, names)


@pytest.mark.parametrize("name", PARSERS)
@given(text=texts, cell_type=cell_types)
def test_a_parser_answers_whatever_the_cell_holds(name, text, cell_type):
    parsed = PARSERS[name](text, cell_type)
    assert isinstance(parsed, Parsed)
    assert re.fullmatch(SHAPES[name], parsed.value)
    assert set(parsed.rules) <= set(CATALOGUE)
    assert len(set(parsed.rules)) == len(parsed.rules)


@pytest.mark.parametrize("name", PARSERS)
@given(text=texts, cell_type=cell_types)
@example(text="Mr. A. ông bà Hoa", cell_type="s")
@example(text="1-Anh", cell_type="s")
@example(text="A-,A", cell_type="s")
@example(text="Ð0A", cell_type="s")
def test_a_canonical_value_parses_to_itself(name, text, cell_type):
    parsed = PARSERS[name](text, cell_type)
    again = PARSERS[name](parsed.value, "s")
    assert again.value == parsed.value
    assert set(again.rules) <= LASTING
    assert set(again.rules) <= set(parsed.rules) | {"record.phone.is_unambiguous"} or (
        name == "birth_date" and "record.birth_date.is_possible" in parsed.rules
    )


@given(text=texts)
def test_masks_and_codes_answer_whatever_they_get(text):
    assert sum(map(str.isdigit, mask_number(text))) <= 3
    assert sum(map(str.isdigit, mask_date(text))) <= 4
    mask_name(text)
    names_two_people(text)
    id_number_facts(text)
    assert normalise_code(normalise_code(text)) == normalise_code(text)


issued_numbers = st.builds(
    "{}{}{:02}{:06}".format,
    st.sampled_from(sorted(PROVINCE_NAMES)),
    st.integers(0, 3),
    st.integers(0, 99),
    st.integers(1, 999_999).filter(lambda serial: serial % 100_000),
    # Women born in Trà Vinh since 2020 look like +84 3x: read as a phone.
).filter(lambda number: not "084320" <= number[:6] <= "084399")


@given(issued_numbers)
def test_zeros_that_excel_dropped_come_back(number):
    stored = str(int(number))
    assert parse_id_number(stored, "n").value == number
    assert parse_id_number(f"{stored}.0", "s").value == number
    assert parse_id_number(f"{int(number):.11E}", "s").value == number


@given(issued_numbers)
def test_zeros_are_never_added_to_text(number):
    stored = number.lstrip("0")
    assert (parse_id_number(stored, "s").value == number) is (stored == number)


national_phones = st.from_regex(r"0[1-9][0-9]{8,9}", fullmatch=True)


@given(national_phones)
def test_valid_is_what_phonenumbers_says_of_citizens_numbers(phone):
    number = phonenumbers.parse(phone, "VN")
    kind = phonenumbers.number_type(number)
    mobile, fixed = phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE
    assert is_mobile(phone) is (kind == mobile and phone[1] != "1")
    value = parse_phone(phone, "s").value
    if not is_filler(phone) and not phone.startswith("01"):
        assert value == (phone if kind in (mobile, fixed) else "")
    assert not value or phonenumbers.is_valid_number(phonenumbers.parse(value, "VN"))


@given(national_phones)
def test_a_phone_is_the_same_however_it_is_written(phone):
    value = parse_phone(phone, "s").value
    if value:
        assert parse_phone(f"+84 {phone[1:]}", "s").value == value
        assert parse_phone(f"{phone[:4]}.{phone[4:7]}.{phone[7:]}", "s").value == value


def test_every_rule_that_a_parser_names_is_in_the_catalogue():
    modules = [
        importlib.import_module(f"transforms.cells.{module.name}")
        for module in pkgutil.iter_modules(transforms.cells.__path__)
    ]
    slugs = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, str) and re.fullmatch(r"[a-z]+\.[a-z_]+\.[a-z_0-9]+", value)
        if value.startswith("record.")
    }
    assert len(slugs) > 35
    assert slugs <= set(CATALOGUE)
