"""Possible duplicates: what linking doubts, put to a steward with evidence and effect.

A case is of two rows, by their lineage, so that it stays the same when a file is sent again. Only
cases of touched components are looked at; one that no longer is a doubt closes by itself, and opens
again where the evidence comes back or an answer lapses.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

import numpy as np
import pandas as pd

from schemas.identifiers import digest
from schemas.link_model import LinkModel
from schemas.outcome import Difference
from schemas.table import Table
from schemas.tables import DUPLICATE, DUPLICATE_KEY
from transforms.cluster_weights import levels_between
from transforms.differences import difference
from transforms.duplicate_words import effect_words, evidence_words, masked_row
from transforms.geography import LEVELS, Geography
from transforms.identification import Linked
from transforms.pair_answers import pair_token
from transforms.scoring.comparing import LEVELS as COMPARISONS
from transforms.scoring.comparing import compare
from transforms.scoring.features import describe
from transforms.scoring.pairs import Coded
from transforms.scoring.weighing import level_weights, total

__all__ = ["DuplicateMemory", "find_duplicates"]

_SAID = ("full_name", "id_number", "phone", "birth_date")
_OF_THE_RUN = ["first_run_id", "last_run_id"]


class DuplicateMemory(Protocol):
    """The cases that earlier runs found."""

    def duplicates(
        self, nodes: Collection[int] | None, duplicate_ids: Collection[str]
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        """`quality.duplicate` and `vault.duplicate_key` of these ids, and of all that one of these
        nodes is in (None: all there are).
        """


def find_duplicates(
    linked: Linked,
    memory: DuplicateMemory,
    geography: Geography,
    model: LinkModel,
    key: bytes,
    run_id: str,
    *,
    anew: bool,
) -> dict[Table, Difference]:
    """What changes in `quality.duplicate` and `vault.duplicate_key`."""
    pairs = _pairs(linked, model)
    rows = _rows(linked, pairs, geography, key) if len(pairs) else _NO_ROWS
    touched = None if anew else [*linked.relinked.stored.index, *linked.relinked.nodes.index]
    known, known_keys = memory.duplicates(touched, rows["duplicate_id"].tolist())
    now = _with_runs(rows, known, run_id)
    over = known[~known["duplicate_id"].isin(now["duplicate_id"]) & known["state"].ne("closed")]
    closed = over.assign(state="closed", last_run_id=run_id)
    left = known[known["state"].eq("closed") & ~known["duplicate_id"].isin(now["duplicate_id"])]
    after = pd.concat([DUPLICATE.conform(now), closed, left], ignore_index=True)
    kept = known_keys[~known_keys["duplicate_id"].isin(rows["duplicate_id"])]
    keys = pd.concat([DUPLICATE_KEY.conform(rows), kept], ignore_index=True)
    return {
        DUPLICATE: difference(DUPLICATE, known, after),
        DUPLICATE_KEY: difference(DUPLICATE_KEY, known_keys, keys),
    }


_NO_ROWS = DUPLICATE.empty().merge(DUPLICATE_KEY.empty(), on="duplicate_id")


def _pairs(linked: Linked, model: LinkModel) -> pd.DataFrame:
    """Doubts and answered pairs: left, right (nodes), match_weight, is_linked, state, a column for
    each comparison, and duplicate_id: the case that was answered, '' of a doubt.
    """
    nodes = linked.relinked.nodes
    asked = linked.answers
    asked = asked[asked["left"].isin(nodes.index) & asked["right"].isin(nodes.index)]
    doubts = linked.relinked.doubts.assign(state="open", duplicate_id="")
    if asked.empty:
        return doubts
    cluster = nodes["cluster"]
    answered = _weighed(asked, nodes, model).assign(
        is_linked=cluster.reindex(asked["left"]).to_numpy()
        == cluster.reindex(asked["right"]).to_numpy(),
        state=asked["is_same"].map({True: "same", False: "different"}).to_numpy(),
        duplicate_id=asked["duplicate_id"].to_numpy(),
    )
    return pd.concat([answered, doubts[answered.columns]], ignore_index=True)


def _weighed(pairs: pd.DataFrame, nodes: pd.DataFrame, model: LinkModel) -> pd.DataFrame:
    """Pairs of nodes with their match weight and levels, each compared on its own."""
    here = nodes.loc[sorted({*pairs["left"], *pairs["right"]})]
    described = Coded(describe(here, model))
    places = np.column_stack(
        [here.index.get_indexer(pd.Index(pairs[side])) for side in ("left", "right")]
    )
    levels = compare(described, places[:, 0], places[:, 1])
    weights = level_weights(described, places[:, 0], places[:, 1], levels, model)
    told = levels_between(described, np.arange(len(here)), places, model)
    sides = {side: pairs[side].to_numpy() for side in ("left", "right")}
    return pd.DataFrame({**sides, "match_weight": total(weights, model), **told})


def _rows(linked: Linked, pairs: pd.DataFrame, geography: Geography, key: bytes) -> pd.DataFrame:
    """All columns of both tables, but those of the run; the first of two rows of one id."""
    records = linked.records[linked.records["node_id"].isin([*pairs["left"], *pairs["right"]])]
    # The earliest row stands for its node: later weeks put no other one in its place.
    first = records.rename_axis("row_uid").reset_index()
    first = first.sort_values(["sunday", "lineage_key", "row_uid"]).drop_duplicates("node_id")
    first = first.set_index("node_id")
    found = pd.DataFrame({name: pairs[name] for name in ("match_weight", "is_linked", "state")})
    for side in ("left", "right"):
        of_side = first.reindex(pairs[side])
        found[f"{side}_node"] = pairs[side]
        found[f"{side}_key"] = of_side["lineage_key"].to_numpy()
        found[f"{side}_row_uid"] = of_side["row_uid"].to_numpy()
        found[f"{side}_person_id"] = of_side["person_id"].to_numpy()
        said = zip(*(of_side[name] for name in _SAID), strict=True)
        found[f"{side}_masked"] = [masked_row(*row) for row in said]
    keys = [sorted(two) for two in zip(found["left_key"], found["right_key"], strict=True)]
    found["duplicate_id"] = [digest("pair", *two) for two in keys]
    nodes = zip(found["left_node"], found["right_node"], strict=True)
    found["value_token"] = [pair_token(*two, key) for two in nodes]
    levels = zip(*(pairs[comparison] for comparison in COMPARISONS), strict=True)
    told = [evidence_words(dict(zip(COMPARISONS, one, strict=True))) for one in levels]
    words = pd.DataFrame(told, columns=["evidence_vi", "evidence_en"])
    found = pd.concat([found.reset_index(drop=True), words], axis=1)
    is_first = ~found["duplicate_id"].duplicated()
    # An answer stays with its case, though another row may be the earliest by now.
    asked = pairs["duplicate_id"].reset_index(drop=True)
    found["duplicate_id"] = asked.mask(asked == "", found["duplicate_id"])
    found = found[is_first].reset_index(drop=True)
    return _with_effects(found, linked, geography)


def _with_effects(rows: pd.DataFrame, linked: Linked, geography: Geography) -> pd.DataFrame:
    """What the other answer would change: a unit counts one citizen more or less where both sides
    were helped, from the later of their first Sundays on.
    """
    sides = _sides(rows, linked)
    day = {"day": sides["assist_date"]}
    places = geography.teams_on(sides.assign(**day))
    keys = [f"{level}_key" for level in LEVELS]
    placed = sides.assign(**day).merge(places[["team_code", "day", *keys]], on=["team_code", "day"])
    told = placed.melt(["pair", "side", "sunday"], keys, var_name="level", value_name="unit")
    told = told.dropna(subset=["unit"])
    told["code"] = [unit.unit_code for unit in told["unit"]]
    told["level"] = told["level"].str.removesuffix("_key")
    # The province is one unit throughout, whatever it is called.
    told["unit"] = told["unit"].astype("str").mask(told["level"] == "province", "")
    unit = ["pair", "level", "unit"]
    first = told.groupby([*unit, "side"]).agg(sunday=("sunday", "min"), code=("code", "max"))
    both = first.groupby(unit).agg(
        sides=("sunday", "size"), since=("sunday", "max"), code=("code", "max")
    )
    both = both[both["sides"] == 2].reset_index()
    order = both["level"].map({level: place for place, level in enumerate(LEVELS)})
    both = both.assign(order=order).sort_values(["pair", "since", "order", "code"])
    by_pair = {
        pair: list(zip(units["level"], units["code"], units["since"], strict=True))
        for pair, units in both.groupby("pair")
    }
    found = [by_pair.get(pair, []) for pair in range(len(rows))]
    linked_now = rows["is_linked"].tolist()
    words = [effect_words(u, is_linked=one) for u, one in zip(found, linked_now, strict=True)]
    later = sides.groupby(["pair", "side"])["sunday"].min().groupby("pair").max()
    return rows.assign(
        effect_vi=[vi for vi, _ in words],
        effect_en=[en for _, en in words],
        effect_units=[len(units) for units in found],
        effect_since=later.reindex(range(len(rows))).to_numpy(),
    )


def _sides(rows: pd.DataFrame, linked: Linked) -> pd.DataFrame:
    """The records on either side of each case (pair, side, sunday, assist_date, team_code).

    Of two persons all their records; of one person in doubt those that belong together beyond
    doubt, and of one by a steward's word those of the two rows' evidence.
    """
    nodes = linked.relinked.nodes
    persons = {*rows["left_person_id"], *rows["right_person_id"]}
    records = linked.records.loc[
        linked.records["person_id"].isin(persons), ["node_id", "sunday", "assist_date", "team_code"]
    ]
    parts = []
    for side, name in enumerate(("left_node", "right_node")):
        for group, chosen in (
            (nodes["cluster"], ~rows["is_linked"]),
            (nodes["part"], rows["is_linked"] & rows["state"].eq("open")),
            (nodes.index.to_series(), rows["is_linked"] & rows["state"].ne("open")),
        ):
            label = group.reindex(rows.loc[chosen, name]).to_numpy()
            asked = pd.DataFrame({"pair": rows.index[chosen], "group": label})
            members = records.assign(group=group.reindex(records["node_id"]).to_numpy())
            parts.append(asked.merge(members, on="group").assign(side=side))
    return pd.concat(parts, ignore_index=True)


def _with_runs(rows: pd.DataFrame, known: pd.DataFrame, run_id: str) -> pd.DataFrame:
    """`rows` with the run that found each first, and the last one that changed it."""
    fresh = DUPLICATE.conform(rows.assign(first_run_id=run_id, last_run_id=run_id))
    told = [name for name in DUPLICATE.column_names if name not in _OF_THE_RUN]
    same = fresh[told].merge(known, how="left", on=told)
    earlier = known.set_index("duplicate_id")["first_run_id"]
    first = earlier.reindex(fresh["duplicate_id"]).fillna(run_id).to_numpy()
    last = same["last_run_id"].astype("str").fillna(run_id)
    return fresh.assign(first_run_id=first, last_run_id=last)
