"""The cells of a workbook's sheets, at their true Excel coordinates."""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

from transforms.reading.biff import Errors, error_cells, is_encrypted
from transforms.reading.cells import ErrorText, Grid
from transforms.reading.containers import Container
from transforms.reading.packages import Damaged, Package, trimmed

__all__ = ["Encrypted", "Sheet", "read_sheets"]

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?\w*:?id=[\"']([^\"']+)[\"'][^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb"\b(Id|Target)=[\"']([^\"']*)[\"']")
_ERROR_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\bt=[\"']e[\"'])[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>"
    rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)


class Encrypted(Exception):
    """The workbook has a password."""


@dataclass(frozen=True)
class Sheet:
    """A sheet as sent: `rows[i][j]` is the cell in Excel row i+1 and column j+1, '' when blank."""

    name: str
    rows: Grid


def read_sheets(container: Container) -> list[Sheet]:
    """All work sheets in workbook order; raises Damaged or Encrypted."""
    content, errors = _prepared(container)
    try:
        return _with_calamine(content, errors)
    except PasswordError as error:
        raise Encrypted from error
    except MemoryError:
        raise
    except Exception as error:
        raise Damaged from error
    except BaseException as error:
        # A panic in Rust is no Exception; on a damaged file it means that the file is damaged.
        if type(error).__name__ != "PanicException":
            raise
        raise Damaged from error


def _prepared(container: Container) -> tuple[bytes, list[Errors]]:
    """The bytes to give to calamine and the error cells per sheet, which it would hide."""
    if container.package is not None:
        return trimmed(container.package), _package_errors(container.package)
    if container.ole is not None:
        name = next(n for n in sorted(container.ole.names) if n.lower() in ("workbook", "book"))
        stream = container.ole.stream(name)
        if is_encrypted(stream):
            raise Encrypted
        return container.ole.content, error_cells(stream)
    raise Damaged


def _with_calamine(content: bytes, errors: list[Errors]) -> list[Sheet]:
    sheets = []
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        for index, metadata in enumerate(workbook.sheets_metadata):
            if metadata.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_index(index)
            # Its cells have a union type, and lists are invariant.
            rows: Grid = list(sheet.to_python(skip_empty_area=False))  # type: ignore[arg-type]
            if index < len(errors) and errors[index]:
                _mark_errors(rows, errors[index])
            sheets.append(Sheet(metadata.name, rows))
    return sheets


def _mark_errors(rows: Grid, errors: Errors) -> None:
    for (row, column), text in errors.items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
            rows[row][column] = ErrorText(text)


def _package_errors(package: Package) -> list[Errors]:
    """Error cells per sheet of an xlsx in workbook order; nothing is parsed when there are none."""
    sheets = {n: x for n, x in package.parts.items() if n.startswith("xl/worksheets/")}
    if not any(b't="e"' in xml or b"t='e'" in xml for xml in sheets.values()):
        return []
    relations = dict(_relations(package.parts.get("xl/_rels/workbook.xml.rels", b"")))
    ids = _SHEET.findall(package.parts.get("xl/workbook.xml", b""))
    return [_errors_in(sheets.get(relations.get(i, ""), b"")) for i in ids]


def _relations(xml: bytes) -> list[tuple[bytes, str]]:
    pairs = []
    for element in _RELATION.findall(xml):
        values = dict(_ATTRIBUTE.findall(element))
        target = html.unescape(values.get(b"Target", b"").decode("utf-8", "replace"))
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        pairs.append((values.get(b"Id", b""), path))
    return pairs


def _errors_in(xml: bytes) -> Errors:
    errors: Errors = {}
    for letters, row, text in _ERROR_CELL.findall(xml):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        errors[int(row) - 1, column - 1] = text.decode("utf-8", "replace")
    return errors
