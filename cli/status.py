"""`sunday status`: who has sent, who has not, and whether the night ran."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.console import (
    Json,
    Sunday,
    called,
    escaped,
    parse_sunday,
    say,
    settings_of,
    show_number,
    write_json,
)
from cli.tables import show_table

if TYPE_CHECKING:
    from schemas.settings import Settings

__all__ = ["status"]

Rows = Sequence[dict[str, Any]]

NAMED_BRANCHES = 8
"""Branches of one state that are given with their names; more are given by their codes."""

_STATES = {
    "missing": "chưa nộp / missing",
    "rejected": "không dùng được / unusable",
    "held": "chờ quyết định / held",
    "late": "nộp muộn / late",
    "on_time": "đúng hạn / on time",
    "nil": "không tổ chức / nil",
    "empty": "báo cáo trống / empty",
    "suspended": "tạm dừng / suspended",
}
"""What a branch's files amount to; what somebody has to act upon comes first."""

_ASKING = ("missing", "rejected", "held", "late", "empty")


def status(
    context: typer.Context,
    sunday: Sunday = None,
    is_all: Annotated[bool, typer.Option("--all", help="One line for every branch.")] = False,
    as_json: Json = False,
) -> None:
    """Who has sent for a Sunday, who has not, what is held, and the last run.

    Without --sunday: the last Sunday that was published.

    A branch is late when nothing of its came before the cut-off, Sunday 22:00.
    One that reported “không tổ chức” (nil) has sent; one that is missing has not.
    """
    from warehouse.database import open_database
    from warehouse.queries import completeness, held, last_runs, unplaced

    day = parse_sunday(sunday)
    settings = settings_of(context)
    with open_database(settings) as database:
        is_loading = database.has_writer()
        with database.transaction() as cursor:
            branches = completeness(cursor, day)
            runs = last_runs(cursor)
            elsewhere = unplaced(cursor)
            waiting = held(cursor, day)
    overdue = _overdue(runs[0], is_loading, settings) if runs else None
    if as_json:
        last_run = runs[0] | {"overdue": overdue} if runs else None
        told = {"branches": branches, "held": waiting, "unplaced": elsewhere}
        write_json({"last_run": last_run, **told})
        return
    _tell_run(runs, called(settings))
    if overdue:
        say(f"[yellow]{overdue}[/yellow]")
    _tell_branches(branches, called(settings), is_all=is_all)
    for row in waiting:
        words = f"{escaped(row['message_vi'])} [dim]{escaped(row['message_en'])}[/dim]"
        say(f"[yellow]{row['branch_code']}[/yellow]: {words}")
    for row in elsewhere:
        say(
            f"[red]{row['files']} tệp không rõ cơ sở hoặc ngày[/red] / files of no known branch or"
            f" Sunday: {row['status']}"
        )


def _tell_branches(branches: Rows, sunday: str, *, is_all: bool) -> None:
    """The table for the Sunday, or why there is none."""
    from datetime import datetime

    from schemas.settings import TIME_ZONE

    if not branches:
        say(
            "Chưa có cơ sở Đoàn nào / no branches yet:"
            f" [cyan]{sunday} reference load[/cyan] [dim]branches.csv, teams.csv[/dim]"
        )
        return
    day = branches[0]["sunday"]
    if day is None:
        say(
            f"Chưa công bố Chủ nhật nào / no Sunday is published yet; {len(branches)} cơ sở trong"
            " danh sách / branches on the list:"
        )
        say(_names(branches))
    elif day > datetime.now(TIME_ZONE).date() and all(_state(b) == "missing" for b in branches):
        say(
            f"Chủ nhật {day:%d/%m/%Y} chưa đến, chưa cơ sở nào phải nộp / that Sunday is still to"
            f" come: nothing is due yet from the {len(branches)} branches."
        )
    elif is_all:
        _tell_each(branches)
    else:
        _tell_states(branches, sunday)


def _overdue(run: dict[str, Any], is_loading: bool, settings: Settings) -> str | None:
    """What is to be said where the last run died, or the last Sunday night had none; else None."""
    from datetime import UTC, datetime

    from cli.demo_home import MARK
    from flows.schedule import missed_night

    if run["status"] == "running" and not is_loading:
        return (
            "Lượt chạy này đã dừng giữa chừng, lượt sau sẽ làm tiếp / that run died; the next one"
            " does its work."
        )
    night = missed_night(datetime.now(UTC), run["started_at"])
    if night is None or (settings.home / MARK).exists():
        return None
    return (
        f"Từ 23 giờ Chủ nhật {night:%d/%m/%Y} chưa có lượt chạy nào, đề nghị chạy bù / no run since"
        " that Sunday night; see to the schedule, or run now."
    )


def _tell_run(runs: Rows, sunday: str) -> None:
    from schemas.settings import TIME_ZONE

    if not runs:
        say(
            f"Chưa chạy lần nào / no run yet: [cyan]{sunday} run[/cyan] hoặc / or [cyan]demo[/cyan]"
        )
        return
    run = runs[0]
    color = {"completed": "bold", "running": "yellow"}.get(run["status"], "red")
    began = f"{run['started_at'].astimezone(TIME_ZONE):%d/%m/%Y %H:%M}"
    say(
        f"Lượt chạy gần nhất / last run: {began} [{color}]{run['status']}[/{color}]"
        f" [dim]{run['run_id']}[/dim]"
    )


def _state(row: dict[str, Any]) -> str:
    """What a branch's files for the Sunday amount to: a key of `_STATES`."""
    if row.get("state"):
        return str(row["state"])
    statuses = set(row["statuses"].split(", "))
    if row["versions"] == 0:
        return "missing"
    if "accepted" in statuses:
        return "late" if row["is_late"] else "on_time"
    return next((state for state in ("nil", "held") if state in statuses), "rejected")


def _tell_heading(branches: Rows) -> None:
    states = [_state(row) for row in branches]
    silent = {name: states.count(name) for name in ("missing", "suspended")}
    parts = [f"{len(branches) - sum(silent.values())} đã nộp / sent"]
    parts += [f"{n} {_STATES[name]}" for name, n in silent.items() if n or name == "missing"]
    say(
        f"\n[bold]Chủ nhật {branches[0]['sunday']:%d/%m/%Y}[/bold]: {len(branches)} cơ sở /"
        f" branches, {', '.join(parts)}"
    )


_RECORDS = ("records_parsed", "records_accepted", "records_quarantined")


def _tell_states(branches: Rows, sunday: str) -> None:
    """How many branches are in each state, then those that somebody has to act upon."""
    _tell_heading(branches)
    of_state: dict[str, list[dict[str, Any]]] = {state: [] for state in _STATES}
    for row in branches:
        of_state[_state(row)].append(row)
    show_table(
        ["Tình trạng / state", "cơ sở", "dòng", "nhận", "giữ"],
        [
            (_STATES[state], len(rows), *(_total(rows, name) for name in _RECORDS))
            for state, rows in of_state.items()
            if rows
        ],
        numbers=4,
    )
    for state in _ASKING:
        if of_state[state]:
            # Everybody late is a matter of when the files were taken in, not of each branch.
            names = (
                "tất cả / all of them"
                if len(of_state[state]) == len(branches)
                else _names(of_state[state])
            )
            say(f"[bold]{_STATES[state]}[/bold]: {names}")
    say(
        "[dim]dòng, nhận, giữ: rows read, accepted, held back."
        f" Each branch: {sunday} status --all[/dim]"
    )


def _total(rows: Rows, name: str) -> str:
    return show_number(sum(row[name] for row in rows))


def _names(rows: Rows) -> str:
    if len(rows) > NAMED_BRANCHES:
        return " ".join(row["branch_code"] for row in rows)
    return "; ".join(f"{row['branch_code']} {escaped(row['name'])}" for row in rows)


def _tell_each(branches: Rows) -> None:
    _tell_heading(branches)
    order = list(_STATES)
    show_table(
        ["Mã", "Cơ sở Đoàn / branch", "Tình trạng", "tệp", "dòng", "nhận", "giữ"],
        [
            (
                row["branch_code"],
                escaped(row["name"]),
                _STATES[_state(row)].split(" / ")[0],
                row["versions"],
                *(show_number(row[name]) for name in _RECORDS),
            )
            for row in sorted(branches, key=lambda r: (order.index(_state(r)), r["branch_code"]))
        ],
        numbers=4,
        cut=1,
    )
