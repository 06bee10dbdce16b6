"""Telephone numbers, brought to the national form of today (DOMAIN 5, cases R19-R24, R26)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from schemas.codes.phones import (
    AMBIGUOUS_PREFIXES,
    COUNTRY_CODE,
    FILLER_PHONES,
    IN_USE_MOBILE_PREFIXES,
    MIGRATED_PREFIXES,
)
from schemas.rules import Parsed
from transforms.cells.characters import digits_of_float, is_absent, tidy

__all__ = ["is_filler", "is_lost_zero_mobile", "is_mobile", "parse_phone"]

MIGRATE_PREFIX = "record.phone.migrate_prefix"
RESTORE_LEADING_ZERO = "record.phone.restore_leading_zero"
HAS_COUNTRY_CODE = "record.phone.has_country_code"
IS_FLOAT_TEXT = "record.phone.is_float_text"
HAS_ONE_NUMBER = "record.phone.has_one_number"
IS_UNAMBIGUOUS = "record.phone.is_unambiguous"
IS_VALID = "record.phone.is_valid"

_BLANK = Parsed("")
_INVALID = Parsed("", (IS_VALID,))

_ONE_NUMBER = re.compile(r"[^0-9+]*(\+?)([0-9(][0-9 .()'’\"–—-]*)[^0-9]*")
_SPLITS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (r"[/,;|&]|\bhoặc\b|\bhay\b|\bvà\b", r" *[-–—] *", r" +")
)
_NON_DIGITS = re.compile(r"[^0-9]+")


class _Patterns(NamedTuple):
    is_mobile: Callable[[str], object]
    is_fixed_line: Callable[[str], object]


@cache
def _patterns() -> _Patterns:
    """The number plan of `phonenumbers` for Vietnam, compiled: 50 times faster than its parse().

    Imported on first use, because it is slow to import. Ranges that open with 1 are hotlines and
    machines: they are valid numbers, but no citizen's.
    """
    from phonenumbers import PhoneMetadata

    vietnam = PhoneMetadata.metadata_for_region("VN")
    assert vietnam is not None and vietnam.mobile is not None and vietnam.fixed_line is not None
    mobile, fixed = (
        vietnam.mobile.national_number_pattern,
        vietnam.fixed_line.national_number_pattern,
    )
    return _Patterns(
        re.compile(f"0(?!1)(?:{mobile})").fullmatch, re.compile(f"0(?:{fixed})").fullmatch
    )


def is_mobile(phone: str) -> bool:
    """Whether a phone in national form ('0912345678') is in a mobile range of today."""
    return _patterns().is_mobile(phone) is not None


def is_lost_zero_mobile(digits: str) -> bool:
    """Whether 9 digits are a mobile without its zero, in a prefix that an operator really uses.

    Stricter than `is_mobile`: phonenumbers takes the unused 030, 031 and 095 for mobiles, and CMND
    numbers open with 30 and 31.
    """
    return "0" + digits[:2] in IN_USE_MOBILE_PREFIXES and is_mobile("0" + digits)


def is_filler(phone: str) -> bool:
    """Whether a phone in national form is a filler: one digit repeated, or listed (R26)."""
    return phone[2:] == phone[-1:] * (len(phone) - 2) or phone in FILLER_PHONES


def parse_phone(text: str, cell_type: str) -> Parsed:
    """The phone as '0912345678' (mobile) or '02563822222' (landline), or '' where it is not valid.

    Spaces, dots, dashes and words at the ends go silently. Of several numbers the first mobile is
    taken, else the first valid one (R23).
    """
    if cell_type == "s" and len(text) == 10 and text[:3] not in AMBIGUOUS_PREFIXES:
        if is_mobile(text) and not is_filler(text):
            return Parsed(text)
    elif cell_type not in ("s", "n"):
        return _INVALID if cell_type and tidy(text) else _BLANK
    tidied = tidy(text)
    if is_absent(tidied):
        return _BLANK
    if read := digits_of_float(tidied):
        return _parse_digits(read[0], "", (IS_FLOAT_TEXT,))
    if cell_type == "n":
        # 3.56E+08 saved again comes back as 356000000 (R22).
        return _INVALID if tidied.endswith("000000") else _parse_one(tidied)
    whole = _parse_one(tidied)
    return whole if whole.value else _parse_first(tidied)


def _parse_first(tidied: str) -> Parsed:
    for split in _SPLITS:
        parts = [part for part in split.split(tidied) if part]
        if len(parts) < 2:
            continue
        phones = [parsed for part in parts if (parsed := _parse_one(part)).value]
        if phones:
            best = next((parsed for parsed in phones if is_mobile(parsed.value)), phones[0])
            return Parsed(best.value, (HAS_ONE_NUMBER, *best.rules))
    return _INVALID


def _parse_one(tidied: str) -> Parsed:
    match = _ONE_NUMBER.fullmatch(tidied)
    if match is None:
        return _INVALID
    return _parse_digits(_NON_DIGITS.sub("", match[2]), match[1], ())


def _parse_digits(digits: str, plus: str, rules: tuple[str, ...]) -> Parsed:
    if digits.startswith("00" + COUNTRY_CODE):
        phone, rules = "0" + digits[4:].removeprefix("0"), (*rules, HAS_COUNTRY_CODE)
    elif digits.startswith(COUNTRY_CODE) and (plus or len(digits) >= 11):
        phone, rules = "0" + digits[2:].removeprefix("0"), (*rules, HAS_COUNTRY_CODE)
    elif digits.startswith("0"):
        phone = digits
    elif plus:
        return _INVALID
    else:
        phone, rules = "0" + digits, (*rules, RESTORE_LEADING_ZERO)
    if len(phone) == 11 and (new_prefix := MIGRATED_PREFIXES.get(phone[:4])):
        phone, rules = new_prefix + phone[4:], (*rules, MIGRATE_PREFIX)
    elif len(phone) == 10 and phone[:3] in AMBIGUOUS_PREFIXES:
        rules = (*rules, IS_UNAMBIGUOUS)
    patterns = _patterns()
    if is_filler(phone) or not (patterns.is_mobile(phone) or patterns.is_fixed_line(phone)):
        return _INVALID
    return Parsed(phone, rules)
