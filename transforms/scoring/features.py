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

__all__ = ["describe", "describe_all_but_names", "with_names"]


def describe(nodes: pd.DataFrame, model: LinkModel) -> pd.DataFrame:
    """The columns that comparisons use, indexed like `nodes`; text is '' where unknown.

    `nodes` has id_number, is_number_trusted, tone_key, birth_date, phone, ward_code, sex and
    `guards` (`transforms.scoring.guards.guards`).
    """
    return with_names(describe_all_but_names(nodes), nodes["tone_key"], model)


def describe_all_but_names(nodes: pd.DataFrame) -> pd.DataFrame:
    """The columns of `describe` that are not of names, which cost the most.

    A number on which two names were typed is doubted: it speaks less for a pair, but it may forbid
    one, since it is one of the two persons'.
    """
    number = nodes["id_number"].where(~is_guarded(nodes, "number_void"), "")
    born = nodes["birth_date"]
    is_doubted = is_guarded(nodes, "number_doubted")
    may_forbid = nodes["is_number_trusted"].astype(bool) & (number.str.len() == 12)
    is_trusted = may_forbid & ~is_doubted
    year, sex = said_by_numbers(nodes["id_number"])
    columns = {
        "number": number,
        "may_forbid": may_forbid,
        "is_trusted": is_trusted,
        "is_doubted": is_doubted,
        "is_of_series": _is_of_series(nodes, year, sex),
        "birth": born.where(is_full_date(born), ""),
        "year": born.str[:4].where((born != "") | ~is_trusted, year),
        "phone": nodes["phone"].where(~is_guarded(nodes, "phone_void"), ""),
        "phone_sharing": _phone_sharing(nodes),
        "ward": nodes["ward_code"],
        "is_contested": is_guarded(nodes, "place_contested"),
        "namesakes": _namesakes(nodes),
        "sex": nodes["sex"].where((nodes["sex"] != "") | ~is_trusted, sex),
    }
    return pd.DataFrame(columns, copy=False)


def with_names(described: pd.DataFrame, tones: pd.Series, model: LinkModel) -> pd.DataFrame:
    """`described` with what comparisons use of the names of the same nodes, given as tone keys."""
    parts = parts_of_names(tones)
    # Tables of names hold slips that several people share; those with accents hold names.
    sure = parts_of_names(pd.Series(model.accented, dtype="str"), "given")["given"]
    known = {
        "is_sure_given": parts["given"].isin(sure),
        "is_known_given": parts["given"].isin(list(model.givens)),
        "has_known_accents": parts["given_slip"].isin(model.accented) & ~parts["is_bare"],
    }
    return pd.concat([parts, rarities(parts, model), pd.DataFrame(known), described], axis=1)


def _phone_sharing(nodes: pd.DataFrame) -> pd.Series:
    """0: one person's phone, 1: shared by few, 2: by several."""
    few, several = (is_guarded(nodes, f"phone_of_{many}") for many in ("few", "several"))
    return few.astype("int8") + several.astype("int8")


def _namesakes(nodes: pd.DataFrame) -> pd.Series:
    """How many bear the name and birth year: 0 one at most, 1 two, 2 up to four, 3 more."""
    more = (is_guarded(nodes, f"year_of_{many}") for many in ("two", "few", "many"))
    return sum((flag.astype("int8") for flag in more), start=pd.Series(0, nodes.index, "int8"))


def _is_of_series(nodes: pd.DataFrame, year: pd.Series, sex: pd.Series) -> pd.Series[bool]:
    """Whether a card's number is not trusted although it agrees with the row: a filled-down one."""
    born = nodes["birth_date"].str[:4]
    differs = ((born != "") & (born != year)) | ((nodes["sex"] != "") & (nodes["sex"] != sex))
    return (year != "") & ~nodes["is_number_trusted"].astype(bool) & ~differs
