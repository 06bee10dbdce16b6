"""Answers to possible duplicates: one person or two, and whether all answers can be true."""

from __future__ import annotations

import pandas as pd

from transforms.decisions.making import Answer, Made, decision_row, refusal_of
from transforms.pair_answers import contradict

__all__ = ["answered_cases", "make_pair_decisions"]

SHORT = 8


def answered_cases(decisions: pd.DataFrame, keys: pd.DataFrame) -> pd.DataFrame:
    """`vault.duplicate_key` of the cases that standing `decisions` answer, with action: of several
    answers the latest, and only those given to the evidence that is there now.
    """
    pairs = decisions[decisions["scope"] == "pair"].sort_values("position")
    latest = pairs.drop_duplicates("subject_id", keep="last")
    told = latest[["subject_id", "value_token", "action"]]
    return keys.merge(
        told, left_on=["duplicate_id", "value_token"], right_on=["subject_id", "value_token"]
    )


def make_pair_decisions(
    cases: pd.DataFrame, keys: pd.DataFrame, decisions: pd.DataFrame, answer: Answer
) -> Made:
    """The decisions that answer `cases` (`quality.duplicate`), or why they cannot be given.

    `keys` are those of all cases (`vault.duplicate_key`), `decisions` the standing ones.
    """
    if refusal := refusal_of(answer):
        return Made(pd.DataFrame(), refusal)
    for duplicate_id, state in zip(cases["duplicate_id"], cases["state"], strict=True):
        if state == "closed":
            return Made(pd.DataFrame(), f"case {duplicate_id[:SHORT]} is closed, nothing to answer")
    asked = keys[keys["duplicate_id"].isin(cases["duplicate_id"])]
    known = answered_cases(decisions, keys)
    known = known[~known["duplicate_id"].isin(asked["duplicate_id"])]
    told = pd.concat([known, asked.assign(action=answer.action)])
    sides = zip(told["left_node"], told["right_node"], told["action"], strict=True)
    if contradict([(str(one), str(other), action == "same") for one, other, action in sides]):
        return Made(
            pd.DataFrame(),
            "with the answers given before, two rows would be one person and two at once; undo the"
            " wrong one (sunday decide --list shows them)",
        )
    nothing = dict.fromkeys(
        ("rule_id", "column_name", "branch_code", "sunday", "value_sent", "value_typed")
    )
    names = ("value_token", "left_key", "right_key")
    return Made(
        pd.DataFrame(
            [
                decision_row(case["duplicate_id"], answer, "pair")
                | nothing
                | {name: case[name] for name in names}
                for case in asked.to_dict("records")
            ]
        )
    )
