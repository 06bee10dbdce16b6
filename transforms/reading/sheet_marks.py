"""What the XML of a sheet says of its cells and calamine keeps to itself.

A sheet is read a second time only where a cheap sign says that there is something to find.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from transforms.reading.biff import Errors
from transforms.reading.packages import Package, far_rows

__all__ = ["UNCALCULATED", "Marks", "marks_of"]

UNCALCULATED = "="
"""What stands for a formula of which no result was saved (S16), in the place of an error text."""

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?\w*:?id=[\"']([^\"']+)[\"'][^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb"\b(Id|Target)=[\"']([^\"']*)[\"']")
_ERROR_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\bt=[\"']e[\"'])[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>"
    rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)
_NO_RESULT = rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
_IS_UNCALCULATED = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)" + _NO_RESULT)
# An empty text (t="str") is a result like others.
_UNCALCULATED_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?![^>]*\bt=[\"']str[\"'])[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>\s*"
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)" + _NO_RESULT
)
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br=[\"'](\d{1,7})[\"']")
_HIDDEN_ROW = re.compile(
    rb"<(?:\w+:)?row\s(?=[^>]*\bhidden=[\"'](?:1|true)[\"'])[^>]*?\br=[\"'](\d{1,7})[\"']"
)
_MERGED_DOWN = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):\1(\d{1,7})[\"']"
)
_FONTS = re.compile(rb"<fonts\b.*?</fonts>", re.DOTALL)
_FONT = re.compile(rb"<font\s*/>|<font\b[^>]*>.*?</font>", re.DOTALL)
_STRUCK = re.compile(rb"<strike(?!\s+val=[\"'](?:0|false))[^>]*>")
_CELL_STYLES = re.compile(rb"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_STYLE_FONT = re.compile(rb"<xf\s[^>]*?\bfontId=[\"'](\d+)[\"']")
_STYLED_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\br=[\"'][A-Z]+(\d+)[\"'])[^>]*?\bs=[\"'](\d+)[\"'][^>]*[^/]>"
)


@dataclass(frozen=True)
class Marks:
    """The marks of one sheet; rows and columns are counted from 0.

    `errors` are error cells, and formulas without a result, by (row, column). `merges` are cells
    merged down one column: its first and last row, and the column. `struck_rows` have a cell with a
    value that is struck through. `row_count` is how many rows the sheet claims, blank ones with it,
    `far_rows` how many with values are cut off before calamine reads them.
    """

    errors: Errors = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    merges: tuple[tuple[int, int, int], ...] = ()
    struck_rows: frozenset[int] = frozenset()
    row_count: int = 0
    far_rows: int = 0


def marks_of(package: Package) -> list[Marks]:
    """The marks of each sheet of an xlsx, in workbook order."""
    relations = dict(_relations(package.parts.get("xl/_rels/workbook.xml.rels", b"")))
    ids = _SHEET.findall(package.parts.get("xl/workbook.xml", b""))
    struck = _struck_styles(package.parts.get("xl/styles.xml", b""))
    return [_marks(package.parts.get(relations.get(i, ""), b""), struck) for i in ids]


def _relations(xml: bytes) -> Iterator[tuple[bytes, str]]:
    for element in _RELATION.findall(xml):
        values = dict(_ATTRIBUTE.findall(element))
        target = html.unescape(values.get(b"Target", b"").decode("utf-8", "replace"))
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        yield values.get(b"Id", b""), path


def _marks(xml: bytes, struck: frozenset[bytes]) -> Marks:
    errors: Errors = {}
    if b't="e"' in xml or b"t='e'" in xml:
        found = _ERROR_CELL.findall(xml)
        errors = {
            _at(letters, row): text.decode("utf-8", "replace") for letters, row, text in found
        }
    if (b"<f" in xml or b":f" in xml) and _IS_UNCALCULATED.search(xml):
        blank = _UNCALCULATED_CELL.findall(xml)
        errors |= {_at(letters, row): UNCALCULATED for letters, row in blank}
    hidden = _HIDDEN_ROW.findall(xml) if b"hidden=" in xml else []
    merged = _MERGED_DOWN.findall(xml) if b"mergeCell " in xml else []
    rows = [row for row, style in _STYLED_CELL.findall(xml) if style in struck] if struck else []
    last_row = _ROW.match(xml, max(xml.rfind(b"<row "), 0))
    return Marks(
        errors,
        frozenset(int(row) - 1 for row in hidden),
        tuple((int(top) - 1, int(last) - 1, _at(letters, top)[1]) for letters, top, last in merged),
        frozenset(int(row) - 1 for row in rows),
        int(last_row[1]) if last_row else 0,
        far_rows(xml),
    )


def _at(letters: bytes, row: bytes) -> tuple[int, int]:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(row) - 1, column - 1


def _struck_styles(xml: bytes) -> frozenset[bytes]:
    """The numbers of the cell styles whose font is struck through."""
    if b"<strike" not in xml:
        return frozenset()
    fonts, styles = _FONTS.search(xml), _CELL_STYLES.search(xml)
    if not fonts or not styles:
        return frozenset()
    struck = {b"%d" % at for at, font in enumerate(_FONT.findall(fonts[0])) if _STRUCK.search(font)}
    used = _STYLE_FONT.findall(styles[0])
    return frozenset(b"%d" % at for at, font in enumerate(used) if font in struck)
