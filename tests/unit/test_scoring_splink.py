"""Plain Splink with the stored parameters gives our weights: it is the way past one machine."""

from __future__ import annotations

import pandas as pd
import pytest

from cli.labelled import labelled_plan, labelled_records
from transforms.evidence import collapse
from transforms.scoring import guards, score
from transforms.scoring.features import describe
from transforms.scoring.settings import splink_input, splink_settings
from warehouse.link_model import load_link_model

splink = pytest.importorskip("splink")


def test_splink_gives_the_same_weight_to_every_pair() -> None:
    import duckdb
    from splink.internals.duckdb.database_api import DuckDBAPI

    model = load_link_model()
    keyed, _ = collapse(labelled_records(labelled_plan(5, "hard", 1200)), model)
    nodes = keyed.assign(guards=guards(keyed))
    ours = score(nodes, nodes.index, model)
    with duckdb.connect() as connection:
        table = DuckDBAPI(connection).register(splink_input(nodes, describe(nodes, model)))
        linker = splink.Linker(table, splink_settings(model), log_level="ERROR")
        told = linker.inference.predict(threshold_match_weight=model.thresholds.weak)
        theirs: pd.DataFrame = told.as_pandas_dataframe()
    sides = theirs[["unique_id_l", "unique_id_r"]]
    theirs = theirs.assign(left=sides.min(axis=1), right=sides.max(axis=1))
    both = ours.merge(theirs, on=["left", "right"], how="outer", suffixes=("", "_of_splink"))
    assert len(both) == len(ours) > 800
    assert (both["match_weight"] - both["match_weight_of_splink"]).abs().max() < 1e-5
