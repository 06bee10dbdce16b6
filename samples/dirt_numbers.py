"""How identity numbers are mistyped (the cccd_* and number wb_* rates of error_profiles.csv)."""

from __future__ import annotations

import numpy as np

from samples.chance import Flags, Texts, texts
from samples.typists import Typing

__all__ = ["mistype_digits", "type_numbers"]

PLACEHOLDERS = ("000000000000", "111111111111", "052000000000", "123456789012", "999999999999")


def mistype_digits(rng: np.random.Generator, number: str, first: int = 0) -> str:
    """One digit wrong, or (a quarter) two neighbours exchanged, from position `first` on."""
    place = int(rng.integers(first, len(number)))
    pair = number[place : place + 2]
    if rng.random() < 0.25 and len(set(pair)) == 2:
        return number[:place] + pair[::-1] + number[place + 2 :]
    wrong = str((int(number[place]) + int(rng.integers(1, 10))) % 10)
    return number[:place] + wrong + number[place + 1 :]


def type_numbers(
    typing: Typing, number: Texts, cmnd: Texts, relatives_number: Texts
) -> tuple[Texts, Texts, Flags]:
    """(texts, cell types, whether the cell identifies for sure).

    `cmnd` and `relatives_number` are '' where there is none. Cell types: text, number, ''.
    """
    rng = typing.rng
    typed = number.copy()
    everywhere = np.ones(len(typing), dtype=bool)
    series = typing.some_workbooks("wb_series", everywhere)
    slid = typing.some_workbooks("wb_shift", ~series)
    missing = typing.left_out("cccd_missing", ~series)
    typed[missing] = ""
    plain = ~missing & ~series
    old = typing.by_typist("cccd_cmnd", plain & (cmnd != ""))
    typed[old] = cmnd[old]
    plain &= ~old
    family = typing.here_and_there("cccd_family", plain & (relatives_number != ""))
    typed[family] = relatives_number[family]
    wrong = typing.here_and_there("cccd_typo", plain & ~family)
    typed[wrong] = texts([mistype_digits(rng, digits) for digits in typed[wrong]])
    science = typing.here_and_there("cccd_sci", plain & ~family & ~wrong)
    spaced = typing.by_typist("cccd_spaced", plain & ~science)
    lost = typing.by_workbook("cccd_lost_zero", plain & ~science & ~spaced)
    typed[science] = texts([_scientific(digits) for digits in typed[science]])
    typed[spaced] = texts([_grouped(digits) for digits in typed[spaced]])
    typed[lost] = texts([digits.lstrip("0") for digits in typed[lost]])
    _fill_down(typed, typing.workbook, series)
    dummy = typing.some_workbooks("wb_placeholder", missing & ~slid)
    in_book = rng.integers(0, len(PLACEHOLDERS), int(typing.workbook.max()) + 1)
    typed[dummy] = texts(PLACEHOLDERS)[in_book[typing.workbook[dummy]]]
    is_number = lost | (old & np.isin(typing.workbook, np.unique(typing.workbook[lost])))
    kinds = np.where(typed == "", "", np.where(is_number, "number", "text")).astype(object)
    _slide(typed, kinds, typing.workbook, slid)
    sure = plain & ~wrong & ~science & ~slid
    return typed, kinds, sure


def _scientific(digits: str) -> str:
    """What Excel shows in a narrow cell: 052099123456 -> 5.2099E+10 (the rest is lost)."""
    mantissa, exponent = f"{float(digits):.4E}".split("E")
    return f"{mantissa}E+{int(exponent)}"


def _grouped(digits: str) -> str:
    return " ".join(digits[start : start + 3] for start in range(0, len(digits), 3))


def _starts(workbook: np.ndarray) -> np.ndarray:
    """For each row the position of its workbook's first row (workbooks are contiguous)."""
    first = np.flatnonzero(np.r_[True, np.diff(workbook) != 0])
    return np.repeat(first, np.diff(np.r_[first, len(workbook)]))


def _fill_down(typed: Texts, workbook: np.ndarray, rows: Flags) -> None:
    """The first number of the workbook, counted up row by row."""
    start = _starts(workbook)
    for row in np.flatnonzero(rows)[::-1]:
        typed[row] = f"{int(typed[start[row]]) + int(row - start[row]):012d}"


def _slide(typed: Texts, kinds: Texts, workbook: np.ndarray, rows: Flags) -> None:
    """Every row has the number of the row above; the first has none."""
    start = _starts(workbook)
    chosen = np.flatnonzero(rows)
    first = chosen[start[chosen] == chosen]
    for column in (typed, kinds):
        column[chosen] = column[np.maximum(chosen - 1, 0)]
        column[first] = ""
