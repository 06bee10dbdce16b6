"""Decisions in words: what was answered, and what a run made of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cli.console import escaped, say, show_number, write_json
from cli.tables import show_list, show_table

if TYPE_CHECKING:
    import pandas as pd

    from schemas.settings import Settings

__all__ = ["ACTIONS", "list_batches", "tell_batch", "tell_decisions"]

ACTIONS = {
    "accept": "nhận đề nghị / accepted",
    "type": "nhập giá trị / typed",
    "waive": "bỏ qua / waived",
    "return": "trả lại cơ sở / returned",
    "reopen": "mở lại / reopened",
    "map_column": "nhận cột / column taken",
    "ignore_column": "bỏ cột / column ignored",
    "undo": "hoàn tác / undone",
    "same": "cùng một người / one person",
    "different": "hai người khác nhau / two persons",
}

_EFFECTS = {
    "applied": "áp dụng / applied",
    "lapsed": "hết tác dụng, giá trị đã đổi / lapsed, the value changed",
    "ended": "thôi áp dụng / ended",
    "none": "không còn phát hiện / nothing to answer",
}
_SHOWN = 12
SHOWN = 20
"""Findings or batches of a first look."""


def tell_decisions(told: Mapping[str, Any]) -> None:
    """What a run tells of decisions (see `transforms.decisions.telling`), where there is anything
    to tell.
    """
    changes = told["changes"]
    if changes:
        show_table(
            ["Quyết định / decision", "Cơ sở", "Chủ nhật", "Kết quả / effect", "dòng / rows"],
            [_line(change) for change in changes[:_SHOWN]],
            numbers=1,
        )
    if len(changes) > _SHOWN:
        say(f" [dim]… và {len(changes) - _SHOWN} quyết định khác / more, see --json[/dim]\n")
    if changes or told["lapsed"]:
        say(
            f"Quyết định / decisions: {show_number(told['applied'])} áp dụng / applied,"
            f" {show_number(told['lapsed'])} hết tác dụng / lapsed;"
            f" {show_number(told['rows_changed'])} dòng thay đổi / rows changed"
        )


def _line(change: Mapping[str, Any]) -> tuple[str, ...]:
    about = change["rule_id"] or change["subject_id"]
    column = f" ({change['column_name']})" if change["column_name"] else ""
    return (
        f"[cyan]{change['batch_id']}[/cyan] {ACTIONS[change['action']]}: {about}{column}",
        change["branch_code"] or "",
        change["sunday"] or "",
        _EFFECTS[change["effect"]],
        show_number(change["rows"]),
    )


def tell_batch(
    action: str,
    batch: pd.DataFrame,
    moved: list[dict[str, Any]],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """What a batch decided, and the findings that it moved to another state."""
    batch_id = batch["batch_id"].iloc[0]
    if as_json:
        write_json(
            {
                "batch_id": None if dry_run else batch_id,
                "action": action,
                "decisions": len(batch),
                "dry_run": dry_run,
                "findings": moved,
            }
        )
        return
    show_list(
        [
            (
                f"  [cyan]{row['finding_id'][:8]}[/cyan]",
                f"{escaped(row['message_vi'])}"
                f" [dim]{row['rule_id']}[/dim] {row['state_before']} → [bold]{row['state']}[/bold]",
            )
            for row in moved[:SHOWN]
        ]
    )
    if len(moved) > SHOWN:
        say(f"  [dim]… {len(moved) - SHOWN} phát hiện khác / more findings[/dim]")
    if dry_run:
        say(f"Thử, chưa quyết định gì / dry run: {ACTIONS[action]}, {len(moved)} findings.")
        return
    say(
        f"[bold]Đợt / batch {batch_id}[/bold]: {ACTIONS[action]}; {len(moved)} phát hiện /"
        f" findings. [dim]Hoàn tác / undo: sunday decide --undo {batch_id}[/dim]"
    )
    say("Số liệu đổi sau lượt chạy tới / figures follow with the next [cyan]sunday run[/cyan].")


def list_batches(settings: Settings, *, as_json: bool) -> None:
    """The batches, the newest first, and which of them can be undone."""
    from transforms.decisions.batches import batches_of
    from warehouse.database import open_database
    from warehouse.decisions import load_decisions

    with open_database(settings) as database, database.transaction() as cursor:
        rows = batches_of(load_decisions(cursor))
    if as_json:
        write_json(rows)
        return
    if not rows:
        say("0 quyết định / decisions")
        return
    show_table(
        ["Đợt", "Ngày / date", "Ai / by", "Quyết định / decision", "Lý do / reason", "", "số"],
        [
            (
                row["batch_id"],
                f"{row['decided_at']:%d/%m/%Y}",
                escaped(row["decided_by"]),
                ACTIONS[row["action"]] + (f" ({row['about']})" if row["about"] else ""),
                escaped(row["reason"] or ""),
                f"[dim]đã hoàn tác / undone: {row['undone_by']}[/dim]" if row["undone_by"] else "",
                str(row["decisions"]),
            )
            for row in rows[:SHOWN]
        ],
        numbers=1,
    )
