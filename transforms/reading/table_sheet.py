"""One table sheet: its records in a `RawTable`, everything around them as faults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schemas.rules import Fault
from schemas.template import HEADER_ROW, label_of
from transforms.reading.cells import (
    Cell,
    Grid,
    address,
    column_letter,
    is_blank,
    texts_and_types,
)
from transforms.reading.groups import (
    group_labels,
    is_example,
    numbering_faults,
    with_teams,
)
from transforms.reading.headers import Header
from transforms.reading.joined_columns import join_columns, joined_faults
from transforms.reading.lost_rows import far_row_faults
from transforms.reading.mapping import ColumnMap, map_columns, missing_needs
from transforms.reading.marked_rows import marked_faults, without_merges
from transforms.reading.packages import MAX_BLANK_ROWS
from transforms.reading.rows import RowJudge, RowKind, is_column_numbers
from transforms.reading.sheets import Sheet
from transforms.reading.tables import RawTable, UnknownColumn
from transforms.reading.team_above import with_team_above
from transforms.reading.unsafe_text import is_sensitive_header

__all__ = ["read_table"]

Kinds = dict[int, RowKind]
_KEPT = (RowKind.RECORD, RowKind.DATA)
_DROPPED = (RowKind.TOTAL, RowKind.SIGNATURE, RowKind.NOTE)


def read_table(sheet: Sheet, header: Header) -> tuple[RawTable, list[Fault]]:
    """The records of a sheet whose header was found, and the faults of its layout."""
    mapped = map_columns(header, sheet.name)
    faults = [*_header_faults(sheet, header), *mapped.faults]
    faults += missing_needs(header.kind, mapped, sheet.name)
    rows, merged = without_merges(sheet, header.bottom + 1, mapped.columns)
    sheet = replace(sheet, rows=rows)
    first, numbers = _skip_column_numbers(sheet, header)
    judge = RowJudge(header.kind, {name: indexes[0] for name, indexes in mapped.columns.items()})
    kinds = _without_tail(_kinds(sheet.rows, first, header, judge), sheet.rows, judge)
    kinds = _without_notes(kinds, sheet.rows, judge)
    examples = [index for index in kinds if is_example(rows[index], mapped.columns)]
    labels = _labels(rows, kinds, mapped)
    left_out = {*examples, *labels}
    kept = [i for i, kind in kinds.items() if kind in _KEPT and i not in left_out]
    faults += [Fault("sheet.row.is_no_example", sheet.name, index + 1) for index in examples]
    faults += [*numbers, *merged, *_row_faults(sheet, kinds, kept, judge)]
    faults += marked_faults(sheet, kept, mapped.columns)
    faults += _far_faults(sheet, first, kinds, judge)
    team_column = mapped.columns.get("team_code", [0])[0]
    rows, grouped = with_teams(sheet.name, rows, labels, kept, team_column)
    faults += grouped
    if header.kind == "TO_CNS":
        rows, told = with_team_above(sheet.name, rows, [i + 1 for i in kept], mapped.columns)
        faults += told
    unknown = _unknown(header, mapped)
    faults += _unknown_faults(sheet.name, header, mapped, unknown, rows)
    faults += joined_faults(sheet.name, header.bottom + 1, mapped.columns)
    chosen, repeated = _chosen_columns(sheet.name, header, mapped, rows)
    table = _table(sheet.name, header, chosen, kept, rows)
    table = replace(table, unknown=_unknown_columns(header, unknown, rows))
    if header.kind == "NGUOI_DAN" and "row_no" in table.texts:
        faults += numbering_faults(sheet.name, table.row_numbers, table.texts["row_no"])
    return table, [*faults, *repeated]


def _labels(rows: Grid, kinds: Kinds, mapped: ColumnMap) -> dict[int, str]:
    """Rows that name the team of the rows below; without a column of teams they are no help."""
    if "team_code" not in mapped.columns:
        return {}
    others = [index for index, kind in kinds.items() if kind is RowKind.DATA]
    return group_labels(rows, others, mapped.columns)


def _header_faults(sheet: Sheet, header: Header) -> list[Fault]:
    faults = []
    row_number = header.bottom + 1
    above = sheet.rows[: header.top]
    is_placed = HEADER_ROW in (header.top + 1, row_number)
    if not is_placed and any(not is_blank(c) for row in above for c in row):
        detail = {"header_row": str(row_number)}
        faults.append(Fault("sheet.header.below_titles", sheet.name, row_number, detail=detail))
    if header.has_levels:
        faults.append(Fault("sheet.header.has_two_levels", sheet.name, header.top + 1))
    return faults


def _skip_column_numbers(sheet: Sheet, header: Header) -> tuple[int, list[Fault]]:
    """The first row that may be data, and the fault when a line of column numbers was skipped."""
    for index in range(header.bottom + 1, min(header.bottom + 4, len(sheet.rows))):
        row = sheet.rows[index]
        if is_column_numbers(row):
            return index + 1, [Fault("sheet.row.is_column_numbers", sheet.name, index + 1)]
        if not all(map(is_blank, row)):
            break
    return header.bottom + 1, []


def _kinds(rows: Grid, first: int, header: Header, judge: RowJudge) -> Kinds:
    """What each row from `first` on is, up to a long blank run; a header repeated is left out."""
    kinds: Kinds = {}
    blank_run = 0
    labels = [options[-1] if options else "" for options in header.options]
    for index, is_plain in enumerate(judge.plain_records(rows[first:], labels), start=first):
        if is_plain:
            kinds[index] = RowKind.RECORD
            blank_run = 0
            continue
        if _repeats_header(rows[index], header):
            continue
        kinds[index] = kind = judge.kind_of(rows[index])
        blank_run = blank_run + 1 if kind is RowKind.BLANK else 0
        if blank_run > MAX_BLANK_ROWS:
            break
    return kinds


def _far_faults(sheet: Sheet, first: int, kinds: Kinds, judge: RowJudge) -> list[Fault]:
    """What is told of rows that a long blank run keeps from the list."""
    behind = sheet.rows[max(kinds, default=first - 1) + 1 :]
    far = sum(judge.kind_of(row) in _KEPT for row in behind)
    last = max((i for i, kind in kinds.items() if kind is not RowKind.BLANK), default=first - 1)
    return far_row_faults(sheet, last, far)


def _repeats_header(row: Sequence[Cell], header: Header) -> bool:
    pairs = zip(row, header.options, strict=True)
    same = 0
    for cell, options in pairs:
        if options and cell != "":
            if cell != options[-1]:
                return False
            same += 1
    return same > 1


def _without_tail(kinds: Kinds, rows: Grid, judge: RowJudge) -> Kinds:
    """Rows after the last record are dropped from the first signature on: they are signatures.

    Not so a row with a value of its own: it is a record that lacks something, and is told of.
    """
    if RowKind.SIGNATURE not in kinds.values():
        return kinds
    last = max((i for i, kind in kinds.items() if kind is RowKind.RECORD), default=-1)
    signed = False
    settled: Kinds = {}
    for index, kind in kinds.items():
        signed = signed or (index > last and kind is RowKind.SIGNATURE)
        drops = signed and kind is RowKind.DATA and not judge.has_value(rows[index])
        settled[index] = RowKind.SIGNATURE if drops else kind
    return settled


def _without_notes(kinds: Kinds, rows: Grid, judge: RowJudge) -> Kinds:
    """Sentences below the last row of the list are notes, and so are single texts below these."""
    others = [index for index, kind in kinds.items() if kind is RowKind.DATA]
    lone = {index for index in others if judge.is_lone_text(rows[index])}
    last = max((i for i, kind in kinds.items() if kind in _KEPT and i not in lone), default=-1)
    below = [index for index in sorted(lone) if index > last]
    first = next((index for index in below if judge.is_note(rows[index])), len(rows))
    return kinds | dict.fromkeys((index for index in below if index >= first), RowKind.NOTE)


def _row_faults(sheet: Sheet, kinds: Kinds, kept: list[int], judge: RowJudge) -> list[Fault]:
    if len(kept) == len(kinds):
        return []
    faults = []
    dropped = [index for index, kind in kinds.items() if kind in _DROPPED]
    last = kept[-1] if kept else -1
    between = [index for index in dropped if index < last and kinds[index] is RowKind.TOTAL]
    after = [index for index in dropped if index not in between]
    for rule_id, rows in (("sheet.row.is_subtotal", between), ("sheet.row.is_total", after)):
        if rows:
            detail = {"count": str(len(rows))}
            faults.append(Fault(rule_id, sheet.name, rows[0] + 1, detail=detail))
    if dropped:
        faults += _total_faults(sheet, kinds, kept, judge)
    within = range(kept[0], kept[-1]) if kept else range(0)
    blanks = [index for index in within if kinds.get(index) is RowKind.BLANK]
    if blanks:
        detail = {"count": str(len(blanks))}
        faults.append(Fault("sheet.row.is_blank", sheet.name, blanks[0] + 1, detail=detail))
    return faults


def _total_faults(sheet: Sheet, kinds: Kinds, kept: list[int], judge: RowJudge) -> list[Fault]:
    """A warning when the last total states another number than the rows of the list.

    A total among the rows is a subtotal; the last one may be too, then it counts its own group.
    """
    totals = [index for index, kind in kinds.items() if kind is RowKind.TOTAL]
    if not totals or (kept and totals[-1] < kept[-1]):
        return []
    stated = judge.stated_total(sheet.rows[totals[-1]])
    group = sum(index > totals[-2] for index in kept) if len(totals) > 1 else len(kept)
    if stated is None or stated in (len(kept), group):
        return []
    detail = {"stated": str(stated), "count": str(len(kept))}
    return [Fault("sheet.total.matches_rows", sheet.name, totals[-1] + 1, detail=detail)]


def _unknown(header: Header, mapped: ColumnMap) -> list[int]:
    """Columns that a steward is asked about: an ambiguous or sensitive header is told otherwise."""
    ambiguous = {fault.cell for fault in mapped.faults if fault.rule_id.endswith("is_ambiguous")}
    return [
        index
        for index in mapped.unknown
        if address(header.bottom, index) not in ambiguous
        and not is_sensitive_header(header.options[index][-1])
    ]


def _unknown_columns(
    header: Header, unknown: Sequence[int], rows: Grid
) -> tuple[UnknownColumn, ...]:
    return tuple(
        UnknownColumn(
            header.options[index][-1],
            address(header.bottom, index),
            *texts_and_types([row[index] for row in rows]),
        )
        for index in unknown
    )


def _unknown_faults(
    sheet_name: str, header: Header, mapped: ColumnMap, unknown: Sequence[int], rows: Grid
) -> list[Fault]:
    """A question for each header, one word for all columns without one, and for sensitive ones."""
    bare = [i for i in mapped.bare if any(not is_blank(row[i]) for row in rows)]
    secret = [i for i in mapped.unknown if is_sensitive_header(header.options[i][-1])]
    groups = [*(("sheet.column.is_unknown", [index]) for index in unknown)]
    groups += [("sheet.column.is_unknown", bare), ("sheet.column.is_not_sensitive", secret)]
    return [
        Fault(
            rule_id,
            sheet_name,
            header.bottom + 1,
            cell=address(header.bottom, columns[0]),
            value=_headers_of(header, columns),
            detail={"count": str(len(columns))},
        )
        for rule_id, columns in groups
        if columns
    ]


def _headers_of(header: Header, indexes: Sequence[int]) -> str:
    """The texts of these headers; a column without one gives none."""
    return ", ".join(header.options[i][-1] for i in indexes if header.options[i])


def _chosen_columns(
    sheet_name: str, header: Header, mapped: ColumnMap, rows: Grid
) -> tuple[dict[str, int], list[Fault]]:
    """One sheet column per template column; repeated ones must say the same."""
    chosen: dict[str, int] = {}
    faults = []
    for name, indexes in mapped.columns.items():
        if len(indexes) == 1:
            chosen[name] = indexes[0]
            continue
        filled = [i for i in indexes if any(not is_blank(row[i]) for row in rows)]
        chosen[name] = filled[0] if filled else indexes[0]
        if len(filled) > 1:
            differ = any(_texts(rows, i) != _texts(rows, chosen[name]) for i in filled[1:])
            faults.append(
                Fault(
                    "sheet.column.is_unique" if differ else "sheet.column.is_not_repeated",
                    sheet_name,
                    header.bottom + 1,
                    name,
                    address(header.bottom, filled[1]),
                    detail={"column": label_of(header.kind, name)},
                )
            )
    return chosen, faults


def _texts(rows: Grid, index: int) -> list[str]:
    return texts_and_types([row[index] for row in rows])[0]


def _table(
    sheet_name: str, header: Header, chosen: dict[str, int], kept: list[int], rows: Grid
) -> RawTable:
    texts: dict[str, list[str]] = {}
    types: dict[str, list[str]] = {}
    columns = list(zip(*rows, strict=True))
    for name, index in chosen.items():
        texts[name], types[name] = texts_and_types(columns[index] if columns else ())
    letters = {name: column_letter(index) for name, index in chosen.items()}
    join_columns(texts, types, letters)
    numbers = [i + 1 for i in kept]
    return RawTable(header.kind, sheet_name, numbers, texts, types, letters, header.bottom + 1)
