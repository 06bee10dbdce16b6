"""Indicators of citizens: distinct persons, first-ever persons, contacts and dossiers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from transforms.grid import Matrix
from transforms.indicators.located import Counter, Located

__all__ = ["ACCOUNTS", "CITIZEN_COUNTERS", "filed", "unlisted_contacts"]

ACCOUNTS = ("DVC_ACCOUNT", "VNEID_L2")
"""Either is an account: the published figure joins them by "or" (DOMAIN 1)."""


def _distinct(*services: str) -> Counter:
    """Distinct citizens with at least one assistance of these services (none given: of any).

    A citizen enters a unit's count on the first Sunday of the period.
    """

    def count(located: Located, level: str, period: str) -> tuple[Matrix, None]:
        visits, grid = located.visits(level, *services), located.grid
        first = visits.starts(grid.periods(period))
        entered = grid.increments(level, visits.unit[first], visits.week[first], visits.sign[first])
        return grid.within(entered, period), None

    return count


def _with_all(
    located: Located, level: str, period: str, one: tuple[str, ...], other: tuple[str, ...]
) -> Matrix:
    """Citizens with services of both groups in the period: they enter when the later came."""
    visits, grid = located.visits(level, *one, *other), located.grid
    first = np.flatnonzero(visits.starts(grid.periods(period)))
    if not len(first):
        return np.zeros((len(grid.units[level]), len(grid.sundays)))
    never = len(grid.sundays)
    is_one = visits.service < len(one)
    came = [
        np.minimum.reduceat(np.where(of_group, visits.week, never), first)
        for of_group in (is_one, ~is_one)
    ]
    later = np.maximum(*came)
    met = later < never
    entered = grid.increments(level, visits.unit[first][met], later[met], visits.sign[first][met])
    return grid.within(entered, period)


def _both(located: Located, level: str, period: str) -> tuple[Matrix, None]:
    """Citizens with both accounts in the period."""
    return _with_all(located, level, period, ("DVC_ACCOUNT",), ("VNEID_L2",)), None


def _dossier_conversion(located: Located, level: str, period: str) -> tuple[Matrix, Matrix | None]:
    """Of the citizens helped to an account in the period, those who also filed a dossier in it."""
    upper = _with_all(located, level, period, ACCOUNTS, ("DVCTT_DOSSIER",))
    return upper, _distinct(*ACCOUNTS)(located, level, period)[0]


def _new(located: Located, level: str, period: str) -> tuple[Matrix, None]:
    """Citizens never seen before in the unit: firsts since launch, summed over the period."""
    visits, grid = located.visits(level), located.grid
    first = visits.begins
    entered = grid.increments(level, visits.unit[first], visits.week[first], visits.sign[first])
    return grid.within(entered, period), None


def _contacts(located: Located, level: str, period: str) -> tuple[Matrix, None]:
    """Assistances, ticks of excluded rows, and the own figure of files without a list (X08)."""
    told = located.once(unlisted_contacts)
    amounts = told["reported"].fillna(0).to_numpy(dtype="float64")
    unlisted = located.grid.sums(level, period, told, amounts)
    return located.grid.sums(level, period, located.contacts) + unlisted, None


def _dossiers(located: Located, level: str, period: str) -> tuple[Matrix, None]:
    rows = located.once(filed)
    amounts = rows["quantity"].to_numpy(dtype="float64")
    return located.grid.sums(level, period, rows, amounts), None


def unlisted_contacts(located: Located) -> pd.DataFrame:
    """The contacts that files without a list of citizens say of themselves (case X08)."""
    return located.unlisted[located.unlisted["indicator_code"] == "KPI_ASSIST_CONTACTS"]


def filed(located: Located) -> pd.DataFrame:
    """The assistances by which dossiers were filed."""
    return located.assistance[located.assistance["service_code"] == "DVCTT_DOSSIER"]


CITIZEN_COUNTERS: dict[str, Counter] = {
    "KPI_UNIQUE_CITIZENS": _distinct(),
    "KPI_NEW_CITIZENS": _new,
    "KPI_ASSIST_CONTACTS": _contacts,
    "KPI_CITIZEN_ACCOUNT": _distinct(*ACCOUNTS),
    "KPI_CITIZEN_ACCOUNT_BOTH": _both,
    "KPI_CITIZEN_DVC": _distinct("DVC_ACCOUNT"),
    "KPI_CITIZEN_VNEID2": _distinct("VNEID_L2"),
    "KPI_ACCOUNT_DOSSIER": _distinct("DVCTT_DOSSIER"),
    "KPI_DOSSIERS": _dossiers,
    "KPI_ACCOUNT_EPAY": _distinct("EPAYMENT"),
    "KPI_DOSSIER_CONV": _dossier_conversion,
}
