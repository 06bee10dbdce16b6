"""What linking makes of birth dates, and of the birth year and sex in an identity number."""

from __future__ import annotations

import pandas as pd
from rapidfuzz.distance import OSA

from transforms.columns import distinct, spread

__all__ = ["are_one_birth", "are_one_year", "is_full_date", "said_by_numbers", "turned"]


def is_full_date(births: pd.Series) -> pd.Series[bool]:
    """Whether a birth date is known to the day: 1 January as often stands for an unknown one."""
    return (births.str.len() == 10) & ~births.str.endswith("-01-01")


def turned(birth: str) -> str:
    """A full date with day and month exchanged, whether or not there is such a day."""
    return birth[:4] + birth[7:] + birth[4:7]


def are_one_birth(a: str, b: str) -> bool:
    """Whether two full dates may be one: equal but for one slip, day and month exchanged or not."""
    return a == b or min(OSA.distance(a, b), OSA.distance(turned(a), b)) <= 1


def are_one_year(a: str, b: str) -> bool:
    """Whether two birth years may be one: equal but for one slip, or one year apart, as where an
    age was told.
    """
    return a == b or OSA.distance(a, b) <= 1 or abs(int(a) - int(b)) <= 1


def said_by_numbers(numbers: pd.Series) -> tuple[pd.Series[str], pd.Series[str]]:
    """The birth year and the sex in 12-digit numbers (DOMAIN 4); '' in any other."""
    is_card = (numbers.str.len() == 12) & numbers.str.isdigit()
    heads = numbers.str[3:6].where(is_card, "")
    codes, first = distinct(heads)
    told = [_said_by(digits) for digits in heads.take(first)]
    years, sexes = ([said[side] for said in told] for side in (0, 1))
    return spread(years, codes, numbers.index), spread(sexes, codes, numbers.index)


def _said_by(digits: str) -> tuple[str, str]:
    """Birth year and sex by the digit of century and sex and the two of the year; '' of ''."""
    if not digits:
        return "", ""
    century = int(digits[0])
    return f"{19 + century // 2}{digits[1:]}", "F" if century % 2 else "M"
