"""The tables of a web page that was saved as if it were a workbook (F03)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from transforms.reading.cells import Grid
from transforms.reading.packages import Damaged
from transforms.reading.sheet_marks import Marks
from transforms.reading.sheets import Sheet

__all__ = ["read_html"]

_MAX_CELLS = 1_000_000
_SPAN = re.compile("[1-9][0-9]?")
_SPAN_DOWN = re.compile("[1-9][0-9]{0,4}")


@dataclass
class _Table:
    """A table as far as it was read; `merges` are cells over several rows of one column."""

    rows: list[list[str]] = field(default_factory=list)
    merges: list[tuple[int, int, int]] = field(default_factory=list)
    _taken_down_to: dict[int, int] = field(default_factory=dict)
    """By column, the last row that a cell from above covers."""

    def add(self, text: str, across: int, down: int) -> int:
        """Puts a cell into the last row, where no cell from above is; how many places it took."""
        at, row = len(self.rows) - 1, self.rows[-1]
        before = len(row)
        while self._taken_down_to.get(len(row), -1) >= at:
            row.append("")
        if down > 1:
            last = at + down - 1
            self._taken_down_to.update(dict.fromkeys(range(len(row), len(row) + across), last))
            if across == 1:
                self.merges.append((at, last, len(row)))
        row += [text, *[""] * (across - 1)]
        return len(row) - before

    def sheet(self, name: str) -> Sheet:
        """The table as a sheet of that name, all its rows of one width."""
        width = max(map(len, self.rows), default=0)
        grid: Grid = [[*row, *[""] * (width - len(row))] for row in self.rows]
        return Sheet(name, grid, Marks(merges=tuple(self.merges)))


class _Tables(HTMLParser):
    """The tables of a page; a cell over several columns or rows leaves blanks in all but one."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[_Table] = []
        self._cell: list[str] | None = None
        self._across, self._down = 1, 1
        self._left = _MAX_CELLS

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("tr", "td", "th", "table"):
            self._end_cell()
        if tag == "table" or (tag == "tr" and not self.tables):
            self.tables.append(_Table())
        if tag == "tr":
            self.tables[-1].rows.append([])
        elif tag in ("td", "th"):
            self._cell = []
            self._across = _span(dict(attrs).get("colspan"), _SPAN)
            self._down = _span(dict(attrs).get("rowspan"), _SPAN_DOWN)
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
        if self.tables and self.tables[-1].rows and self._left > 0:
            text = " ".join("".join(self._cell).split())
            self._left -= self.tables[-1].add(text, self._across, self._down)
        self._cell = None


def _span(said: str | None, bounded: re.Pattern[str]) -> int:
    return int(said) if said and bounded.fullmatch(said) else 1


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
    are_several = len(parser.tables) > 1
    return [
        table.sheet(f"Bảng {number}" if are_several else "")
        for number, table in enumerate(parser.tables, 1)
    ]
