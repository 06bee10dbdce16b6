"""What records say about who they are: equal evidence is one node, pairs of nodes are compared.

Repeated rows collapse into one node first, so that they weigh nothing in guards and counts. A node
is known by a number that its evidence alone decides, so it is the same in every run.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from schemas.identifiers import SEPARATOR
from transforms.cells.name_keys import folded, tone_key

__all__ = [
    "EVIDENCE",
    "KEYS",
    "block_keys",
    "collapse",
    "compare",
    "is_full_date",
    "name_level",
    "node_numbers",
    "voids",
]

EVIDENCE = ["id_number", "is_number_trusted", "tone_key", "birth_date", "phone", "ward_code", "sex"]
"""What a node consists of; all text ('' where unknown) but the trust in the number."""

KEYS = ["number_key", "phone_key", "name_birth_key", "ward_birth_key", "name_ward_key"]
"""Two nodes are compared when they share one of these."""

MAX_NAMES_OF_NUMBER = 3
"""More different names on one identity number: a placeholder, which says nothing (R15)."""

MAX_NAMES_OF_PHONE = 3
"""A phone shared by more people is an officer's or a shop's, which says nothing (DOMAIN 5)."""

MAX_BLOCK = 60
"""Nodes of one block that are compared all with all; a larger block is no evidence of a person."""


def stable_numbers(texts: pd.Series) -> npt.NDArray[np.int64]:
    """A number for each text that is the same on every machine and in every version; 0 for ''.

    The first 8 bytes of BLAKE2b: the hashes of pandas and of Python are not kept over versions.
    """
    codes, distinct = pd.factorize(texts)
    numbers = [
        int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
        if text
        else 0
        for text in distinct
    ]
    return np.array(numbers, dtype=np.int64)[codes]


def collapse(records: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Nodes of equal evidence by their number, with name_key and `KEYS`, and each record's node.

    `records` is indexed by row_uid and has full_name, the columns of `EVIDENCE` less tone_key and,
    where it is known, node_id.
    """
    said = _said(records)
    node_of = records["node_id"] if "node_id" in records else _numbered(said)
    nodes = said.set_axis(node_of.to_numpy())[~node_of.duplicated().to_numpy()].sort_index()
    nodes.index.name = "node_id"
    keys = {tone: _name_key(tone) for tone in nodes["tone_key"].unique()}
    nodes["name_key"] = nodes["tone_key"].map(keys).astype("str")
    return nodes.join(block_keys(nodes)), node_of


def node_numbers(records: pd.DataFrame) -> pd.Series:
    """The node of every record, as `collapse` gives it."""
    return _numbered(_said(records))


def _said(records: pd.DataFrame) -> pd.DataFrame:
    """The columns of `EVIDENCE`."""
    tones = {name: tone_key(name) for name in records["full_name"].unique()}
    return records.assign(
        tone_key=records["full_name"].map(tones).astype("str"),
        sex=records["sex"].fillna(""),
        is_number_trusted=records["is_number_trusted"].astype("bool"),
    )[EVIDENCE]


def _numbered(said: pd.DataFrame) -> pd.Series:
    text = said["is_number_trusted"].map({True: "1", False: "0"}).astype("str")
    for name in EVIDENCE:
        if name != "is_number_trusted":
            text = text + SEPARATOR + said[name]
    return pd.Series(stable_numbers(text), index=said.index, name="node_id", dtype="int64")


def block_keys(nodes: pd.DataFrame) -> pd.DataFrame:
    """`KEYS` of each node: of its number, phone, name or ward with full birth, name with ward."""
    is_full = is_full_date(nodes["birth_date"])
    has_ward = nodes["ward_code"] != ""
    name, born, ward = (nodes[c] + SEPARATOR for c in ("name_key", "birth_date", "ward_code"))
    texts = [
        nodes["id_number"],
        nodes["phone"],
        (name + born).where(is_full, ""),
        (ward + born).where(is_full & has_ward, ""),
        (name + ward).where(has_ward, ""),
    ]
    columns = {key: stable_numbers(text) for key, text in zip(KEYS, texts, strict=True)}
    return pd.DataFrame(columns, index=nodes.index)


def voids(nodes: pd.DataFrame) -> pd.DataFrame:
    """For each node and key whether the key says nothing of anybody, as columns `KEYS`.

    `nodes` must hold every node of each key that is asked for: a key is judged by all its nodes.
    A number or phone that many names bear is nobody's; a name in a ward tells who is who only
    while one person could have said all that is said under it; no key helps that too many share.
    """
    found = pd.DataFrame({key: _is_crowded(nodes[key]) for key in KEYS}, index=nodes.index)
    found["number_key"] |= _names_of(nodes, "number_key") > MAX_NAMES_OF_NUMBER
    found["phone_key"] |= _names_of(nodes, "phone_key") > MAX_NAMES_OF_PHONE
    found["name_ward_key"] |= _is_contested(nodes)
    return found


def _is_crowded(keys: pd.Series) -> pd.Series[bool]:
    return keys.map(keys.value_counts()).gt(MAX_BLOCK) & keys.ne(0)


def _names_of(nodes: pd.DataFrame, key: str) -> pd.Series:
    """How many different names each node's key is used by; 0 without a key."""
    named = nodes.loc[nodes[key] != 0, [key, "name_key"]].drop_duplicates()
    return nodes[key].map(named[key].value_counts()).fillna(0)


def _is_contested(nodes: pd.DataFrame) -> pd.Series[bool]:
    """Whether two numbers that may forbid, two birth years or two sexes stand under the name."""
    key = nodes["name_ward_key"]
    said = pd.DataFrame(
        {
            "number": nodes["id_number"].where(nodes["is_number_trusted"], ""),
            "year": nodes["birth_date"].str[:4],
            "sex": nodes["sex"],
        }
    )
    contested = pd.Series(False, index=nodes.index)
    for name in said:
        told = pd.DataFrame({"key": key, "said": said[name]})
        told = told[(told["said"] != "") & (key != 0)].drop_duplicates()
        several = told["key"].value_counts()
        contested |= key.isin(several.index[several > 1])
    return contested


_TONE_DIGITS = str.maketrans("", "", "0123456789")


def _name_key(tone: str) -> str:
    """Words without accents in alphabetical order, y as i: a name typed the other way round,
    without accents or with y for i has the same key.
    """
    return " ".join(sorted(folded(tone.translate(_TONE_DIGITS)).replace("y", "i").split()))


def _plain(tone: str) -> str:
    return folded(tone.translate(_TONE_DIGITS)).replace("y", "i")


def compare(nodes: pd.DataFrame, pairs: pd.DataFrame, void: pd.DataFrame) -> pd.DataFrame:
    """How the evidence of each pair agrees, one row per pair with left and right (node numbers).

    number: same, near (one edit), other, unknown · name: same, folded (accents missing,
    words turned round), accents (of the given name), near, part (words of one missing), other ·
    birth: same, near (swapped or one edit), year, other, unknown · phone, ward, sex: same, other,
    unknown · is_only_one_there: nothing under their name and ward speaks of two persons. `void`
    comes from `voids`.
    """
    effective = nodes.assign(
        id_number=nodes["id_number"].where(~void["number_key"], ""),
        phone=nodes["phone"].where(~void["phone_key"], ""),
        place=nodes["name_ward_key"].where(~void["name_ward_key"], 0),
    )
    left = effective.loc[pairs["left"]].reset_index(drop=True)
    right = effective.loc[pairs["right"]].reset_index(drop=True)
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
            "is_only_one_there": (left["place"] == right["place"]) & (left["place"] != 0),
        }
    )


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
