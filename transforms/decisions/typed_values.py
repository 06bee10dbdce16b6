"""Whether a value may take a cell's place: it is read as a file with that one cell would be."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from schemas.outcome import Landed
from schemas.rules import Severity
from schemas.template import FORM_SHEET, columns_of
from transforms.decisions.replaying import FILLED_COLUMNS
from transforms.findings import file_faults, make_findings
from transforms.judged_rows import JudgedRows, RowJudge, faults_of_rows
from transforms.lineage import Lineage
from transforms.reading import HeaderCell, RawTable, SubmissionRead
from transforms.roster import every_team
from transforms.stacking import Read, Stacked, stack
from transforms.submissions import judge_headings
from transforms.summaries import member_reports

__all__ = ["refusal_of_value"]

Finding = Mapping[Hashable, Any]

_SHEETS = {
    "record": "NGUOI_DAN",
    "team": "TO_CNS",
    "activity": "HOAT_DONG",
    "submission": FORM_SHEET,
}
_LAST_ROW = 2**20
_NOT_OURS = {"row_no", "row_id"}
"""By these rows are known: what was sent stays."""
_READ_AS = {"gender": "sex", "ward": "ward_code"}


def refusal_of_value(
    finding: Finding,
    value: str,
    by: RowJudge,
    severities: Mapping[str, Severity],
) -> str:
    """Why `value` cannot take the place of the cell that `finding` is about; '' if it can.

    It must break no error rule of its column, nor the rule that it answers, and be readable. A
    blank clears the cell.
    """
    kind = _SHEETS.get(finding["rule_id"].split(".")[0], "")
    column = FILLED_COLUMNS.get(finding["column_name"], finding["column_name"])
    is_cell = kind == FORM_SHEET or finding["row_number"] in range(1, _LAST_ROW)
    if not is_cell or column not in {known.name for known in columns_of(kind)} - _NOT_OURS:
        return "it names no cell that can be filled in; waive it, or return it to the branch"
    if kind == FORM_SHEET:
        told, is_unusable = _of_form(finding, column, value, by, severities)
    else:
        told, is_unusable = _of_table(finding, kind, column, value, by, severities)
    told = told[told["column_name"].isin([column, finding["column_name"]])]
    is_refused = told["severity"].eq("error") | told["rule_id"].eq(finding["rule_id"])
    if is_refused.any():
        first = told[is_refused].iloc[0]
        return f"{_sentence(first['message_vi'])} / {_sentence(first['message_en'])}"
    if value and is_unusable:
        return "the value cannot be read; give it as the template asks for it"
    return ""


def _of_form(
    finding: Finding, column: str, value: str, by: RowJudge, severities: Mapping[str, Severity]
) -> tuple[pd.DataFrame, bool]:
    """The findings of a form with that one line; whether the line says nothing."""
    cell = HeaderCell(value, "s", finding["sheet"], finding["cell"])
    read = Read(_landed(finding), SubmissionRead("read", "xlsx", {column: cell}, (), (), None))
    headings = judge_headings([read], by.reference, by.today, severities)
    told = headings.faults + member_reports([read], headings.submissions)[1]
    submissions = headings.submissions.assign(version=1)
    return make_findings(file_faults(told), submissions, severities).findings, False


def _of_table(
    finding: Finding,
    kind: str,
    column: str,
    value: str,
    by: RowJudge,
    severities: Mapping[str, Severity],
) -> tuple[pd.DataFrame, bool]:
    """The findings of a table with that one cell; whether nothing is left of the value."""
    stacked = stack([_read(finding, kind, column, value)])
    placed = {name: [finding[name]] for name in ("branch_code", "sunday")}
    submissions = pd.DataFrame(placed, index=pd.Index([finding["submission_id"]]))
    submissions["sunday"] = pd.to_datetime(submissions["sunday"]).astype("datetime64[us]")
    submissions = submissions.assign(file_sha256="", status="accepted", version=1, records_parsed=1)
    rows = by.judge(stacked, submissions)
    teams = every_team(by.reference.teams)
    faults = _faults(stacked, rows, teams)
    told = make_findings(faults, submissions, severities, teams=teams).findings
    return told, _is_unusable(rows, column)


def _landed(finding: Finding) -> Landed:
    return Landed(finding["submission_id"], "", "", pd.Timestamp(0, tz="UTC"))


def _read(finding: Finding, kind: str, column: str, value: str) -> Read:
    letter = finding["cell"].rstrip("0123456789")
    table = RawTable(
        kind,
        finding["sheet"],
        [int(finding["row_number"])],
        {column: [value]},
        {column: ["s" if value else ""]},
        {column: letter},
    )
    return Read(_landed(finding), SubmissionRead("read", "xlsx", {}, (table,), (), None))


def _faults(stacked: Stacked, rows: JudgedRows, teams: frozenset[str]) -> pd.DataFrame:
    nobody, nothing = (
        pd.Series("", index=frame.index, dtype="str")
        for frame in (rows.people.records, rows.activities.rows)
    )
    no_faults = pd.DataFrame(columns=["row_uid", "rule_id", "column_name", "value"], dtype="str")
    lineage = Lineage(nobody, no_faults, {})
    told = faults_of_rows(rows, stacked, lineage, nothing, b"", teams)
    return pd.concat(told, ignore_index=True)


def _is_unusable(rows: JudgedRows, column: str) -> bool:
    """Whether nothing is left of the one value that was read."""
    name = _READ_AS.get(column, column)
    frames = (rows.people.records, rows.activities.rows)
    values = [frame[name].iloc[0] for frame in frames if name in frame and len(frame)]
    return any(pd.isna(value) or value == "" for value in values)


def _sentence(message: str) -> str:
    return message.partition(". ")[0].rstrip(".")
