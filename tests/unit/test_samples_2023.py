"""A campaign with targets has exactly so many citizens; PLAN_2023 asks for the published ones."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from importlib import resources

import numpy as np
import pandas as pd
import pytest

from samples import (
    PLAN_2023,
    Campaign,
    CampaignPlan,
    CitizenTargets,
    campaign_workbooks,
    generate_campaign,
    true_indicators,
    workbooks_by_sunday,
)
from samples.needs import SERVICE_CODES, draw_needs, give_at_visits
from samples.packaged import error_rates
from samples.records import TICK_COLUMNS
from samples.roster import choose_communes

SUNDAYS = tuple(date(2023, 2, 26) + timedelta(weeks=week) for week in range(6))
PLAN = CampaignPlan(
    seed=5,
    sundays=SUNDAYS,
    branch_count=8,
    person_count=3050,
    record_count=4500,
    targets=CitizenTargets(account=1509, dossier=819, epayment=2342),
)
"""PLAN_2023, a hundred times smaller."""
# Faults that enough rows can have.
STEADY_RATES = ("cccd_missing", "no_accents", "upper", "phone_intl", "name_typo", "other_team")


def made_up_units() -> pd.DataFrame:
    communes = [(f"9000{c}", f"Xã Thử {c}", "commune", "900", None, None) for c in range(1, 9)]
    district = ("900", "Huyện Thử", "district", "99", None, None)
    columns = ["unit_code", "name", "level", "parent_code", "valid_from", "valid_to"]
    return pd.DataFrame([*communes, district], columns=columns)


def truths(campaign: Campaign) -> dict[str, int]:
    table = true_indicators(campaign)
    return dict(zip(table["indicator_code"], table["truth"].tolist(), strict=True))


def services_of_persons(campaign: Campaign) -> pd.DataFrame:
    """Persons by service, true where any of their rows has it."""
    ticked = campaign.truth["service_code"].str.get_dummies(";")
    return ticked.groupby(campaign.truth["true_person_id"]).max().astype(bool)


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return generate_campaign(PLAN, made_up_units())


def test_the_plan_of_2023_asks_for_what_was_published() -> None:
    assert (PLAN_2023.sundays[0], PLAN_2023.sundays[-1]) == (date(2023, 2, 26), date(2023, 12, 31))
    assert len(PLAN_2023.sundays) == 45
    assert PLAN_2023.branch_count == 159
    assert PLAN_2023.targets == CitizenTargets(account=150_895, dossier=81_943, epayment=234_216)


def test_the_shipped_communes_of_2023_are_as_many_as_its_branches() -> None:
    with resources.files("warehouse").joinpath("shipped", "units.csv").open("rb") as file:
        units = pd.read_csv(file, dtype="str", keep_default_na=False)
    rng = np.random.default_rng(1)
    assert len(choose_communes(rng, PLAN_2023, units)) == 159
    with pytest.raises(ValueError, match="159 communes in force"):
        choose_communes(rng, dataclasses.replace(PLAN_2023, branch_count=160), units)


@pytest.mark.parametrize(
    "targets",
    [
        CitizenTargets(1509, 819, 2342),
        CitizenTargets(0, 0, 0),
        CitizenTargets(3050, 3050, 3050),
        CitizenTargets(1, 3050, 0),
    ],
)
@pytest.mark.parametrize("profile", ["clean", "default"])
def test_targets_are_met_exactly(targets: CitizenTargets, profile: str) -> None:
    plan = dataclasses.replace(PLAN, targets=targets, profile=profile)
    found = truths(generate_campaign(plan, made_up_units()))
    assert found["KPI_UNIQUE_CITIZENS"] == PLAN.person_count
    assert found["KPI_CITIZEN_ACCOUNT"] == targets.account
    assert found["KPI_ACCOUNT_DOSSIER"] == targets.dossier
    assert found["KPI_ACCOUNT_EPAY"] == targets.epayment


def test_the_populations_overlap_and_none_holds_another(campaign: Campaign) -> None:
    persons = services_of_persons(campaign)
    account = persons["DVC_ACCOUNT"] | persons["VNEID_L2"]
    groups = [account, persons["DVCTT_DOSSIER"], persons["EPAYMENT"]]
    for one in groups:
        for other in groups:
            if one is not other:
                assert (one & other).sum() > 300
                assert (one & ~other).sum() > 100
    assert 0.05 < (~(groups[0] | groups[1] | groups[2])).mean() < 0.2
    dossier = persons["DVCTT_DOSSIER"]
    assert dossier[account].mean() > 2 * dossier[~account].mean()


def test_children_are_seldom_counted(campaign: Campaign) -> None:
    persons = services_of_persons(campaign)
    year = campaign.persons.set_index("person_id")["birth_date"].str[:4].astype("int64")
    child = (2023 - year) < 14
    account = persons["DVC_ACCOUNT"] | persons["VNEID_L2"]
    assert child.sum() > 50
    assert account[child].mean() < 0.3 * account[~child].mean()


def test_rows_have_the_services_of_their_persons(campaign: Campaign) -> None:
    records, truth = campaign.records, campaign.truth
    assert len(records) == len(truth) == PLAN.record_count
    ticks = (records[list(TICK_COLUMNS)] != "").sum(axis=1)
    assert (ticks == truth["service_code"].str.count(";") + 1).all()
    assert (ticks == 1).mean() > 0.5
    assert ticks.max() <= 6


def test_rates_are_those_of_the_profile(campaign: Campaign) -> None:
    named = campaign.truth["errs"].str.split().explode().value_counts() / len(campaign.truth)
    for fault in STEADY_RATES:
        rate = error_rates("default")[fault]
        assert named[fault] == pytest.approx(rate, abs=0.002 + 0.05 * rate), fault


def test_the_same_plan_gives_the_same_frames(campaign: Campaign) -> None:
    again = generate_campaign(PLAN, made_up_units())
    for name in ("persons", "records", "truth", "activities"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(campaign, name))


def test_needs_are_met_whatever_the_number_of_visits() -> None:
    rng = np.random.default_rng(2)
    needs = draw_needs(rng, CitizenTargets(200, 150, 250), np.full(300, 40))
    person = rng.permutation(np.concatenate([np.arange(300), rng.integers(0, 300, 400)]))
    given = give_at_visits(rng, needs, person)
    assert given.any(axis=1).all()
    met = np.zeros_like(needs)
    np.logical_or.at(met, person, given)
    assert (met == needs).all()
    assert needs[:, SERVICE_CODES.index("DVCTT_DOSSIER")].sum() == 150


@pytest.mark.parametrize("targets", [CitizenTargets(3051, 0, 0), CitizenTargets(0, -1, 0)])
def test_a_target_beyond_the_persons_is_refused(targets: CitizenTargets) -> None:
    with pytest.raises(ValueError, match="target must lie"):
        dataclasses.replace(PLAN, targets=targets)


def test_workbooks_come_sunday_by_sunday() -> None:
    targets = CitizenTargets(150, 80, 230)
    plan = CampaignPlan(5, SUNDAYS[:2], 8, 300, 400, targets=targets)
    small = generate_campaign(plan, made_up_units())
    by_sunday = {sunday: list(workbooks) for sunday, workbooks in workbooks_by_sunday(small)}
    assert list(by_sunday) == list(SUNDAYS[:2])
    for sunday, workbooks in by_sunday.items():
        assert [path for path, _ in workbooks] == [
            f"{sunday.isoformat()}/{branch}.xlsx" for branch in small.branches["branch_code"]
        ]
    assert [book for books in by_sunday.values() for book in books] == list(
        campaign_workbooks(small)
    )


def test_a_later_sunday_can_be_had_alone(campaign: Campaign) -> None:
    last = dict(list(workbooks_by_sunday(campaign))[-1:])
    path, content = next(last[SUNDAYS[-1]])
    assert path.startswith(SUNDAYS[-1].isoformat())
    assert content.startswith(b"PK")
