"""Synthetic campaigns with their truth: who every row of every workbook really is.

Everything is generated; no row describes a living person. The room is pure: a seed and the
administrative units go in, frames and workbook bytes come out, the same for ever.
"""

from samples.campaign import generate_campaign
from samples.demo import DEMO_PLAN
from samples.plan import Campaign, CampaignPlan
from samples.truth import true_indicators
from samples.workbooks import campaign_workbooks

__all__ = [
    "DEMO_PLAN",
    "Campaign",
    "CampaignPlan",
    "campaign_workbooks",
    "generate_campaign",
    "true_indicators",
]
