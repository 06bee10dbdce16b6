"""The reading stage: the bytes of one submission in, raw text and its faults out.

Pure: no files, no clock, no network. Formats are told by content, tables by their headers.
"""

from transforms.reading.origin import Origin, is_elsewhere, origin_of
from transforms.reading.submission import not_understood, read_submission, unreadable
from transforms.reading.tables import HeaderCell, RawTable, SubmissionRead, UnknownColumn

__all__ = [
    "HeaderCell",
    "Origin",
    "RawTable",
    "SubmissionRead",
    "UnknownColumn",
    "is_elsewhere",
    "not_understood",
    "origin_of",
    "read_submission",
    "unreadable",
]
