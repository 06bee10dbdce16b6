"""A branch's own figures (TONG_HOP) beside what its file lists (cases X07, X08)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from schemas.reference import Reference
from schemas.rules import Fault
from transforms.columns import distinct

__all__ = ["summary_faults"]

_ACCOUNTS = ("DVC_ACCOUNT", "VNEID_L2")
_CONTACTS = "KPI_ASSIST_CONTACTS"
_BOTH_ACCOUNTS = "KPI_CITIZEN_ACCOUNT_BOTH"
_OF_CITIZENS = {
    "KPI_UNIQUE_CITIZENS": (),
    _CONTACTS: (),
    "KPI_CITIZEN_ACCOUNT": _ACCOUNTS,
    _BOTH_ACCOUNTS: _ACCOUNTS,
    "KPI_CITIZEN_DVC": ("DVC_ACCOUNT",),
    "KPI_CITIZEN_VNEID2": ("VNEID_L2",),
    "KPI_ACCOUNT_DOSSIER": ("DVCTT_DOSSIER",),
    "KPI_ACCOUNT_EPAY": ("EPAYMENT",),
}
"""Figures that a branch takes from its list of citizens: rows with any of these services, of
whatever service, or with both accounts. Who is helped for the first time, the recount alone knows.
"""
_OF_ACTIVITIES = {
    "KPI_POSTERS": ("POSTER", "quantity"),
    "KPI_PROPAGANDA_CONTACTS": ("PROPAGANDA_DIRECT", "attendance"),
    "KPI_POSTS": ("PROPAGANDA_ONLINE", "quantity"),
    "KPI_TRAINING_SESSIONS": ("INT_TRAINING", ""),
    "KPI_TRAINING_ATTENDANCE": ("INT_TRAINING", "attendance"),
}
"""Figures that it takes from its activities of a kind: the sum of a column, or their number."""


def summary_faults(
    summaries: pd.DataFrame, records: pd.DataFrame, activities: pd.DataFrame, reference: Reference
) -> list[tuple[str, Fault]]:
    """Own figures that are not what the same file lists (case X07), each told by itself.

    `records` and `activities` are all rows of the files, those held back too. A file without a list
    of citizens, or without activities, says nothing to compare with (case X08).
    """
    names = reference.indicators.set_index("indicator_code")["name_vi"]
    faults = []
    for told in (_unlike_citizens(summaries, records), _unlike_activities(summaries, activities)):
        for submission_id, code, reported, count in told:
            detail = {"reported": str(reported), "count": str(count), "indicator": names[code]}
            rule_id = "submission.summary.matches_rows"
            fault = Fault(rule_id, "TONG_HOP", column_name=code, detail=detail)
            faults.append((submission_id, fault))
    return faults


_Told = Iterator[tuple[str, str, int, int]]
"""submission_id, indicator, what is reported, what is listed."""


def _unlike_citizens(summaries: pd.DataFrame, records: pd.DataFrame) -> _Told:
    codes, first = distinct(records["service_codes"])
    kinds = [set(text.split(";")) - {""} for text in records["service_codes"].take(first)]
    numbers, files = pd.factorize(records["submission_id"])
    told = records[["service_codes", "full_name"]]

    def counts(amounts: Sequence[int]) -> pd.Series[float]:
        of_rows = np.array(amounts, dtype=float)[codes]
        return pd.Series(np.bincount(numbers, of_rows, len(files)), index=files)

    def rows_of(name: str) -> pd.DataFrame:
        return told.take(np.flatnonzero(numbers == files.get_loc(name)))

    for code, services in _OF_CITIZENS.items():
        enough = len(services) if code == _BOTH_ACCOUNTS else min(len(services), 1)
        listed = counts([len(kind & set(services)) >= enough for kind in kinds])
        ticks = counts([len(kind & set(services or kind)) for kind in kinds])
        for name, reported, count in _unlike(summaries, code, listed):
            is_of_ticks = code != _BOTH_ACCOUNTS and reported == ticks[name]
            if not is_of_ticks and not _may_be_counted(reported, rows_of(name), code):
                yield name, code, reported, count
    of_dossiers = records["service_codes"].str.contains("DVCTT_DOSSIER", regex=False)
    dossiers = (
        records["dossier_count"].where(of_dossiers, 0).groupby(records["submission_id"]).sum()
    )
    for name, reported, count in _unlike(summaries, "KPI_DOSSIERS", dossiers):
        yield name, "KPI_DOSSIERS", reported, count


def _may_be_counted(reported: int, rows: pd.DataFrame, code: str) -> bool:
    """Whether a branch may take a figure from these rows though it is not their number: some count
    a citizen once, however many rows there are.
    """
    sets = [set(text.split(";")) - {""} for text in rows["service_codes"]]
    services = set(_OF_CITIZENS[code]) or set().union(*sets)
    names = rows["full_name"].tolist()
    if code == _BOTH_ACCOUNTS:
        either = [
            {n for n, kind in zip(names, sets, strict=True) if one in kind} for one in services
        ]
        in_one_row = sum(services <= kind for kind in sets)
        of_citizen = len(set.intersection(*either))
        return min(in_one_row, of_citizen) <= reported <= max(in_one_row, of_citizen)
    is_one = [bool(services & kind) or not _OF_CITIZENS[code] for kind in sets]
    citizens = len({name for name, is_told in zip(names, is_one, strict=True) if is_told})
    return citizens <= reported <= sum(is_one)


def _unlike_activities(summaries: pd.DataFrame, activities: pd.DataFrame) -> _Told:
    files = activities["submission_id"]
    for code, (kind, column) in _OF_ACTIVITIES.items():
        is_kind = activities["service_code"] == kind
        amounts = activities[column].fillna(0) if column else is_kind.astype("int64")
        listed = amounts.where(is_kind, 0).groupby(files).sum()
        for name, reported, count in _unlike(summaries, code, listed):
            yield name, code, reported, count


def _unlike(
    summaries: pd.DataFrame, code: str, listed: pd.Series[Any]
) -> Iterator[tuple[str, int, int]]:
    """The files (of those that list anything) whose figure is another one."""
    asked = summaries[summaries["indicator_code"] == code]
    counts = listed.reindex(asked["submission_id"]).to_numpy(dtype="float64", na_value=float("nan"))
    for name, reported, count in zip(
        asked["submission_id"], asked["reported"], counts, strict=True
    ):
        if count == count and reported != count:
            yield str(name), int(reported), int(count)
