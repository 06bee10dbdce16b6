"""How rare a name is, by the frequencies of its parts (DOMAIN 6: Nguyễn is 30 %).

Rarity is measured in whole bits: -log2 of the share of people who bear the name, so that plain
Splink can say it in levels. The tables come with
the model and never from the data of the run, so that a weight is the same in every run.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.link_model import LinkModel, NameShares

__all__ = ["MOST_BITS", "RARITY_COLUMNS", "rarities"]

RARITY_COLUMNS = ["name_rarity", "short_rarity", "given_rarity"]
"""Of the whole name, of surname and given name, of the given name."""

MOST_BITS = 26
"""No name is taken for rarer: an unknown word is a slip as often as a rare name."""


def rarities(parts: pd.DataFrame, model: LinkModel) -> pd.DataFrame:
    """`RARITY_COLUMNS` of each row of `transforms.scoring.names.NAME_COLUMNS`.

    Men and women share surnames, but neither middle nor given names.
    """
    # A name of one word tells no surname, so it is as common as its given name.
    surname = _shares(parts["surname"], {**model.surnames, "": (1.0, 1.0)}, model.unseen)
    middle = _shares(parts["middle"], model.middles, model.unseen)
    given = _shares(parts["given"], model.givens, model.unseen)
    columns = (surname * middle * given, surname * given, given)
    bits = [np.clip(np.rint(-np.log2(c.mean(axis=1))), 0, MOST_BITS) for c in columns]
    frame = pd.DataFrame(dict(zip(RARITY_COLUMNS, bits, strict=True)), index=parts.index)
    return frame.astype("int8")


def _shares(words: pd.Series, table: NameShares, unseen: float) -> npt.NDArray[np.float64]:
    codes, distinct = pd.factorize(words)
    shares = [table.get(word, (unseen, unseen)) for word in distinct]
    return np.array(shares, dtype=np.float64).reshape(-1, 2)[codes]
