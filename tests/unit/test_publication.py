"""From what is known to what is published: rows in force, weeks, final values, persons."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from schemas import tables
from tests.unit.test_counting import frame, reference
from tests.unit.test_versions import sent
from transforms.geography import Geography
from transforms.publication import Known, Linked, Standing, count, identify, person_rows, stand

REFERENCE = reference()
KEY = b"a key of sixteen"


def row(uid: int, file: str, team: str, name: str, **more: Any) -> dict[str, Any]:
    """An accepted row of 3 March 2024, a Sunday."""
    return {
        "row_uid": f"{uid:032x}",
        "record_key": f"{uid:032x}",
        "submission_id": file,
        "file_sha256": "0" * 64,
        "sheet": "NGUOI_DAN",
        "row_number": uid + 4,
        "branch_code": team[0],
        "sunday": "2024-03-03",
        "assist_date": "2024-03-03",
        "team_code": team,
        "service_codes": "EPAYMENT",
        "dossier_count": 0,
        "full_name": name,
        "id_number": "",
        "birth_date": "",
        "phone": "0905000111",
        "ward_code": "21001",
        "is_number_trusted": False,
        "status": "accepted",
    } | more


def known(files: str, *rows: dict[str, Any]) -> Known:
    submissions, teams = sent(files)
    submissions["sunday"] = pd.Timestamp("2024-03-03").as_unit("us")
    submissions["is_late"] = False
    return Known(
        submissions.assign(branch_code=[name[0] for name in submissions.index]),
        teams,
        frame(tables.RECORD, rows).set_index("row_uid", drop=False),
        tables.TEAM_REPORT.empty(),
        tables.ACTIVITY.empty(),
    )


def linked(standing: Standing) -> Linked:
    ledger = pd.DataFrame(columns=["record_key", "person_id"], dtype="str")
    tokens = pd.DataFrame(columns=["token", "person_id"], dtype="str")
    return identify(standing, ledger, tokens, 0, KEY)


def published(
    standing: Standing, last_sunday: str | None = None, final_after_weeks: int = 4
) -> dict[str, pd.DataFrame]:
    last = pd.Timestamp(last_sunday).as_unit("us") if last_sunday else None
    geography = Geography(REFERENCE)
    found = count(standing, linked(standing), REFERENCE, geography, final_after_weeks, last)
    return {table.full_name: rows for table, rows in found.items()}


TWO_FILES = known(
    """
    X-old  first        20  X1
    X-new  replacement  21  X1
    Y-one  first        20  Y1
    """,
    row(1, "X-old", "X1", "Lê Thị Mai"),
    row(2, "X-new", "X1", "Lê Thị Mai"),
    row(3, "Y-one", "Y1", "Trần Văn Tú"),
    row(4, "Y-one", "Y1", "Bùi Thị Én", status="excluded"),
    row(5, "Y-one", "Y1", "Võ Văn Yên", status="quarantined"),
)


@pytest.fixture(scope="module")
def mart() -> dict[str, pd.DataFrame]:
    return published(stand(TWO_FILES), last_sunday="2024-03-24", final_after_weeks=2)


def test_only_rows_of_files_in_force_stand() -> None:
    standing = stand(TWO_FILES)
    assert standing.submissions["status"].to_dict() == {
        "X-old": "superseded",
        "X-new": "accepted",
        "Y-one": "accepted",
    }
    assert [uid[-1] for uid in standing.records.index] == ["2", "3", "4", "5"]


def test_only_accepted_rows_make_persons() -> None:
    people = linked(stand(TWO_FILES))
    assert [uid[-1] for uid in people.records.index] == ["2", "3"]
    assert people.records["person_id"].tolist() == ["P0000000001", "P0000000002"]


def test_excluded_rows_are_contacts_and_rows_held_back_are_nothing(
    mart: dict[str, pd.DataFrame],
) -> None:
    assert len(mart["core.record_person"]) == len(mart["core.assistance"]) == 2
    assert [uid[-1] for uid in mart["core.anonymous_contact"]["row_uid"]] == ["4"]


def test_weeks_are_published_from_the_first_report_to_the_last_sunday_asked_for(
    mart: dict[str, pd.DataFrame],
) -> None:
    sundays = sorted(set(mart["mart.indicator"]["sunday"].dt.strftime("%d/%m/%Y")))
    assert sundays == ["03/03/2024", "10/03/2024", "17/03/2024", "24/03/2024"]


def test_a_sunday_is_final_some_weeks_later(mart: dict[str, pd.DataFrame]) -> None:
    values = mart["mart.indicator"]
    status = values.groupby(values["sunday"].dt.strftime("%d/%m"))["status"].unique().str.join(" ")
    assert status.to_dict() == {
        "03/03": "final",
        "10/03": "final",
        "17/03": "provisional",
        "24/03": "provisional",
    }


def test_since_launch_is_since_the_launch_of_the_programme(mart: dict[str, pd.DataFrame]) -> None:
    rows = mart["mart.indicator"]
    (at,) = rows[
        rows["indicator_code"].eq("KPI_TEAM_ACTIVE")
        & rows["period"].eq("since_launch")
        & rows["unit_code"].eq("Y")
        & rows["sunday"].eq(pd.Timestamp("2024-03-03"))
    ].to_dict("records")
    # 54 Sundays since 26/02/2023, three of them suspended.
    assert (at["numerator"], at["denominator"]) == (1.0, 51.0)


def test_of_nothing_sent_nothing_is_published() -> None:
    nothing = published(stand(known("X-bad first 20 X1")), last_sunday=None)
    assert nothing["core.assistance"].empty
    nobody = known("X-bad first 20 X1")
    nobody.submissions["status"] = "quarantined"
    assert all(rows.empty for rows in published(stand(nobody)).values())


def test_persons_that_were_merged_away_stay_with_where_they_went() -> None:
    standing = stand(TWO_FILES)
    ledger = pd.DataFrame(
        [(f"{2:032x}", "P0000000001"), (f"{3:032x}", "P0000000002")],
        columns=["record_key", "person_id"],
        dtype="str",
    )
    one = standing.records["full_name"].replace("Trần Văn Tú", "Lê Thị Mai")
    same = Standing(**{**vars(standing), "records": standing.records.assign(full_name=one)})
    tokens = pd.DataFrame(columns=["token", "person_id"], dtype="str")
    merged = identify(same, ledger, tokens, 2, KEY)
    before = frame(
        tables.PERSON,
        [
            {"person_id": "P0000000001", "first_seen_sunday": "2024-03-03"},
            {"person_id": "P0000000002", "first_seen_sunday": "2024-03-03"},
        ],
    )
    rows = tables.PERSON.validated(person_rows(merged, before)).set_index("person_id")
    assert rows["merged_into"].fillna("").to_dict() == {
        "P0000000001": "",
        "P0000000002": "P0000000001",
    }
