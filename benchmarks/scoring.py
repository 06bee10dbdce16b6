"""Scoring pairs of a campaign's records, beside plain Splink with the same model."""

from __future__ import annotations

import pandas as pd

from benchmarks.material import Material
from benchmarks.stages import Stage
from transforms.evidence import collapse
from transforms.scoring import guards, score
from transforms.scoring.features import describe
from transforms.scoring.settings import splink_input, splink_settings
from warehouse.link_model import load_link_model

__all__ = ["scoring"]


def scoring(material: Material) -> Stage[pd.DataFrame]:
    """The pairs that may be one person, with their match weights."""
    model = load_link_model()
    keyed, _ = collapse(material.records, model)
    nodes = keyed.assign(guards=guards(keyed))

    def naive() -> pd.DataFrame:
        # Both take their time to load, and no other stage needs them.
        import duckdb
        from splink import Linker
        from splink.internals.duckdb.database_api import DuckDBAPI

        with duckdb.connect() as connection:
            table = DuckDBAPI(connection).register(splink_input(nodes, describe(nodes, model)))
            linker = Linker(table, splink_settings(model), log_level="ERROR")
            told = linker.inference.predict(threshold_match_weight=model.thresholds.weak)
            found: pd.DataFrame = told.as_pandas_dataframe()  # type: ignore[no-untyped-call]
        sides = found[["unique_id_l", "unique_id_r"]]
        return found.assign(left=sides.min(axis=1), right=sides.max(axis=1))[_TOLD]

    return Stage(
        f"score the pairs of {len(nodes)} nodes (Splink)",
        naive,
        lambda: score(nodes, nodes.index, model)[_TOLD],
        _assert_same,
    )


_TOLD = ["left", "right", "match_weight"]


def _assert_same(naive: pd.DataFrame, ours: pd.DataFrame) -> None:
    first, other = (t.sort_values(["left", "right"], ignore_index=True) for t in (naive, ours))
    pd.testing.assert_frame_equal(other, first, check_exact=False, rtol=0.0, atol=1e-5)
