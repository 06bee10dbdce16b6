"""The first year of the programme at its full size, with the figures that were published for it."""

from datetime import timedelta

from samples.plan import LAUNCH, CampaignPlan, CitizenTargets

__all__ = ["PLAN_2023"]

PLAN_2023 = CampaignPlan(
    seed=2023,
    sundays=tuple(LAUNCH + timedelta(weeks=w) for w in range(45)),
    branch_count=159,
    person_count=305_000,
    record_count=450_000,
    profile="default",
    targets=CitizenTargets(account=150_895, dossier=81_943, epayment=234_216),
)
"""45 Sundays (26/02 to 31/12/2023) of all 159 communes of the time: 7,155 workbooks.

The three targets are the published results (DOMAIN 1); they are the true distinct counts here. The
numbers of people and rows are ours: published nowhere, chosen so that the three groups overlap as
`samples.needs` says, one person in seven has none of the three services, and a Sunday has 10,000
rows, about ten a team. `dataclasses.replace(PLAN_2023, profile="light")` is the same year with
tidier typists.
"""
