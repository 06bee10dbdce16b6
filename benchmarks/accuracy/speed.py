"""How long linking takes on its own: a province's records from nothing, and one week on top."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from benchmarks.accuracy.known_links import KnownLinks
from cli.labelled import labelled_plan, labelled_records
from transforms.linking import link
from transforms.relinking import Relinked, relink
from warehouse.link_model import load_link_model

__all__ = ["tell_speed"]

_KNOWN = 5 / 6
"""Of all persons so many are known before the week."""

_NEWS = 1 / 10
"""A week's records, for each person there is."""


class Took(NamedTuple):
    """What was linked, its seconds, and the most megabytes that the process ever held."""

    what: str
    wall: float
    cpu: float
    memory: float


def tell_speed(seed: int, persons: int) -> Iterator[str]:
    """Lines that tell what linking took, of five records for three persons.

    Everything is done in processes of their own, so that the memory is that of linking.
    """
    yield f"load of the machine before: {os.getloadavg()[0]:.1f}; {os.cpu_count()} cores"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.parquet"
        with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as apart:
            apart.apply(_write, (path, seed, persons))
            for measure in (_from_nothing, _week):
                took = apart.apply(measure, (path,))
                yield (
                    f"{took.what:<56} {took.wall:6.1f} s   CPU {took.cpu:6.1f} s"
                    f"   peak {took.memory:,.0f} MB"
                )


def _write(path: Path, seed: int, persons: int) -> None:
    records = labelled_records(labelled_plan(seed, "default", persons))
    records.sort_values("sunday", kind="stable").to_parquet(path)


def _from_nothing(path: Path) -> Took:
    records, model = pd.read_parquet(path), load_link_model()
    return _timed(f"{len(records):,} records from nothing", lambda: link(records, model))


def _week(path: Path) -> Took:
    records, model, known = pd.read_parquet(path), load_link_model(), KnownLinks()
    met = (~records["truth"].duplicated()).cumsum()
    start = int((met <= _KNOWN * met.iloc[-1]).sum())
    nobody = pd.Series([], dtype="int64")
    known.remember(relink(known, records.iloc[:start], nobody, model))
    news = records.iloc[start : start + round(_NEWS * met.iloc[-1])]

    def of_the_week() -> Relinked:
        return relink(known, news, nobody, model)

    citizens = f"{met.iloc[start - 1]:,} known citizens"
    return _timed(f"a week of {len(news):,} records on {citizens}", of_the_week)


def _timed(what: str, work: Callable[[], object]) -> Took:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Took(what, wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)
