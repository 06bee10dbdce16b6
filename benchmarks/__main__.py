"""`python -m benchmarks`: every stage beside its naive form, as a table."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from benchmarks.material import Material
from benchmarks.parsing import folding_names, parsing_dates, parsing_names
from benchmarks.reading import reading
from benchmarks.stages import Stage, measure, table_of

__all__ = ["STAGES", "main"]

STAGES: tuple[Callable[[Material], Stage[Any]], ...] = (
    reading,
    parsing_dates,
    parsing_names,
    folding_names,
)
"""In the order of a run."""


def main(arguments: list[str] | None = None) -> None:
    """Prints the table; the naive forms take a minute for the default size."""
    parser = argparse.ArgumentParser(prog="bootstrap.py bench", description=__doc__)
    parser.add_argument("--files", type=int, default=200, help="workbooks of 60 citizens")
    material = Material(max(1, parser.parse_args(arguments).files))
    for line in table_of(measure(stage(material) for stage in STAGES)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
