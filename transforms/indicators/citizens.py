"""Indicators of citizens: distinct persons, first-ever persons, contacts and dossiers."""

from __future__ import annotations

import pandas as pd

from transforms.grid import Matrix, period_keys
from transforms.indicators.located import Counter, Located

__all__ = ["CITIZEN_COUNTERS"]

ACCOUNTS = ("DVC_ACCOUNT", "VNEID_L2")


def _firsts(rows: pd.DataFrame, located: Located, level: str, period: str) -> pd.DataFrame:
    """The first row of each person (and `group`, where rows have one) in each unit and period.

    `rows` are in the order of Sundays, so the first of equal ones is the first in time.
    """
    rows = rows[rows[level] >= 0]
    periods = pd.factorize(period_keys(located.grid.sundays, period))[0]
    place = rows[level] * len(periods) + periods[rows["week"]]
    place = place * located.person_count + rows["person"]
    if "group" in rows:
        place = place * 2 + rows["group"]
    return rows.assign(place=place)[~place.duplicated()]


def _of(rows: pd.DataFrame, *services: str) -> pd.DataFrame:
    return rows[rows["service_code"].isin(services)] if services else rows


def _distinct(*services: str) -> Counter:
    """Distinct citizens with at least one assistance of these services (none given: of any)."""

    def count(located: Located, level: str, period: str) -> tuple[Matrix, None]:
        first = _firsts(_of(located.assistance, *services), located, level, period)
        return located.grid.sums(level, period, first), None

    return count


def _with_all(
    located: Located, level: str, period: str, one: tuple[str, ...], other: tuple[str, ...]
) -> Matrix:
    """Citizens with services of both groups in the period: they enter when the later came."""
    numbers = dict.fromkeys(one, 0) | dict.fromkeys(other, 1)
    rows = _of(located.assistance, *numbers)
    group = rows["service_code"].map(numbers).astype("int64")
    first = _firsts(rows.assign(group=group), located, level, period)
    later = first[(first["place"] // 2).duplicated()]
    return located.grid.sums(level, period, later)


def _both(located: Located, level: str, period: str) -> tuple[Matrix, None]:
    """Citizens with both accounts in the period."""
    return _with_all(located, level, period, ("DVC_ACCOUNT",), ("VNEID_L2",)), None


def _dossier_conversion(located: Located, level: str, period: str) -> tuple[Matrix, Matrix | None]:
    """Of the citizens helped to an account in the period, those who also filed a dossier in it."""
    upper = _with_all(located, level, period, ACCOUNTS, ("DVCTT_DOSSIER",))
    return upper, _distinct(*ACCOUNTS)(located, level, period)[0]


def _new(located: Located, level: str, period: str) -> tuple[Matrix, None]:
    """Citizens never seen before in the unit: firsts since launch, summed over the period."""
    first = _firsts(located.assistance, located, level, "since_launch")
    return located.grid.sums(level, period, first), None


def _contacts(located: Located, level: str, period: str) -> tuple[Matrix, None]:
    """Assistances, ticks of excluded rows, and the own figure of files without a list (X08)."""
    told = located.unlisted[located.unlisted["indicator_code"] == "KPI_ASSIST_CONTACTS"]
    amounts = told["reported"].fillna(0).to_numpy(dtype="float64")
    unlisted = located.grid.sums(level, period, told, amounts)
    return located.grid.sums(level, period, located.contacts) + unlisted, None


def _dossiers(located: Located, level: str, period: str) -> tuple[Matrix, None]:
    rows = _of(located.assistance, "DVCTT_DOSSIER")
    amounts = rows["quantity"].to_numpy(dtype="float64")
    return located.grid.sums(level, period, rows, amounts), None


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
