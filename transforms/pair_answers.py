"""Stewards' answers to possible duplicates, as constraints between nodes.

An answer is about two rows, by their lineage, and holds while they say what the steward saw: a row
that is corrected asks again. For a row that goes any other stands that says the same.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from transforms.record_keys import keyed_hash

__all__ = ["ANSWER_COLUMNS", "contradict", "differing_nodes", "no_answers", "pair_token", "resolve"]

ANSWER_COLUMNS = ["duplicate_id", "left", "right", "is_same", "position"]
"""An answer in force: the nodes of its two rows, the smaller first, and which decision gave it."""


def no_answers() -> pd.DataFrame:
    """A frame of answers without rows."""
    types = dict(zip(ANSWER_COLUMNS, ("str", "int64", "int64", "bool", "int64"), strict=True))
    return pd.DataFrame({name: pd.Series([], dtype=dtype) for name, dtype in types.items()})


def pair_token(left: int, right: int, key: bytes) -> str:
    """What two nodes say, as a keyed hash; the order does not matter."""
    return keyed_hash(key, "pair", f"{min(left, right)}|{max(left, right)}")


def resolve(
    decisions: pd.DataFrame, rows: pd.DataFrame, cases: pd.DataFrame, key: bytes
) -> tuple[pd.DataFrame, frozenset[int]]:
    """The answers (`ANSWER_COLUMNS`) among `decisions` that still hold, and the positions of those
    that have lapsed: the rows that are there say something else.

    `decisions` are standing ones of scope pair with their values; `rows` give lineage_key and
    node_id of records in force, `cases` the nodes of the cases that were answered (those columns of
    `vault.duplicate_key`) where both still have a record. Of two answers to one question the later
    holds.
    """
    latest = decisions.sort_values("position").drop_duplicates("subject_id", keep="last")
    node_of = dict(zip(rows["lineage_key"], rows["node_id"].astype("int64"), strict=True))
    ends = zip(cases["left_node"].astype("int64"), cases["right_node"].astype("int64"), strict=True)
    nodes_of = dict(zip(cases["duplicate_id"], ends, strict=True))
    columns = ("subject_id", "left_key", "right_key", "action", "value_token", "position")
    found, lapsed = [], set()
    for subject, *keys, action, token, position in zip(*(latest[c] for c in columns), strict=True):
        here = [node_of[name] for name in keys if name in node_of]
        if len(here) < 2:
            here += [node for node in nodes_of.get(subject, ()) if node not in here]
        if len(here) < 2:
            continue
        nodes = sorted(here[:2])
        if pair_token(nodes[0], nodes[1], key) == token:
            found.append((subject, *nodes, action == "same", int(position)))
        else:
            lapsed.add(int(position))
    frame = pd.DataFrame(found, columns=ANSWER_COLUMNS) if found else no_answers()
    return frame.astype({"duplicate_id": "str"}), frozenset(lapsed)


def differing_nodes(before: pd.DataFrame, now: pd.DataFrame) -> list[int]:
    """The nodes of answers that hold in one of two states only (`ANSWER_COLUMNS` both)."""
    columns = ["left", "right", "is_same"]
    both = pd.concat([frame[columns].drop_duplicates() for frame in (before, now)])
    moved = both[~both.duplicated(keep=False)]
    return sorted({*moved["left"].tolist(), *moved["right"].tolist()})


def contradict(answers: Iterable[tuple[str, str, bool]]) -> bool:
    """Whether answers (of two rows each: same or not) cannot all be true."""
    told = list(answers)
    root: dict[str, str] = {}

    def find(row: str) -> str:
        while root.get(row, row) != row:
            row = root[row]
        return row

    for one, other, is_same in told:
        if is_same:
            root[find(one)] = find(other)
    return any(not is_same and find(one) == find(other) for one, other, is_same in told)
