"""Synthetic campaigns with their truth: who every row of every workbook really is.

Everything is generated; no row describes a living person. The room is pure: a seed and the
administrative units go in, frames and workbook bytes come out, the same for ever.
"""

from samples.campaign import generate_campaign
from samples.campaign_2023 import PLAN_2023
from samples.demo import DEMO_PLAN
from samples.plan import Campaign, CampaignPlan, CitizenTargets
from samples.truth import true_indicators
from samples.workbooks import campaign_workbooks, workbooks_by_sunday

__all__ = [
    "DEMO_PLAN",
    "PLAN_2023",
    "Campaign",
    "CampaignPlan",
    "CitizenTargets",
    "campaign_workbooks",
    "generate_campaign",
    "true_indicators",
    "workbooks_by_sunday",
]
