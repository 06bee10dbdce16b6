"""`sunday reference load`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.console import Json, say, settings_of, write_json

__all__ = ["reference"]

reference = typer.Typer(
    help="Units, branches, teams, suspended Sundays and targets.", no_args_is_help=True
)


@reference.callback()
def _group() -> None:
    """Keeps `load` a subcommand while it is the only one."""


@reference.command()
def load(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder with any of the reference CSV files.")],
    as_json: Json = False,
) -> None:
    """Load reference data from CSV files (UTF-8).

    Takes any of units, unit_successions, branches, branch_successions, teams, suspended_sundays and
    targets .csv. All rows are checked first: a bad one is refused with its file, line and reason,
    and nothing is loaded. Files that waited for a branch or team are judged again by the next run.
    """
    from warehouse.database import open_database
    from warehouse.reference import load_folder, load_shipped

    with open_database(settings_of(context)) as database, database.transaction() as cursor:
        load_shipped(cursor)
        loaded = load_folder(cursor, folder)
    if as_json:
        write_json(loaded)
        return
    for name, count in loaded.items():
        say(f"{name}: {count} dòng / rows")
