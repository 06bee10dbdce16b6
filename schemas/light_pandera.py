"""pandera, without the generator of test data that it loads wherever hypothesis is installed.

Loading hypothesis takes longer than all that a small run does, and a run draws no test data.
`TEXT` is its type of text that answers for a column at once: its own answers for each row, and then
pandera puts the rows that failed into words, also where none did, which took most of a validation.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

import pandera.pandas as pa
from pandera.dtypes import DataType, immutable
from pandera.engines import pandas_engine

__all__ = ["TEXT", "pa"]


def _load_strategies() -> None:
    modules: dict[str, Any] = sys.modules
    is_loaded = "hypothesis" in modules
    if not is_loaded:
        modules["hypothesis"] = None  # an import of it now fails, as if it were not installed
    try:
        importlib.import_module("pandera.strategies.pandas_strategies")
    finally:
        if not is_loaded:
            del modules["hypothesis"]


_load_strategies()


@immutable(init=True)
class _Text(pandas_engine.STRING):
    def check(self, pandera_dtype: DataType, data_container: object = None) -> bool:
        return bool(super().check(pandera_dtype))


TEXT: DataType = _Text()  # type: ignore[call-arg]
"""The pandas dtype "str" of a pandera column."""
