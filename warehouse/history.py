"""`mart.indicator` and its history: a value that changes is restated, never silently replaced."""

from __future__ import annotations

from typing import Any

import pandas as pd
import psycopg
from psycopg import sql

from schemas.tables import INDICATOR, INDICATOR_HISTORY
from warehouse import copying
from warehouse.partitions import Publisher

__all__ = ["update_history"]

_KEY = list(INDICATOR.key)
_SAID = ["numerator", "denominator", "value", "target", "status"]
_COUNTED = ["numerator", "denominator"]


def update_history(
    cursor: psycopg.Cursor[Any],
    publisher: Publisher,
    values: pd.DataFrame,
    run_id: str,
    now: pd.Timestamp,
) -> tuple[list[str], int]:
    """Publishes `values` (`mart.indicator` less run_id, and cause); the Sundays written and how
    many values were restated. A first publication is no restatement. A row that says what it said
    before keeps the run that published it.
    """
    days = publisher.changed(INDICATOR, values.assign(run_id=""))
    if not days:
        return [], 0
    fresh = values[values["sunday"].dt.strftime("%Y-%m-%d").isin(days)]
    earlier = copying.read(cursor, INDICATOR, sql.SQL("sunday = ANY(%s::date[])"), days)
    merged = fresh.merge(
        earlier[[*_KEY, *_SAID, "run_id"]], how="left", on=_KEY, suffixes=("", "_was")
    )
    is_known = merged["run_id"].notna()
    merged["cause"] = merged["cause"].where(is_known, "first")
    is_restated = is_known & ~_agree(merged, _COUNTED)
    is_same = is_known & _agree(merged, _SAID)
    merged["run_id"] = merged["run_id"].where(is_same, run_id).astype("str")
    publisher.write(INDICATOR, days, merged)
    _write_history(cursor, publisher, merged[~is_known | is_restated], days, now)
    return days, int(is_restated.sum())


def _agree(merged: pd.DataFrame, columns: list[str]) -> pd.Series[bool]:
    same = pd.Series(True, index=merged.index)
    for name in columns:
        now, was = merged[name], merged[f"{name}_was"]
        same &= (now == was) | (now.isna() & was.isna())
    return same


def _write_history(
    cursor: psycopg.Cursor[Any],
    publisher: Publisher,
    changed: pd.DataFrame,
    days: list[str],
    now: pd.Timestamp,
) -> None:
    condition = sql.SQL("sunday = ANY(%s::date[]) AND superseded_at IS NULL")
    current = copying.read(cursor, INDICATOR_HISTORY, condition, days)
    told = current.merge(changed[_KEY], on=_KEY)
    # Two publications at one instant (a repeated --now) are one: the later overwrites by its key.
    ended = told[told["published_at"] < now].assign(superseded_at=now)
    # The stubs leave NaT out of what a column may be filled with.
    begun = changed.assign(published_at=now, superseded_at=pd.NaT)  # type: ignore[arg-type]
    begun = INDICATOR_HISTORY.conform(begun)
    copying.upsert(cursor, INDICATOR_HISTORY, pd.concat([ended, begun]))
    whole = copying.read(cursor, INDICATOR_HISTORY, sql.SQL("sunday = ANY(%s::date[])"), days)
    for day, rows in whole.groupby(whole["sunday"].dt.strftime("%Y-%m-%d")):
        publisher.record(INDICATOR_HISTORY, str(day), rows)
