"""The cases of whole files (F): what opens, what does not, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from benchmarks.catalogue.attempts import HEADER, Attempt, Builder, Place, Sent
from benchmarks.legacy_text import WRITERS, in_cp1258
from benchmarks.odd_files import ENCRYPTED, archive, bomb, ods, page, with_parts, xls
from benchmarks.small_workbooks import Rows, form, table, workbook

__all__ = ["FILES"]

_ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>'
_OLD_XML = b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook/>"
_NUMBERS = {"Index/Document.iwa": b"x", "Metadata/Properties.plist": b"x"}
_LETTER = {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}


def _file(
    content: Callable[[Place], bytes], name: str = "bao cao.xlsx", accepted: int = 0
) -> Builder:
    return lambda place: Attempt((place.sent(content(place), name),), accepted)


def _good(place: Place) -> bytes:
    return place.report(place.citizen())


def _with(part: str, data: bytes = b"<x/>") -> Callable[[Place], bytes]:
    return lambda place: with_parts(_good(place), part=(part, data))


def _list(place: Place) -> Rows:
    return [HEADER, *(place.line(number) for number in range(3))]


def _typed(place: Place, separator: str = ",") -> str:
    rows = [[f"{c:%d/%m/%Y}" if hasattr(c, "year") else str(c) for c in r] for r in _list(place)]
    return "\n".join(separator.join(row) for row in rows) + "\n"


def _csv(encode: Callable[[Place], bytes], accepted: int = 3) -> Builder:
    return lambda place: Attempt(
        (Sent(0, f"{place.branch}_{place.sunday}.csv", encode(place)),),
        accepted,
        "full_name",
        2,
        "garbled",
        "Trần Thị Hà" if accepted else None,
    )


def _garbled(codec: str) -> Callable[[Place], bytes]:
    return lambda place: _typed(place).encode().decode(codec).encode()


def _in_an_old_font(rule_id: str) -> Builder:
    def build(place: Place) -> Attempt:
        rows = [place.citizen(n) for n in range(4)]
        written = [{**row, "full_name": WRITERS[rule_id](str(row["full_name"]))} for row in rows]
        sent = place.sent(place.report(*written))
        return Attempt((sent,), 4, "full_name", was="garbled", kept="Trần Thị Hà")

    return build


def _half_garbled(place: Place) -> bytes:
    whole = _garbled("sloppy-windows-1252")(place).decode()
    return whole.replace("Thá»‹", "Thá»n", 1).encode()


def _one_viqr(place: Place) -> Attempt:
    rows = [place.citizen(n) for n in range(4)]
    rows[0] = {**rows[0], "full_name": "Nguye^~n Thi. Ho`a"}
    return Attempt((place.sent(place.report(*rows)),), 4)


def _elsewhere(place: Place) -> bytes:
    sheets: Mapping[str, Rows] = {
        "Hướng dẫn": [["Đọc kỹ trước khi nhập"]],
        "THONG_TIN": place.form(),
        "Sheet3": table("NGUOI_DAN", [place.citizen()]),
    }
    return workbook(sheets)


def _of_two_teams(place: Place) -> bytes:
    sheets = {"THONG_TIN": place.form()}
    for number in range(2):
        sheets[f"Tổ {number + 1}"] = table("NGUOI_DAN", [place.citizen(number)])
    return workbook(sheets)


def _hidden(name: str) -> Callable[[Place], bytes]:
    def build(place: Place) -> bytes:
        sheets = place.sheets(table("NGUOI_DAN", [place.citizen()]))
        sheets[name] = table("NGUOI_DAN", [place.citizen(1)])
        return workbook(sheets, lambda book: book.get_worksheet_by_name(name).hide())

    return build


def _with_example(place: Place) -> bytes:
    example = {"full_name": "Nguyễn Văn A", "id_number": "052099000001"}
    return place.listed(place.line(0, **example), place.line(1))


def _of_nobody(place: Place) -> bytes:
    rows = table("NGUOI_DAN", [place.citizen()])
    return workbook({"THONG_TIN": form("K999X", place.sunday), "NGUOI_DAN": rows})


def _in_anothers_folder(place: Place) -> Attempt:
    return Attempt((Sent(0, f"{place.sunday}/K000/bao cao.xlsx", _good(place)),), 0)


def _utf16(place: Place) -> bytes:
    return _typed(place, "\t").encode("utf-16")


FILES: Mapping[str, Sequence[Builder]] = {
    "F01": [_file(lambda _: ENCRYPTED)],
    "F02": [_file(lambda p: xls(p.sheets([["DANH SÁCH"], [], *_list(p)])), "bao cao.xls", 3)],
    "F03": [
        _file(lambda p: page(_list(p)), "bao cao.xls", 3),
        _file(lambda _: page([["1", "2"]]), "bang.xls"),
    ],
    "F04": [_file(lambda _: _OLD_XML, "bao cao.xls")],
    "F05": [_file(_good, "bao cao.csv", 1)],
    "F06": [_file(lambda p: _good(p)[:2000])],
    "F07": [_file(lambda _: b"")],
    "F08": [_file(lambda p: bomb(_good(p)))],
    "F09": [_file(_with("xl/sharedStrings.xml", _ENTITIES))],
    "F10": [_file(_with("xl/vbaProject.bin"), "bao cao.xlsm", 1)],
    "F11": [_file(_with("xl/externalLinks/externalLink1.xml"), accepted=1)],
    "F12": [
        _file(lambda _: b"\xff\xd8\xff\xe0 a photo", "bang.jpg"),
        _file(lambda _: archive(_LETTER), "bang.docx"),
    ],
    "F13": [
        _file(lambda p: archive({"../../bao cao.xlsx": _good(p)}), "nop.zip", 1),
        _file(lambda p: archive({"a.xlsx": _good(p), "b.xlsx": _good(p)}), "nop.zip"),
        _file(lambda _: b"Rar!\x1a\x07\x00 packed", "nop.rar"),
    ],
    "F14": [
        _file(lambda p: ods(p.sheets([["DANH SÁCH"], [], *_list(p)])), "bao cao.ods", 3),
        _file(lambda _: archive(_NUMBERS), "BC.numbers"),
    ],
    "F15": [_file(lambda p: b"\x05" + p.branch.encode(), "~$bao cao.xlsx")],
    "F16": [_csv(lambda p: _typed(p, ";").encode())],
    "F17": [_csv(_utf16)],
    "F18": [_csv(lambda p: _typed(p).encode("utf-8-sig"))],
    "F19": [_csv(_garbled("sloppy-windows-1252")), _csv(_half_garbled, 0)],
    "F20": [_csv(_garbled("sloppy-windows-1258"))],
    "F21": [_csv(lambda p: in_cp1258(_typed(p)))],
    "F22": [_csv(lambda p: _typed(p).encode("cp1252", "replace"), 0)],
    "F23": [_in_an_old_font("sheet.text.is_tcvn3")],
    "F24": [_in_an_old_font("sheet.text.is_vni")],
    "F25": [_in_an_old_font("sheet.text.is_viqr"), _one_viqr],
    "F26": [_csv(lambda p: _typed(p).encode() + in_cp1258("9,T,,Lê Vũ"), 0)],
    "F27": [_file(_elsewhere, accepted=1)],
    "F28": [_file(_hidden("an"), accepted=1), _file(_hidden("NGUOI_DAN"), accepted=1)],
    "F29": [_file(_of_two_teams, accepted=2)],
    "F30": [_file(lambda p: p.report(p.citizen(), template_version="CNS-2023.1"), accepted=1)],
    "F31": [
        _file(lambda _: workbook({"Sheet1": [["Xin chào"]]})),
        _file(lambda p: p.report()),
    ],
    "F32": [_file(_with_example, accepted=1)],
    "F33": [_file(_of_nobody)],
    "F34": [_in_anothers_folder],
    "F35": [_file(_good, accepted=1)],
}
"""Case → how each of its files is made."""
