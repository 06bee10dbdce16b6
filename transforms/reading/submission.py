"""From the bytes of one file to everything that can be read from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from schemas.catalogue import CATALOGUE
from schemas.rules import Fault
from schemas.template import CORRECTION_SHEET, FORM_SHEET, TEMPLATE_VERSION
from transforms.reading.archives import only_workbook
from transforms.reading.carried import carried_faults
from transforms.reading.containers import Container, container_of, extension_fits
from transforms.reading.csv_text import UndecodableText, read_text
from transforms.reading.folding import fold
from transforms.reading.form_sheet import Form, read_form
from transforms.reading.headers import Header, find_header
from transforms.reading.html_table import read_html
from transforms.reading.identity import with_identity
from transforms.reading.legible import make_legible, make_names_legible
from transforms.reading.lost_rows import unread_list_faults
from transforms.reading.nameless_rows import without_nameless
from transforms.reading.packages import Damaged, Package, Unbounded
from transforms.reading.sheets import Encrypted, Sheet, read_sheets
from transforms.reading.table_sheet import read_table
from transforms.reading.tables import HeaderCell, Outcome, RawTable, SubmissionRead
from transforms.reading.unsafe_text import without_secrets

__all__ = ["read_submission", "unreadable"]

_REFUSALS = {
    "empty": "file.content.is_empty",
    "corrupt": "file.content.is_corrupt",
    "encrypted": "file.content.is_encrypted",
    "has_entities": "file.content.declares_no_entities",
    "several_files": "file.archive.holds_one_workbook",
    "old_xml": "file.format.is_no_old_xml",
    "not_a_workbook": "file.format.is_workbook",
    "unbounded": "file.content.is_bounded",
}
_FORM_LABELS = 3
_FROM_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904=[\"'](?:1|true)")


@dataclass
class _Contents:
    header: dict[str, HeaderCell] = field(default_factory=dict)
    tables: list[RawTable] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    has_form: bool = False


def read_submission(content: bytes, file_name: str) -> SubmissionRead:
    """Everything in the bytes of one file; bad input gives faults, never an exception.

    `file_name` is the name as sent, with or without folders; it only decides what is said about
    lock files and extensions. Faults carry slugs of `schemas.catalogue`.
    """
    name = file_name.replace("\\", "/").rpartition("/")[2]
    if name.startswith("~$"):
        return _refused("ignored", "unknown", Fault("file.name.is_lock_file"))
    container = container_of(content, name)
    if container.problem == "several_files" and container.package is not None:
        return _unpacked(container.package)
    return _read(container, content, name)


def _unpacked(package: Package) -> SubmissionRead:
    """The one workbook of an archive; one that is itself an archive is not opened any further."""
    try:
        found = only_workbook(package)
    except Damaged:
        return _rejected("zip", "corrupt")
    if found is None:
        return _rejected("zip", "several_files")
    content, name = found
    read = _read(container_of(content, name), content, name)
    if read.outcome == "rejected":
        return read
    return replace(read, faults=(Fault("file.archive.is_unpacked"), *read.faults))


def _read(container: Container, content: bytes, name: str) -> SubmissionRead:
    if container.problem:
        return _rejected(container.format, container.problem)
    faults = [*_name_faults(container.format, name), *carried_faults(container)]
    try:
        contents = _contents(container, content)
    except Unbounded:
        return _rejected(container.format, "unbounded")
    except Damaged:
        return _rejected(container.format, "corrupt")
    except Encrypted:
        return _rejected(container.format, "encrypted")
    except UndecodableText:
        undecodable = Fault("file.encoding.is_utf8")
        return _refused("quarantined", container.format, *faults, undecodable)
    if container.format == "html" and not contents.tables:
        return _rejected("html", "not_a_workbook")
    return _result(container, contents, [*faults, *contents.faults])


def unreadable(limit: str) -> SubmissionRead:
    """A file whose reading had to be stopped at `limit` ('256 MB', '20 s'); '' if it ended itself.

    What kills the reader without asking for too much is damaged.
    """
    if not limit:
        return _rejected("unknown", "corrupt")
    fault = Fault("file.reading.is_within_limits", detail={"limit": limit})
    return _refused("rejected", "unknown", fault)


def not_understood(read: SubmissionRead) -> SubmissionRead:
    """What was read of a file that the program fails on, without its rows: it is held back."""
    fault = Fault("file.rows.are_understood")
    return replace(read, outcome="quarantined", tables=(), faults=(*read.faults, fault))


def _result(container: Container, contents: _Contents, faults: list[Fault]) -> SubmissionRead:
    if not contents.tables and not contents.has_form:
        return _refused("rejected", container.format, *faults, Fault("file.table.is_present"))
    holds_back = any(CATALOGUE[fault.rule_id].severity == "error" for fault in faults)
    modified_at: datetime | None = container.package.modified_at if container.package else None
    return SubmissionRead(
        "quarantined" if holds_back else "read",
        container.format,
        contents.header,
        tuple(contents.tables),
        tuple(faults),
        modified_at,
    )


def _rejected(file_format: str, problem: str) -> SubmissionRead:
    fault = Fault(_REFUSALS[problem], detail={"format": file_format})
    return _refused("rejected", file_format, fault)


def _refused(outcome: Outcome, file_format: str, *faults: Fault) -> SubmissionRead:
    return SubmissionRead(outcome, file_format, {}, (), faults, None)


def _name_faults(file_format: str, name: str) -> list[Fault]:
    faults = []
    if file_format == "html":
        return [Fault("file.format.is_no_web_page")]
    if file_format == "xls":
        faults.append(Fault("file.format.is_legacy_xls"))
    if not extension_fits(name, file_format):
        detail = {"format": file_format}
        faults.append(Fault("file.extension.matches_content", detail=detail))
    return faults


def _contents(container: Container, content: bytes) -> _Contents:
    if container.format == "csv":
        return _csv_contents(content)
    if container.format == "html":
        text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        return _workbook_contents(read_html(text), {})
    properties = container.package.custom_properties if container.package else {}
    contents = _workbook_contents(read_sheets(container), properties)
    workbook = container.package.parts.get("xl/workbook.xml", b"") if container.package else b""
    if _FROM_1904.search(workbook):
        contents.faults.append(Fault("file.dates.count_from_1900"))
    return contents


def _csv_contents(content: bytes) -> _Contents:
    text = read_text(content)
    sheet, faults = make_legible(Sheet("", text.rows), ("NGUOI_DAN",))
    contents = _Contents(faults=[*text.faults, *faults])
    if header := find_header(sheet.rows, "NGUOI_DAN", ("NGUOI_DAN",)):
        _take_table(contents, sheet, header)
    if text.is_ansi and not any(
        fault.rule_id.startswith("sheet.text.") for fault in contents.faults
    ):
        raise UndecodableText
    return contents


def _take_table(contents: _Contents, sheet: Sheet, header: Header) -> None:
    table, faults = read_table(sheet, header)
    named, told = make_names_legible(table)
    safe, unsafe = without_secrets(named)
    contents.tables.append(safe)
    contents.faults += [*faults, *told, *unsafe]


def _workbook_contents(sheets: list[Sheet], properties: Mapping[str, str]) -> _Contents:
    contents = _Contents()
    forms: list[tuple[Form, str]] = []
    titles: list[Form] = []
    for sheet, illegible in map(make_legible, filter(_is_of_the_branch, sheets)):
        contents.faults += illegible
        header = find_header(sheet.rows, sheet.name)
        if header and sheet.is_hidden and not _is_named(sheet.name, header.kind):
            contents.faults.append(Fault("sheet.state.is_visible", sheet.name))
        elif header:
            if sheet.is_hidden:
                contents.faults.append(Fault("sheet.state.is_hidden_but_read", sheet.name))
            contents.faults += _misplaced(sheet.name, header.kind)
            _take_table(contents, sheet, header)
            titles.append(read_form(sheet.rows[: header.top], sheet.name, takes_close=False))
        else:
            contents.faults += [] if sheet.is_hidden else unread_list_faults(sheet)
            forms.append((read_form(sheet.rows, sheet.name), sheet.name))
    contents.faults += _split_tables(contents.tables)
    _take_form(contents, forms, titles)
    is_template = "template_version" in {*contents.header, *properties}
    contents.tables, nameless = without_nameless(contents.tables, is_template=is_template)
    contents.header, told = with_identity(contents.header, properties)
    contents.faults += [*nameless, *told]
    return contents


def _is_of_the_branch(sheet: Sheet) -> bool:
    """Whether a sheet is not the summary of a correction workbook, which a branch sends back."""
    first = next((cell for row in sheet.rows[:3] for cell in row if cell != ""), "")
    ours = fold(CORRECTION_SHEET)
    return not (fold(sheet.name) == ours and fold(str(first)).startswith(ours))


def _take_form(contents: _Contents, forms: list[tuple[Form, str]], titles: list[Form]) -> None:
    """The sheet with the most labels is THONG_TIN; without one the tables' title rows may tell."""
    form, sheet_name = max(forms, key=lambda f: len(f[0].labels), default=(Form(), ""))
    enough = 1 if _is_named(sheet_name, FORM_SHEET) else _FORM_LABELS
    if len(form.labels) >= enough:
        contents.header, contents.has_form = form.values, True
        contents.faults += _misplaced(sheet_name, FORM_SHEET)
        contents.faults += _of_old_template(form, sheet_name)
        return
    for title in titles:
        contents.header = {**title.values, **contents.header}


def _of_old_template(form: Form, sheet_name: str) -> list[Fault]:
    """A warning when the form says that it is of another version; its columns are told apart."""
    version = form.values.get("template_version")
    if version is None or version.text.strip() in ("", TEMPLATE_VERSION):
        return []
    place = Fault("submission.template_version.is_current", sheet_name, cell=version.cell)
    return [place._replace(column_name="template_version", value=version.text)]


def _is_named(sheet_name: str, template_sheet: str) -> bool:
    return fold(sheet_name) == fold(template_sheet)


def _misplaced(sheet_name: str, template_sheet: str) -> list[Fault]:
    if not sheet_name or _is_named(sheet_name, template_sheet):
        return []  # what has no sheets has no wrong one
    detail = {"table": template_sheet}
    return [Fault("sheet.position.found_by_content", sheet_name, detail=detail)]


def _split_tables(tables: list[RawTable]) -> list[Fault]:
    counts = Counter(table.kind for table in tables)
    first = {table.kind: table.sheet for table in reversed(tables)}
    return [
        Fault("sheet.table.is_split", first[kind], detail={"table": kind})
        for kind, count in counts.items()
        if count > 1
    ]
