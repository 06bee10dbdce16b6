"""Files are judged together; one on which the judge itself fails is held back, and stops no other.

Nobody foresees all that offices send. A fault of the program on one file is told with its place in
the code, the file keeps its bytes in the archive, and the week is published without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from transforms.judging import Judgement
from transforms.reading import not_understood
from transforms.stacking import Read

__all__ = ["judge_apart"]

_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a program that meets something unforeseen raises; what a system raises (a database that is
lost, no memory) is nobody's file.
"""
_OF_TEN = 1
"""So many of ten files may be at fault themselves; of more it is the program."""

Judge = Callable[[Sequence[Read]], Judgement]


def judge_apart(
    reads: Sequence[Read], judge: Judge
) -> tuple[Judgement, Mapping[str, BaseException]]:
    """The judgement on all `reads`, and what was raised on those that are held back, by
    submission_id.

    Raises what `judge` raises where it is no single file's.
    """
    try:
        return judge(reads), {}
    except _FAULTS as error:
        failed = dict(_failing(reads, judge, error))
        if not 0 < len(failed) <= max(1, len(reads) * _OF_TEN // 10):
            raise
    held_back = [
        replace(read, content=not_understood(read.content))
        if read.landed.submission_id in failed
        else read
        for read in reads
    ]
    return judge(held_back), failed


def _failing(
    reads: Sequence[Read], judge: Judge, error: BaseException
) -> Iterator[tuple[str, BaseException]]:
    """Those that fail alone, found by halves."""
    if len(reads) == 1:
        yield reads[0].landed.submission_id, error
    if len(reads) < 2:
        return
    for half in (reads[: len(reads) // 2], reads[len(reads) // 2 :]):
        try:
            judge(half)
        except _FAULTS as of_half:
            yield from _failing(half, judge, of_half)
