"""The records of an .xls workbook stream: is it sane for calamine, and which cells are errors.

calamine reserves memory for the dimensions and the string count that a file claims, and shows error
cells as blanks; both are seen here, and so are hidden rows and merged cells.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from transforms.reading.packages import Damaged

__all__ = ["error_cells", "hidden_rows", "is_encrypted", "merges"]

_BOF = (0x0009, 0x0209, 0x0409, 0x0809)
_EOF, _FILEPASS, _BOUNDSHEET, _DIMENSIONS, _SST = 0x000A, 0x002F, 0x0085, 0x0200, 0x00FC
_ROW, _MERGED_CELLS = 0x0208, 0x00E5
_HIDDEN = 0x20
_FORMULA, _BOOLERR, _MULRK, _MULBLANK = 0x0006, 0x0205, 0x00BD, 0x00BE
_CELLS = frozenset(
    {_FORMULA, _BOOLERR, _MULRK, _MULBLANK, 0x0201, 0x0203, 0x0204, 0x027E, 0x00FD, 0x00D6}
)
_MAX_ROWS, _MAX_COLUMNS = 65_536, 256
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
}  # fmt: skip

Errors = dict[tuple[int, int], str]


def is_encrypted(stream: bytes) -> bool:
    """Whether the workbook has a password (a FILEPASS record among its globals)."""
    return any(kind == _FILEPASS for kind, _ in _records(stream, 0))


def error_cells(stream: bytes) -> list[Errors]:
    """Per sheet in workbook order, the error texts by 0-based (row, column).

    Raises Damaged when a sheet claims more than an .xls can hold.
    """
    try:
        return [_sheet_errors(stream, offset) for offset in _sheet_offsets(stream)]
    except struct.error as error:
        raise Damaged from error


def hidden_rows(stream: bytes) -> list[frozenset[int]]:
    """Per sheet in workbook order, the rows (from 0) that are hidden or filtered out."""
    return [
        frozenset(
            struct.unpack_from("<H", data)[0]
            for kind, data in _records(stream, offset)
            if kind == _ROW and len(data) >= 14 and data[12] & _HIDDEN
        )
        for offset in _sheet_offsets(stream)
    ]


def merges(stream: bytes) -> list[tuple[tuple[int, int, int], ...]]:
    """Per sheet in workbook order, the cells merged down one column: first row, last row, column
    (from 0).
    """
    return [
        tuple(
            (top, last, left)
            for kind, data in _records(stream, offset)
            if kind == _MERGED_CELLS
            for top, last, left, right in struct.iter_unpack("<4H", data[2 : 2 + _whole(data)])
            if left == right
        )
        for offset in _sheet_offsets(stream)
    ]


def _whole(data: bytes) -> int:
    """How many bytes of a record of merged cells are whole ranges of eight bytes."""
    return max(len(data) - 2, 0) // 8 * 8


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """Records of one substream, up to its end."""
    depth = 0
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, offset)
        yield kind, stream[offset + 4 : offset + 4 + length]
        depth += kind in _BOF
        depth -= kind == _EOF
        if kind == _EOF and depth <= 0:
            return
        offset += 4 + length


def _sheet_offsets(stream: bytes) -> list[int]:
    offsets = []
    for kind, data in _records(stream, 0):
        if kind == _BOUNDSHEET:
            offsets.append(struct.unpack_from("<I", data)[0])
        elif kind == _SST and struct.unpack_from("<I", data, 4)[0] > len(stream):
            raise Damaged
    return offsets


def _sheet_errors(stream: bytes, offset: int) -> Errors:
    errors: Errors = {}
    for kind, data in _records(stream, offset):
        if kind == _DIMENSIONS:
            _check_dimensions(data)
        elif kind in _CELLS:
            row, column = struct.unpack_from("<HH", data)
            last = struct.unpack_from("<H", data, len(data) - 2)[0] if kind == _MULRK else column
            if max(column, last) >= _MAX_COLUMNS:
                raise Damaged
            if (code := _error_code(kind, data)) is not None:
                errors[row, column] = _ERRORS.get(code, "#N/A")
    return errors


def _check_dimensions(data: bytes) -> None:
    if len(data) >= 14:
        first_row, last_row, first_column, last_column = struct.unpack_from("<IIHH", data)
        rows, columns = last_row - first_row, last_column - first_column
        if not 0 <= rows <= _MAX_ROWS or not 0 <= columns <= _MAX_COLUMNS:
            raise Damaged


def _error_code(kind: int, data: bytes) -> int | None:
    if kind == _BOOLERR and len(data) >= 8 and data[7] == 1:
        return data[6]
    if kind == _FORMULA and len(data) >= 14 and data[6] == 2 and data[12:14] == b"\xff\xff":
        return data[8]
    return None
