"""The numbers of `NGUOI_DAN` beside the rest of their row, and beside one another (DESIGN 7).

A number has no check digit, so what it says of its holder, and who else has it, is all that can be
tested (cases R10-R12, R15, R16).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from transforms.cells.id_number import id_number_facts
from transforms.cells.name_keys import folded
from transforms.columns import Codes, distinct

__all__ = ["Numbers", "birth_years", "judge_numbers"]

_OLDEST = 120
_LEAST_RUN = 4
_ALL_NUMBERS = 10**12
_LEAST_NAMES = 3
"""Two names may be one person, written in two ways; the linking weighs them."""

Flags = npt.NDArray[np.bool_]
Years = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Numbers:
    """`values`: the numbers that remain; `is_trusted`: whether a row's number may forbid a link;
    `faults`: row_uid, rule_id, column_name and, where there is one, what is suggested.
    """

    values: pd.Series[str]
    is_trusted: pd.Series[bool]
    faults: pd.DataFrame


def judge_numbers(records: pd.DataFrame) -> Numbers:
    """The numbers of typed records (see `transforms.people`), which stand in the order of sheets.

    Numbers that can be nobody's are dropped: of a birth to come or more than 120 years ago, of
    three or more names in one file, and of a fill-down series. One that contradicts the row's sex
    or birth year stays, but is not trusted.
    """
    codes, first = distinct(records["id_number"])
    numbers = records["id_number"].take(first).to_numpy(dtype=object)
    facts = [id_number_facts(number) for number in numbers]
    said_year = np.array([fact.birth_year or np.nan for fact in facts], dtype="float64")[codes]
    said_sex = np.array([fact.sex or "" for fact in facts], dtype=object)[codes]
    sex = records["sex"].fillna("").to_numpy(dtype=object)
    year = birth_years(records).to_numpy()
    week = records["sunday"].dt.year.to_numpy(dtype="float64", na_value=np.nan)
    is_whole = np.array([len(number) == 12 for number in numbers], dtype=bool)[codes]
    wrong: dict[str, Flags] = {
        "is_of_a_living_person": (said_year > week) | (said_year < week - _OLDEST),
        "is_not_in_a_series": is_whole & _in_series(numbers, codes, records),
        "is_of_one_person": _is_shared(records, codes, numbers),
    }
    is_dropped: Flags = np.logical_or.reduce(list(wrong.values()))
    fits_sex = (said_sex == "") | (sex == "") | (said_sex == sex)
    fits_year = np.isnan(said_year) | np.isnan(year) | (said_year == year)
    slips = _slips(records, said_year, year, ~fits_year & ~is_dropped)
    is_slip = records.index.isin(slips["row_uid"])
    told = wrong | {
        "fits_sex": ~fits_sex & ~is_dropped,
        "fits_birth_year": ~fits_year & ~is_dropped & ~is_slip,
    }
    trusted = pd.Series(is_whole & fits_sex & fits_year & ~is_dropped, index=records.index)
    values = records["id_number"].mask(is_dropped, "")
    faults = pd.concat([_faults(records, told), slips], ignore_index=True)
    return Numbers(values, trusted.astype("boolean"), faults)


def birth_years(records: pd.DataFrame) -> pd.Series[float]:
    """The year of birth, null where it is not known."""
    codes, first = distinct(records["birth_date"])
    years = [float(date[:4] or "nan") for date in records["birth_date"].take(first)]
    return pd.Series(np.array(years, dtype="float64")[codes], index=records.index)


def _in_series(numbers: npt.NDArray[np.object_], codes: Codes, records: pd.DataFrame) -> Flags:
    """Numbers that each exceed one above by 1, four different ones of a sheet or more.

    What stands between the two may be rows without a number, or whose number the sheet has in
    another row too: one that is typed twice or copied to another place breaks no run. A number is
    of the run in all rows that have it.
    """
    values = np.array([int(number or 0) for number in numbers], dtype=np.int64)[codes]
    sheets, _ = distinct(records["submission_id"], records["sheet"])
    filled = np.flatnonzero(values)
    # The numbers of each sheet in ascending order, and which of them each row has.
    told, place, times = np.unique(
        sheets[filled] * _ALL_NUMBERS + values[filled], return_inverse=True, return_counts=True
    )
    is_next = np.diff(told, prepend=-1) == 1
    is_of_series = _are_of_long_runs(is_next)
    if is_of_series.any():
        is_alone = np.zeros(len(values), dtype=bool)
        is_alone[filled] = times[place] == 1
        until = np.cumsum(is_alone)
        width = len(values) + 1
        above = (place + 1) * width + until[filled]
        here = place * width + (until - is_alone)[filled]
        follows = np.zeros(len(told), dtype=bool)
        follows[place[np.isin(here, above)]] = True
        is_of_series = _are_of_long_runs(is_next & follows)
    found = np.zeros(len(values), dtype=bool)
    found[filled] = is_of_series[place]
    return found


def _are_of_long_runs(is_next: Flags) -> Flags:
    """Whether each of some numbers is of a run in which each is the next one after that before."""
    run = np.cumsum(~is_next)
    is_long: Flags = (np.bincount(run) >= _LEAST_RUN)[run]
    return is_long


def _is_shared(records: pd.DataFrame, codes: Codes, numbers: npt.NDArray[np.object_]) -> Flags:
    """Numbers of people of three or more names in one file."""
    pairs, _ = distinct(records["submission_id"], codes)
    is_filled = (numbers != "")[codes]
    often = (np.bincount(pairs, minlength=1) >= _LEAST_NAMES)[pairs] & is_filled
    names = pd.Series([folded(name) for name in records.loc[often, "full_name"]], dtype="str")
    is_shared = np.zeros(len(records), dtype=bool)
    is_shared[often] = names.groupby(pairs[often]).transform("nunique") >= _LEAST_NAMES
    return is_shared


def _faults(records: pd.DataFrame, told: dict[str, Flags]) -> pd.DataFrame:
    found = [
        pd.DataFrame({"row_uid": records.index[flags].array}).assign(
            rule_id=f"record.id_number.{name}"
        )
        for name, flags in told.items()
    ]
    return pd.concat(found, ignore_index=True).assign(column_name="id_number")


def _slips(records: pd.DataFrame, said: Years, year: Years, at: Flags) -> pd.DataFrame:
    """Of the rows `at`, birth dates whose year is one slip of the pen away from the number's: one
    digit of the two that both have. Suggested is the date in the number's year, if it has that day.
    """
    found = []
    dates = records.loc[at, "birth_date"]
    for row_uid, date, told, typed in zip(dates.index, dates, said[at], year[at], strict=True):
        digits = zip(f"{told:.0f}", f"{typed:.0f}", strict=True)
        differing = [place for place, (one, other) in enumerate(digits) if one != other]
        suggested = f"{told:.0f}{date[4:]}"
        if differing in ([2], [3]) and _is_a_day(suggested):
            found.append((row_uid, suggested))
    slips = pd.DataFrame(found, columns=["row_uid", "suggested"], dtype="str")
    return slips.assign(rule_id="record.birth_date.fits_id_number", column_name="birth_date")


def _is_a_day(date: str) -> bool:
    """Whether there is that day; a year alone is always one."""
    return len(date) == len("1985") or not pd.isna(pd.to_datetime(date, errors="coerce"))
