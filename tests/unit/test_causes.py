"""Why published values change in a run: the cause that goes into their history."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pandas as pd
import pytest

from tests.unit.test_publication import REFERENCE, known, row
from transforms.causes import Causes, Occasion
from transforms.changes import Change, change_of
from transforms.geography import Geography
from transforms.standing import Known, Standing, stand

SUNDAYS = pd.Series(pd.to_datetime(["2024-02-18", "2024-02-25", "2024-03-03", "2024-03-10"]))
AT_LAST_WEEK = {"sunday": "2024-02-25"}

TOLD = known(
    """
    X-old  first        20  X1
    X-new  replacement  21  X1
    Y-one  first        20  Y1
    """,
    row(1, "X-old", "X1", "Lê Thị Mai", **AT_LAST_WEEK),
    row(2, "X-new", "X1", "Lê Thị Mai"),
    row(3, "Y-one", "Y1", "Trần Văn Tú"),
    row(4, "Y-one", "Y1", "Võ Văn Yên", **AT_LAST_WEEK),
)


def standing(*files: str) -> Standing:
    """What stands of `TOLD` when these files were sent."""
    return stand(Known(**{name: _of(frame, files) for name, frame in vars(TOLD).items()}))


def _of(frame: pd.DataFrame, files: Collection[str]) -> pd.DataFrame:
    named = frame.index if frame.index.name == "submission_id" else frame["submission_id"]
    return frame[named.isin(list(files))]


def change(before: Collection[str], after: Collection[str]) -> Change:
    return change_of(standing(*before), standing(*after), list(after), [], anew=False)


NOTHING = change(["Y-one"], ["Y-one"])
LATE = change([], ["Y-one"])
CORRECTED = change(["X-old"], ["X-old", "X-new"])


NONE = Occasion(decided=(), is_reference_new=False, is_model_new=False)
BY_REFERENCE = replace(NONE, is_reference_new=True)


def told(
    of: Change,
    occasion: Occasion = NONE,
    moved: str | None = None,
    unit: tuple[str, str] = ("province", "52"),
) -> list[str]:
    """The cause in a unit on each of `SUNDAYS`; on `moved` a record of the team X1, of evidence 2,
    is another person's than before.
    """
    values = pd.DataFrame({"sunday": SUNDAYS, "unit_level": unit[0], "unit_code": unit[1]})
    day = pd.Timestamp(moved or SUNDAYS[0])
    was = TOLD.records.iloc[:2].assign(
        sunday=day, assist_date=day, team_code="X1", person_id=["P1", "P2"], node_id=[1, 2]
    )
    now = was.assign(person_id=["P1", "P1"]) if moved else was
    return Causes(of, was, now, occasion, Geography(REFERENCE)).of(values).tolist()


def test_a_file_is_late_from_the_first_sunday_of_its_rows_on_x10() -> None:
    assert told(LATE) == ["link_change", "late", "late", "late"]


def test_a_correction_restates_the_weeks_of_the_rows_it_takes_out_x10() -> None:
    assert told(CORRECTED) == ["link_change", "correction", "correction", "correction"]


def test_each_unit_has_the_cause_of_what_came_for_it() -> None:
    both = change(["X-old"], ["X-old", "X-new", "Y-one"])
    late, corrected = ["link_change", "late", "late", "late"], ["link_change"] + ["correction"] * 3
    assert told(both, unit=("branch", "Y")) == told(both, unit=("team", "Y1")) == late
    assert told(both, unit=("branch", "X")) == told(both, unit=("team", "X1")) == corrected
    assert told(both) == corrected
    assert told(LATE, unit=("branch", "X")) == ["link_change"] * 4


def test_a_decision_restates_the_weeks_of_its_files() -> None:
    expected = ["link_change", "decision", "decision", "decision"]
    by = replace(NONE, decided=["Y-one"])
    assert told(NOTHING, by) == told(LATE, by) == expected


@pytest.mark.parametrize(
    ("occasion", "cause"),
    [
        (NONE, "link_change"),
        (BY_REFERENCE, "unit_change"),
        (replace(NONE, is_model_new=True), "rule_change"),
        (replace(BY_REFERENCE, is_model_new=True), "rule_change"),
    ],
)
def test_what_nothing_came_for_has_the_cause_of_the_occasion(
    occasion: Occasion, cause: str
) -> None:
    assert told(NOTHING, occasion) == [cause] * 4
    assert told(LATE, occasion) == [cause, "late", "late", "late"]


def test_under_other_reference_data_links_that_moved_are_the_cause_from_their_week_on() -> None:
    causes = told(NOTHING, BY_REFERENCE, "2024-03-03")
    assert causes == ["unit_change", "unit_change", "link_change", "link_change"]


def test_a_file_that_reference_data_only_let_judge_again_is_not_late() -> None:
    again = standing("Y-one")
    judged = change_of(again, again, ["Y-one"], ["Y-one"], anew=False)
    assert told(judged, BY_REFERENCE) == ["unit_change"] * 4


def test_an_answer_about_two_records_is_a_decision_where_their_persons_were_helped() -> None:
    answered = replace(NONE, answered=[2])
    moved = "2024-02-25"
    assert told(NOTHING, answered, moved) == ["link_change", "decision", "decision", "decision"]
    elsewhere = told(NOTHING, answered, moved, unit=("branch", "Y"))
    assert elsewhere == ["link_change"] * 4
    assert told(NOTHING, replace(NONE, answered=[3]), moved) == ["link_change"] * 4
