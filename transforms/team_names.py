"""Teams that are named where their code is asked for (S12): above their rows or in each."""

from __future__ import annotations

import re

import pandas as pd

from transforms.cells.name_keys import folded
from transforms.columns import distinct, spread

__all__ = ["codes_of_names"]

_GENERAL_WORDS = re.compile(r"^(?:to|doi)(?: (?:cnstn|cns|cong nghe so|thanh nien|tn|so))*(?= )")
"""What stands before the name of any team; some write it in full, some not at all."""


def codes_of_names(
    codes: pd.Series[str], branches: pd.Series[str], teams: pd.DataFrame
) -> pd.Series[str]:
    """`codes` with the code of the team in the place of its name.

    `branches` gives the sender of each row. Only a name that one team of the sender has, and no
    other, stands for its code.
    """
    unknown = codes[(codes != "") & ~codes.isin(teams["team_code"])]
    if unknown.empty:
        return codes
    named = _names_of(teams)
    senders = branches.reindex(unknown.index).fillna("")
    numbers, first = distinct(unknown, senders)
    pairs = zip(unknown.take(first), senders.take(first), strict=True)
    found = [named.get((branch, _name(text)), text) for text, branch in pairs]
    told = codes.copy()
    told.loc[unknown.index] = spread(found, numbers, unknown.index)
    return told


def _names_of(teams: pd.DataFrame) -> dict[tuple[str, str], str]:
    """(branch, name) → team, where no other team of the branch has that name."""
    known = teams[["branch_code", "team_code", "name"]].drop_duplicates()
    known = known.assign(name=[_name(name) for name in known["name"].fillna("")])
    known = known.drop_duplicates()
    alone = known[~known.duplicated(["branch_code", "name"], keep=False) & (known["name"] != "")]
    keys = zip(alone["branch_code"], alone["name"], strict=True)
    return dict(zip(keys, alone["team_code"], strict=True))


def _name(text: str) -> str:
    return _GENERAL_WORDS.sub("", folded(text)).strip()
