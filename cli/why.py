"""`sunday why`: from a published value back to the rows that it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.console import Json, parse_sunday, settings_of, write_json
from schemas.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from psycopg import Cursor

__all__ = ["why"]

Row = dict[str, Any]

SHOWN = 10
"""Lines of a first look."""


def why(
    context: typer.Context,
    indicator: Annotated[str, typer.Argument(help="Its code, such as KPI_UNIQUE_CITIZENS.")],
    sunday: Annotated[str, typer.Argument(help="A published Sunday: 2023-03-05 or 05/03/2023.")],
    unit: Annotated[
        str, typer.Argument(help="Code of a unit, branch or team; 52 is the province.")
    ],
    period: Annotated[
        str | None,
        typer.Option(
            help="week, month_to_date, year_to_date or since_launch. Default: the shortest that the"
            " indicator is published for."
        ),
    ] = None,
    level: Annotated[
        str | None,
        typer.Option(
            help="province, district, commune, branch or team, where units of several levels have"
            " that code."
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help=f"How many lines. Default: {SHOWN}; with --json all.")
    ] = None,
    as_json: Json = False,
) -> None:
    """What a published value counts: one line for each, with its rows under it.

    Example: sunday why KPI_UNIQUE_CITIZENS 2023-03-05 21609

    The lines add up to the numerator. Under each stand the file (the beginning of
    its SHA-256, by which HOME/archive keeps it), the sheet and the row, as the sender
    sees it in Excel; a person's rows with what links them.
    """
    from cli.tracing import trace_value
    from cli.why_words import tell
    from warehouse.database import open_database

    code, day = _indicator(indicator), parse_sunday(sunday)
    settings = settings_of(context)
    shown = limit if as_json else limit or SHOWN
    with open_database(settings) as database, database.transaction() as cursor:
        value = _published(cursor, code, day, unit, period, level)
        traced = trace_value(cursor, settings, value, shown)
    if as_json:
        write_json(traced)
    else:
        tell(traced)


def _indicator(named: str) -> str:
    """The code of an indicator that is counted, in whatever case it was typed."""
    from transforms.tracing import TRACERS

    code = named.upper()
    if code not in TRACERS:
        raise UsageError(
            f"“{named}” is no indicator that is counted from reports; give one of"
            f" {', '.join(sorted(TRACERS))}."
        )
    return code


def _published(
    cursor: Cursor[Any],
    indicator: str,
    sunday: date,
    unit: str,
    period: str | None,
    level: str | None,
) -> Row:
    """The published value; UsageError where there is none, or one of each of several levels."""
    from schemas.columns import PERIODS
    from warehouse.tracing import published_values

    values = published_values(cursor, indicator, sunday, unit)
    if not values:
        raise UsageError(_why_none(cursor, indicator, sunday, unit))
    levels = sorted({value["unit_level"] for value in values})
    if len(levels) > 1 and level is None:
        raise UsageError(f"{unit} is a code of several levels; give --level {' or '.join(levels)}.")
    found = [value for value in values if level in (None, value["unit_level"])]
    if not found:
        raise UsageError(f"{unit} is no {level}; give --level {levels[0]}, or none.")
    periods = sorted({value["period"] for value in values}, key=PERIODS.index)
    asked = period or periods[0]
    if asked not in periods:
        raise UsageError(
            f"{indicator} is not published for “{asked}”; give --period {' or '.join(periods)}."
        )
    return next(value for value in found if value["period"] == asked)


def _why_none(cursor: Cursor[Any], indicator: str, sunday: date, unit: str) -> str:
    """What to do where nothing is published for an indicator, a Sunday and a unit."""
    from warehouse.tracing import published_levels

    levels = published_levels(cursor, indicator, sunday)
    if not levels:
        return (
            f"Nothing is published for {sunday:%d/%m/%Y}; sunday status says which Sunday was the"
            " last one."
        )
    return (
        f"{indicator} has no value for “{unit}” on {sunday:%d/%m/%Y}; give the code of a"
        f" {' or '.join(levels)} that had a team or branch then."
    )
