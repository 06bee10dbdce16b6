"""The commands that only look: status, findings, sql, url, stop."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.console import (
    Json,
    parse_sunday,
    say,
    settings_of,
    show_table,
    write_json,
)
from schemas.errors import UsageError

__all__ = ["findings", "sql", "status", "stop", "url"]

Sunday = Annotated[str | None, typer.Option(help="The Sunday, as YYYY-MM-DD.")]


def status(context: typer.Context, sunday: Sunday = None, as_json: Json = False) -> None:
    """Who has sent for a Sunday, who has not, what is held, and the last run.

    Without --sunday the latest Sunday that anything was sent for.
    """
    from warehouse.database import open_database
    from warehouse.queries import completeness, last_runs, unplaced

    day = parse_sunday(sunday)
    with open_database(settings_of(context)) as database, database.transaction() as cursor:
        branches = completeness(cursor, day)
        runs = last_runs(cursor)
        elsewhere = unplaced(cursor)
    if as_json:
        write_json(
            {"last_run": runs[0] if runs else None, "branches": branches, "unplaced": elsewhere}
        )
        return
    _tell_run(runs)
    _tell_branches(branches)
    for row in elsewhere:
        say(f"{row['files']} tệp không rõ đơn vị hoặc ngày / unplaced files: {row['status']}")


def _tell_run(runs: list[dict[str, Any]]) -> None:
    if not runs:
        say("Chưa chạy lần nào / no run yet: [cyan]sunday run[/cyan] hoặc [cyan]sunday demo[/cyan]")
        return
    run = runs[0]
    say(f"Lượt chạy gần nhất / last run: {run['run_id']} — [bold]{run['status']}[/bold]")


def _tell_branches(branches: list[dict[str, Any]]) -> None:
    if not branches or branches[0]["sunday"] is None:
        say("Chưa có cơ sở Đoàn hay báo cáo nào / no branches or submissions yet.")
        return
    missing = [row for row in branches if row["versions"] == 0]
    late = sum(bool(row["is_late"]) for row in branches)
    say(
        f"\n[bold]Chủ nhật {branches[0]['sunday']:%d/%m/%Y}[/bold]: {len(branches)} cơ sở /"
        f" branches, {len(branches) - len(missing)} đã nộp / sent, {len(missing)} chưa nộp /"
        f" missing, {late} muộn / late"
    )
    show_table(
        ["Mã", "Cơ sở Đoàn / branch", "Tình trạng / status", "bản / files", "dòng", "nhận", "giữ"],
        [
            (
                row["branch_code"],
                row["name"],
                row["statuses"] + (" (late)" if row["is_late"] else ""),
                row["versions"],
                row["records_parsed"],
                row["records_accepted"],
                row["records_quarantined"],
            )
            for row in sorted(branches, key=lambda row: (row["versions"] > 0, row["branch_code"]))
        ],
        numbers=4,
    )


def findings(
    context: typer.Context,
    sunday: Sunday = None,
    branch: Annotated[str | None, typer.Option(help="Branch code.")] = None,
    rule: Annotated[
        str | None, typer.Option(help="Slug of a rule, its beginning, or a case id such as R01.")
    ] = None,
    state: Annotated[
        str | None, typer.Option(help="open, fixed, waived, returned or closed. Default: all.")
    ] = None,
    as_json: Json = False,
) -> None:
    """What is wrong with what branches sent, masked, errors first.

    Repaired (fixed) and closed findings are listed too unless --state asks for others.
    """
    from schemas.columns import FINDING_STATES
    from warehouse.database import open_database
    from warehouse.queries import findings as find

    if state is not None and state not in FINDING_STATES:
        raise UsageError(f"“{state}” is no state; give one of {', '.join(FINDING_STATES)}.")
    day = parse_sunday(sunday)
    with open_database(settings_of(context)) as database, database.transaction() as cursor:
        rows = find(cursor, sunday=day, branch=branch, rule=rule, state=state)
    if as_json:
        write_json(rows)
        return
    for row in rows:
        color = {"error": "red", "warning": "yellow"}.get(row["severity"], "dim")
        week = f"{row['sunday']:%d/%m/%Y}" if row["sunday"] else "—"
        say(
            f"[{color}]{row['severity']:<7}[/{color}] {row['branch_code'] or '—'} {week}"
            f" [dim]{row['case_id'] or '—'} {row['rule_id']} ({row['state']})[/dim]\n"
            f"        {_plain(row['message_vi'])}"
        )
    say(f"\n{len(rows)} phát hiện / findings")


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def sql(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="One statement, for example over mart.indicator.")],
    as_json: Json = False,
) -> None:
    """Ask the warehouse as an analyst: read-only, core and mart only."""
    from warehouse.database import open_database, role_address
    from warehouse.queries import ask

    settings = settings_of(context)
    with open_database(settings) as database:
        rows = ask(role_address(settings, database, "analyst"), query)
    if as_json:
        write_json(rows)
    elif rows:
        show_table(list(rows[0]), [list(row.values()) for row in rows])
    else:
        say("0 dòng / rows")


def url(
    context: typer.Context,
    role: Annotated[
        str, typer.Option(help="analyst, steward or pipeline (reads core, mart, quality and ops).")
    ] = "analyst",
    as_json: Json = False,
) -> None:
    """The database's address for BI tools, psql and pg_dump.

    Starts the embedded server and leaves it running until `sunday stop`.
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
        bool, typer.Option("--remove", help="Delete the database cluster as well.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Stop the embedded Postgres of this home."""
    from warehouse.embedded_postgres import stop as stop_server

    settings = settings_of(context)
    was_running = stop_server(settings.home, remove)
    if as_json:
        write_json({"was_running": was_running, "removed": remove})
        return
    say(
        "Đã dừng máy chủ dữ liệu / stopped." if was_running else "Máy chủ không chạy / not running."
    )
    if remove:
        say("Đã xóa cụm dữ liệu / the cluster was deleted; archive and inbox are kept.")
