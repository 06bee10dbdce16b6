"""The cells of a workbook's sheets, at their true Excel coordinates."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from itertools import chain, count

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from transforms.reading.biff import Errors, error_cells, hidden_rows, is_encrypted, merges
from transforms.reading.cells import ErrorText, Grid
from transforms.reading.containers import Container
from transforms.reading.ods_marks import marks_of_ods
from transforms.reading.packages import Damaged, Package, trimmed, without_long_runs
from transforms.reading.sheet_marks import Marks, marks_of

__all__ = ["Encrypted", "Sheet", "read_sheets"]


class Encrypted(Exception):
    """The workbook has a password."""


@dataclass(frozen=True)
class Sheet:
    """A sheet as sent: `rows[i][j]` is the cell in Excel row i+1 and column j+1, '' when blank."""

    name: str
    rows: Grid
    marks: Marks = field(default_factory=Marks)
    is_hidden: bool = False


def read_sheets(container: Container) -> list[Sheet]:
    """All work sheets in workbook order; raises Damaged or Encrypted.

    Excel never gives two of them one name, other programs may: each keeps a name of its own, as a
    row is known by that of its sheet.
    """
    content, marks = _prepared(container)
    try:
        return _told_apart(_with_calamine(content, marks))
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


def _told_apart(sheets: list[Sheet]) -> list[Sheet]:
    names: set[str] = set()
    apart = []
    for sheet in sheets:
        numbered = (f"{sheet.name} ({number})" for number in count(2))
        name = next(name for name in chain([sheet.name], numbered) if name not in names)
        names.add(name)
        apart.append(replace(sheet, name=name))
    return apart


def _prepared(container: Container) -> tuple[bytes, list[Marks]]:
    """The bytes to give to calamine and the marks of each sheet, which it would hide."""
    if container.package is not None:
        return trimmed(container.package), _marks_of_package(container.format, container.package)
    if container.ole is not None:
        name = next(n for n in sorted(container.ole.names) if n.lower() in ("workbook", "book"))
        stream = container.ole.stream(name)
        if is_encrypted(stream):
            raise Encrypted
        return container.ole.content, _marks_of_xls(stream)
    raise Damaged


def _marks_of_package(form: str, package: Package) -> list[Marks]:
    """The marks of an .xlsx or, at the rows that calamine will see, of an .ods."""
    if form != "ods":
        return marks_of(package)
    return marks_of_ods(without_long_runs(package.parts.get("content.xml", b"")))


def _marks_of_xls(stream: bytes) -> list[Marks]:
    parts = (error_cells(stream), hidden_rows(stream), merges(stream))
    return [Marks(errors, hidden, merged) for errors, hidden, merged in zip(*parts, strict=True)]


def _with_calamine(content: bytes, marks: list[Marks]) -> list[Sheet]:
    sheets = []
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        for index, metadata in enumerate(workbook.sheets_metadata):
            if metadata.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_index(index)
            # Its cells have a union type, and lists are invariant.
            rows: Grid = list(sheet.to_python(skip_empty_area=False))  # type: ignore[arg-type]
            marked = marks[index] if index < len(marks) else Marks()
            _mark_errors(rows, marked.errors)
            is_hidden = metadata.visible != SheetVisibleEnum.Visible
            sheets.append(Sheet(metadata.name, rows, marked, is_hidden))
    return sheets


def _mark_errors(rows: Grid, errors: Errors) -> None:
    for (row, column), text in errors.items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
            rows[row][column] = ErrorText(text)
