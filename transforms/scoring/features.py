"""What scoring knows of one node: its evidence in the form that comparisons ask for.

Every column is a pure function of the node's own evidence, its guards and the model's tables of
names. A birth year and a sex that a row does not tell are taken from its identity number.
"""

from __future__ import annotations

import pandas as pd

from schemas.link_model import LinkModel
from transforms.scoring.births import is_full_date, said_by_numbers
from transforms.scoring.guards import is_guarded
from transforms.scoring.names import parts_of_names
from transforms.scoring.rarity import rarities

__all__ = ["describe"]


def describe(nodes: pd.DataFrame, model: LinkModel) -> pd.DataFrame:
    """The columns that comparisons use, indexed like `nodes`; text is '' where unknown.

    `nodes` has id_number, is_number_trusted, tone_key, birth_date, phone, ward_code, sex and
    `guards` (`transforms.scoring.guards.guards`). A number on which two names were typed is
    doubted: it speaks less for a pair, but it may forbid one, since it is one of the two persons'.
    """
    number = nodes["id_number"].where(~is_guarded(nodes, "number_void"), "")
    born = nodes["birth_date"]
    is_doubted = is_guarded(nodes, "number_doubted")
    may_forbid = nodes["is_number_trusted"].astype(bool) & (number.str.len() == 12)
    is_trusted = may_forbid & ~is_doubted
    said_year, said_sex = said_by_numbers(number.where(is_trusted, ""))
    return _named(nodes["tone_key"], model).assign(
        number=number,
        may_forbid=may_forbid,
        is_trusted=is_trusted,
        is_doubted=is_doubted,
        is_of_series=_is_of_series(nodes),
        birth=born.where(is_full_date(born), ""),
        year=born.str[:4].where(born != "", said_year),
        phone=nodes["phone"].where(~is_guarded(nodes, "phone_void"), ""),
        phone_sharing=_phone_sharing(nodes),
        ward=nodes["ward_code"],
        is_contested=is_guarded(nodes, "place_contested"),
        namesakes=_namesakes(nodes),
        sex=nodes["sex"].where(nodes["sex"] != "", said_sex),
    )


def _named(tones: pd.Series, model: LinkModel) -> pd.DataFrame:
    parts = parts_of_names(tones)
    return pd.concat([parts, rarities(parts, model)], axis=1).assign(
        is_known_given=parts["given"].isin(list(model.givens)),
        has_known_accents=parts["given_slip"].isin(model.accented) & ~parts["is_bare"],
    )


def _phone_sharing(nodes: pd.DataFrame) -> pd.Series:
    """0: one person's phone, 1: shared by few, 2: by several."""
    few, several = (is_guarded(nodes, f"phone_of_{many}") for many in ("few", "several"))
    return few.astype("int8") + several.astype("int8")


def _namesakes(nodes: pd.DataFrame) -> pd.Series:
    """How many bear the name and birth year: 0 one at most, 1 two, 2 up to four, 3 more."""
    more = (is_guarded(nodes, f"year_of_{many}") for many in ("two", "few", "many"))
    return sum((flag.astype("int8") for flag in more), start=pd.Series(0, nodes.index, "int8"))


def _is_of_series(nodes: pd.DataFrame) -> pd.Series[bool]:
    """Whether a card's number is not trusted although it agrees with the row: a filled-down one."""
    year, sex = said_by_numbers(nodes["id_number"])
    born = nodes["birth_date"].str[:4]
    differs = ((born != "") & (born != year)) | ((nodes["sex"] != "") & (nodes["sex"] != sex))
    return (year != "") & ~nodes["is_number_trusted"].astype(bool) & ~differs
