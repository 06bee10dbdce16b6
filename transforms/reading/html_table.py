"""The tables of a web page that was saved as if it were a workbook (F03)."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from transforms.reading.cells import Grid
from transforms.reading.packages import Damaged
from transforms.reading.sheets import Sheet

__all__ = ["read_html"]

_MAX_CELLS = 1_000_000
_SPAN = re.compile("[1-9][0-9]?")


class _Tables(HTMLParser):
    """The rows of each table; a cell over several columns leaves blanks to its right."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._span = 1
        self._left = _MAX_CELLS

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("tr", "td", "th", "table"):
            self._end_cell()
        if tag == "table" or (tag == "tr" and not self.tables):
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self._cell = []
            span = dict(attrs).get("colspan") or ""
            self._span = int(span) if _SPAN.fullmatch(span) else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        if self.tables and self.tables[-1] and self._left > 0:
            text = " ".join("".join(self._cell).split())
            self.tables[-1][-1] += [text, *[""] * (self._span - 1)]
            self._left -= self._span
        self._cell = None


def read_html(text: str) -> list[Sheet]:
    """Each table of the page as a sheet of texts; numbers keep the zeros that they begin with.

    Several are called by their place, so that every row has one of its own.

    Raises Damaged on a page that makes no sense.
    """
    parser = _Tables()
    try:
        parser.feed(text)
        parser.close()
    except AssertionError as error:  # so the parser calls a declaration that it does not know
        raise Damaged from error
    sheets = []
    for number, rows in enumerate(parser.tables, 1):
        width = max(map(len, rows), default=0)
        grid: Grid = [[*row, *[""] * (width - len(row))] for row in rows]
        name = f"Bảng {number}" if len(parser.tables) > 1 else ""
        sheets.append(Sheet(name, grid))
    return sheets
