"""The branch's template as it comes back: filled in by a typist, saved by LibreOffice."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from schemas.template import FORM_SHEET, HEADER_ROW, columns_of, label_of

SOFFICE_SECONDS = 120

CITIZENS: Sequence[Mapping[str, Any]] = (
    {
        "full_name": "Trần Thị Thử Nghiệm",
        "id_number": "052190000123",
        "birth_date": "12/04/1990",
        "gender": "Nữ",
        "phone": "0905123456",
        "svc_vneid_l2": "x",
        "consent": "x",
    },
    {
        "full_name": "Nguyễn Văn Mẫu",
        "id_number": "052085000456",
        "birth_date": "30/11/1985",
        "gender": "Nam",
        "phone": "0377654321",
        "svc_dossier": 2,
        "consent": "x",
    },
    {
        "full_name": "Đinh Thị Ví Dụ",
        "birth_date": datetime(1974, 9, 2),
        "gender": "Nữ",
        "svc_other": "Hỗ trợ đăng ký chữ ký số cá nhân",
        "consent": "x",
    },
)
"""Made-up people; a birth date is typed, or a date of the program's."""


def fill(content: bytes, team: str, day: date, citizens: Sequence[Mapping[str, Any]]) -> bytes:
    """The template with its yellow cells written: the form, the teams, and these citizens."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    _write_form(
        book[FORM_SHEET], {"prepared_by": "Lê Thị Lập Biểu", "prepared_phone": "0905000111"}
    )
    teams, team_columns = book["TO_CNS"], _places("TO_CNS")
    for row in range(HEADER_ROW + 1, teams.max_row + 1):
        if teams.cell(row, team_columns["team_code"]).value:
            teams.cell(row, team_columns["area"], "Thôn 1")
            teams.cell(row, team_columns["member_name"], f"Đoàn Viên {chr(61 + row)}")
            for name in ("member_has_dvc", "member_vneid2", "attended"):
                teams.cell(row, team_columns[name], "x")
    people, columns = book["NGUOI_DAN"], _places("NGUOI_DAN")
    on = datetime(day.year, day.month, day.day)
    for row, cells in enumerate(citizens, start=HEADER_ROW + 1):
        for name, value in {"team_code": team, "assist_date": on, **cells}.items():
            people.cell(row, columns[name], value)
    activities, columns = book["HOAT_DONG"], _places("HOAT_DONG")
    for name, value in {"team_code": team, "activity": "Phát poster, tờ rơi tuyên truyền"}.items():
        activities.cell(HEADER_ROW + 1, columns[name], value)
    activities.cell(HEADER_ROW + 1, columns["quantity"], 30)
    return _bytes_of(book)


def _write_form(sheet: Any, values: Mapping[str, str]) -> None:
    labels = {label_of(FORM_SHEET, name): value for name, value in values.items()}
    for row in range(1, sheet.max_row + 1):
        if sheet.cell(row, 1).value in labels:
            sheet.cell(row, 2, labels[sheet.cell(row, 1).value])


def _places(sheet: str) -> dict[str, int]:
    """Column name → its number in Excel."""
    return {c.name: i for i, c in enumerate(columns_of(sheet, printed_only=True), start=1)}


def _bytes_of(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def office() -> str:
    """LibreOffice's program; where it is not installed the test is skipped, with the reason."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice Calc (soffice) is not installed; `bootstrap.py test` says why")
    return soffice


def saved_by_office(content: bytes, folder: Path, kind: str = "xlsx") -> bytes:
    """The workbook after LibreOffice has opened it and saved it as `kind`.

    Its profile is kept in the folder: a second start there takes half as long.
    """
    soffice = office()
    source, target = folder / "sent.xlsx", folder / "saved"
    source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir"]
    done = subprocess.run(
        [*command, str(target), str(source)],
        capture_output=True,
        timeout=SOFFICE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return (target / f"sent.{kind}").read_bytes()
