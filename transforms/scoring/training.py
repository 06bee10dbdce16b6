"""Training of the stored model from labelled records: name tables and weights.

Weights are estimated together, by a logistic regression on the candidate pairs: fields that agree
in the same pairs (a household's phone, ward and surname) share what they say, where counting each
level apart would count it several times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.link_model import LinkModel, NameShares, Thresholds
from transforms.scoring import CODE_VERSION
from transforms.scoring.comparing import LEVELS, UNKNOWN, compare
from transforms.scoring.edges import candidates, portions
from transforms.scoring.features import describe
from transforms.scoring.guards import with_keys
from transforms.scoring.names import parts_of_names
from transforms.scoring.pairs import Coded
from transforms.scoring.weighing import RARITY_OF_LEVEL, rarity_beyond_centre

__all__ = ["THRESHOLDS", "UNTRAINED", "fit"]

Matrix = npt.NDArray[np.float64]

THRESHOLDS = Thresholds(weak=-2.0, case_low=-2.0, link=-0.2, case_high=2.0, strong=4.5)
"""In bits. Two clusters become one from odds of 7 to 8 on: on labelled campaigns (seed 12) F1
is as good as at even odds and the counts are off to neither side; pairs are joined one by one from
odds of 22 to 1, and forgotten below 1 to 4."""

LEAST_BEARERS = 3
"""A word that fewer people bear may be a slip and stays unseen."""

LEAST_BEARERS_OF_ACCENTS, LEAST_SHARE_OF_ACCENTS = 30, 0.08
"""From so many, and such a share of all who have the name without accents, accents are a name."""

LEAST_SHARE = 1e-5
"""Of the other sex, where a word was seen with one only."""

UNSEEN_SHARE = 6e-5
"""Of a word in no table: about one person in sixteen thousand."""

PENALTY = 1.0
"""Of the squared distance from what each level says apart: few pairs do not move it far."""

BITS_PER_RARITY_STEP = 4
"""Rarity enters in steps of so many bits, so that the penalty is as light as on levels."""


UNTRAINED = LinkModel(
    version="untrained",
    prior=0.0,
    weights={comparison: {} for comparison in LEVELS},
    slopes={},
    thresholds=THRESHOLDS,
    surnames={},
    middles={},
    givens={},
    unseen=UNSEEN_SHARE,
    accented=(),
    recipe={},
    forbidding=("number", "birth"),
)
"""A model that knows no name and weighs nothing: what training starts from."""


def fit(campaigns: Sequence[pd.DataFrame], recipe: Mapping[str, Any]) -> LinkModel:
    """The model that tells pairs of one person from others, under its own version.

    Each of `campaigns` has the distinct evidence of its records as nodes (EVIDENCE of
    `transforms.evidence`, by node number) and truth, a number for each true person.
    """
    people = pd.concat([nodes.drop_duplicates("truth") for nodes in campaigns])
    model = replace(UNTRAINED, recipe=recipe, **_name_tables(people))
    seen = _counted(pd.concat([_examples(nodes, model) for nodes in campaigns]))
    pairs, matches = (seen[name].to_numpy(dtype=np.float64) for name in ("pairs", "matches"))
    bits = _logistic(_design(seen), pairs, matches) / np.log(2)
    weighed = _with_weights(model, [round(float(weight), 4) for weight in bits])
    return weighed.stamped(CODE_VERSION)


def _name_tables(people: pd.DataFrame) -> dict[str, Any]:
    """Surnames, middles, givens and accented of the model, from a row per person: tone_key, sex."""
    parts = parts_of_names(people["tone_key"])
    columns = {"surnames": "surname", "middles": "middle", "givens": "given"}
    tables = {table: _shares(parts[part], people["sex"]) for table, part in columns.items()}
    return {**tables, "accented": _accented(parts[~parts["is_bare"]])}


def _accented(parts: pd.DataFrame) -> tuple[str, ...]:
    """Given names with accents that a fair part of the bearers of the bare name have: not slips."""
    bearers = parts.groupby(["given", "given_slip"]).size()
    share = bearers / bearers.groupby(level="given").transform("sum")
    is_name = (bearers >= LEAST_BEARERS_OF_ACCENTS) & (share >= LEAST_SHARE_OF_ACCENTS)
    return tuple(sorted(bearers.index[is_name].get_level_values("given_slip").unique()))


def _shares(words: pd.Series, sex: pd.Series) -> NameShares:
    # Who does not tell the sex may be either.
    by_sex = [words[sex.isin([code, ""])].value_counts(normalize=True) for code in ("M", "F")]
    bearers = words.value_counts()
    common = sorted(bearers.index[bearers >= LEAST_BEARERS])
    men, women = (shares.reindex(common).fillna(0.0).clip(lower=LEAST_SHARE) for shares in by_sex)
    return {word: (round(float(men[word]), 7), round(float(women[word]), 7)) for word in common}


def _columns() -> list[tuple[str, str]]:
    """What is estimated: each (comparison, level), each ('rarity', level), and the prior."""
    levels = [(name, level) for name, told in LEVELS.items() for level in told if level != UNKNOWN]
    return [*levels, *(("rarity", level) for level in RARITY_OF_LEVEL), ("prior", "")]


def _examples(nodes: pd.DataFrame, model: LinkModel) -> pd.DataFrame:
    """How often the candidate pairs of a campaign have each combination of levels and rarity, as
    pairs, and how many of them are one person, as matches.
    """
    ordered = with_keys(nodes.sort_index(), model)
    described = Coded(describe(ordered, model))
    truth = ordered["truth"].to_numpy()
    parts = []
    for pairs in portions(candidates(ordered, np.ones(len(ordered), dtype=bool))):
        left, right = pairs[:, 0], pairs[:, 1]
        seen: dict[str, npt.NDArray[Any]] = dict(compare(described, left, right))
        seen["rarity"] = np.zeros(len(pairs))
        for level in RARITY_OF_LEVEL:
            is_here = seen["name"] == LEVELS["name"].index(level)
            seen["rarity"][is_here] = rarity_beyond_centre(
                described, left[is_here], right[is_here], level
            )
        frame = pd.DataFrame(seen).assign(matches=truth[left] == truth[right])
        parts.append(_counted(frame.assign(pairs=1)))
    return _counted(pd.concat(parts))


def _counted(seen: pd.DataFrame) -> pd.DataFrame:
    return seen.groupby([*LEVELS, "rarity"], as_index=False)[["pairs", "matches"]].sum()


def _design(seen: pd.DataFrame) -> Matrix:
    """A row for each combination, a column for each of `_columns`."""
    columns: list[npt.NDArray[Any]] = []
    for comparison, level in _columns():
        if comparison == "prior":
            columns.append(np.ones(len(seen)))
        elif comparison == "rarity":
            is_here = seen["name"] == LEVELS["name"].index(level)
            columns.append(np.where(is_here, seen["rarity"] / BITS_PER_RARITY_STEP, 0.0))
        else:
            columns.append((seen[comparison] == LEVELS[comparison].index(level)).to_numpy(float))
    return np.column_stack(columns)


def _apart(design: Matrix, pairs: Matrix, matches: Matrix) -> Matrix:
    """What each level says when it is counted apart, in natural units: log of m over u.

    This is what the regression keeps to where pairs are too few to say more; 0 for the slopes.
    """
    others = pairs - matches
    is_level = [comparison not in ("rarity", "prior") for comparison, _ in _columns()]
    here = design * is_level
    m = (here.T @ matches + 0.5) / (matches.sum() + 1)
    u = (here.T @ others + 0.5) / (others.sum() + 1)
    return np.where(is_level, np.log(m / u), 0.0)


def _logistic(design: Matrix, pairs: Matrix, matches: Matrix) -> Matrix:
    """Weights in natural units by Newton's method, with steps of 3 at most."""
    centre = _apart(design, pairs, matches)
    weights = centre.copy()
    for _ in range(60):
        odds = 1.0 / (1.0 + np.exp(-design @ weights))
        gradient = design.T @ (odds * pairs - matches) + PENALTY * (weights - centre)
        curvature = (design * (pairs * odds * (1 - odds))[:, None]).T @ design
        step = np.linalg.solve(curvature + PENALTY * np.eye(len(weights)), gradient)
        largest = float(np.abs(step).max())
        weights -= step * min(1.0, 3.0 / largest)
        if largest < 1e-6:
            break
    return weights


def _with_weights(model: LinkModel, bits: Sequence[float]) -> LinkModel:
    weights: dict[str, dict[str, float]] = {name: {} for name in LEVELS}
    slopes: dict[str, float] = {}
    prior = 0.0
    for (comparison, level), weight in zip(_columns(), bits, strict=True):
        if comparison == "prior":
            prior = weight
        elif comparison == "rarity":
            slopes[level] = round(weight / BITS_PER_RARITY_STEP, 4)
        else:
            weights[comparison][level] = weight
    return replace(model, weights=weights, slopes=slopes, prior=prior)
