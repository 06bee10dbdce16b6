"""Stewards' decisions: which of them stand, what they answer, what they change.

Pure: the same files and decisions give the same rows, whenever and in how many runs they came.
"""

from transforms.decisions.answering import (
    NOTHING_ANSWERED,
    Answered,
    Answers,
    answered,
    answers_to,
    placed,
    value_token,
)
from transforms.decisions.standing import (
    NO_ANSWERS,
    answers_on,
    changed_since,
    no_decisions,
    standing,
)

__all__ = [
    "NOTHING_ANSWERED",
    "NO_ANSWERS",
    "Answered",
    "Answers",
    "answered",
    "answers_on",
    "answers_to",
    "changed_since",
    "no_decisions",
    "placed",
    "standing",
    "value_token",
]
