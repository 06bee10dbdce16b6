"""Which nodes are compared at all: those that share a key.

Every key is a pure function of one node and is kept as a number that is the same on every machine
and in every version of the engines.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.link_model import LinkModel
from transforms.scoring.births import is_full_date, said_by_numbers
from transforms.scoring.rarity import rarities

__all__ = ["KEYS", "KEY_PARTS", "MAX_BLOCK", "block_keys", "pairs_of", "stable_numbers"]

MAX_BLOCK = {
    "number_key": 400,
    "phone_key": 400,
    "name_birth_key": 400,
    "ward_birth_key": 60,
    "given_birth_key": 60,
    "family_birth_key": 60,
    "name_ward_key": 100,
    "name_year_key": 60,
    "short_ward_key": 60,
    "short_year_key": 60,
    "family_ward_year_key": 40,
    "rare_name_key": 60,
}
"""The keys, and how many nodes may share one: a larger block is no evidence of a person.

Short of keys that one person's own rows may fill: those are guarded by the names under them.
"""

KEYS = list(MAX_BLOCK)

KEY_PARTS = ("key", "surname", "middle", "given")
"""What keys are made of (`transforms.scoring.names.parts_of_names`)."""

RARE_NAME, RARE_SHORT = 18, 11
"""Bits of rarity (`transforms.scoring.rarity`) from which a name is a key almost alone."""


def stable_numbers(texts: pd.Series) -> npt.NDArray[np.int64]:
    """A number for each text that is the same on every machine and in every version; 0 for ''."""
    codes, distinct = pd.factorize(texts)
    blake, number = hashlib.blake2b, int.from_bytes
    numbers = [
        number(blake(text.encode(), digest_size=8).digest(), "big", signed=True) if text else 0
        for text in distinct.tolist()
    ]
    return np.array(numbers, dtype=np.int64)[codes]


def block_keys(nodes: pd.DataFrame, parts: pd.DataFrame, model: LinkModel) -> pd.DataFrame:
    """`KEYS` of each node, 0 where it lacks what the key is made of; `parts` has the `KEY_PARTS` of
    its name.

    A frequent name is no key where little stands beside it: its block would be half a town.
    """
    rarity = rarities(parts, model)
    born, number = nodes["birth_date"], nodes["id_number"]
    said, _ = said_by_numbers(number.where(nodes["is_number_trusted"].astype(bool), ""))
    ward, full, year, name, surname, given, family = map(
        stable_numbers,
        (
            nodes["ward_code"],
            born.where(is_full_date(born), ""),
            born.str[:4].where(born != "", said),
            *(parts[part] for part in ("key", "surname", "given")),
            (parts["surname"] + " " + parts["middle"]).where(parts["surname"] != "", ""),
        ),
    )
    short = _joined(surname, given)
    keys = {
        "number_key": stable_numbers(number),
        "phone_key": stable_numbers(nodes["phone"]),
        "name_birth_key": _joined(name, full),
        "ward_birth_key": _joined(ward, full),
        "given_birth_key": _joined(given, full),
        "family_birth_key": _joined(family, full),
        "name_ward_key": _joined(name, ward),
        "name_year_key": _joined(name, year),
        "short_ward_key": _joined(short, ward),
        "short_year_key": _joined(np.where(rarity["short_rarity"] >= RARE_SHORT, short, 0), year),
        "family_ward_year_key": _joined(family, ward, year),
        "rare_name_key": np.where(rarity["name_rarity"] >= RARE_NAME, name, 0),
    }
    return pd.DataFrame(keys, index=nodes.index)[KEYS]


def _joined(*parts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """One number for several in their order, 0 where one of them is 0.

    Each is mixed in by the finaliser of SplitMix64 (Steele, Lea, Flood 2014), which is arithmetic
    and so never changes.
    """
    state = np.zeros(len(parts[0]), dtype=np.uint64)
    is_whole = np.ones(len(parts[0]), dtype=bool)
    for part in parts:
        state = _mixed(state + part.view(np.uint64))
        is_whole &= part != 0
    return np.where(is_whole, state.view(np.int64), 0)


def _mixed(state: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    state = state + np.uint64(0x9E3779B97F4A7C15)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(31))


def pairs_of(
    keys: npt.NDArray[np.int64], is_fresh: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Positions (low, high) of all pairs of equal keys that are not 0, one of each fresh."""
    block = pd.Index(pd.unique(keys[is_fresh])).get_indexer(pd.Index(keys))
    places = np.flatnonzero((block >= 0) & (keys != 0))
    # By block, the fresh ones first: one number for all three, which is sorted fastest.
    size = max(len(keys), 1)
    order = np.sort((block[places] * 2 + ~is_fresh[places]) * size + places)
    starts = np.flatnonzero(np.diff(order // (2 * size), prepend=-1))
    order %= size
    sizes = np.diff(starts, append=len(order))
    # Each fresh node is paired with those that follow it within its block.
    follow = np.repeat(starts + sizes, sizes) - np.arange(len(order)) - 1
    follow[~is_fresh[order]] = 0
    left = np.repeat(np.arange(len(order)), follow)
    right = left + 1 + (np.arange(len(left)) - np.repeat(np.cumsum(follow) - follow, follow))
    one, other = order[left], order[right]
    return np.minimum(one, other), np.maximum(one, other)
