"""pandera, without the generator of test data that it loads wherever hypothesis is installed.

Loading hypothesis takes longer than all that a small run does, and a run draws no test data.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

import pandera.pandas as pa

__all__ = ["pa"]


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
