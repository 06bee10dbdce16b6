"""Dates as people write them: in words, with a time, a weekday or any separator."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from transforms.cells.name_keys import folded

__all__ = ["SEPARATOR", "WrittenDate", "date_core", "date_or_none", "read_compact", "read_parts"]

_CLOCK = (
    r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:am|pm|sa|ch))?(?:z|[+-]\d{2}:?\d{2})?"
    r"|\d{1,2} ?(?:h|g|gio)(?:\d{2}| \d{2}(?! ?[/.-] ?\d))?(?: ?(?:p|ph|phut)|')?(?![a-z\d])"
)
_PART_OF_DAY = r"(?:buoi )?(?:sang|trua|chieu|toi|ca ngay)\b"
_WEEKDAY = r"(?:chu nhat|cn|thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7])\b"
_TIME = rf"(?:(?:luc|tu|den) )?(?:{_CLOCK}|{_PART_OF_DAY}|{_WEEKDAY})"
_MOST_TIMES = 4
"""Sunday morning, from one hour to another."""
_LEADING = re.compile(
    rf"\A['’‘`´]*(?:{_TIME}[ ,:–-]{{0,4}}){{0,{_MOST_TIMES}}}"
    r"(?:sinh ngay|ngay sinh|sinh nam|nam sinh|sinh|sn|ngay|khoang|nam)?\b[ :.]*"
)
_TRAILING = re.compile(rf"(?:[ t,;(–-]{{1,4}}{_TIME}\)?){{1,{_MOST_TIMES}}}$")
_AFTER = " .,;/-"
SEPARATOR = r" *[/.,\\ –-] *[/.,\\–-]? *"
_DAY_MONTH_YEAR = re.compile(rf"(\d{{1,2}}){SEPARATOR}(\d{{1,2}}){SEPARATOR}(\d{{4}}|\d{{2}})")
_YEAR_MONTH_DAY = re.compile(rf"(\d{{4}}){SEPARATOR}(\d{{1,2}}){SEPARATOR}(\d{{1,2}})")
_IN_WORDS = re.compile(r"(\d{1,2}) *thang *(\d{1,2}) *,? *(?:nam|/|-)? *(\d{4}|\d{2})")
_MONTH_NAME = re.compile(r"(\d{1,2})[ /-]*([a-z]{3})[a-z]*[ /,.-]+(\d{4}|\d{2})")
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_COMPACT = re.compile(r"(\d{2})(\d{2})((?:19|20)\d{2})")
_COMPACT_ISO = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_PIECES = re.compile(r"[/.,\\–: -]|[^/.,\\–: -]+")


class WrittenDate(NamedTuple):
    """Day, month and year as written, not yet checked."""

    day: int
    month: int
    year: int
    has_short_year: bool = False

    def turned(self, year: int) -> tuple[date | None, bool]:
        """The date in that year, and whether its month came first (R40)."""
        if self.month > 12 >= self.day:
            return date_or_none(year, self.day, self.month), True
        return date_or_none(year, self.month, self.day), False


def date_or_none(year: int, month: int, day: int) -> date | None:
    """The date, None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def date_core(tidied: str) -> str:
    """The date without time, weekday and the words round it, in lower-case ASCII."""
    # Not folded(): it turns the separators into spaces.
    plain = tidied.lower() if tidied.isascii() else _fold_words(tidied)
    plain = _LEADING.sub("", plain, count=1).rstrip(_AFTER)
    return _TRAILING.sub("", plain, count=1).rstrip(_AFTER)


def _fold_words(tidied: str) -> str:
    return "".join(
        part if part in "/.,\\–-: " else folded(part) for part in _PIECES.findall(tidied)
    )


def read_parts(core: str) -> WrittenDate | None:
    """The three parts of a core, None if it has another shape."""
    if match := _DAY_MONTH_YEAR.fullmatch(core) or _IN_WORDS.fullmatch(core):
        return WrittenDate(int(match[1]), int(match[2]), int(match[3]), len(match[3]) == 2)
    if match := _YEAR_MONTH_DAY.fullmatch(core):
        return WrittenDate(int(match[3]), int(match[2]), int(match[1]))
    if (match := _MONTH_NAME.fullmatch(core)) and match[2] in _MONTHS:
        return WrittenDate(int(match[1]), _MONTHS[match[2]], int(match[3]), len(match[3]) == 2)
    return None


def read_compact(core: str) -> date | None:
    """The date in eight digits, '05032023' or '20230305': no eight digits are both."""
    if match := _COMPACT.fullmatch(core):
        return date_or_none(int(match[3]), int(match[2]), int(match[1]))
    if match := _COMPACT_ISO.fullmatch(core):
        return date_or_none(int(match[1]), int(match[2]), int(match[3]))
    return None
