"""A parser applied to a column: once for each distinct cell, however many rows repeat it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.extensions import ExtensionArray

from schemas.rules import Parsed
from transforms.cells.team_code import normalise_code

__all__ = [
    "Codes",
    "ParsedColumn",
    "among",
    "distinct",
    "every_part",
    "ordering",
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
    sent) and suggested (as repaired, where that mends it).
    """

    values: pd.Series[str]
    faults: pd.DataFrame


def among(texts: pd.Series[Any], asked: Iterable[Any]) -> npt.NDArray[np.bool_]:
    """Whether each text is one of those asked for, of which there may be many.

    The `isin` of pandas looks at each of these in Python.
    """
    sought = pa.array(asked, pa.large_string(), from_pandas=True)
    found = pc.is_in(pa.array(texts.array, pa.large_string()), value_set=sought)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)


def ordering(rows: pd.DataFrame, *names: str) -> Codes:
    """The places of rows in the order of these columns, equal ones as they stand.

    Each column is made numbers first: sorting by several columns of text takes thrice as long.
    """
    numbers = [pd.factorize(rows[name], sort=True)[0] for name in names]
    return np.lexsort(numbers[::-1])


def every_part(codes: Codes, sizes: npt.NDArray[np.intp]) -> tuple[Codes, Codes]:
    """Where each row is of a kind (`codes`) that has so many parts, told one kind after another:
    the row of each part of all rows, and its place among the told ones.
    """
    of_row = sizes[codes]
    rows = np.repeat(np.arange(len(codes)), of_row)
    before_kind, before_row = np.cumsum(sizes) - sizes, np.cumsum(of_row) - of_row
    return rows, np.arange(len(rows)) + np.repeat(before_kind[codes] - before_row, of_row)


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
    told = [_told(cell, result, parser) for cell, result in zip(cells, parsed, strict=True)]
    return ParsedColumn(values, _faults(raw.index, name, codes, told))


_Told = tuple[str, str, str]
"""A broken rule, what was sent and what is suggested."""


def _told(cell: tuple[Any, ...], result: Parsed, parser: Callable[..., Parsed]) -> list[_Told]:
    """A line for each broken rule of a cell.

    Nothing is suggested where the repaired value breaks the rule as the cell does: who takes it
    mends nothing (a name of one word, two people in one cell).
    """
    text, _, *more = cell
    is_repaired = result.rules and result.value
    lasting = parser(result.value, "s", *more).rules if is_repaired else ()
    return [(rule_id, text, "" if rule_id in lasting else result.value) for rule_id in result.rules]


def _faults(
    uids: pd.Index[Any], name: str, codes: Codes, cells: Sequence[Sequence[_Told]]
) -> pd.DataFrame:
    """A line for each row and rule, in the order of the rows, of what is told of each cell."""
    told = list(chain.from_iterable(cells))
    sizes = np.array([len(lines) for lines in cells], dtype=np.intp)
    rows, lines = every_part(codes, sizes)
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
