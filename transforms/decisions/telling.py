"""What decisions did in a run: which apply, which have lapsed, and how many rows each changed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from transforms.decisions.answering import Answers, answered, placed

__all__ = ["effects_of", "no_effects"]

_SAID = (
    "status",
    "team_code",
    "assist_date",
    "full_name",
    "id_number",
    "birth_date",
    "phone",
    "ward_code",
    "sex",
    "consent",
    "service_codes",
    "dossier_count",
)
"""Columns of `vault.record` by which a row says something else."""

_NAMED = ("position", "batch_id", "action", "scope", "subject_id", "rule_id", "column_name")


def effects_of(
    changed: pd.DataFrame,
    answers: Answers,
    applied: Collection[int],
    lapsed: Collection[int],
    faults: pd.DataFrame,
    submissions: pd.DataFrame,
    before: pd.DataFrame,
    after: pd.DataFrame,
) -> dict[str, Any]:
    """What a run tells of decisions: applied, lapsed and rows_changed (numbers), and `changes`, one
    for each of the decisions `changed` since the last run, with its effect: `applied`, `lapsed`,
    `ended` (undone or expired), or `none` where nothing in force shows the finding any more.

    `faults` are all of the files judged. `applied` are positions of decisions that filled a cell or
    told of two rows, `lapsed` those of pairs whose rows say something else now. `before` and
    `after` are records by row_uid as the last run left them and as they are now.
    """
    if answers.is_empty and changed.empty:
        return no_effects()
    told = placed(faults, submissions)
    found = answered(told, answers)
    told = told.assign(answer=found.answers["position"].reindex(told.index))
    standing = {*applied, *map(int, found.answers["position"])}
    over = (found.lapsed | _of_news(lapsed, changed, answers, after)) - standing
    moved = _moved(before, after)
    alive = set(map(int, answers.decisions["position"]))
    changes = []
    for decision in changed.to_dict("records"):
        position = int(decision["position"])
        own = told[told["finding_id"].eq(decision["subject_id"]) | told["answer"].eq(position)]
        effect = _effect(position, alive, standing, over)
        changes.append(_change(decision, effect, len(_rows(own, moved, after))))
    rows = len(moved) if len(changed) else 0
    return {
        "applied": len(standing),
        "lapsed": len(over),
        "rows_changed": rows,
        "changes": changes,
    }


def _of_news(
    lapsed: Collection[int], changed: pd.DataFrame, answers: Answers, after: pd.DataFrame
) -> frozenset[int]:
    """Those answers to pairs that are new or have a row in the files judged: what lapsed in an
    earlier run is not told again each week.
    """
    pairs = answers.of_scope("pair")
    is_news = pairs["position"].isin(changed["position"])
    for side in ("left_key", "right_key"):
        is_news |= pairs[side].isin(after["lineage_key"])
    return frozenset(lapsed) & frozenset(map(int, pairs.loc[is_news, "position"]))


def no_effects() -> dict[str, Any]:
    """What is told where nothing was decided, or nothing judged."""
    return {"applied": 0, "lapsed": 0, "rows_changed": 0, "changes": []}


def _effect(position: int, alive: set[int], standing: set[int], lapsed: Collection[int]) -> str:
    if position not in alive:
        return "ended"
    if position in lapsed:
        return "lapsed"
    return "applied" if position in standing else "none"


def _change(decision: dict[Any, Any], effect: str, rows: int) -> dict[str, Any]:
    named = {name: decision[name] for name in (*_NAMED, "branch_code")}
    plain = {name: None if pd.isna(value) else value for name, value in named.items()}
    sunday = decision["sunday"]
    day = None if pd.isna(sunday) else sunday.date().isoformat()
    return plain | {"sunday": day, "effect": effect, "rows": rows}


def _moved(before: pd.DataFrame, after: pd.DataFrame) -> pd.Index[str]:
    """Rows known before that say something else now."""
    both = after.index.intersection(before.index)
    was, now = before.loc[both], after.loc[both]
    differs = [_text(was[name]) != _text(now[name]) for name in _SAID]
    return both[np.logical_or.reduce(differs)]


def _text(column: pd.Series[Any]) -> npt.NDArray[np.object_]:
    return column.astype("str").fillna("").to_numpy(dtype=object)


def _rows(faults: pd.DataFrame, moved: pd.Index[str], records: pd.DataFrame) -> pd.Index[str]:
    """The moved rows that these faults are about; of a fault of a file, all of the file."""
    rows = faults["row_uid"]
    files = faults.loc[rows == "", "submission_id"]
    is_of_file = records["submission_id"].reindex(moved).isin(files).to_numpy()
    return moved[moved.isin(rows) | is_of_file]
