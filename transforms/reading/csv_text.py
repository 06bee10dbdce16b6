"""Typed text: its encoding, its delimiter, its records."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass

from schemas.rules import Fault
from transforms.reading.cells import Grid
from transforms.reading.headers import header_score
from transforms.reading.packages import MAX_BLANK_ROWS, Damaged

__all__ = ["TextTable", "UndecodableText", "read_text"]

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_RECORDS = 40
_UTF8_LETTER = re.compile(rb"[\xc3-\xc6][\x80-\xbf]|\xe1[\xba\xbb][\x80-\xbf]")
_DECLARED = re.compile(r"\Asep=([;,\t|])\r?\n", re.IGNORECASE)


class UndecodableText(Exception):
    """The text is in no encoding that can be told."""


@dataclass(frozen=True)
class TextTable:
    """The records of a text file, and what was unusual about it.

    `is_ansi` says that the bytes are no UTF-8 and were read letter by letter: the columns must tell
    which old encoding they are in.
    """

    rows: Grid
    faults: tuple[Fault, ...]
    is_ansi: bool = False


def read_text(content: bytes) -> TextTable:
    """The records of `content`; raises UndecodableText, or Damaged when it cannot be split.

    Row i of the result is what Excel shows in row i+1, also after quoted line breaks.
    """
    text, faults, is_ansi = _decoded(content)
    declared = _DECLARED.match(text)
    if declared:
        text = text[declared.end() :]
    try:
        delimiter = declared[1] if declared else _delimiter_of(text)
        rows = _records(text, delimiter)
    except csv.Error as error:
        raise Damaged from error
    if delimiter == ";":
        faults.append(Fault("file.delimiter.is_semicolon"))
    return TextTable(rows, tuple(faults), is_ansi)


def _decoded(content: bytes) -> tuple[str, list[Fault], bool]:
    is_ansi = False
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            # UTF-32 begins like it; its letters only have more blank bytes between them.
            text = content.decode("utf-16").replace("\0", "")
            return text, [Fault("file.encoding.is_utf16")], False
        if content.startswith(codecs.BOM_UTF8):
            text, faults = content.decode("utf-8-sig"), [Fault("file.encoding.has_bom")]
        else:
            text, is_ansi = _unmarked(content)
            faults = []
    except UnicodeDecodeError as error:
        raise UndecodableText from error
    if "\0" in text:
        raise UndecodableText
    return text, faults, is_ansi


def _unmarked(content: bytes) -> tuple[str, bool]:
    """The text of bytes without a mark: UTF-8, else one letter a byte; both in one file are none.

    Half a file pasted from another encoding cannot be told apart (F26).
    """
    try:
        return content.decode("utf-8"), False
    except UnicodeDecodeError:
        if _UTF8_LETTER.search(content):
            raise
        return content.decode("cp1252"), True


def _delimiter_of(text: str) -> str:
    """The delimiter under which the most header names are recognised (a comma when none is)."""
    scores = {
        delimiter: max(map(header_score, _records(text, delimiter, _SAMPLE_RECORDS)), default=0)
        for delimiter in _DELIMITERS
        if delimiter in text
    }
    return max(scores, key=lambda d: scores[d], default=",")


def _records(text: str, delimiter: str, limit: int | None = None) -> Grid:
    rows: Grid = []
    blank_run = 0
    for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        blank_run = 0 if any(record) else blank_run + 1
        if blank_run > MAX_BLANK_ROWS or (limit is not None and len(rows) >= limit):
            break
        rows.append(list(record))
    width = max(map(len, rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows
