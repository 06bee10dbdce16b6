"""From a published value to its lines: facts read, followed back, and found in the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import psycopg

from schemas import tables
from schemas.errors import TerminalError
from schemas.reference import Reference
from schemas.settings import LAUNCH, Settings
from schemas.table import Table
from transforms.changes import is_mistyped
from transforms.figures_in_force import figures_in_force, unlisted
from transforms.geography import Geography, UnitKey
from transforms.grid import Grid, make_grid, period_keys
from transforms.indicators.located import Facts, locate
from transforms.other_weeks import is_late
from transforms.presence import submission_status
from transforms.tracing import TRACERS
from transforms.tracing.cell import Cell, Traced, records_of
from transforms.tracing.reporting import rows_held_back
from warehouse.reference import load_reference, reference_hash
from warehouse.runs import last_reference_hash
from warehouse.tracing import (
    load_facts_between,
    load_files,
    load_held_back,
    load_records_of,
    load_reports_between,
    load_sent,
)

__all__ = ["trace_value"]

Cursor = psycopg.Cursor[Any]
Row = dict[str, Any]

_ROUNDING = 0.5
"""Numerators are whole numbers kept as fractions."""


def trace_value(cursor: Cursor, settings: Settings, value: Row, most: int | None) -> Row:
    """`value` (of `warehouse.tracing.published_values`) with line_count and `lines` (`most` of
    them): what each is known by, what it `counts`, and its `records`.

    Raises TerminalError where the lines do not add up to the numerator.
    """
    reference = load_reference(cursor)
    cell = _cell(cursor, settings, reference, value)
    traced = TRACERS[value["indicator_code"]].follow(cell) if cell else None
    found = float(traced.lines["counts"].sum()) if traced else 0.0
    if cell is None or traced is None or abs(found - value["numerator"]) > _ROUNDING:
        is_new = reference_hash(reference) != last_reference_hash(cursor)
        raise TerminalError(
            f"{value['numerator']:.0f} is published, but what is known now gives {found:.0f}:"
            f" {'reference data' if is_new else 'a setting'} has changed since the last run; call"
            " sunday run, then ask again."
        )
    lines = list(_lines(cursor, cell, traced.shortened(most)))
    return value | {"line_count": len(traced.lines), "lines": lines}


def _cell(cursor: Cursor, settings: Settings, reference: Reference, value: Row) -> Cell | None:
    """The cell of the value with the facts that it counts; None where there is no such unit now."""
    tracer = TRACERS[value["indicator_code"]]
    sundays = pd.date_range(LAUNCH, value["sunday"], freq="7D").as_unit("us")
    grid = make_grid(reference, Geography(reference), list(sundays), sundays[0])
    unit = _unit(grid, value)
    if unit is None:
        return None
    periods = period_keys(sundays, value["period"])
    of_period = sundays[periods == periods[-1]]
    since = (sundays if tracer.is_since_launch else of_period)[0].date()
    told = load_facts_between(cursor, set(_COUNTED) & set(tracer.tables), since, value["sunday"])
    facts = _NOTHING | {_COUNTED[table]: rows for table, rows in told.items()}
    files, teams = load_files(cursor)
    facts["unlisted"] = unlisted(figures_in_force(facts["unlisted"], files, teams), files)
    reports, held_back = tables.SUBMISSION.empty(), tables.RECORD.empty()
    if tables.SUBMISSION_STATUS in tracer.tables:
        reports = _reports(cursor, settings, of_period)
        facts["presence"] = submission_status(
            reports.set_index("submission_id"), reference, grid.geography, list(of_period)
        )
    if tables.RECORD in tracer.tables:
        held_back = rows_held_back(load_held_back(cursor, since, value["sunday"]), files, teams)
    return Cell(
        locate(Facts(**facts), grid),
        reports,
        grid.locate_branches(held_back),
        value["unit_level"],
        unit,
        first=len(sundays) - len(of_period),
        last=len(sundays) - 1,
    )


_COUNTED: Mapping[Table, str] = {
    tables.ASSISTANCE: "assistance",
    tables.ANONYMOUS_CONTACT: "contacts",
    tables.TEAM_REPORT: "team_reports",
    tables.ACTIVITY: "activities",
    tables.MEMBER_REPORT: "members",
    tables.REPORTED_SUMMARY: "unlisted",
}
"""The tables of what is counted, and what `Facts` calls them."""

_NOTHING = {name: table.empty() for table, name in _COUNTED.items()}


def _unit(grid: Grid, value: Row) -> int | None:
    """The number of the unit; the province is one, whatever it was called."""
    if value["unit_level"] == "province":
        return 0
    key = UnitKey(value["unit_code"], pd.Timestamp(value["unit_valid_from"]))
    return grid.units[value["unit_level"]].get(key)


def _reports(cursor: Cursor, settings: Settings, sundays: pd.DatetimeIndex) -> pd.DataFrame:
    """The files for these Sundays, with submission_id and is_late."""
    files = load_reports_between(cursor, sundays)
    files = files[~is_mistyped(files)]
    return files.assign(is_late=is_late(files, settings.cut_off)).reset_index()


def _lines(cursor: Cursor, cell: Cell, traced: Traced) -> Iterator[Row]:
    """Each line: what it is known by, what it counts, and its records."""
    sundays = cell.located.grid.sundays
    persons = traced.assistances["person_id"].unique()
    told = load_records_of(cursor, persons, sundays[cell.first].date(), sundays[cell.last].date())
    rows = pd.concat([records_of(traced.assistances, told), traced.rows]).drop_duplicates()
    sent, files = load_sent(cursor, rows["row_uid"].unique(), traced.reports["submission_id"])
    found: dict[int, list[Row]] = {}
    for line, row_uid in rows[["line", "row_uid"]].itertuples(index=False):
        row = sent[row_uid]
        found.setdefault(line, []).append(files[row["submission_id"]] | row)
    for line, name, sheet in traced.reports[["line", "submission_id", "sheet"]].itertuples(
        index=False
    ):
        place = {"sheet": sheet or None, "row_number": None}
        found.setdefault(line, []).append(files[name] | place)
    known_by = traced.lines.columns.drop("counts")
    for line, (counts, *names) in enumerate(
        traced.lines[["counts", *known_by]].itertuples(index=False)
    ):
        known = {k: v for k, v in zip(known_by, names, strict=True) if not pd.isna(v)}
        yield known | {"counts": int(counts), "records": sorted(found.get(line, []), key=_place)}


def _place(record: Row) -> tuple[Any, ...]:
    """Where a record stands: the order in which it is shown."""
    names = ("sunday", "branch_code", "version", "sheet", "row_number")
    return tuple((record[name] is None, record[name] or "") for name in names)
