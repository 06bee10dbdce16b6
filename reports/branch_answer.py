"""From what is known of a branch's Sunday to what it is told: the letter and the workbooks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from reports.correction_plan import Correction, Mark, in_two_parts, rank
from reports.letter_plan import Arrival, FaultLine, Letter, RepeatLine
from reports.reminder import Reminder
from schemas.outcome import RECORD_COUNTS, Answer
from schemas.rules import Severity
from schemas.settings import TIME_ZONE
from schemas.template import SERVICE_COLUMNS, TEMPLATE

__all__ = ["corrections_of", "letter_of", "reminder_of", "workbook_name"]

_ONE_OF = {
    "record.identity.is_sufficient": ("id_number", "birth_date", "phone"),
    "record.service_codes.is_present": SERVICE_COLUMNS,
}
_LABELS = {column.name: column.label for column in TEMPLATE} | {
    "member_count": "Thành viên của tổ",
    "service_codes": "Nội dung hỗ trợ",
}
_OF_ROWS = {"record.identity.is_sufficient": "Số CCCD, ngày sinh, số điện thoại"}
"""Rule of a whole row → what it asks of it."""
_STATUSES = {
    "accepted": "đang có hiệu lực",
    "superseded": "đã được thay bằng lần gửi sau",
    "duplicate": "giống tệp đã gửi, không tính thêm",
    "quarantined": "tạm giữ cả tệp, chờ sửa",
    "rejected": "không đọc được, trả lại",
    "held": "chờ cơ sở xác nhận",
    "nil": "báo không tổ chức",
}
_IN_FORCE = ("accepted", "nil")
_RETURNED_WHOLE = ("quarantined", "rejected")
_LOOK_AGAIN = "Đề nghị kiểm tra lại và sửa nếu chưa đúng."
_FOUND = re.compile(r"tìm thấy (?:“[^”]*”|ô trống); | \(“[^”]*”\)", re.IGNORECASE)
"""The value of one cell, in the words for several."""


def workbook_name(submission: dict[str, Any]) -> str:
    """The name of a file's correction workbook: a CSV saved from it still tells whose it is."""
    version = submission["version"]
    which = f"v{version}" if version else str(submission["submission_id"])[:6]
    branch = str(submission["branch_code"]).replace("/", "_")
    return f"{branch}_{submission['sunday']:%Y-%m-%d}_can-sua_{which}.xlsx"


def corrections_of(answer: Answer) -> Iterator[tuple[dict[str, Any], Correction]]:
    """The files that go back, each as its row of `answer.submissions` and what is to be mended.

    The letter alone answers one that cannot be read, or waits until somebody says what it is.
    """
    for submission in _waiting(answer):
        findings = answer.findings[answer.findings["submission_id"] == submission["submission_id"]]
        is_placed = (findings["sheet"] != "") | (findings["row_number"] > 0)
        if submission["status"] in ("rejected", "held") or not is_placed.any():
            continue
        yield (
            submission,
            Correction(
                branch_code=answer.place.branch_code,
                branch_name=answer.branch_name,
                sunday=answer.place.sunday,
                version=submission["version"],
                received_at=_local(submission["received_at"]),
                file_sha256=submission["file_sha256"],
                parsed=submission["records_parsed"],
                accepted=submission["records_accepted"],
                quarantined=submission["records_quarantined"],
                excluded=submission["records_excluded"],
                marks=[_mark(finding) for finding in findings.to_dict("records")],
            ),
        )


def _waiting(answer: Answer) -> Iterator[dict[str, Any]]:
    """Files that something may still be said about: one that was given back whole is settled by
    any later one that counts.
    """
    files = answer.submissions.to_dict("records")
    settled = [file["received_at"] for file in files if file["status"] in _IN_FORCE]
    last = max(settled, default=None)
    for file in files:
        is_settled = file["status"] in _RETURNED_WHOLE and last and file["received_at"] < last
        if file["status"] not in ("superseded", "duplicate") and not is_settled:
            yield {str(name): value for name, value in file.items()}


def _local(moment: datetime) -> datetime:
    return moment.astimezone(TIME_ZONE)


def _mark(finding: dict[Any, Any]) -> Mark:
    reason, advice = _told(finding, finding["value_suggested"])
    return Mark(
        severity=finding["severity"],
        sheet=finding["sheet"],
        row_number=int(finding["row_number"]),
        cell=finding["cell"],
        column_name=finding["column_name"],
        label=_label(finding),
        reason=reason,
        advice=advice,
        one_of=_ONE_OF.get(finding["rule_id"], ()),
    )


def _told(finding: dict[Any, Any], suggested: str = "") -> tuple[str, str]:
    """Why and what to do: a repair's rule asks for nothing, but a steward who returns it does."""
    reason, advice = in_two_parts(finding["rule_id"], finding["message_vi"], suggested)
    return reason, advice or _LOOK_AGAIN


def _label(finding: dict[Any, Any]) -> str:
    return _OF_ROWS.get(finding["rule_id"]) or _LABELS.get(finding["column_name"], "")


def letter_of(answer: Answer, workbooks: list[str]) -> Letter:
    """The letter; `answer.repeats` has `who` instead of the citizen: a mask."""
    waiting = list(_waiting(answer))
    files = answer.submissions.to_dict("records")
    names = [file["submission_id"] for file in waiting]
    findings = answer.findings[answer.findings["submission_id"].isin(names)]
    counts = {name: sum(int(file[name]) for file in waiting) for name in RECORD_COUNTS}
    last = max(_local(file["received_at"]) for file in files)
    return Letter(
        branch_code=answer.place.branch_code,
        branch_name=answer.branch_name,
        sunday=answer.place.sunday,
        arrivals=[
            Arrival(
                received_at=_local(file["arrived_at"]),
                is_late=bool(file["is_late"]),
                status=_STATUSES[file["status"]],
                is_in_force=file["status"] in _IN_FORCE,
            )
            for file in files
        ],
        parsed=counts["records_parsed"],
        accepted=counts["records_accepted"],
        quarantined=counts["records_quarantined"],
        excluded=counts["records_excluded"],
        sums=answer.sums,
        faults=list(_fault_lines(findings)),
        repeats=[
            RepeatLine(
                place=f"{row['sheet']} dòng {row['row_number']}".strip(),
                who=row["who"],
                branch_code=row["other_branch"],
                day=row["other_date"],
                is_own=bool(row["is_own"]),
            )
            for row in answer.repeats.to_dict("records")
        ],
        workbooks=workbooks,
        due=(last + timedelta(days=7 - last.isoweekday() % 7)).date(),
    )


def reminder_of(answer: Answer) -> Reminder:
    """The reminder to a branch that sent nothing."""
    return Reminder(
        branch_code=answer.place.branch_code,
        branch_name=answer.branch_name,
        sunday=answer.place.sunday,
        teams=list(zip(answer.teams["team_code"], answer.teams["name"], strict=True)),
    )


def _fault_lines(findings: pd.DataFrame) -> Iterator[FaultLine]:
    """One line for all that says the same, errors first, then the most frequent."""
    groups: dict[tuple[Severity, str, str, str], list[dict[Any, Any]]] = {}
    for finding in findings.to_dict("records"):
        reason, advice = _told(finding)
        label = _label(finding)
        general = _FOUND.sub("", reason)
        says = (finding["severity"], label, general[:1].upper() + general[1:], advice)
        groups.setdefault(says, []).append(finding)
    for says, group in sorted(
        groups.items(), key=lambda group: (rank(group[0][0]), -len(group[1]))
    ):
        _, label, reason, advice = says
        severity: Severity = group[0]["severity"]
        places = [place for finding in group if (place := _place(finding))]
        yield FaultLine(severity, label, reason, advice, len(group), places)


def _place(finding: dict[Any, Any]) -> str:
    where = finding["cell"] and f"ô {finding['cell']}"
    where = where or (f"dòng {finding['row_number']}" if finding["row_number"] else "")
    is_of_list = finding["sheet"] in ("", "NGUOI_DAN")
    return where if is_of_list or not where else f"{finding['sheet']} {where}"
