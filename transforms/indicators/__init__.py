"""How each indicator is counted: `COUNTERS` maps its code to the function that does it.

To add one: a row in the catalogue of indicators, and here a function from the located facts, a
level and a period to a numerator and, for a ratio, a denominator.
"""

from __future__ import annotations

from transforms.indicators.activities import ACTIVITY_COUNTERS
from transforms.indicators.citizens import CITIZEN_COUNTERS
from transforms.indicators.located import Counter
from transforms.indicators.members import MEMBER_COUNTERS
from transforms.indicators.reporting import REPORTING_COUNTERS
from transforms.indicators.teams import TEAM_COUNTERS

__all__ = ["COUNTERS", "STANDING"]

COUNTERS: dict[str, Counter] = {
    **CITIZEN_COUNTERS,
    **TEAM_COUNTERS,
    **ACTIVITY_COUNTERS,
    **MEMBER_COUNTERS,
    **REPORTING_COUNTERS,
}

STANDING = frozenset(TEAM_COUNTERS) | frozenset(MEMBER_COUNTERS) | {"KPI_MONTHLY_MEETING"}
"""Counted from a standing state (the newest list, an unbroken streak), which has to be whole; all
others add up facts, so that a change of facts is a change of the count.
"""
