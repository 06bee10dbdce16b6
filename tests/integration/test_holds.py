"""When a file is held no more: by the settings, or because what spoke against it is gone."""

from __future__ import annotations

import pytest

from tests.integration.test_cases_through_a_run import MONDAY, ask, run, states, value
from tests.integration.test_submissions_over_time import (
    NEXT_NIGHT,
    NEXT_SUNDAY,
    crowd,
    home,
)
from tests.workbooks import report

__all__ = ["home"]

OVERLAP = "submission.version.overlaps_earlier"
COPIED = "submission.list.is_of_this_week"


@pytest.mark.parametrize(("severity", "counted"), [("info", 2), ("error", 3)])
def test_a_rule_that_is_set_to_an_info_holds_nothing(severity, counted, home, database):
    lenient = home.model_copy(update={"severities": {OVERLAP: severity}})
    run(lenient, a=report(*crowd(1, 2, 3)))
    run(lenient, MONDAY, b=report(*crowd(4, 5)))
    assert value(database, "KPI_UNIQUE_CITIZENS") == counted
    assert states(database, OVERLAP) == ([] if severity == "info" else ["open"])


def test_a_hold_ends_with_what_spoke_against_the_file(home, database):
    run(home, a=report(*crowd(*range(6))))
    copied = report(*crowd(*range(6), assist_date=NEXT_SUNDAY), sunday=NEXT_SUNDAY)
    run(home, NEXT_NIGHT, b=copied)
    assert states(database, COPIED) == ["open"]
    run(home, "2023-03-13T06:00+07:00", c=report(*crowd(*range(20, 26)), kind="Thay thế"))
    other = crowd(11, team_code="T0002", assist_date=NEXT_SUNDAY)
    run(home, "2023-03-14T06:00+07:00", d=report(*other, sunday=NEXT_SUNDAY))
    held = ask(database, "SELECT count(*) FROM ops.submission WHERE status = 'held'")
    assert held == [(0,)]
    assert states(database, COPIED) == ["closed"]
