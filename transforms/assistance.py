"""From linked records to facts: each assistance once, with who may claim it."""

from __future__ import annotations

import pandas as pd

from schemas.tables import ANONYMOUS_CONTACT, ASSISTANCE
from transforms.geography import Geography

__all__ = ["assistances", "contacts", "persons", "ticks"]


def ticks(records: pd.DataFrame) -> pd.DataFrame:
    """One row per record and service: the columns of `records` with row_uid and service_code."""
    wide = records.assign(
        row_uid=records.index, service_code=records["service_codes"].str.split(";")
    )
    return wide.explode("service_code").astype({"service_code": "str"}).reset_index(drop=True)


def _located(rows: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    """`rows` with branch_code, unit_code and unit_valid_from of the team's branch on that date."""
    asked = rows.assign(day=rows["assist_date"]).drop(columns="branch_code")
    place = ["team_code", "day", "branch_code", "unit_code", "unit_valid_from"]
    return asked.merge(geography.teams_on(asked)[place], on=["team_code", "day"])


def assistances(records: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    """`core.assistance` of all accepted records in force.

    `records` is indexed by row_uid and has person_id, service_codes, dossier_count, assist_date,
    team_code, sunday and submission_id. Of equal assistances the smallest row_uid stands for all,
    and the largest number of dossiers counts, so that a row sent twice never adds any.
    """
    rows = _located(ticks(records), geography).sort_values("row_uid")
    is_dossier = rows["service_code"] == "DVCTT_DOSSIER"
    rows["quantity"] = rows["dossier_count"].where(is_dossier, 1).clip(lower=1)
    key = list(ASSISTANCE.key)
    rows["quantity"] = rows.groupby(key)["quantity"].transform("max")
    facts = rows.drop_duplicates(key)
    facts = facts.sort_values(
        ["assist_date", "branch_code", "team_code", "row_uid", "service_code"]
    )
    facts["is_first_for_service"] = ~facts.duplicated(["person_id", "service_code"])
    facts["is_first_ever"] = ~facts.duplicated(["person_id"])
    return ASSISTANCE.conform(facts.sort_values(key))


def contacts(records: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    """`core.anonymous_contact` of all excluded records in force (no consent: DESIGN 3)."""
    rows = _located(ticks(records), geography)
    return ANONYMOUS_CONTACT.conform(rows.drop_duplicates(list(ANONYMOUS_CONTACT.key)))


def persons(records: pd.DataFrame) -> pd.DataFrame:
    """What records in force say of each person: person_id, first_seen_sunday, birth_year, sex.

    Where records disagree the most frequent answer holds, of equally frequent ones the smallest.
    """
    year = pd.to_numeric(records["birth_date"].str[:4]).astype("Int64")
    said = records[["person_id", "sunday", "sex"]].assign(birth_year=year)
    return (
        said.groupby("person_id", as_index=False)
        .agg(first_seen_sunday=("sunday", "min"))
        .merge(_most_said(said, "birth_year"), on="person_id", how="left")
        .merge(_most_said(said, "sex"), on="person_id", how="left")
    )


def _most_said(said: pd.DataFrame, column: str) -> pd.DataFrame:
    counts = said.dropna(subset=[column]).groupby(["person_id", column]).size().rename("times")
    ordered = counts.reset_index().sort_values(
        ["person_id", "times", column], ascending=[True, False, True]
    )
    return ordered.drop_duplicates("person_id")[["person_id", column]]
