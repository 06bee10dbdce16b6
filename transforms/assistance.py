"""From linked records to facts: each assistance once, with who may claim it."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pandas as pd

from schemas.tables import ANONYMOUS_CONTACT, ASSISTANCE
from transforms.columns import distinct, every_part, ordering, text_array
from transforms.geography import Geography
from transforms.scoring.births import is_full_date

__all__ = ["assistances", "contacts", "persons", "ticks"]


_TOLD = [
    "person_id",
    "service_codes",
    "dossier_count",
    "assist_date",
    "branch_code",
    "team_code",
    "sunday",
    "submission_id",
]


def ticks(records: pd.DataFrame) -> pd.DataFrame:
    """One row per record and service: the columns of `records` with row_uid and service_code."""
    codes, first = distinct(records["service_codes"])
    told = [texts.split(";") for texts in records["service_codes"].take(first).to_numpy()]
    rows, places = every_part(codes, np.array([len(services) for services in told], dtype=np.intp))
    services = text_array(list(chain.from_iterable(told))).take(places)
    wide = records.drop(columns="service_codes").assign(row_uid=records.index).take(rows)
    return wide.reset_index(drop=True).assign(service_code=services)


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
    rows = _located(ticks(records[_TOLD].sort_index()), geography)
    key = list(ASSISTANCE.key)
    facts = _with_quantity(rows, key).drop_duplicates(key)
    # The rows are in the order of row_uid, and sorting keeps it among equals.
    facts = facts.take(ordering(facts, "assist_date", "branch_code", "team_code"))
    facts["is_first_for_service"] = ~facts.duplicated(["person_id", "service_code"])
    facts["is_first_ever"] = ~facts.duplicated(["person_id"])
    return ASSISTANCE.conform(facts)


def _with_quantity(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Dossiers count as many as the row tells that tells most; everything else counts one."""
    dossiers = rows[rows["service_code"] == "DVCTT_DOSSIER"]
    most = dossiers.groupby(key)["dossier_count"].transform("max").clip(lower=1)
    quantity = pd.Series(1, index=rows.index, dtype="Int64")
    quantity.loc[most.index] = most
    return rows.assign(quantity=quantity)


def contacts(records: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    """`core.anonymous_contact` of all excluded records in force (no consent: DESIGN 3)."""
    rows = _located(ticks(records), geography)
    return ANONYMOUS_CONTACT.conform(rows.drop_duplicates(list(ANONYMOUS_CONTACT.key)))


def persons(records: pd.DataFrame) -> pd.DataFrame:
    """What records in force say of each person: person_id, first_seen_sunday, birth_year, sex,
    has_strong_evidence.

    Where records disagree the most frequent answer holds, of equally frequent ones the smallest.
    """
    year = pd.to_numeric(records["birth_date"].str[:4]).astype("Int64")
    said = records[["person_id", "sunday", "sex"]].assign(birth_year=year)
    return (
        said.groupby("person_id", as_index=False)
        .agg(first_seen_sunday=("sunday", "min"))
        .merge(_most_said(said, "birth_year"), on="person_id", how="left")
        .merge(_most_said(said, "sex"), on="person_id", how="left")
        .merge(_strength(records), on="person_id", how="left")
    )


def _strength(records: pd.DataFrame) -> pd.DataFrame:
    """Whether two of trusted card number, phone and full birth date are known of each person."""
    known = pd.DataFrame(
        {
            "number": records["is_number_trusted"] & records["id_number"].str.len().eq(12),
            "phone": records["phone"] != "",
            "birth": is_full_date(records["birth_date"]),
        }
    ).astype("bool")
    kinds = known.groupby(records["person_id"]).max().sum(axis=1)
    return (kinds >= 2).rename("has_strong_evidence").reset_index()


def _most_said(said: pd.DataFrame, column: str) -> pd.DataFrame:
    counts = said.dropna(subset=[column]).groupby(["person_id", column]).size().rename("times")
    ordered = counts.reset_index().sort_values(
        ["person_id", "times", column], ascending=[True, False, True]
    )
    return ordered.drop_duplicates("person_id")[["person_id", column]]
