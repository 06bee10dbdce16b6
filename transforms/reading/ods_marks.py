"""What an .ods says of its cells and calamine keeps to itself: merged, hidden, struck, errors.

A file is gone through only where a cheap sign says that there is something to find.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from transforms.reading.biff import Errors
from transforms.reading.packages import MAX_BLANK_ROWS
from transforms.reading.sheet_marks import UNCALCULATED, Marks

__all__ = ["marks_of_ods"]

_SIGNS = re.compile(
    rb"number-rows-spanned=[\"'](?!1[\"'])|visibility=[\"'](?:collapse|filter)"
    rb"|text-line-through-(?:style|type)=[\"'](?!none)|:value-type=[\"']error|\bformula="
)
_COUNT = re.compile(r"[1-9]\d{0,6}", re.ASCII)
_HIDDEN = ("collapse", "filter")
_STRUCK_BY = ("text-line-through-style", "text-line-through-type")
_CELLS = ("table-cell", "covered-table-cell")

Attributes = Mapping[str, str]


def marks_of_ods(xml: bytes) -> list[Marks]:
    """The marks of each sheet of an .ods, in workbook order; `xml` is its well-formed content.

    How many rows a sheet claims is not told: LibreOffice always claims all that there can be.
    """
    if not _SIGNS.search(xml):
        return []
    sheets = _Sheets()
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = sheets.start, sheets.end
    parser.CharacterDataHandler = sheets.text
    parser.Parse(xml, True)
    return [sheet.marks() for sheet in sheets.found]


@dataclass
class _Sheet:
    """A sheet as far as it was read; `row` and `column` are those of the cell that comes next."""

    row: int = 0
    column: int = 0
    errors: Errors = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int]] = field(default_factory=list)

    def marks(self) -> Marks:
        """What was found."""
        hidden, struck = frozenset(self.hidden), frozenset(self.struck)
        return Marks(self.errors, hidden, tuple(self.merges), struck)

    def take_cell(self, said: Attributes, is_struck: bool) -> None:
        """Notes what a cell says of itself."""
        down, across = (_number(said, f"number-{way}-spanned") for way in ("rows", "columns"))
        if down > 1 and across == 1:
            self.merges.append((self.row, self.row + down - 1, self.column))
        if is_struck and "value-type" in said:
            self.struck.add(self.row)
        if "formula" in said and "value-type" not in said:
            self.errors[self.row, self.column] = UNCALCULATED


class _Sheets:
    """Listens to the elements of a file in their order."""

    def __init__(self) -> None:
        self.found: list[_Sheet] = []
        self._struck: set[str] = set()
        self._path: list[str] = []
        self._style = ""
        self._repeat = {"table-row": 1, "table-cell": 1}
        self._error: list[str] | None = None

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = _local(element)
        said = {_local(attribute): value for attribute, value in attributes.items()}
        if name == "style":
            self._style = said.get("name", "")
        elif name == "text-properties" and any(said.get(by, "none") != "none" for by in _STRUCK_BY):
            self._struck.add(self._style)
        elif name == "table" and self._path[-1:] == ["spreadsheet"]:
            self.found.append(_Sheet())
        elif self.found and "table" in self._path:
            self._start_within(name, said, is_error="error" in attributes.values())
        self._path.append(name)

    def _start_within(self, name: str, said: Attributes, *, is_error: bool) -> None:
        sheet = self.found[-1]
        if name == "table-row":
            sheet.column, self._repeat[name] = 0, _number(said, "number-rows-repeated")
            if said.get("visibility") in _HIDDEN:
                many = min(self._repeat[name], MAX_BLANK_ROWS + 1)
                sheet.hidden.update(range(sheet.row, sheet.row + many))
        elif name in _CELLS:
            self._repeat["table-cell"] = _number(said, "number-columns-repeated")
            self._error = [] if is_error else None
            sheet.take_cell(said, said.get("style-name") in self._struck)

    def text(self, text: str) -> None:
        """What stands in a cell that is an error."""
        if self._error is not None and "p" in self._path and "annotation" not in self._path:
            self._error.append(text)

    def end(self, element: str) -> None:
        """An element ends."""
        name = self._path.pop()
        if not self.found or "table" not in self._path:
            return
        sheet = self.found[-1]
        if name in _CELLS:
            if self._error:
                sheet.errors[sheet.row, sheet.column] = "".join(self._error)
            self._error = None
            sheet.column += self._repeat["table-cell"]
        elif name == "table-row":
            sheet.row += self._repeat[name]


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _number(said: Attributes, name: str) -> int:
    number = said.get(name, "")
    return int(number) if _COUNT.fullmatch(number) else 1
