"""Which of a branch's files for a Sunday are in force, team by team (DESIGN 4, Y03, Y05).

A campaign is written as the files of one branch for one Sunday, in any order:
name, type, hour of receipt, the teams it speaks of (. for none, - for the branch's own activities).
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from transforms.versions import in_force_of, replacements, resolve_versions

SUNDAY = pd.Timestamp("2023-03-05").as_unit("us")


def sent(text: str, **changes: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(submissions, teams) of the files in `text`; `changes` are more columns, file by file."""
    files = [line.split() for line in text.strip().splitlines()]
    submissions = pd.DataFrame(
        {
            "branch_code": "D1",
            "sunday": SUNDAY,
            "submission_type": [kind for _, kind, *_ in files],
            "status": ["nil" if kind == "nil" else "accepted" for _, kind, *_ in files],
            "received_at": [f"2023-03-05T{hour}:00Z" for _, _, hour, *_ in files],
            "version": 0,
            "modified_at": pd.NaT,
            "file_sha256": [f"sha of {name}" for name, *_ in files],
            "records_parsed": [0 if kind == "nil" else 5 for _, kind, *_ in files],
        },
        index=pd.Index([name for name, *_ in files], name="submission_id", dtype="str"),
    ).assign(**changes)
    for name in ("received_at", "modified_at"):
        submissions[name] = pd.to_datetime(submissions[name], utc=True).dt.as_unit("us")
    pairs = [
        (name, team.strip("-")) for name, _, _, *teams in files for team in teams if team != "."
    ]
    spoken_of = pd.DataFrame(pairs, columns=["submission_id", "team_code"], dtype="str")
    return submissions, spoken_of.assign(has_work=True)


def in_force(submissions: pd.DataFrame, teams: pd.DataFrame) -> dict[str, str]:
    """File → the teams for which it is in force."""
    resolved = resolve_versions(submissions, teams)
    alive = teams[in_force_of(resolved, teams)(teams)]
    return {str(k): " ".join(sorted(v)) for k, v in alive.groupby("submission_id")["team_code"]}


def statuses(submissions: pd.DataFrame, teams: pd.DataFrame) -> dict[str, str]:
    return {str(k): v for k, v in resolve_versions(submissions, teams)["status"].items()}


def order_of(submissions: pd.DataFrame, teams: pd.DataFrame) -> list[str]:
    resolved = resolve_versions(submissions, teams)
    placed = resolved[resolved["version"] > 0].sort_values("version")
    assert placed["version"].tolist() == list(range(1, len(placed) + 1))
    return placed.index.tolist()


def test_a_single_file_is_in_force() -> None:
    one = sent("only first 20 T1 T2")
    assert in_force(*one) == {"only": "T1 T2"}
    assert statuses(*one) == {"only": "accepted"}


def test_a_later_file_of_the_same_teams_replaces_the_earlier_declared_or_not() -> None:
    for kind in ("replacement", "first"):
        two = sent(f"""
            old    first   20  T1 T2
            new    {kind}  21  T1 T2
        """)
        assert in_force(*two) == {"new": "T1 T2"}
        assert statuses(*two) == {"old": "superseded", "new": "accepted"}


def test_a_replacement_of_one_team_leaves_the_other() -> None:
    two = sent("""
        old    first        20  T1 T2
        new    replacement  21  T1
    """)
    assert in_force(*two) == {"old": "T2", "new": "T1"}
    assert statuses(*two) == {"old": "accepted", "new": "accepted"}


def test_a_supplement_stands_beside_what_it_adds_to() -> None:
    two = sent("""
        list   first       20  T1 T2
        more   supplement  21  T1
    """)
    assert in_force(*two) == {"list": "T1 T2", "more": "T1"}


def test_a_replacement_also_replaces_the_supplements_before_it() -> None:
    three = sent("""
        list   first        19  T1
        more   supplement   20  T1
        anew   replacement  21  T1
    """)
    assert in_force(*three) == {"anew": "T1"}
    assert statuses(*three) == {"list": "superseded", "more": "superseded", "anew": "accepted"}


def test_files_of_different_teams_stand_beside_each_other() -> None:
    three = sent("""
        one    first  19  T1
        two    first  20  T2
        own    first  21  -
    """)
    assert in_force(*three) == {"one": "T1", "two": "T2", "own": ""}


def test_branches_and_sundays_do_not_touch_each_other() -> None:
    files = """
        here       first  19  T1
        elsewhere  first  20  T1
        later      first  21  T1
    """
    sundays = [SUNDAY, SUNDAY, SUNDAY + pd.Timedelta(weeks=1)]
    apart = sent(files, branch_code=["D1", "D2", "D1"], sunday=sundays)
    assert in_force(*apart) == {"here": "T1", "elsewhere": "T1", "later": "T1"}
    assert resolve_versions(*apart)["version"].tolist() == [1, 1, 1]


def test_a_report_takes_the_place_of_a_nil_report() -> None:
    two = sent("""
        nothing  nil    20  .
        list     first  21  T1
    """)
    assert statuses(*two) == {"nothing": "superseded", "list": "accepted"}


def test_a_nil_report_takes_nothing_from_a_report_that_came_before() -> None:
    """People were helped, and a later “nothing was organised” does not unsay it."""
    two = sent("""
        list     first  20  T1
        nothing  nil    21  .
    """)
    assert in_force(*two) == {"list": "T1"}
    assert statuses(*two) == {"list": "accepted", "nothing": "nil"}


def test_only_the_last_nil_report_stands() -> None:
    two = sent("""
        nothing  nil  20  .
        again    nil  21  .
    """)
    assert statuses(*two) == {"nothing": "superseded", "again": "nil"}


def test_a_nil_report_comes_back_as_one_when_the_report_after_it_is_refused() -> None:
    submissions, teams = sent("""
        nothing  nil    20  .
        list     first  21  T1
    """)
    resolved = resolve_versions(submissions, teams)
    resolved.loc["list", "status"] = "quarantined"
    assert statuses(resolved, teams) == {"nothing": "nil", "list": "quarantined"}


def test_a_superseded_file_comes_back_when_its_replacement_is_refused() -> None:
    submissions, teams = sent("""
        old    first  20  T1
        new    first  21  T1
    """)
    resolved = resolve_versions(submissions, teams)
    resolved.loc["new", "status"] = "held"
    assert in_force(resolved, teams) == {"old": "T1"}
    assert statuses(resolved, teams) == {"old": "accepted", "new": "held"}


@pytest.mark.parametrize("status", ["held", "quarantined", "rejected", "duplicate"])
def test_what_was_not_taken_in_replaces_nothing(status: str) -> None:
    two = sent(
        """
        old    first  20  T1
        new    first  21  T1
        """,
        status=["accepted", status],
    )
    assert in_force(*two) == {"old": "T1"}
    assert resolve_versions(*two)["version"].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("what", "files", "changes"),
    [
        ("receipt", "c first 21 T1\nb replacement 20 T1\na nil 19 .", {}),
        ("type", "c replacement 20 T1\nb supplement 20 T1\na first 20 T1", {}),
        (
            "modified",
            "c first 20 T1\nb first 20 T1\na first 20 T1",
            {"modified_at": ["2023-03-05T19:00Z", "2023-03-05T18:00Z", None]},
        ),
        ("sha", "c first 20 T1\nb first 20 T1\na first 20 T1", {}),
    ],
)
def test_versions_are_ordered_by(what: str, files: str, changes: dict[str, Any]) -> None:
    assert order_of(*sent(files, **changes)) == ["a", "b", "c"]


def test_a_row_of_a_team_that_nobody_knows_stands_or_falls_with_its_file() -> None:
    submissions, teams = sent("""
        old    first  20  T1
        new    first  21  T1
    """)
    rows = pd.DataFrame(
        {"submission_id": ["old", "new"], "team_code": ["T??", "T??"]}, index=["r1", "r2"]
    )
    resolved = resolve_versions(submissions, teams)
    assert in_force_of(resolved, teams)(rows).to_dict() == {"r1": False, "r2": True}


def test_a_replacing_file_says_how_many_teams_it_restates() -> None:
    submissions, teams = sent("""
        old    first        19  T1 T2
        new    replacement  20  T1 T2 T3
        more   supplement   21  T1
    """)
    told = replacements(resolve_versions(submissions, teams), teams)
    assert [(name, fault.rule_id, dict(fault.detail)) for name, fault in told] == [
        ("new", "submission.version.replaces_earlier", {"count": "2"})
    ]


def test_of_no_files_nothing_is_in_force() -> None:
    assert in_force(*sent("x first 20 T1", status=["rejected"])) == {}


def corrected(**pairs: str) -> dict[str, Any]:
    """The file that each file corrects; by the order in which they were written."""
    return {"corrected_id": lambda frame: [pairs.get(str(name), "") for name in frame.index]}


def test_a_correction_takes_the_place_of_its_file_and_leaves_a_supplement() -> None:
    files = """
        first   first      18  T1 T2
        more    supplement 19  T1
        mended  first      20  T1 T2
    """
    assert in_force(*sent(files)) == {"mended": "T1 T2"}
    told = sent(files, **corrected(mended="first"))
    assert in_force(*told) == {"mended": "T1 T2", "more": "T1"}
    assert statuses(*told) == {"first": "superseded", "more": "accepted", "mended": "accepted"}


def test_a_corrected_supplement_replaces_that_supplement_alone() -> None:
    files = """
        first   first      18  T1
        more    supplement 19  T1
        mended  supplement 20  T1
        again   supplement 21  T1
    """
    told = sent(files, **corrected(mended="more", again="mended"))
    assert in_force(*told) == {"first": "T1", "again": "T1"}


def test_a_correction_of_what_was_replaced_is_a_file_like_others() -> None:
    files = """
        first   first       18  T1
        other   replacement 19  T1
        mended  first       20  T1
    """
    assert in_force(*sent(files, **corrected(mended="first"))) == {"mended": "T1"}
