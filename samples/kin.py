"""People who are easily taken for another: twins, fathers and sons, namesakes.

Each makes a pair of two people who were in no pair: the first stays as drawn, the second is
rewritten beside him. Rates are those of error_profiles.csv, as shares of all persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from samples.chance import Integers, pick_rows
from samples.names import draw_given_names, draw_middle_names, like_sounding, same_without_accents
from samples.numbers import neighbour_number

__all__ = ["make_father_son", "make_namesakes", "make_twins", "share_numbers_of_twins"]

Rates = Mapping[str, float]


def _pick_pairs(
    rng: np.random.Generator, people: pd.DataFrame, rate: float, first_may_be: pd.Series[bool]
) -> tuple[Integers, Integers]:
    """Positions of the first and second of each pair, nobody in two pairs."""
    free = (people["kind"] == "").to_numpy(copy=True)
    wanted = round(rate * len(people) / 2)
    first = pick_rows(rng, free & first_may_be.to_numpy(), wanted)
    free[first] = False
    second = pick_rows(rng, free, len(first))
    return first[: len(second)], second


def _set(people: pd.DataFrame, where: Integers, **columns: Any) -> None:
    for name, values in columns.items():
        column = people[name].to_numpy(copy=True)
        column[where] = values
        people[name] = column


def _copy(people: pd.DataFrame, source: Integers, target: Integers, *names: str) -> None:
    for name in names:
        _set(people, target, **{name: people[name].to_numpy()[source]})


def make_twins(rng: np.random.Generator, people: pd.DataFrame, rates: Rates) -> None:
    """Pairs of one birth date, household and surname, in place.

    The even pairs are of one sex and get neighbouring numbers later; a quarter of the pairs of
    one sex have names that are equal without accents.
    """
    everybody = pd.Series(True, index=people.index)
    first, second = _pick_pairs(rng, people, rates["twins"], everybody)
    shared = ("household_id", "unit_code", "surname", "birth_date", "birth_year")
    _copy(people, first, second, *shared)
    woman = people["woman"].to_numpy()
    same_sex = (np.arange(len(first)) % 2 == 0) | (rng.random(len(first)) < 0.4)
    woman_second = np.where(same_sex, woman[first], ~woman[first])
    year = people["birth_year"].to_numpy()[second]
    middle = draw_middle_names(rng, woman_second, year)
    middle = np.where(same_sex, people["middle_name"].to_numpy()[first], middle)
    given = draw_given_names(rng, woman_second, year)
    of_first = people["given_name"].to_numpy()[first]
    for pair in np.flatnonzero(same_sex & (rng.random(len(first)) < 0.25)):
        pairs = same_without_accents("Nữ" if woman[first[pair]] else "Nam")
        of_first[pair], given[pair] = pairs[int(rng.integers(len(pairs)))]
    for pair in np.flatnonzero(of_first == given):
        while given[pair] == of_first[pair]:
            given[pair] = draw_given_names(rng, woman_second[[pair]], year[[pair]])[0]
    _set(people, first, given_name=of_first)
    _set(people, second, woman=woman_second, middle_name=middle, given_name=given)
    _name_pairs(people, first, second, "twin")


def make_father_son(rng: np.random.Generator, people: pd.DataFrame, rates: Rates) -> None:
    """Pairs of one household, surname and middle name, with given names that sound alike."""
    youngest = int(people["birth_year"].max())
    man = ~people["woman"] & (people["birth_year"] <= youngest - 22)
    first, second = _pick_pairs(rng, people, rates["father_son"], man)
    _copy(people, first, second, "household_id", "unit_code", "surname", "middle_name", "woman")
    father = people["birth_year"].to_numpy()[first]
    gap = rng.integers(21, 39, len(first))
    year = np.minimum(father + gap, youngest)
    _set(people, second, birth_year=year, birth_date=birth_dates(rng, year))
    of_father = people["given_name"].to_numpy()[first]
    of_son = of_father.copy()
    for pair, given in enumerate(of_father):
        names = [names for names in like_sounding("Nam") if names[0] == given]
        names = names or list(like_sounding("Nam"))
        of_father[pair], of_son[pair] = names[int(rng.integers(len(names)))]
    _set(people, first, given_name=of_father)
    _set(people, second, given_name=of_son)
    _name_pairs(people, first, second, "father_son")


def make_namesakes(rng: np.random.Generator, people: pd.DataFrame, rates: Rates) -> None:
    """Pairs who share full name, sex, birth year and commune, in two households."""
    everybody = pd.Series(True, index=people.index)
    first, second = _pick_pairs(rng, people, rates["namesake"], everybody)
    shared = ("surname", "middle_name", "given_name", "woman", "birth_year", "unit_code")
    _copy(people, first, second, *shared)
    year = people["birth_year"].to_numpy()[second]
    new_home = int(people["household_id"].max()) + 1 + np.arange(len(second))
    _set(people, second, birth_date=birth_dates(rng, year), household_id=new_home)
    same_day = rng.random(len(first)) < rates["namesake_same_dob"]
    _copy(people, first[same_day], second[same_day], "birth_date")
    _name_pairs(people, first, second, "namesake")


def share_numbers_of_twins(people: pd.DataFrame) -> None:
    """Every other pair of twins gets the next number, unless somebody has it."""
    taken = set(people["id_number"].tolist())
    twins = people.index[people["kind"] == "twin"]
    pairs = people.loc[twins].groupby("pair_id", sort=True).indices
    for order, places in enumerate(pairs.values()):
        first, second = twins[places[0]], twins[places[1]]
        number = neighbour_number(str(people.at[first, "id_number"]))
        if order % 2 == 0 and number not in taken:
            people.at[second, "id_number"] = number


def birth_dates(rng: np.random.Generator, birth_year: Integers) -> np.ndarray:
    """A day of each year, every day as likely as another (datetime64[D])."""
    start = (birth_year - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    return start + rng.integers(0, 365, len(birth_year))


def _name_pairs(people: pd.DataFrame, first: Integers, second: Integers, kind: str) -> None:
    pair = int(people["pair_id"].max()) + 1 + np.arange(len(first))
    for members in (first, second):
        _set(people, members, kind=kind, pair_id=pair)
