"""What a branch says of itself: member counts on THONG_TIN, its own totals on TONG_HOP."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial

import pandas as pd

from schemas.reference import Reference
from schemas.rules import Fault
from schemas.tables import MEMBER_REPORT, REPORTED_SUMMARY
from transforms.cells.counts import MOST_OF_A_BRANCH, parse_count
from transforms.columns import parse_column, text_array
from transforms.error_cells import is_error
from transforms.indicator_names import IS_NAMED_SO, indicator_names, indicator_of
from transforms.stacking import Read, Stacked

__all__ = ["member_reports", "reported_summaries"]

_COUNTS = ("member_total", "member_dvc_count", "member_vneid2_count", "member_both_count")
_TOTAL_RULE = "submission.member_counts.are_within_total"
_parse_members = partial(
    parse_count,
    rule_id="submission.member_counts.are_whole_and_not_negative",
    most=MOST_OF_A_BRANCH,
    beyond="submission.member_counts.are_plausible",
)
_parse_figure = partial(
    parse_count,
    rule_id="submission.summary.is_whole_and_not_negative",
    most=MOST_OF_A_BRANCH,
    beyond="submission.summary.is_plausible",
)
_IS_NO_ERROR = "submission.summary.is_no_error_value"


def member_reports(
    reads: list[Read], submissions: pd.DataFrame
) -> tuple[pd.DataFrame, list[tuple[str, Fault]]]:
    """`core.member_report` of files that give any member count (version 0: that is known when all
    files are), and counts that are no counts.
    """
    rows: list[dict[str, object]] = []
    faults: list[tuple[str, Fault]] = []
    for read in reads:
        header = read.content.header
        given = {name: header[name] for name in _COUNTS if name in header}
        parsed = {n: _parse_members(c.text, c.cell_type) for n, c in given.items()}
        faults += [
            (
                read.landed.submission_id,
                Fault(rule_id, cell.sheet, 0, name, cell.cell, cell.text),
            )
            for name, cell in given.items()
            for rule_id in parsed[name].rules
        ]
        if given:
            counts = {name: int(result.value) for name, result in parsed.items() if result.value}
            for name in _above_total(counts):
                cell, told = given[name], str(counts.pop(name))
                fault = Fault(_TOTAL_RULE, cell.sheet, 0, name, cell.cell, told)
                faults.append((read.landed.submission_id, fault))
            rows.append({"submission_id": read.landed.submission_id, **counts})
    frame = pd.DataFrame(rows, columns=["submission_id", *_COUNTS])
    placed = frame.join(submissions[["branch_code", "sunday"]], on="submission_id")
    placed["version"] = 0
    return MEMBER_REPORT.conform(placed.dropna(subset=["branch_code", "sunday"])), faults


def _above_total(counts: Mapping[str, int]) -> list[str]:
    """Counts of some members that exceed the count of all: no share may be over 100 %."""
    total = counts.get("member_total")
    return [name for name in counts if total is not None and counts[name] > total]


def reported_summaries(
    stacked: Stacked, submissions: pd.DataFrame, reference: Reference
) -> tuple[pd.DataFrame, list[tuple[str, Fault]]]:
    """`core.reported_summary`: lines of TONG_HOP that name an indicator of the catalogue; and
    figures there that are no counts, or of an indicator that nobody knows.
    """
    raw = stacked.summaries
    definitions = reference.indicators
    names = indicator_names(definitions)
    named = parse_column(raw, "indicator", lambda text, _: indicator_of(text, names))
    parsed = parse_column(raw, "value_week", _parse_figure)
    rows = raw[["submission_id"]].assign(
        indicator_code=named.values.replace("", None),
        reported=pd.to_numeric(parsed.values.replace("", None)).astype("Int64"),
    )
    shares = definitions.loc[definitions["unit"] == "%", "indicator_code"]
    counted = rows.index[rows["indicator_code"].notna() & ~rows["indicator_code"].isin(shares)]
    figures = parsed.faults[parsed.faults["row_uid"].isin(counted)]
    odd = named.faults[named.faults["row_uid"].isin(rows.index[rows["reported"].gt(0)])]
    told = [_with_errors(figures, raw), _without_names(raw), _odd_names(odd, raw, definitions)]
    # A line that is named as in the catalogue stands before one that is nearly so.
    near = odd.loc[odd["rule_id"] == IS_NAMED_SO, "row_uid"]
    rows = rows.dropna().sort_index(key=lambda uids: uids.isin(near), kind="stable")
    rows = rows.drop_duplicates(["submission_id", "indicator_code"])
    placed = rows.join(submissions[["branch_code", "sunday"]], on="submission_id")
    kept = REPORTED_SUMMARY.conform(placed.dropna(subset=["branch_code", "sunday"]))
    return kept, _at_cells(pd.concat(told), stacked)


def _with_errors(faults: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """Faults of figures, of which those that hold an Excel error are told as that (S17)."""
    is_error_cell = faults["row_uid"].isin(raw.index[is_error(raw, "value_week")])
    return faults.assign(rule_id=faults["rule_id"].mask(is_error_cell, _IS_NO_ERROR))


def _without_names(raw: pd.DataFrame) -> pd.DataFrame:
    """Faults of lines that hold an Excel error in place of the indicator (S17)."""
    lost = raw.loc[is_error(raw, "indicator"), "indicator"]
    faults = pd.DataFrame({"row_uid": lost.index, "value": lost.array})
    return faults.assign(rule_id=_IS_NO_ERROR, column_name="indicator")


def _odd_names(faults: pd.DataFrame, raw: pd.DataFrame, definitions: pd.DataFrame) -> pd.DataFrame:
    """Faults of names of indicators, with the name that the catalogue gives the nearest one."""
    faults = faults[~faults["row_uid"].isin(raw.index[is_error(raw, "indicator")])]
    names = definitions.set_index("indicator_code")["name_vi"]
    told = [{"indicator": names.get(code, "")} for code in faults["suggested"]]
    return faults.assign(detail=text_array([json.dumps(t, ensure_ascii=False) for t in told]))


def _at_cells(faults: pd.DataFrame, stacked: Stacked) -> list[tuple[str, Fault]]:
    """Faults of rows of TONG_HOP (row_uid, rule_id, column_name, value, detail), each at its
    cell.
    """
    rows = stacked.summaries.loc[faults["row_uid"], ["submission_id", "sheet", "row_number"]]
    told = faults[["rule_id", "column_name", "value", "detail"]].fillna({"detail": "{}"})
    placed = []
    for (name, sheet, row), (rule_id, column, value, detail) in zip(
        rows.itertuples(index=False, name=None),
        told.itertuples(index=False, name=None),
        strict=True,
    ):
        letter = stacked.letters.get((name, sheet, column), "")
        cell = f"{letter}{row}" if letter else ""
        fault = Fault(rule_id, sheet, int(row), column, cell, value, detail=json.loads(detail))
        placed.append((name, fault))
    return placed
