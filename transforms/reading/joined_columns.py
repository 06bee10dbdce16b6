"""Columns of the template that a file has in two: a name in parts, a sex as a pair of ticks."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from schemas.codes.answers import SEX_LABELS
from schemas.rules import Fault
from transforms.cells.ticks import parse_tick
from transforms.reading.mapping import NAME_PARTS, SEX_TICKS

__all__ = ["join_columns", "joined_faults"]

_SEXES = dict(zip(SEX_TICKS, SEX_LABELS, strict=True))


def joined_faults(sheet_name: str, row_number: int, columns: Collection[str]) -> list[Fault]:
    """What is told of columns that were joined; `row_number` is that of the header."""
    told = []
    if all(part in columns for part in NAME_PARTS):
        told.append("sheet.name.is_in_one_column")
    if any(name in columns for name in SEX_TICKS):
        told.append("sheet.gender.is_in_one_column")
    return [Fault(rule_id, sheet_name, row_number) for rule_id in told]


def join_columns(
    texts: dict[str, list[str]], types: dict[str, list[str]], letters: dict[str, str]
) -> None:
    """Puts one column, at the place of the first, where `texts` has parts of one."""
    if all(part in texts for part in NAME_PARTS):
        pairs = _taken(NAME_PARTS, texts, types)
        names = [[text for text, _ in pair if text] for pair in pairs]
        texts["full_name"] = [" ".join(parts) for parts in names]
        types["full_name"] = [first or second for (_, first), (_, second) in pairs]
        letters["full_name"] = _first_letter(NAME_PARTS, letters)
    if ticked := [name for name in SEX_TICKS if name in texts]:
        pairs = _taken(ticked, texts, types)
        texts["gender"] = [_sex(ticked, pair) for pair in pairs]
        types["gender"] = ["s" if text else "" for text in texts["gender"]]
        letters["gender"] = _first_letter(ticked, letters)


Pair = tuple[tuple[str, str], ...]


def _taken(
    names: Sequence[str], texts: dict[str, list[str]], types: dict[str, list[str]]
) -> list[Pair]:
    """Text and type of each row in these columns, which are taken out."""
    columns = [zip(texts.pop(name), types.pop(name), strict=True) for name in names]
    return list(zip(*columns, strict=True))


def _first_letter(names: Sequence[str], letters: dict[str, str]) -> str:
    first, *_ = [letters.pop(name) for name in names]
    return first


def _sex(names: Sequence[str], cells: Pair) -> str:
    """The sex whose cell is ticked; where both are, both: then it is not known, and asked for."""
    ticked = [
        _SEXES[name] for name, cell in zip(names, cells, strict=True) if parse_tick(*cell).value
    ]
    return " / ".join(ticked)
