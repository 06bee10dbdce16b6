"""Which of a branch's own figures stand where it sent several files for a Sunday."""

from __future__ import annotations

import pandas as pd
import pytest

from transforms.figures_in_force import figures_in_force, unlisted

SUNDAY = pd.Timestamp("2023-03-05")

FILES = [
    # file, version, type, status, rows; teams
    ("first", 1, "first", "accepted", 4, "A B"),
    ("other_team", 2, "first", "accepted", 3, "C"),
    ("more", 3, "supplement", "accepted", 1, "A"),
]
REPLACING = ("again", 4, "replacement", "accepted", 4, "A")
ALONE = ("alone", 4, "replacement", "accepted", 0, "")
GONE = ("gone", 4, "replacement", "superseded", 4, "A")


def sent(*files: tuple[str, int, str, str, int, str]) -> tuple[pd.DataFrame, ...]:
    """The figure 10 from each of these files of one branch, the files and their teams."""
    columns = ["submission_id", "version", "submission_type", "status", "records_parsed", "teams"]
    told = pd.DataFrame(files, columns=columns).assign(branch_code="D1", sunday=SUNDAY)
    teams = told.assign(team_code=told["teams"].str.split()).explode("team_code")
    figures = told[["sunday", "submission_id", "branch_code"]].assign(
        indicator_code="KPI_UNIQUE_CITIZENS", reported=10
    )
    teams = teams.dropna(subset=["team_code"])[["submission_id", "team_code"]]
    return figures, told.set_index("submission_id"), teams


@pytest.mark.parametrize(
    ("last", "standing"),
    [
        (None, ["first", "other_team", "more"]),
        (REPLACING, ["other_team", "again"]),
        (ALONE, ["alone"]),
        (GONE, ["first", "other_team", "more", "gone"]),
    ],
)
def test_a_file_that_replaces_another_gives_its_figure_anew(
    last: tuple[str, int, str, str, int, str] | None, standing: list[str]
) -> None:
    figures, files, teams = sent(*FILES, *([last] if last else []))
    assert figures_in_force(figures, files, teams)["submission_id"].tolist() == standing


def test_another_figure_replaces_nothing() -> None:
    figures, files, teams = sent(*FILES, REPLACING)
    is_last = figures["submission_id"] == "again"
    figures["indicator_code"] = figures["indicator_code"].mask(is_last, "KPI_POSTERS")
    assert len(figures_in_force(figures, files, teams)) == 4


def test_figures_beside_a_list_are_not_counted_x08() -> None:
    figures, files, _ = sent(*FILES, ALONE)
    assert unlisted(figures, files).empty
    lists_nobody = files.assign(records_parsed=0)
    assert len(unlisted(figures, lists_nobody)) == 4
    is_held = files.assign(status=files["status"].mask(files["records_parsed"].gt(0), "held"))
    assert len(unlisted(figures, is_held)) == 4
