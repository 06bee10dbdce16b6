"""From a steward's answer to decisions: one for each finding, or why it cannot be given."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from schemas.catalogue import NEEDED, rule
from schemas.rules import Severity
from schemas.template import TABLE_SHEETS, TEMPLATE, columns_of
from transforms.decisions.answering import UNKNOWN_COLUMN, Answers, answered, value_token
from transforms.findings import state_unanswered
from transforms.masks import mask_for, may_tell_a_person
from transforms.reading.folding import fold

__all__ = [
    "PERSONAL_REASON",
    "Answer",
    "Made",
    "decision_row",
    "make_decisions",
    "make_undo",
    "refusal_of",
    "states_after",
]

Finding = Mapping[Hashable, Any]

_OF_HEADERS = ("map_column", "ignore_column")
_TABLE_COLUMNS = {column.name for sheet in TABLE_SHEETS for column in columns_of(sheet)}
_TELLING = {column.name for column in TEMPLATE if column.is_personal} - {"gender"}
"""Columns whose values may tell who somebody is."""
_SHORT = 8


@dataclass(frozen=True)
class Answer:
    """What a steward answers, and when; `value` is the typed value or the column of a header.

    `scope` is finding, submission or branch, `expires_on` the last day on which it holds.
    """

    action: str
    decided_by: str
    decided_at: pd.Timestamp
    value: str = ""
    reason: str | None = None
    scope: str = "finding"
    expires_on: pd.Timestamp | None = None


@dataclass(frozen=True)
class Made:
    """Decisions to write (columns of both tables, less position and batch), or why there are none:
    `refusal` is part of a sentence.
    """

    decisions: pd.DataFrame
    refusal: str = ""


def make_decisions(
    chosen: pd.DataFrame, answer: Answer, key: bytes, refused: Callable[[Finding, str], str]
) -> Made:
    """The decisions that answer the `chosen` findings: all of them, or none.

    `chosen` has columns of `quality.finding`, branch_code, sunday, value_sent and value_suggested.
    `refused(finding, value)` says why a value cannot take the cell's place, '' if it can.
    """
    findings = chosen.to_dict("records")
    refusal = refusal_of(answer) if findings else "no finding fits"
    for finding in findings:
        refusal = refusal or _refusal(finding, answer, refused)
    if refusal:
        return Made(pd.DataFrame(), refusal)
    made = pd.DataFrame([_decision(finding, answer, key) for finding in findings])
    if answer.scope in ("submission", "branch"):
        same = ["branch_code", "rule_id", "column_name"]
        same += ["sunday"] if answer.scope == "submission" else []
        made = made.sort_values("sunday").drop_duplicates(same)
    return Made(made)


def make_undo(decisions: pd.DataFrame, batch_id: str, answer: Answer) -> Made:
    """The undo of a batch; of an undo, it restores."""
    if refusal := refusal_of(answer):
        return Made(pd.DataFrame(), refusal)
    if batch_id not in set(decisions["batch_id"]):
        return Made(pd.DataFrame(), f"there is no batch {batch_id}; see sunday decide --list")
    undos = decisions[decisions["action"] == "undo"]
    if batch_id in set(undos["subject_id"]):
        by = undos.loc[undos["subject_id"] == batch_id, "batch_id"].iloc[-1]
        return Made(pd.DataFrame(), f"batch {batch_id} was undone by {by}; undo that one instead")
    nobody = dict.fromkeys(("rule_id", "column_name", "branch_code", "sunday"))
    return Made(pd.DataFrame([decision_row(batch_id, answer, "batch") | nobody | _NO_VALUES]))


def states_after(findings: pd.DataFrame, before: Answers, after: Answers) -> dict[str, str]:
    """Finding id → its state, for findings whose answer is another one `after` than `before`.

    `findings` has finding_id, branch_code, sunday, rule_id, column_name, severity and value. That a
    filled cell mends its finding is what the next run finds out.
    """
    was, now = (answered(findings, answers).answers["position"] for answers in (before, after))
    both = pd.DataFrame({"was": was, "now": now}).fillna(0)
    moved = findings.loc[both.index[both["was"] != both["now"]]]
    actions = answered(findings, after).answers["action"].reindex(moved.index)
    told = zip(moved.to_dict("records"), actions.tolist(), strict=True)
    return {finding["finding_id"]: _state(finding, action) for finding, action in told}


_STATES = {"waive": "waived", "return": "returned"}
_STATES |= dict.fromkeys(("accept", "type", *_OF_HEADERS), "fixed")


def _state(finding: Finding, action: object) -> str:
    severity: Severity = finding["severity"]
    unanswered = state_unanswered(rule(finding["rule_id"]), severity, finding["value"])
    return _STATES.get(str(action), unanswered)


PERSONAL_REASON = (
    "the reason holds nine or more digits, as a number or phone does, or a date from before the"
    " programme, as a birth date is; leave them out"
)
"""Why a reason cannot be taken that may tell of a person: reasons are no secret (DESIGN 5)."""


def refusal_of(answer: Answer) -> str:
    """Why an answer cannot be given, whatever it is about; '' if it can."""
    if may_tell_a_person(f"{answer.reason or ''} / {answer.decided_by}"):
        return PERSONAL_REASON
    if answer.action == "map_column" and answer.value not in _TABLE_COLUMNS:
        return "the template's tables have no such column; docs/stewards.md lists them"
    return ""


def _refusal(finding: Finding, answer: Answer, refused: Callable[[Finding, str], str]) -> str:
    name = f"finding {finding['finding_id'][:_SHORT]}"
    rule_id = finding["rule_id"]
    if finding["state"] == "closed":
        return f"{name} is closed, because no file in force shows it any more"
    if _repeats_value(answer.reason or "", finding):
        return f"{name}: the reason repeats what the cell says of a person; leave it out"
    asks = rule_id == UNKNOWN_COLUMN
    is_for_both = answer.action in ("return", "reopen")
    if asks != (answer.action in _OF_HEADERS) and not (asks and is_for_both):
        return f"{name} {_OF_OTHER_KIND[asks]}"
    if answer.action in _OF_HEADERS and not finding["value_sent"]:
        return f"{name} is about columns without a header, which cannot be known again"
    if (answer.scope != "finding" or answer.action in _OF_HEADERS) and _is_unplaced(finding):
        return f"{name} is of a file whose branch or Sunday is not known"
    if answer.action == "waive" and rule_id in NEEDED:
        return f"{name} breaks {rule_id}, without which nothing can be counted; mend or return it"
    if answer.action == "accept" and not finding["value_suggested"]:
        return f"{name} has no suggestion; type a value"
    if answer.action in ("accept", "type"):
        value = finding["value_suggested"] if answer.action == "accept" else answer.value
        why = refused(finding, value)
        return f"{name}: {why}" if why else ""
    return ""


def _repeats_value(reason: str, finding: Finding) -> bool:
    """Whether words that may tell who somebody is would leave the vault in a reason."""
    column_name = finding["column_name"]
    values = (finding["value_sent"], finding["value_suggested"])
    hidden = (fold(value) for value in values if mask_for(column_name, value) != value)
    words = f" {fold(reason)} "
    return column_name in _TELLING and any(f" {value} " in words for value in hidden if value)


_OF_OTHER_KIND = {
    True: "asks about a column; answer with --map-column or --ignore-column",
    False: "asks about no column; --map-column and --ignore-column are for unknown headers",
}


def _is_unplaced(finding: Finding) -> bool:
    return any(map(pd.isna, (finding["branch_code"], finding["sunday"])))


_NO_VALUES = dict.fromkeys(("value_token", "value_sent", "value_typed", "left_key", "right_key"))


def decision_row(subject_id: str, answer: Answer, scope: str) -> dict[str, object]:
    """The columns of a decision that the answer itself tells."""
    return {
        "action": answer.action,
        "scope": scope,
        "subject_id": subject_id,
        "reason": answer.reason,
        "expires_on": answer.expires_on,
        "decided_by": answer.decided_by,
        "decided_at": answer.decided_at,
    }


def _decision(finding: Finding, answer: Answer, key: bytes) -> dict[str, object]:
    is_header = answer.action in _OF_HEADERS
    sent = finding["value_sent"]
    typed = finding["value_suggested"] if answer.action == "accept" else answer.value
    placed = {name: finding[name] for name in ("rule_id", "column_name", "branch_code", "sunday")}
    row = decision_row(finding["finding_id"], answer, "branch" if is_header else answer.scope)
    values = {
        "value_token": value_token(key, fold(sent) if is_header else sent),
        "value_sent": sent,
        "value_typed": typed if answer.action in ("accept", "type", "map_column") else None,
    }
    return row | placed | _NO_VALUES | values
