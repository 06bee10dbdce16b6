"""What 1,000 dirty workbooks cost beside 1,000 clean ones of as many rows."""

from __future__ import annotations

import time
from dataclasses import dataclass

from benchmarks.dirt.campaigns import Generated
from transforms.findings import make_findings

__all__ = ["Cost", "cost_of", "costs"]

_ROWS_PER_FILE = 60
_BRANCHES = 100


@dataclass(frozen=True)
class Cost:
    """CPU seconds of this process: reading the files, judging them and wording the findings."""

    reading: float
    judging: float
    findings: int

    @property
    def total(self) -> float:
        """Reading and judging."""
        return self.reading + self.judging


def costs(files: int, dirt: str = "default") -> tuple[Cost, Cost]:
    """Of as many clean workbooks, and of dirty ones of the same number of rows."""
    both = [_generated(profile, files) for profile in ("clean", dirt)]
    for generated in both:
        cost_of(generated)  # the first call loads what the others find loaded
    clean, dirty = (cost_of(generated) for generated in both)
    return clean, dirty


def _generated(profile: str, files: int) -> Generated:
    branches = min(files, _BRANCHES)
    weeks = -(-files // branches)
    return Generated(
        profile, branches=branches, weeks=weeks, rows=branches * weeks * _ROWS_PER_FILE
    )


def cost_of(generated: Generated) -> Cost:
    """Reads and judges all workbooks of a campaign."""
    books = generated.workbooks
    generated.geography  # noqa: B018 - made before the clock starts, for both alike
    began = time.process_time()
    reads = generated.read(books)
    read = time.process_time()
    verdict = generated.judged(reads)
    found = make_findings(verdict.faults, verdict.submissions.assign(version=1), {})
    return Cost(read - began, time.process_time() - read, len(found.findings))
