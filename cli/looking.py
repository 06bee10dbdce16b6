"""The commands that only look: status, findings, sql, url, stop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Annotated, Any

import typer

from cli.console import (
    Json,
    called,
    parse_sunday,
    say,
    settings_of,
    show_list,
    show_number,
    show_records,
    show_table,
    write_json,
)
from schemas.errors import UsageError

__all__ = ["findings", "sql", "status", "stop", "url"]

Rows = Sequence[dict[str, Any]]

Sunday = Annotated[
    str | None, typer.Option(help="The Sunday that ends the week: 2023-03-05 or 05/03/2023.")
]

SHOWN_FINDINGS = 20
"""Findings of a first look: with their summary, about a screenful."""

SHOWN_RULES = 12
"""Rules in the summary of a first look."""

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

_COLORS = {"error": "red", "warning": "yellow", "info": "dim"}


def status(
    context: typer.Context,
    sunday: Sunday = None,
    is_all: Annotated[bool, typer.Option("--all", help="One line for every branch.")] = False,
    as_json: Json = False,
) -> None:
    """Who has sent for a Sunday, who has not, what is held, and the last run.

    Without --sunday: the latest Sunday that anything was sent for.

    A branch is late when nothing of its came before the cut-off, Sunday 22:00.
    One that reported “không tổ chức” (nil) has sent; one that is missing has not.
    """
    from warehouse.database import open_database
    from warehouse.queries import completeness, last_runs, unplaced

    day = parse_sunday(sunday)
    settings = settings_of(context)
    with open_database(settings) as database, database.transaction() as cursor:
        branches = completeness(cursor, day)
        runs = last_runs(cursor)
        elsewhere = unplaced(cursor)
    if as_json:
        write_json(
            {"last_run": runs[0] if runs else None, "branches": branches, "unplaced": elsewhere}
        )
        return
    _tell_run(runs, called(settings))
    if not branches or branches[0]["sunday"] is None:
        say("Chưa có cơ sở Đoàn hay báo cáo nào / no branches or submissions yet.")
    elif is_all:
        _tell_each(branches)
    else:
        _tell_states(branches, called(settings))
    for row in elsewhere:
        say(
            f"[red]{row['files']} tệp không rõ cơ sở hoặc ngày[/red] / files of no known branch or"
            f" Sunday: {row['status']}"
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
    missing = sum(row["versions"] == 0 for row in branches)
    say(
        f"\n[bold]Chủ nhật {branches[0]['sunday']:%d/%m/%Y}[/bold]: {len(branches)} cơ sở /"
        f" branches, {len(branches) - missing} đã nộp / sent, {missing} chưa nộp / missing"
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
    return "; ".join(f"{row['branch_code']} {_plain(row['name'])}" for row in rows)


def _tell_each(branches: Rows) -> None:
    _tell_heading(branches)
    order = list(_STATES)
    show_table(
        ["Mã", "Cơ sở Đoàn / branch", "Tình trạng", "tệp", "dòng", "nhận", "giữ"],
        [
            (
                row["branch_code"],
                _plain(row["name"]),
                _STATES[_state(row)].split(" / ")[0],
                row["versions"],
                *(show_number(row[name]) for name in _RECORDS),
            )
            for row in sorted(branches, key=lambda r: (order.index(_state(r)), r["branch_code"]))
        ],
        numbers=4,
        cut=1,
    )


def findings(
    context: typer.Context,
    sunday: Sunday = None,
    branch: Annotated[str | None, typer.Option(help="Branch code, such as D21609.")] = None,
    rule: Annotated[
        str | None,
        typer.Option(
            help="Slug of a rule, its beginning (record.phone), or a case id such as R01; all of"
            " them are in docs/rules.md."
        ),
    ] = None,
    state: Annotated[
        str | None,
        typer.Option(
            help="open (waits for an answer), fixed (repaired by us), waived, returned or closed."
            " Default: all."
        ),
    ] = None,
    is_all: Annotated[
        bool, typer.Option("--all", help="All of them, not only the first screenful.")
    ] = False,
    as_json: Json = False,
) -> None:
    """What is wrong with what branches sent, masked, errors first.

    An error holds its row or file back, a warning keeps it and asks the branch,
    an info tells of a repair.

    The summary counts by rule. Below it findings stand under the file they are
    about, worst files first, each with its place as the sender sees it in Excel.
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
    elif rows:
        _tell_rules(rows, len(rows) if is_all else SHOWN_RULES)
        _tell_files(rows, len(rows) if is_all else SHOWN_FINDINGS)
    else:
        say("0 phát hiện / findings")


def _rank(row: dict[str, Any]) -> int:
    return list(_COLORS).index(row["severity"])


def _tell_rules(rows: Rows, limit: int) -> None:
    """How often each rule was broken, errors first."""
    counts = Counter((_rank(row), row["severity"], row["rule_id"], row["case_id"]) for row in rows)
    files = {(row["rule_id"], row["submission_id"]) for row in rows}
    files_of = Counter(rule_id for rule_id, _ in files)
    ordered = sorted(counts.items(), key=lambda item: (item[0][0], -item[1], item[0][2]))
    show_table(
        ["", "Quy tắc / rule", "", "số", "tệp"],
        [
            (
                f"[{_COLORS[severity]}]{severity}[/{_COLORS[severity]}]",
                rule_id,
                case_id,
                show_number(count),
                show_number(files_of[rule_id]),
            )
            for (_, severity, rule_id, case_id), count in ordered[:limit]
        ],
        numbers=2,
    )
    if len(ordered) > limit:
        rest = sum(count for _, count in ordered[limit:])
        say(f" [dim]… và {len(ordered) - limit} quy tắc khác / more rules, {rest} findings[/dim]\n")


def _tell_files(rows: Rows, limit: int) -> None:
    """The first `limit` findings, under their files; files with errors come first."""
    worst: dict[str, tuple[int, int]] = {}
    for row in rows:
        rank, count = worst.get(row["submission_id"], (_rank(row), 0))
        worst[row["submission_id"]] = (min(rank, _rank(row)), count + 1)
    ordered = sorted(
        rows,
        key=lambda r: (
            worst[r["submission_id"]][0],
            str(r["sunday"]),
            r["branch_code"] or "",
            r["submission_id"],
            _rank(r),
            r["row_number"] or 0,
        ),
    )
    shown: Iterable[tuple[str, Any]] = groupby(ordered[:limit], key=lambda r: r["submission_id"])
    for submission_id, of_file in shown:
        first, *others = of_file
        week = f"{first['sunday']:%d/%m/%Y}" if first["sunday"] else "không rõ ngày / no Sunday"
        branch = first["branch_code"] or "không rõ cơ sở / no branch"
        count = worst[submission_id][1]
        say(f"[bold]{branch}  {week}[/bold]  [dim]{count} phát hiện / findings[/dim]")
        show_list(
            [
                (
                    f"  [{_COLORS[row['severity']]}]●[/{_COLORS[row['severity']]}]",
                    f"{_plain(row['message_vi'])}"
                    f" [dim]{row['case_id'] or row['rule_id']} {row['state']}[/dim]",
                )
                for row in (first, *others)
            ]
        )
    say(f"\n{show_number(min(limit, len(rows)))} / {show_number(len(rows))} phát hiện / findings")
    if len(rows) > limit:
        say(
            "[dim]Xem hết / all: --all; ít hơn / fewer: --branch, --sunday, --rule, --state open;"
            " --json[/dim]"
        )


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def sql(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="One statement, in quotes.")],
    as_json: Json = False,
) -> None:
    """Ask the warehouse as an analyst: read-only, core and mart only.

    Example: sunday sql "SELECT * FROM mart.indicator LIMIT 5"

    Tables and columns are in docs/data_dictionary.md, worked examples in
    docs/analysts.md. A result that is too wide for the terminal is shown one
    column a line; --json gives an array of objects.
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
