"""Decisions about whole files: values of the form, columns of the branch's own, waived faults.

One comes after the other: the form says whose file it is, the branch what its headers mean.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from schemas.catalogue import CATALOGUE
from schemas.rules import Fault
from schemas.template import columns_of
from transforms.decisions.answering import UNKNOWN_COLUMN, Answers, answers_to
from transforms.findings import FAULT_COLUMNS, file_faults
from transforms.reading import HeaderCell, RawTable, UnknownColumn
from transforms.reading.legible import make_names_legible
from transforms.reading.mapping import need_met_by
from transforms.reading.tables import Outcome
from transforms.reading.unsafe_text import without_secrets
from transforms.stacking import Read
from transforms.submissions import Judged, fault_key
from transforms.summaries import member_reports

__all__ = ["Files", "files_as_decided"]

Judge = Callable[[Sequence[Read], frozenset[tuple[str, ...]]], Judged]
Told = list[tuple[str, Fault]]


@dataclass(frozen=True)
class Files:
    """Files as they are after decisions, their judged headings, and the faults that were mended
    (columns as in `transforms.findings.FAULT_COLUMNS`, numbered from 0).
    """

    reads: Sequence[Read]
    headings: Judged
    mended: pd.DataFrame


def files_as_decided(reads: Sequence[Read], judge: Judge, answers: Answers) -> Files:
    """`reads` with what stewards said of them. `judge(reads, waived)` judges their headings."""
    files = Files(reads, judge(reads, frozenset()), pd.DataFrame(columns=FAULT_COLUMNS))
    rules = set(answers.decisions["rule_id"].dropna())
    if not any(rule_id.startswith(("submission.", "sheet.", "file.")) for rule_id in rules):
        return files
    files = _with_form(files, judge, answers)
    files = _with_columns(files, judge, answers)
    return _with_waivers(files, judge, answers)


def _answers_to(
    told: Told, files: Files, answers: Answers, *actions: str
) -> tuple[pd.DataFrame, list[tuple[str, Fault, str]]]:
    """The faults so answered, as mended ones, and beside them (submission_id, fault, value)."""
    rules = set(answers.decisions["rule_id"])
    told = [(name, fault) for name, fault in told if fault.rule_id in rules]
    faults = file_faults(told)
    found = answers_to(faults, files.headings.submissions, answers).having(*actions)
    mended = faults.loc[found.index].assign(finding_id=found["finding_id"], state="fixed")
    values = found["value_typed"].fillna("").tolist()
    pairs = [(*told[number], value) for number, value in zip(found.index, values, strict=True)]
    return mended, pairs


def _with_form(files: Files, judge: Judge, answers: Answers) -> Files:
    """Files with decided values on their form."""
    own = member_reports(list(files.reads), files.headings.submissions)[1]
    mended, told = _answers_to(files.headings.faults + own, files, answers, "accept", "type")
    if not told:
        return files
    filled: dict[str, dict[str, HeaderCell]] = {}
    for submission_id, fault, value in told:
        cell = HeaderCell(value, "s", fault.sheet, fault.cell)
        filled.setdefault(submission_id, {})[fault.column_name] = cell
    reads = [
        replace(read, content=replace(read.content, header=read.content.header | cells))
        if (cells := filled.get(read.landed.submission_id))
        else read
        for read in files.reads
    ]
    headings = judge(reads, frozenset())
    left = {(name, fault.rule_id) for name, fault in headings.faults}
    left |= {(name, f.rule_id) for name, f in member_reports(reads, headings.submissions)[1]}
    is_gone = [(name, fault.rule_id) not in left for name, fault, _ in told]
    return Files(reads, headings, pd.concat([files.mended, mended[is_gone]], ignore_index=True))


def _with_columns(files: Files, judge: Judge, answers: Answers) -> Files:
    """Files with the columns that their branch's headers are known to mean."""
    asked = [
        (read.landed.submission_id, fault)
        for read in files.reads
        for fault in read.content.faults
        if fault.rule_id == UNKNOWN_COLUMN and fault.value
    ]
    mended, told = _answers_to(asked, files, answers, "map_column")
    of_file: dict[str, list[tuple[Fault, str]]] = {}
    for submission_id, fault, column in told:
        of_file.setdefault(submission_id, []).append((fault, column))
    taken: set[tuple[str, ...]] = set()
    reads = []
    for read in files.reads:
        known = of_file.get(read.landed.submission_id, [])
        mapped = read
        for fault, column in known:
            filled = _mapped(mapped, fault, column)
            if filled is not mapped:
                taken.add(fault_key(read.landed.submission_id, fault))
            mapped = filled
        reads.append(mapped)
    if not taken:
        return files
    is_taken = [fault_key(name, fault) in taken for name, fault, _ in told]
    every = pd.concat([files.mended, mended[is_taken]], ignore_index=True)
    return Files(reads, judge(reads, frozenset()), every)


def _mapped(read: Read, fault: Fault, column: str) -> Read:
    """The file with one more column, where its table has such a column and does not fill it."""
    for number, table in enumerate(read.content.tables):
        found = [c for c in table.unknown if c.cell == fault.cell and table.sheet == fault.sheet]
        if found and _has_room(table, column):
            filled, told = _with_column(table, found[0], column)
            left = [f for f in read.content.faults if not _is_settled(f, fault, column)]
            return _with_table(read, number, filled, (*left, *told))
    return read


def _with_table(read: Read, number: int, table: RawTable, faults: tuple[Fault, ...]) -> Read:
    tables = [*read.content.tables]
    tables[number] = table
    is_wrong = any(CATALOGUE[fault.rule_id].severity == "error" for fault in faults)
    outcome: Outcome = "quarantined" if is_wrong else "read"
    content = replace(read.content, tables=tuple(tables), faults=faults, outcome=outcome)
    return replace(read, content=content)


def _has_room(table: RawTable, column: str) -> bool:
    is_of_table = column in {known.name for known in columns_of(table.kind)}
    return is_of_table and not any(table.texts.get(column, ()))


def _with_column(
    table: RawTable, found: UnknownColumn, column: str
) -> tuple[RawTable, list[Fault]]:
    """The table with that column, and what is wrong with the column's text, as for any other."""
    alone = replace(
        table,
        texts={column: found.texts},
        types={column: found.types},
        letters={column: found.letter},
        unknown=(),
    )
    legible, told = make_names_legible(alone)
    safe, unsafe = without_secrets(legible)
    filled = replace(
        table,
        texts=table.texts | safe.texts,
        types=table.types | safe.types,
        letters=table.letters | safe.letters,
        unknown=tuple(other for other in table.unknown if other is not found),
    )
    return filled, [*told, *unsafe]


def _is_settled(fault: Fault, unknown: Fault, column: str) -> bool:
    """Whether a fault is gone with the column: the question itself, and that it was missing."""
    is_missing = fault.rule_id == "sheet.column.is_present" and fault.sheet == unknown.sheet
    return fault == unknown or (is_missing and fault.column_name == need_met_by(column))


def _with_waivers(files: Files, judge: Judge, answers: Answers) -> Files:
    """Files without the faults that were waived, in so far as these hold them back."""
    told = files.headings.faults + [
        (read.landed.submission_id, fault) for read in files.reads for fault in read.content.faults
    ]
    _, waived = _answers_to(told, files, answers, "waive")
    if not waived:
        return files
    keys = frozenset(fault_key(name, fault) for name, fault, _ in waived)
    return replace(files, headings=judge(files.reads, keys))
