"""`sunday cases`: possible duplicates, masked, by their effect on the figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.console import (
    Json,
    Sunday,
    escaped,
    parse_sunday,
    say,
    settings_of,
    show_number,
    write_json,
)
from cli.tables import show_list
from schemas.errors import UsageError

if TYPE_CHECKING:
    from psycopg import Cursor

    from schemas.clock import Instant

__all__ = ["SHORT_ID", "cases"]

SHOWN = 10
"""Cases of a first look."""

SHORT_ID = 8
"""Characters of an id that are shown, and that are enough to name it."""


def cases(
    context: typer.Context,
    sunday: Sunday = None,
    branch: Annotated[str | None, typer.Option(help="Branch code, such as D21609.")] = None,
    state: Annotated[
        str,
        typer.Option(
            help="open (waits for an answer), same or different (answered), closed (no longer in"
            " doubt), or all."
        ),
    ] = "open",
    limit: Annotated[
        int | None, typer.Option(min=1, help=f"How many. Default: {SHOWN}; with --json all.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Two rows that may be one person: what speaks for it, and what the answer changes.

    Those that change the figures of most units come first, then the least certain
    ones. Answer with sunday decide ID --same or --different; the next sunday run
    links by it.
    """
    from schemas.clock import run_clock
    from schemas.columns import DUPLICATE_STATES
    from warehouse.database import open_database
    from warehouse.duplicates import duplicates
    from warehouse.link_model import load_link_model

    if state not in (*DUPLICATE_STATES, "all"):
        named = ", ".join((*DUPLICATE_STATES, "all"))
        raise UsageError(f"“{state}” is no state; give one of {named}.")
    day = parse_sunday(sunday)
    threshold = load_link_model().thresholds.link
    with open_database(settings_of(context)) as database, database.transaction() as cursor:
        rows = duplicates(cursor, threshold, sunday=day, branch=branch)
        answers = _answers(cursor, run_clock(None))
    rows = [row | {"state": answers.get(row["duplicate_id"], row["state"])} for row in rows]
    rows = [row for row in rows if state in ("all", row["state"])]
    if as_json:
        write_json(rows[:limit])
    else:
        _tell(rows, limit or SHOWN)


def _answers(cursor: Cursor[Any], now: Instant) -> dict[str, str]:
    """Case to its answer, those included that no run has followed yet."""
    from schemas.clock import local_day
    from transforms.decisions import standing
    from transforms.decisions.pairing import answered_cases
    from warehouse.decisions import load_decisions
    from warehouse.duplicates import keys_of

    decisions = standing(load_decisions(cursor), local_day(now))
    told = answered_cases(decisions, keys_of(cursor))
    return dict(zip(told["duplicate_id"], told["action"], strict=True))


def _tell(rows: Sequence[dict[str, Any]], limit: int) -> None:
    for row in rows[:limit]:
        now = "đang tính là một / one" if row["is_linked"] else "đang tính là hai / two"
        say(
            f"[bold]{row['duplicate_id'][:SHORT_ID]}[/bold]  {now}"
            f"  [dim]{row['state']}, {row['match_weight']:.1f} bit[/dim]"
        )
        sides = [_side(row, side) for side in ("left", "right")]
        words = (row["evidence_vi"], row["effect_vi"])
        show_list([("  ", side) for side in sides] + [("  •", escaped(text)) for text in words])
    shown = show_number(min(limit, len(rows)))
    say(f"\n{shown} / {show_number(len(rows))} trường hợp nghi trùng / possible duplicates")


def _side(row: dict[str, Any], side: str) -> str:
    branch, sunday = row[f"{side}_branch_code"], row[f"{side}_sunday"]
    where = f"{branch} {sunday:%d/%m/%Y}" if branch and sunday else "không còn / gone"
    return f"{escaped(row[f'{side}_masked'])}  [dim]{where}[/dim]"
