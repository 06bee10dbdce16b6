"""A parser applied to a column: once for each distinct cell, however many rows repeat it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from pandas.api.extensions import ExtensionArray

from schemas.rules import Parsed
from transforms.cells.team_code import normalise_code

__all__ = [
    "Codes",
    "ParsedColumn",
    "distinct",
    "parse_column",
    "parse_team_code",
    "spread",
    "text_array",
    "values_sent",
]

Codes = npt.NDArray[np.intp]


@dataclass(frozen=True)
class ParsedColumn:
    """The canonical texts of a column, and its faults.

    `values` is indexed like the raw frame. `faults` has row_uid, rule_id, column_name, value (as
    sent) and suggested (as repaired).
    """

    values: pd.Series[str]
    faults: pd.DataFrame


def distinct(*columns: pd.Series[Any] | Codes) -> tuple[Codes, Codes]:
    """For each row the number of its combination of values; for each combination its first row.

    Python then looks at a combination once, however many rows have it. Null is a value like others.
    """
    codes, _ = pd.factorize(columns[0], use_na_sentinel=False)
    for column in columns[1:]:
        more, values = pd.factorize(column, use_na_sentinel=False)
        codes, _ = pd.factorize(codes * len(values) + more)
    first = np.zeros(codes.max(initial=-1) + 1, dtype=np.intp)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return codes, first


def spread(texts: Iterable[str | None], codes: Codes, index: pd.Index[Any]) -> pd.Series[str]:
    """The texts of all rows from those of the distinct ones."""
    return pd.Series(text_array(list(texts)).take(codes), index=index)


def text_array(texts: Sequence[str | None]) -> ExtensionArray:
    """A column of text; Arrow takes the list as it is, where pandas looks at each text first."""
    column: ExtensionArray = pd.array(pa.array(texts, pa.large_string()), dtype="str")
    return column


def parse_column(
    raw: pd.DataFrame, name: str, parser: Callable[..., Parsed], *more: pd.Series[Any] | Codes
) -> ParsedColumn:
    """Column `name` of `raw` (with `<name>__type` beside it) through `parser`.

    `parser` takes text and type, and what a cell's meaning depends on besides: a value of each of
    `more`, which have a value for each row.
    """
    columns = (raw[name], raw[f"{name}__type"], *more)
    codes, first = distinct(*columns)
    cells = list(zip(*(column.take(first).astype(object) for column in columns), strict=True))
    parsed = [parser(*cell) for cell in cells]
    values = spread([result.value for result in parsed], codes, raw.index)
    return ParsedColumn(values, _faults(raw.index, name, codes, cells, parsed))


def _faults(
    uids: pd.Index[Any],
    name: str,
    codes: Codes,
    cells: Sequence[tuple[Any, ...]],
    parsed: Sequence[Parsed],
) -> pd.DataFrame:
    """A line for each row and rule, in the order of the rows."""
    told = [
        (rule_id, cell[0], result.value)
        for cell, result in zip(cells, parsed, strict=True)
        for rule_id in result.rules
    ]
    of_cell = np.array([len(result.rules) for result in parsed], dtype=np.intp)
    of_row = of_cell[codes]
    rows = np.repeat(np.arange(len(codes)), of_row)
    # The lines of a cell stand together in `told`, and each row of that cell takes all of them.
    lines = np.arange(len(rows)) + np.repeat(np.cumsum(of_cell)[codes] - np.cumsum(of_row), of_row)
    columns = zip(*told, strict=True) if told else ((), (), ())
    rule_ids, values, suggested = map(text_array, columns)
    return pd.DataFrame(
        {
            "row_uid": uids.take(rows).array,
            "rule_id": rule_ids.take(lines),
            "value": values.take(lines),
            "suggested": suggested.take(lines),
            "column_name": text_array([name]).take(np.zeros(len(rows), dtype=np.intp)),
        }
    )


def values_sent(faults: pd.DataFrame, raw: pd.DataFrame) -> npt.NDArray[np.object_]:
    """What the cell of each fault (row_uid, column_name) holds; '' where it names no column."""
    rows = raw.index.get_indexer(pd.Index(faults["row_uid"]))
    codes, first = distinct(faults["column_name"])
    values = np.full(len(faults), "", dtype=object)
    for code, name in enumerate(faults["column_name"].take(first)):
        if name in raw:
            values[codes == code] = raw[name].take(rows[codes == code])
    return values


def parse_team_code(text: str, _: str) -> Parsed:
    """A team code in the form of the roster; any text is one, the roster decides."""
    return Parsed(normalise_code(text))
