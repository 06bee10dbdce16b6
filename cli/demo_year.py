"""`sunday demo --campaign 2023`: a year of Sunday evenings, one after the other."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import astuple
from datetime import date
from typing import TYPE_CHECKING, Any

from cli.console import progress, say, write_json
from cli.demo_home import load_rosters, units_to_draw_from
from cli.demo_words import compared, tell_figures, tell_next
from cli.demo_writing import written_ahead

if TYPE_CHECKING:
    from flows.steps import Told
    from samples import CampaignPlan
    from schemas.settings import Settings
    from warehouse.database import Database

__all__ = ["compare_year", "evening", "run_year", "show_year"]

Result = dict[str, Any]

NO_ANSWERS = """\
# Nobody waits for the letters of a made-up year; with true, the next run writes all of them.
answers = false
"""
"""The settings of the year's home, unless it has some."""

TARGETED = ("KPI_CITIZEN_ACCOUNT", "KPI_ACCOUNT_DOSSIER", "KPI_ACCOUNT_EPAY")
"""The indicators that `CitizenTargets` sets, in its order."""


def evening(sunday: date) -> str:
    """When a Sunday's workbooks are taken in: before the cut-off, so they are on time."""
    return f"{sunday.isoformat()}T21:30"


def show_year(settings: Settings, *, as_json: bool) -> None:
    """Runs the campaign of 2023 and tells what was counted beside what was published."""
    from samples import PLAN_2023
    from schemas.settings import load_settings
    from warehouse.landing import write_inbox

    if not (settings.home / "settings.toml").exists():
        write_inbox(settings.home, "settings.toml", NO_ANSWERS.encode())
        settings = load_settings(settings.home, settings.inbox)
    began = time.perf_counter()
    with progress() as told:
        runs = run_year(settings, PLAN_2023, told)
    seconds = round(time.perf_counter() - began, 3)
    rows = compare_year(settings, PLAN_2023)
    if as_json:
        write_json({"runs": runs, "seconds": seconds, "indicators": rows})
        return
    tell_figures(rows, "published", "Công bố")
    say(
        "\nCông bố: kết quả đã công bố năm 2023; lệch: so với số đó. Cộng dòng: cộng từng nội dung"
        " của từng dòng được nhận, không lọc trùng.\n"
        "[dim]published: the result told for 2023; off: from that. rows: accepted row × service,"
        " without deduplication.[/dim]"
    )
    files = sum(sum(run["submissions"].values()) for run in runs)
    parsed = sum(run["records_parsed"] for run in runs)
    tell_next(settings, files, parsed, len(runs), seconds)


def run_year(settings: Settings, plan: CampaignPlan, told: Told) -> list[Result]:
    """What the run of each Sunday's evening did, Sunday by Sunday.

    A Sunday's workbooks enter the inbox together, and not before the run of the Sunday before it
    has ended. So where a year was interrupted, it goes on with the last Sunday that is there. The
    last run writes the Parquet files of all: nobody reads those of a Sunday in between.
    """
    from cli.running import run_once
    from warehouse.database import open_database

    results = []
    with open_database(settings) as database:
        sundays = _to_run(settings, plan)
        behind = len(plan.sundays) - len(sundays)
        told("sunday", behind, len(plan.sundays))
        with closing(_arriving(settings, database, plan, sundays)) as arriving:
            for number, sunday in enumerate(arriving, start=behind + 1):
                is_last = number == len(plan.sundays)
                now = settings.model_copy(update={"parquet": settings.parquet and is_last})
                results.append(run_once(now, None, evening(sunday), told))
                told("sunday", number, len(plan.sundays))
    return results


def _to_run(settings: Settings, plan: CampaignPlan) -> tuple[date, ...]:
    known = sum(_is_there(settings, sunday) for sunday in plan.sundays)
    return plan.sundays[max(known - 1, 0) :]


def _is_there(settings: Settings, sunday: date) -> bool:
    return (settings.inbox_folder / sunday.isoformat()).is_dir()


def _arriving(
    settings: Settings, database: Database, plan: CampaignPlan, sundays: Sequence[date]
) -> Generator[date]:
    """Each of `sundays` once its workbooks lie in the inbox."""
    waiting = settings.inbox_folder.with_name(f"{settings.inbox_folder.name}-next")
    new = [sunday for sunday in sundays if not _is_there(settings, sunday)]
    yield from (sunday for sunday in sundays if sunday not in new)
    if not new:
        return
    settings.inbox_folder.mkdir(parents=True, exist_ok=True)
    with written_ahead(plan, units_to_draw_from(database), waiting, new) as written:
        load_rosters(settings, database, next(written))
        for sunday in new:
            next(written)
            day = sunday.isoformat()
            (waiting / day).rename(settings.inbox_folder / day)
            yield sunday


def compare_year(settings: Settings, plan: CampaignPlan) -> list[Result]:
    """The targeted indicators since launch in the province, beside the plan's targets.

    `published` is the target, `rows` the accepted units (row × service) of `mart.reconciliation`.
    """
    from warehouse.database import open_database
    from warehouse.queries import indicators, reconciled_rows

    assert plan.targets is not None
    with open_database(settings) as database, database.transaction() as cursor:
        counted = {
            row["indicator_code"]: row for row in indicators(cursor, "since_launch", "province")
        }
        rows = reconciled_rows(cursor)
    published = zip(TARGETED, astuple(plan.targets), strict=True)
    return compared(counted, [(code, value, rows[code]) for code, value in published], "published")
