"""A branch that gets its workbook back: what is marked in it, how it is mended and sent again."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from benchmarks.small_workbooks import Cells, citizen
from flows.steps import RunResult, run_sunday
from schemas.settings import Settings
from schemas.template import columns_of
from tests.districts import in_process, silent

__all__ = [
    "COLUMNS",
    "LETTERS",
    "PEOPLE",
    "answered",
    "edited",
    "marked_cells",
    "opened",
    "outbox",
    "run_at",
    "send",
    "workbook_in",
]

COLUMNS = [column.name for column in columns_of("NGUOI_DAN", printed_only=True)]
LETTERS = {name: chr(65 + at) for at, name in enumerate(COLUMNS)}
"""Column name → its letter in the template."""

PEOPLE: list[Cells] = [
    citizen(
        team_code="T0002" if number % 3 == 2 else "T0001",
        full_name=f"Đỗ Thị {name}",
        id_number=f"0521{50 + number}{123456 + 7 * number}",
        birth_date=f"{number + 1:02d}/07/19{50 + number}",
        phone=f"09671{23456 + number}",
    )
    for number, name in enumerate(("An", "Bảo", "Chi", "Dung", "Giang", "Hiếu", "Lan", "Nga"))
]
"""Good rows of two teams, of women without anything in common."""


def send(settings: Settings, path: str, content: bytes) -> None:
    """Puts a file into the inbox."""
    target = settings.inbox_folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def run_at(settings: Settings, now: str) -> RunResult:
    """A run in this process."""
    return run_sunday(settings, pd.Timestamp(now).tz_convert("UTC"), None, in_process, silent)


def outbox(settings: Settings) -> dict[str, bytes]:
    """What branches are told: each file below the outbox, by its path."""
    root = settings.home / "outbox"
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def answered(settings: Settings, branch: str = "D21609") -> dict[str, bytes]:
    """The files of one branch, by name."""
    told = {Path(path): content for path, content in outbox(settings).items()}
    return {path.name: content for path, content in told.items() if path.parent.name == branch}


def workbook_in(settings: Settings, branch: str = "D21609") -> bytes:
    """The one correction workbook of a branch."""
    (book,) = [c for name, c in answered(settings, branch).items() if name.endswith(".xlsx")]
    return book


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def marked_cells(content: bytes, sheet: str = "NGUOI_DAN") -> set[str]:
    """The addresses of cells with a comment of ours, all of which are coloured too."""
    page = opened(content)[sheet]
    told = {cell.coordinate for row in page.iter_rows() for cell in row if cell.comment}
    coloured = {
        cell
        for where in page.conditional_formatting
        for rule in where.rules
        if "can-sua" in str(rule.formula)
        for cell in re.findall(r"[A-Z]+\d+", str(where.sqref))
    }
    assert told <= coloured
    return told


def edited(content: bytes, cells: Mapping[str, object], sheet: str = "NGUOI_DAN") -> bytes:
    """The workbook after somebody typed these values into these cells."""
    book = opened(content)
    for place, value in cells.items():
        book[sheet][place] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
