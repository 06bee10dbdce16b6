"""Reference data: what ships with the project, and `sunday reference load DIR`.

A folder holds any subset of the files below. All of its rows are checked before any is written, and
all are written in one transaction: a bad row is refused with its file, line and reason, and then
nothing is loaded. Loading the same folder again changes nothing.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import pandas as pd
import psycopg

from schemas import tables
from schemas.errors import ReferenceRefused, TerminalError
from schemas.reference import ALWAYS, Reference
from schemas.table import Check, Column, Table
from warehouse import copying
from warehouse.partitions import content_hash

__all__ = [
    "FILES",
    "load_folder",
    "load_reference",
    "load_shipped",
    "reference_hash",
    "shipped_reference",
]

Cursor = psycopg.Cursor[Any]


@dataclass(frozen=True)
class _File:
    """A CSV file: its table, and how its headers are named there."""

    table: Table
    renamed: dict[str, str]


FILES: dict[str, _File] = {
    "units.csv": _File(tables.UNIT, {}),
    "unit_successions.csv": _File(tables.UNIT_SUCCESSION, {"date": "effective_date"}),
    "branches.csv": _File(tables.BRANCH, {}),
    "branch_successions.csv": _File(tables.BRANCH_SUCCESSION, {"date": "effective_date"}),
    "teams.csv": _File(tables.TEAM, {}),
    "suspended_sundays.csv": _File(tables.SUSPENDED_SUNDAY, {}),
    "targets.csv": _File(tables.TARGET, {}),
}
"""What `reference load` takes."""

_CATALOGUES: dict[str, _File] = {
    "services.csv": _File(tables.SERVICE, {"code": "service_code"}),
    "indicators.csv": _File(
        tables.INDICATOR_DEFINITION,
        {
            "code": "indicator_code",
            "numerator": "numerator_text",
            "denominator": "denominator_text",
            "target": "target_as_told",
            "target_value": "target",
        },
    ),
}
"""Catalogues that ship with the project and change with its versions only."""

_FIGURES = _File(tables.REFERENCE_FIGURE, {})
"""`reference_figures.csv`: what documents published of the sister programme, Đề án 5299."""


def load_shipped(cursor: Cursor) -> None:
    """Loads the project's units, successions, catalogues and published figures; loaded units are
    kept.
    """
    for table, rows in _shipped_catalogues():
        # Hardly any run brings another version: what is there already is not written again.
        if content_hash(table, copying.read(cursor, table)) != content_hash(table, rows):
            copying.upsert(cursor, table, rows)
    cursor.execute("SELECT EXISTS (SELECT FROM core.unit)")
    row = cursor.fetchone()
    folder = resources.files("warehouse") / "shipped"
    if row is not None and not row[0]:
        for name in ("units.csv", "unit_successions.csv"):
            file = FILES[name]
            copying.upsert(cursor, file.table, _read(folder / name, file, []))


def _shipped_catalogues() -> list[tuple[Table, pd.DataFrame]]:
    """Services, indicators and published figures, as they ship."""
    folder = resources.files("warehouse") / "shipped"
    found = [(file.table, _read(folder / name, file, [])) for name, file in _CATALOGUES.items()]
    figures = _read(folder / "reference_figures.csv", _FIGURES, [])
    figures["value"] = 100 * figures["numerator"] / figures["denominator"]
    return [*found, (_FIGURES.table, figures)]


def shipped_reference() -> Reference:
    """What ships with the project, without a database: it knows no branch and no team."""
    shipped = resources.files("warehouse") / "shipped"
    frames = {
        field: _read(shipped / f"{field}.csv", file, [])
        if (shipped / f"{field}.csv").is_file()
        else file.table.empty()
        for field, file in _FIELDS.items()
    }
    return Reference(**frames)


def load_folder(cursor: Cursor, folder: Path) -> dict[str, int]:
    """Checks and loads the reference files of `folder`; rows by file name.

    Raises ReferenceRefused with a line for each bad row, and TerminalError when there is no folder
    or no file to load. Nothing is written then.
    """
    if not folder.is_dir():
        raise TerminalError(
            f"There is no folder {folder}; give one that holds any of {', '.join(FILES)}."
        )
    names = [name for name in FILES if (folder / name).is_file()]
    if not names:
        raise TerminalError(
            f"The folder {folder} holds no reference file; it takes any of {', '.join(FILES)}."
        )
    problems: list[str] = []
    frames = {name: _read(folder / name, FILES[name], problems) for name in names}
    if not problems:
        _check_links(cursor, frames, problems)
        _check_overlaps(cursor, frames, problems)
    if problems:
        raise ReferenceRefused(problems)
    for name, frame in frames.items():
        copying.upsert(cursor, FILES[name].table, frame)
    return {name: len(frame) for name, frame in frames.items()}


def load_reference(cursor: Cursor) -> Reference:
    """All reference data of the database."""
    frames = {field: copying.read(cursor, file.table) for field, file in _FIELDS.items()}
    return Reference(
        **frames,
        locks=copying.read(cursor, tables.LOCK),
        tombstones=copying.read(cursor, tables.TOMBSTONE),
    )


def _read(path: Path | Traversable, file: _File, problems: list[str]) -> pd.DataFrame:
    """The rows of a file in the form of its table, indexed by their line in the file.

    What is wrong is added to `problems`; the frame is empty then.
    """
    known = len(problems)
    lines = _lines(path, problems)
    header = _header(lines[0][1], file, path.name, problems) if lines else []
    if not lines or len(problems) > known:
        return file.table.empty()
    rows = []
    for number, cells in lines[1:]:
        if len(cells) > len(header):
            problems.append(
                f"{path.name}, line {number}: has more cells than the header; put a text with a"
                " comma in double quotes."
            )
            continue
        values = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        rows.append(
            {c.name: _value(c, values, path.name, number, problems) for c in file.table.columns}
        )
    if len(problems) > known:
        return file.table.empty()
    frame = file.table.conform(pd.DataFrame(rows, columns=file.table.column_names))
    frame.index = pd.Index([number for number, _ in lines[1:]], dtype="int64")
    _check_frame(file, frame, path.name, problems)
    return frame


def _header(cells: list[str], file: _File, name: str, problems: list[str]) -> list[str]:
    """The table's names of a file's columns; a missing or misspelt one is a problem."""
    header = [file.renamed.get(cell.strip(), cell.strip()) for cell in cells]
    told = {column: text for text, column in file.renamed.items()}
    absent = [c for c in file.table.columns if c.name not in header]
    missing = [told.get(c.name, c.name) for c in absent if not _may_lack(c)]
    strange = [text for text in header if text and text not in file.table.column_names]
    if missing:
        problems.append(f"{name}, line 1: column {', '.join(missing)} is missing.")
    elif absent and strange:
        # A misspelt valid_to would otherwise be read as "open" without a word.
        problems.append(
            f"{name}, line 1: column {', '.join(strange)} is not known; it may be"
            f" {', '.join(told.get(c.name, c.name) for c in absent)}."
        )
    for text in sorted({text for text in header if text and header.count(text) > 1}):
        problems.append(f"{name}, line 1: column {told.get(text, text)} stands there twice.")
    return header


def _lines(path: Path | Traversable, problems: list[str]) -> list[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line that it begins on."""
    name = path.name
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(f"{name}: is not UTF-8; save it as “CSV UTF-8”.")
        return []
    except OSError as error:
        problems.append(f"{name}: cannot be read ({error.strerror}).")
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines = []
    first = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((first, cells))
            first = reader.line_num + 1
    except csv.Error:
        problems.append(f"{name}, line {first}: is no CSV; check its commas and double quotes.")
        return []
    if not lines:
        problems.append(f"{name}: is empty; give at least its header.")
    return lines


def _may_lack(column: Column) -> bool:
    return column.nullable or column.name == "valid_from"


def _value(
    column: Column, values: dict[str, str], file: str, line: int, problems: list[str]
) -> object:
    text = values.get(column.name, "")
    if not text:
        if column.name == "valid_from":
            return ALWAYS
        if not column.nullable:
            problems.append(f"{file}, line {line}: {column.name} is blank.")
        return None
    try:
        return _PARSERS[column.type](text)
    except ValueError:
        expected = _EXPECTED[column.type]
        problems.append(f"{file}, line {line}: {column.name} “{text}” is not {expected}.")
        return None


def _boolean(text: str) -> bool:
    known = {"1": True, "0": False, "true": True, "false": False, "y": True, "n": False}
    try:
        return known[text.lower()]
    except KeyError:
        raise ValueError(text) from None


def _text(text: str) -> str:
    if "\0" in text:  # Postgres keeps no such character
        raise ValueError(text)
    return text


def _integer(text: str) -> int:
    number = int(text)
    if abs(number) >= 2**63:
        raise ValueError(text)
    return number


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


_PARSERS: dict[str, Callable[[str], object]] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": lambda text: pd.to_datetime(text, format="%Y-%m-%d"),
}
_EXPECTED = {
    "text": "text: it has a null character",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "yes or no (1, 0)",
    "date": "a date as YYYY-MM-DD",
}


def _check_frame(file: _File, frame: pd.DataFrame, name: str, problems: list[str]) -> None:
    table = file.table
    for column in table.columns:
        present = frame[column.name].dropna()
        for check in column.checks:
            holds = check.holds(present).astype(bool)
            for line, value in present[~holds].items():
                problems.append(
                    f"{name}, line {line}: {column.name} “{_shown(value)}” {_broken(check)}."
                )
    for line in frame.index[frame.duplicated(list(table.key))]:
        problems.append(f"{name}, line {line}: repeats an earlier {', '.join(table.key)}.")
    if "valid_to" in table.column_names:
        for line in frame.index[frame["valid_to"] < frame["valid_from"]]:
            problems.append(f"{name}, line {line}: valid_to is before valid_from.")


def _shown(value: object) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


def _broken(check: Check) -> str:
    """What a value that breaks the check is not."""
    if check.name == "one_of" and check.sql is not None:
        return f"is none of {check.sql.partition('IN ')[2].strip('()').replace(chr(39), '')}"
    words = {
        "code": "is no code (capital letters, digits and . _ / -)",
        "is_sunday": "is no Sunday",
    }
    return words.get(check.name, f"is not {check.name.replace('_', ' ')}")


_LINKS = (
    ("branches.csv", "unit_code", "units.csv", "unit_code"),
    ("branches.csv", "parent_branch_code", "branches.csv", "branch_code"),
    ("teams.csv", "branch_code", "branches.csv", "branch_code"),
    ("units.csv", "parent_code", "units.csv", "unit_code"),
    ("unit_successions.csv", "old_code", "units.csv", "unit_code"),
    ("unit_successions.csv", "new_code", "units.csv", "unit_code"),
    ("branch_successions.csv", "old_code", "branches.csv", "branch_code"),
    ("branch_successions.csv", "new_code", "branches.csv", "branch_code"),
    ("suspended_sundays.csv", "unit_code", "units.csv", "unit_code"),
    ("targets.csv", "indicator_code", "indicators.csv", "indicator_code"),
)
"""Codes that must exist as another file's code, in this folder or loaded before."""


def _check_links(cursor: Cursor, frames: dict[str, pd.DataFrame], problems: list[str]) -> None:
    for file, column, target_file, target in _LINKS:
        if file not in frames:
            continue
        known = set(copying.read(cursor, (FILES | _CATALOGUES)[target_file].table)[target])
        if target_file in frames:
            known |= set(frames[target_file][target])
        codes = frames[file][column].dropna()
        for line, code in codes[~codes.isin(known)].items():
            problems.append(f"{file}, line {line}: {column} {code} is not in {target_file}.")


_STRETCHES = (
    ("units.csv", "unit_code"),
    ("branches.csv", "branch_code"),
    ("teams.csv", "team_code"),
)
"""Files whose rows hold over a stretch of time, one after the other for each code."""


def _check_overlaps(cursor: Cursor, frames: dict[str, pd.DataFrame], problems: list[str]) -> None:
    """No code may be valid twice on a day, with the rows that were loaded before."""
    for file, code in _STRETCHES:
        if file not in frames:
            continue
        columns = [code, "valid_from", "valid_to"]
        new = frames[file][columns].assign(line=frames[file].index)
        loaded = copying.read(cursor, FILES[file].table)[columns]
        rows = pd.concat([new, loaded], ignore_index=True)
        rows = rows.drop_duplicates([code, "valid_from"])
        ordered = rows.sort_values([code, "valid_from"])
        earlier = ordered.groupby(code)[["valid_to", "line"]].shift()
        follows = ordered[code].duplicated()
        ends = earlier["valid_to"]
        overlaps = ordered[follows & (ends.isna() | (ends >= ordered["valid_from"]))]
        lines = overlaps["line"].fillna(earlier["line"])
        for line, value in zip(lines, overlaps[code], strict=True):
            if pd.notna(line):
                problems.append(
                    f"{file}, line {line:.0f}: {code} {value} is already valid then; close the"
                    " earlier row with valid_to."
                )


def reference_hash(reference: Reference) -> str:
    """SHA-256 over all reference data and locks, to tell whether any of it changed."""
    hashes = [
        content_hash(file.table, getattr(reference, field)) for field, file in _FIELDS.items()
    ]
    hashes.append(content_hash(tables.LOCK, reference.locks))
    return hashlib.sha256("".join(hashes).encode()).hexdigest()


_FIELDS: dict[str, _File] = {
    name.removesuffix(".csv"): file for name, file in (FILES | _CATALOGUES).items()
}
