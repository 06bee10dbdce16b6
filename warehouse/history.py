"""`mart.indicator` and its history: a value that changes is restated, never silently replaced."""

from __future__ import annotations

from typing import Any

import pandas as pd
import psycopg
from psycopg import sql

from schemas.indicator_values import with_values
from schemas.outcome import Difference, FiguresOutcome
from schemas.tables import INDICATOR, INDICATOR_HISTORY
from warehouse import copying
from warehouse.partitions import Publisher

__all__ = ["finalise", "publish_figures"]

Cursor = psycopg.Cursor[Any]

_KEY = list(INDICATOR.key)
_SAID = ["numerator", "denominator", "value", "target"]
_COUNTED = ["numerator", "denominator"]


def publish_figures(
    cursor: Cursor, publisher: Publisher, outcome: FiguresOutcome, run_id: str, now: pd.Timestamp
) -> int:
    """Publishes the outcome's values and changes; how many values were restated.

    A first publication is no restatement. A row that says what it said before keeps the run that
    published it.
    """
    if outcome.final is None:
        return 0
    values = _conformed(outcome.values, outcome.final, run_id)
    if outcome.is_whole:
        earlier = copying.read(cursor, INDICATOR)
        rows = values
        _take_out(cursor, publisher, earlier, rows, now)
    else:
        changes = _conformed(outcome.changes, outcome.final, run_id)
        asked = pd.concat([_published(cursor, values), changes])
        earlier = copying.read_like(cursor, INDICATOR, asked)
        rows = pd.concat([values, _added(changes, earlier)], ignore_index=True)
    return _write(cursor, publisher, rows, earlier, now)


def _conformed(rows: pd.DataFrame, final: pd.Timestamp, run_id: str) -> pd.DataFrame:
    """`rows` as of `mart.indicator`, with cause."""
    status = rows["sunday"].le(final).map({True: "final", False: "provisional"})
    told = with_values(rows).assign(status=status, run_id=run_id)
    return INDICATOR.conform(told).assign(cause=rows["cause"].to_numpy())


def _published(cursor: Cursor, values: pd.DataFrame) -> pd.DataFrame:
    """Those of `values` that are of Sundays of which anything was published."""
    cursor.execute("SELECT max(sunday) FROM mart.indicator")
    row = cursor.fetchone()
    last = row[0] if row else None
    return values.iloc[:0] if last is None else values[values["sunday"] <= pd.Timestamp(last)]


def _added(changes: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """What published cells say after amounts are added."""
    was = INDICATOR.counterparts(changes, earlier)
    total = changes.reset_index(drop=True)
    sums = {name: total[name] + was[name].fillna(0.0) for name in _COUNTED}
    return with_values(total.assign(**sums))


def _write(
    cursor: Cursor,
    publisher: Publisher,
    rows: pd.DataFrame,
    earlier: pd.DataFrame,
    now: pd.Timestamp,
) -> int:
    was = INDICATOR.counterparts(rows, earlier[[*_KEY, *_SAID, "run_id"]]).add_suffix("_was")
    merged = pd.concat([rows.reset_index(drop=True), was], axis=1)
    is_known = merged["run_id_was"].notna()
    merged["cause"] = merged["cause"].where(is_known, "first")
    is_restated = is_known & ~_agree(merged, _COUNTED)
    is_same = is_known & _agree(merged, _SAID)
    table = merged[INDICATOR.column_names]
    others = table[is_known & ~is_same & ~is_restated]
    publisher.apply(INDICATOR, Difference(table[~is_known], others, table.iloc[:0]))
    _restate(cursor, publisher, merged[is_restated], now)
    is_first_of_day = ~is_known & ~merged["sunday"].isin(merged.loc[is_known, "sunday"])
    _begin_history(cursor, publisher, merged.loc[is_first_of_day, "sunday"], now)
    first = _as_history(merged[~is_known & ~is_first_of_day], now)
    publisher.apply(INDICATOR_HISTORY, Difference(first, first.iloc[:0], first.iloc[:0]))
    return int(is_restated.sum())


def _agree(merged: pd.DataFrame, columns: list[str]) -> pd.Series[bool]:
    same = pd.Series(True, index=merged.index)
    for name in columns:
        now, was = merged[name], merged[f"{name}_was"]
        same &= (now == was) | (now.isna() & was.isna())
    return same


def _begin_history(
    cursor: Cursor, publisher: Publisher, days: pd.Series, now: pd.Timestamp
) -> None:
    """The history of Sundays of which all was just published for the first time."""
    published = sql.SQL(", ").join(map(sql.Identifier, INDICATOR.column_names))
    begun = [day.to_pydatetime() for day in days.unique()]
    cursor.execute(
        sql.SQL(
            "INSERT INTO mart.indicator_history ({columns}, published_at, cause)"
            " SELECT {columns}, %s, 'first' FROM mart.indicator WHERE sunday = ANY(%s)"
        ).format(columns=published),
        [now.to_pydatetime(), begun],
    )
    publisher.touch(INDICATOR_HISTORY, begun)


def _as_history(rows: pd.DataFrame, now: pd.Timestamp) -> pd.DataFrame:
    # The stubs leave NaT out of what a column may be filled with.
    return INDICATOR_HISTORY.conform(rows.assign(published_at=now, superseded_at=pd.NaT))  # type: ignore[arg-type]


def _restate(
    cursor: Cursor, publisher: Publisher, restated: pd.DataFrame, now: pd.Timestamp
) -> None:
    """Puts other values in the place of published ones; the history of these ends, and goes on.

    Two publications at one instant (a repeated --now) are one: the later overwrites by its key.
    """
    if restated.empty:
        return
    told = copying.sound(cursor, INDICATOR_HISTORY, _as_history(restated, now))
    with copying.staged(cursor, INDICATOR_HISTORY, told) as staging:
        copying.merge(cursor, INDICATOR, staging)
        _end_history(cursor, staging, now)
        copying.merge(cursor, INDICATOR_HISTORY, staging)
    for table in (INDICATOR, INDICATOR_HISTORY):
        publisher.touch(table, restated["sunday"].unique())


def _end_history(cursor: Cursor, staging: sql.Identifier, now: pd.Timestamp) -> None:
    """The current history of the cells in `staging` is superseded now, but for what only began
    now.
    """
    cursor.execute(
        sql.SQL(
            "UPDATE mart.indicator_history t SET superseded_at = %(now)s FROM {} s"
            " WHERE t.superseded_at IS NULL AND t.published_at < %(now)s AND {}"
        ).format(staging, copying.agreeing(_KEY)),
        {"now": now.to_pydatetime()},
    )


def _take_out(
    cursor: Cursor,
    publisher: Publisher,
    earlier: pd.DataFrame,
    rows: pd.DataFrame,
    now: pd.Timestamp,
) -> None:
    """Cells that are no more, because their unit was never on the roster after all; their history
    ends.
    """
    gone = earlier[INDICATOR.places(earlier, rows) < 0]
    if gone.empty:
        return
    with copying.staged(cursor, INDICATOR, gone) as staging:
        _end_history(cursor, staging, now)
        cursor.execute(
            sql.SQL(
                "DELETE FROM mart.indicator_history t USING {} s"
                " WHERE t.superseded_at IS NULL AND {}"
            ).format(staging, copying.agreeing(_KEY))
        )
    publisher.apply(INDICATOR, Difference(gone.iloc[:0], gone.iloc[:0], gone))
    publisher.touch(INDICATOR_HISTORY, gone["sunday"].unique())


def finalise(cursor: Cursor, publisher: Publisher, final: pd.Timestamp) -> None:
    """Sundays that are no longer provisional, from the newest of them back to one that is final."""
    day = (final + pd.Timedelta(days=1)).date()
    while True:
        # Of a Sunday's rows a provisional one comes first here, so none is passed over.
        cursor.execute(
            "SELECT sunday, status FROM mart.indicator WHERE sunday < %s"
            " ORDER BY sunday DESC, status DESC LIMIT 1",
            [day],
        )
        found = cursor.fetchone()
        if found is None or found[1] == "final":
            return
        day = found[0]
        cursor.execute(
            "UPDATE mart.indicator SET status = 'final' WHERE sunday = %s AND status <> 'final'",
            [day],
        )
        publisher.touch(INDICATOR, [pd.Timestamp(day)])
