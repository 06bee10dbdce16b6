"""Small workbooks of one branch, cell by cell: for tests, the catalogue of cases and fuzzing.

A citizen is a dict by the English names of `schemas.template`; `citizen(phone=...)` is a good one
with that cell changed. Row 4 of NGUOI_DAN is the first citizen, as in the template.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from schemas.template import HEADER_ROW, columns_of, label_of

__all__ = [
    "BRANCHES",
    "CITIZEN",
    "SUNDAY",
    "TEAMS",
    "Cells",
    "Mark",
    "Row",
    "Rows",
    "citizen",
    "form",
    "members",
    "report",
    "table",
    "workbook",
    "write_reference",
]

Row = Sequence[object]
Rows = Sequence[Row]
Cells = Mapping[str, object]
Mark = Callable[[xlsxwriter.Workbook], object]
"""What is done to a workbook that `workbook` does not do: hide, merge, strike through."""


def workbook(sheets: Mapping[str, Rows], mark: Mark | None = None, **options: object) -> bytes:
    """An xlsx with these sheets, marked at the end; None and '' leave a cell out.

    `options` are XlsxWriter's, such as `date_1904`.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, dict(options))
    book.set_properties({"created": datetime(2023, 2, 26, 21, 30)})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    sheet.write_datetime(row, column, cell, moment)
                elif isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, day)
                elif isinstance(cell, str) and cell.startswith("#"):
                    sheet.write_formula(row, column, "=1/0", value=cell)
                elif cell is not None and cell != "":
                    sheet.write(row, column, cell)
    if mark is not None:
        mark(book)
    book.close()
    return target.getvalue()


SUNDAY = date(2023, 3, 5)

BRANCHES: dict[str, str] = {"D21609": "21609", "D21610": "21610"}
"""Branch → its commune, both in the district An Lão."""

TEAMS: dict[str, str] = {"T0001": "D21609", "T0002": "D21609", "T0101": "D21610"}
"""Team → its branch."""

CITIZEN: Cells = {
    "team_code": "T0001",
    "assist_date": SUNDAY,
    "full_name": "Trần Thị Hà",
    "id_number": "052189270965",
    "birth_date": "16/07/1989",
    "gender": "Nữ",
    "phone": "0967888108",
    "ward": "Xã An Hưng",
    "svc_dvc_account": "x",
    "consent": "x",
}
"""A row with nothing to say about it."""


def citizen(**cells: object) -> Cells:
    """A good row of NGUOI_DAN but for these cells ('' leaves one blank)."""
    return {**CITIZEN, **cells}


_MIDDLE_NAMES = ("Văn", "Thị", "Ngọc", "Minh", "Quang", "Hữu", "Đình", "Xuân", "Bảo", "Công", "Đức")


def members(team_code: str, count: int = 8) -> list[Cells]:
    """The TO_CNS rows of a team; other teams have other members."""
    middle = _MIDDLE_NAMES[int(team_code[-2:]) % len(_MIDDLE_NAMES)]
    return [
        {
            "team_code": team_code,
            "member_name": f"Lê {middle} {chr(65 + number)}",
            "team_role": "Thành viên" if number else "Tổ trưởng",
            "attended": "x",
        }
        for number in range(count)
    ]


def form(
    branch: str = "D21609", sunday: object = SUNDAY, kind: str = "Lần đầu", **more: object
) -> Rows:
    """A THONG_TIN sheet; `more` gives other lines by their English names."""
    values = {"branch_code": branch, "report_sunday": sunday, "submission_type": kind, **more}
    lines = [[label_of("THONG_TIN", name), value] for name, value in values.items()]
    return [["BÁO CÁO NGÀY CHỦ NHẬT SỐ"], [], [], [], *lines]


def table(kind: str, rows: Sequence[Cells], header: Sequence[str] = ()) -> Rows:
    """A sheet in the template's form: a title, the labels in row 3, then `rows` with their STT.

    `header` names other columns than the printed ones, by their English names.
    """
    names = header or [column.name for column in columns_of(kind, printed_only=True)]
    body = [
        [({"row_no": number} | dict(row)).get(name, "") for name in names]
        for number, row in enumerate(rows, start=1)
    ]
    title: Rows = [["DANH SÁCH"], *([] for _ in range(HEADER_ROW - 2))]
    return [*title, [label_of(kind, name) for name in names], *body]


def report(
    *rows: Cells,
    teams: Sequence[Cells] = (),
    activities: Sequence[Cells] = (),
    header: Sequence[str] = (),
    **heading: Any,
) -> bytes:
    """A branch's workbook: `rows` are its citizens, `heading` goes to `form`."""
    sheets = {"THONG_TIN": form(**heading), "NGUOI_DAN": table("NGUOI_DAN", rows, header)}
    if teams:
        sheets["TO_CNS"] = table("TO_CNS", teams)
    if activities:
        sheets["HOAT_DONG"] = table("HOAT_DONG", activities)
    return workbook(sheets)


def write_reference(
    folder: Path, branches: Mapping[str, str] = BRANCHES, teams: Mapping[str, str] = TEAMS
) -> Path:
    """The folder, with branches.csv and teams.csv for `sunday reference load`."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{code},Đoàn xã {code},commune,{unit}" for code, unit in branches.items()]
    header = "branch_code,name,kind,unit_code"
    (folder / "branches.csv").write_text("\n".join([header, *lines]), encoding="utf-8")
    lines = [f"{code},{branch},Tổ {code},youth" for code, branch in teams.items()]
    header = "team_code,branch_code,name,team_type"
    (folder / "teams.csv").write_text("\n".join([header, *lines]), encoding="utf-8")
    return folder
