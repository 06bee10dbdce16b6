"""What is set aside before it counts (DESIGN 4, cases Y02, Y04, Y05, Y09, Y11, Y12).

Files are written as in `test_versions`, after `;` the people they list for each of their teams:
letters are people. The Sunday is that of `test_versions`; `a` stands for a week before it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from schemas import tables
from tests.unit.test_versions import SUNDAY, sent
from tests.workbooks import _conformed, reference
from transforms.holding import hold
from transforms.versions import resolve_versions

WEEK = pd.Timedelta(weeks=1)
REFERENCE = reference()
LONG = "ABCDEFGHIJ"


def people(text: str, **changes: Any) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """(submissions, teams, records) of the files in `text`; `changes` are columns of the files."""
    lines = [line.split(";") for line in text.strip().splitlines()]
    submissions, teams = sent("\n".join(line[0] for line in lines), branch_code="D21609")
    submissions = submissions.assign(**{"content_sha256": None, **changes})
    rows = [
        {
            "submission_id": name,
            "team_code": team,
            "full_name": f"Lê {letter}",
            "id_number": "",
            "phone": f"09{ord(letter)}",
            "node_id": ord(letter),
            "service_codes": "EPAYMENT",
            "status": "accepted",
        }
        for name, line in zip(submissions.index, lines, strict=True)
        for team in teams.loc[teams["submission_id"] == name, "team_code"]
        for letter in "".join(line[1:]).strip()
    ]
    return submissions, teams, pd.DataFrame(rows)


def settled(text: str, reference: Any = REFERENCE, **changes: Any) -> dict[str, str]:
    """File → its status, and after a blank the case that says why."""
    submissions, teams, records = people(text, **changes)
    places = pd.MultiIndex.from_frame(submissions[["branch_code", "sunday"]].drop_duplicates())
    held = hold(submissions, teams, records, places, reference)
    cases = {name: fault.rule_id.rpartition(".")[2] for name, fault in held.faults}
    statuses = resolve_versions(held.submissions, teams)["status"]
    return {
        str(name): f"{status} {cases.get(str(name), '')}".strip()
        for name, status in statuses.items()
    }


def test_a_correction_of_the_same_people_replaces_y03() -> None:
    assert settled("""
        old    first   20  T1 ; ABCD
        new    first   21  T1 ; ABCE
    """) == {"old": "superseded", "new": "accepted"}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("first", {"list": "accepted", "more": "held overlaps_earlier"}),
        ("supplement", {"list": "accepted", "more": "accepted"}),
        ("replacement", {"list": "superseded", "more": "accepted"}),
    ],
)
def test_other_people_of_the_same_team_wait_unless_the_type_says_why_y05(
    kind: str, expected: dict[str, str]
) -> None:
    assert (
        settled(f"""
        list   first   20  T1 ; ABCD
        more   {kind}  21  T1 ; VWXY
    """)
        == expected
    )


@pytest.mark.parametrize("kind", ["supplement", "replacement"])
def test_a_declared_file_answers_the_held_one_y05(kind: str) -> None:
    found = settled(f"""
        list   first   19  T1 ; ABCD
        more   first   20  T1 ; VWXY
        again  {kind}  21  T1 ; VWXY
    """)
    assert (found["more"], found["again"]) == ("superseded overlaps_earlier", "accepted")


def test_a_full_list_answers_the_held_one_y05() -> None:
    found = settled("""
        list   first   19  T1 ; ABCD
        more   first   20  T1 ; VWXY
        whole  first   21  T1 ; ABCDVWXY
    """)
    assert found == {
        "list": "superseded",
        "more": "superseded overlaps_earlier",
        "whole": "accepted",
    }


def test_an_addition_of_others_leaves_the_held_one_waiting() -> None:
    found = settled("""
        list   first       19  T1 ; ABCD
        more   first       20  T1 ; VWXY
        third  supplement  21  T1 ; MNOP
    """)
    assert found["more"] == "held overlaps_earlier"


def test_a_list_that_holds_the_whole_earlier_one_is_no_other_list() -> None:
    found = settled(f"""
        early  first   19  T1 ; A
        whole  first   20  T1 ; {LONG}KLMNOPQRS
    """)
    assert found == {"early": "superseded", "whole": "accepted"}


@pytest.mark.parametrize("kind", ["first", "replacement"])
def test_a_correction_that_loses_most_rows_waits_y04(kind: str) -> None:
    found = settled(f"""
        list   first   20  T1 ; {LONG}
        cut    {kind}  21  T1 ; ABCD
    """)
    assert found == {"list": "accepted", "cut": "held is_not_much_smaller"}


def test_half_of_the_rows_may_go_and_short_lists_may_shrink() -> None:
    assert settled(f"""
        list   first   20  T1 ; {LONG}
        half   first   21  T1 ; ABCDE
    """) == {"list": "superseded", "half": "accepted"}
    assert settled("""
        list   first   20  T1 ; ABCD
        one    first   21  T1 ; A
    """) == {"list": "superseded", "one": "accepted"}


def test_a_short_list_that_is_sent_again_as_a_replacement_is_meant_y04() -> None:
    found = settled(f"""
        list   first        19  T1 ; {LONG}
        cut    replacement  20  T1 ; ABC
        again  replacement  21  T1 ; ABC
    """)
    assert found == {
        "list": "superseded",
        "cut": "superseded is_not_much_smaller",
        "again": "accepted",
    }


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("first", {"some": "accepted", "others": "held overlaps_earlier"}),
        ("supplement", {"some": "accepted", "others": "accepted"}),
        ("replacement", {"some": "superseded", "others": "accepted"}),
    ],
)
def test_whoever_lists_only_the_members_of_a_team_is_asked_about_its_citizens_y05(
    kind: str, expected: dict[str, str]
) -> None:
    submissions, teams, records = people(f"""
        some    first   20  T1 T2 ; AB
        others  {kind}  21  T1 T2 ; AB
    """)
    records = records[records["submission_id"].eq("some") == records["team_code"].eq("T1")]
    teams["has_work"] = teams["submission_id"].eq("some") == teams["team_code"].eq("T1")
    places = pd.MultiIndex.from_frame(submissions[["branch_code", "sunday"]].drop_duplicates())
    held = hold(submissions, teams, records, places, REFERENCE)
    cases = {name: fault.rule_id.rpartition(".")[2] for name, fault in held.faults}
    statuses = resolve_versions(held.submissions, teams)["status"].items()
    found = {str(name): f"{status} {cases.get(str(name), '')}".strip() for name, status in statuses}
    assert found == expected


def test_the_same_cells_in_other_bytes_are_a_duplicate_y02() -> None:
    found = settled(
        """
        list   first  20  T1 ; ABCD
        saved  first  21  T1 ; ABCD
        """,
        content_sha256=["same", "same"],
    )
    assert found == {"list": "accepted", "saved": "duplicate differs_from_earlier"}


def test_going_back_to_what_was_sent_first_is_a_correction_and_no_duplicate() -> None:
    found = settled(
        """
        list   first  19  T1 ; ABCD
        other  first  20  T1 ; ABCE
        back   first  21  T1 ; ABCD
        """,
        content_sha256=["one", "two", "one"],
    )
    assert found == {"list": "superseded", "other": "superseded", "back": "accepted"}


LAST_WEEK = f"""
    a      first  19  T1 ; {LONG}
    again  first  20  T1 ; {LONG}
"""
TWO_SUNDAYS = [SUNDAY - WEEK, SUNDAY]


def test_last_weeks_list_under_a_new_date_waits_y09() -> None:
    found = settled(LAST_WEEK, sunday=TWO_SUNDAYS)
    assert found == {"a": "accepted", "again": "held is_of_this_week"}


def test_a_sunday_without_a_report_is_no_way_round_y09() -> None:
    assert settled(LAST_WEEK, sunday=[SUNDAY - 2 * WEEK, SUNDAY])["again"].startswith("held")
    assert settled(LAST_WEEK, sunday=[SUNDAY - 3 * WEEK, SUNDAY])["again"] == "accepted"


def test_the_list_of_another_branch_is_none_of_its_business() -> None:
    submissions = {"sunday": TWO_SUNDAYS, "branch_code": ["D21610", "D21609"]}
    assert set(settled(LAST_WEEK, **submissions).values()) == {"accepted"}


def test_people_who_come_back_for_another_service_are_no_copy() -> None:
    submissions, teams, records = people(LAST_WEEK, sunday=TWO_SUNDAYS)
    is_new = records["submission_id"].eq("again") & records["full_name"].eq("Lê A")
    records.loc[is_new, "service_codes"] = "VNEID_L2"
    places = pd.MultiIndex.from_frame(submissions[["branch_code", "sunday"]])
    assert hold(submissions, teams, records, places, REFERENCE).faults == []


def test_the_right_list_answers_the_copied_one_y09() -> None:
    found = settled(
        LAST_WEEK + "    right  first  21  T1 ; QRSTUVWXYZ", sunday=[*TWO_SUNDAYS, SUNDAY]
    )
    assert found["again"].startswith("superseded") and found["right"] == "accepted"


def test_a_list_that_was_replaced_last_week_may_be_this_weeks() -> None:
    """Sent under the wrong date first, replaced there, then sent under its own."""
    found = settled(
        f"""
        a      first        18  T1 ; {LONG}
        b      replacement  19  T1 ; QRSTUVWXYZ
        right  first        20  T1 ; {LONG}
        """,
        sunday=[SUNDAY - WEEK, SUNDAY - WEEK, SUNDAY],
    )
    assert found == {"a": "superseded", "b": "accepted", "right": "accepted"}


def test_what_came_first_is_no_copy_of_what_came_later() -> None:
    found = settled(
        f"""
        a      first  21  T1 ; {LONG}
        here   first  20  T1 ; {LONG}
        """,
        sunday=TWO_SUNDAYS,
    )
    assert found == {"a": "accepted", "here": "accepted"}


def locked(period: str, since: str) -> Any:
    row = {"locked_period": period, "reason": "Đã chốt", "locked_at": pd.Timestamp(since, tz="UTC")}
    return replace(REFERENCE, locks=_conformed(tables.LOCK, [row]))


@pytest.mark.parametrize("period", ["2023-03-05", "2023"])
def test_a_locked_sunday_or_year_holds_what_comes_after_the_lock_y12(period: str) -> None:
    found = settled(
        """
        before  first  19  T1 ; ABCD
        after   first  21  T1 ; ABCE
        """,
        locked(period, "2023-03-05T20:00"),
    )
    assert found == {"before": "accepted", "after": "held is_not_locked"}


@pytest.mark.parametrize("period", ["2023-03-12", "2024"])
def test_another_lock_holds_nothing_and_neither_does_age(period: str) -> None:
    assert settled("one first 20 T1 ; ABCD", locked(period, "2023-01-01")) == {"one": "accepted"}
    assert settled("one first 20 T1 ; ABCD", received_at=pd.Timestamp("2026-01-01", tz="UTC")) == {
        "one": "accepted"
    }


def test_what_was_held_before_is_judged_anew_and_other_places_stay() -> None:
    submissions, teams, records = people("one first 20 T1 ; ABCD")
    submissions["status"] = "held"
    here = pd.MultiIndex.from_frame(submissions[["branch_code", "sunday"]])
    elsewhere = pd.MultiIndex.from_tuples([("D21610", SUNDAY)], names=here.names)
    for places, expected in ((here, "accepted"), (elsewhere, "held")):
        held = hold(submissions, teams, records, places, REFERENCE)
        assert held.submissions["status"].tolist() == [expected]
