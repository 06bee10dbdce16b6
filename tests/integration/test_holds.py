"""A file is held by what the settings call an error, and by nothing that they call an info."""

from __future__ import annotations

import pytest

from tests.integration.test_cases_through_a_run import MONDAY, home, run, states, value
from tests.integration.test_submissions_over_time import crowd
from tests.workbooks import report

__all__ = ["home"]

OVERLAP = "submission.version.overlaps_earlier"


@pytest.mark.parametrize(("severity", "counted"), [("info", 2), ("error", 3)])
def test_a_rule_that_is_set_to_an_info_holds_nothing(severity, counted, home, database):
    lenient = home.model_copy(update={"severities": {OVERLAP: severity}})
    run(lenient, a=report(*crowd(1, 2, 3)))
    run(lenient, MONDAY, b=report(*crowd(4, 5)))
    assert value(database, "KPI_UNIQUE_CITIZENS") == counted
    assert states(database, OVERLAP) == ([] if severity == "info" else ["open"])
