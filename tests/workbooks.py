"""Small campaign workbooks for tests, and what the pure rooms make of them.

Two branches, each with its teams, report on one Sunday. A citizen is a dict by the English names of
`schemas.template`; `citizen(phone=...)` is a good one with that cell changed. Row 4 of NGUOI_DAN is
the first citizen, as in the template.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.small_workbooks import (
    BRANCHES,
    CITIZEN,
    SUNDAY,
    TEAMS,
    Cells,
    Row,
    Rows,
    citizen,
    form,
    members,
    report,
    table,
    workbook,
    write_reference,
)
from schemas import tables
from schemas.identifiers import digest
from schemas.outcome import Landed
from schemas.reference import ALWAYS, Reference
from schemas.rules import Severity
from schemas.table import Table
from transforms.findings import make_findings
from transforms.geography import Geography
from transforms.judging import Judgement, judge
from transforms.reading import RawTable, SubmissionRead, read_submission
from transforms.stacking import Read

__all__ = [
    "BRANCHES",
    "CITIZEN",
    "FORM",
    "HEADER",
    "KEY",
    "NOW",
    "PEOPLE",
    "SHIPPED",
    "SUNDAY",
    "TEAMS",
    "TITLE",
    "Cells",
    "Row",
    "Rows",
    "Verdict",
    "citizen",
    "citizens",
    "form",
    "judge_files",
    "judged",
    "members",
    "people",
    "read_files",
    "read_rows",
    "reference",
    "report",
    "slugs",
    "table",
    "verdict_on",
    "workbook",
    "write_reference",
]

SHIPPED = Path(__file__).resolve().parents[1] / "warehouse" / "shipped"


FORM: Rows = [
    ["ĐOÀN TNCS HỒ CHÍ MINH"],
    [],
    ["BÁO CÁO NGÀY CHỦ NHẬT SỐ"],
    [],
    ["Phiên bản mẫu", "CNS-2026.1"],
    ["Mã đơn vị", "D21609"],
    ["Ngày Chủ nhật báo cáo", date(2023, 2, 26)],
    ["Loại báo cáo (Lần đầu/Thay thế/Bổ sung/Không tổ chức)", "Lần đầu"],
    ["Lý do không tổ chức", "  "],
    ["Tổng số đoàn viên", 320],
]
HEADER = [
    "STT",
    "Mã tổ",
    "Ngày hỗ trợ",
    "Họ và tên",
    "Số CCCD/Định danh cá nhân",
    "Ngày sinh",
    "Số điện thoại",
    "Mở tài khoản DVC",
    "Ghi chú",
]
PEOPLE: Rows = [
    [1, "T0001", date(2023, 2, 26), "Trần Hà", "052089270965", 1986, "0967888108", "x", ""],
    [2, "T0001", date(2023, 2, 26), "Lê Tiên", 52169784943, "16/07/1969", 981909799.0, "X", "ốm"],
]
TITLE: Rows = [["DANH SÁCH NGƯỜI DÂN ĐƯỢC HỖ TRỢ"], []]


def citizens(*rows: Row, header: Row = HEADER) -> Rows:
    """A NGUOI_DAN sheet as in the template: title, blank row, header, then `rows`."""
    return [*TITLE, header, *rows]


def read_rows(rows: Rows, sheet: str = "NGUOI_DAN", form: Rows = FORM) -> SubmissionRead:
    """A workbook of THONG_TIN and one other sheet, written and read."""
    return read_submission(workbook({"THONG_TIN": form, sheet: rows}), "D21609.xlsx")


def people(read: SubmissionRead) -> RawTable:
    """The one NGUOI_DAN table of a submission."""
    (table,) = [table for table in read.tables if table.kind == "NGUOI_DAN"]
    return table


def slugs(read: SubmissionRead) -> list[str]:
    """The slugs of a submission's faults, in order."""
    return [fault.rule_id for fault in read.faults]


NOW = pd.Timestamp("2023-03-05T14:00", tz="UTC")
"""21:00 on that Sunday in Vietnam: everything received is on time."""
KEY = b"a key for tests, never for people"


def _conformed(target: Table, rows: Sequence[Mapping[Any, object]]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=target.column_names)
    for column in target.columns:
        if column.type == "date":
            frame[column.name] = pd.to_datetime(frame[column.name])
    if "valid_from" in frame:
        frame["valid_from"] = frame["valid_from"].fillna(ALWAYS)
    return target.conform(frame)


def _shipped(target: Table, name: str, renamed: Mapping[str, str]) -> pd.DataFrame:
    read = pd.read_csv(SHIPPED / name, dtype=str).rename(columns=dict(renamed))
    for column in target.columns:
        if column.type == "boolean":
            read[column.name] = read[column.name].map({"1": True, "0": False, "True": True})
        elif column.type in ("integer", "number"):
            read[column.name] = pd.to_numeric(read[column.name])
    read = read.astype(object).where(read.notna(), None)
    return _conformed(target, read.to_dict("records"))


@cache
def reference() -> Reference:
    """The shipped units and catalogues with BRANCHES and TEAMS; never to be changed."""
    branches = [
        {"branch_code": code, "name": f"Đoàn xã {code}", "kind": "commune", "unit_code": unit}
        for code, unit in BRANCHES.items()
    ]
    teams = [
        {"team_code": code, "branch_code": branch, "name": f"Tổ {code}", "team_type": "youth"}
        for code, branch in TEAMS.items()
    ]
    indicator = {"code": "indicator_code", "target": "target_as_told", "target_value": "target"}
    indicator |= {"numerator": "numerator_text", "denominator": "denominator_text"}
    return Reference(
        units=_shipped(tables.UNIT, "units.csv", {}),
        unit_successions=_shipped(
            tables.UNIT_SUCCESSION, "unit_successions.csv", {"date": "effective_date"}
        ),
        branches=_conformed(tables.BRANCH, branches),
        branch_successions=tables.BRANCH_SUCCESSION.empty(),
        teams=_conformed(tables.TEAM, teams),
        suspended_sundays=tables.SUSPENDED_SUNDAY.empty(),
        targets=tables.TARGET.empty(),
        services=_shipped(tables.SERVICE, "services.csv", {"code": "service_code"}),
        indicators=_shipped(tables.INDICATOR_DEFINITION, "indicators.csv", indicator),
    )


@dataclass(frozen=True)
class Verdict:
    """What becomes of some files."""

    judgement: Judgement
    findings: pd.DataFrame
    values: pd.DataFrame

    @property
    def statuses(self) -> dict[str, str]:
        """Inbox path → status of the submission."""
        submissions = self.judgement.submissions
        return dict(zip(submissions["inbox_path"], submissions["status"], strict=True))

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Records parsed, accepted, quarantined and excluded, over all files."""
        names = ("parsed", "accepted", "quarantined", "excluded")
        sums = [int(self.judgement.submissions[f"records_{name}"].sum()) for name in names]
        return (sums[0], sums[1], sums[2], sums[3])

    @property
    def records(self) -> pd.DataFrame:
        """The records in the order of their rows."""
        return self.judgement.records.sort_values(["sheet", "row_number"])

    def record(self, row_number: int = 4) -> dict[Any, Any]:
        """The one record of an Excel row."""
        (row,) = self.records[self.records["row_number"] == row_number].to_dict("records")
        return row

    def told(self, *columns: str, case: str = "") -> list[tuple[Any, ...]]:
        """The findings' `columns`, in order; those of one case where that is given."""
        asked = self.findings[self.findings["case_id"] == case] if case else self.findings
        rows = asked[list(columns)].astype(object)
        rows = rows.where(rows.notna(), None)
        return sorted(rows.itertuples(index=False, name=None), key=str)

    def finding(self, rule_id: str) -> dict[Any, Any]:
        """The one finding of that rule; AssertionError when there is another number of them."""
        rows = self.findings[self.findings["rule_id"] == rule_id].to_dict("records")
        assert len(rows) == 1, f"{len(rows)} findings of {rule_id}"
        return rows[0]


def judged(
    *contents: bytes,
    severities: Mapping[str, Severity] | None = None,
    now: pd.Timestamp = NOW,
    **named: bytes,
) -> Verdict:
    """What becomes of files named 1.xlsx, 2.xlsx …, or as `named` says."""
    files = {f"{number}.xlsx": content for number, content in enumerate(contents, start=1)}
    return judge_files(files | named, severities or {}, now)


def judge_files(
    files: Mapping[str, bytes],
    severities: Mapping[str, Severity] | None = None,
    now: pd.Timestamp = NOW,
) -> Verdict:
    """What becomes of files by inbox path: read, judged, told."""
    reads = read_files(files, now)
    known = reference()
    judgement = judge(reads, known, Geography(known), KEY, severities or {}, now)
    return verdict_on(judgement, severities or {})


def read_files(files: Mapping[str, bytes], now: pd.Timestamp = NOW, case: str = "") -> list[Read]:
    """Files by inbox path, read; `case` tells apart equal files that several cases send."""
    reads = []
    for path, content in files.items():
        sha = sha256(case.encode() + content).hexdigest()
        landed = Landed(digest(sha, path), sha, path, now)
        reads.append(Read(landed, read_submission(content, path)))
    return reads


def verdict_on(judgement: Judgement, severities: Mapping[str, Severity]) -> Verdict:
    """A judgement with what it is put into words as."""
    submissions = judgement.submissions.assign(version=1)
    told = make_findings(
        judgement.faults, submissions, severities, judgement.answers, judgement.roster
    )
    return Verdict(judgement, told.findings, told.values)
