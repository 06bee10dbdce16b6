"""The OLE container behind .xls and encrypted workbooks, walked before calamine may.

calamine follows sector chains without a bound and reserves what a file claims to hold: a damaged
.xls can hang it or kill the process. This walk finds the streams and refuses such files.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from transforms.reading.packages import Damaged

__all__ = ["OleFile", "open_ole"]

_END = 0xFFFFFFFE
_FREE = 0xFFFFFFFF
_HEADER_SECTORS = 109
_STREAM = 2
_ROOT = 5


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class OleFile:
    """The directory of a compound file; every chain in it has been followed to its end."""

    def __init__(self, content: bytes) -> None:
        if len(content) < 512:
            raise Damaged
        self.content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise Damaged
        self._sector = 1 << shift
        self._sector_count = len(content) // self._sector + 1
        (directory,) = struct.unpack_from("<I", content, 48)
        self._mini_cutoff, mini_start, _ = struct.unpack_from("<III", content, 56)
        self._fat = self._read_fat()
        self._mini_fat = self._integers(self._join(mini_start)) if mini_start < _END else []
        self._entries = [e for e in self._read_directory(directory) if e.kind in (_STREAM, _ROOT)]
        root = next((entry for entry in self._entries if entry.kind == _ROOT), None)
        self._mini_stream = self._join(root.start) if root and root.size else b""
        for entry in self._entries:
            self._check(entry)

    @property
    def names(self) -> frozenset[str]:
        """Names of the streams."""
        return frozenset(entry.name for entry in self._entries if entry.kind == _STREAM)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; KeyError when there is none of that name."""
        for entry in self._entries:
            if entry.name == name and entry.kind == _STREAM:
                if entry.size < self._mini_cutoff:
                    return self._join_mini(entry.start)[: entry.size]
                return self._join(entry.start)[: entry.size]
        raise KeyError(name)

    def _read_fat(self) -> list[int]:
        sectors = list(struct.unpack_from(f"<{_HEADER_SECTORS}I", self.content, 76))
        (following,) = struct.unpack_from("<I", self.content, 68)
        for _ in range(self._sector_count):
            if following >= _END:
                break
            *more, following = self._integers(self._at(following))
            sectors += more
        else:
            raise Damaged
        fat = b"".join(self._at(sector) for sector in sectors if sector < _END - 2)
        return self._integers(fat)

    def _read_directory(self, start: int) -> list[_Entry]:
        data = self._join(start)
        entries = []
        for offset in range(0, len(data) - 127, 128):
            length, kind = struct.unpack_from("<HB", data, offset + 64)
            start, size = struct.unpack_from("<II", data, offset + 116)
            name = data[offset : offset + max(0, min(length, 64) - 2)].decode(
                "utf-16-le", "replace"
            )
            entries.append(_Entry(name, kind, start, size))
        return entries

    def _check(self, entry: _Entry) -> None:
        if entry.size > len(self.content):
            raise Damaged
        if entry.kind == _STREAM and entry.size:
            if entry.size < self._mini_cutoff:
                self._join_mini(entry.start)
            else:
                self._join(entry.start)

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        data = self.content[start : start + self._sector]
        if not data:
            raise Damaged
        return data.ljust(self._sector, b"\0")

    def _join(self, start: int) -> bytes:
        return b"".join(self._at(sector) for sector in _chain(start, self._fat))

    def _join_mini(self, start: int) -> bytes:
        sectors = _chain(start, self._mini_fat)
        return b"".join(self._mini_stream[s * 64 : s * 64 + 64] for s in sectors)

    @staticmethod
    def _integers(data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def open_ole(content: bytes) -> OleFile:
    """The compound file in `content`; raises Damaged when its structure does not hold."""
    try:
        return OleFile(content)
    except (struct.error, IndexError, ValueError) as error:
        raise Damaged from error


def _chain(start: int, table: list[int]) -> list[int]:
    sectors: list[int] = []
    sector = start
    while sector != _END:
        if sector >= len(table) or len(sectors) > len(table):
            raise Damaged
        sectors.append(sector)
        sector = table[sector]
    return sectors
