"""Dates: of assistance, of birth, of the reported Sunday (DOMAIN 2, cases R38-R43).

Day first, always: month first only where the second part is over 12. A number is an Excel serial of
the 1900 system; the reader has already turned the 1904 system (R42).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from schemas.rules import Parsed
from transforms.cells.characters import is_absent, tidy
from transforms.cells.written_dates import (
    SEPARATOR,
    WrittenDate,
    date_core,
    date_or_none,
    read_compact,
    read_parts,
)

__all__ = ["parse_birth_date", "parse_date", "parse_report_sunday"]

IS_A_DATE = "record.assist_date.is_a_date"
IS_YEAR_ONLY = "record.birth_date.is_year_only"
HAS_FOUR_DIGIT_YEAR = "record.birth_date.has_four_digit_year"
IS_DAY_FIRST = "record.birth_date.is_day_first"
IS_EXCEL_SERIAL = "record.birth_date.is_excel_serial"
IS_POSSIBLE = "record.birth_date.is_possible"

_BLANK = Parsed("")
_NOT_A_DATE = Parsed("", (IS_A_DATE,))
_IMPOSSIBLE = Parsed("", (IS_POSSIBLE,))

_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(3654, 60_001)
_OLDEST = 120

_MONTH_YEAR = re.compile(rf"(?:thang *)?(\d{{1,2}})(?:{SEPARATOR}| *nam *)(\d{{4}})")
_YEAR_MONTH = re.compile(rf"(\d{{4}}){SEPARATOR}(\d{{1,2}})")
_YEAR = re.compile(r"(\d{4})(?:\.0)?")
_ANY_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
_USUAL = re.compile(r"(\d{2})/(\d{2})/(\d{4})")


def _from_serial(text: str) -> date | None:
    whole = text.removesuffix(".0")
    if len(whole) in (4, 5) and whole.isascii() and whole.isdigit() and int(whole) in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(whole))
    return None


def parse_date(text: str, cell_type: str) -> Parsed:
    """A date of assistance as 'YYYY-MM-DD', or '' with `is_a_date`.

    Two-digit years are of this century. A serial with a time keeps its day. Whether the date is in
    the campaign is for the row to judge.
    """
    if cell_type == "s" and (match := _USUAL.fullmatch(text)) and int(match[2]) <= 12:
        usual = date_or_none(int(match[3]), int(match[2]), int(match[1]))
        return Parsed(usual.isoformat()) if usual else _NOT_A_DATE
    if match := _ISO.fullmatch(text):
        iso = date_or_none(int(match[1]), int(match[2]), int(match[3]))
        return Parsed(iso.isoformat()) if iso else _NOT_A_DATE
    tidied = tidy(text)
    if not cell_type or is_absent(tidied):
        return _BLANK
    if cell_type == "n":
        found = _from_serial(tidied.partition(".")[0])
    elif cell_type == "s":
        core = date_core(tidied)
        parts = read_parts(core)
        found = _in_this_century(parts) if parts else read_compact(core)
    else:
        found = None
    return Parsed(found.isoformat()) if found else _NOT_A_DATE


def _in_this_century(parts: WrittenDate) -> date | None:
    return parts.turned(parts.year + 2000 * parts.has_short_year)[0]


def parse_report_sunday(text: str, cell_type: str) -> date | None:
    """The date in the cell for the reported Sunday, None if there is none; any weekday."""
    value = parse_date(text, cell_type).value
    return date.fromisoformat(value) if value else None


def parse_birth_date(text: str, cell_type: str, latest_year: int) -> Parsed:
    """A birth date as 'YYYY-MM-DD', or as 'YYYY' where only the year is known, or ''.

    `latest_year` is the year of the Sunday: births after it, or more than 120 years before, are not
    possible. A two-digit year is the last one that is not after it (R39); who has the identity
    number may know better.
    """
    earliest_year = latest_year - _OLDEST
    if cell_type == "s" and (match := _USUAL.fullmatch(text)) and int(match[2]) <= 12:
        usual = date_or_none(int(match[3]), int(match[2]), int(match[1]))
        if usual and earliest_year <= usual.year <= latest_year:
            return Parsed(usual.isoformat())
    elif cell_type in ("d", "s") and (match := _ISO.fullmatch(text)):
        return _judge_iso(match, cell_type, earliest_year, latest_year)
    tidied = tidy(text)
    if not cell_type or is_absent(tidied):
        return _BLANK
    if cell_type == "n":
        return _judge_number(tidied, earliest_year, latest_year)
    if cell_type == "s":
        return _judge_text(date_core(tidied), earliest_year, latest_year)
    return _IMPOSSIBLE


def _judge_iso(match: re.Match[str], cell_type: str, earliest: int, latest: int) -> Parsed:
    year = int(match[1])
    found = date_or_none(year, int(match[2]), int(match[3]))
    if cell_type == "d" and found and 1900 <= (found - _EXCEL_EPOCH).days <= latest:
        # 1985 typed into a cell with a date format is shown, and read, as 07/06/1905.
        return _year_only((found - _EXCEL_EPOCH).days, earliest, latest)
    return _judge_date(found, year, (), earliest, latest)


def _judge_number(tidied: str, earliest: int, latest: int) -> Parsed:
    """R41: a year, else a serial, else nothing."""
    whole = tidied.removesuffix(".0")
    if len(whole) == 4 and whole.isascii() and whole.isdigit() and 1900 <= int(whole) <= latest:
        return _year_only(int(whole), earliest, latest)
    found = _from_serial(whole)
    return _judge_date(found, 0, (IS_EXCEL_SERIAL,), earliest, latest)


def _judge_text(core: str, earliest: int, latest: int) -> Parsed:
    if parts := read_parts(core):
        return _judge_parts(parts, earliest, latest)
    if compact := read_compact(core):
        return _judge_date(compact, 0, (), earliest, latest)
    if match := _YEAR.fullmatch(core):
        return _year_only(int(match[1]), earliest, latest)
    if (match := _MONTH_YEAR.fullmatch(core)) and 1 <= int(match[1]) <= 12:
        return _year_only(int(match[2]), earliest, latest)
    if (match := _YEAR_MONTH.fullmatch(core)) and 1 <= int(match[2]) <= 12:
        return _year_only(int(match[1]), earliest, latest)
    years = _ANY_YEAR.findall(core)
    return _judge_date(None, int(years[0]) if len(years) == 1 else 0, (), earliest, latest)


def _judge_parts(parts: WrittenDate, earliest: int, latest: int) -> Parsed:
    rules: tuple[str, ...] = ()
    year = clear_year = parts.year
    if parts.has_short_year:
        year, clear_year = latest - (latest - parts.year) % 100, 0
        rules = (HAS_FOUR_DIGIT_YEAR,)
    found, is_turned = parts.turned(year)
    if is_turned:
        rules += (IS_DAY_FIRST,)
    return _judge_date(found, clear_year, rules, earliest, latest)


def _year_only(year: int, earliest: int, latest: int) -> Parsed:
    if earliest <= year <= latest:
        return Parsed(f"{year:04}", (IS_YEAR_ONLY,))
    return _IMPOSSIBLE


def _judge_date(
    found: date | None, clear_year: int, rules: tuple[str, ...], earliest: int, latest: int
) -> Parsed:
    """The date if it is possible, else its year if that is clear and possible (R43)."""
    if found:
        is_possible = earliest <= found.year <= latest
        return Parsed(found.isoformat(), rules) if is_possible else _IMPOSSIBLE
    if clear_year and earliest <= clear_year <= latest:
        return Parsed(f"{clear_year:04}", (IS_POSSIBLE,))
    return _IMPOSSIBLE
