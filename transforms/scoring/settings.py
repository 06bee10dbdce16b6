"""The stored model as settings of plain Splink: SQL and numbers, no engine.

This is the way past one machine (Splink runs on Spark too) and the check of our own scoring: both
give the same weights. The rarity of a name, which Splink would look up in term-frequency tables of
the data, is a column of the model's; each whole bit of it is a level of its own.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from schemas.link_model import LinkModel
from transforms.scoring.blocking import KEYS
from transforms.scoring.comparing import LEVELS, LIKE_SIMILARITY, NEAR_PHONES, NO_STEPS, UNKNOWN
from transforms.scoring.guards import usable_keys
from transforms.scoring.weighing import RARITY_OF_LEVEL, name_weights

__all__ = ["splink_input", "splink_settings"]

_SAME_NUMBER = "number_l = number_r"
_ARE_PARTS = """(middle_l is null or middle_r is null
    or ' ' || middle_l like middle_pattern_r or ' ' || middle_r like middle_pattern_l)"""
_IS_SHORT_NAMED = "surname_l = surname_r and given_l = given_r"
_ONE_EDIT_IN_NAME = "damerau_levenshtein(plain_l, plain_r) <= 1"
_IS_LIKE = f"jaro_winkler_similarity(plain_l, plain_r) >= {LIKE_SIMILARITY}"
_NO_TWO_NAMES = "(given_l = given_r or not (is_known_given_l and is_known_given_r))"
_IS_OF_NAME_AND_YEAR = """key_l is not null and key_r is not null and key_l = key_r
    and year_l is not null and year_r is not null and year_l = year_r"""
_FULL = "birth_l is not null and birth_r is not null"

SQL: dict[str, dict[str, str]] = {
    "number": {
        UNKNOWN: f"""number_l is null or number_r is null or (not {_SAME_NUMBER} and
            (length(number_l) != length(number_r) or is_of_series_l or is_of_series_r))""",
        "same_and_born": f"{_SAME_NUMBER} and birth_l = birth_r",
        "same": f"{_SAME_NUMBER} and not is_doubted_l and not is_doubted_r",
        "same_doubted": _SAME_NUMBER,
        "neighbour": """damerau_levenshtein(number_l, number_r) <= 2
            and abs(try_cast(number_l as bigint) - try_cast(number_r as bigint)) = 1""",
        "one_edit": "damerau_levenshtein(number_l, number_r) = 1",
        "two_edits": """damerau_levenshtein(number_l, number_r) = 2
            and substr(number_l, 1, 6) = substr(number_r, 1, 6)""",
        "other_doubted": "length(number_l) != 9 and not (is_trusted_l and is_trusted_r)",
        "other_old": "length(number_l) = 9",
        "other": "ELSE",
    },
    "name": {
        "same": "key_l = key_r",
        "short": f"{_IS_SHORT_NAMED} and {_ARE_PARTS}",
        "near": f"{_ONE_EDIT_IN_NAME} and {_NO_TWO_NAMES}",
        "near_names": _ONE_EDIT_IN_NAME,
        "given_only": "given_l = given_r and (surname_l is null or surname_r is null)",
        "middle_other": _IS_SHORT_NAMED,
        "like": f"{_IS_LIKE} and {_NO_TWO_NAMES}",
        "like_names": _IS_LIKE,
        "given_other": "surname_l = surname_r and middle_l = middle_r",
        "surname_other": "given_l = given_r",
        "other": "ELSE",
    },
    "accents": {
        UNKNOWN: """given_l is null or given_r is null or given_l != given_r
            or is_bare_l or is_bare_r""",
        "same": "given_toned_l = given_toned_r",
        "slip": "given_slip_l = given_slip_r",
        "no_name": "not (has_known_accents_l and has_known_accents_r)",
        "other": "ELSE",
    },
    "birth": {
        UNKNOWN: "year_l is null or year_r is null",
        "same": "birth_l = birth_r",
        "swapped": "substr(birth_l, 1, 4) || substr(birth_l, 8) || substr(birth_l, 5, 3) = birth_r",
        "one_edit": "damerau_levenshtein(birth_l, birth_r) = 1",
        "same_year": f"{_FULL} and year_l = year_r",
        "year_only": "year_l = year_r",
        "near_year": f"not ({_FULL}) and damerau_levenshtein(year_l, year_r) = 1",
        "other": "ELSE",
    },
    "phone": {
        UNKNOWN: "phone_l is null or phone_r is null",
        "same": "phone_l = phone_r and phone_sharing_l = 0",
        "same_few": "phone_l = phone_r and phone_sharing_l = 1",
        "same_several": "phone_l = phone_r",
        "one_edit": f"""damerau_levenshtein(phone_l, phone_r) = 1
            and coalesce(abs(try_cast(phone_l as bigint) - try_cast(phone_r as bigint)),
                {NO_STEPS}) >= {NEAR_PHONES}""",
        "other": "ELSE",
    },
    "ward": {
        UNKNOWN: "ward_l is null or ward_r is null",
        "same": """ward_l = ward_r
            and not (key_l = key_r and (is_contested_l or is_contested_r))""",
        "contested": "ward_l = ward_r",
        "other": "ELSE",
    },
    "sex": {
        UNKNOWN: "sex_l is null or sex_r is null",
        "same": "sex_l = sex_r",
        "other": "ELSE",
    },
    "namesakes": {
        UNKNOWN: f"not ({_IS_OF_NAME_AND_YEAR})",
        "none": "namesakes_l = 0",
        "one": "namesakes_l = 1",
        "few": "namesakes_l = 2",
        "many": "ELSE",
    },
}
"""The condition of each level of `LEVELS`, on the columns of `splink_input`."""


def splink_input(nodes: pd.DataFrame, described: pd.DataFrame) -> pd.DataFrame:
    """The table that Splink scores: `describe`d nodes, null for unknown, with unique_id and `KEYS`.

    A key that a guard has voided is null.
    """
    words = described["middle"].str.split()
    pattern = words.map(lambda told: "".join([f"% {word}" for word in told]) + "%")
    frame = described.assign(middle_pattern=pattern, unique_id=nodes.index)
    for name, dtype in described.dtypes.items():
        if isinstance(dtype, pd.StringDtype):
            frame[name] = frame[name].mask(frame[name] == "")
    for name, key in usable_keys(nodes).items():
        frame[name] = key.astype("Int64").mask(key == 0)
    return frame


def splink_settings(model: LinkModel) -> dict[str, Any]:
    """Settings for `splink.Linker`; `predict` then gives our match weights."""
    odds = 2.0**model.prior
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": odds / (1 + odds),
        "blocking_rules_to_generate_predictions": [f"l.{key} = r.{key}" for key in KEYS],
        "comparisons": [
            {
                "output_column_name": name,
                "comparison_levels": [
                    level for told in LEVELS[name] for level in _levels(name, told, model)
                ],
            }
            for name in LEVELS
        ],
    }


def _levels(comparison: str, level: str, model: LinkModel) -> list[dict[str, Any]]:
    """The Splink levels of one level: one, or one for each bit of rarity that matters."""
    condition = SQL[comparison][level]
    if level == UNKNOWN:
        return [{"sql_condition": condition, "label_for_charts": level, "is_null_level": True}]
    if comparison != "name" or level not in RARITY_OF_LEVEL:
        return [_level(condition, level, model.weights[comparison].get(level, 0.0))]
    column, _ = RARITY_OF_LEVEL[level]
    rarity = f"least({column}_l, {column}_r)"
    return [
        _level(f"{condition} and {rarity} = {bits}", f"{level} {bits}", weight)
        for bits, weight in enumerate(name_weights(model)[level].tolist())
    ]


def _level(condition: str, label: str, weight: float) -> dict[str, Any]:
    """A level of this weight: log2 of m over u."""
    return {
        "sql_condition": condition,
        "label_for_charts": label,
        "m_probability": 0.5 * min(1.0, 2.0**weight),
        "u_probability": 0.5 * min(1.0, 2.0**-weight),
    }
