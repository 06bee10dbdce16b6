"""What a row below the header is: a record, or one of the things that people write around records.

A row that holds a record is never taken for anything else, whatever words stand in it: "Cộng" is a
given name and "Tống Công" a person. Words are compared with their accents for the same reason;
"tong cong" without accents counts as the word, "Tống Công" does not. A row with a value in a column
of dates, numbers or ticks is no signature either: "Ngày 12 tháng 3 năm 2023" may be its own date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from schemas.codes.answers import YES_WORDS
from schemas.template import SERVICE_COLUMNS
from transforms.reading.cells import Cell, is_blank, text_and_type
from transforms.reading.folding import clean_text
from transforms.reading.lost_rows import LONG_NUMBER
from transforms.reading.mapping import NAME_PARTS, SEX_BIRTHS, SEX_TICKS

__all__ = ["RowJudge", "RowKind", "is_column_numbers", "stated_total"]

_TOTAL = re.compile(
    r"^\W*(?:(?:tổng cộng|tổng số|tong cong|tong so)\b|(?:tổng|cộng|tong|cong)\s*(?:$|[:=(\d.…])"
    r"|cộng (?:tổ|dồn|lượt|số|người|cả)\b)"
)
_SUBTOTAL = re.compile(r"^tổ\s.{1,40}:\s*\d+\s*(?:người|lượt)?\W*$")
_STATED = re.compile(r"^\D*?(\d{1,6})(?:\s*(?:người|lượt|dòng|công dân)\b.*)?\W*$")
_SIGNATURE = re.compile(
    r"^\W*(?:t\.?/?m\.?\s|kt\.|tl\.|tuq\.|người lập|nguoi lap|lập biểu|người tổng hợp"
    r"|người báo cáo|người kiểm tra|xác nhận|xac nhan|thủ trưởng|chủ tịch|(?:phó )?bí thư"
    r"|ban chấp hành|ký tên|ký[,;]|nơi nhận|đại diện)"
    r"|\bngày[\s\d.…_]*tháng[\s\d.…_]*năm\b|\bngay[\s\d.…_]*thang[\s\d.…_]*nam\b"
)
_COLUMN_NUMBER = re.compile(r"^\(?\s*(?:(\d{1,2})|[A-ZĐ])\s*\)?\s*(?:=.*)?$")
_LETTER = re.compile(r"[^\W\d_]")
_NAMES = ("full_name", *NAME_PARTS)
_NUMBERS = {"row_no", "row_id"}
"""What is left of a row that somebody cleared: its numbers say nothing of a citizen."""
_BIRTHS = ("birth_date", *SEX_BIRTHS, "birth_year_part")
_DIGITS_FIRST = re.compile(r"^\W*\d")
_OF_DIGITS = (
    *(*_BIRTHS, "assist_date", "id_number", "phone"),
    *("quantity", "attendance", "value_week", "value_ytd"),
)
_OF_TICKS = (
    *(*SERVICE_COLUMNS, *SEX_TICKS, "consent", "guardian_consent"),
    *("member_has_dvc", "member_vneid2", "attended"),
)
_FREE_TEXT = ("note", "svc_other", "url")
_WORDS = (*_FREE_TEXT, *_NAMES, "member_name", "service", "activity", "indicator")
"""Columns in which words alone may be what is left of a record."""
_SENTENCE = re.compile(r":|\.\W*$")
_PLAIN = {
    "NGUOI_DAN": ("full_name", "team_code", "assist_date"),
    "TO_CNS": ("member_name", "team_code"),
    "HOAT_DONG": ("activity", "team_code"),
    "TONG_HOP": ("indicator", "value_week"),
}
"""A word in the first of these columns and anything in the others is enough for a record."""


class RowKind(Enum):
    """What a row is; DATA is anything that somebody must look at."""

    RECORD = "record"
    DATA = "data"
    TOTAL = "total"
    SIGNATURE = "signature"
    NOTE = "note"
    BLANK = "blank"
    NUMBER_ONLY = "number only"


@dataclass(frozen=True)
class RowJudge:
    """Tells rows of one table apart, by `columns`: template column → 0-based sheet column."""

    kind: str
    columns: Mapping[str, int]

    def plain_records(self, rows: Sequence[Sequence[Cell]], labels: Sequence[str]) -> list[bool]:
        """Which rows are records at first sight, as nearly all are; the others must be looked at.

        `labels` are the header's texts by column: a row that repeats them is not taken for one.
        """
        if not self.columns.keys() >= set(_PLAIN[self.kind]):
            return [False] * len(rows)
        named, *filled = (self.columns[name] for name in _PLAIN[self.kind])
        label = labels[named]
        plain = [
            isinstance(cell, str) and cell[:1].isalpha() and cell != label
            for cell in [row[named] for row in rows]
        ]
        for at in filled:
            plain = [
                is_plain and (not isinstance(cell, str) or cell[:1].isalnum())
                for is_plain, cell in zip(plain, [row[at] for row in rows], strict=True)
            ]
        return plain

    def kind_of(self, row: Sequence[Cell]) -> RowKind:
        """What `row` is."""
        if self._is_record(row):
            return RowKind.RECORD
        words = self._words(row)
        if any(map(_SIGNATURE.search, words)) and not self.has_value(row):
            return RowKind.SIGNATURE
        if self.kind != "TONG_HOP" and any(_TOTAL.match(w) or _SUBTOTAL.match(w) for w in words):
            return RowKind.TOTAL
        filled = [name for name, index in self.columns.items() if not is_blank(row[index])]
        if not filled:
            return RowKind.BLANK
        if {*filled} <= _NUMBERS and not self._has_letter(row, "row_no"):
            return RowKind.NUMBER_ONLY
        return RowKind.DATA

    def _is_record(self, row: Sequence[Cell]) -> bool:
        if self.kind == "NGUOI_DAN":
            return self._is_person(row)
        if self.kind == "TO_CNS":
            named = self._has_letter(row, "member_name")
            return named and (self._has(row, "team_code") or self._has(row, "team_role"))
        if self.kind == "HOAT_DONG":
            return self._is_activity(row)
        valued = self._has(row, "value_week") or self._has(row, "value_ytd")
        return valued and self._has(row, "indicator")

    def has_value(self, row: Sequence[Cell]) -> bool:
        """Whether a column of dates, numbers or ticks holds what such a column is for."""
        return any(self._holds(row, name, _is_of_digits) for name in _OF_DIGITS) or any(
            self._holds(row, name, _is_tick) for name in _OF_TICKS
        )

    def _holds(self, row: Sequence[Cell], name: str, is_value: Callable[[str], bool]) -> bool:
        cell = row[self.columns[name]] if name in self.columns else ""
        return is_value(cell) if isinstance(cell, str) else True

    def _is_activity(self, row: Sequence[Cell]) -> bool:
        """A kind with a team or, where the branch itself did it, with how many; sums have too."""
        if not self._has_letter(row, "activity"):
            return False
        if self._has(row, "team_code"):
            return True
        is_counted = self._holds(row, "quantity", _is_of_digits)
        return is_counted and not any(map(_TOTAL.match, self._words(row)))

    def _is_person(self, row: Sequence[Cell]) -> bool:
        """A name with a number, phone, birth date, team and date, or a tick that is no count."""
        is_named = any(self._has_letter(row, name) for name in _NAMES if name in self.columns)
        if self._has(row, "team_code") and self._has(row, "assist_date"):
            return is_named or self._is_evident(row)
        if not is_named:
            return False
        is_born = any(self._digits(row, name) >= 4 for name in _BIRTHS)
        return is_born or self._is_evident(row) or self._is_ticked(row)

    def _is_evident(self, row: Sequence[Cell]) -> bool:
        return self._digits(row, "id_number") >= 9 or self._digits(row, "phone") >= 9

    def _is_ticked(self, row: Sequence[Cell]) -> bool:
        cells = [row[self.columns[n]] for n in SERVICE_COLUMNS if n in self.columns]
        return any(isinstance(c, str) and c.strip() and not c.strip()[0].isdigit() for c in cells)

    def _has(self, row: Sequence[Cell], name: str) -> bool:
        index = self.columns.get(name, -1)
        return index >= 0 and not is_blank(row[index])

    def _has_letter(self, row: Sequence[Cell], name: str) -> bool:
        text = row[self.columns[name]] if name in self.columns else ""
        return isinstance(text, str) and (text[:1].isalpha() or _LETTER.search(text) is not None)

    def _digits(self, row: Sequence[Cell], name: str) -> int:
        if name not in self.columns:
            return 0
        return sum(map(str.isdigit, text_and_type(row[self.columns[name]])[0]))

    def _words(self, row: Sequence[Cell]) -> list[str]:
        free = {self.columns[n] for n in _FREE_TEXT if n in self.columns}
        return [
            clean_text(cell).lower()
            for index, cell in enumerate(row)
            if isinstance(cell, str) and index not in free and not is_blank(cell)
        ]

    def is_lone_text(self, row: Sequence[Cell]) -> bool:
        """Whether a row holds one text and nothing that could be of a record."""
        return self._lone_text(row) is not None

    def is_note(self, row: Sequence[Cell]) -> bool:
        """Whether a row holds one text that can be no value where it stands: words in the column of
        row numbers, a sentence in another.
        """
        lone = self._lone_text(row)
        if lone is None:
            return False
        index, text = lone
        return index == self.columns.get("row_no") or _SENTENCE.search(text) is not None

    def _lone_text(self, row: Sequence[Cell]) -> tuple[int, str] | None:
        filled = [(index, cell) for index, cell in enumerate(row) if not is_blank(cell)]
        if len(filled) != 1:
            return None
        ((index, cell),) = filled
        if not isinstance(cell, str) or not _LETTER.search(cell) or LONG_NUMBER.search(cell):
            return None
        is_of_a_record = index in {self.columns[n] for n in _WORDS if n in self.columns}
        return None if is_of_a_record else (index, clean_text(cell))

    def stated_total(self, row: Sequence[Cell]) -> int | None:
        """The number of rows that a total row claims, None when it claims sums or nothing clear.

        A total of activities sums up what was done; nobody counts its rows.
        """
        if self.kind == "HOAT_DONG":
            return None
        sums = {self.columns[n] for n in _OF_TICKS if n in self.columns}
        return stated_total([cell for index, cell in enumerate(row) if index not in sums])


def _is_of_digits(text: str) -> bool:
    return _DIGITS_FIRST.match(text) is not None and not _SIGNATURE.search(clean_text(text).lower())


def _is_tick(text: str) -> bool:
    return clean_text(text).lower() in YES_WORDS


def stated_total(cells: Sequence[Cell]) -> int | None:
    """The one number in a total row's cells: in the words themselves, else in a cell of its own."""
    numbers = []
    for cell in cells:
        text = clean_text(text_and_type(cell)[0]).lower()
        match = _STATED.match(text)
        if match and (text.isdigit() or _TOTAL.match(text)):
            numbers.append(int(match[1]))
    return numbers[0] if len(numbers) == 1 else None


def is_column_numbers(row: Sequence[Cell]) -> bool:
    """Whether a row is the line of column numbers under a header: (1), (2), (3)=(4)+(5)."""
    numbers = []
    for cell in row:
        if is_blank(cell):
            continue
        match = _COLUMN_NUMBER.match(text_and_type(cell)[0].strip())
        if not match:
            return False
        if match[1]:
            numbers.append(int(match[1]))
    rising = all(a < b for a, b in pairwise(numbers))
    return rising and len(numbers) >= min(3, max(2, len(row)))
