"""Mutants through whole runs: every file is in the ledger, and every sum holds."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from benchmarks.fuzzing.mutants import Mutant
from benchmarks.fuzzing.sources import rosters
from benchmarks.fuzzing.trials import Broken, Tally, mutants
from flows.steps import run_sunday
from schemas.settings import Settings
from warehouse.database import Database, open_database
from warehouse.embedded_postgres import stop
from warehouse.landing import write_inbox
from warehouse.reference import load_folder, load_shipped

__all__ = ["run_in", "run_whole"]

T = TypeVar("T")
_BATCH = 100
_NOW = pd.Timestamp("2023-03-05T14:00", tz="UTC")
_HOUR = pd.Timedelta(hours=1)


def run_whole(seed: int, count: int) -> Tally:
    """As many mutants through runs of a temporary home with a Postgres of its own."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sunday-fuzzing-")))
        stack.callback(stop, home, remove=True)
        return run_in(Settings(home=home), seed, count)


def run_in(settings: Settings, seed: int, count: int) -> Tally:
    """The same in a home that is empty yet."""
    broken: list[Broken] = []
    with open_database(settings) as database:
        _load_rosters(settings, database)
        for at, start in enumerate(range(0, count, _BATCH)):
            batch = list(mutants(seed, range(start, min(start + _BATCH, count))))
            for one in batch:
                write_inbox(settings.inbox_folder, _path(one), one.content)
            try:
                run_sunday(settings, _NOW + at * _HOUR, None, _in_process, _silent)
            except Exception as error:
                broken += [
                    Broken(batch[0], f"the run of its batch failed ({type(error).__name__})")
                ]
                break
            broken += _unheard_of(batch, database)
        broken += [Broken(batch[0], text) for text in _wrong_sums(database)]
        rows = _ask(database, "SELECT status, count(*) FROM ops.submission GROUP BY 1")
    return Tally({str(name): int(number) for name, number in rows}, broken)


def _load_rosters(settings: Settings, database: Database) -> None:
    folder = settings.home / "reference"
    folder.mkdir(parents=True)
    for name, frame in zip(("branches", "teams"), rosters(), strict=True):
        frame.to_csv(folder / f"{name}.csv", index=False)
    with database.transaction() as cursor:
        load_shipped(cursor)
        load_folder(cursor, folder)


def _path(one: Mutant) -> str:
    return f"{one.number}/{one.name}"


def _in_process(_: str, step: Callable[..., T], *args: Any) -> T:
    return step(*args)


def _silent(stage: str, done: int, total: int) -> None:
    """The bar counts whole batches."""


def _ask(database: Database, query: str) -> list[tuple[Any, ...]]:
    with database.transaction() as cursor:
        cursor.execute(query.encode())
        return cursor.fetchall()


def _unheard_of(batch: list[Mutant], database: Database) -> list[Broken]:
    """Files of which there is no submission, or that wait or are refused without a finding."""
    rows = _ask(
        database,
        "SELECT inbox_path, status, EXISTS (SELECT FROM quality.finding f"
        " WHERE f.submission_id = s.submission_id) FROM ops.submission s"
        " JOIN vault.submission_file USING (submission_id)",
    )
    known = {path: (status, is_told) for path, status, is_told in rows}
    found = []
    for one in batch:
        status, is_told = known.get(_path(one), ("vanished", False))
        if status == "vanished" or (status not in ("accepted", "superseded") and not is_told):
            found.append(Broken(one, f"it is {status} after the run, and nothing is said of it"))
    return found


def _wrong_sums(database: Database) -> list[str]:
    unexplained = _ask(database, "SELECT count(*) FROM mart.reconciliation WHERE unexplained <> 0")
    uneven = _ask(
        database,
        "SELECT count(*) FROM ops.submission WHERE records_parsed <>"
        " records_accepted + records_quarantined + records_excluded",
    )
    counts = Counter({"rows of mart.reconciliation are unexplained": unexplained[0][0]})
    counts["submissions do not add up"] = uneven[0][0]
    return [f"{number} {what}" for what, number in counts.items() if number]
