"""What linking compares of a name: its parts without accents, its accents, its keys.

Everything here is a pure function of one tone key (`transforms.cells.name_keys.tone_key`) and is
worked out once for each distinct one, word by word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from transforms.cells.name_keys import folded
from transforms.columns import distinct, text_array

__all__ = ["NAME_COLUMNS", "parts_of_names"]

_DIGITS = str.maketrans("", "", "0123456789")
_DOUBLED = re.compile(r"(.)\1+")
_KEYS_LEFT = re.compile(r"(?<=[a-z])[sfrxj]$")

Places = npt.NDArray[np.intp]


class _Names:
    """Some names, cut into words: each column of `NAME_COLUMNS` is worked out when asked for.

    Words are few and names many, so Python looks at each different word, and at no name.
    """

    def __init__(self, tones: pa.Array) -> None:
        words = pc.utf8_split_whitespace(tones)
        sizes = pc.list_value_length(words).to_numpy(zero_copy_only=False)
        every = pc.list_flatten(words).dictionary_encode()
        told = list(map(_word, every.dictionary.to_pylist()))
        word = every.indices.to_numpy().astype(np.intp)
        # Arrow tells a word of nothing before a space that leads.
        is_word = np.array([toned != "" for toned, _, _ in told], dtype=bool)[word]
        self._count = len(tones)
        self._of = np.repeat(np.arange(self._count), sizes)[is_word]
        self._word = word[is_word]
        self._toned = [word[0] for word in told]
        self._bare = np.array([word[2] for word in told], dtype=bool)
        self._plain = [word[1] for word in told]
        # A word of nothing but marks is none, and a name of such words is no name.
        is_plain = np.array(list(map(bool, self._plain)), dtype=bool)[self._word]
        self._plain_of, self._plain_word = self._of[is_plain], self._word[is_plain]
        self._sizes = np.bincount(self._plain_of, minlength=self._count)
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._ends = np.cumsum(np.bincount(self._of, minlength=self._count)) - 1

    def plain(self) -> pa.Array:
        """Words without accents as they stand."""
        return self._joined(self._plain, self._plain_word, self._plain_of)

    def key(self) -> pa.Array:
        """The same in alphabetical order: a name typed the other way round has it too."""
        words, of = self._plain, self._plain_of
        order = np.array(sorted(range(len(words)), key=words.__getitem__), dtype=np.intp)
        rank = np.argsort(order)
        # One number for each word at its name: these are sorted faster than by two columns.
        ranks = np.sort(of * len(words) + rank[self._plain_word]) % max(len(words), 1)
        return self._joined(words, order[ranks], of)

    def given_toned(self) -> pa.Array:
        """The last word with its accents."""
        return self._chosen(self._toned, self._word, self._ends, self._sizes > 0)

    def given_slip(self) -> pa.Array:
        """The same with hỏi and ngã as one, which the central accent does not tell apart."""
        slips = [word.replace("4", "3") for word in self._toned]
        return self._chosen(slips, self._word, self._ends, self._sizes > 0)

    def is_bare(self) -> npt.NDArray[np.bool_]:
        """No accent at all."""
        accented = self._of[~self._bare[self._word]]
        counts = np.bincount(accented, minlength=self._count)
        return np.asarray((counts == 0) | (self._sizes == 0))

    def surname(self) -> pa.Array:
        """The first word without accents, where it is not the only one."""
        return self._chosen(self._plain, self._plain_word, self._starts, self._sizes > 1)

    def middle(self) -> pa.Array:
        """What stands between surname and given name, without accents."""
        place = np.arange(len(self._plain_of)) - self._starts[self._plain_of]
        is_inner = (place > 0) & (place < self._sizes[self._plain_of] - 1)
        return self._joined(self._plain, self._plain_word[is_inner], self._plain_of[is_inner])

    def given(self) -> pa.Array:
        """The last word without accents."""
        ends = self._starts + self._sizes - 1
        return self._chosen(self._plain, self._plain_word, ends, self._sizes > 0)

    def _joined(self, words: list[str], word: Places, of: Places) -> pa.Array:
        """The words that stand at each name, with spaces between them."""
        offsets = np.cumsum(np.bincount(of + 1, minlength=self._count + 1))
        values = pa.array(words, pa.large_string()).take(pa.array(word))
        lists = pa.LargeListArray.from_arrays(pa.array(offsets), values)
        return pc.binary_join(lists, pa.scalar(" ", pa.large_string()))

    def _chosen(
        self, words: list[str], word: Places, place: Places, is_there: npt.NDArray[np.bool_]
    ) -> pa.Array:
        """One word of each name, by its place among all."""
        chosen = np.full(self._count, len(words))
        chosen[is_there] = word[place[is_there]]
        return pa.array([*words, ""], pa.large_string()).take(pa.array(chosen))


_COLUMNS: dict[str, Callable[[_Names], Any]] = {
    "plain": _Names.plain,
    "key": _Names.key,
    "given_toned": _Names.given_toned,
    "given_slip": _Names.given_slip,
    "is_bare": _Names.is_bare,
    "surname": _Names.surname,
    "middle": _Names.middle,
    "given": _Names.given,
}

NAME_COLUMNS = list(_COLUMNS)
"""The parts of a name; '' where it has none."""


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
    """The `NAME_COLUMNS` asked for (none: all) of each tone key ('tran thi thuy2' of Trần Thị
    Thúy), indexed like `tones`.
    """
    codes, first = distinct(tones)
    names = _Names(pa.array(tones.array.take(first), pa.large_string()))
    told = {name: _COLUMNS[name](names) for name in asked or NAME_COLUMNS}
    spread = {
        name: column.take(codes) if name == "is_bare" else text_array(column).take(codes)
        for name, column in told.items()
    }
    return pd.DataFrame(spread, index=tones.index, copy=False)
