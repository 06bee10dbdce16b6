"""Reference data: what ships with the project, and `sunday reference load DIR`.

A folder holds any subset of the files below. All of its rows are checked before any is written, and
all are written in one transaction: a bad row is refused with its file, line and reason, and then
nothing is loaded. Loading the same folder again changes nothing.
"""

from __future__ import annotations

import csv
import hashlib
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
from schemas.table import Column, Table
from warehouse import copying
from warehouse.partitions import content_hash

__all__ = ["FILES", "load_folder", "load_reference", "load_shipped", "reference_hash"]

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


def load_shipped(cursor: Cursor) -> None:
    """Loads the units, successions and catalogues of the project; loaded units are kept."""
    folder = resources.files("warehouse") / "shipped"
    for name, file in _CATALOGUES.items():
        copying.upsert(cursor, file.table, _read(folder / name, file, []))
    cursor.execute("SELECT EXISTS (SELECT FROM core.unit)")
    row = cursor.fetchone()
    if row is not None and not row[0]:
        for name in ("units.csv", "unit_successions.csv"):
            file = FILES[name]
            copying.upsert(cursor, file.table, _read(folder / name, file, []))


def load_folder(cursor: Cursor, folder: Path) -> dict[str, int]:
    """Checks and loads the reference files of `folder`; rows by file name.

    Raises ReferenceRefused with a line for each bad row, and TerminalError when there is no file to
    load. Nothing is written then.
    """
    names = [name for name in FILES if (folder / name).is_file()]
    if not names:
        raise TerminalError(
            f"The folder {folder} holds no reference file; it takes any of {', '.join(FILES)}."
        )
    problems: list[str] = []
    frames = {name: _read(folder / name, FILES[name], problems) for name in names}
    if not problems:
        _check_links(cursor, frames, problems)
    if problems:
        raise ReferenceRefused(problems)
    for name, frame in frames.items():
        copying.upsert(cursor, FILES[name].table, frame)
    return {name: len(frame) for name, frame in frames.items()}


def load_reference(cursor: Cursor) -> Reference:
    """All reference data of the database."""
    return Reference(**{field: copying.read(cursor, file.table) for field, file in _FIELDS.items()})


def _read(path: Path | Traversable, file: _File, problems: list[str]) -> pd.DataFrame:
    """The rows of a file in the form of its table; what is wrong is added to `problems`."""
    lines = _lines(path, problems)
    if lines is None:
        return file.table.empty()
    header = [file.renamed.get(name.strip(), name.strip()) for name in lines[0][1]]
    missing = [c.name for c in file.table.columns if c.name not in header and not _may_lack(c)]
    if missing:
        problems.append(f"{path.name}, line 1: column {', '.join(missing)} is missing.")
        return file.table.empty()
    rows = []
    for number, cells in lines[1:]:
        values = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        rows.append(
            {c.name: _value(c, values, path.name, number, problems) for c in file.table.columns}
        )
    if problems:
        return file.table.empty()
    frame = file.table.conform(pd.DataFrame(rows, columns=file.table.column_names))
    _check_frame(file.table, frame, [number for number, _ in lines[1:]], path.name, problems)
    return frame


def _lines(path: Path | Traversable, problems: list[str]) -> list[tuple[int, list[str]]] | None:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problems.append(f"{path.name}: is not UTF-8; save it as “CSV UTF-8”.")
        return None
    except OSError as error:
        problems.append(f"{path.name}: cannot be read ({error.strerror}).")
        return None
    reader = csv.reader(text.splitlines())
    lines = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    if not lines:
        problems.append(f"{path.name}: is empty; give at least its header.")
        return None
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
        problems.append(f"{file}, line {line}: {column.name} is not a {_EXPECTED[column.type]}.")
        return None


def _boolean(text: str) -> bool:
    known = {"1": True, "0": False, "true": True, "false": False, "y": True, "n": False}
    try:
        return known[text.lower()]
    except KeyError:
        raise ValueError(text) from None


_PARSERS: dict[str, Callable[[str], object]] = {
    "text": str,
    "integer": int,
    "number": float,
    "boolean": _boolean,
    "date": lambda text: pd.to_datetime(text, format="%Y-%m-%d"),
}
_EXPECTED = {
    "integer": "whole number",
    "number": "number",
    "boolean": "yes or no (1, 0)",
    "date": "date as YYYY-MM-DD",
}


def _check_frame(
    table: Table, frame: pd.DataFrame, lines: list[int], file: str, problems: list[str]
) -> None:
    for column in table.columns:
        present = frame[column.name].dropna()
        for check in column.checks:
            holds = check.holds(present).astype(bool)
            for index in present.index[~holds]:
                problems.append(
                    f"{file}, line {lines[index]}: {column.name} is not allowed ({check.name})."
                )
    for index in frame.index[frame.duplicated(list(table.key))]:
        problems.append(f"{file}, line {lines[index]}: repeats an earlier {', '.join(table.key)}.")
    if "valid_to" in table.column_names:
        for index in frame.index[frame["valid_to"] < frame["valid_from"]]:
            problems.append(f"{file}, line {lines[index]}: valid_to is before valid_from.")


_LINKS = (
    ("branches.csv", "unit_code", "units.csv", "unit_code"),
    ("branches.csv", "parent_branch_code", "branches.csv", "branch_code"),
    ("teams.csv", "branch_code", "branches.csv", "branch_code"),
    ("units.csv", "parent_code", "units.csv", "unit_code"),
    ("unit_successions.csv", "old_code", "units.csv", "unit_code"),
    ("unit_successions.csv", "new_code", "units.csv", "unit_code"),
    ("branch_successions.csv", "old_code", "branches.csv", "branch_code"),
    ("branch_successions.csv", "new_code", "branches.csv", "branch_code"),
)
"""Codes that must exist as another file's code, in this folder or loaded before."""


def _check_links(cursor: Cursor, frames: dict[str, pd.DataFrame], problems: list[str]) -> None:
    for file, column, target_file, target in _LINKS:
        if file not in frames:
            continue
        known = set(copying.read(cursor, FILES[target_file].table)[target])
        if target_file in frames:
            known |= set(frames[target_file][target])
        codes = frames[file][column].dropna()
        for code in sorted(set(codes[~codes.isin(known)])):
            line = int(codes.index[codes == code][0]) + 2
            problems.append(f"{file}, line {line}: {column} {code} is not in {target_file}.")
    _check_overlaps(frames, problems)


def _check_overlaps(frames: dict[str, pd.DataFrame], problems: list[str]) -> None:
    for file, code in (
        ("units.csv", "unit_code"),
        ("branches.csv", "branch_code"),
        ("teams.csv", "team_code"),
    ):
        if file not in frames:
            continue
        ordered = frames[file].sort_values([code, "valid_from"])
        ends = ordered.groupby(code)["valid_to"].shift()
        follows = ordered[code].duplicated()
        overlaps = follows & (ends.isna() | (ends >= ordered["valid_from"]))
        for index in ordered.index[overlaps]:
            problems.append(
                f"{file}, line {index + 2}: {code} {ordered.at[index, code]} is already valid then;"
                " close the earlier row with valid_to."
            )


def reference_hash(reference: Reference) -> str:
    """SHA-256 over all reference data, to tell whether any of it changed."""
    hashes = [
        content_hash(file.table, getattr(reference, field)) for field, file in _FIELDS.items()
    ]
    return hashlib.sha256("".join(hashes).encode()).hexdigest()


_FIELDS: dict[str, _File] = {
    name.removesuffix(".csv"): file for name, file in (FILES | _CATALOGUES).items()
}
