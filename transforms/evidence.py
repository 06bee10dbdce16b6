"""What records say about who they are: equal evidence is one node, pairs of nodes are compared.

Repeated rows collapse into one node first, so that they weigh nothing in guards and counts.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from transforms.cells.name_keys import folded, tone_key

__all__ = [
    "EVIDENCE",
    "candidate_pairs",
    "collapse",
    "compare",
    "is_full_date",
    "name_level",
    "uncontested_names",
]

EVIDENCE = ["id_number", "is_number_trusted", "tone_key", "birth_date", "phone", "ward_code", "sex"]
"""What a node consists of; all text ('' where unknown) but the trust in the number."""

MAX_NAMES_OF_NUMBER = 3
"""More different names on one identity number: a placeholder, which says nothing (R15)."""

MAX_NAMES_OF_PHONE = 3
"""A phone shared by more people is an officer's or a shop's, which says nothing (DOMAIN 5)."""

MAX_BLOCK = 60
"""Nodes of one block that are compared all with all; a larger block is no evidence of a person."""


def collapse(records: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Nodes of equal evidence, and the node of every record.

    `records` is indexed by row_uid and has full_name and the columns of `EVIDENCE` less tone_key.
    Nodes are numbered from 0 in the order of their smallest row_uid, which breaks all later ties.
    Numbers and phones that many names bear are blank: they may neither link nor forbid.
    """
    names = records["full_name"].unique()
    tones = {name: tone_key(name) for name in names}
    ordered = records.assign(tone_key=records["full_name"].map(tones)).sort_index()
    ordered["sex"] = ordered["sex"].fillna("")
    node = ordered.groupby(EVIDENCE, sort=False, dropna=False).ngroup()
    nodes = ordered.assign(row_uid=ordered.index, node=node).drop_duplicates("node")
    nodes = nodes.set_index("node")[[*EVIDENCE, "row_uid"]]
    keys = {tone: _name_key(tone) for tone in nodes["tone_key"].unique()}
    nodes["name_key"] = nodes["tone_key"].map(keys).astype("str")
    nodes["id_number"] = _of_few(nodes, "id_number", MAX_NAMES_OF_NUMBER)
    nodes["phone"] = _of_few(nodes, "phone", MAX_NAMES_OF_PHONE)
    return nodes, node.reindex(records.index)


_TONE_DIGITS = str.maketrans("", "", "0123456789")


def _name_key(tone: str) -> str:
    """Words without accents in alphabetical order, y as i: a name typed the other way round,
    without accents or with y for i has the same key.
    """
    return " ".join(sorted(folded(tone.translate(_TONE_DIGITS)).replace("y", "i").split()))


def _plain(tone: str) -> str:
    return folded(tone.translate(_TONE_DIGITS)).replace("y", "i")


def _of_few(nodes: pd.DataFrame, column: str, max_names: int) -> pd.Series:
    """The values of `column`, '' where so many names bear one that it says nothing of anybody."""
    values = nodes[column]
    names = nodes.groupby(values)["name_key"].nunique()
    return values.where(values.map(names) <= max_names, "")


def candidate_pairs(nodes: pd.DataFrame) -> pd.DataFrame:
    """Pairs of nodes (left < right) of one number, phone, name or ward + birth, name + ward."""
    is_full = is_full_date(nodes["birth_date"])
    name_and_birth = nodes["name_key"] + "|" + nodes["birth_date"]
    ward_and_birth = nodes["ward_code"] + "|" + nodes["birth_date"]
    blocks = [
        nodes["id_number"],
        nodes["phone"],
        name_and_birth.where(is_full, ""),
        ward_and_birth.where(is_full & (nodes["ward_code"] != ""), ""),
        uncontested_names(nodes, within_ward=True),
        uncontested_names(nodes, within_ward=False),
    ]
    pairs = pd.concat([_pairs_within(block[block != ""]) for block in blocks])
    return pairs.drop_duplicates(ignore_index=True)


def _pairs_within(block: pd.Series) -> pd.DataFrame:
    sizes = block.map(block.value_counts())
    block = block[(sizes > 1) & (sizes <= MAX_BLOCK)]
    left = pd.DataFrame({"key": block.to_numpy(), "left": block.index})
    pairs = left.merge(left.rename(columns={"left": "right"}), on="key")
    return pairs.loc[pairs["left"] < pairs["right"], ["left", "right"]]


def compare(nodes: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """How the evidence of each pair agrees, one row per pair with left and right.

    number: same, near (one edit), other, unknown · name: same, folded (accents missing,
    words turned round), accents (of the given name), near, part (words of one missing), other ·
    birth: same, near (swapped or one edit), year, other, unknown · phone, ward, sex: same, other,
    unknown · is_only_one_there: nothing under their name and ward speaks of two persons.
    """
    in_ward = uncontested_names(nodes, within_ward=True)
    anywhere = uncontested_names(nodes, within_ward=False)
    left = nodes.loc[pairs["left"]].reset_index(drop=True)
    right = nodes.loc[pairs["right"]].reset_index(drop=True)
    return pd.DataFrame(
        {
            "left": pairs["left"].to_numpy(),
            "right": pairs["right"].to_numpy(),
            "number": _compare_numbers(left, right),
            "name": _compare_names(left, right),
            "birth": _compare_births(left["birth_date"], right["birth_date"]),
            "phone": _compare_plain(left["phone"], right["phone"]),
            "ward": _compare_plain(left["ward_code"], right["ward_code"]),
            "sex": _compare_plain(left["sex"], right["sex"]),
            "is_only_one_there": _share(in_ward, pairs),
            "is_only_one": _share(anywhere, pairs),
        }
    )


def _share(key: pd.Series, pairs: pd.DataFrame) -> np.ndarray:
    left, right = key.loc[pairs["left"]].to_numpy(), key.loc[pairs["right"]].to_numpy()
    return np.asarray((left == right) & (left != ""))


def _compare_plain(left: pd.Series, right: pd.Series) -> np.ndarray:
    unknown = (left == "") | (right == "")
    return np.select([unknown, left == right], ["unknown", "same"], "other")


def _edits(left: pd.Series, right: pd.Series) -> np.ndarray:
    return process.cpdist(
        left.tolist(), right.tolist(), scorer=DamerauLevenshtein.distance, score_cutoff=2
    )


def _compare_numbers(left: pd.DataFrame, right: pd.DataFrame) -> np.ndarray:
    a, b = left["id_number"], right["id_number"]
    # A number without trust may link but not forbid; an old card and a CCCD differ by design.
    is_trusted = left["is_number_trusted"].astype(bool) & right["is_number_trusted"].astype(bool)
    unknown = (a == "") | (b == "") | ((a != b) & ~is_trusted)
    near = _edits(a, b) == 1
    return np.select([unknown, a == b, near], ["unknown", "same", "near"], "other")


def _compare_names(left: pd.DataFrame, right: pd.DataFrame) -> np.ndarray:
    pairs = pd.DataFrame({"a": left["tone_key"], "b": right["tone_key"]})
    distinct = pairs.drop_duplicates()
    levels = {pair: name_level(*pair) for pair in distinct.itertuples(index=False, name=None)}
    return np.array(
        [levels[pair] for pair in pairs.itertuples(index=False, name=None)], dtype=object
    )


def name_level(a: str, b: str) -> str:
    """How two names, given as tone keys, agree: see `compare`."""
    if a == b:
        return "same"
    if _name_key(a) == _name_key(b):
        # Accents of given names tell twins apart (Thúy is not Thủy); elsewhere they are slips.
        is_slip = a.isascii() or b.isascii() or _given_name(a) == _given_name(b)
        return "folded" if is_slip or _plain(a) != _plain(b) else "accents"
    plain_a, plain_b = _plain(a), _plain(b)
    if _is_part(plain_a, plain_b):
        return "part"
    return "near" if JaroWinkler.similarity(plain_a, plain_b) >= 0.93 else "other"


def _given_name(tone: str) -> str:
    return tone.split()[-1].replace("y", "i")


def _is_part(a: str, b: str) -> bool:
    """Same surname and given name, and the words of one are words or initials of the other."""
    # Of equally many words the shorter ones are the initials.
    first, second = sorted(
        (a.split(), b.split()), key=lambda words: (len(words), len("".join(words)))
    )
    if len(first) < 2 or first[0] != second[0] or first[-1] != second[-1]:
        return False
    rest = iter(second[1:-1])
    return all(any(word.startswith(short.rstrip(".")) for word in rest) for short in first[1:-1])


def _compare_births(left: pd.Series, right: pd.Series) -> np.ndarray:
    unknown = (left == "") | (right == "")
    full = is_full_date(left) & is_full_date(right)
    same_year = left.str[:4] == right.str[:4]
    swapped = same_year & (left.str[5:7] == right.str[8:]) & (left.str[8:] == right.str[5:7])
    near = full & (swapped | (_edits(left, right) == 1))
    return np.select(
        [unknown, full & (left == right), near, ~full & same_year],
        ["unknown", "same", "near", "year"],
        "other",
    )


def is_full_date(births: pd.Series) -> pd.Series:
    """Whether a birth date is known to the day: 1 January as often stands for an unknown one."""
    return (births.str.len() == 10) & ~births.str.endswith("-01-01")


def uncontested_names(nodes: pd.DataFrame, *, within_ward: bool) -> pd.Series:
    """Name (and ward) of each node, '' unless one person could have said all that is said under it.

    That is: no two numbers that may forbid, no two birth years, no two sexes. Namesakes contradict
    each other somewhere, and then their name says nothing about who is who.
    """
    key = nodes["name_key"]
    if within_ward:
        key = (key + "|" + nodes["ward_code"]).where(nodes["ward_code"] != "", "")
    said = pd.DataFrame(
        {
            "number": nodes["id_number"].where(nodes["is_number_trusted"].astype(bool), ""),
            "year": nodes["birth_date"].str[:4],
            "sex": nodes["sex"],
        }
    ).replace("", None)
    differ = said.groupby(key).nunique().gt(1).any(axis=1)
    return key.where(~key.map(differ), "")
