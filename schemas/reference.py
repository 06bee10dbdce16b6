"""The reference data of a run, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from schemas.tables import LOCK, TOMBSTONE

__all__ = ["ALWAYS", "Reference"]

ALWAYS = pd.Timestamp(1900, 1, 1)
"""How “always valid” is stored: `valid_from` is part of keys and never null."""


@dataclass(frozen=True)
class Reference:
    """Frames that conform to the tables of the same names in schema `core`; `locks` is `ops.lock`
    and `tombstones` `vault.tombstone`, by which a run judges as well.
    """

    units: pd.DataFrame
    unit_successions: pd.DataFrame
    branches: pd.DataFrame
    branch_successions: pd.DataFrame
    teams: pd.DataFrame
    suspended_sundays: pd.DataFrame
    targets: pd.DataFrame
    services: pd.DataFrame
    indicators: pd.DataFrame
    locks: pd.DataFrame = field(default_factory=LOCK.empty)
    tombstones: pd.DataFrame = field(default_factory=TOMBSTONE.empty)
