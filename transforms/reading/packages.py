"""The zip behind xlsx and ods: read once, checked whole, trimmed where calamine would choke.

calamine lays a sheet out from its first to its last cell. One stray value in row 1,048,576 costs
half a gigabyte, one in XFD1048576 kills the process (a failed allocation in Rust is no exception).
So far-away cells are looked for in the XML first; what follows a long blank run is cut off.
Every part that calamine will read is read here too, which verifies its checksum.
"""

from __future__ import annotations

import html
import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from xml.parsers import expat

__all__ = [
    "MAX_BLANK_ROWS",
    "Damaged",
    "Package",
    "Unbounded",
    "far_rows",
    "open_package",
    "trimmed",
    "without_long_runs",
]

MAX_BLANK_ROWS = 1_000
"""A table ends where this many blank rows follow one another."""

MAX_CELLS = 20_000_000
MAX_BYTES = 400_000_000

_ENCRYPTED = 1
_LOCAL_HEADER = struct.Struct("<4s22xHH")

_FAR = re.compile(rb"""r=["'](?:[A-Z]*\d{5}|[A-Z]{3,}\d)""")
_VALUED = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'](?:[^>]*[^/>])?>""")
_NO_VALUE = re.compile(rb"\s*</(?:\w+:)?c>")
_REPEATED_ROWS = re.compile(rb'(number-rows-repeated=")\d{4,}"')
_REPEATED_COLUMNS = re.compile(rb'(number-columns-repeated=")\d{4,}"')
_MODIFIED = re.compile(rb"<(?:dcterms:modified|dc:date)\b[^>]*>\s*([^<]{10,40}?)\s*<")
_OF_DOCUMENT = "docProps/custom.xml"
_CUSTOM = re.compile(
    r"""<(?:\w+:)?(?:property|user-defined)\b[^>]*?\b(?:meta:)?name=["']([^"'>]*)["'][^>]*>"""
    r"""\s*(?:<\w+:\w+[^>]*>)?([^<]*)<"""
)
_FRACTION = re.compile(r"(\.\d{1,6})\d*")


class Damaged(Exception):
    """The bytes are not a whole, sane file of the kind that they claim to be."""


class Unbounded(Damaged):
    """The file claims more than any report can hold (F08)."""


@dataclass
class Package:
    """A zip package: its parts by name, and the bytes to hand to calamine (trimmed if need be)."""

    content: bytes
    names: frozenset[str]
    parts: dict[str, bytes]

    @property
    def modified_at(self) -> datetime | None:
        """The document's modified property in UTC, None when absent or unreadable."""
        xml = self.parts.get("docProps/core.xml") or self.parts.get("meta.xml") or b""
        match = _MODIFIED.search(xml)
        return _utc(match[1].decode("ascii", "replace")) if match else None

    @property
    def custom_properties(self) -> dict[str, str]:
        """The document's own properties by name: what a program, never a typist, has written."""
        parts = (self.parts.get(name, b"") for name in (_OF_DOCUMENT, "meta.xml"))
        found = _CUSTOM.findall(b"".join(parts).decode("utf-8", "replace"))
        return {html.unescape(name): html.unescape(text).strip() for name, text in found}


def open_package(content: bytes) -> Package:
    """The package in `content`; raises Damaged when the zip is broken, cut short or unbounded."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive, content)
    except (Damaged, MemoryError):
        raise
    except Exception as error:  # zipfile raises half a dozen kinds on broken input
        raise Damaged from error


def trimmed(package: Package) -> bytes:
    """The package's bytes for calamine, without cells beyond a long blank run.

    Raises Damaged when a sheet is larger than any list can be.
    """
    changed = {}
    for name, xml in package.parts.items():
        new = xml
        if name.startswith("xl/worksheets/") and _FAR.search(xml):
            new = _cut_far_cells(xml)
        elif name == "content.xml":
            _require_well_formed(xml)
            new = without_long_runs(xml)
        if new is not xml and new != xml:
            changed[name] = new
    try:
        return _rebuilt(package.content, changed) if changed else package.content
    except MemoryError:
        raise
    except Exception as error:  # a part that nobody had to read so far may be broken
        raise Damaged from error


def without_long_runs(xml: bytes) -> bytes:
    """The content of an .ods in which no row or cell is said to be repeated a thousand times."""
    xml = _REPEATED_ROWS.sub(rb"\g<1>%d" % (MAX_BLANK_ROWS + 1) + b'"', xml)
    return _REPEATED_COLUMNS.sub(rb'\g<1>1"', xml)


def _read(archive: zipfile.ZipFile, content: bytes) -> Package:
    infos = archive.infolist()
    names = frozenset(info.filename for info in infos)
    if sum(info.file_size for info in infos) > MAX_BYTES:
        raise Unbounded
    if len(names) != len(infos):
        raise Damaged
    parts = {i.filename: _part(archive, i, content) for i in infos if _is_wanted(i.filename)}
    return Package(content, names, parts)


def _part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, content: bytes) -> bytes:
    """The bytes of a part, checked; `ZipFile.read` takes five times as long for a small one."""
    if info.compress_type != zipfile.ZIP_DEFLATED or info.flag_bits & _ENCRYPTED:
        return archive.read(info)
    signature, name_length, extra_length = _LOCAL_HEADER.unpack_from(content, info.header_offset)
    start = info.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    data = inflater.decompress(content[start : start + info.compress_size], info.file_size + 1)
    is_whole = len(data) == info.file_size and zlib.crc32(data) == info.CRC
    if signature != b"PK\x03\x04" or not is_whole:
        raise Damaged
    return data


def _is_wanted(name: str) -> bool:
    """Whether calamine or this module looks into the part; pictures and macros stay closed."""
    if name.startswith("xl/"):
        return name.endswith((".xml", ".rels")) and not name.startswith(
            ("xl/theme/", "xl/drawings/", "xl/media/", "xl/charts/")
        )
    return name in ("content.xml", "meta.xml", "mimetype", "docProps/core.xml", _OF_DOCUMENT)


def _require_well_formed(xml: bytes) -> None:
    """calamine never ends on an ods that lacks an end tag; it takes all for UTF-8, as this does."""
    try:
        expat.ParserCreate("utf-8").Parse(xml, True)
    except expat.ExpatError as error:
        raise Damaged from error


def _cut_far_cells(xml: bytes) -> bytes:
    last_row = widest = 0
    for match in _VALUED.finditer(xml):
        row = int(match[2])
        if last_row and row - last_row > MAX_BLANK_ROWS:
            xml = _cut_before_row(xml, match.start())
            break
        last_row = max(last_row, row)
        widest = max(widest, _column_number(match[1]))
    if last_row * widest > MAX_CELLS:
        raise Unbounded
    return xml


def far_rows(xml: bytes) -> int:
    """How many rows with values a sheet of an .xlsx has behind a long blank run: they are cut off.

    Where no row is far away, none is behind such a run unless calamine shows it too.
    """
    if not _FAR.search(xml):
        return 0
    rows = [int(m[2]) for m in _VALUED.finditer(xml) if not _NO_VALUE.match(xml, m.end())]
    ends = (at for at, (one, next_) in enumerate(pairwise(rows), 1) if next_ - one > MAX_BLANK_ROWS)
    return len(set(rows[next(ends, len(rows)) :]))


def _cut_before_row(xml: bytes, position: int) -> bytes:
    """`xml` without the row element around `position` and all that follows it."""
    start = max(xml.rfind(b"<row", 0, position), xml.rfind(b":row", 0, position))
    start = xml.rfind(b"<", 0, start + 1)
    prefix = xml[start + 1 : xml.find(b"row", start)]
    return xml[:start] + b"</" + prefix + b"sheetData></" + prefix + b"worksheet>"


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _rebuilt(content: bytes, changed: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy,
    ):
        for info in source.infolist():
            if not info.is_dir():
                data = changed.get(info.filename)
                copy.writestr(info.filename, source.read(info) if data is None else data)
    return target.getvalue()


def _utc(text: str) -> datetime | None:
    """A W3C date-time in UTC; one without a zone is taken as UTC (LibreOffice writes none)."""
    try:
        moment = datetime.fromisoformat(_FRACTION.sub(r"\1", text))
        zoned = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        return zoned.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
