"""From a header's columns to the template's columns, and what has to be said about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from schemas.rules import Fault
from schemas.template import (
    ADVICE_COLUMN,
    REASON_COLUMN,
    SERVICE_COLUMNS,
    TABLE_SHEETS,
    columns_of,
    label_of,
)
from transforms.reading.aliases import Names, close_names, names_by_sheet
from transforms.reading.cells import address
from transforms.reading.folding import fold, has_hidden_characters, same_text
from transforms.reading.headers import Header, Options

__all__ = [
    "BIRTH_PARTS",
    "NAME_PARTS",
    "SEX_BIRTHS",
    "SEX_TICKS",
    "ColumnMap",
    "map_columns",
    "missing_needs",
    "need_met_by",
]

_ADDED = {fold(REASON_COLUMN), fold(ADVICE_COLUMN)}
NAME_PARTS = ("surname_part", "given_part")
SEX_TICKS = ("male_tick", "female_tick")
SEX_BIRTHS = ("birth_of_man", "birth_of_woman")
BIRTH_PARTS = ("birth_day_part", "birth_month_part", "birth_year_part")
_NEEDS = (
    (("team_code",), "Mã tổ"),
    (("assist_date",), "Ngày hỗ trợ"),
    (("full_name",), "Họ và tên"),
    (SERVICE_COLUMNS, "nội dung hỗ trợ"),
    (
        ("id_number", "phone", "birth_date"),
        "Số CCCD/Định danh cá nhân, Số điện thoại hoặc Ngày sinh",
    ),
)


@dataclass
class ColumnMap:
    """Template column → 0-based sheet columns (several when a header is repeated).

    It is shared between sheets with equal headers, so nobody may change it once it is made.
    `unknown` are columns with a header that the template does not have, `bare` columns without one.
    """

    columns: dict[str, list[int]] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@lru_cache(maxsize=256)
def map_columns(header: Header, sheet_name: str) -> ColumnMap:
    """The columns of a header; a name in two parts counts as `full_name` where both are there.

    The columns in which a correction workbook says why and what to do are ours, and told of nobody.
    """
    mapped = ColumnMap()
    candidates = [_candidates(header.kind, options) for options in header.options]
    candidates = _one_birth(_one_name(candidates))
    taken = {names[0] for names in candidates if len(names) == 1}
    is_corrected = any(
        fold(options[-1]) == fold(REASON_COLUMN) for options in header.options if options
    )
    for index, (options, names) in enumerate(zip(header.options, candidates, strict=True)):
        left = [n for n in names if n not in taken] if len(names) > 1 else list(names)
        cell = address(header.bottom, index)
        if not options:
            mapped.bare.append(index)
        elif is_corrected and fold(options[-1]) in _ADDED:
            continue
        elif not names:
            mapped.unknown.append(index)
        elif len(left) != 1:
            mapped.unknown.append(index)
            mapped.faults.append(_ambiguous(header, sheet_name, cell, options, names))
        else:
            mapped.columns.setdefault(left[0], []).append(index)
            mapped.faults += _remarks(header, sheet_name, cell, options, left[0])
    _settle_names(mapped)
    _settle_births(mapped)
    _settle_sexes(mapped)
    mapped.unknown.sort()
    return mapped


def missing_needs(kind: str, mapped: ColumnMap, sheet_name: str) -> list[Fault]:
    """One fault for each thing that a record cannot do without and no column could give."""
    if kind != "NGUOI_DAN":
        return []
    present = set(mapped.columns)
    if all(part in present for part in NAME_PARTS):
        present.add("full_name")
    if not present.isdisjoint((*SEX_BIRTHS, *BIRTH_PARTS)):
        present.add("birth_date")
    return [
        Fault(
            "sheet.column.is_present",
            sheet_name,
            column_name=names[0],
            detail={"column": label},
        )
        for names, label in _NEEDS
        if present.isdisjoint(names)
    ]


def need_met_by(column: str) -> str:
    """The column by which `missing_needs` calls the need that `column` meets, if any, else ''."""
    return next((names[0] for names, _ in _NEEDS if column in names), "")


def _candidates(kind: str, options: Options) -> Names:
    for text in options:
        if names := names_by_sheet(text).get(kind):
            return names
    for text in options:
        if names := close_names(kind, text):
            return names
    return ()


def _one_name(candidates: list[Names]) -> list[Names]:
    """A column "Tên" without another column of names holds whole names."""
    if ("full_name",) in candidates or ("surname_part",) in candidates:
        return candidates
    return [("full_name",) if names == ("given_part",) else names for names in candidates]


def _one_birth(candidates: list[Names]) -> list[Names]:
    """Without its tone a man's birth is the year of a birth: what stands beside it tells."""
    *_, month, year = BIRTH_PARTS
    man, woman = SEX_BIRTHS
    meant = man if (woman,) in candidates else year if (month,) in candidates else "birth_date"
    return [(meant,) if {*names} == {man, year} else names for names in candidates]


def _remarks(
    header: Header, sheet_name: str, cell: str, options: Options, name: str
) -> list[Fault]:
    label = label_of(header.kind, name)
    place = Fault("", sheet_name, header.bottom + 1, name, cell, value=options[-1])
    faults = []
    if any(map(has_hidden_characters, options)):
        faults.append(place._replace(rule_id="sheet.header.has_line_breaks"))
    is_printed = name in _PRINTED[header.kind]
    known = (name in names_by_sheet(text).get(header.kind, ()) for text in options)
    if not any(same_text(text, label) for text in options) and (is_printed or not any(known)):
        rule_id = "sheet.header.is_alias"
        faults.append(place._replace(rule_id=rule_id, detail={"column": label}))
    return faults


_PRINTED = {
    kind: {column.name for column in columns_of(kind, printed_only=True)} for kind in TABLE_SHEETS
}
"""Columns with a header of the template; those of other layouts may be called as they are there."""


def _ambiguous(header: Header, sheet_name: str, cell: str, options: Options, names: Names) -> Fault:
    return Fault(
        "sheet.header.is_ambiguous",
        sheet_name,
        header.bottom + 1,
        names[0],
        cell,
        value=options[-1],
        detail={"column": " / ".join(label_of(header.kind, name) for name in names)},
    )


def _settle_names(mapped: ColumnMap) -> None:
    """Two parts are joined by the reader; beside a whole name, or alone, they are no use."""
    columns = mapped.columns
    if "full_name" in columns:
        _leave_out(mapped, *NAME_PARTS)
    elif "given_part" not in columns:
        _leave_out(mapped, "surname_part")


def _settle_births(mapped: ColumnMap) -> None:
    """Births by sex, or in parts, are joined by the reader; beside whole ones they are no use."""
    columns = mapped.columns
    if "birth_date" in columns:
        _leave_out(mapped, *SEX_BIRTHS)
    if "birth_date" in columns or "birth_year_part" not in columns:
        _leave_out(mapped, *BIRTH_PARTS)


def _settle_sexes(mapped: ColumnMap) -> None:
    """A pair of ticks, or "Nữ" alone, is joined by the reader; beside a column of sexes it is no
    use. "Nam" alone may as well be a year (năm) without its accent.
    """
    if "gender" in mapped.columns or "female_tick" not in mapped.columns:
        _leave_out(mapped, *SEX_TICKS)


def _leave_out(mapped: ColumnMap, *names: str) -> None:
    """Makes columns unknown that were taken for these, and says nothing of their headers."""
    for name in names:
        mapped.unknown += mapped.columns.pop(name, [])
    mapped.faults = [fault for fault in mapped.faults if fault.column_name not in names]
