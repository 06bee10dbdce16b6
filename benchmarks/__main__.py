"""`python -m benchmarks`: every stage beside its naive form, as a table; then the whole Sunday."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.counting import counting
from benchmarks.loading import loading
from benchmarks.material import Material
from benchmarks.parsing import folding_names, parsing_dates, parsing_names
from benchmarks.reading import reading
from benchmarks.scoring import scoring
from benchmarks.stages import Stage, measure, table_of
from benchmarks.sunday import whole_sunday
from benchmarks.sunday_year import Year
from benchmarks.validating import validating

__all__ = ["STAGES", "main"]

STAGES: tuple[Callable[[Material], Stage[Any]], ...] = (
    reading,
    parsing_dates,
    parsing_names,
    folding_names,
    validating,
    scoring,
    counting,
    loading,
)
"""In the order of a run."""


def main(arguments: list[str] | None = None) -> None:
    """Prints the table, whose naive forms take a minute for the default size, and what the whole
    Sunday took, whose year before takes many minutes to make.
    """
    asked = _parser().parse_args(arguments)
    if asked.files:
        material = Material(asked.files)
        for line in table_of(measure(stage(material) for stage in STAGES)):
            print(line, flush=True)
    if asked.scale:
        for line in whole_sunday(Year(asked.scale), asked.home):
            print(line, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bootstrap.py bench", description=__doc__)
    parser.add_argument(
        "--files", type=int, default=200, help="workbooks of 60 citizens; 0 leaves the table out"
    )
    parser.add_argument(
        "--scale", type=float, default=1.0, help="part of the whole Sunday's size; 0 leaves it out"
    )
    parser.add_argument(
        "--home", type=Path, help="folder that keeps the year before the whole Sunday for next time"
    )
    return parser


if __name__ == "__main__":
    main()
