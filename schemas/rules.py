"""The mechanism of rules: what can be wrong with what a branch sent, and how it is said.

The rules themselves are data, in `schemas/catalogue.py`. A rule has a permanent slug
`<table>.<column>.<rule>`. Messages are templates with these placeholders, all safe to show:
`{place}` where (sheet, row, cell and column, in the message's language), `{found}` the masked
value, `{rows}` how many rows are told of where it is more than one, and the names given in a
fault's `detail`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

__all__ = ["Fault", "Rule", "Scope", "Severity"]

Severity = Literal["error", "warning", "info"]
Scope = Literal["file", "sheet", "row", "cross_row", "cross_submission"]


@dataclass(frozen=True)
class Rule:
    """One rule of the catalogue.

    `error` holds back what `scope` names (record, team report, activity or file), `warning` keeps
    it and asks, `info` records a repair. `is_counted` rules are told once per sheet and column with
    a number (`{count}`), because a line for every harmless repair would bury the rest: as an info,
    and as a warning where it is about all rows of a file. Other warnings are told at their cells.
    `is_question` rules ask the steward, not the branch: an info that stays open until answered.
    """

    rule_id: str
    case_id: str
    severity: Severity
    scope: Scope
    message_vi: str
    message_en: str
    suggestion: str = ""
    is_security: bool = False
    is_counted: bool = False
    is_question: bool = False

    @property
    def table(self) -> str:
        """The first part of the slug: what is judged (file, sheet, submission, team, record …)."""
        return self.rule_id.split(".")[0]


class Fault(NamedTuple):
    """One fault as the reader or a cell parser saw it.

    `value` and `suggested` are what was sent and what it was repaired to: they are personal data
    and go to the vault only. `detail` fills the message and never holds personal data. `row_number`
    is the row as the sender sees it in Excel (1-based), 0 when the fault is not in a row.
    """

    rule_id: str
    sheet: str = ""
    row_number: int = 0
    column_name: str = ""
    cell: str = ""
    value: str = ""
    suggested: str = ""
    detail: Mapping[str, str] = {}


@dataclass(frozen=True)
class Parsed:
    """What a cell parser makes of one cell.

    `value` is the canonical text ('' when nothing usable is left) and `rules` the slugs of what was
    repaired or refused on the way.
    """

    value: str
    rules: tuple[str, ...] = field(default=())
