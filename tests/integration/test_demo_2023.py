"""`sunday demo --campaign 2023`, on a year of two Sundays: Sunday by Sunday, and again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from cli.demo_year import compare_year, run_year
from samples import (
    Campaign,
    CampaignPlan,
    CitizenTargets,
    generate_campaign,
    true_indicators,
)
from schemas.settings import Settings
from tests.homes import Home
from tests.workbooks import SHIPPED

PLAN = CampaignPlan(
    seed=23,
    sundays=tuple(date(2023, 2, 26) + timedelta(weeks=week) for week in range(2)),
    branch_count=4,
    person_count=305,
    record_count=450,
    teams_per_branch=(1, 2),
    targets=CitizenTargets(account=151, dossier=82, epayment=234),
)
"""PLAN_2023, a thousand times smaller."""

TARGETED = {"KPI_CITIZEN_ACCOUNT": 151, "KPI_ACCOUNT_DOSSIER": 82, "KPI_ACCOUNT_EPAY": 234}


class Interrupted(Exception):
    """Somebody pressed Ctrl-C."""


def home_of(settings: Settings) -> Home:
    assert settings.database_url is not None
    return Home(settings.home, settings.database_url.get_secret_value())


def silent(stage: str, done: int, total: int) -> None:
    pass


def interrupt_after_first(stage: str, done: int, total: int) -> None:
    if (stage, done) == ("sunday", 1):
        raise Interrupted


@pytest.fixture(scope="module")
def generated() -> Campaign:
    units = pd.read_csv(SHIPPED / "units.csv", dtype="str", keep_default_na=False)
    return generate_campaign(PLAN, units)


@pytest.fixture(scope="module", autouse=True)
def small_year() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("samples.PLAN_2023", PLAN)
        yield


@pytest.fixture(scope="module")
def home(
    fresh_database: Callable[[], AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Home]:
    """A home in which the year was run; `told.json` is what the command said."""
    with fresh_database() as url:
        made = Home(tmp_path_factory.mktemp("year"), url)
        told = made("demo", "--campaign", "2023", "--json")
        assert told.code == 0, told.err
        (made.folder / "told.json").write_text(told.out, encoding="utf-8")
        yield made


def told_by(home: Home) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((home.folder / "told.json").read_text(encoding="utf-8"))
    return document


def test_published_counted_and_undeduplicated_stand_side_by_side(
    home: Home, generated: Campaign
) -> None:
    truth = true_indicators(generated).set_index("indicator_code")["truth"]
    sent = generated.truth["service_code"].str.split(";").explode().value_counts()
    indicators = told_by(home)["indicators"]
    for row in indicators:
        assert row["published"] == TARGETED[row["indicator_code"]] == truth[row["indicator_code"]]
        assert abs(row["difference_percent"]) < 5
        off = 100 * (row["counted"] - row["published"]) / row["published"]
        assert row["difference_percent"] == round(off, 2)
    assert {row["indicator_code"]: row["rows"] for row in indicators} == {
        "KPI_CITIZEN_ACCOUNT": sent["DVC_ACCOUNT"] + sent["VNEID_L2"],
        "KPI_ACCOUNT_DOSSIER": sent["DVCTT_DOSSIER"],
        "KPI_ACCOUNT_EPAY": sent["EPAYMENT"],
    }


def test_each_sunday_is_run_on_its_own_evening(home: Home) -> None:
    runs = told_by(home)["runs"]
    assert [run["sundays"][-1] for run in runs] == [day.isoformat() for day in PLAN.sundays]
    assert sum(run["records_parsed"] for run in runs) == PLAN.record_count
    assert home.ask("SELECT DISTINCT state FROM mart.submission_status") == [("on_time",)]


def test_a_demo_that_was_interrupted_goes_on(home: Home, settings: Settings) -> None:
    with pytest.raises(Interrupted):
        run_year(settings, PLAN, interrupt_after_first)
    assert [path.name for path in settings.inbox_folder.iterdir()] == ["2023-02-26"]
    assert not (settings.home / "inbox-next").exists()
    runs = run_year(settings, PLAN, silent)
    assert [run["records_parsed"] > 0 for run in runs] == [False, True]
    assert compare_year(settings, PLAN) == told_by(home)["indicators"]


def test_a_demo_that_was_run_changes_nothing_and_its_table_fits_a_terminal(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = home.published()
    monkeypatch.setenv("COLUMNS", "80")
    shown = home("demo", "--campaign", "2023")
    assert shown.code == 0, shown.err
    assert home.published() == before
    lines = shown.out.splitlines()
    header = next(line for line in lines if "counted" in line)
    assert header.split() == ["indicator", "counted", "published", "off", "rows", "off"]
    figures = [line for line in lines if line.startswith("  KPI_")]
    assert [line.split(",")[0].strip() for line in figures] == list(TARGETED)
    assert all(len(line) <= 80 for line in [header, *figures])


def test_a_home_holds_one_campaign(settings: Settings) -> None:
    home = home_of(settings)
    (settings.home / "demo-campaign").write_text("The people in this home are generated.\n")
    refused = home("demo", "--campaign", "2023")
    assert refused.code == 2
    assert "another demo campaign" in refused.sentence


def test_generated_people_never_mix_with_real_ones(settings: Settings) -> None:
    (settings.inbox_folder / "real.xlsx").touch()
    refused = home_of(settings)("demo", "--campaign", "2023")
    assert refused.code == 2
    assert "already holds files" in refused.sentence
    assert not (settings.home / "demo-campaign").exists()


def test_workbooks_that_cannot_be_written_are_told(settings: Settings) -> None:
    (settings.home / "inbox-next").write_text("no folder")
    with pytest.raises(Exception, match="cannot be written"):
        run_year(settings, PLAN, silent)
