"""A cell as calamine gives it, turned into text and a type letter; addresses of cells."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

__all__ = ["ErrorText", "address", "column_letter", "is_blank", "text_and_type", "texts_and_types"]

Cell = object
Grid = list[list[Cell]]

ERROR_TEXTS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "Err:502"}
    | {"#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!"}
)
"""All that Excel and LibreOffice show in place of a value."""

_EXACT_INTEGERS = 1e16
"""Beyond it a float no longer tells neighbouring integers apart; the text shows that."""


class ErrorText(str):
    """The text of an Excel error cell, which calamine itself shows as a blank."""

    __slots__ = ()


def is_blank(cell: Cell) -> bool:
    """Whether nothing was typed: no value, or white space only (invisible characters are kept)."""
    return cell == "" or (isinstance(cell, str) and cell.isspace())


def text_and_type(cell: Cell) -> tuple[str, str]:
    """The text of a cell and its type letter (see `RawTable`); typed text comes back as it is."""
    if isinstance(cell, str):
        return _text(cell)
    if type(cell) is float:
        return number_text(cell), "n"
    if isinstance(cell, bool):
        return ("TRUE" if cell else "FALSE"), "b"
    if isinstance(cell, int):
        return str(cell), "n"
    return _date_text(cell), "d"


def texts_and_types(cells: Sequence[Cell]) -> tuple[list[str], list[str]]:
    """`text_and_type` of a whole column; a column that was only typed into is taken as it is."""
    if set(map(type, cells)) == {str}:
        texts = cast("list[str]", list(cells))
        unique = set(texts)
        if ERROR_TEXTS.isdisjoint(unique) and not any(map(str.isspace, unique)):
            if "" not in unique:
                return texts, ["s"] * len(texts)
            return texts, ["s" if text else "" for text in texts]
    pairs = list(map(_seen_before, cells))
    return [text for text, _ in pairs], [cell_type for _, cell_type in pairs]


_seen_before = lru_cache(maxsize=65_536, typed=True)(text_and_type)
"""Row numbers, days and blanks come again and again; 1, 1.0 and TRUE are kept apart."""


def number_text(number: float) -> str:
    """Digits of a number cell: no `.0` on whole numbers, else Python's shortest form."""
    if number.is_integer() and -_EXACT_INTEGERS < number < _EXACT_INTEGERS:
        return str(int(number))
    return repr(number)


def _text(cell: str) -> tuple[str, str]:
    if not cell or cell.isspace():
        return "", ""
    if type(cell) is ErrorText or cell in ERROR_TEXTS:
        return str(cell), "e"
    return cell, "s"


@lru_cache(maxsize=4096)
def _date_text(cell: Cell) -> str:
    """ISO text; a date-time at midnight is a date, for Excel knows no other date cell."""
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat()
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    return str(cell)


@lru_cache(maxsize=1024)
def column_letter(index: int) -> str:
    """Excel's letters of a 0-based column: 0 is 'A', 26 is 'AA'."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The A1 address of 0-based coordinates."""
    return f"{column_letter(column)}{row + 1}"
