"""`sunday sql`, `sunday url` and `sunday stop`: the database behind it all."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.console import Json, say, settings_of, write_json
from cli.tables import show_records
from schemas.errors import UsageError

__all__ = ["sql", "stop", "url"]


def sql(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="One statement, in quotes.")],
    as_json: Json = False,
) -> None:
    """Ask the warehouse as an analyst: read-only, core and mart only.

    Example: sunday sql "SELECT * FROM mart.indicator LIMIT 5"

    Tables and columns are in docs/data_dictionary.md, worked examples in
    docs/analysts.md. A result that is too wide for the terminal is shown one
    column a line; --json gives an array of objects. Columns of one name are
    numbered: sum, sum_2.
    """
    from warehouse.database import open_database, role_address
    from warehouse.queries import ask

    settings = settings_of(context)
    with open_database(settings) as database:
        rows = ask(role_address(settings, database, "analyst"), query)
    if as_json:
        write_json(rows)
    elif rows:
        show_records(rows)
    else:
        say("0 dòng / rows")


def url(
    context: typer.Context,
    role: Annotated[
        str,
        typer.Option(
            help="analyst (reads core and mart), steward (reads everything, personal data too) or"
            " pipeline (reads and writes everything)."
        ),
    ] = "analyst",
    as_json: Json = False,
) -> None:
    """The database's address for BI tools, psql and pg_dump.

    Starts the embedded server and leaves it running until `sunday stop`.
    The address holds a password: treat it as one.
    """
    from warehouse.database import address_for

    if role not in ("analyst", "steward", "pipeline"):
        raise UsageError(f"“{role}” is no role; give analyst, steward or pipeline.")
    address = address_for(settings_of(context), role)
    if as_json:
        write_json({"url": address})
    else:
        print(address)


def stop(
    context: typer.Context,
    remove: Annotated[
        bool,
        typer.Option("--remove", help="Delete the database cluster as well, without a question."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Stop the embedded Postgres of this home.

    Needed after `sunday url`, which leaves it running; other commands stop it
    themselves. Inbox, archive, keys and Parquet files are kept, even with
    --remove.
    """
    from warehouse.embedded_cluster import find_cluster
    from warehouse.embedded_postgres import stop as stop_server

    settings = settings_of(context)
    is_removed = remove and find_cluster(settings.home) is not None
    was_running = stop_server(settings.home, remove)
    if as_json:
        write_json({"was_running": was_running, "removed": is_removed})
        return
    say(
        "Đã dừng máy chủ dữ liệu / stopped." if was_running else "Máy chủ không chạy / not running."
    )
    if is_removed:
        say("Đã xóa cụm dữ liệu / the cluster was deleted; archive and inbox are kept.")
    elif remove:
        say("Home này không có cụm dữ liệu riêng / this home has no cluster to delete.")
