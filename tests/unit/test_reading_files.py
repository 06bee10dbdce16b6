"""What the bytes of a file are: formats, encodings, damage."""

from __future__ import annotations

import datetime
import io
import struct
import zipfile

import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tests.workbooks import (
    FORM,
    HEADER,
    PEOPLE,
    TITLE,
    citizens,
    people,
    read_rows,
    slugs,
    workbook,
)
from transforms.reading import read_submission

GOOD = workbook({"THONG_TIN": FORM, "NGUOI_DAN": citizens(*PEOPLE)})
CSV = (
    "STT,Mã tổ,Ngày hỗ trợ,Họ và tên,Số điện thoại,Dịch vụ\n"
    "1,T0001,26/02/2023,Trần Hà,0967888108,DVC\n"
    "2,T0001,26/02/2023,Lê Tiên,0981909799,VNEID\n"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def xls_bytes() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("NGUOI_DAN")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for row, cells in enumerate([*TITLE, HEADER, *PEOPLE]):
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime.date):
                sheet.write(row, column, cell, day)
            elif cell != "":
                sheet.write(row, column, cell)
    sheet.write(3, 8, xlwt.Formula("1/0"))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def ods_bytes() -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name="NGUOI_DAN")
    for row in [*TITLE, HEADER, *PEOPLE]:
        line = TableRow()
        for value in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    far = TableRow(numberrowsrepeated=1_048_000)
    far.addElement(TableCell(numbercolumnsrepeated=16_384))
    table.addElement(far)
    last = TableRow()
    stray = TableCell(valuetype="string")
    stray.addElement(P(text="x"))
    last.addElement(stray)
    table.addElement(last)
    document.spreadsheet.addElement(table)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def zip_of(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return target.getvalue()


def test_f01_a_password_is_told_from_damage():
    content = OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    read = read_submission(content, "bao cao.xlsx")
    assert (read.outcome, read.format, slugs(read)) == (
        "rejected", "xlsx", ["file.content.is_encrypted"],
    )  # fmt: skip


def test_f02_a_legacy_xls_is_read_with_its_error_cells():
    read = read_submission(xls_bytes(), "a.xls")
    assert (read.outcome, read.format) == ("read", "xls")
    assert slugs(read) == ["file.format.is_legacy_xls"]
    table = people(read)
    assert table.row_numbers == [4, 5]
    assert table.texts["id_number"] == ["052089270965", "52169784943"]
    assert table.types["assist_date"] == ["d", "d"]


def test_f02_an_error_result_in_an_xls_is_marked_as_an_error():
    from transforms.reading.biff import error_cells

    bof = struct.pack("<HH", 0x0809, 8) + struct.pack("<HHHH", 0x0600, 0x0010, 0, 0)
    sheet_at = len(bof) + 4 + 8 + 4
    bound = struct.pack("<HH", 0x0085, 8) + struct.pack("<IHH", sheet_at, 0, 0)
    end = struct.pack("<HH", 0x000A, 0)
    result = b"\x02\x00\x07\x00\x00\x00\xff\xff"
    formula = struct.pack("<HHH", 3, 8, 0) + result + b"\0" * 8
    boolerr = struct.pack("<HHH", 4, 2, 0) + b"\x2a\x01"
    records = [(0x0006, formula), (0x0205, boolerr)]
    cells = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)
    assert error_cells(bof + bound + end + bof + cells + end) == [
        {(3, 8): "#DIV/0!", (4, 2): "#N/A"}
    ]


def test_f05_content_counts_and_not_the_extension():
    read = read_submission(GOOD, "bao cao.xls")
    assert (read.outcome, read.format) == ("read", "xlsx")
    assert slugs(read) == ["file.extension.matches_content"]
    assert read.faults[0].detail == {"format": "xlsx"}


@pytest.mark.parametrize("name", ["a.xlsx", "a.xlsm", "thư mục/A.XLSX", "a"])
def test_f05_names_that_fit_or_claim_nothing_are_no_fault(name):
    assert read_submission(GOOD, name).faults == ()


@pytest.mark.parametrize(
    "content",
    [GOOD[: len(GOOD) // 2], GOOD[:40], b"\0" * 5000, xls_bytes()[:2000], OLE + b"\0" * 700],
    ids=["half", "head", "zeros", "half an xls", "an empty container"],
)
def test_f06_damaged_workbooks_are_rejected_and_never_crash(content):
    read = read_submission(content, "a.xlsx")
    assert (read.outcome, slugs(read)) == ("rejected", ["file.content.is_corrupt"])


def test_f06_a_part_with_a_wrong_checksum_is_damage():
    content = bytearray(GOOD)
    content[content.index(b"xl/worksheets/sheet2.xml") + 60] ^= 0xFF
    assert slugs(read_submission(bytes(content), "a.xlsx")) == ["file.content.is_corrupt"]


def test_f07_an_empty_file_is_rejected():
    read = read_submission(b"", "a.xlsx")
    assert (read.outcome, slugs(read)) == ("rejected", ["file.content.is_empty"])


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image"),
        (b"\xff\xd8\xff\xe0....", "image"),
        (zip_of("[Content_Types].xml", "word/document.xml"), "docx"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "html"),
        (b"<?xml version='1.0'?><note/>", "xml"),
    ],
)
def test_f12_what_is_no_workbook_is_rejected_with_its_format(content, found):
    read = read_submission(content, "bao cao.xlsx")
    assert (read.outcome, read.format, slugs(read)) == (
        "rejected", found, ["file.format.is_workbook"],
    )  # fmt: skip
    assert read.faults[0].detail == {"format": found}


def test_f14_an_ods_is_read_and_its_far_cells_cost_nothing():
    read = read_submission(ods_bytes(), "a.ods")
    assert (read.outcome, read.format) == ("read", "ods")
    assert slugs(read) == ["sheet.row.is_near_the_list"]
    assert people(read).row_numbers == [4, 5]


def test_f15_a_lock_file_is_ignored_whatever_it_holds():
    read = read_submission(b"\x05Lan", "2023-02-26/~$D21609.xlsx")
    assert (read.outcome, slugs(read)) == ("ignored", ["file.name.is_lock_file"])


def test_a_csv_is_a_table_of_citizens_with_text_cells_only():
    read = read_submission(CSV.encode(), "D1_2023-02-26.csv")
    assert (read.outcome, read.format, read.faults) == ("read", "csv", ())
    table = people(read)
    assert (table.kind, table.sheet, table.row_numbers) == ("NGUOI_DAN", "", [2, 3])
    assert table.texts["service"] == ["DVC", "VNEID"]
    assert set(table.types["row_no"]) == {"s"}


def test_f16_semicolons_are_found_by_header_names():
    text = CSV.replace(",", ";").replace("Trần Hà", "Trần, Hà, bà")
    read = read_submission(text.encode(), "a.csv")
    assert slugs(read) == ["file.delimiter.is_semicolon"]
    assert people(read).texts["full_name"][0] == "Trần, Hà, bà"


def test_f17_unicode_text_of_excel_is_read():
    read = read_submission(CSV.replace(",", "\t").encode("utf-16"), "a.txt")
    assert (read.outcome, slugs(read)) == ("read", ["file.encoding.is_utf16"])
    assert people(read).row_numbers == [2, 3]


def test_tabs_in_utf8_are_no_fault():
    assert read_submission(CSV.replace(",", "\t").encode(), "a.tsv").faults == ()


def test_f18_the_byte_order_mark_does_not_stick_to_the_first_header():
    read = read_submission(CSV.encode("utf-8-sig"), "a.csv")
    assert slugs(read) == ["file.encoding.has_bom"]
    assert people(read).texts["row_no"] == ["1", "2"]


def test_f26_a_csv_that_is_not_utf8_is_quarantined():
    read = read_submission(CSV.encode() + "3,T1,,Lê Vũ".encode("cp1258", "replace"), "a.csv")
    assert (read.outcome, slugs(read)) == ("quarantined", ["file.encoding.is_utf8"])


def test_quoted_line_breaks_keep_the_row_numbers_of_excel():
    text = CSV.replace("Trần Hà", '"Trần\nHà"') + "\n\n3,T1,26/02/2023,Lê Vũ,0981909798,DVC\n"
    table = people(read_submission(text.encode(), "a.csv"))
    assert table.row_numbers == [2, 3, 6]
    assert table.texts["full_name"][0] == "Trần\nHà"


def test_a_delimiter_that_excel_declares_is_believed_and_is_no_row():
    text = "sep=;\n" + CSV.replace(",", ";")
    assert people(read_submission(text.encode(), "a.csv")).row_numbers == [2, 3]


@pytest.mark.parametrize("content", [b"xin chao, khong co gi", workbook({"S": [["a", "b"]]})])
def test_f31_a_file_without_a_table_and_without_a_form_is_rejected(content):
    read = read_submission(content, "a")
    assert (read.outcome, slugs(read)) == ("rejected", ["file.table.is_present"])


def test_s18_a_stray_value_in_the_last_row_costs_no_memory_and_ends_the_table():
    rows = citizens(*PEOPLE)
    content = workbook_with_far_cell(rows, 1_048_575, 16_383)
    assert people(read_submission(content, "a.xlsx")).row_numbers == [4, 5]


def test_a_stray_column_far_right_is_an_unknown_column_only():
    read = read_submission(workbook_with_far_cell(citizens(*PEOPLE), 3, 16_383), "a.xlsx")
    assert slugs(read) == ["sheet.column.is_unknown"]
    assert people(read).row_numbers == [4, 5]


def workbook_with_far_cell(rows, row, column):
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("NGUOI_DAN")
    for index, cells in enumerate(rows):
        for at, cell in enumerate(cells):
            if cell != "":
                sheet.write(index, at, str(cell))
    sheet.write(row, column, "z")
    book.close()
    return target.getvalue()


def test_the_modified_property_may_be_absent_or_nonsense():
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source, zipfile.ZipFile(content, "w") as target:
        for name in source.namelist():
            if name == "docProps/core.xml":
                target.writestr(name, "<dcterms:modified>2023-99-99T00:00:00Z</dcterms:modified>")
            else:
                target.writestr(name, source.read(name))
    read = read_submission(content.getvalue(), "a.xlsx")
    assert (read.outcome, read.modified_at) == ("read", None)


def test_reading_the_same_bytes_twice_gives_equal_results():
    assert read_rows(citizens(*PEOPLE)) == read_rows(citizens(*PEOPLE))


def test_an_ods_without_its_last_end_tags_is_damage_and_does_not_hang():
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ods_bytes())) as source, zipfile.ZipFile(content, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            copy.writestr(name, data.split(b"</table:table>")[0] if name == "content.xml" else data)
    read = read_submission(content.getvalue(), "a.ods")
    assert slugs(read) == ["file.content.is_corrupt"]
