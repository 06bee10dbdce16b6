"""What documents published can be read beside what is counted, and is never counted itself."""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from schemas import tables
from schemas.settings import Settings
from tests.homes import Home, write_campaign
from warehouse import copying
from warehouse.database import Database
from warehouse.reference import load_reference, load_shipped, reference_hash

SLIPS = (
    "SELECT indicator_code, round(value::numeric, 1)::float8 AS computed, published_value"
    " FROM core.reference_figure WHERE abs(value - published_value) > 0.6"
)


def test_computed_stands_beside_published(database: Database) -> None:
    with database.transaction() as cursor:
        load_shipped(cursor)
        figures = tables.REFERENCE_FIGURE.validated(copying.read(cursor, tables.REFERENCE_FIGURE))
        before = reference_hash(load_reference(cursor))
        load_shipped(cursor)
        assert len(copying.read(cursor, tables.REFERENCE_FIGURE)) == len(figures) == 7
        assert reference_hash(load_reference(cursor)) == before
        assert cursor.execute(SLIPS.encode()).fetchall() == [("D5299_2023_2", 61.6, 62.6)]
    unknown = figures.set_index("indicator_code").loc["D5299_2024_5"]
    assert unknown[["numerator", "value", "published_value"]].isna().all()


def test_an_analyst_reads_them_in_both_places_and_no_run_counts_them(
    new_settings: Callable[[], Settings],
) -> None:
    settings = new_settings()
    assert settings.database_url is not None
    home = Home(settings.home, settings.database_url.get_secret_value())
    campaign = write_campaign(settings.home / "elsewhere", sundays=1, branches=2)
    assert home("reference", "load", campaign.reference).code == 0
    assert home("run", "--inbox", campaign.inbox).code == 0
    (told,) = home("sql", SLIPS, "--json").document
    assert told == {"indicator_code": "D5299_2023_2", "computed": 61.6, "published_value": 62.6}
    mirrored = settings.home / "parquet" / "core" / "reference_figure" / "part-0.parquet"
    query = SLIPS.replace("core.reference_figure", f"'{mirrored}'").replace("::numeric", "")
    assert duckdb.execute(query).fetchall() == [("D5299_2023_2", 61.6, 62.6)]
    counted = home.ask("SELECT DISTINCT left(indicator_code, 4) FROM mart.indicator")
    assert counted == [("KPI_",)]
