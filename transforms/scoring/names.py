"""What linking compares of a name: its parts without accents, its accents, its keys.

Everything here is a pure function of one tone key (`transforms.cells.name_keys.tone_key`) and is
worked out once for each distinct one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import pandas as pd

from transforms.cells.name_keys import folded
from transforms.columns import distinct, text_array

__all__ = ["NAME_COLUMNS", "NameParts", "name_parts", "parts_of_names"]

_DIGITS = str.maketrans("", "", "0123456789")
_DOUBLED = re.compile(r"(.)\1+")
_KEYS_LEFT = re.compile(r"(?<=[a-z])[sfrxj]$")


class NameParts(NamedTuple):
    """Parts of one name; '' where it has none.

    `plain`: words without accents as they stand; `key`: the same in alphabetical order, so that a
    name typed the other way round has it too; `toned`: words with accents in that order;
    `given_toned`: the last word with its accents, `given_slip` with hỏi and ngã as one, which the
    central accent does not tell apart; `is_bare`: no accent at all; `surname`, `middle` and
    `given`: without accents.
    """

    plain: str
    key: str
    toned: str
    given_toned: str
    given_slip: str
    is_bare: bool
    surname: str
    middle: str
    given: str


NAME_COLUMNS = list(NameParts._fields)


@lru_cache(maxsize=1 << 18)
def name_parts(tone: str) -> NameParts:
    """The parts of a name given as its tone key: 'tran thi thuy2' (Trần Thị Thúy)."""
    words = list(map(_word, tone.split()))
    toned, plain, are_bare = zip(*words, strict=True) if words else ((), (), ())
    if "" in plain:
        plain = tuple(filter(None, plain))
    if not plain:
        return NameParts("", "", "", "", "", True, "", "", "")
    return NameParts(
        " ".join(plain),
        " ".join(sorted(plain)),
        " ".join(sorted(toned)),
        toned[-1],
        toned[-1].replace("4", "3"),
        all(are_bare),
        plain[0] if len(plain) > 1 else "",
        " ".join(plain[1:-1]),
        plain[-1],
    )


@lru_cache(maxsize=1 << 14)
def _word(tone: str) -> tuple[str, str, bool]:
    """A syllable with y as i, the same without accents, and whether it has none."""
    toned = tone.replace("y", "i")
    return toned, _plain(toned), toned == folded(toned)


def _plain(word: str) -> str:
    """A syllable without accents, y as i, and without the keys that Telex left in it (R31).

    No Vietnamese syllable has a w or ends with s, f, r, x or j. Doubled letters are a Telex accent
    or a slip. Where a minority name has them, it loses them in every row alike.
    """
    bare = folded(word.translate(_DIGITS)).replace(" ", "")
    if len(bare) < 2:
        return bare
    return _KEYS_LEFT.sub("", _DOUBLED.sub(r"\1", bare.replace("w", "") or bare))


def parts_of_names(tones: pd.Series, *asked: str) -> pd.DataFrame:
    """The `NAME_COLUMNS` asked for (none: all) of each tone key, indexed like `tones`."""
    codes, first = distinct(tones)
    parts = [name_parts(tone) for tone in tones.take(first).to_numpy()]
    columns = {name: list(map(attrgetter(name), parts)) for name in asked or NAME_COLUMNS}
    arrays = {
        name: np.array(values, dtype=bool) if name == "is_bare" else text_array(values)
        for name, values in columns.items()
    }
    spread = {name: array.take(codes) for name, array in arrays.items()}
    return pd.DataFrame(spread, index=tones.index, copy=False)
