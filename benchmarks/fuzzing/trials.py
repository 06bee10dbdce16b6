"""Mutants read and judged, in batches, and what is wrong with what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import pandas as pd

from benchmarks.fuzzing.bytes_of_files import BYTE_MUTATIONS, TEXT_MUTATIONS
from benchmarks.fuzzing.cells import CELL_MUTATIONS
from benchmarks.fuzzing.mutants import Mutant, mutant
from benchmarks.fuzzing.sources import ROWS, reference
from schemas.identifiers import digest
from schemas.outcome import Landed
from schemas.settings import Settings
from transforms.findings import make_findings
from transforms.geography import Geography
from transforms.judging import Judgement, judge
from transforms.reading import SubmissionRead, read_submission, unreadable
from transforms.stacking import Read
from warehouse.reading_apart import Limits, Unread, read_apart

__all__ = ["MUTATIONS", "Broken", "Tally", "mutants", "tried"]

MUTATIONS = (*CELL_MUTATIONS, *BYTE_MUTATIONS, *TEXT_MUTATIONS)
_NOW = pd.Timestamp("2023-03-05T14:00", tz="UTC")
_KEY = b"a key for mutants, never for people"
_SETTINGS = Settings(home=Path("var"))
_LIMITS = Limits(_SETTINGS.read_memory_mb, _SETTINGS.read_seconds)


@dataclass(frozen=True)
class Broken:
    """A mutant for which a promise was not kept, and which."""

    mutant: Mutant
    promise: str


@dataclass(frozen=True)
class Tally:
    """How many files of a batch ended in which status, and the promises that were not kept."""

    statuses: dict[str, int]
    broken: list[Broken]


def mutants(seed: int, numbers: range) -> Iterator[Mutant]:
    """The mutants of these numbers."""
    return (mutant(MUTATIONS, seed, number) for number in numbers)


def tried(batch: Sequence[Mutant], told: Callable[[int, int], None]) -> Tally:
    """Reads each file apart, within the limits of a run, and judges all of them together.

    A file that asks for more memory than a file may have is stopped as it should be; one that takes
    too long, or kills its reader, is not.
    """
    files = [(one.content, one.name) for one in batch]
    contents = read_apart(read_submission, files, _LIMITS, told)
    broken = [
        Broken(one, f"its reader ended ({content.reason})")
        for one, content in zip(batch, contents, strict=True)
        if isinstance(content, Unread) and content.reason != "memory"
    ]
    reads = [
        Read(_landed(one), unreadable("256 MB") if isinstance(content, Unread) else content)
        for one, content in zip(batch, contents, strict=True)
    ]
    statuses: dict[str, int] = {}
    for one, fault, status in _judged(batch, reads):
        statuses[status] = statuses.get(status, 0) + 1
        broken += [Broken(one, fault)] if fault else []
    return Tally(statuses, broken)


def _landed(one: Mutant) -> Landed:
    # The folder keeps equal bytes apart, and tells nobody's branch.
    path = f"{one.number}/{one.name}"
    return Landed(digest(path), sha256(one.content + path.encode()).hexdigest(), path, _NOW)


def _judged(batch: Sequence[Mutant], reads: Sequence[Read]) -> Iterator[tuple[Mutant, str, str]]:
    """(mutant, what is wrong or '', status); a batch that cannot be judged is halved."""
    try:
        verdict = judge(reads, reference_once(), geography_once(), _KEY, {}, _NOW)
        findings = make_findings(verdict.faults, verdict.submissions.assign(version=1), {}).findings
    except Exception as error:
        if len(batch) == 1:
            yield batch[0], f"judging it failed ({type(error).__name__})", "none"
            return
        half = len(batch) // 2
        yield from _judged(batch[:half], reads[:half])
        yield from _judged(batch[half:], reads[half:])
        return
    told = dict(list(findings.groupby("submission_id")))
    kept = dict(list(verdict.records.groupby("submission_id")))
    for one, read in zip(batch, reads, strict=True):
        name = read.landed.submission_id
        own = told.get(name, findings.iloc[:0])
        records = kept.get(name, verdict.records.iloc[:0])
        status = _status(verdict, name)
        yield one, _fault(one, read.content, status, own, records), status


reference_once = cache(reference)


@cache
def geography_once() -> Geography:
    """What the reference data says of places, worked out once."""
    return Geography(reference_once())


def _status(verdict: Judgement, submission_id: str) -> str:
    known = submission_id in verdict.submissions.index
    return str(verdict.submissions.at[submission_id, "status"]) if known else "vanished"


def _fault(
    one: Mutant, content: SubmissionRead, status: str, told: pd.DataFrame, records: pd.DataFrame
) -> str:
    """The first promise that was not kept, '' when all were."""
    if status == "vanished":
        return "there is no submission"
    if status in ("rejected", "quarantined") and not (told["severity"] == "error").any():
        return f"it is {status} and no finding says why"
    listed = sum(len(t.row_numbers) for t in content.tables if t.kind == "NGUOI_DAN")
    if listed != len(records):
        return f"{listed} rows were read and {len(records)} judged"
    # What was cut out of typed text at the end of a line leaves no trace.
    if len(records) < ROWS and told.empty and not one.name.endswith(".csv"):
        return f"{len(records)} rows of {ROWS}, and nothing is said of it"
    lost = _unexplained(records, told)
    return lost or _intact(one, status, records)


def _unexplained(records: pd.DataFrame, told: pd.DataFrame) -> str:
    """Rows held back without an error of the row or the file."""
    held = records.loc[records["status"] == "quarantined", "row_number"]
    errors = told[told["severity"] == "error"]
    if errors["scope"].eq("file").any():
        return ""
    silent = set(held) - set(errors["row_number"].dropna().astype(int))
    return f"{len(silent)} rows are held back and no finding says why" if silent else ""


def _intact(one: Mutant, status: str, records: pd.DataFrame) -> str:
    if one.intact is None:
        return ""
    if one.may_be_held:
        lost = len(one.intact) - len(records) if status == "accepted" else 0
        return f"{lost} rows vanished" if lost > 0 else ""
    accepted = records.loc[records["status"] == "accepted", "phone"]
    lost = len(one.intact - set(accepted))
    return f"{lost} good rows were lost ({status})" if lost else ""
