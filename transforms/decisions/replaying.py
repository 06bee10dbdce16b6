"""What stewards answered, put in the place of what branches sent, and the rows judged again.

Rows keep the keys of what was sent, so that an answer never changes whom it is about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from transforms.decisions.answering import Answered, Answers, answers_to, placed
from transforms.judged_rows import JudgedRows, RowJudge, with_renewed
from transforms.stacking import Stacked, narrowed_to
from transforms.teams import rows_of_team

__all__ = ["FILLED_COLUMNS", "Replayed", "replay"]

FILLED_COLUMNS = {"service_codes": "service"}
"""Where the value of a finding's column is put, when that is no column of the template."""


@dataclass(frozen=True)
class Replayed:
    """Rows with the decided cells, their faults (numbered from 0) and what answers them.

    `mended` are faults that a decided value took away, as they were sent. `applied` are positions
    of decisions by which a cell was filled.
    """

    stacked: Stacked
    rows: JudgedRows
    faults: pd.DataFrame
    answered: Answered
    mended: pd.DataFrame
    applied: frozenset[int]


def replay(
    stacked: Stacked,
    rows: JudgedRows,
    submissions: pd.DataFrame,
    judge: RowJudge,
    faults_of: Callable[[Stacked, JudgedRows], pd.DataFrame],
    answers: Answers,
) -> Replayed:
    """`rows` as sent, judged again with the answers to their faults, each used once.

    Only files with an answered cell are judged again. `faults_of` gives all faults, numbered from
    0, of rows and the stacked cells that they were made of.
    """
    faults = faults_of(stacked, rows)
    applied: frozenset[int] = frozenset()
    answered_cells: list[pd.DataFrame] = []
    while True:
        told = answers_to(faults, submissions, answers)
        typed = told.having("accept", "type")
        typed = typed[~typed["position"].isin(applied)]
        if typed.empty:
            break
        applied |= frozenset(map(int, typed["position"]))
        cells = faults.loc[typed.index].assign(finding_id=typed["finding_id"], state="fixed")
        answered_cells.append(cells)
        stacked = _filled(stacked, cells.assign(typed=typed["value_typed"].fillna("")))
        renewed = set(cells["submission_id"])
        again = judge.judge(narrowed_to(stacked, renewed), submissions)
        rows = with_renewed(rows, again, renewed)
        faults = faults_of(stacked, rows)
    mended = _mended(answered_cells, faults, submissions)
    return Replayed(stacked, rows, faults, told, mended, applied)


def _mended(
    cells: list[pd.DataFrame], faults: pd.DataFrame, submissions: pd.DataFrame
) -> pd.DataFrame:
    """Faults that are there no more, each as it was when it was first answered."""
    if not cells:
        return faults.iloc[:0]
    told = pd.concat(cells).drop_duplicates("finding_id")
    left = faults[faults["rule_id"].isin(told["rule_id"].unique())]
    return told[~told["finding_id"].isin(placed(left, submissions)["finding_id"])]


def _filled(stacked: Stacked, cells: pd.DataFrame) -> Stacked:
    """`stacked` with the value `typed` in the cell of each fault; the latest of a cell counts."""
    tables = cells["rule_id"].str.split(".").str[0]
    return replace(
        stacked,
        people=_with_cells(stacked.people, cells[tables == "record"]),
        team_members=_with_cells(stacked.team_members, cells[tables == "team"]),
        activities=_with_cells(stacked.activities, cells[tables == "activity"]),
    )


def _with_cells(raw: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    if cells.empty:
        return raw
    filled = raw.copy()
    told = cells[["rule_id", "row_uid", "column_name", "typed"]]
    for rule_id, row_uid, name, value in told.itertuples(index=False):
        column = FILLED_COLUMNS.get(name, name)
        # A team is found by its code: who mends it, mends it in all of its rows.
        is_whole_team = rule_id.startswith("team.team_code.")
        at = rows_of_team(raw, row_uid) if is_whole_team else [row_uid]
        if column in raw:
            filled.loc[at, column] = value
            filled.loc[at, f"{column}__type"] = "s" if value else ""
    return filled
