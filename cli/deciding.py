"""`sunday decide`: a steward's answers to findings, written down for every run to come."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.console import Json, Sunday, parse_day, parse_sunday, settings_of
from cli.decided import list_batches, tell_batch
from schemas.errors import TerminalError, UsageError

if TYPE_CHECKING:
    import pandas as pd
    import psycopg

    from schemas.settings import Settings
    from transforms.decisions.making import Answer, Made

__all__ = ["decide"]


def decide(
    context: typer.Context,
    findings: Annotated[
        list[str] | None,
        typer.Argument(help="Findings by the first six or more characters of their id."),
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Nhận đề nghị: the suggestion takes the cell's place.")
    ] = False,
    value: Annotated[
        str | None,
        typer.Option("--type", help="Nhập giá trị: this takes the cell's place ('' clears it)."),
    ] = None,
    waive: Annotated[
        bool, typer.Option("--waive", help="Bỏ qua: let it stand as it is; needs --reason.")
    ] = False,
    give_back: Annotated[
        bool, typer.Option("--return", help="Trả lại: the branch must mend it.")
    ] = False,
    reopen: Annotated[
        bool, typer.Option("--reopen", help="Mở lại: what was answered no longer stands.")
    ] = False,
    map_column: Annotated[
        str | None,
        typer.Option(
            help="The unknown header means this column (phone, full_name …; see docs/stewards.md),"
            " in this and all later files of the branch."
        ),
    ] = None,
    ignore_column: Annotated[
        bool, typer.Option("--ignore-column", help="The unknown header means nothing to us.")
    ] = False,
    same: Annotated[
        bool, typer.Option("--same", help="Cùng một người: the two rows of a case are one person.")
    ] = False,
    different: Annotated[
        bool, typer.Option("--different", help="Hai người khác nhau: they are two persons.")
    ] = False,
    undo: Annotated[
        str | None, typer.Option(metavar="BATCH", help="Hoàn tác: take back a whole batch (B12).")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why, for those who read it later.")] = None,
    scope: Annotated[
        str,
        typer.Option(
            help="What a waiver covers: finding, submission (this rule and column in the branch's"
            " reports for that Sunday) or branch (from that Sunday on)."
        ),
    ] = "finding",
    until: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Last day of a waiver: 2023-06-30 or 30/06/2023."),
    ] = None,
    rule: Annotated[
        str | None, typer.Option(help="All findings of a rule, its beginning, or a case id.")
    ] = None,
    branch: Annotated[str | None, typer.Option(help="All findings of a branch.")] = None,
    sunday: Sunday = None,
    column: Annotated[str | None, typer.Option(help="All findings of a column, as phone.")] = None,
    state: Annotated[
        str, typer.Option(help="Findings in this state, when they are chosen by a filter.")
    ] = "open",
    expect: Annotated[
        int | None, typer.Option(help="How many findings that are; needed with a filter.")
    ] = None,
    by: Annotated[str, typer.Option(help="Who decides.")] = "steward",
    show: Annotated[bool, typer.Option("--list", help="The batches, the newest first.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be decided; decide nothing.")
    ] = False,
    now: Annotated[
        str | None,
        typer.Option(help="A timestamp that replaces the clock, for tests and backfills."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Answer findings: accept, type, waive, return, reopen; possible duplicates: same, different;
    or undo what was answered.

    sunday decide 3f9c01ab --type 0912345678

    sunday decide --rule team.member_count.is_8 --branch D21609 --expect 2 --waive --reason "..."

    sunday decide 5b1e77c0 --same

    sunday decide --undo B12

    Findings are named by id (sunday findings shows them) or chosen by --rule, --branch, --sunday,
    --column and --state, then with --expect N. All are answered, or none. The figures follow with
    the next sunday run, which tells what each decision changed. docs/stewards.md is the guide.
    """
    from schemas.clock import run_clock

    actions: dict[str, object] = {
        "accept": accept,
        "type": value is not None,
        "waive": waive,
        "return": give_back,
        "reopen": reopen,
        "map_column": map_column is not None,
        "ignore_column": ignore_column,
        "same": same,
        "different": different,
        "undo": undo is not None,
    }
    settings = settings_of(context)
    if show:
        list_batches(settings, as_json=as_json)
        return
    action = _one_action([name for name, is_asked in actions.items() if is_asked])
    _check_waiver(action, reason, scope, until)
    choice = _Choice(findings or [], rule, branch, sunday, column, state, expect)
    from transforms.decisions.making import Answer

    clock = run_clock(now)
    ends = _last_day(until, clock)
    answer = Answer(action, by, clock, value or map_column or "", reason, scope, ends)
    _decide(settings, choice, answer, undo, dry_run=dry_run, as_json=as_json)


@dataclass(frozen=True)
class _Choice:
    """Which findings are answered: by id, or by filter with their number."""

    ids: list[str]
    rule: str | None
    branch: str | None
    sunday: str | None
    column: str | None
    state: str
    expect: int | None

    def find(self, cursor: psycopg.Cursor[Any]) -> pd.DataFrame:
        """The findings; UsageError where the choice is none, TerminalError where it fits none."""
        from warehouse.decisions import findings_by_filter, findings_by_id

        asked = (self.rule, self.branch, self.sunday, self.column)
        is_filtered = any(part is not None for part in asked)
        if bool(self.ids) == is_filtered:
            raise UsageError("Name findings by their ids, or choose them by a filter, not both.")
        if self.ids:
            found = findings_by_id(cursor, self.ids)
        elif self.expect is None:
            raise UsageError("Say with --expect how many findings the filter is to find.")
        else:
            day = parse_sunday(self.sunday)
            found = findings_by_filter(cursor, self.rule, self.branch, day, self.column, self.state)
        if self.expect not in (None, len(found)):
            raise TerminalError(
                f"Nothing was decided: {len(found)} findings fit, and --expect says {self.expect}."
            )
        return found


def _one_action(asked: list[str]) -> str:
    if len(asked) != 1:
        names = "--accept, --type, --waive, --return, --reopen, --map-column, --ignore-column"
        raise UsageError(f"Give one answer: {names}, --same, --different or --undo.")
    return asked[0]


def _check_waiver(action: str, reason: str | None, scope: str, until: str | None) -> None:
    if action == "waive" and not (reason and reason.strip()):
        raise UsageError("A waiver needs a --reason.")
    if action != "waive" and (scope != "finding" or until is not None):
        raise UsageError("Only a waiver has a --scope and an --until.")
    if scope not in ("finding", "submission", "branch"):
        raise UsageError(f"“{scope}” is no scope; give finding, submission or branch.")


def _last_day(text: str | None, now: pd.Timestamp) -> pd.Timestamp | None:
    """The last day of a waiver, which is not over yet."""
    import pandas as pd

    from schemas.clock import local_day

    if text is None:
        return None
    day = pd.Timestamp(parse_day(text, "one such as 2023-06-30")).as_unit("us")
    if day < local_day(now):
        raise UsageError(f"{day:%d/%m/%Y} is over already; give a day from today on.")
    return day


def _decide(
    settings: Settings,
    choice: _Choice,
    answer: Answer,
    undo: str | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Writes what is decided and what becomes of findings at once, in one transaction."""
    import pandas as pd

    from transforms.decisions.making import make_undo
    from warehouse.database import open_database
    from warehouse.decisions import as_batch, load_decisions, write_batch

    with (
        open_database(settings) as database,
        database.only_writer(),
        database.transaction() as cursor,
    ):
        decisions = load_decisions(cursor)
        if undo is not None:
            made = make_undo(decisions, undo, answer)
        elif answer.action in ("same", "different"):
            made = _paired(cursor, choice.ids, decisions, answer)
        else:
            made = _made(settings, cursor, choice.find(cursor), answer)
        if made.refusal:
            raise TerminalError(f"Nothing was decided: {made.refusal}.")
        batch = as_batch(made.decisions, decisions)
        moved = _moved(settings, cursor, decisions, pd.concat([decisions, batch]), answer)
        if not dry_run:
            write_batch(cursor, batch, {row["finding_id"]: row["state"] for row in moved})
    tell_batch(answer.action, batch, moved, dry_run=dry_run, as_json=as_json)


def _made(
    settings: Settings, cursor: psycopg.Cursor[Any], chosen: pd.DataFrame, answer: Answer
) -> Made:
    from schemas.clock import local_day
    from transforms.decisions.making import make_decisions
    from transforms.decisions.typed_values import refusal_of_value
    from transforms.geography import Geography
    from transforms.judged_rows import RowJudge
    from warehouse.keys import pseudonym_key
    from warehouse.reference import load_reference

    known, key = load_reference(cursor), pseudonym_key(settings, cursor)
    by = RowJudge(known, Geography(known), local_day(answer.decided_at), key)
    refused = partial(refusal_of_value, by=by, severities=settings.severities)
    return make_decisions(chosen, answer, key, refused)


def _paired(
    cursor: psycopg.Cursor[Any], ids: list[str], decisions: pd.DataFrame, answer: Answer
) -> Made:
    """The answers to possible duplicates, which are named by their ids."""
    from schemas.clock import local_day
    from transforms.decisions import standing
    from transforms.decisions.pairing import make_pair_decisions
    from warehouse.duplicates import duplicates_by_id, keys_of

    if not ids:
        raise UsageError("Name possible duplicates by their ids; sunday cases shows them.")
    today = local_day(answer.decided_at)
    chosen = duplicates_by_id(cursor, ids)
    return make_pair_decisions(chosen, keys_of(cursor), standing(decisions, today), answer)


def _moved(
    settings: Settings,
    cursor: psycopg.Cursor[Any],
    before: pd.DataFrame,
    after: pd.DataFrame,
    answer: Answer,
) -> list[dict[str, Any]]:
    """The findings that are in another state with the decisions `after`, with that state."""
    from schemas.clock import local_day
    from transforms.decisions import answers_on, changed_since
    from transforms.decisions.making import states_after
    from warehouse.decisions import findings_about
    from warehouse.keys import pseudonym_key

    today, key = local_day(answer.decided_at), pseudonym_key(settings, cursor)
    found = findings_about(cursor, changed_since(after, len(before), today, today))
    states = states_after(found, *(answers_on(all_, today, key) for all_ in (before, after)))
    told = found[found["finding_id"].isin(states)].to_dict("records")
    names = ("finding_id", "rule_id", "branch_code", "sunday", "message_vi", "message_en")
    return [
        {name: row[name] for name in names}
        | {"state_before": row["state"], "state": states[row["finding_id"]]}
        for row in told
    ]
