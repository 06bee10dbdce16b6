"""Indicators of citizens: distinct persons, first-ever persons, contacts and dossiers."""

from __future__ import annotations

import pandas as pd

from transforms.grid import Matrix, period_keys
from transforms.indicators.located import Counter, Located

__all__ = ["CITIZEN_COUNTERS"]

ACCOUNTS = ("DVC_ACCOUNT", "VNEID_L2")


def _firsts(rows: pd.DataFrame, level: str, period: str, *more: str) -> pd.DataFrame:
    """The first Sunday of each person (and of `more`) in each unit and period: level, sunday, …

    `rows` are in the order of Sundays, so the first of equal ones is the first in time.
    """
    keyed = rows.loc[rows[level] >= 0, [level, "person", "sunday", *more]]
    keyed = keyed.assign(period_key=period_keys(keyed["sunday"], period))
    return keyed.drop_duplicates([level, "period_key", "person", *more])


def _of(rows: pd.DataFrame, *services: str) -> pd.DataFrame:
    return rows[rows["service_code"].isin(services)] if services else rows


def _distinct(*services: str) -> Counter:
    """Distinct citizens with at least one assistance of these services (none given: of any)."""

    def count(located: Located, level: str, period: str) -> tuple[Matrix, None]:
        first = _firsts(_of(located.assistance, *services), level, period)
        return located.grid.sums(level, period, first[level], first["sunday"]), None

    return count


def _with_all(located: Located, level: str, period: str, groups: pd.Series) -> Matrix:
    """Citizens with a service of each of two groups in the period: they enter when the later came.

    `groups` gives the group of each assistance, null where it is of none.
    """
    rows = located.assistance.assign(group=groups).dropna(subset=["group"])
    first = _firsts(rows, level, period, "group")
    pairs = first.groupby([level, "period_key", "person"], sort=False)["sunday"]
    both = pairs.agg(["size", "max"]).reset_index()
    both = both[both["size"] == 2]
    return located.grid.sums(level, period, both[level], both["max"])


def _both(located: Located, level: str, period: str) -> tuple[Matrix, None]:
    """Citizens with both accounts in the period."""
    service = located.assistance["service_code"]
    return _with_all(located, level, period, service.where(service.isin(ACCOUNTS))), None


def _dossier_conversion(located: Located, level: str, period: str) -> tuple[Matrix, Matrix | None]:
    """Of the citizens helped to an account in the period, those who also filed a dossier in it."""
    service = located.assistance["service_code"]
    group = service.replace(dict.fromkeys(ACCOUNTS, "account"))
    upper = _with_all(located, level, period, group.where(group.isin(("account", "DVCTT_DOSSIER"))))
    return upper, _distinct(*ACCOUNTS)(located, level, period)[0]


def _new(located: Located, level: str, period: str) -> tuple[Matrix, None]:
    """Citizens never seen before in the unit: firsts since launch, summed over the period."""
    first = _firsts(located.assistance, level, "since_launch")
    return located.grid.sums(level, period, first[level], first["sunday"]), None


def _contacts(located: Located, level: str, period: str) -> tuple[Matrix, None]:
    """Assistances, ticks of excluded rows, and the own figure of files without a list (X08)."""
    rows, grid = located.contacts, located.grid
    told = located.unlisted[located.unlisted["indicator_code"] == "KPI_ASSIST_CONTACTS"]
    amounts = told["reported"].fillna(0).to_numpy(dtype="float64")
    unlisted = grid.weighted_sums(level, period, told[level], told["sunday"], amounts)
    return grid.sums(level, period, rows[level], rows["sunday"]) + unlisted, None


def _dossiers(located: Located, level: str, period: str) -> tuple[Matrix, None]:
    rows = _of(located.assistance, "DVCTT_DOSSIER")
    amounts = rows["quantity"].to_numpy(dtype="float64")
    sums = located.grid.weighted_sums(level, period, rows[level], rows["sunday"], amounts)
    return sums, None


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
