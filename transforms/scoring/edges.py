"""Which nodes hang together: candidate pairs, compared and weighed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.link_model import LinkModel
from transforms.scoring.blocking import KEYS, pairs_of
from transforms.scoring.comparing import LEVELS, Levels, compare, levels_of
from transforms.scoring.features import describe_all_but_names, with_names
from transforms.scoring.guards import usable_keys
from transforms.scoring.pairs import Coded, Pairs
from transforms.scoring.weighing import WITHOUT_NAMES, level_weights, most, total
from transforms.side_by_side import each

__all__ = ["EDGE_COLUMNS", "candidates", "portions", "score"]

EDGE_COLUMNS = ["left", "right", "match_weight", "link_reason"]

MARGIN = 0.001
"""Sums of the same weights in another order differ by less."""

AT_ONCE = 1_000_000
"""Pairs that are compared at a time: bounds the memory."""


def score(nodes: pd.DataFrame, fresh: pd.Index, model: LinkModel) -> pd.DataFrame:
    """The edges (`EDGE_COLUMNS`, left < right) between each of the nodes `fresh` and any other.

    `nodes` is indexed by node number and has evidence, `KEYS` and `guards`; it holds all nodes that
    share a key with one of `fresh`. Weights are in bits; pairs under the model's weak threshold are
    left out.
    """
    pairs = candidates(nodes, nodes.index.isin(fresh))
    told = describe_all_but_names(nodes)
    coded = Coded(told)
    likely = [_likely(coded, part, model) for part in portions(pairs)]
    # Of all the nodes that share a key with news only those in such a pair have to be named.
    asked = np.zeros(len(nodes), dtype=bool)
    for part, _ in likely:
        asked[part] = True
    described = Coded(with_names(told[asked], nodes.loc[asked, "tone_key"], model))
    place = np.cumsum(asked) - 1
    parts = [_weighed(described, place[part], levels, model) for part, levels in likely]
    edges = pd.concat(parts, ignore_index=True)
    numbers = nodes.index.to_numpy()[asked]
    sides = np.sort(numbers[edges[["left", "right"]].to_numpy()], axis=1)
    edges = edges.assign(left=sides[:, 0], right=sides[:, 1])
    return edges.sort_values(["left", "right"], ignore_index=True)


def portions(pairs: npt.NDArray[np.int64]) -> list[npt.NDArray[np.int64]]:
    """The pairs, `AT_ONCE` at a time; one empty portion of none."""
    return [pairs[start : start + AT_ONCE] for start in range(0, max(len(pairs), 1), AT_ONCE)]


def _likely(
    told: Coded, pairs: npt.NDArray[np.int64], model: LinkModel
) -> tuple[npt.NDArray[np.int64], Levels]:
    """The pairs that names could lift to the weak threshold, and what else they agree in."""
    sides = Pairs(told, pairs[:, 0], pairs[:, 1])
    levels = levels_of(sides, WITHOUT_NAMES)
    is_likely = most(sides, levels, model) >= model.thresholds.weak - MARGIN
    return pairs[is_likely], {name: places[is_likely] for name, places in levels.items()}


def _weighed(
    described: Coded, pairs: npt.NDArray[np.int64], known: Levels, model: LinkModel
) -> pd.DataFrame:
    """The edges among the pairs, of which some levels are known."""
    left, right = pairs[:, 0], pairs[:, 1]
    levels = known | compare(described, left, right, [name for name in LEVELS if name not in known])
    weight = total(level_weights(described, left, right, levels, model), model)
    kept = weight >= model.thresholds.weak
    reasons = _reasons({name: places[kept] for name, places in levels.items()})
    columns = (left[kept], right[kept], weight[kept], reasons)
    return pd.DataFrame(dict(zip(EDGE_COLUMNS, columns, strict=True)))


def candidates(nodes: pd.DataFrame, is_fresh: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Positions (left < right) of the pairs that share a usable key, one of each fresh, once."""
    keys = usable_keys(nodes)
    sides = each(lambda name: pairs_of(keys[name].to_numpy(), is_fresh), KEYS)
    # One number for each pair: these are quickly sorted, and equal ones then follow one another.
    codes = np.sort(np.concatenate([left * len(nodes) + right for left, right in sides]))
    codes = codes[np.flatnonzero(np.diff(codes, prepend=-1))]
    return np.column_stack(np.divmod(codes, max(len(nodes), 1)))


def _reasons(levels: Levels) -> pd.Series[str]:
    """What links a pair above all, in words of `core.record_person.link_reason`."""

    def at(comparison: str, *names: str) -> npt.NDArray[np.bool_]:
        return np.isin(levels[comparison], [LEVELS[comparison].index(name) for name in names])

    is_born = at("birth", "same", "swapped", "one_edit")
    is_there = at("ward", "same", "contested")
    reasons = {
        "id_number": at("number", "same_and_born", "same", "same_doubted"),
        "phone_name": at("phone", "same", "same_few", "same_several") & at("name", "same"),
        "phone_birth": at("phone", "same", "same_few", "same_several") & is_born,
        "near_number": at("number", "one_edit", "two_edits"),
        "name_birth_ward": is_born & is_there,
        "name_birth": is_born,
        "name_year_ward": at("birth", "year_only") & is_there,
        "name_year": at("birth", "year_only"),
        "name_ward": is_there,
    }
    chosen = np.select(list(reasons.values()), list(reasons), "name")
    return pd.Series(chosen, dtype="str")
