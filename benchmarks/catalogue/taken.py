"""What was done with a case, told from what its runs recorded and never from its files.

REJECT the file was refused, IGNORE refused without a word to the branch, QFILE held back whole,
HOLD set aside for an answer, QTEAM the list of a team held back, QROW a row, EXCLUDE a row counts
as a contact only; WARN the branch is asked, FIX it is mended, NULL left out, DROP not even kept,
ACCEPT taken as it is; MISSING nothing came, WAIT it was taken by a later run. SECURITY is said
beside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.catalogue.attempts import Attempt

__all__ = ["Seen", "action_taken", "agrees"]

Row = Mapping[str, Any]

_AS_IT_IS = ("accept", "count", "keep", "compare")
"""What repairs are called that change nothing: keep_as_year, count_once."""
_OF_STATUS = {"held": "HOLD", "quarantined": "QFILE"}


@dataclass(frozen=True)
class Seen:
    """What the runs recorded of the files of one attempt.

    `submission` is the row of the last file, None where there is none; `findings` those of that
    file about the case, or about the cell looked at, `others` all that the file has besides.
    `record` is the row of `vault.record` looked at, `statuses` of all rows of that file. `state` is
    the branch's in `mart.submission_status`.
    """

    attempt: Attempt
    submission: Row | None = None
    findings: Sequence[Row] = ()
    others: Sequence[Row] = ()
    record: Row | None = None
    statuses: Sequence[str] = ()
    team_statuses: Sequence[str] = ()
    activities: int = 0
    accepted: int = 0
    persons: int = 0
    state: str = ""
    was_there_at_once: bool = True


def action_taken(seen: Seen) -> str:
    """The action in the words of this module, with what else is wrong behind it."""
    taken = _action(seen)
    if any(finding["is_security"] for finding in seen.findings):
        taken += "+SECURITY"
    wrong = []
    if seen.accepted != seen.attempt.accepted:
        wrong.append(f"{seen.accepted} rows accepted, not {seen.attempt.accepted}")
    if seen.attempt.persons is not None and seen.persons != seen.attempt.persons:
        wrong.append(f"{seen.persons} citizens, not {seen.attempt.persons}")
    if seen.attempt.kept is not None and _value(seen) != seen.attempt.kept:
        wrong.append(f"another {seen.attempt.field} was kept")
    return taken + (f" ({'; '.join(wrong)})" if wrong else "")


def agrees(expected: str, taken: str) -> bool:
    """Whether that was done; a security event that nobody asked for is none the worse."""
    return taken == expected or taken == f"{expected}+SECURITY"


def _action(seen: Seen) -> str:
    if seen.submission is None:
        return "MISSING" if seen.state == "missing" and not seen.attempt.sent else "VANISHED"
    if not seen.was_there_at_once:
        return "WAIT"
    status = str(seen.submission["status"])
    worst = _worst(seen.findings)
    if status == "rejected":
        told = _worst([*seen.findings, *seen.others])
        return {"error": "REJECT", "info": "IGNORE"}.get(told, "SILENCE")
    if status in _OF_STATUS:
        return _OF_STATUS[status] if worst or status == "held" else "SILENCE"
    if "excluded" in seen.statuses and seen.findings:
        return "EXCLUDE"
    if worst == "error" or "quarantined" in seen.statuses:
        return _held_back(seen)
    return _asked(seen) if worst == "warning" else _mended(seen)


def _held_back(seen: Seen) -> str:
    if "quarantined" in seen.statuses:
        return "QROW"
    if "quarantined" in seen.team_statuses:
        return "QTEAM"
    is_of_activity = all(finding["rule_id"].startswith("activity.") for finding in seen.findings)
    return "QROW" if is_of_activity and not seen.activities else "NOTHING"


def _asked(seen: Seen) -> str:
    asked = [finding for finding in seen.findings if finding["severity"] == "warning"]
    repairs = {finding["suggestion"] for finding in asked} - {""}
    is_dropped = any(repair.startswith(("drop_", "ignore_pictures")) for repair in repairs)
    if is_dropped and seen.attempt.kept is None:
        return "DROP+WARN"
    if seen.attempt.kept is None:
        is_mended = any(not repair.startswith(_AS_IT_IS) for repair in repairs)
        return "FIX+WARN" if is_mended else "WARN"
    if _value(seen) == "":
        return "NULL+WARN"
    return "FIX+WARN" if repairs and _value(seen) != seen.attempt.was else "WARN"


def _mended(seen: Seen) -> str:
    if seen.attempt.kept is not None:
        if _value(seen) == seen.attempt.was:
            return "ACCEPT"
        return "FIX" if _value(seen) else "NULL"
    repairs = [finding["suggestion"] for finding in seen.findings if finding["suggestion"]]
    return "FIX" if any(not repair.startswith(_AS_IT_IS) for repair in repairs) else "ACCEPT"


def _worst(findings: Sequence[Row]) -> str:
    found = {finding["severity"] for finding in findings}
    return next((name for name in ("error", "warning", "info") if name in found), "")


def _value(seen: Seen) -> str:
    value = seen.record.get(seen.attempt.field) if seen.record else None
    return "" if value is None else str(value)
