"""`sunday findings`: what is wrong with what branches sent, masked, errors first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Annotated, Any

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
from cli.tables import show_list, show_table
from schemas.errors import UsageError

__all__ = ["SHORT_ID", "findings"]

Rows = Sequence[dict[str, Any]]

SHOWN_FINDINGS = 20
"""Findings of a first look: with their summary, about a screenful."""

SHORT_ID = 8
"""Characters of an id that are shown, and more than enough to answer by."""

_SUGGESTED = " · có đề nghị / --accept"

SHOWN_RULES = 12
"""Rules in the summary of a first look."""

_COLORS = {"error": "red", "warning": "yellow", "info": "dim"}


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
    about, worst files first, each with its place as the sender sees it in Excel and
    the beginning of its id, by which sunday decide answers it.
    """
    from schemas.columns import FINDING_STATES
    from warehouse.database import open_database
    from warehouse.queries import findings as find
    from warehouse.queries import knows_branch

    if state is not None and state not in FINDING_STATES:
        raise UsageError(f"“{state}” is no state; give one of {', '.join(FINDING_STATES)}.")
    day = parse_sunday(sunday)
    with open_database(settings_of(context)) as database, database.transaction() as cursor:
        rows = find(cursor, sunday=day, branch=branch, rule=rule, state=state)
        is_strange = branch is not None and not knows_branch(cursor, branch)
    if as_json:
        write_json(rows)
    elif rows:
        _tell_rules(rows, len(rows) if is_all else SHOWN_RULES)
        _tell_files(rows, len(rows) if is_all else SHOWN_FINDINGS)
    else:
        say("0 phát hiện / findings")
        if is_strange:
            say(f"Không có cơ sở {escaped(str(branch))} / there is no such branch.")
        if rule is not None and not _is_rule(rule):
            say(f"Không có quy tắc {escaped(rule)} / there is no such rule; docs/rules.md has all.")


def _is_rule(asked: str) -> bool:
    """Whether any rule's slug begins so, or its case is the one asked for."""
    from schemas.catalogue import CATALOGUE

    return any(r.rule_id.startswith(asked) or r.case_id == asked for r in CATALOGUE.values())


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
                    f"{escaped(row['message_vi'])}"
                    f" [cyan]{row['finding_id'][:SHORT_ID]}[/cyan]"
                    f" [dim]{row['case_id'] or row['rule_id']} {row['state']}"
                    f"{_SUGGESTED if row['has_suggestion'] else ''}[/dim]",
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
