"""Numbers of identity cards: 12-digit CCCD, 9-digit CMND (DOMAIN 4, cases R01-R09, R13, R17)."""

from __future__ import annotations

import re
from typing import NamedTuple

from schemas.codes.cccd import FOREIGN_BIRTH_CODES, PROVINCE_NAMES, Sex
from schemas.rules import Parsed
from transforms.cells.characters import digits_of_float, is_absent, tidy
from transforms.cells.phone import is_lost_zero_mobile, parse_phone

__all__ = ["IdFacts", "id_number_facts", "parse_id_number"]

RESTORE_LEADING_ZERO = "record.id_number.restore_leading_zero"
RESTORE_TWO_ZEROS = "record.id_number.restore_two_zeros"
SCIENTIFIC_NOTATION = "record.id_number.scientific_notation"
KEEPS_ALL_DIGITS = "record.id_number.keeps_all_digits"
IS_FLOAT_TEXT = "record.id_number.is_float_text"
HAS_SEPARATORS = "record.id_number.has_separators"
HAS_LETTERS_FOR_DIGITS = "record.id_number.has_letters_for_digits"
HAS_12_DIGITS = "record.id_number.has_12_digits"
HAS_ISSUED_PROVINCE = "record.id_number.has_issued_province"
IS_OLD_CARD = "record.id_number.is_old_card"
IS_MASKED = "record.id_number.is_masked"
IS_NO_PHONE = "record.id_number.is_no_phone"
IS_ONE_NUMBER = "record.id_number.is_one_number"

_BLANK = Parsed("")
_NOT_12_DIGITS = Parsed("", (HAS_12_DIGITS,))
_LOST_DIGITS = Parsed("", (KEEPS_ALL_DIGITS,))
_NOT_ISSUED = Parsed("", (HAS_ISSUED_PROVINCE,))
_MASKED = Parsed("", (IS_MASKED,))
_PHONE = Parsed("", (IS_NO_PHONE,))
_SEVERAL = Parsed("", (IS_ONE_NUMBER,))

_LABEL = re.compile(r"\A(?:số\s*)?(?:cccd|cmnd|cmt|cccd/cmnd|cmnd/cccd)\s*(?:số)?\s*[:.]?\s*", re.I)
_SEPARATORS = str.maketrans("", "", " .,-–—_'’‘ʼ`´\"“”")
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_LETTERS = str.maketrans("OoQlI|", "000111")
_BETWEEN_NUMBERS = re.compile(r"[,;/|&+]| [-–] |(?<=\d{12})[ .–-](?=\d{12})")
_NON_DIGITS = re.compile(r"\D+")
_MASK = re.compile(r"(?=.*(?:[x*•#?_●]{2}|\.{3}|…))[0-9x*•#?_●…. -]{6,16}", re.I)


class IdFacts(NamedTuple):
    """What a 12-digit number says of its holder; None where it says nothing."""

    birth_year: int | None
    sex: Sex | None
    province: str | None


def id_number_facts(number: str) -> IdFacts:
    """Birth year, sex and province code in `PPP G YY SSSSSS` (DOMAIN 4); no facts in a 9-digit one.

    G counts centuries from 1900 by twos and is even for men, odd for women. A year to come is given
    as it stands: the row judges it (R12).
    """
    if len(number) != 12 or not _is_digits(number):
        return IdFacts(None, None, None)
    century_and_sex = int(number[3])
    year = 1900 + 100 * (century_and_sex // 2) + int(number[4:6])
    return IdFacts(year, "F" if century_and_sex % 2 else "M", number[:3])


def parse_id_number(text: str, cell_type: str) -> Parsed:
    """12 digits of an issued province or a foreign birth, 9 digits of an old card, or ''.

    Zeros are restored only where the cell was a number (DOMAIN 4), or its text proves that it once
    was ('52099001234.0', '5.2099001234E+10'). A foreign birth is kept with a warning. What is no
    number but a phone is told as such (R14).
    """
    if len(text) == 12 and cell_type == "s" and text[:3] in PROVINCE_NAMES and _is_digits(text):
        return Parsed(text)
    parsed = _parse(text, cell_type)
    if parsed is _NOT_12_DIGITS and parse_phone(text, cell_type).value:
        return _PHONE
    return parsed


def _parse(text: str, cell_type: str) -> Parsed:
    if cell_type not in ("s", "n"):
        return _NOT_12_DIGITS if cell_type and tidy(text) else _BLANK
    tidied = tidy(text)
    if is_absent(tidied):
        return _BLANK
    if read := digits_of_float(tidied):
        digits, is_scientific = read
        if not digits:
            return _LOST_DIGITS
        return _judge_number(digits, (SCIENTIFIC_NOTATION if is_scientific else IS_FLOAT_TEXT,))
    if cell_type == "n":
        return _judge_number(tidied, ())
    return _judge_text(tidied)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _judge_text(tidied: str) -> Parsed:
    unlabelled = _LABEL.sub("", tidied, count=1)
    if _MASK.fullmatch(unlabelled):
        return _MASKED
    compact = unlabelled.translate(_SEPARATORS)
    mended = compact.translate(_WIDE_DIGITS)
    # O for 0 only inside a token of 12 (R07): elsewhere a letter says that it is another thing.
    if len(mended) == 12 and sum(map(str.isdigit, mended)) >= 6:
        mended = mended.translate(_LETTERS)
    rules: tuple[str, ...] = (HAS_SEPARATORS,) if compact != tidied else ()
    if mended != compact:
        rules += (HAS_LETTERS_FOR_DIGITS,)
    if len(mended) >= 2 * 12 and _holds_several(unlabelled):
        return _SEVERAL
    if not _is_digits(mended):
        return _NOT_12_DIGITS
    if len(mended) == 12:
        return _judge_12_digits(mended, rules)
    # In a text cell no zero was lost. A CMND opens with 0-3, so 3xxxxxxxx may still be one.
    if len(mended) == 9 and not (mended[0] in "5789" and is_lost_zero_mobile(mended)):
        return Parsed(mended, (*rules, IS_OLD_CARD))
    return _NOT_12_DIGITS


def _holds_several(unlabelled: str) -> bool:
    """Whether a text holds the numbers of two people (R18): the number of one is no other's."""
    parts = [_NON_DIGITS.sub("", part) for part in _BETWEEN_NUMBERS.split(unlabelled)]
    numbers = {part for part in parts if len(part) == 12 and _judge_12_digits(part, ()).value}
    return len(numbers) >= 2


def _judge_number(digits: str, rules: tuple[str, ...]) -> Parsed:
    if not _is_digits(digits):
        return _NOT_12_DIGITS
    length = len(digits)
    # A number shortened to 5.2099E+10 and saved again comes back as 52099000000 (R04).
    if length in (10, 11, 12) and digits.endswith("00000"):
        return _LOST_DIGITS
    if length == 12:
        return _judge_12_digits(digits, rules)
    if length == 11 and not (digits.startswith("84") and is_lost_zero_mobile(digits[2:])):
        return _judge_12_digits("0" + digits, (*rules, RESTORE_LEADING_ZERO))
    if length == 10 and "00" + digits[0] in PROVINCE_NAMES and digits[1] in "0123":
        # From G = 4 on the birth is after 2099: an old mobile (0165…) or a landline (0256…) then.
        return _judge_12_digits("00" + digits, (*rules, RESTORE_TWO_ZEROS))
    if length == 9 and not is_lost_zero_mobile(digits):
        return Parsed(digits, (*rules, IS_OLD_CARD))
    return _NOT_12_DIGITS


def _judge_12_digits(number: str, rules: tuple[str, ...]) -> Parsed:
    if number[:3] in PROVINCE_NAMES:
        return Parsed(number, rules)
    if number[:3] in FOREIGN_BIRTH_CODES:
        return Parsed(number, (*rules, HAS_ISSUED_PROVINCE))
    return _NOT_ISSUED
