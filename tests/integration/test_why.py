"""`sunday why`: from a published value to the files, sheets and rows that it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import pytest

from cli.tracing import trace_value
from schemas.settings import Settings
from tests.homes import Home
from tests.integration.test_cases_through_a_run import BINH, EM, HA, MONDAY, NOW, load, run
from tests.unit.test_cases_submitted import summed_up
from tests.workbooks import citizen, members, report, write_reference
from transforms.tracing import TRACERS
from warehouse.database import open_database
from warehouse.locking import lock
from warehouse.reference import load_folder
from warehouse.tracing import published_values

SUNDAY, NEXT_SUNDAY = "2023-03-05", date(2023, 3, 12)
TUESDAY = "2023-03-07T06:00+07:00"
NEXT_NIGHT = "2023-03-12T21:00+07:00"
BRANCHES = {"D21609": "21609", "D21610": "21610", "L": "21609", "H": "21610", "N": "21610"}
OF_BRANCHES = {"T0001": "D21609", "T0002": "D21609", "T0101": "D21610", "TL": "L", "TH": "H"}
AGAIN = citizen(team_code="T0101", assist_date="12/03/2023", svc_vneid_l2="x", svc_dossier=2)
BUSY = report(
    *(HA, HA, BINH, citizen(consent="Không", svc_epayment="x"), citizen(assist_date="hôm qua")),
    teams=[*members("T0001"), *members("T0002", 7)],
    activities=[
        {"activity": "POSTER", "quantity": 120, "team_code": "T0002"},
        {"activity": "PROPAGANDA_DIRECT", "quantity": 1, "attendance": 45},
        {"activity": "PROPAGANDA_ONLINE", "quantity": 3},
        {"activity": "INT_TRAINING", "quantity": 1, "attendance": 30},
        {"activity": "INT_MEETING", "quantity": 1},
    ],
    member_total=100,
    member_dvc_count=90,
    member_vneid2_count=85,
    member_both_count=80,
)


@pytest.fixture(scope="module")
def home(settings_of_played: Settings, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two weeks with everything in them that a figure counts, or leaves out."""
    settings = settings_of_played
    folder = tmp_path_factory.mktemp("reference")
    unreadable = report(HA, branch="D21610", header=["assist_date", "full_name", "full_name"])
    nil = report(branch="N", kind="Không tổ chức", nil_reason="Họp")
    with open_database(settings) as database:
        load(database, folder, branches=BRANCHES, teams=OF_BRANCHES)
        run(settings, NOW, busy=BUSY, unreadable=unreadable, nil=nil)
        run(settings, MONDAY, late=report(citizen(**{**EM, "team_code": "TL"}), branch="L"))
        with database.transaction() as cursor:
            lock(cursor, SUNDAY, "Đã chốt", pd.Timestamp("2023-03-06T07:00+07:00"))
        run(settings, TUESDAY, held=report(citizen(team_code="TH"), branch="H"))
        own = report(AGAIN, branch="D21610", sunday="12/03/2023")
        sums = summed_up(120, branch="L", sunday="12/03/2023")
        run(settings, NEXT_NIGHT, again=own, sums=sums)
    assert settings.database_url is not None
    return Home(settings.home, settings.database_url.get_secret_value())


@pytest.mark.parametrize("period", ["week", "since_launch"])
def test_every_value_of_the_province_is_followed_back_to_its_rows(
    home: Home, settings_of_played: Settings, period: str
) -> None:
    counted = {}
    with open_database(settings_of_played) as database, database.transaction() as cursor:
        for code in TRACERS:
            for value in published_values(cursor, code, NEXT_SUNDAY, "52"):
                if value["period"] == period:
                    found = trace_value(cursor, settings_of_played, value, None)
                    lines = found["lines"]
                    assert sum(line["counts"] for line in lines) == value["numerator"], code
                    assert all(line["records"] for line in lines), code
                    counted[code] = value["numerator"]
    if period == "since_launch":
        # Nobody sent for the first Sunday, so no team was active on all of them.
        assert [code for code in counted if not counted[code]] == ["KPI_TEAM_ACTIVE_ALL"]
        # The row without a day and that of the unreadable file; what is held changes nothing yet.
        assert counted["KPI_DQ_REJECT"] == 2


def why(home: Home, *asked: object) -> Any:
    """The document of `sunday why`."""
    said = home("why", *asked, "--json")
    assert said.code == 0, said.err
    return said.document


def places(line: Mapping[str, Any]) -> list[tuple[str, str | None, int | None]]:
    """Branch, sheet and row of each record of a line."""
    return [(r["branch_code"], r["sheet"], r["row_number"]) for r in line["records"]]


def test_a_person_is_one_line_with_every_row_that_names_him(home: Home) -> None:
    found = why(home, "KPI_UNIQUE_CITIZENS", "12/03/2023", "52", "--period", "since_launch")
    assert (found["numerator"], found["line_count"], found["unit_name"]) == (3, 3, "Tỉnh Bình Định")
    ha = max(found["lines"], key=lambda line: len(line["records"]))
    assert places(ha) == [
        ("D21609", "NGUOI_DAN", 4),
        ("D21609", "NGUOI_DAN", 5),
        ("D21610", "NGUOI_DAN", 4),
    ]
    assert {row["link_reason"] for row in ha["records"]} == {"same_evidence"}
    assert {len(row["file_sha256"]) for row in ha["records"]} == {64}


def test_a_unit_shows_only_what_was_done_there(home: Home) -> None:
    found = why(home, "kpi_unique_citizens", NEXT_SUNDAY, "21610", "--period", "since_launch")
    assert [places(line) for line in found["lines"]] == [[("D21610", "NGUOI_DAN", 4)]]


def test_what_is_held_back_is_shown_row_by_row(home: Home) -> None:
    found = why(home, "KPI_DQ_REJECT", SUNDAY, "D21609")
    assert [places(line) for line in found["lines"]] == [[("D21609", "NGUOI_DAN", 8)]]
    assert (found["numerator"], found["denominator"]) == (1, 5)


def test_contacts_without_a_name_and_own_figures_are_followed_too(home: Home) -> None:
    ticks = why(home, "KPI_ASSIST_CONTACTS", SUNDAY, "D21609")["lines"]
    assert [places(line) for line in ticks if "person_id" not in line] == [
        [("D21609", "NGUOI_DAN", 7)]
    ] * 2
    (own,) = why(home, "KPI_ASSIST_CONTACTS", NEXT_SUNDAY, "L")["lines"]
    assert (own["counts"], places(own)) == (120, [("L", "TONG_HOP", None)])


def test_people_read_it_line_by_line(home: Home) -> None:
    said = home("why", "KPI_UNIQUE_CITIZENS", NEXT_SUNDAY, 52, "--period", "since_launch")
    text = said.out
    assert "Tỉnh Bình Định (province 52), từ ngày phát động" in text
    assert "3 người" in text
    assert "D21610 12/03/2023" in text
    assert "NGUOI_DAN dòng / row 4" in text
    short = home("why", "KPI_UNIQUE_CITIZENS", SUNDAY, 52, "--limit", 1).out
    assert "1 / 3 mục / lines; --limit 3" in short
    shares = home("why", "KPI_SUBMISSION_RATE", SUNDAY, 52).out
    assert "40,0 % = 2 / 5" in shares


def test_it_says_nothing_personal(home: Home) -> None:
    told = home("why", "KPI_UNIQUE_CITIZENS", SUNDAY, 52, "--json").out
    for cell in ("full_name", "id_number", "phone"):
        assert str(HA[cell]) not in told


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (("KPI_X", SUNDAY, 52), "is no indicator that is counted"),
        (("D5299_2023_1", SUNDAY, 52), "is no indicator that is counted"),
        (("KPI_UNIQUE_CITIZENS", "2023-03-06", 52), "is not a Sunday"),
        (("KPI_UNIQUE_CITIZENS", "2023-03-19", 52), "Nothing is published for 19/03/2023"),
        (("KPI_UNIQUE_CITIZENS", SUNDAY, "99999"), "give the code of a province or district or"),
        (("KPI_TEAM_SIZE", SUNDAY, "T0001"), "or commune or branch that had a team"),
        (("KPI_TEAM_SIZE", SUNDAY, 52, "--period", "since_launch"), "give --period week."),
        (("KPI_UNIQUE_CITIZENS", SUNDAY, 52, "--level", "team"), "give --level province"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(
    home: Home, asked: Sequence[object], answer: str
) -> None:
    said = home("why", *asked)
    assert said.code == 2
    assert answer in said.sentence


def test_a_branch_that_is_called_like_a_commune_needs_its_level(
    home: Home, settings_of_played: Settings
) -> None:
    with open_database(settings_of_played) as database, database.transaction() as cursor:
        folder = settings_of_played.home / "more"
        load_folder(cursor, write_reference(folder, {"21609": "21610"}, {"TX": "21609"}))
    changed = home("why", "KPI_TEAM_ACTIVE", SUNDAY, 52)
    assert changed.code == 0
    run(settings_of_played, "2023-03-13T08:00+07:00")
    assert "give --level branch or commune" in home("why", "KPI_TEAM_SIZE", SUNDAY, 21609).sentence
    assert why(home, "KPI_TEAM_SIZE", SUNDAY, 21609, "--level", "branch")["denominator"] == 1


def test_what_no_longer_adds_up_is_not_explained(home: Home, settings_of_played: Settings) -> None:
    with open_database(settings_of_played) as database, database.transaction() as cursor:
        folder = settings_of_played.home / "moved"
        write_reference(folder, {"D21609": "21616"}, {})
        load_folder(cursor, folder)
    said = home("why", "KPI_UNIQUE_CITIZENS", SUNDAY, 21609, "--level", "commune")
    assert said.code == 1
    assert "reference data has changed since the last run; call sunday run" in said.sentence
