"""`python -m benchmarks.fuzzing`: breaks thousands of files and says what they broke in turn.

Most are read and judged as a run does; some hundreds go through whole runs. Exit code 1 when a
promise was not kept: the file is then in the folder named, and its number repeats it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.fuzzing.sources import BRANCHES
from benchmarks.fuzzing.trials import Broken, Tally, mutants, tried
from benchmarks.fuzzing.whole_runs import run_whole
from cli.console import progress

__all__ = ["main"]

_BATCH = BRANCHES
_KEEP = "sunday-fuzzing"


def main(arguments: list[str] | None = None) -> int:
    """Breaks as many files as asked for; the exit code."""
    asked = _parser().parse_args(arguments)
    first = 0 if asked.number is None else asked.number
    numbers = range(first, first + (asked.count if asked.number is None else 1))
    began = time.perf_counter()
    statuses: Counter[str] = Counter()
    broken: list[Broken] = []
    with progress() as told:
        for start in numbers[::_BATCH]:
            batch = list(mutants(asked.seed, range(start, min(start + _BATCH, numbers.stop))))
            tally = tried(batch, _silent)
            statuses.update(tally.statuses)
            broken += tally.broken
            told("fuzz", start + len(batch) - first, len(numbers))
        whole = (
            run_whole(asked.seed, min(asked.whole, len(numbers))) if asked.whole else Tally({}, [])
        )
    _tell(statuses, broken + whole.broken, asked.seed, asked.keep)
    if whole.statuses:
        shown = ", ".join(f"{count} {name}" for name, count in sorted(whole.statuses.items()))
        print(f"through whole runs: {shown}")
    print(f"{len(numbers)} files, seed {asked.seed}, {time.perf_counter() - began:.0f} s")
    return 1 if broken or whole.broken else 0


def _silent(done: int, total: int) -> None:
    """Batches are small; the bar counts them."""


def _tell(statuses: Counter[str], broken: Sequence[Broken], seed: int, keep: Path) -> None:
    shown = ", ".join(f"{count} {name}" for name, count in sorted(statuses.items()))
    print(f"read and judged: {shown}")
    print(f"promises not kept: {len(broken)}")
    for one in broken:
        keep.mkdir(parents=True, exist_ok=True)
        path = keep / f"{seed}-{one.mutant.number}-{one.mutant.name}"
        path.write_bytes(one.mutant.content)
        print(
            f"  --seed {seed} --number {one.mutant.number}: {one.promise}; {one.mutant.how}; {path}"
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bootstrap.py fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="how many files (10000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other files (1)")
    parser.add_argument("--number", type=int, help="only the file of this number")
    parser.add_argument("--whole", type=int, default=400, help="how many through whole runs (400)")
    parser.add_argument(
        "--keep",
        type=Path,
        default=Path(tempfile.gettempdir()) / f"{_KEEP}-{os.getuid()}",
        help="folder for files that broke a promise",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
