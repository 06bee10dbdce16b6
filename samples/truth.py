"""The true values of a synthetic campaign's indicators, and what counting rows would have said."""

from __future__ import annotations

import pandas as pd

from samples.plan import Campaign

__all__ = ["true_indicators"]

_SERVICES: dict[str, frozenset[str] | None] = {
    "KPI_UNIQUE_CITIZENS": None,
    "KPI_CITIZEN_ACCOUNT": frozenset({"DVC_ACCOUNT", "VNEID_L2"}),
    "KPI_CITIZEN_DVC": frozenset({"DVC_ACCOUNT"}),
    "KPI_CITIZEN_VNEID2": frozenset({"VNEID_L2"}),
    "KPI_ACCOUNT_DOSSIER": frozenset({"DVCTT_DOSSIER"}),
    "KPI_ACCOUNT_EPAY": frozenset({"EPAYMENT"}),
}


def true_indicators(campaign: Campaign) -> pd.DataFrame:
    """Since launch, for the whole province: indicator_code, truth and rows.

    `truth` counts the true persons behind the rows, `rows` the rows that a sum of reports would add
    up. Rows are as sent, so truth is what a perfect reader would publish.
    """
    truth = campaign.truth.assign(service_code=campaign.truth["service_code"].str.split(";"))
    ticks = truth.explode("service_code")
    told = []
    for code, services in _SERVICES.items():
        chosen = ticks if services is None else ticks[ticks["service_code"].isin(services)]
        rows = chosen.drop_duplicates(["path", "row_number"])
        told.append((code, chosen["true_person_id"].nunique(), len(rows)))
    told.append(_both(ticks))
    facts = ["true_person_id", "service_code", "assist_date", "team_code"]
    told.append(("KPI_ASSIST_CONTACTS", len(ticks.drop_duplicates(facts)), len(ticks)))
    return pd.DataFrame(told, columns=["indicator_code", "truth", "rows"])


def _both(ticks: pd.DataFrame) -> tuple[str, int, int]:
    accounts = ticks[ticks["service_code"].isin({"DVC_ACCOUNT", "VNEID_L2"})]
    per_person = accounts.groupby("true_person_id")["service_code"].nunique()
    per_row = accounts.groupby(["path", "row_number"])["service_code"].nunique()
    return "KPI_CITIZEN_ACCOUNT_BOTH", int((per_person == 2).sum()), int((per_row == 2).sum())
