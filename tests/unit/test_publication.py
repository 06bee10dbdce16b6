"""From what is known to what is published: rows in force, weeks, final values, persons."""

from __future__ import annotations

from datetime import time
from typing import Any

import pandas as pd
import pytest

from schemas import tables
from schemas.outcome import Figures
from schemas.table import Table
from tests.remembered import RememberedPersons
from tests.unit.test_counting import frame, reference
from tests.unit.test_versions import sent
from transforms.changes import change_of
from transforms.evidence import node_numbers
from transforms.geography import Geography
from transforms.identification import Linked, identify
from transforms.publication import (
    FACTS,
    Counting,
    Side,
    changed_facts,
    count,
    final_sunday,
    reported_days,
)
from transforms.standing import Known, Standing, narrowed, nothing_stands, stand
from warehouse.link_model import load_link_model

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
    submissions["arrived_at"] = submissions["received_at"]
    records = frame(tables.RECORD, rows).set_index("row_uid")
    return Known(
        submissions.assign(branch_code=[name[0] for name in submissions.index]),
        teams,
        records.assign(node_id=node_numbers(records)),
        tables.TEAM_REPORT.empty(),
        tables.ACTIVITY.empty(),
    )


def linked(standing: Standing, memory: RememberedPersons | None = None) -> Linked:
    accepted = standing.records[standing.records["status"] == "accepted"]
    known = memory or RememberedPersons()
    return identify(accepted, accepted.iloc[:0], known, load_link_model(), KEY, anew=True)


STORED = {table: table.empty() for table in (*FACTS, tables.SUBMISSION_STATUS, tables.BRANCH_PLACE)}
NOTHING_PUBLISHED = Figures(
    None,
    None,
    tables.INDICATOR.empty(),
    tables.TEAM_WEEK.empty(),
    tables.TEAM_REPORT.empty(),
    tables.MEMBER_REPORT.empty(),
    tables.ACTIVITY.empty(),
)


def published(standing: Standing, last_sunday: str | None = None) -> dict[str, pd.DataFrame]:
    """Everything counted anew: new rows by table."""
    people = linked(standing)
    counting = Counting(
        before=Side(nothing_stands(standing), people.before),
        after=Side(standing, people.records),
        published=NOTHING_PUBLISHED,
        stored=STORED,
        reference=REFERENCE,
        geography=Geography(REFERENCE),
        sunday=pd.Timestamp(last_sunday).as_unit("us") if last_sunday else None,
        today=pd.Timestamp("2024-03-24").as_unit("us"),
        cut_off=time(22),
        other_reports=standing.submissions.iloc[:0].assign(is_empty=False),
    )
    facts = changed_facts(counting)
    found = count(counting, facts)
    changes = {**facts.differences, **found.differences}
    rows: dict[Table, pd.DataFrame] = {table: change.new for table, change in changes.items()}
    return {table.full_name: new for table, new in rows.items()} | {"mart.indicator": found.values}


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
    return published(stand(TWO_FILES), last_sunday="2024-03-24")


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


@pytest.mark.parametrize(
    ("asked", "final"),
    [
        (None, "2024-02-18"),
        ("2024-03-24", "2024-03-10"),
        ("2024-03-31", "2024-02-18"),  # not yet
    ],
)
def test_a_sunday_is_final_some_weeks_later(asked: str | None, final: str) -> None:
    whole = stand(TWO_FILES)
    change = change_of(nothing_stands(whole), whole, list(whole.submissions.index), [], anew=True)
    sunday = pd.Timestamp(asked).as_unit("us") if asked else None
    today = pd.Timestamp("2024-03-24").as_unit("us")
    found = final_sunday(change, NOTHING_PUBLISHED, sunday, today, 2, is_whole=True)
    assert found == pd.Timestamp(final)
    newest = max(published(whole, asked)["mart.indicator"]["sunday"])
    assert found == newest - pd.Timedelta(weeks=2)


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


MISTYPED = [pd.Timestamp(day).as_unit("us") for day in ("2023-02-19", "2024-03-10", "9999-12-26")]


@pytest.mark.parametrize("day", MISTYPED, ids=str)
def test_a_file_whose_sunday_cannot_be_is_of_no_week(day: pd.Timestamp) -> None:
    told = known(
        "X-bad first 20 X1 \n Y-one first 20 Y1",
        row(1, "X-bad", "X1", "Lê Thị Mai", status="quarantined"),
        row(2, "Y-one", "Y1", "Trần Văn Tú"),
    )
    told.submissions["received_at"] = pd.Timestamp("2024-03-03T14:00Z").as_unit("us")
    told.submissions.loc["X-bad", "sunday"] = day
    told.submissions.loc["X-bad", "status"] = "quarantined"
    whole = stand(told)
    change = change_of(nothing_stands(whole), whole, ["X-bad", "Y-one"], [], anew=True)
    mart = published(change.after, last_sunday="2024-03-17")
    sent_by = mart["mart.submission_status"].set_index("branch_code")["state"]
    assert set(sent_by["X"]) == {"missing"}
    assert mart["mart.indicator"]["sunday"].max() == pd.Timestamp("2024-03-17")


def test_only_days_that_can_be_are_reported_of() -> None:
    today = pd.Timestamp("2024-03-06").as_unit("us")
    files = pd.DataFrame(
        {
            "sunday": [pd.Timestamp("2024-03-03"), *MISTYPED, pd.Timestamp("2023-03-05"), pd.NaT],
            "status": ["accepted", *["accepted"] * 3, "quarantined", "rejected"],
        },
        index=[*"abcdef"],
    )
    rows = pd.DataFrame(
        {
            "submission_id": [*"aee"],
            "sunday": pd.to_datetime(["2024-02-25", "2023-03-05", "9999-12-26"]),
        }
    )
    days = reported_days(files, rows, MISTYPED[1], today)
    assert [f"{day:%d/%m/%Y}" for day in days] == ["25/02/2024", "03/03/2024"]


def test_of_a_person_who_was_merged_away_the_heir_is_told() -> None:
    """Two persons of an earlier run have one name now, and the phone they always shared."""
    standing = stand(TWO_FILES)
    memory = RememberedPersons({f"{2:032x}": "P0000000001", f"{3:032x}": "P0000000002"})
    one = standing.records["full_name"].replace("Trần Văn Tú", "Lê Thị Mai")
    same = Standing(**{**vars(standing), "records": standing.records.assign(full_name=one)})
    found = linked(same, memory).identities
    assert (found.merged, found.new_ids) == ({"P0000000002": "P0000000001"}, [])


def test_of_files_that_did_not_change_nothing_comes_or_goes() -> None:
    standing = stand(TWO_FILES)
    files = list(standing.submissions.index)
    change = change_of(standing, standing, files, [], anew=False)
    assert change.added.empty
    assert change.removed.empty


def test_of_a_file_that_is_judged_again_all_rows_go_and_come() -> None:
    standing = stand(TWO_FILES)
    change = change_of(standing, standing, list(standing.submissions.index), ["Y-one"], anew=False)
    assert change.added.index.tolist() == change.removed.index.tolist() == [f"{3:032x}"]


def test_of_a_new_file_only_its_rows_come() -> None:
    after = stand(TWO_FILES)
    before = narrowed(after, ["Y-one"])
    change = change_of(before, after, list(after.submissions.index), ["X-new"], anew=False)
    assert change.added.index.tolist() == [f"{2:032x}"]
    assert change.removed.empty
