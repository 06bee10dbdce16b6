"""What the bytes of a file are, by their content and never by the file's name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.reading.ole import OleFile, open_ole
from transforms.reading.packages import Damaged, Package, Unbounded, open_package

__all__ = ["READABLE", "Container", "container_of", "extension_fits", "extension_of"]

READABLE = ("xlsx", "xls", "ods", "csv", "html")

_EXTENSIONS = {
    "xlsx": ("xlsx", "xlsm"),
    "xls": ("xls",),
    "ods": ("ods",),
    "csv": ("csv", "txt", "tsv"),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage"
_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "rtf"),
)
_STRANGE_FOLDERS = (
    ("word/", "docx"),
    ("ppt/", "pptx"),
    ("visio/", "vsdx"),
    ("index/", "numbers"),
)
"""By what lies in them documents are known that are zips and no workbooks (F12, F14)."""
_ARCHIVES = ("rar", "7z", "gzip")
_OLD_XML = (b"Excel.Sheet", b"urn:schemas-microsoft-com:office:spreadsheet")
_DECLARATIONS = tuple(
    text.encode(coding)
    for text in ("<!DOCTYPE", "<!ENTITY")
    for coding in ("utf-8", "utf-16-le", "utf-16-be")
)
"""No office program writes one; a parser that obeys it reads other files, or never ends (F09)."""
_MARKUP = re.compile(rb"\A\s*<(!doctype\s+html|html|table|\?xml|!--)", re.IGNORECASE)
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\r\x0b\x0c\x1a")


@dataclass(frozen=True)
class Container:
    """The format of the bytes and, for workbooks, the opened container.

    `problem` is '' or why nothing can be read: 'encrypted', 'corrupt', 'empty', 'has_entities',
    'several_files', 'old_xml', 'not_a_workbook', 'unbounded'.
    """

    format: str
    problem: str = ""
    package: Package | None = None
    ole: OleFile | None = None


def container_of(content: bytes, file_name: str) -> Container:
    """What `content` is; the name only tells a damaged workbook from a stranger's bytes."""
    if not content:
        return Container("unknown", "empty")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_container(content)
    if content.startswith(_OLE[:4]):
        return _ole_container(content)
    if stranger := _stranger(content):
        return Container(stranger, _problem_of(stranger))
    if is_text(content) or extension_of(file_name) in _EXTENSIONS["csv"]:
        return Container("csv")
    broken = any(extension_of(file_name) in known for known in _EXTENSIONS.values())
    return Container("unknown", "corrupt" if broken else "not_a_workbook")


def is_text(content: bytes) -> bool:
    """Whether the bytes look typed: marked as Unicode, or hardly a control byte among them."""
    if content.startswith((_UTF8_MARK, *_UTF16_MARKS)):
        return True
    head = content[:65536]
    return len(head) - len(head.translate(None, _CONTROL)) <= len(head) // 200


def extension_of(file_name: str) -> str:
    """The extension in lower case without its dot, '' when there is none."""
    return file_name.rpartition(".")[2].lower() if "." in file_name else ""


def extension_fits(file_name: str, container_format: str) -> bool:
    """Whether the extension is one of the format's; a name without one claims nothing."""
    extension = extension_of(file_name)
    return not extension or extension in _EXTENSIONS.get(container_format, (extension,))


def _zip_container(content: bytes) -> Container:
    try:
        package = open_package(content)
    except Unbounded:
        return Container(_format_of_broken_zip(content), "unbounded")
    except Damaged:
        return Container(_format_of_broken_zip(content), "corrupt")
    form = _zip_format(package)
    if any(sign in xml for xml in package.parts.values() for sign in _DECLARATIONS):
        return Container(form, "has_entities")
    return Container(form, "" if form in READABLE else _problem_of(form), package=package)


def _problem_of(stranger: str) -> str:
    if stranger in (*_ARCHIVES, "zip"):
        return "several_files"
    if stranger in READABLE:
        return ""
    return "old_xml" if stranger == "xml2003" else "not_a_workbook"


def _zip_format(package: Package) -> str:
    mimetype = package.parts.get("mimetype", b"").strip()
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        return "ods" if mimetype.endswith(b".spreadsheet") else "odf"
    names = {name.replace("\\", "/").lower() for name in package.names}
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    for folder, form in _STRANGE_FOLDERS:
        if any(name.startswith(folder) for name in names):
            return form
    return "xlsx" if "[content_types].xml" in names else "zip"


def _format_of_broken_zip(content: bytes) -> str:
    if b"xl/" in content:
        return "xlsx"
    return "ods" if b"opendocument.spreadsheet" in content[:200] else "zip"


def _ole_container(content: bytes) -> Container:
    try:
        ole = open_ole(content)
    except Damaged:
        if _ENCRYPTED.encode("utf-16-le") in content:
            return Container("xlsx", "encrypted")
        return Container("xls", "corrupt")
    if _ENCRYPTED in ole.names:
        return Container("xlsx", "encrypted")
    if ole.names & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        return Container("xls", ole=ole)
    if "WordDocument" in ole.names:
        return Container("doc", "not_a_workbook")
    return Container("ole", "not_a_workbook" if ole.names else "corrupt")


def _stranger(content: bytes) -> str:
    """The format of what is plainly no workbook, '' when that is not plain."""
    for magic, form in _MAGIC:
        if content.startswith(magic) and (magic != b"BM" or not is_text(content)):
            return form
    if content[4:8] == b"ftyp" or (content.startswith(b"RIFF") and content[8:12] == b"WEBP"):
        return "image"
    head = content[:2048].removeprefix(_UTF8_MARK)
    if not (match := _MARKUP.match(head)):
        return ""
    if match[1].lower() != b"?xml" or b"<html" in head.lower():
        return "html"
    return "xml2003" if any(sign in head for sign in _OLD_XML) else "xml"
