"""Whose report a file is, for which Sunday, of what type: the judgement of its heading."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from schemas.outcome import Landed
from schemas.reference import Reference
from schemas.rules import Fault, Severity
from schemas.settings import LAUNCH
from transforms.cells.dates import parse_report_sunday
from transforms.cells.name_keys import folded
from transforms.cells.team_code import normalise_code
from transforms.findings import severity_of
from transforms.folders import misplaced
from transforms.reading import HeaderCell, RawTable, origin_of
from transforms.sameness import content_sha256
from transforms.stacking import Read
from transforms.successions import branches_on

__all__ = ["Judged", "duplicates", "fault_key", "judge_headings"]

_TYPES = {
    "lan dau": "first",
    "thay the": "replacement",
    "bo sung": "supplement",
    "khong to chuc": "nil",
}

MEMBER_COUNTS = ("member_total", "member_dvc_count", "member_vneid2_count", "member_both_count")


@dataclass(frozen=True)
class Judged:
    """The submissions and what is wrong with their headings.

    `submissions` has one row per file: submission_id (index), file_sha256, inbox_path, received_at,
    arrived_at, modified_at, content_sha256, branch_code, sunday, submission_type, status (accepted,
    nil, quarantined, rejected).
    """

    submissions: pd.DataFrame
    faults: list[tuple[str, Fault]]


def judge_headings(
    reads: Sequence[Read],
    reference: Reference,
    today: pd.Timestamp,
    severities: Mapping[str, Severity],
    waived: Collection[tuple[str, ...]] = (),
) -> Judged:
    """Branch, Sunday and type of every file, from its THONG_TIN sheet, else from its path.

    A file is held back whole by any fault of it or of its sheets that is an error, but for those
    that are `waived` (see `fault_key`).
    """
    branches = set(reference.branches["branch_code"])
    rows: list[dict[str, object]] = []
    faults: list[tuple[str, Fault]] = []
    for read in reads:
        row, found = _judge(read, branches, today)
        name = read.landed.submission_id
        asked = [*read.content.faults, *found]
        if waived:
            asked = [fault for fault in asked if fault_key(name, fault) not in waived]
        if row["status"] != "rejected" and _has_error(asked, severities):
            row["status"] = "quarantined"
        rows.append(row)
        faults.extend((read.landed.submission_id, fault) for fault in found)
    submissions = _frame(rows)
    heirs, told = _of_today(submissions, reference)
    submissions = submissions.assign(branch_code=heirs)
    strayed = misplaced(reads, submissions, reference)
    astray = submissions.index.isin([name for name, _ in strayed])
    is_taken = submissions["status"].isin(["accepted", "nil"])
    submissions["status"] = submissions["status"].mask(astray & is_taken, "quarantined")
    return Judged(submissions, faults + told + strayed)


def _of_today(
    submissions: pd.DataFrame, reference: Reference
) -> tuple[pd.Series[str], list[tuple[str, Fault]]]:
    """The branch that reports on each file's Sunday, and files that name one that has ended (Y11).

    Sundays before the change stay with the old branch.
    """
    branches = submissions["branch_code"].copy()
    for sunday, files in submissions.dropna(subset=["branch_code", "sunday"]).groupby("sunday"):
        named = files["branch_code"]
        heirs = branches_on(named.unique(), pd.Timestamp(str(sunday)), reference)
        branches.loc[named.index] = named.map(heirs)
    is_other = submissions["branch_code"].notna() & (branches != submissions["branch_code"])
    moved = zip(submissions.index[is_other], branches[is_other], strict=True)
    rule_id = "submission.branch_code.is_in_force"
    return branches, [
        (name, Fault(rule_id, column_name="branch_code", detail={"branch": heir}))
        for name, heir in moved
    ]


def fault_key(submission_id: str, fault: Fault) -> tuple[str, ...]:
    """What tells the faults of files from one another."""
    place = (fault.sheet, str(fault.row_number), fault.cell)
    return (submission_id, fault.rule_id, fault.column_name, *place)


_COLUMNS = {
    "submission_id": "str",
    "file_sha256": "str",
    "inbox_path": "str",
    "received_at": "datetime64[us, UTC]",
    "arrived_at": "datetime64[us, UTC]",
    "modified_at": "datetime64[us, UTC]",
    "branch_code": "str",
    "sunday": "datetime64[us]",
    "submission_type": "str",
    "status": "str",
    "prepared_by": "str",
    "prepared_phone": "str",
    "content_sha256": "str",
    "corrected_id": "str",
}


def _frame(rows: Iterable[dict[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(_COLUMNS))
    for name in ("received_at", "arrived_at", "modified_at"):
        frame[name] = pd.to_datetime(frame[name], utc=True)
    frame = frame.astype(_COLUMNS)
    return frame.set_index("submission_id")


def _judge(
    read: Read, branches: set[str], today: pd.Timestamp
) -> tuple[dict[str, object], list[Fault]]:
    header = read.content.header
    origin = origin_of(read.landed.inbox_path)
    row: dict[str, object] = _received(read.landed) | {
        "modified_at": read.content.modified_at,
        "content_sha256": content_sha256(read.content),
        "prepared_by": _text(header, "prepared_by"),
        "prepared_phone": _text(header, "prepared_phone"),
    }
    branch, faults = _branch(header, origin.branch_code, branches)
    sunday, sunday_faults = _sunday(header, origin.sunday, today)
    type_, type_faults = _type(header)
    row |= {"branch_code": branch, "sunday": sunday, "submission_type": type_}
    row["status"] = _status(read, type_)
    if read.content.outcome == "ignored":
        # What Excel lays beside an open workbook: in its folder nobody sent it for any week.
        row |= {"branch_code": None, "sunday": None}
    if row["status"] == "rejected":
        return row, []
    return row, [*faults, *sunday_faults, *type_faults, *_contents(read, type_)]


def _received(landed: Landed) -> dict[str, object]:
    return {
        "submission_id": landed.submission_id,
        "file_sha256": landed.file_sha256,
        "inbox_path": landed.inbox_path,
        "received_at": landed.received_at,
        "arrived_at": landed.arrived_at or landed.received_at,
    }


def _has_error(faults: Iterable[Fault], severities: Mapping[str, Severity]) -> bool:
    return any(severity_of(fault.rule_id, severities) == "error" for fault in faults)


def _status(read: Read, type_: str) -> str:
    if read.content.outcome in ("rejected", "ignored"):
        return "rejected"
    return "nil" if type_ == "nil" and not _rows(read, "NGUOI_DAN") else "accepted"


def _rows(read: Read, kind: str) -> int:
    return sum(len(t.row_numbers) for t in read.content.tables if t.kind == kind)


def _contents(read: Read, type_: str) -> list[Fault]:
    people, activities = _rows(read, "NGUOI_DAN"), _rows(read, "HOAT_DONG")
    if type_ == "nil":
        return _of_nil(read.content.header, people, activities)
    if read.content.outcome != "read":
        return []
    is_empty = not people and not activities
    if is_empty and not any(map(_has_figures, read.content.tables)):
        return [Fault("submission.content.is_present")]
    has_list = any(t.kind == "NGUOI_DAN" for t in read.content.tables)
    return [Fault("submission.people.are_listed")] if is_empty or not has_list else []


def _of_nil(header: dict[str, HeaderCell], people: int, activities: int) -> list[Fault]:
    """What is told of a report that nothing was held; its rows, if it has any, count (Y14)."""
    found = [] if people else [Fault("submission.nil_report.is_declared")]
    if not people and "nil_reason" not in header:
        found.append(Fault("submission.nil_reason.is_present"))
    if people or activities:
        rule_id, name = "submission.nil_report.lists_nothing", "submission_type"
        detail = {"count": str(people + activities)}
        found.append(_at(rule_id, header.get(name), name)._replace(detail=detail))
    return found


def _has_figures(table: RawTable) -> bool:
    """Whether it is a summary with a number: the lines that the template prints have none."""
    values = (table.texts.get(name, ()) for name in ("value_week", "value_ytd"))
    return table.kind == "TONG_HOP" and any(map(any, values))


def _text(header: dict[str, HeaderCell], name: str) -> str | None:
    return header[name].text if name in header else None


def _at(rule_id: str, cell: HeaderCell | None, name: str, from_path: str = "") -> Fault:
    if cell is None:
        return Fault(rule_id, column_name=name, value=from_path)
    return Fault(rule_id, sheet=cell.sheet, column_name=name, cell=cell.cell, value=cell.text)


def _branch(
    header: dict[str, HeaderCell], from_path: str, branches: set[str]
) -> tuple[str | None, list[Fault]]:
    cell = header.get("branch_code")
    code = normalise_code(cell.text if cell else from_path)
    if code in branches:
        return code, []
    rule_id = "submission.branch_code.is_known"
    return None, [_at(rule_id, cell, "branch_code", code)]


def _sunday(
    header: dict[str, HeaderCell], from_path: date | None, today: pd.Timestamp
) -> tuple[pd.Timestamp | None, list[Fault]]:
    cell = header.get("report_sunday")
    day = parse_report_sunday(cell.text, cell.cell_type) if cell else from_path
    shown = day.isoformat() if day else ""
    if day is None or pd.Timestamp(day).day_of_week != 6:
        return None, [_at("submission.report_sunday.is_a_sunday", cell, "report_sunday", shown)]
    sunday = pd.Timestamp(day)
    if sunday.date() < LAUNCH:
        rule_id = "submission.report_sunday.is_after_launch"
        return sunday, [_at(rule_id, cell, "report_sunday", shown)]
    if sunday > today:
        rule_id = "submission.report_sunday.is_not_future"
        return sunday, [_at(rule_id, cell, "report_sunday", shown)]
    return sunday, []


def _type(header: dict[str, HeaderCell]) -> tuple[str, list[Fault]]:
    cell = header.get("submission_type")
    if cell is None:
        return "first", []
    known = _TYPES.get(folded(cell.text))
    if known:
        return known, []
    rule_id = "submission.submission_type.is_known"
    return "first", [_at(rule_id, cell, "submission_type")]


def duplicates(
    landed: Sequence[Landed], known: pd.DataFrame
) -> tuple[pd.DataFrame, list[tuple[str, Fault]]]:
    """Submissions for files whose bytes were received before (case Y01), and their faults.

    `known` has file_sha256, branch_code, sunday and submission_type of the first receipts.
    """
    first = known.drop_duplicates("file_sha256").set_index("file_sha256")
    rows = [
        _received(copy)
        | {"modified_at": None, "status": "duplicate"}
        | {
            name: first.at[copy.file_sha256, name]
            for name in ("branch_code", "sunday", "submission_type")
        }
        for copy in landed
    ]
    faults = [(copy.submission_id, Fault("submission.content.is_new")) for copy in landed]
    return _frame(rows), faults
