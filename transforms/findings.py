"""Faults into findings: identified, put into words, masked.

A finding is the same finding whichever file version shows it: its id is of branch, Sunday, the
row's record key, rule and column.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass

import pandas as pd

from schemas.catalogue import rule
from schemas.identifiers import digest
from schemas.rules import Fault, Rule, Severity
from schemas.tables import CELL_VALUE
from schemas.template import TEMPLATE
from transforms.columns import distinct, spread
from transforms.decisions import NO_ANSWERS, NOTHING_ANSWERED, Answered, Answers, answered, placed
from transforms.masks import mask_for, mask_header

__all__ = [
    "FAULT_COLUMNS",
    "Findings",
    "file_faults",
    "make_findings",
    "row_faults",
    "severity_of",
    "state_unanswered",
]

_LABELS = {column.name: column.label for column in TEMPLATE}

FAULT_COLUMNS = [
    "submission_id",
    "subject",
    "rule_id",
    "sheet",
    "row_number",
    "column_name",
    "cell",
    "value",
    "suggested",
    "detail",
    "row_uid",
    "finding_id",
    "state",
]
"""`subject` is what the finding is about: the lineage of a row, a team, a file with its sheet.
`row_uid` is '' where it is about no row. `finding_id` and `state` are '' but for what a steward
answered: a fault that is mended keeps the id that it had.
"""


@dataclass(frozen=True)
class Findings:
    """`findings`: columns of `quality.finding` less the run ids; `values`: `vault.cell_value`.

    `answered` are the answers to the findings.
    """

    findings: pd.DataFrame
    values: pd.DataFrame
    answered: Answered = NOTHING_ANSWERED


def severity_of(rule_id: str, severities: Mapping[str, Severity]) -> Severity:
    """The severity in force: the settings', else the catalogue's."""
    return severities.get(rule_id) or rule(rule_id).severity


def state_unanswered(broken: Rule, severity: Severity, value: str) -> str:
    """The state of a finding without an answer: an info tells of a repair, if it asks nothing."""
    asks = broken.is_question and value != ""
    return "fixed" if severity == "info" and not asks else "open"


def file_faults(faults: list[tuple[str, Fault]]) -> pd.DataFrame:
    """Faults of files and sheets in the columns of `FAULT_COLUMNS`."""
    rows = [
        (
            submission_id,
            digest(submission_id, fault.sheet, fault.cell, fault.row_number),
            fault.rule_id,
            fault.sheet,
            fault.row_number,
            fault.column_name,
            fault.cell,
            fault.value,
            fault.suggested,
            json.dumps(dict(fault.detail), ensure_ascii=False),
            *("", "", ""),
        )
        for submission_id, fault in faults
    ]
    return pd.DataFrame(rows, columns=FAULT_COLUMNS)


def row_faults(
    faults: pd.DataFrame,
    rows: pd.DataFrame,
    subjects: pd.Series,
    letters: Mapping[tuple[str, str, str], str],
) -> pd.DataFrame:
    """Faults of rows in the columns of `FAULT_COLUMNS`.

    `faults` has row_uid, rule_id, column_name, value, suggested and, where a message needs one, a
    column `detail` (JSON); `rows` is indexed by row_uid and gives submission_id, sheet, row_number;
    `subjects` has a value for each of `rows`.
    """
    at = rows.index.get_indexer(pd.Index(faults["row_uid"]))
    faults = faults[at >= 0].reset_index(drop=True)
    at = at[at >= 0]
    placed = faults.assign(
        submission_id=rows["submission_id"].array.take(at),
        sheet=rows["sheet"].array.take(at),
        row_number=rows["row_number"].array.take(at),
        subject=subjects.array.take(at),
        finding_id="",
        state="",
    )
    places = (placed["submission_id"], placed["sheet"], placed["column_name"])
    codes, first = distinct(*places)
    asked = zip(*(place.take(first).to_numpy() for place in places), strict=True)
    columns = spread([letters.get(place, "") for place in asked], codes, placed.index)
    cells = columns + placed["row_number"].astype("str")
    placed["cell"] = cells.where(columns != "", "")
    if "detail" not in placed:
        placed["detail"] = "{}"
    return placed.reindex(columns=FAULT_COLUMNS).fillna(
        {"value": "", "suggested": "", "detail": "{}"}
    )


def make_findings(
    faults: pd.DataFrame,
    submissions: pd.DataFrame,
    severities: Mapping[str, Severity],
    answers: Answers = NO_ANSWERS,
    teams: Collection[str] = (),
) -> Findings:
    """Findings of the faults; counted repairs become one finding per sheet and column.

    `submissions` is indexed by submission_id and has branch_code, sunday, file_sha256, status,
    version and records_parsed. What only a superseded file shows is closed; what two versions show
    is one finding, of the later. `answers` decide the state. `teams` are the codes of the roster.
    """
    faults = _not_said_before(faults, submissions)
    told = placed(_counted(faults, submissions, severities).reset_index(drop=True), submissions)
    told = told.join(submissions["file_sha256"], on="submission_id")
    answers_told = answered(told, answers)
    states = answers_told.answers["action"].map(_STATES).dropna()
    is_answered = told["state"].eq("") & told.index.isin(states.index)
    told["state"] = told["state"].mask(is_answered, states)
    ids = told["finding_id"]
    findings = [
        _finding(record, finding_id, severities, teams)
        for record, finding_id in zip(told.to_dict("records"), ids, strict=True)
    ]
    values = told[["value", "suggested"]].set_axis(["value_sent", "value_suggested"], axis=1)
    values.insert(0, "finding_id", ids)
    frame = _of_latest_version(pd.DataFrame(findings, columns=_FINDING_COLUMNS), submissions)
    has_value = (values["value_sent"] != "") | (values["value_suggested"] != "")
    kept = values[has_value].drop_duplicates("finding_id")
    return Findings(frame.reset_index(drop=True), CELL_VALUE.conform(kept), answers_told)


def _not_said_before(faults: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    """Without what a repeated file says of its rows: these findings stay with what counts."""
    is_repeat = submissions["status"].reindex(faults["submission_id"]).eq("duplicate").to_numpy()
    is_of_rows = ~faults["rule_id"].str.startswith(("file.", "submission."))
    return faults[~(is_repeat & is_of_rows)]


_STATES = {"waive": "waived", "return": "returned", "ignore_column": "fixed"}
"""What an answer makes of a finding that is still there; any other leaves it as it is."""


def _of_latest_version(findings: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    of_file = submissions.reindex(findings["submission_id"])
    is_gone = pd.Series(of_file["status"].eq("superseded").to_numpy(), index=findings.index)
    ordered = findings.assign(
        state=findings["state"].mask(is_gone, "closed"),
        is_gone=is_gone,
        version=of_file["version"].to_numpy(),
    ).sort_values(["is_gone", "version"], ascending=[True, False], kind="stable")
    return ordered[_FINDING_COLUMNS].drop_duplicates("finding_id")


_FINDING_COLUMNS = [
    "finding_id",
    "rule_id",
    "case_id",
    "severity",
    "is_security",
    "scope",
    "submission_id",
    "file_sha256",
    "sheet",
    "row_number",
    "column_name",
    "cell",
    "value_masked",
    "message_vi",
    "message_en",
    "suggestion",
    "state",
]


def _counted(
    faults: pd.DataFrame, submissions: pd.DataFrame, severities: Mapping[str, Severity]
) -> pd.DataFrame:
    """One line for all faults of a counted rule where a line for each would say nothing more."""
    is_counted = _is_told_once(faults, submissions, severities)
    counted = faults[is_counted]
    if counted.empty:
        return faults
    groups = counted.groupby(
        ["submission_id", "sheet", "rule_id", "column_name"], as_index=False, sort=True
    ).agg(count=("rule_id", "size"))
    groups["detail"] = [json.dumps({"count": str(count)}) for count in groups["count"]]
    groups = groups.drop(columns="count").assign(
        subject=groups["submission_id"] + groups["sheet"],
        row_number=0,
        cell="",
        value="",
        suggested="",
        row_uid="",
        finding_id="",
        state="",
    )
    return pd.concat([faults[~is_counted], groups[FAULT_COLUMNS]], ignore_index=True)


def _is_told_once(
    faults: pd.DataFrame, submissions: pd.DataFrame, severities: Mapping[str, Severity]
) -> pd.Series[bool]:
    """Repairs, and what is asked about every row of a file: one forgotten column is one question.

    Any other question is told at its cell, where it is answered and can be mended. So is a fault
    that was answered there.
    """
    in_force = {
        rule_id: severity_of(rule_id, severities)
        for rule_id in faults["rule_id"].unique()
        if rule(rule_id).is_counted
    }
    severity = faults["rule_id"].map(in_force)
    is_once = severity.eq("info")
    if (asked := faults[severity.eq("warning")]).size:
        alike = asked.groupby(["submission_id", "rule_id", "column_name"])
        count = alike["row_uid"].transform("size")
        parsed = asked["submission_id"].map(submissions["records_parsed"])
        is_once |= (count.eq(parsed) & count.gt(1)).reindex(faults.index, fill_value=False)
    return is_once & faults["finding_id"].eq("")


def _finding(
    record: Mapping[Hashable, object],
    finding_id: str,
    severities: Mapping[str, Severity],
    teams: Collection[str],
) -> tuple[object, ...]:
    broken = rule(str(record["rule_id"]))
    severity = severity_of(broken.rule_id, severities)
    column_name = str(record["column_name"])
    value = str(record["value"])
    masked = mask_header(value) if broken.table == "sheet" else mask_for(column_name, value, teams)
    detail = json.loads(str(record["detail"]))
    count = detail.get("count", "1")
    words = {"found": f"“{masked}”" if masked else "ô trống", "count": count}
    words_en = words | {"found": f"“{masked}”" if masked else "an empty cell"}
    words["rows"] = f" ({count} dòng)" if count != "1" else ""
    words_en["rows"] = f" (rows: {count})" if count != "1" else ""
    return (
        finding_id,
        broken.rule_id,
        broken.case_id,
        severity,
        broken.is_security,
        broken.scope,
        record["submission_id"],
        record["file_sha256"],
        record["sheet"],
        record["row_number"] or None,
        column_name,
        record["cell"],
        masked,
        _say(broken.message_vi, words | detail | {"place": _place(record, _VI, "Tệp")}),
        _say(broken.message_en, words_en | detail | {"place": _place(record, _EN, "The file")}),
        broken.suggestion,
        record["state"] or state_unanswered(broken, severity, value),
    )


def _say(template: str, words: Mapping[str, str]) -> str:
    return template.format_map(words)


_VI = {"sheet": "Trang", "row": "dòng", "cell": "ô", "column": "cột"}
_EN = {"sheet": "Sheet", "row": "row", "cell": "cell", "column": "column"}


def _place(record: Mapping[Hashable, object], words: Mapping[str, str], whole: str) -> str:
    """Where a fault is: sheet, row and cell, with the label that the template gives the column."""
    label = _LABELS.get(str(record["column_name"]), "")
    parts = [f"{words['sheet']} {record['sheet']}"] if record["sheet"] else []
    if record["row_number"]:
        parts.append(f"{words['row']} {record['row_number']}")
    if record["cell"]:
        parts.append(f"{words['cell']} {record['cell']}" + (f" ({label})" if label else ""))
    elif label and record["sheet"] and rule(str(record["rule_id"])).scope != "file":
        parts.append(f"{words['column']} “{label}”")
    return _capital(", ".join(parts) or whole)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
