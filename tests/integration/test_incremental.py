"""A campaign taken in Sunday by Sunday says what it says when it is taken in at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest

from flows.steps import run_sunday
from schemas.settings import Settings
from schemas.tables import TABLES
from tests.homes import Campaign, write_campaign
from tests.integration.test_cases_through_a_run import in_process, silent
from warehouse import copying
from warehouse.database import Database, open_database
from warehouse.reference import load_folder, load_shipped

NOW = "2023-05-01T10:00+07:00"
LATER = "2023-05-02T10:00+07:00"

_OF_THE_RUN = {"run_id", "published_at", "superseded_at", "cause", "received_at", "arrived_at"}
_OF_THE_RUN |= {"last_received_at", "merged_into"}
"""What depends on when something was taken in, not on what it says."""

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return write_campaign(tmp_path_factory.mktemp("campaign"), sundays=4, branches=4)


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


def forget(database: Database, statement: str) -> None:
    with database.transaction() as cursor:
        cursor.execute(statement.encode())


def test_sunday_by_sunday_says_what_all_at_once_says(
    campaign: Campaign, new_settings: Callable[[], Settings]
) -> None:
    """With files that come late, for a Sunday that was published, and in another order."""
    files = sorted(campaign.inbox.rglob("*.xlsx"))
    days = sorted({part for file in files for part in file.parts if part.startswith("2023-")})
    of_day = {day: [file for file in files if day in file.parts] for day in days}
    late = {of_day[days[0]][1], of_day[days[1]][0]}
    at_once, by_and_by = new_settings(), new_settings()
    for settings in (at_once, by_and_by):
        load(settings, campaign)
    take_in(at_once, campaign, files)
    for day in (days[1], days[0], *days[2:]):
        take_in(by_and_by, campaign, [file for file in of_day[day] if file not in late])
    take_in(by_and_by, campaign, sorted(late))
    assert_same(said(by_and_by), said(at_once))


def test_counting_or_linking_everything_anew_changes_nothing(
    campaign: Campaign, settings: Settings, database: Database
) -> None:
    """Where the model or the reference data is another one, all is done again."""
    files = sorted(campaign.inbox.rglob("*.xlsx"))
    load(settings, campaign)
    for half in (files[::2], files[1::2]):
        take_in(settings, campaign, half)
    before = said(settings)
    for column in ("model_version", "reference_hash"):
        forget(database, f"UPDATE ops.run SET {column} = repeat('0', 64)")
        take_in(settings, campaign, [], LATER)
        assert_same(said(settings), before)


def test_a_home_from_before_links_were_kept_is_read_and_linked_anew(
    campaign: Campaign, settings: Settings, database: Database
) -> None:
    load(settings, campaign)
    take_in(settings, campaign, sorted(campaign.inbox.rglob("*.xlsx")))
    before = said(settings)
    forget(database, "UPDATE vault.record SET node_id = 0")
    forget(database, "DELETE FROM vault.link_node")
    forget(database, "DELETE FROM vault.link_edge")
    forget(database, "UPDATE ops.run SET model_version = NULL")
    take_in(settings, campaign, [], LATER)
    assert_same(said(settings), before)
    with database.transaction() as cursor:
        cursor.execute("SELECT count(*) FROM vault.record WHERE node_id = 0")
        assert cursor.fetchone() == (0,)
