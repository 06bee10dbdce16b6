"""Which row of an earlier file a row of a new one is: matched by what it says, its id, its number.

Findings and decisions belong to a lineage, not to a row of a file: what was mended in a file sent
again is mended, and what is wrong still is the same finding. The lineage of a row is the record key
of its first version.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.row_ids import UID_DIGITS, uid_start
from transforms.cells.name_keys import folded
from transforms.columns import Codes, distinct
from transforms.versions import in_version_order

__all__ = ["Lineage", "NoRows", "RowMemory", "trace"]

Flags = npt.NDArray[np.bool_]

_PLACE = ["branch_code", "sunday"]
_SAYS = {"full_name": "f", "id_number": "n", "phone": "p", "birth_date": "b"}
_READ = ["submission_id", "record_key", "row_no", *_SAYS]


class RowMemory(Protocol):
    """What earlier runs read."""

    def rows_of(self, places: pd.DataFrame) -> pd.DataFrame:
        """All rows of the files of these branches' Sundays (`places`: branch_code, sunday), the
        latest file last, indexed by row_uid: the place, and of `vault.record` submission_id,
        record_key, lineage_key, row_no and what it says of the citizen.
        """


class NoRows:
    """The memory of a home in which nothing was read."""

    def rows_of(self, places: pd.DataFrame) -> pd.DataFrame:
        """None."""
        return places.iloc[:0].reindex(columns=[*_PLACE, *_READ, "lineage_key"])


@dataclass(frozen=True)
class Lineage:
    """`keys`: the lineage of each record, indexed alike. `faults` of row ids: row_uid, rule_id,
    column_name, value, suggested. `corrected`: submission_id → the earlier one whose ids its rows
    bear.
    """

    keys: pd.Series[str]
    faults: pd.DataFrame
    corrected: dict[str, str]


def trace(
    records: pd.DataFrame, row_ids: pd.Series[str], submissions: pd.DataFrame, memory: RowMemory
) -> Lineage:
    """The lineage of new `records`, which have a record_key and are indexed by row_uid.

    `row_ids` are the ids as sent, indexed alike; `submissions` (by submission_id, columns as for
    `in_version_order`) are the records' files. Those of one branch and Sunday that come in one run
    are taken in version order, each after what is known.
    """
    placed = submissions.dropna(subset=_PLACE)
    known = memory.rows_of(placed[_PLACE].drop_duplicates())
    asked = _with_history(placed, known, set(records.loc[row_ids != "", "submission_id"]))
    keys: dict[str, str] = dict(zip(records.index, records["record_key"], strict=True))
    corrected: dict[str, str] = {}
    faults: list[_Told] = []
    of_them = records[records["submission_id"].isin(asked.index)].assign(lineage_key="")
    ids = row_ids.reindex(of_them.index)
    may_continue, may_be_continued = _entangled(of_them, ids, asked, known)
    pools = _pools(known[may_be_continued])
    rows = _by_file(_rows(of_them[may_continue], ids[may_continue]), asked.index)
    for submission_id, kind, *place in asked[["submission_type", *_PLACE]].itertuples():
        pool = pools.setdefault(tuple(place), _Pool())
        matched = _match(pool, rows[submission_id], adds=kind == "supplement")
        keys |= matched.keys
        faults += matched.faults
        if matched.source:
            corrected[submission_id] = matched.source
        for row in rows[submission_id]:
            pool.add(row._replace(lineage_key=matched.keys[row.row_uid]))
    told = pd.DataFrame(faults, columns=_Told._fields, dtype="str")
    return Lineage(pd.Series(keys, dtype="str").reindex(records.index), told, corrected)


class _Row(NamedTuple):
    row_uid: str
    submission_id: str
    record_key: str
    lineage_key: str
    row_no: str
    said: frozenset[str]
    row_id: str = ""


class _Told(NamedTuple):
    row_uid: str
    rule_id: str
    value: str
    column_name: str = "row_id"
    suggested: str = ""


@dataclass
class _Pool:
    """The rows of one branch's Sunday seen so far; of equal ones the latest."""

    by_uid: dict[str, _Row] = field(default_factory=dict)
    by_start: dict[str, _Row] = field(default_factory=dict)
    by_key: dict[str, _Row] = field(default_factory=dict)
    by_number: dict[str, _Row] = field(default_factory=dict)

    def add(self, row: _Row) -> None:
        self.by_uid[row.row_uid] = row
        self.by_start[row.row_uid[:UID_DIGITS]] = row
        self.by_key[row.record_key] = row
        if row.row_no:
            self.by_number[row.row_no] = row


def _with_history(placed: pd.DataFrame, known: pd.DataFrame, with_ids: set[str]) -> pd.DataFrame:
    """The files that may continue another, in version order: hardly any, of a first report none."""
    places = pd.MultiIndex.from_frame(placed[_PLACE])
    has_known = places.isin(pd.MultiIndex.from_frame(known[_PLACE]))
    is_one_of_several = placed.duplicated(_PLACE, keep=False)
    return in_version_order(placed[has_known | is_one_of_several | placed.index.isin(with_ids)])


def _entangled(
    records: pd.DataFrame, row_ids: pd.Series[str], asked: pd.DataFrame, known: pd.DataFrame
) -> tuple[Flags, Flags]:
    """Which new and which known rows have to be looked at one by one: those of a branch's Sunday to
    which ids were sent, and those that share their key, or their number and something said.

    Files of different teams have hardly any such rows.
    """
    new = records.assign(
        row_id=row_ids,
        **{name: asked[name].reindex(records["submission_id"]).array for name in _PLACE},
    )
    both = pd.concat([new, known.assign(row_id="")])
    place, _ = distinct(*(both[name] for name in _PLACE))
    number, _ = distinct(place, both["row_no"])
    in_common = np.zeros(len(both), dtype=bool)
    for name, mark in _SAYS.items():
        said = pd.Series(_said(both[name], mark), dtype="str")
        in_common |= _are_shared(number, said) & said.ne("").to_numpy()
    has_id = both["row_id"].ne("").to_numpy()
    is_numbered = both["row_no"].ne("").to_numpy()
    is_entangled = np.isin(place, place[has_id]) | np.asarray(both.index.duplicated(keep=False))
    is_entangled |= both["record_key"].duplicated(keep=False).to_numpy()
    is_entangled |= is_numbered & np.isin(number, number[in_common])
    return is_entangled[: len(new)], is_entangled[len(new) :]


def _are_shared(number: Codes, said: pd.Series[str]) -> Flags:
    codes, _ = distinct(number, said)
    return np.asarray(np.bincount(codes)[codes] > 1)


def _pools(known: pd.DataFrame) -> dict[tuple[object, ...], _Pool]:
    pools: dict[tuple[object, ...], _Pool] = {}
    places = known[_PLACE].itertuples(index=False, name=None)
    for place, row in zip(places, _rows(known, None), strict=True):
        pools.setdefault(place, _Pool()).add(row)
    return pools


def _rows(records: pd.DataFrame, row_ids: pd.Series[str] | None) -> Iterable[_Row]:
    said = [
        frozenset(part for part in parts if part)
        for parts in zip(*(_said(records[name], mark) for name, mark in _SAYS.items()), strict=True)
    ]
    names = ("submission_id", "record_key", "lineage_key", "row_no")
    ids = [""] * len(records) if row_ids is None else row_ids.tolist()
    columns = (records.index, *(records[name] for name in names), said, ids)
    return map(_Row._make, zip(*columns, strict=True))


def _said(values: pd.Series[str], mark: str) -> list[str]:
    """With a mark of its kind; a name folded, and a year alone is shared by too many."""
    if mark == "b":
        return [f"b{value}" if len(value) == 10 else "" for value in values]
    if mark == "f":
        codes, first = distinct(values)
        names = [f"f{folded(value)}" if value else "" for value in values.take(first)]
        return [names[code] for code in codes]
    return [f"{mark}{value}" if value else "" for value in values]


def _by_file(rows: Iterable[_Row], submission_ids: Iterable[str]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {str(name): [] for name in submission_ids}
    for row in rows:
        if row.submission_id in found:
            found[row.submission_id].append(row)
    return found


class _Matched(NamedTuple):
    keys: dict[str, str]
    faults: list[_Told]
    source: str


def _match(pool: _Pool, rows: list[_Row], *, adds: bool) -> _Matched:
    """Each row of a file with the lineage that it continues, or begins.

    What says the same is the same row, whatever its id says: sorting may have left the ids behind.
    """
    claims, faults = _claims(pool, rows)
    keys: dict[str, str] = {}
    taken: set[str] = set()
    steps = (
        {row.row_uid: pool.by_uid.get(row.row_uid) for row in rows},  # the file, judged again
        {row.row_uid: pool.by_key.get(row.record_key) for row in rows},
        claims,
        {} if adds else {row.row_uid: _of_same_number(pool, row) for row in rows},
    )
    for step in steps:
        for row_uid, earlier in step.items():
            if earlier and row_uid not in keys and earlier.lineage_key not in taken:
                keys[row_uid] = earlier.lineage_key
                taken.add(earlier.lineage_key)
    for row in rows:
        keys.setdefault(row.row_uid, row.record_key)
    sources = Counter(earlier.submission_id for earlier in claims.values())
    return _Matched(keys, faults, max(sources, key=lambda name: (sources[name], name), default=""))


def _claims(pool: _Pool, rows: list[_Row]) -> tuple[dict[str, _Row], list[_Told]]:
    """The earlier row that each id names; of rows with one id, that which says the same, else the
    first, is meant, and the others are new.
    """
    faults: list[_Told] = []
    bearers: dict[str, list[_Row]] = {}
    for row in rows:
        start = uid_start(row.row_id) if row.row_id else ""
        if start in pool.by_start:
            bearers.setdefault(start, []).append(row)
        elif row.row_id:
            rule = "is_of_this_report" if start else "is_unaltered"
            faults.append(_Told(row.row_uid, f"record.row_id.{rule}", row.row_id))
    claims = {}
    for start, several in bearers.items():
        earlier = pool.by_start[start]
        meant = max(several, key=lambda row: len(row.said & earlier.said))
        claims[meant.row_uid] = earlier
        faults += [
            _Told(row.row_uid, "record.row_id.is_unique", row.row_id)
            for row in several
            if row is not meant
        ]
    return claims, faults


def _of_same_number(pool: _Pool, row: _Row) -> _Row | None:
    """The earlier row with the same STT, if it has a name, number, phone or birth date in common.

    A number in a list is no evidence of its own: rows move when one above them is taken out.
    """
    earlier = pool.by_number.get(row.row_no)
    return earlier if earlier and not row.said.isdisjoint(earlier.said) else None
