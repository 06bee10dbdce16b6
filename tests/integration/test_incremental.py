"""A campaign taken in Sunday by Sunday says what it says when it is taken in at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pandas as pd
import pytest
from pydantic import SecretStr

from flows.steps import run_sunday
from schemas.settings import Settings
from schemas.tables import TABLES
from tests.districts import in_process, silent
from tests.homes import Campaign, write_campaign
from warehouse import copying
from warehouse.database import open_database
from warehouse.reference import load_folder, load_shipped

NOW = "2023-05-01T10:00+07:00"
LATER = "2023-05-02T10:00+07:00"

_OF_THE_RUN = {"run_id", "published_at", "superseded_at", "cause", "received_at", "arrived_at"}
_OF_THE_RUN |= {"last_received_at", "merged_into"}
"""What depends on when something was taken in, not on what it says."""

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return write_campaign(tmp_path_factory.mktemp("campaign"), sundays=3, branches=4)


def take_in(settings: Settings, campaign: Campaign, files: Sequence[Path], now: str = NOW) -> None:
    for file in files:
        target = settings.inbox_folder / file.relative_to(campaign.inbox)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    run_sunday(settings, pd.Timestamp(now).tz_convert("UTC"), None, in_process, silent)


def load(settings: Settings, campaign: Campaign) -> None:
    with open_database(settings) as database, database.transaction() as cursor:
        load_shipped(cursor)
        load_folder(cursor, campaign.reference)


def said(settings: Settings) -> Tables:
    """What is published, with each person named by the smallest of the rows it has."""
    with open_database(settings) as database, database.transaction() as cursor:
        read = {
            table.full_name: copying.read(cursor, table)
            for table in TABLES
            if table.schema_name in ("core", "mart") and table.name != "indicator_history"
        }
    rows = read["core.record_person"]
    named = rows.groupby("person_id")["row_uid"].min()
    people = read["core.person"]
    read["core.person"] = people[people["person_id"].isin(named.index)]
    return {name: _plain(frame, named) for name, frame in read.items()}


def _plain(frame: pd.DataFrame, named: pd.Series) -> pd.DataFrame:
    kept = frame.drop(columns=[name for name in frame if name in _OF_THE_RUN])
    if "person_id" in kept:
        kept = kept.assign(person_id=kept["person_id"].map(named))
    numbers = kept.select_dtypes("float").round(9)
    return kept.assign(**numbers).sort_values(list(kept.columns)).reset_index(drop=True)


def assert_same(one: Tables, other: Tables) -> None:
    for name, frame in one.items():
        pd.testing.assert_frame_equal(frame, other[name], obj=name)


def forget(settings: Settings, statement: str) -> None:
    with open_database(settings) as database, database.transaction() as cursor:
        cursor.execute(statement.encode())


@pytest.fixture(scope="module")
def new_home(
    campaign: Campaign,
    fresh_database: Callable[[], AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[], Settings]]:
    """Each call gives the settings of another home that has the reference data."""
    with ExitStack() as stack:

        def make() -> Settings:
            home = tmp_path_factory.mktemp("home")
            url = SecretStr(stack.enter_context(fresh_database()))
            settings = Settings(home=home, database_url=url, answers=False, final_after_weeks=1)
            load(settings, campaign)
            return settings

        yield make


@pytest.fixture(scope="module")
def at_once(campaign: Campaign, new_home: Callable[[], Settings]) -> Settings:
    """A home that took in the whole campaign in one run."""
    settings = new_home()
    take_in(settings, campaign, sorted(campaign.inbox.rglob("*.xlsx")))
    return settings


@pytest.fixture(scope="module")
def by_and_by(campaign: Campaign, new_home: Callable[[], Settings]) -> Settings:
    """With files that come late, for a Sunday that was published, and in another order."""
    files = sorted(campaign.inbox.rglob("*.xlsx"))
    days = sorted({part for file in files for part in file.parts if part.startswith("2023-")})
    of_day = {day: [file for file in files if day in file.parts] for day in days}
    late = {of_day[days[0]][1], of_day[days[1]][0]}
    settings = new_home()
    for day in (days[1], days[0], *days[2:]):
        take_in(settings, campaign, [file for file in of_day[day] if file not in late])
    take_in(settings, campaign, sorted(late))
    return settings


def test_sunday_by_sunday_says_what_all_at_once_says(
    at_once: Settings, by_and_by: Settings
) -> None:
    assert_same(said(by_and_by), said(at_once))


def test_counting_or_linking_everything_anew_changes_nothing(
    campaign: Campaign, by_and_by: Settings
) -> None:
    """Where the model or the reference data is another one, all is done again."""
    before = said(by_and_by)
    for column in ("model_version", "reference_hash"):
        forget(by_and_by, f"UPDATE ops.run SET {column} = repeat('0', 64)")
        take_in(by_and_by, campaign, [], LATER)
        assert_same(said(by_and_by), before)


def test_a_home_from_before_links_were_kept_is_read_and_linked_anew(
    campaign: Campaign, at_once: Settings
) -> None:
    before = said(at_once)
    forget(at_once, "UPDATE vault.record SET node_id = 0")
    forget(at_once, "DELETE FROM vault.link_node")
    forget(at_once, "DELETE FROM vault.link_edge")
    forget(at_once, "UPDATE ops.run SET model_version = NULL")
    take_in(at_once, campaign, [], LATER)
    assert_same(said(at_once), before)
    with open_database(at_once) as database, database.transaction() as cursor:
        cursor.execute("SELECT count(*) FROM vault.record WHERE node_id = 0")
        assert cursor.fetchone() == (0,)
