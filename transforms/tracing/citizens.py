"""Whom the indicators of citizens count, and by which assistances."""

from __future__ import annotations

import pandas as pd

from schemas.tables import ANONYMOUS_CONTACT, ASSISTANCE, REPORTED_SUMMARY
from transforms.columns import among
from transforms.indicators.citizens import ACCOUNTS, filed, unlisted_contacts
from transforms.tracing.cell import (
    ASSISTED,
    Cell,
    Traced,
    Tracer,
    each,
    numbered,
    of_reports,
    together,
)

__all__ = ["CITIZEN_TRACERS"]


def _persons(rows: pd.DataFrame) -> Traced:
    """The persons of these assistances, in the order in which they were first met."""
    met = rows.sort_values(["assist_date", "person_id"], kind="stable")
    lines, told = numbered(met, "person_id")
    return Traced(lines, assistances=told[["line", *ASSISTED]])


def _assistances(rows: pd.DataFrame, counts: str = "") -> Traced:
    met = rows.sort_values(["assist_date", "person_id"], kind="stable").reset_index(drop=True)
    told = met[ASSISTED].assign(line=range(len(met)))
    return Traced(each(met, ASSISTED, counts), assistances=told)


def _helped(cell: Cell, services: tuple[str, ...]) -> pd.DataFrame:
    """The assistances of the cell with these services (none given: with any)."""
    rows = cell.rows(cell.located.assistance)
    return rows[rows["service_code"].isin(services)] if services else rows


def _distinct(*services: str) -> Tracer:
    return Tracer(lambda cell: _persons(_helped(cell, services)), [ASSISTANCE])


def _with_all(*groups: tuple[str, ...]) -> Tracer:
    """Persons with a service of each group within the period."""

    def follow(cell: Cell) -> Traced:
        rows = _helped(cell, tuple(service for group in groups for service in group))
        for group in groups:
            has_one = rows.loc[rows["service_code"].isin(group), "person_id"]
            rows = rows[among(rows["person_id"], has_one)]
        return _persons(rows)

    return Tracer(follow, [ASSISTANCE])


def _new(cell: Cell) -> Traced:
    """Persons whose first Sunday in the unit lies in the period, by what was done for them then."""
    ever = cell.in_unit(cell.located.assistance)
    earlier = ever.loc[ever["week"] < cell.first, "person_id"]
    return _persons(cell.in_period(ever[~among(ever["person_id"], earlier)]))


def _contacts(cell: Cell) -> Traced:
    """Assistances, ticks of rows without consent, and own figures of files without a list (X08)."""
    rows = cell.rows(cell.located.contacts)
    is_anonymous = rows["person_id"].isna().to_numpy()
    ticks = rows[is_anonymous].reset_index(drop=True)
    own = cell.rows(unlisted_contacts(cell.located))
    return together(
        _assistances(rows[~is_anonymous]),
        Traced(
            each(ticks, ["row_uid", "service_code"]),
            rows=ticks[["row_uid"]].assign(line=range(len(ticks))),
        ),
        of_reports(own, ["branch_code", "sunday"], "TONG_HOP", "reported"),
    )


def _dossiers(cell: Cell) -> Traced:
    return _assistances(cell.rows(filed(cell.located)), "quantity")


CITIZEN_TRACERS: dict[str, Tracer] = {
    "KPI_UNIQUE_CITIZENS": _distinct(),
    "KPI_NEW_CITIZENS": Tracer(_new, [ASSISTANCE], is_since_launch=True),
    "KPI_ASSIST_CONTACTS": Tracer(_contacts, [ASSISTANCE, ANONYMOUS_CONTACT, REPORTED_SUMMARY]),
    "KPI_CITIZEN_ACCOUNT": _distinct(*ACCOUNTS),
    "KPI_CITIZEN_ACCOUNT_BOTH": _with_all(("DVC_ACCOUNT",), ("VNEID_L2",)),
    "KPI_CITIZEN_DVC": _distinct("DVC_ACCOUNT"),
    "KPI_CITIZEN_VNEID2": _distinct("VNEID_L2"),
    "KPI_ACCOUNT_DOSSIER": _distinct("DVCTT_DOSSIER"),
    "KPI_DOSSIERS": Tracer(_dossiers, [ASSISTANCE]),
    "KPI_ACCOUNT_EPAY": _distinct("EPAYMENT"),
    "KPI_DOSSIER_CONV": _with_all(ACCOUNTS, ("DVCTT_DOSSIER",)),
}
