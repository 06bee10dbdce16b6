"""Cases of files that are judged in one call, each of them looking at its own files alone.

Judging one tiny file takes as long as judging forty. A test under `judged_together` yields its
files where it would judge them, and gets the verdict on them alone:

    @judged_together("wrong", ["T9999", ""])
    def test_a_team_nobody_knows_is_held_back(wrong):
        verdict = yield report(citizen(team_code=wrong))
        assert verdict.counts == (1, 0, 1, 0)

What a branch sends for a Sunday is one to the judge in two things: whose row of an earlier file a
row is (and with it the finding's id), and who is a member of its teams. Cases of these are judged
alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, partial, wraps
from typing import Any

import pandas as pd
import pytest

from tests.workbooks import KEY, NOW, Verdict, judge_files, read_files, reference, verdict_on
from transforms.geography import Geography
from transforms.judging import Judgement, judge
from transforms.stacking import Read

__all__ = ["Case", "Sent", "judged_together"]

Sent = bytes | Mapping[str, bytes] | tuple["bytes | Mapping[str, bytes]", ...]
"""A workbook, files by inbox path, or several of these, to each of which there is a verdict."""

Case = Generator[Sent, Any, None]


_Key = tuple[str, int]
"""The name of a test, and the number of its case."""


@dataclass
class _Batch:
    """The cases of one test module."""

    cases: dict[_Key, Callable[[], Case]] = field(default_factory=dict)

    @cached_property
    def verdicts(self) -> Mapping[_Key, list[Verdict] | Exception]:
        """The verdicts on each case; none on a case whose files could not be made."""
        sent = {case: _files_of(start) for case, start in self.cases.items()}
        try:
            return _judged_at_once(sent)
        except Exception:
            alone = {case: _judged_alone(groups) for case, groups in sent.items()}
            # Whichever file breaks the judge fails its own case; where none does, they do together.
            if any(isinstance(verdicts, Exception) for verdicts in alone.values()):
                return alone
            raise


def _judged_at_once(sent: Mapping[_Key, list[Mapping[str, bytes]]]) -> dict[_Key, list[Verdict]]:
    reads = {
        case: [read_files(files, case=f"{case} {n}") for n, files in enumerate(groups)]
        for case, groups in sent.items()
    }
    known = reference()
    every = [read for groups in reads.values() for group in groups for read in group]
    judgement = judge(every, known, Geography(known), KEY, {}, NOW)
    return {
        case: [verdict_on(_of(judgement, group), {}) for group in groups]
        for case, groups in reads.items()
    }


def _judged_alone(groups: Sequence[Mapping[str, bytes]]) -> list[Verdict] | Exception:
    try:
        return [judge_files(files) for files in groups]
    except Exception as error:
        return error


_batches: defaultdict[str, _Batch] = defaultdict(_Batch)


def judged_together(
    names: str | Sequence[str] = (), cases: Iterable[Any] = ((),), **options: Any
) -> Callable[[Any], Any]:
    """`pytest.mark.parametrize` (or nothing) for a test that yields files and gets verdicts.

    All cases of the module are judged when the first of them runs, with the catalogue's severities
    at `NOW`; each is sent under an id of its own, so that equal files are no duplicates.
    """
    named = [names] if isinstance(names, str) else list(names)
    given = list(cases)
    values = [(case,) if isinstance(names, str) else tuple(case) for case in given]

    def decorate(test: Callable[..., Case]) -> Callable[..., None]:
        batch = _batches[test.__module__]
        for number, case in enumerate(values):
            batch.cases[test.__name__, number] = partial(
                test, **dict(zip(named, case, strict=True))
            )

        @wraps(test)
        def of_one_case(**arguments: Any) -> None:
            same = [all(arguments[n] is v for n, v in zip(named, c, strict=True)) for c in values]
            steps = test(**arguments)
            sent = next(steps)
            verdicts = batch.verdicts[test.__name__, same.index(True)]
            if isinstance(verdicts, Exception):
                raise verdicts
            with pytest.raises(StopIteration):
                steps.send(tuple(verdicts) if isinstance(sent, tuple) else verdicts[0])

        return (
            pytest.mark.parametrize(names, given, **options)(of_one_case) if names else of_one_case
        )

    return decorate


def _groups(sent: Sent) -> list[Mapping[str, bytes]]:
    parts = sent if isinstance(sent, tuple) else (sent,)
    return [{"1.xlsx": part} if isinstance(part, bytes) else part for part in parts]


def _files_of(start: Callable[[], Case]) -> list[Mapping[str, bytes]]:
    try:
        return _groups(next(start()))
    except Exception:
        # The case itself says so when it runs.
        return []


def _of(judgement: Judgement, reads: Collection[Read]) -> Judgement:
    """What a judgement says of some of its files."""
    ids = [read.landed.submission_id for read in reads]

    def narrowed(frame: pd.DataFrame) -> pd.DataFrame:
        if frame.index.name == "submission_id":
            return frame[frame.index.isin(ids)]
        kept = frame[frame["submission_id"].isin(ids)]
        return kept.reset_index(drop=True) if frame.index.name is None else kept

    frames = {f.name: getattr(judgement, f.name) for f in fields(judgement)}
    own: dict[str, Any] = {n: narrowed(f) for n, f in frames.items() if isinstance(f, pd.DataFrame)}
    return replace(judgement, **own)
