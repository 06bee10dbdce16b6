"""Which decision answers a fault: by the finding's id and the value that was judged.

An answer to one finding holds for the value that the steward saw: where the branch sends another
one, it has lapsed and the finding is open again (DESIGN 6). A waiver of a submission or a branch
holds for the rule and column, whatever the value; one of a branch from its Sunday on. What a header
means holds for the branch's header, in files of its Sunday and later ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from schemas.identifiers import digests
from transforms.reading.folding import fold
from transforms.record_keys import keyed_hash

__all__ = [
    "NOTHING_ANSWERED",
    "UNKNOWN_COLUMN",
    "Answered",
    "Answers",
    "answered",
    "answers_to",
    "placed",
    "value_token",
]

UNKNOWN_COLUMN = "sheet.column.is_unknown"
_KEY = ("branch_code", "sunday", "subject", "rule_id", "column_name")
_SAME_RULE = ["branch_code", "rule_id", "column_name"]
_TOLD = ["fault", "position", "action", "value_typed", "finding_id"]


@dataclass(frozen=True)
class Answers:
    """The decisions that stand (with their values), and the pseudonym key for their tokens."""

    decisions: pd.DataFrame
    key: bytes

    @property
    def is_empty(self) -> bool:
        """Whether nothing was decided."""
        return self.decisions.empty

    def of_scope(self, *scopes: str) -> pd.DataFrame:
        """The decisions of these scopes."""
        return self.decisions[self.decisions["scope"].isin(scopes)]


@dataclass(frozen=True)
class Answered:
    """Faults with an answer.

    `answers` is indexed like the faults it is about: position, action, value_typed, finding_id.
    `lapsed` are positions of decisions whose finding is there with another value.
    """

    answers: pd.DataFrame
    lapsed: frozenset[int] = frozenset()

    def having(self, *actions: str) -> pd.DataFrame:
        """The answers of these kinds."""
        return self.answers[self.answers["action"].isin(actions)]


NOTHING_ANSWERED = Answered(pd.DataFrame(columns=_TOLD).set_index("fault"))


def value_token(key: bytes, value: str) -> str:
    """The token of a judged value, by which a decision knows it again."""
    return keyed_hash(key, "decision", value)


def placed(faults: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    """`faults` with the branch_code and sunday of their submission, and their finding_id.

    `faults` has submission_id, subject, rule_id, column_name and finding_id, which is '' where it
    is still to be made; `submissions` is indexed by submission_id.
    """
    told = faults.join(submissions[["branch_code", "sunday"]], on="submission_id")
    made = pd.array(digests(*(told[name] for name in _KEY)), dtype="str")
    is_given = told["finding_id"] != ""
    return told.assign(finding_id=told["finding_id"].where(is_given, made))


def answers_to(faults: pd.DataFrame, submissions: pd.DataFrame, answers: Answers) -> Answered:
    """What stands on `faults` (as for `placed`); where nothing was decided it costs nothing."""
    asked = faults[faults["rule_id"].isin(answers.decisions["rule_id"].unique())]
    return NOTHING_ANSWERED if asked.empty else answered(placed(asked, submissions), answers)


def answered(faults: pd.DataFrame, answers: Answers) -> Answered:
    """The latest decision that stands on each of `faults`, no two of which have the same number.

    `faults` has branch_code, sunday, finding_id, rule_id, column_name and value.
    """
    asked = faults[faults["rule_id"].isin(answers.decisions["rule_id"].unique())]
    if asked.empty:
        return NOTHING_ANSWERED
    asked = asked.rename_axis("fault").reset_index()
    found, lapsed = _of_findings(asked, answers)
    told = [found, *_of_waivers(asked, answers), _of_headers(asked, answers)]
    latest = pd.concat([frame[_TOLD] for frame in told]).sort_values("position")
    return Answered(latest.drop_duplicates("fault", keep="last").set_index("fault"), lapsed)


def _of_findings(asked: pd.DataFrame, answers: Answers) -> tuple[pd.DataFrame, frozenset[int]]:
    decisions = answers.of_scope("finding").rename(columns={"subject_id": "finding_id"})
    columns = ["finding_id", "position", "action", "value_typed", "value_token"]
    found = asked.merge(decisions[columns], on="finding_id")
    tokens = [value_token(answers.key, value) for value in found["value"]]
    is_same = found["value_token"].eq(pd.Series(tokens, index=found.index, dtype="str"))
    is_held = found["position"].isin(found.loc[is_same, "position"])
    return found[is_same], frozenset(map(int, found.loc[~is_held, "position"]))


def _of_waivers(asked: pd.DataFrame, answers: Answers) -> Iterator[pd.DataFrame]:
    columns = [*_SAME_RULE, "sunday", "position", "action", "value_typed"]
    waivers = answers.decisions[answers.decisions["action"] == "waive"]
    of_week = waivers.loc[waivers["scope"] == "submission", columns]
    yield asked.merge(of_week, on=[*_SAME_RULE, "sunday"])
    of_branch = waivers.loc[waivers["scope"] == "branch", columns]
    found = asked.merge(of_branch, on=_SAME_RULE, suffixes=("", "_from"))
    yield found[found["sunday"] >= found["sunday_from"]]


def _of_headers(asked: pd.DataFrame, answers: Answers) -> pd.DataFrame:
    """What a branch's unknown headers mean, from its memory of columns."""
    memory = answers.decisions[answers.decisions["action"].isin(["map_column", "ignore_column"])]
    columns = ["branch_code", "sunday", "position", "action", "value_typed", "value_token"]
    headers = asked[asked["rule_id"] == UNKNOWN_COLUMN]
    tokens = [value_token(answers.key, fold(header)) for header in headers["value"]]
    headers = headers.assign(value_token=pd.array(tokens, dtype="str"))
    found = headers.merge(
        memory[columns], on=["branch_code", "value_token"], suffixes=("", "_from")
    )
    return found[found["sunday"] >= found["sunday_from"]]
