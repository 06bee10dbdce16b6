"""The citizens of a campaign with their true attributes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from samples import kin
from samples.chance import Texts, pick_rows, texts
from samples.households import draw_households
from samples.names import full_names
from samples.numbers import cccd_numbers, cmnd_numbers, mobile_numbers
from samples.plan import CampaignPlan

__all__ = ["draw_people", "relatives"]


def draw_people(
    rng: np.random.Generator, plan: CampaignPlan, unit_codes: list[str], rates: Mapping[str, float]
) -> pd.DataFrame:
    """`plan.person_count` persons living in `unit_codes`: the columns of `Campaign.persons`."""
    people = draw_households(rng, unit_codes, plan.person_count, plan.sundays[0].year)
    year = people["birth_year"].to_numpy()
    people = people.assign(birth_date=kin.birth_dates(rng, year), pair_id=0)
    people["kind"] = texts([""] * len(people))
    people = people.astype({"kind": object, "birth_date": "datetime64[s]"})
    kin.make_twins(rng, people, rates)
    kin.make_father_son(rng, people, rates)
    kin.make_namesakes(rng, people, rates)
    woman, year = people["woman"].to_numpy(), people["birth_year"].to_numpy()
    people["id_number"] = cccd_numbers(rng, woman, year)
    kin.share_numbers_of_twins(people)
    people["cmnd_number"] = cmnd_numbers(rng, year)
    _give_phones(rng, people, plan.sundays[0].year, rates)
    _let_some_move(rng, people, plan, unit_codes, rates)
    return _finished(people)


def _give_phones(
    rng: np.random.Generator, people: pd.DataFrame, as_of_year: int, rates: Mapping[str, float]
) -> None:
    """Own, second and household phones; children under 13 mostly have none of their own."""
    count = len(people)
    is_child = (as_of_year - people["birth_year"].to_numpy()) < 13
    owners = pick_rows(rng, np.where(is_child, 0.1, 1.0), round(rates["own_phone"] * count))
    phone = texts([""] * count)
    phone[owners] = mobile_numbers(rng, len(owners))
    weights = np.zeros(count)
    weights[owners] = 1.0
    with_two = pick_rows(rng, weights, round(rates["second_sim"] * count))
    second = texts([""] * count)
    second[with_two] = mobile_numbers(rng, len(with_two))
    home = people["household_id"].to_numpy()
    shared = mobile_numbers(rng, int(home.max()) + 1)
    shared[home[owners[::-1]]] = phone[owners[::-1]]
    people["phone"], people["second_phone"], people["household_phone"] = phone, second, shared[home]


def _let_some_move(
    rng: np.random.Generator,
    people: pd.DataFrame,
    plan: CampaignPlan,
    unit_codes: list[str],
    rates: Mapping[str, float],
) -> None:
    """Some persons live in another commune from some Sunday after the first on."""
    goes, since = texts([""] * len(people)), texts([""] * len(people))
    if len(plan.sundays) > 1 and len(unit_codes) > 1:
        movers = pick_rows(rng, np.ones(len(people)), round(rates["moves"] * len(people)))
        position = pd.Index(unit_codes).get_indexer(
            pd.Index(people["unit_code"].to_numpy()[movers])
        )
        step = rng.integers(1, len(unit_codes), len(movers))
        goes[movers] = texts(unit_codes)[(position + step) % len(unit_codes)]
        day = rng.integers(1, len(plan.sundays), len(movers))
        since[movers] = texts([sunday.isoformat() for sunday in plan.sundays])[day]
    people["moved_to_unit_code"], people["moved_on"] = goes, since


def _finished(people: pd.DataFrame) -> pd.DataFrame:
    """Declared columns in their order, text as `str`."""
    parts: list[Texts] = [
        people[name].to_numpy() for name in ("surname", "middle_name", "given_name")
    ]
    frame = pd.DataFrame(
        {
            "person_id": np.arange(1, len(people) + 1),
            "full_name": full_names(*parts),
            "surname": parts[0],
            "middle_name": parts[1],
            "given_name": parts[2],
            "gender": np.where(people["woman"], "Nữ", "Nam"),
            "birth_date": people["birth_date"].dt.strftime("%Y-%m-%d"),
            **{
                name: people[name]
                for name in (
                    "id_number",
                    "cmnd_number",
                    "phone",
                    "second_phone",
                    "household_phone",
                    "household_id",
                    "unit_code",
                    "moved_to_unit_code",
                    "moved_on",
                    "kind",
                )
            },
        }
    )
    numeric = ("person_id", "household_id")
    return frame.astype({name: "str" for name in frame.columns if name not in numeric})


def relatives(persons: pd.DataFrame) -> np.ndarray:
    """For each person the position of the next one of the household, -1 for who lives alone."""
    home = persons["household_id"].to_numpy()
    order = np.argsort(home, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(home[order]) != 0])
    ends = np.r_[starts[1:], len(order)] - 1
    following = np.arange(len(order)) + 1
    following[ends] = starts
    relative = np.full(len(order), -1)
    relative[order] = np.where(following == np.arange(len(order)), -1, order[following])
    return relative
