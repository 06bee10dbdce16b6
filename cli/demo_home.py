"""The home of a demo: generated people only, of one campaign only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from schemas.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from schemas.settings import Settings
    from warehouse.database import Database

__all__ = ["CAMPAIGNS", "MARK", "claim_home", "load_rosters", "units_to_draw_from"]

MARK = "demo-campaign"
"""File in a home that says that its inbox holds generated people only."""

CAMPAIGNS = {
    "small": "The people in this home are generated.\n",
    "2023": "The people in this home are generated: the campaign of 2023.\n",
}
"""The campaigns that `sunday demo` knows, and what their marks say."""


def claim_home(settings: Settings, campaign: str) -> None:
    """Marks the home as this campaign's.

    Raises UsageError where it holds something else: generated people never mix with real ones.
    """
    from warehouse.database import open_database
    from warehouse.landing import write_inbox
    from warehouse.queries import is_used

    mark, inbox = settings.home / MARK, settings.inbox_folder
    if mark.exists():
        if mark.read_text(encoding="utf-8") != CAMPAIGNS[campaign]:
            raise UsageError(
                f"The home {settings.home} already holds another demo campaign; run this one in"
                f" another home: sunday --home DIR demo --campaign {campaign}."
            )
    elif inbox.is_dir() and any(inbox.iterdir()):
        raise UsageError(
            f"The inbox {inbox} already holds files; run the demo in another home:"
            " sunday --home DIR demo."
        )
    else:
        # Files may have come from any other inbox: only the database knows.
        with open_database(settings) as database, database.transaction() as cursor:
            if is_used(cursor):
                raise UsageError(
                    f"The database of {settings.home} already holds branches or submissions that"
                    " are no demo's; run the demo in another home: sunday --home DIR demo."
                )
    write_inbox(settings.home, MARK, CAMPAIGNS[campaign].encode())


def units_to_draw_from(database: Database) -> pd.DataFrame:
    """The units of the database as the generator takes them, with ISO dates."""
    from warehouse.reference import load_reference, load_shipped

    with database.transaction() as cursor:
        load_shipped(cursor)
        units = load_reference(cursor).units
    dates = {name: units[name].dt.strftime("%Y-%m-%d") for name in ("valid_from", "valid_to")}
    return units.assign(**dates)


def load_rosters(
    settings: Settings, database: Database, rosters: Mapping[str, pd.DataFrame]
) -> None:
    """Loads a campaign's branches and teams as `sunday reference load` does; the files stay."""
    from warehouse.landing import write_inbox
    from warehouse.reference import load_folder

    folder = settings.home / "demo-reference"
    for name, frame in rosters.items():
        write_inbox(folder, f"{name}.csv", frame.to_csv(index=False).encode())
    with database.transaction() as cursor:
        load_folder(cursor, folder)
