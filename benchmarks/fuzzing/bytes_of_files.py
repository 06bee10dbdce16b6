"""Mutations of bytes: of the file, of the parts of its package, of typed text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from random import Random

from benchmarks.fuzzing.mutants import Mutant, Mutation
from benchmarks.fuzzing.nasty import nasty_text
from benchmarks.fuzzing.sources import Source
from benchmarks.odd_files import archive, bomb, ods, xls
from benchmarks.small_workbooks import workbook

__all__ = ["BYTE_MUTATIONS", "TEXT_MUTATIONS"]

_WRITERS = {"xlsx": workbook, "xls": xls, "ods": ods}


def _of_bytes(change: Callable[[bytes, Random], bytes]) -> Mutation:
    def make(source: Source, chance: Random, number: int) -> Mutant:
        kind = chance.choice(tuple(_WRITERS))
        content = change(_WRITERS[kind](source.sheets), chance)
        extension = kind if chance.random() < 0.8 else chance.choice(("csv", "txt", "xlsm", "pdf"))
        name = f"{source.place.branch}.{extension}"
        return Mutant(number, name, content, f"{change.__name__.strip('_')} of {kind}")

    return make


def _bits_flipped(content: bytes, chance: Random) -> bytes:
    broken = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 10, 100))):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def _cut_short(content: bytes, chance: Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _cut_out(content: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randrange(1, 2000) :]


def _put_in(content: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(content))
    more = chance.choice((bytes(500), chance.randbytes(chance.randrange(1, 500)), content[:300]))
    return content[:at] + more + content[at:]


def _put_behind(content: bytes, chance: Random) -> bytes:
    return content + chance.choice((b"\0" * 100, b"PK\x05\x06", content, b"\r\n"))


def _zeroed(content: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(content))
    length = min(chance.randrange(1, 4000), len(content) - start)
    return content[:start] + bytes(length) + content[start + length :]


def _packed(content: bytes, chance: Random) -> bytes:
    inner = content if chance.random() < 0.7 else content[:500]
    files = {chance.choice(("a.xlsx", "../a.xlsx", "a/b/c.xls", "a")): inner}
    if chance.random() < 0.3:
        files["b.xlsx"] = content
    return archive(files)


def _claiming_much(content: bytes, chance: Random) -> bytes:
    return bomb(content) if content.startswith(b"PK") else _bits_flipped(content, chance)


def _of_parts(change: Callable[[dict[str, bytes], Random], None]) -> Mutation:
    """A package whose parts `change` has altered, packed anew, so that no checksum betrays it."""

    def make(source: Source, chance: Random, number: int) -> Mutant:
        kind = chance.choice(("xlsx", "xlsx", "xlsx", "ods"))
        with zipfile.ZipFile(io.BytesIO(_WRITERS[kind](source.sheets))) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        change(parts, chance)
        name = f"{source.place.branch}.{kind}"
        how = f"{change.__name__.strip('_')} of {kind}"
        return Mutant(number, name, archive(parts), how)

    return make


def _one_of(parts: dict[str, bytes], chance: Random) -> str:
    wanted = [name for name in parts if name.endswith((".xml", ".rels"))]
    sheets = [name for name in wanted if "sheet" in name or name == "content.xml"]
    return chance.choice(sheets if chance.random() < 0.6 else wanted)


def _part_dropped(parts: dict[str, bytes], chance: Random) -> None:
    del parts[chance.choice(list(parts))]


def _parts_swapped(parts: dict[str, bytes], chance: Random) -> None:
    one, other = _one_of(parts, chance), _one_of(parts, chance)
    parts[one], parts[other] = parts[other], parts[one]


def _part_broken(parts: dict[str, bytes], chance: Random) -> None:
    name = _one_of(parts, chance)
    if parts[name]:
        parts[name] = chance.choice((_bits_flipped, _cut_short, _cut_out, _put_in))(
            parts[name], chance
        )


def _attributes_changed(parts: dict[str, bytes], chance: Random) -> None:
    name = _one_of(parts, chance)
    found = list(re.finditer(rb'="([^"]*)"', parts[name]))
    for match in chance.sample(found, min(len(found), chance.randrange(1, 6))):
        value = chance.choice(_VALUES)
        parts[name] = parts[name].replace(match[0], b'="' + value + b'"', 1)


def _elements_changed(parts: dict[str, bytes], chance: Random) -> None:
    name = _one_of(parts, chance)
    found = re.findall(rb"<[^>]+>", parts[name])
    for _ in range(chance.randrange(1, 4)):
        element = chance.choice(found or [b"<"])
        new = chance.choice((b"", element * 2, chance.choice(_ELEMENTS), b"<" + element))
        parts[name] = parts[name].replace(element, new, chance.choice((1, 1, 5)))


def _entities_declared(parts: dict[str, bytes], chance: Random) -> None:
    name = _one_of(parts, chance)
    declared = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
    parts[name] = declared + parts[name].partition(b"?>")[2]


_VALUES = (
    b"", b"0", b"-1", b"4294967296", b"99999999999999999999", b"A1", b"XFD1048576", b"A0", b"ZZZZ9",
    b"A1:XFD1048576", b"s", b"e", b"b", b"str", b"inlineStr", b"d", b"n", b"1", b"true", b"NaN",
    b"rId1", b"rId99", b"../../etc/passwd", b"/xl/worksheets/sheet1.xml", b"hidden", b"&#0;",
)  # fmt: skip
_ELEMENTS = (
    b"<f>1+1</f>", b"<v>1e999</v>", b"<row/>", b'<row r="0"/>', b'<c r="B5" t="e"/>', b"<c/>",
    b"</row>", b"</sheetData>", b"<sheetData>", b"<!--", b"<![CDATA[", b"]]>", b"<?x?>",
    b'<mergeCell ref="B4:B9999999"/>', b'<dimension ref="A1:XFD1048576"/>', b"<is><t>x</t></is>",
)  # fmt: skip


def _of_text(change: Callable[[str, Random], bytes]) -> Mutation:
    def make(source: Source, chance: Random, number: int) -> Mutant:
        rows = ([_shown(cell) for cell in row] for row in source.citizens)
        text = "\n".join(",".join(row) for row in rows) + "\n"
        name = f"{source.place.branch}_{source.place.sunday}.csv"
        return Mutant(number, name, change(text, chance), f"{change.__name__.strip('_')} of csv")

    return make


def _shown(cell: object) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def _encoded(text: str, chance: Random) -> bytes:
    codec = chance.choice(("utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1258", "cp1252"))
    return text.encode(codec, chance.choice(("replace", "ignore", "xmlcharrefreplace")))


def _encoded_in_parts(text: str, chance: Random) -> bytes:
    at = chance.randrange(len(text))
    first, second = chance.sample(("utf-8", "utf-16-le", "cp1258", "cp1252", "utf-7"), 2)
    return text[:at].encode(first, "replace") + text[at:].encode(second, "replace")


def _separated(text: str, chance: Random) -> bytes:
    return text.replace(",", chance.choice((";", "\t", "|", ", ", ",,", "،", "\0"))).encode()


def _quoted(text: str, chance: Random) -> bytes:
    broken = list(text)
    for _ in range(chance.randrange(1, 8)):
        broken.insert(chance.randrange(len(broken)), chance.choice("\"'\n\r\0,;\t\\"))
    return "".join(broken).encode()


def _words_changed(text: str, chance: Random) -> bytes:
    words = text.split(",")
    for _ in range(chance.randrange(1, 8)):
        words[chance.randrange(len(words))] = nasty_text(chance)
    return ",".join(words).encode("utf-8", "surrogatepass")


def _text_broken(text: str, chance: Random) -> bytes:
    return chance.choice((_bits_flipped, _cut_short, _cut_out, _put_in, _zeroed))(
        text.encode(), chance
    )


BYTE_MUTATIONS: tuple[Mutation, ...] = (
    *map(_of_bytes, (_bits_flipped, _cut_short, _cut_out, _put_in, _put_behind, _zeroed)),
    *map(_of_bytes, (_packed, _claiming_much)),
    *map(_of_parts, (_part_dropped, _parts_swapped, _part_broken, _attributes_changed)),
    *map(_of_parts, (_attributes_changed, _elements_changed, _entities_declared)),
)
TEXT_MUTATIONS: tuple[Mutation, ...] = tuple(
    map(
        _of_text,
        (_encoded, _encoded_in_parts, _separated, _quoted, _words_changed, _text_broken),
    )
)
"""Each drawn as often as it stands here."""
