"""What is said against campaigns in which nothing is wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from benchmarks.dirt.campaigns import Generated
from transforms.findings import severity_of
from transforms.text_repair import repair_column

__all__ = ["Alarms", "false_alarms", "names_taken_for_a_font"]

_TRUE = frozenset({"record.phone.is_unambiguous", "record.assist_date.is_a_sunday"})
"""What is so in clean campaigns too: mobiles that begin with 056, days made up for on a weekday."""
_FILES_AT_A_TIME = 200


@dataclass
class Alarms:
    """How often each rule spoke, over so many rows: errors, and warnings that are not true."""

    records: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """False warnings for each row."""
        return self.warnings.total() / self.records


def false_alarms(generated: Generated) -> Alarms:
    """The errors and false warnings about a clean campaign; each row and cell counts."""
    alarms = Alarms()
    books = generated.workbooks
    for start in range(0, len(books), _FILES_AT_A_TIME):
        verdict = generated.judged(generated.read(books[start : start + _FILES_AT_A_TIME]))
        alarms.records += len(verdict.records)
        for rule_id, count in verdict.faults["rule_id"].value_counts().items():
            severity = severity_of(str(rule_id), {})
            if severity == "error":
                alarms.errors[str(rule_id)] += int(count)
            elif severity == "warning" and rule_id not in _TRUE:
                alarms.warnings[str(rule_id)] += int(count)
    return alarms


def names_taken_for_a_font(generated: Generated) -> tuple[int, list[str]]:
    """How many different texts of the campaign there are, and those that alone look garbled.

    A column of one such name is the hardest to judge: nothing beside it tells.
    """
    campaign = generated.campaign
    columns = (
        campaign.records[["full_name", "ward", "note", "svc_other"]],
        campaign.members[["member_name", "area", "team_role"]],
        campaign.branches[["name"]],
        campaign.branch_facts[["prepared_by"]],
    )
    texts = {str(text) for frame in columns for name in frame for text in frame[name]} - {""}
    return len(texts), sorted(text for text in texts if repair_column([text]).changed)
