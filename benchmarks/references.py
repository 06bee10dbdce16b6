"""Reference data of generated branches and teams, on the units that the project ships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from schemas import tables
from schemas.reference import ALWAYS, Reference
from schemas.table import Table
from warehouse.reference import shipped_reference

__all__ = ["reference_of"]


def reference_of(branches: pd.DataFrame, teams: pd.DataFrame) -> Reference:
    """The shipped reference data with these branches and teams, as `reference load` takes them."""
    return replace(
        shipped_reference(),
        branches=_conformed(tables.BRANCH, branches.to_dict("records")),
        teams=_conformed(tables.TEAM, teams.to_dict("records")),
    )


def _conformed(target: Table, rows: Sequence[Mapping[object, object]]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=target.column_names).replace("", None)
    for column in target.columns:
        if column.type == "date":
            frame[column.name] = pd.to_datetime(frame[column.name])
    return target.conform(frame.assign(valid_from=frame["valid_from"].fillna(ALWAYS)))
