"""From linked rows to facts: each assistance once, and what is known of each person."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from schemas import tables
from tests.unit.test_geography import GEOGRAPHY
from transforms.assistance import assistances, contacts, persons, ticks


def person_id(name: str) -> str:
    """P1 written out."""
    return f"P{name[1:]:0>10}" if name else ""


def row(person: str, services: str, day: str = "2023-03-05", **more: Any) -> dict[str, Any]:
    """A linked record; T1 is a team of LELOI until 30/06/2023 and of THINAI from then on."""
    return {
        "person_id": person_id(person),
        "service_codes": services,
        "assist_date": pd.Timestamp(day),
        "sunday": pd.Timestamp(day) + pd.offsets.Week(weekday=6, n=0),
        "dossier_count": 0,
        "team_code": "T1",
        "branch_code": "SENDER",
        "submission_id": "a" * 32,
    } | more


def records(*rows: dict[str, Any]) -> pd.DataFrame:
    uids = pd.Index([f"{n:032x}" for n in range(len(rows))], name="row_uid", dtype="str")
    frame = pd.DataFrame(list(rows), index=uids)
    days = dict.fromkeys(("assist_date", "sunday"), "datetime64[us]")
    return frame.astype(days | {"dossier_count": "Int64"})


def facts(*rows: dict[str, Any]) -> pd.DataFrame:
    found = tables.ASSISTANCE.validated(assistances(records(*rows), GEOGRAPHY))
    return found.sort_values(list(tables.ASSISTANCE.key))


def test_a_row_is_as_many_assistances_as_it_has_ticks() -> None:
    wide = ticks(records(row("P1", "DVC_ACCOUNT;EPAYMENT"), row("P2", "EPAYMENT")))
    assert wide["service_code"].tolist() == ["DVC_ACCOUNT", "EPAYMENT", "EPAYMENT"]
    assert wide["row_uid"].str[-1].tolist() == ["0", "0", "1"]


def test_a_row_sent_twice_counts_once() -> None:
    found = facts(row("P1", "EPAYMENT"), row("P1", "EPAYMENT"), row("P1", "EPAYMENT;DVC_USE"))
    assert found["service_code"].tolist() == ["DVC_USE", "EPAYMENT"]
    assert found["row_uid"].str[-1].tolist() == ["2", "0"]


def test_another_person_service_day_or_team_is_another_assistance() -> None:
    found = facts(
        row("P1", "EPAYMENT"),
        row("P2", "EPAYMENT"),
        row("P1", "DVC_USE"),
        row("P1", "EPAYMENT", "2023-03-04"),
        row("P1", "EPAYMENT", team_code="T2"),
    )
    assert len(found) == 5


@pytest.mark.parametrize(
    ("sent", "quantity"), [([0], 1), ([1], 1), ([3], 3), ([2, 5, 3], 5), ([2, 2], 2)]
)
def test_of_dossiers_in_equal_rows_the_most_count_and_never_the_sum(
    sent: list[int], quantity: int
) -> None:
    found = facts(*[row("P1", "DVCTT_DOSSIER", dossier_count=count) for count in sent])
    assert found["quantity"].tolist() == [quantity]


def test_dossiers_say_nothing_of_the_other_services_of_their_row() -> None:
    found = facts(row("P1", "DVCTT_DOSSIER;EPAYMENT", dossier_count=4))
    assert dict(zip(found["service_code"], found["quantity"], strict=True)) == {
        "DVCTT_DOSSIER": 4,
        "EPAYMENT": 1,
    }


def test_the_first_of_a_service_and_the_first_ever() -> None:
    """By day, then branch, team and row; of one row all services are first of their own."""
    found = facts(
        row("P1", "EPAYMENT", "2023-03-12"),
        row("P1", "EPAYMENT;DVC_USE", "2023-03-05"),
        row("P1", "EPAYMENT", "2023-03-05", team_code="T2"),
        row("P2", "EPAYMENT", "2023-03-12"),
    )
    told = {
        (f"P{int(person[1:])}", service, f"{day:%d/%m}", team): (of_service, ever)
        for person, service, day, team, of_service, ever in found[
            [
                "person_id",
                "service_code",
                "assist_date",
                "team_code",
                "is_first_for_service",
                "is_first_ever",
            ]
        ].itertuples(index=False, name=None)
    }
    assert told == {
        ("P1", "DVC_USE", "05/03", "T1"): (True, False),
        ("P1", "EPAYMENT", "05/03", "T1"): (False, False),
        ("P1", "EPAYMENT", "05/03", "T2"): (True, True),  # of ARMY, which comes before LELOI
        ("P1", "EPAYMENT", "12/03", "T1"): (False, False),
        ("P2", "EPAYMENT", "12/03", "T1"): (True, True),
    }


def test_the_branch_is_the_teams_on_that_day_whoever_sent_the_row() -> None:
    found = facts(row("P1", "EPAYMENT", "2023-06-30"), row("P1", "EPAYMENT", "2023-07-01"))
    assert found["branch_code"].tolist() == ["LELOI", "THINAI"]
    assert found["unit_code"].tolist() == ["21583", "21568"]
    assert found["sunday"].dt.strftime("%d/%m").tolist() == ["02/07", "02/07"]


def test_contacts_of_excluded_rows_have_no_person() -> None:
    excluded = records(row("", "DVC_USE;EPAYMENT"), row("", "EPAYMENT")).drop(columns="person_id")
    found = tables.ANONYMOUS_CONTACT.validated(contacts(excluded, GEOGRAPHY))
    assert found["service_code"].tolist() == ["DVC_USE", "EPAYMENT", "EPAYMENT"]
    assert set(found["branch_code"]) == {"LELOI"}


def test_of_no_rows_no_facts() -> None:
    nobody = records(row("P1", "EPAYMENT")).iloc[:0]
    assert tables.ASSISTANCE.validated(assistances(nobody, GEOGRAPHY)).empty
    assert tables.ANONYMOUS_CONTACT.validated(contacts(nobody, GEOGRAPHY)).empty


def said(person: str, day: str, born: str = "", sex: str | None = None) -> dict[str, Any]:
    return {
        "person_id": person_id(person),
        "sunday": pd.Timestamp(day),
        "birth_date": born,
        "sex": sex,
        "id_number": "",
        "is_number_trusted": False,
        "phone": "",
    }


def known(*rows: dict[str, Any]) -> list[tuple[Any, ...]]:
    frame = pd.DataFrame(list(rows)).astype({"birth_date": "str", "sex": "str"})
    told = persons(frame).assign(merged_into=None)
    told = tables.PERSON.validated(tables.PERSON.conform(told))
    told["first_seen_sunday"] = told["first_seen_sunday"].dt.strftime("%d/%m")
    told["person_id"] = [f"P{int(one[1:])}" for one in told["person_id"]]
    told = told.astype(object).where(told.notna(), None)
    columns = ["person_id", "first_seen_sunday", "birth_year", "sex"]
    return [tuple(values) for values in told[columns].to_numpy()]


def test_a_person_was_first_seen_on_the_earliest_sunday() -> None:
    assert known(said("P1", "2023-03-12"), said("P1", "2023-03-05")) == [
        ("P1", "05/03", None, None)
    ]


def test_where_records_disagree_the_most_frequent_answer_holds() -> None:
    assert known(
        said("P1", "2023-03-05", "1980-05-17", "F"),
        said("P1", "2023-03-05", "1980", "F"),
        said("P1", "2023-03-05", "1953-11-29", "M"),
        said("P2", "2023-03-05", "1990", None),
        said("P2", "2023-03-05", "1985", "M"),
        said("P2", "2023-03-05", "", "F"),
    ) == [("P1", "05/03", 1980, "F"), ("P2", "05/03", 1985, "F")]
