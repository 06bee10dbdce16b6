"""`sunday lock` and `sunday unlock`."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from cli.console import Json, parse_sunday, say, settings_of, write_json
from schemas.errors import UsageError

__all__ = ["lock", "unlock"]

Period = Annotated[
    str, typer.Argument(help="A Sunday (2023-03-05 or 05/03/2023) or a year (2023).")
]


def lock(
    context: typer.Context,
    period: Period,
    reason: Annotated[str, typer.Option(help="Why, for those who read it later.")],
    now: Annotated[
        str | None,
        typer.Option(help="A timestamp that replaces the clock, for tests and backfills."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Close the figures of a Sunday or a year.

    A report for it that is received from now on is held, and changes nothing.
    What was received before stands. Nothing is ever locked by itself.
    """
    from schemas.clock import run_clock
    from transforms.decisions.making import PERSONAL_REASON
    from transforms.masks import may_tell_a_person
    from warehouse.database import open_database
    from warehouse.locking import lock as lock_period

    named = _period(period)
    if may_tell_a_person(reason):
        raise UsageError(f"Nothing was locked: {PERSONAL_REASON}.")
    with open_database(settings_of(context)) as database, database.transaction() as cursor:
        is_new = lock_period(cursor, named, reason, run_clock(now))
    if as_json:
        write_json({"period": named, "is_locked": True, "has_changed": is_new})
    else:
        say(f"{named}: {'đã khóa / locked' if is_new else 'đã khóa từ trước / was locked before'}")


def unlock(context: typer.Context, period: Period, as_json: Json = False) -> None:
    """Open a locked Sunday or year again; the next run takes in what the lock held."""
    from warehouse.database import open_database
    from warehouse.locking import unlock as unlock_period

    named = _period(period)
    with open_database(settings_of(context)) as database, database.transaction() as cursor:
        was_locked = unlock_period(cursor, named)
    if as_json:
        write_json({"period": named, "is_locked": False, "has_changed": was_locked})
    else:
        say(f"{named}: {'đã mở khóa / unlocked' if was_locked else 'không khóa / was not locked'}")


def _period(text: str) -> str:
    """The period as it is stored; UsageError when it is neither a Sunday nor a year."""
    from schemas.settings import LAUNCH

    if not re.fullmatch(r"\d{4}", text):
        return str(parse_sunday(text, "a Sunday such as 2023-03-05 or a year such as 2023"))
    if int(text) < LAUNCH.year:
        raise UsageError(
            f"{text} is before the launch of the programme; give a year from {LAUNCH:%Y} on."
        )
    return text
