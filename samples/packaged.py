"""The tables packaged with the generator (`samples/data/*.csv`), read once, never changed."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib import resources

__all__ = ["PROFILES", "error_rates", "rows", "sheet_columns"]

PROFILES = ("clean", "light", "default", "hard", "no_id")
"""The columns of error_profiles.csv, from no dirt to rows without any identity number."""


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/<name>.csv`, every value as text."""
    text = resources.files("samples").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text)))


def error_rates(profile: str) -> dict[str, float]:
    """The rates of one profile by name, as shares of what the column `meaning` counts."""
    return {row["rate"]: float(row[profile]) for row in rows("error_profiles")}


def sheet_columns(sheet: str) -> dict[str, str]:
    """The columns of a sheet of the template in order: English name to Vietnamese header."""
    table = rows("template_columns")
    return {row["column_en"]: row["column_vi"] for row in table if row["sheet"] == sheet}
