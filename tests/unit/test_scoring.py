"""Pairs are weighed by how their evidence agrees; keys and guards are the same in every run."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from schemas.link_model import LinkModel
from tests.unit.test_linking import HOME, MAI, Said, cccd, neighbours, records
from transforms.evidence import collapse
from transforms.scoring import CODE_VERSION, GUARDS, KEYS, guards, score
from transforms.scoring.comparing import LEVELS, compare
from transforms.scoring.features import describe
from transforms.scoring.guards import is_guarded
from transforms.scoring.names import parts_of_names
from transforms.scoring.pairs import Coded
from transforms.scoring.rarity import MOST_BITS
from transforms.scoring.weighing import BETTER_THAN, RARITY_OF_LEVEL, name_weights
from warehouse.link_model import load_link_model

MODEL = load_link_model()


def nodes(*said: Said) -> pd.DataFrame:
    """The nodes of some rows in the order of the rows."""
    keyed, node_of = collapse(records(*said), MODEL)
    return keyed.assign(guards=guards(keyed)).loc[node_of.drop_duplicates()]


def levels(one: Said, other: Said) -> dict[str, str]:
    described = Coded(describe(nodes(one, other), MODEL))
    found = compare(described, np.array([0]), np.array([1]))
    return {name: LEVELS[name][places[0]] for name, places in found.items()}


def weight(one: Said, other: Said) -> float:
    both = nodes(one, other)
    edges = score(both, both.index, MODEL)["match_weight"]
    return float(edges.iloc[0]) if len(edges) else -np.inf


# Levels


@pytest.mark.parametrize(
    ("other", "level"),
    [
        ("Lê Thị Mai", "same"),
        ("MAI LE THI", "same"),
        ("Lê Mai", "short"),
        ("Lê T. Mai", "short"),
        ("Lê Thị Maiq", "near"),
        ("Mai", "given_only"),
        ("Lê Văn Mai", "middle_other"),
        ("Lê Thị Hạnh", "like_names"),
        ("Lê Thị Phượng", "given_other"),
        ("Phạm Văn Dũng", "other"),
    ],
)
def test_names_agree_by_their_parts(other: str, level: str) -> None:
    assert levels(Said("Lê Thị Mai"), Said(other, phone=HOME))["name"] == level


@pytest.mark.parametrize(
    ("number", "level"),
    [
        ("", "unknown"),
        (cccd(4321), "same"),
        (cccd(4322), "neighbour"),
        (cccd(4329), "one_edit"),
        (cccd(4389), "two_edits"),
        (cccd(999999), "other"),
        ("211234567", "unknown"),
    ],
)
def test_numbers_agree_by_their_slips(number: str, level: str) -> None:
    mai = Said("Lê Thị Mai", cccd(4321))
    assert levels(mai, Said("Lê Thị Mai", number, ward="90002"))["number"] == level


@pytest.mark.parametrize(
    ("born", "level"),
    [
        ("", "unknown"),
        ("1980-05-07", "same"),
        ("1980-07-05", "swapped"),
        ("1980-05-08", "one_edit"),
        ("1980-11-26", "same_year"),
        ("1980", "year_only"),
        ("1980-01-01", "year_only"),
        ("1981", "near_year"),
        ("1953-11-26", "other"),
    ],
)
def test_births_agree_at_their_precision(born: str, level: str) -> None:
    told = Said("Lê Thị Mai", born="1980-05-07")
    assert levels(told, Said("Lê Thị Mai", born=born, phone=HOME))["birth"] == level


def test_a_number_tells_the_birth_year_and_the_sex_of_a_row_that_does_not() -> None:
    found = levels(Said("Lê Thị Mai", cccd(4321)), Said("Lê Thị Mai", born="1980", sex="F"))
    assert (found["birth"], found["sex"]) == ("year_only", "same")


def test_accents_of_the_given_name_count_on_their_own() -> None:
    def accents(one: str, other: str) -> str:
        return levels(Said(one), Said(other))["accents"]

    assert accents("Trần Thị Thúy", "Trần Thị Thủy") == "other"
    assert accents("Trần Thị Thúy", "Trần Thi Thúy") == "same"
    assert accents("Trần Thị Mỹ", "Trần Thị Mỷ") == "slip"
    assert accents("Trần Thị Thúy", "Tran Thi Thuy") == "unknown"


def test_telex_keys_and_y_for_i_do_not_change_a_name() -> None:
    names = parts_of_names(pd.Series(["nguyeenx thi5 my4", "nguyên4 thi5 mi4"]), "key")
    assert names["key"].tolist() == ["mi nguien thi"] * 2


# Weights


def test_a_rare_name_weighs_more_than_a_common_one() -> None:
    common = Said("Nguyễn Thị Hoa", born="1980")
    rare = Said("Quách Thục Khuê", born="1980")
    assert weight(rare, Said(rare.name, born="1980", phone=HOME)) > weight(
        common, Said(common.name, born="1980", phone=HOME)
    )


def test_no_worse_agreement_of_a_name_outweighs_a_better_one_of_equal_rarity() -> None:
    """Of names that no table knows as well: their rarity is the most there is."""
    by_bits = name_weights(MODEL)
    assert {worse for worse in BETTER_THAN} | {"same"} == set(RARITY_OF_LEVEL)
    for worse, better in BETTER_THAN.items():
        assert len(by_bits[worse]) == MOST_BITS + 1
        assert (by_bits[worse] <= by_bits[better]).all(), (worse, better)


def test_phones_that_follow_one_another_are_two() -> None:
    one = Said("Nguyễn Thị Hoa", phone="0905000001")
    assert levels(one, Said("Nguyễn Thị Hoa", phone="0905000002"))["phone"] == "other"
    assert levels(one, Said("Nguyễn Thị Hoa", phone="0905700001"))["phone"] == "one_edit"


def test_a_pair_weighs_the_same_whichever_comes_first() -> None:
    other = Said("Le Thi Mai", born="1980-05-17", phone="0905000111")
    assert weight(MAI, other) == weight(other, MAI)


# Keys and guards


def test_keys_never_change() -> None:
    """They are kept in the database: another hash would make every run link everything anew."""
    keys = nodes(MAI)[KEYS].iloc[0]
    assert keys["number_key"] == 1487106437012719494
    assert keys["name_birth_key"] == 4747469474381141492


def test_what_a_node_does_not_tell_is_no_key() -> None:
    keys = nodes(Said("Lê Thị Mai", phone=HOME, ward=""))[KEYS].iloc[0]
    assert set(keys.index[keys != 0]) <= {"phone_key", "rare_name_key"}


def test_every_guard_belongs_to_a_key() -> None:
    assert set(GUARDS.values()) <= set(KEYS)


def test_an_officers_phone_and_a_placeholder_are_void_and_a_households_phone_is_not() -> None:
    def void(guard: str, *said: Said) -> set[bool]:
        return set(is_guarded(nodes(*said), guard))

    assert void("phone_void", *neighbours(40, phone=HOME)) == {True}
    assert void("phone_void", *neighbours(4, phone=HOME)) == {False}
    assert void("number_void", *neighbours(40, number=cccd(1))) == {True}
    assert void("number_void", *neighbours(2, number=cccd(1))) == {False}


def test_a_row_typed_again_and_again_changes_no_guard() -> None:
    crowd = neighbours(8, phone=HOME)
    once, often = nodes(*crowd), nodes(*crowd, *[crowd[0]] * 50)
    assert once["guards"].to_dict() == often["guards"].to_dict()


# The stored model


def test_the_model_comes_back_from_its_file() -> None:
    assert LinkModel.from_json(MODEL.to_json()) == MODEL


def test_a_model_of_other_weights_has_another_version_and_the_shipped_one_has_its_own() -> None:
    """A home links everything anew when the version is another one, and only then."""
    assert MODEL.stamped(CODE_VERSION) == MODEL
    heavier = dataclasses.replace(MODEL, prior=MODEL.prior + 0.0001).stamped(CODE_VERSION)
    assert heavier.version.startswith(f"{CODE_VERSION}-")
    assert heavier.version != MODEL.version
    assert heavier.stamped(CODE_VERSION) == heavier


def test_the_model_knows_every_level_and_how_it_was_trained() -> None:
    for comparison, told in LEVELS.items():
        assert set(MODEL.weights[comparison]) == set(told) - {"unknown"}
    assert {campaign["profile"] for campaign in MODEL.recipe["campaigns"]} >= {"default", "hard"}
