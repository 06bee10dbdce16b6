"""The whole Sunday: 1,000 workbooks of 60 rows on top of 500,000 known citizens, and whether
Sundays grow slower over a year.

The year before is made by real runs of the real command, so the measured one meets what a province
has after a year: tables, evidence, an archive and an inbox.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median

import psycopg

from benchmarks.sunday_command import Took, run_command
from benchmarks.sunday_year import Year, write_year
from warehouse.embedded_postgres import ServerAddress, running_server, stop

__all__ = ["whole_sunday"]

_BASE, _TRIAL = "base", "trial"
_EVENING = "21:30"
_SETTINGS = "settings.toml"
_AROUND = 3
"""Sundays whose median stands for one: a single run is noisy."""


def whole_sunday(year: Year, home: Path | None = None, *, tries: int = 3) -> Iterator[str]:
    """Lines that tell what was measured, as it is known.

    `home` is a folder of the benchmark's own that keeps the year: made where it is absent, used
    again where it is there. Without it everything is made in a temporary folder.
    """
    yield f"load of the machine before: {os.getloadavg()[0]:.1f}; {year.scale:g} of the full size"
    with _folder(home) as folder, running_server(folder) as server:
        if not (folder / "year.json").exists():
            _make_year(year, folder, server)
        made = json.loads((folder / "year.json").read_text(encoding="utf-8"))
        if made["plan"] != repr(year):
            raise SystemExit(f"{folder} holds {made['plan']}; name another folder.")
        yield from _tell_year(made["to_commit"], made["whole"])
        runs = [_try_great_sunday(year, folder, server) for _ in range(tries)]
        yield from _tell_great_sunday(runs, known=_persons(server))


@contextmanager
def _folder(home: Path | None) -> Iterator[Path]:
    if home is not None:
        home.mkdir(parents=True, exist_ok=True)
        yield home.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="sunday-bench-") as name:
        try:
            yield Path(name)
        finally:
            stop(Path(name), remove=True)


def _execute(server: ServerAddress, database: str, statement: str) -> list[tuple[int]]:
    with psycopg.connect(_url(server, database), autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def _url(server: ServerAddress, database: str) -> str:
    return replace(server, database=database).url()


def _persons(server: ServerAddress) -> int:
    ((persons,),) = _execute(server, _BASE, "SELECT count(*) FROM core.person")
    return persons


def _make_year(year: Year, folder: Path, server: ServerAddress) -> None:
    """Runs the equal Sundays one by one, as they come, and notes what each took."""
    home, workbooks = folder / "home", folder / "workbooks"
    if home.exists():
        raise SystemExit(f"{folder} holds half a year; remove it, or name another folder.")
    write_year(year, workbooks)
    url = _url(server, _BASE)
    _execute(server, server.database, f"CREATE DATABASE {_BASE}")
    (home / "inbox").mkdir(parents=True)
    # Marked reports are written after the commit, and would be most of what a year takes.
    (home / _SETTINGS).write_text("answers = false\n", encoding="utf-8")
    run_command(home, url, "reference", "load", str(workbooks / "reference"))
    runs = []
    for sunday in year.sundays:
        day = sunday.isoformat()
        (workbooks / day).rename(home / "inbox" / day)
        runs.append(run_command(home, url, "run", "--now", f"{day}T{_EVENING}"))
    great = year.great_sunday.isoformat()
    (workbooks / great).rename(home / "inbox" / great)
    noted = {
        "plan": repr(year),
        "to_commit": [run.to_commit for run in runs],
        "whole": [run.said["seconds"]["total"] for run in runs],
    }
    (folder / "year.json").write_text(json.dumps(noted), encoding="utf-8")


def _try_great_sunday(year: Year, folder: Path, server: ServerAddress) -> Took:
    """Takes in the great Sunday on a copy of the year, which is removed again."""
    home, trial = folder / "home", folder / "trial"
    shutil.rmtree(trial, ignore_errors=True)
    for part in ("keys", "parquet"):
        # Links will do: Parquet files are replaced, never written into.
        shutil.copytree(home / part, trial / part, copy_function=os.link)
    shutil.copy(home / _SETTINGS, trial)
    drop = f"DROP DATABASE IF EXISTS {_TRIAL}"
    _execute(server, server.database, drop)
    copy = f"CREATE DATABASE {_TRIAL} TEMPLATE {_BASE} STRATEGY file_copy"
    _execute(server, server.database, copy)
    arguments = ("--inbox", str(home / "inbox"), "--now", f"{year.great_sunday}T{_EVENING}")
    try:
        return run_command(trial, _url(server, _TRIAL), "run", *arguments)
    finally:
        _execute(server, server.database, f"{drop} WITH (FORCE)")
        shutil.rmtree(trial)


def _tell_year(to_commit: list[float], whole: list[float]) -> Iterator[str]:
    weeks = len(to_commit)
    yield f"a year of equal Sundays, when it was made ({weeks} runs, {sum(whole):.0f} s):"
    for what, seconds in (("run to commit", to_commit), ("with Parquet files", whole)):
        early, late = median(seconds[1 : 1 + _AROUND]), median(seconds[-_AROUND:])
        yield (
            f"  {what:<22}Sunday 2: {early:.2f} s   Sunday {weeks}: {late:.2f} s"
            f"   ratio {late / early:.2f}"
        )


def _tell_great_sunday(runs: list[Took], known: int) -> Iterator[str]:
    said = runs[0].said
    files = sum(said["submissions"].values())
    yield (
        f"one Sunday of {files} workbooks and {said['records_parsed']} rows on top of {known} known"
        f" citizens ({said['persons_new']} new), {len(runs)} times:"
    )
    for what, unit, digits, values in (
        ("command to commit", "s", 2, [run.command_to_commit for run in runs]),
        ("run to commit", "s", 2, [run.to_commit for run in runs]),
        ("CPU of the command", "s", 2, [run.cpu for run in runs]),
        ("peak memory", "MB", 0, [run.memory for run in runs]),
    ):
        shown = ", ".join(f"{value:.{digits}f}" for value in values)
        yield f"  {what:<22}{median(values):.{digits}f} {unit}   ({shown})"
    seconds = runs[-1].said["seconds"]
    yield "  stages of the last: " + ", ".join(f"{name} {s:.2f}" for name, s in seconds.items())
