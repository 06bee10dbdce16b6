"""Guards: keys of evidence that say less than they seem to, judged by all nodes that have the key.

A guard is a function of the nodes under one key, over distinct evidence, so that repeated rows
weigh nothing and an incremental run judges as a full one does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.link_model import LinkModel
from transforms.scoring.births import is_full_date
from transforms.scoring.blocking import KEYS, MAX_BLOCK, block_keys
from transforms.scoring.names import parts_of_names

__all__ = ["GUARDS", "guards", "is_guarded", "usable_keys", "with_keys"]

GUARDS: dict[str, str] = {
    **{f"{key}_crowded": key for key in KEYS},
    "number_void": "number_key",
    "number_doubted": "number_key",
    "phone_of_few": "phone_key",
    "phone_of_several": "phone_key",
    "phone_void": "phone_key",
    "place_contested": "name_ward_key",
    "year_of_two": "name_year_key",
    "year_of_few": "name_year_key",
    "year_of_many": "name_year_key",
}
"""Guard to the key whose nodes decide it; its place here is its bit in column `guards`."""

Guarded = Mapping[str, npt.NDArray[np.bool_]]

_BITS = {guard: 1 << place for place, guard in enumerate(GUARDS)}
_BITS_OF_KEY = {
    key: sum(_BITS[guard] for guard, own in GUARDS.items() if own == key) for key in KEYS
}

MAX_NAMES_OF_NUMBER = 3
"""More given names on one identity number: a placeholder, which says nothing (R15). Given names
alone are counted, because one person's whole name is typed in more ways than that."""

FEW_NAMES, SEVERAL_NAMES, MAX_NAMES_OF_PHONE = 1, 3, 8
"""A phone of one name is a person's; of a few a household's; of more than eight an officer's."""


def is_guarded(nodes: pd.DataFrame, guard: str) -> pd.Series[bool]:
    """Whether the bit of `guard` is set in column `guards`."""
    return (nodes["guards"] & _BITS[guard]) != 0


def guards(nodes: pd.DataFrame, asked: Mapping[str, pd.Index] | None = None) -> pd.Series:
    """The guards that hold for each node, as one number.

    `nodes` has evidence and the columns `KEYS`, and must hold every node of each key that is asked
    for (None: of all). What other keys say stays as it is in column `guards`.
    """
    total = np.zeros(len(nodes), dtype=np.int64)
    if asked is not None:
        total[:] = nodes["guards"]
    for key in KEYS:
        is_here = np.asarray(nodes[key] != 0)
        if asked is not None:
            is_here = is_here & np.asarray(nodes[key].isin(asked[key]))
        total[is_here] &= ~_BITS_OF_KEY[key]
        total[is_here] |= _judged(nodes.loc[is_here, [*_JUDGED, key]], key)
    return pd.Series(total, index=nodes.index, name="guards")


def _judged(members: pd.DataFrame, key: str) -> npt.NDArray[np.int64]:
    """The bits of this key's guards; `members` all have one."""
    found = {f"{key}_crowded": _is_crowded(members[key], MAX_BLOCK[key])}
    if key in _JUDGES:
        found |= _JUDGES[key](members)
    bits = [np.where(holds, _BITS[guard], 0) for guard, holds in found.items()]
    return np.asarray(np.bitwise_or.reduce(bits), dtype=np.int64)


def _of_numbers(members: pd.DataFrame) -> Guarded:
    given = parts_of_names(members["tone_key"], "given")["given"]
    names = _distinct(members["number_key"], given)
    return {"number_void": names > MAX_NAMES_OF_NUMBER, "number_doubted": names > 1}


def _of_phones(members: pd.DataFrame) -> Guarded:
    parts = parts_of_names(members["tone_key"], "surname", "given")
    names = _distinct(members["phone_key"], parts["surname"] + " " + parts["given"])
    return {
        "phone_of_few": names > FEW_NAMES,
        "phone_of_several": names > SEVERAL_NAMES,
        "phone_void": names > MAX_NAMES_OF_PHONE,
    }


def _of_places(members: pd.DataFrame) -> Guarded:
    return {"place_contested": _is_contested(members)}


def _of_years(members: pd.DataFrame) -> Guarded:
    persons = _persons_of_year(members)
    return {"year_of_two": persons > 1, "year_of_few": persons > 2, "year_of_many": persons > 4}


_JUDGES: dict[str, Callable[[pd.DataFrame], Guarded]] = {
    "number_key": _of_numbers,
    "phone_key": _of_phones,
    "name_ward_key": _of_places,
    "name_year_key": _of_years,
}

_JUDGED = ["tone_key", "id_number", "is_number_trusted", "birth_date"]
"""What they look at beside the key."""


def _is_crowded(keys: pd.Series, most: int) -> npt.NDArray[np.bool_]:
    codes, _ = pd.factorize(keys)
    sizes = np.bincount(codes)[codes] if len(codes) else codes
    return np.asarray(sizes > most)


def _distinct(keys: pd.Series, said: pd.Series) -> npt.NDArray[np.int64]:
    """How many different texts (but '') stand under each node's key; 0 without a key."""
    told = pd.DataFrame({"key": keys.to_numpy(), "said": said.to_numpy()})
    told = told[(told["said"] != "") & (told["key"] != 0)].drop_duplicates()
    sizes = told["key"].value_counts()
    return np.asarray(keys.map(sizes).fillna(0).to_numpy(dtype=np.int64))


def _is_contested(nodes: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether two people's evidence stands under the name in the ward: two numbers that may forbid
    or two birth years; for a node that tells its year, two numbers or birth dates of that year.
    """
    key = nodes["name_ward_key"]
    year = nodes["birth_date"].str[:4]
    number = nodes["id_number"].where(nodes["is_number_trusted"].astype(bool), "")
    full = nodes["birth_date"].where(nodes["birth_date"].str.len() == 10, "")
    of_year = pd.Series(pd.factorize(key.astype("str") + year)[0] + 1, index=nodes.index)
    of_year = of_year.where(key != 0, 0)
    anywhere = (_distinct(key, number) > 1) | (_distinct(key, year) > 1)
    within = (_distinct(of_year, number) > 1) | (_distinct(of_year, full) > 1)
    return np.where(year == "", anywhere, within)


def _persons_of_year(nodes: pd.DataFrame) -> npt.NDArray[np.int64]:
    """How many persons at least bear the name and birth year of each node: different numbers that
    may forbid, or birth dates.
    """
    key = nodes["name_year_key"]
    number = nodes["id_number"].where(nodes["is_number_trusted"].astype(bool), "")
    full = nodes["birth_date"].where(is_full_date(nodes["birth_date"]), "")
    return np.maximum(_distinct(key, number), _distinct(key, full))


def usable_keys(nodes: pd.DataFrame) -> pd.DataFrame:
    """The columns `KEYS`, 0 where a guard says that the key is no reason to compare."""
    keys = {key: nodes[key].where(~is_guarded(nodes, f"{key}_crowded"), 0) for key in KEYS}
    keys["number_key"] = keys["number_key"].where(~is_guarded(nodes, "number_void"), 0)
    keys["phone_key"] = keys["phone_key"].where(~is_guarded(nodes, "phone_void"), 0)
    return pd.DataFrame(keys, index=nodes.index)


def with_keys(nodes: pd.DataFrame, model: LinkModel) -> pd.DataFrame:
    """All nodes there are with `KEYS` and guards: a first run, training and measuring."""
    keyed = nodes.join(block_keys(nodes, model))
    return keyed.assign(guards=guards(keyed))
