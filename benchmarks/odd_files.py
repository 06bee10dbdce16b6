"""Files as no template makes them: other containers, parts that do not belong there, no results."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from xml.sax.saxutils import escape, quoteattr

import xlwt

from benchmarks.small_workbooks import Row, Rows

__all__ = [
    "ENCRYPTED",
    "OLE",
    "archive",
    "bomb",
    "ods",
    "page",
    "with_parts",
    "without_results",
    "xls",
]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
"""What a workbook with a password begins with, and the name by which it is known."""

_LARGEST = 2**32 - 2


def with_parts(content: bytes, **parts: tuple[str, bytes]) -> bytes:
    """The workbook with more parts, or others in the place of its own: (name, bytes) each."""
    more = dict(parts.values())
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        kept = {name: source.read(name) for name in source.namelist() if name not in more}
    return archive(kept | more)


def archive(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files, the same whenever it is made."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for name, data in files.items():
            copy.writestr(zipfile.ZipInfo(name), data)
    return target.getvalue()


def bomb(content: bytes) -> bytes:
    """The workbook with a sheet that claims to be 4 GB when it is unpacked."""
    packed = bytearray(with_parts(content, sheet=("xl/worksheets/sheet9.xml", b"<x/>")))
    name = packed.rfind(b"xl/worksheets/sheet9.xml")
    # The size stands 22 bytes before the name in the central directory.
    packed[name - 22 : name - 18] = _LARGEST.to_bytes(4, "little")
    return bytes(packed)


def without_results(content: bytes, sheet: int = 2) -> bytes:
    """The workbook as an app writes it that calculates nothing."""
    name = f"xl/worksheets/sheet{sheet}.xml"
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        xml = source.read(name)
    bare = re.sub(rb"(<c [^>]*?)( t=\"str\")?>(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1>\3<v></v>", xml)
    return with_parts(content, sheet=(name, bare))


def xls(sheets: Mapping[str, Rows]) -> bytes:
    """The sheets as Excel 97-2003 keeps them."""
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write(row, column, cell, day)
                elif cell is not None and cell != "":
                    sheet.write(row, column, cell)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def ods(sheets: Mapping[str, Rows]) -> bytes:
    """The sheets as LibreOffice keeps them, every cell a text."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(map(_ods_row, rows))}</table:table>"
        for name, rows in sheets.items()
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f"{_XML}<office:document-content {_NAMESPACES}>{body}</office:document-content>"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", _ODS), ("content.xml", "text/xml"))
    )
    manifest = f"{_XML}<manifest:manifest {_MANIFEST}>{entries}</manifest:manifest>"
    return archive(
        {
            "mimetype": _ODS.encode(),
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_NAMESPACES = " ".join(
    f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text")
)
_MANIFEST = f'xmlns:manifest="{_OASIS}:manifest:1.0"'
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _ods_row(row: Row) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(value: object) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    text = escape(_NOT_IN_XML.sub("", _shown(value)))
    kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"


def page(rows: Rows) -> bytes:
    """The rows as a table of a web page."""
    lines = ("".join(f"<td>{_shown(cell)}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<html><body><p>Cổng dịch vụ</p><table>{body}</table></body></html>".encode()


def _shown(cell: object) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)
