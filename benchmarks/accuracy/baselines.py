"""What is counted without a model: three usual ways, each a partition of the records.

Each takes records as `transforms.evidence.collapse` does and gives a label for each.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from schemas.link_model import LinkModel
from transforms.evidence import collapse
from transforms.scoring import guards
from transforms.scoring.comparing import LEVELS, Levels, compare
from transforms.scoring.edges import candidates
from transforms.scoring.features import describe
from transforms.scoring.pairs import Coded, Flags

__all__ = ["guarded_rules", "splink_components", "typed_number"]


def typed_number(records: pd.DataFrame) -> pd.Series:
    """The typed identity number, else name and birth date."""
    name_and_date = records["full_name"] + "|" + records["birth_date"]
    return records["id_number"].where(records["id_number"] != "", name_and_date)


def guarded_rules(records: pd.DataFrame, model: LinkModel) -> pd.Series:
    """Strong keys with guards, two kinds of evidence each, and connected components: what linking
    was before it had a model (docs/decisions/0004).
    """
    keyed, node_of = collapse(records, model)
    nodes = keyed.assign(guards=guards(keyed)).sort_index()
    described = Coded(describe(nodes, model))
    pairs = candidates(nodes, np.ones(len(nodes), dtype=bool))
    linked = pairs[_obeys_a_rule(compare(described, pairs[:, 0], pairs[:, 1]))]
    labels = pd.Series(_components(linked, len(nodes)), index=nodes.index)
    return labels.loc[node_of].set_axis(records.index)


def _obeys_a_rule(levels: Levels) -> Flags:
    def at(comparison: str, *names: str) -> Flags:
        return np.isin(levels[comparison], [LEVELS[comparison].index(name) for name in names])

    number = at("number", "same_and_born", "same", "same_doubted")
    may_be_number = number | at("number", "unknown", "one_edit", "other_doubted")
    name = at("name", "same") & ~at("accents", "other", "no_name")
    is_like = name | at("name", "short", "near", "near_names")
    born = at("birth", "same", "swapped", "one_edit")
    may_be_born = born | at("birth", "unknown", "year_only")
    phone = at("phone", "same", "same_few")
    ward = at("ward", "same")
    may_be_there = ward & ~(at("birth", "unknown") & at("phone", "other"))
    rules = (
        number & (name | (is_like & may_be_born)),
        may_be_number & phone & name & may_be_born,
        may_be_number & phone & is_like & (born | at("birth", "year_only") | at("name", "short")),
        may_be_number & name & born,
        may_be_number & at("name", "short") & born & ward,
        may_be_number & name & may_be_born & may_be_there,
    )
    return np.asarray(np.any(rules, axis=0))


def splink_components(records: pd.DataFrame, threshold: float = 0.95) -> pd.Series:
    """Splink as its tutorials use it: standard comparisons, u by sampling, m by EM on the data
    itself, and connected components over a match probability.
    """
    import duckdb
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.internals.duckdb.database_api import DuckDBAPI

    keys = ["id_number", "phone"]
    columns = ["full_name", "birth_date", "ward_code", "sex", *keys]
    blank = {name: records[name].mask(records[name] == "") for name in columns}
    told = {name: column for name, column in blank.items() if column.notna().any()}
    blocks = [[key] for key in keys if key in told] + [["full_name", "birth_date"]]
    comparisons: list[Any] = [
        cl.JaroWinklerAtThresholds("full_name", [0.95, 0.88]).configure(
            term_frequency_adjustments=True
        ),
        cl.DamerauLevenshteinAtThresholds("birth_date", [1]),
        *(cl.DamerauLevenshteinAtThresholds(key, [1]) for key in keys if key in told),
        *(cl.ExactMatch(name) for name in ("ward_code", "sex") if name in told),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="row_uid",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[block_on(*block) for block in blocks],
    )
    api = DuckDBAPI(duckdb.connect())
    rows = pd.DataFrame(told).rename_axis("row_uid").reset_index()
    linker = Linker(api.register(rows), settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match(
        [block_on(*block) for block in blocks], recall=0.8
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for block in ("full_name", "birth_date"):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(block))
    edges = linker.inference.predict(threshold_match_probability=threshold)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(edges, threshold)
    found: pd.DataFrame = clusters.as_pandas_dataframe()  # type: ignore[no-untyped-call]
    labels: pd.Series = found.set_index("row_uid")["cluster_id"].reindex(records.index)
    return labels


def _components(pairs: Any, count: int) -> list[int]:
    parent = list(range(count))

    def find(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in pairs.tolist():
        parent[find(one)] = find(other)
    return [find(node) for node in range(count)]
