"""`python -m benchmarks.dirt`: false alarms about a clean campaign, and what dirt costs.

Exit code 1 when a bar is not met: no error, at most 1 false warning for 1,000 rows, no clean name
taken for an old font, dirty workbooks at most twice as dear as clean ones.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from benchmarks.dirt.campaigns import Generated
from benchmarks.dirt.cost import Cost, costs
from benchmarks.dirt.false_alarms import false_alarms, names_taken_for_a_font

__all__ = ["main"]

_MOST_FALSE = 0.001
_DEAREST = 2.0
_BRANCHES, _WEEKS = 150, 8


def main(arguments: list[str] | None = None) -> int:
    """Measures what is asked for; the exit code."""
    asked = _parser().parse_args(arguments)
    is_met = True
    if asked.rows:
        is_met = _tell_alarms(asked.rows)
    for dirt in asked.dirt if asked.files else ():
        clean, dirty = costs(asked.files, dirt)
        for line in _cost_lines(asked.files, dirt, clean, dirty):
            print(line, flush=True)
        is_met = is_met and dirty.total <= _DEAREST * clean.total
    return 0 if is_met else 1


def _tell_alarms(rows: int) -> bool:
    generated = Generated("clean", branches=_BRANCHES, weeks=_WEEKS, rows=rows)
    alarms = false_alarms(generated)
    texts, taken = names_taken_for_a_font(generated)
    print(
        f"clean campaign of {alarms.records} rows in {len(generated.workbooks)} workbooks:"
        f" {alarms.errors.total()} errors, {alarms.warnings.total()} false warnings"
        f" ({alarms.share:.3%} of the rows)"
    )
    for rule_id, count in (alarms.errors + alarms.warnings).most_common():
        print(f"  {count:>6} {rule_id}")
    print(f"clean texts taken for an old font: {len(taken)} of {texts}", flush=True)
    return not alarms.errors and alarms.share <= _MOST_FALSE and not taken


def _cost_lines(files: int, dirt: str, clean: Cost, dirty: Cost) -> Iterator[str]:
    yield f"reading and judging {files} workbooks (CPU): clean, dirty ({dirt}), ratio"
    for name in ("reading", "judging", "total"):
        one, other = getattr(clean, name), getattr(dirty, name)
        yield f"  {name:<10}{one:>8.2f} s{other:>8.2f} s{other / one:>8.2f}"
    yield f"  {'findings':<10}{clean.findings:>8}  {dirty.findings:>8}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bootstrap.py dirt", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="of the clean campaign (100000)")
    parser.add_argument("--files", type=int, default=1_000, help="clean and dirty ones (1000)")
    parser.add_argument("--dirt", nargs="+", default=["default", "hard"], help="error profiles")
    return parser


if __name__ == "__main__":
    sys.exit(main())
