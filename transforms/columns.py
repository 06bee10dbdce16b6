"""A parser applied to a column: once for each distinct cell, however many rows repeat it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from schemas.identifiers import SEPARATOR
from schemas.rules import Parsed
from transforms.cells.team_code import normalise_code

__all__ = ["ParsedColumn", "parse_column", "parse_team_code"]


@dataclass(frozen=True)
class ParsedColumn:
    """The canonical texts of a column, and its faults.

    `values` is indexed like the raw frame. `faults` has row_uid, rule_id, column_name, value (as
    sent) and suggested (as repaired).
    """

    values: pd.Series[str]
    faults: pd.DataFrame


def parse_column(
    raw: pd.DataFrame, name: str, parser: Callable[[str, str], Parsed]
) -> ParsedColumn:
    """Column `name` of `raw` (with `<name>__type` beside it) through `parser`."""
    cells = raw[name] + SEPARATOR + raw[f"{name}__type"]
    codes, distinct = pd.factorize(cells)
    pairs = [cell.split(SEPARATOR) for cell in distinct]
    parsed = [parser(pair[0], pair[-1]) for pair in pairs]
    texts = np.array([result.value for result in parsed], dtype=object)
    values = pd.Series(texts[codes] if len(codes) else [], index=raw.index, dtype="str")
    return ParsedColumn(values, _faults(raw, name, codes, pairs, parsed))


def _faults(
    raw: pd.DataFrame,
    name: str,
    codes: np.ndarray,
    pairs: list[list[str]],
    parsed: list[Parsed],
) -> pd.DataFrame:
    told = pd.DataFrame(
        [
            (code, rule_id, pairs[code][0], result.value)
            for code, result in enumerate(parsed)
            for rule_id in result.rules
        ],
        columns=["code", "rule_id", "value", "suggested"],
    )
    rows = pd.DataFrame({"row_uid": raw.index, "code": codes})
    return rows.merge(told, on="code").drop(columns="code").assign(column_name=name)


def parse_team_code(text: str, _: str) -> Parsed:
    """A team code in the form of the roster; any text is one, the roster decides."""
    return Parsed(normalise_code(text))
