"""The campaign that `sunday demo` shows."""

from datetime import date

from samples.plan import CampaignPlan

__all__ = ["DEMO_PLAN"]

DEMO_PLAN = CampaignPlan(
    seed=20230226,
    sundays=(date(2023, 2, 26), date(2023, 3, 5), date(2023, 3, 12), date(2023, 3, 19)),
    branch_count=24,
    person_count=1600,
    record_count=2500,
    profile="default",
    district_count=3,
)
"""Four Sundays of 24 branches in three districts: 96 workbooks, 2,500 rows, 1,600 people."""
