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
from transforms.columns import Codes, distinct
from transforms.scoring.births import is_full_date
from transforms.scoring.blocking import KEY_PARTS, KEYS, MAX_BLOCK, block_keys
from transforms.scoring.names import parts_of_names
from transforms.side_by_side import each

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

Flags = npt.NDArray[np.bool_]
Guarded = Mapping[str, Flags]

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

    def judged(key: str) -> tuple[Flags, Codes, npt.NDArray[np.int64]]:
        is_here = nodes[key].to_numpy() != 0
        if asked is not None:
            is_here &= pd.Index(nodes[key]).isin(asked[key])
        return is_here, *_judged(nodes, np.flatnonzero(is_here), key)

    for key, (is_here, places, bits) in zip(KEYS, each(judged, KEYS), strict=True):
        total[is_here] &= ~_BITS_OF_KEY[key]
        total[places] |= bits
    return pd.Series(total, index=nodes.index, name="guards")


def _judged(nodes: pd.DataFrame, places: Codes, key: str) -> tuple[Codes, npt.NDArray[np.int64]]:
    """Those of the nodes at these places whose key others share, and the bits of its guards for
    them: no guard holds for a key that one node has alone.
    """
    codes, _ = pd.factorize(nodes[key].to_numpy()[places])
    is_shared = np.bincount(codes)[codes] > 1
    places, codes = places[is_shared], codes[is_shared]
    found: Guarded = {f"{key}_crowded": np.bincount(codes)[codes] > MAX_BLOCK[key]}
    if key in _JUDGES:
        columns, judge = _JUDGES[key]
        found = {**found, **judge(nodes[columns].take(places), codes)}
    bits = [np.where(holds, _BITS[guard], 0) for guard, holds in found.items()]
    return places, np.asarray(np.bitwise_or.reduce(bits), dtype=np.int64)


def _of_numbers(members: pd.DataFrame, numbers: Codes) -> Guarded:
    given = parts_of_names(members["tone_key"], "given")["given"]
    names = _distinct(numbers, _coded(given))
    return {"number_void": names > MAX_NAMES_OF_NUMBER, "number_doubted": names > 1}


def _of_phones(members: pd.DataFrame, phones: Codes) -> Guarded:
    parts = parts_of_names(members["tone_key"], "surname", "given")
    names = _distinct(phones, _coded(parts["surname"] + " " + parts["given"]))
    return {
        "phone_of_few": names > FEW_NAMES,
        "phone_of_several": names > SEVERAL_NAMES,
        "phone_void": names > MAX_NAMES_OF_PHONE,
    }


def _of_places(members: pd.DataFrame, places: Codes) -> Guarded:
    """Whether two people's evidence stands under the name in the ward: two numbers that may forbid
    or two birth years; for a node that tells its year, two numbers or birth dates of that year.
    """
    born = members["birth_date"]
    number, year = _forbidding(members), _coded(born.str[:4])
    of_year, _ = distinct(places, year)
    anywhere = (_distinct(places, number) > 1) | (_distinct(places, year) > 1)
    full = _coded(born.where(born.str.len() == 10, ""))
    within = (_distinct(of_year, number) > 1) | (_distinct(of_year, full) > 1)
    return {"place_contested": np.where(year < 0, anywhere, within)}


def _of_years(members: pd.DataFrame, years: Codes) -> Guarded:
    """How many persons at least bear the name and birth year of each node: different numbers that
    may forbid, or birth dates.
    """
    born = members["birth_date"]
    full = _coded(born.where(is_full_date(born), ""))
    persons = np.maximum(_distinct(years, _forbidding(members)), _distinct(years, full))
    return {"year_of_two": persons > 1, "year_of_few": persons > 2, "year_of_many": persons > 4}


_BORN = ["id_number", "is_number_trusted", "birth_date"]

_JUDGES: dict[str, tuple[list[str], Callable[[pd.DataFrame, Codes], Guarded]]] = {
    "number_key": (["tone_key"], _of_numbers),
    "phone_key": (["tone_key"], _of_phones),
    "name_ward_key": (_BORN, _of_places),
    "name_year_key": (_BORN, _of_years),
}
"""Who judges a key, and what they look at beside its code."""


def _forbidding(members: pd.DataFrame) -> Codes:
    """The numbers that may forbid."""
    return _coded(members["id_number"].where(members["is_number_trusted"].astype(bool), ""))


def _coded(texts: pd.Series) -> Codes:
    """The number of each text, -1 for ''."""
    codes, known = pd.factorize(texts)
    return np.where(np.asarray(known == "")[codes], -1, codes)


def _distinct(keys: Codes, said: Codes) -> Codes:
    """How many different things (but -1) are said under each node's key."""
    told = said >= 0
    size = said.max(initial=0) + 1
    pairs = pd.unique(keys[told] * size + said[told])
    return np.bincount(pairs // size, minlength=keys.max(initial=-1) + 1)[keys]


def usable_keys(nodes: pd.DataFrame) -> pd.DataFrame:
    """The columns `KEYS`, 0 where a guard says that the key is no reason to compare."""
    keys = {key: nodes[key].where(~is_guarded(nodes, f"{key}_crowded"), 0) for key in KEYS}
    keys["number_key"] = keys["number_key"].where(~is_guarded(nodes, "number_void"), 0)
    keys["phone_key"] = keys["phone_key"].where(~is_guarded(nodes, "phone_void"), 0)
    return pd.DataFrame(keys, index=nodes.index)


def with_keys(nodes: pd.DataFrame, model: LinkModel) -> pd.DataFrame:
    """All nodes there are with `KEYS` and guards: a first run, training and measuring."""
    parts = parts_of_names(nodes["tone_key"], *KEY_PARTS)
    keyed = nodes.join(block_keys(nodes, parts, model))
    return keyed.assign(guards=guards(keyed))
