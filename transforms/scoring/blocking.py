"""Which nodes are compared at all: those that share a key.

Every key is a pure function of one node and is kept as a number that is the same on every machine
and in every version of the engines.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.identifiers import SEPARATOR
from schemas.link_model import LinkModel
from transforms.scoring.births import is_full_date, said_by_numbers
from transforms.scoring.names import parts_of_names
from transforms.scoring.rarity import rarities

__all__ = ["KEYS", "MAX_BLOCK", "block_keys", "pairs_of", "stable_numbers"]

MAX_BLOCK = {
    "number_key": 400,
    "phone_key": 400,
    "name_birth_key": 400,
    "ward_birth_key": 60,
    "given_birth_key": 60,
    "name_ward_key": 100,
    "name_year_key": 60,
    "short_ward_key": 60,
    "short_year_key": 60,
    "middle_ward_year_key": 40,
    "rare_name_key": 60,
}
"""The keys, and how many nodes may share one: a larger block is no evidence of a person.

Short of keys that one person's own rows may fill: those are guarded by the names under them.
"""

KEYS = list(MAX_BLOCK)

RARE_NAME, RARE_SHORT = 16, 9
"""Bits of rarity (`transforms.scoring.rarity`) from which a name is a key almost alone."""


def stable_numbers(texts: pd.Series) -> npt.NDArray[np.int64]:
    """A number for each text that is the same on every machine and in every version; 0 for ''."""
    codes, distinct = pd.factorize(texts)
    numbers = [
        int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
        if text
        else 0
        for text in distinct
    ]
    return np.array(numbers, dtype=np.int64)[codes]


def block_keys(nodes: pd.DataFrame, model: LinkModel) -> pd.DataFrame:
    """`KEYS` of each node, 0 where it lacks what the key is made of.

    A frequent name is no key where little stands beside it: its block would be half a town.
    """
    parts = parts_of_names(nodes["tone_key"])
    rarity = rarities(parts, model)
    born, ward, number = nodes["birth_date"], nodes["ward_code"], nodes["id_number"]
    said, _ = said_by_numbers(number.where(nodes["is_number_trusted"].astype(bool), ""))
    year = born.str[:4].where(born != "", said)
    full = born.where(is_full_date(born), "")
    short = _joined(parts["surname"], parts["given"])
    texts = {
        "number_key": number,
        "phone_key": nodes["phone"],
        "name_birth_key": _joined(parts["key"], full),
        "ward_birth_key": _joined(ward, full),
        "given_birth_key": _joined(parts["given"], full),
        "name_ward_key": _joined(parts["key"], ward),
        "name_year_key": _joined(parts["key"], year),
        "short_ward_key": _joined(short, ward),
        "short_year_key": _joined(short.where(rarity["short_rarity"] >= RARE_SHORT, ""), year),
        "middle_ward_year_key": _joined(parts["surname"] + SEPARATOR + parts["middle"], ward, year),
        "rare_name_key": parts["key"].where(rarity["name_rarity"] >= RARE_NAME, ""),
    }
    columns = {key: stable_numbers(text) for key, text in texts.items()}
    return pd.DataFrame(columns, index=nodes.index)


def _joined(*parts: pd.Series) -> pd.Series:
    """The parts as one text, '' where one of them is blank."""
    text = parts[0]
    is_whole = parts[0] != ""
    for part in parts[1:]:
        text = text + SEPARATOR + part
        is_whole &= part != ""
    return text.where(is_whole, "")


def pairs_of(keys: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Positions of all pairs (left < right, two columns) of equal keys that are not 0."""
    places = np.flatnonzero(keys)
    order = places[np.argsort(keys[places], kind="stable")]
    if not len(order):
        return np.empty((0, 2), dtype=np.int64)
    starts = np.flatnonzero(np.r_[True, np.diff(keys[order]) != 0])
    sizes = np.diff(np.r_[starts, len(order)])
    # Each node is paired with those that follow it within its block.
    follow = np.repeat(starts + sizes, sizes) - np.arange(len(order)) - 1
    left = np.repeat(np.arange(len(order)), follow)
    right = left + 1 + (np.arange(len(left)) - np.repeat(np.cumsum(follow) - follow, follow))
    return np.sort(np.column_stack([order[left], order[right]]), axis=1)
