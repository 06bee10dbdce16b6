"""How birth dates are mistyped (the dob_* rates of error_profiles.csv)."""

from __future__ import annotations

from datetime import date

import numpy as np

from samples.chance import Flags, Texts, texts
from samples.typists import Typing

__all__ = ["type_birth_dates"]

EXCEL_EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's serial dates for every date since 01/03/1900."""


def type_birth_dates(
    typing: Typing, birth_date: Texts, identified: Flags, latest: date
) -> tuple[Texts, Texts]:
    """(texts, cell types) of true ISO dates. A clean date is a date cell, with its ISO text.

    Only rows that are `identified` by another cell lose their date: all others could not be
    accepted (DESIGN 6).
    """
    rng = typing.rng
    dates = texts(birth_date)
    missing = typing.left_out("dob_missing", identified)
    year_only = typing.left_out("dob_year_only", ~missing)
    full = ~missing & ~year_only
    unknown_day = typing.here_and_there("dob_jan1", full & ~_ends(dates, "-01-01"))
    dates[unknown_day] = texts([day[:5] + "01-01" for day in dates[unknown_day]])
    wrong = typing.here_and_there("dob_typo", full & ~unknown_day)
    dates[wrong] = texts([_mistype(rng, day, latest) for day in dates[wrong]])
    swappable = texts(dates).astype("U10")
    month, day = _part(swappable, 5, 7), _part(swappable, 8, 10)
    can_swap = full & ~unknown_day & ~wrong & (day <= 12) & (day != month)
    swapped = typing.by_workbook("dob_swap", can_swap)
    dates[swapped] = texts([f"{d[:4]}-{d[8:]}-{d[5:7]}" for d in dates[swapped]])
    plain = full & ~swapped
    iso = typing.by_typist("dob_iso", plain)
    serial = typing.by_typist("dob_serial", plain & ~iso)
    short = typing.by_typist("dob_short", plain & ~iso & ~serial & ((day < 10) | (month < 10)))
    us_books = np.isin(typing.workbook, np.unique(typing.workbook[swapped]))
    as_text = (plain & us_books) | wrong
    kinds = np.where(missing, "", np.where(year_only | serial, "number", "date")).astype(object)
    kinds[iso | short | (as_text & ~serial)] = "text"
    return _written(dates, kinds, missing, year_only, iso, serial, short), kinds


def _written(
    dates: Texts,
    kinds: Texts,
    missing: Flags,
    year_only: Flags,
    iso: Flags,
    serial: Flags,
    short: Flags,
) -> Texts:
    typed = texts(dates)
    long_text = (kinds == "text") & ~iso & ~short
    typed[long_text] = texts([f"{d[8:]}/{d[5:7]}/{d[:4]}" for d in dates[long_text]])
    typed[short] = texts([f"{int(d[8:])}/{int(d[5:7])}/{d[:4]}" for d in dates[short]])
    days = [(date.fromisoformat(d) - EXCEL_EPOCH).days for d in dates[serial]]
    typed[serial] = texts([str(number) for number in days])
    typed[year_only] = texts([d[:4] for d in dates[year_only]])
    typed[missing] = ""
    return typed


def _part(dates: np.ndarray, start: int, stop: int) -> np.ndarray:
    return np.array([int(day[start:stop]) for day in dates], dtype=np.int64)


def _ends(dates: Texts, tail: str) -> Flags:
    return np.array([day.endswith(tail) for day in dates], dtype=bool)


def _mistype(rng: np.random.Generator, day: str, latest: date) -> str:
    """One digit wrong, the date still one between 1920 and `latest`."""
    while True:
        place = int(rng.choice([2, 3, 5, 6, 8, 9]))
        wrong = day[:place] + str(int(rng.integers(10))) + day[place + 1 :]
        try:
            parsed = date.fromisoformat(wrong)
        except ValueError:
            continue
        if wrong != day and date(1920, 1, 1) <= parsed <= latest:
            return wrong
