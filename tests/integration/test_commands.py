"""The commands as a user of a fresh home meets them: run, sql, url, stop."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.homes import Campaign, Home, loaded_home, write_campaign
from warehouse.embedded_binaries import binaries_folder
from warehouse.embedded_postgres import stop

Fresh = Callable[[], AbstractContextManager[str]]


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """Workbooks and reference data that were made elsewhere."""
    return write_campaign(tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture(scope="module")
def home(
    fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory, campaign: Campaign
) -> Iterator[Home]:
    """A home in which the campaign was run, after `reference load` and nothing else."""
    with loaded_home(fresh_database, tmp_path_factory.mktemp("home"), campaign) as made:
        first = made("run", "--inbox", campaign.inbox, "--json")
        assert first.code == 0, first.err
        (made.folder / "first.json").write_text(first.out, encoding="utf-8")
        yield made


def test_every_row_sent_is_accepted_held_back_or_excluded(home: Home, campaign: Campaign) -> None:
    result = json.loads((home.folder / "first.json").read_text(encoding="utf-8"))
    assert sum(result["submissions"].values()) == campaign.files
    assert result["records_parsed"] == campaign.rows
    parts = ("accepted", "quarantined", "excluded")
    assert result["records_parsed"] == sum(result[f"records_{part}"] for part in parts)
    assert result["indicators_restated"] == 0
    assert set(result["seconds"]) >= {"read", "publish", "total"}


@pytest.mark.parametrize(("period", "since"), [("week", "="), ("since_launch", "<=")])
def test_unique_citizens_are_the_distinct_persons(home: Home, period: str, since: str) -> None:
    rows = home.ask(
        "SELECT i.sunday, i.value::int, (SELECT count(DISTINCT person_id) FROM core.record_person r"
        f" WHERE r.sunday {since} i.sunday) FROM mart.indicator i WHERE unit_level = 'province'"
        f" AND indicator_code = 'KPI_UNIQUE_CITIZENS' AND period = '{period}'"
    )
    assert len(rows) == 2
    for _, published, counted in rows:
        assert published == counted > 0


def test_a_second_run_changes_nothing(home: Home, campaign: Campaign) -> None:
    before = home.published()
    runs = home.ask("SELECT count(*) FROM ops.run")[0][0]
    again = home("run", "--inbox", campaign.inbox, "--json")
    assert again.code == 0
    assert again.document["submissions"] == {}
    assert again.document["records_parsed"] == again.document["indicators_restated"] == 0
    assert home.published() == before
    assert home.ask("SELECT count(*) FROM ops.run")[0][0] == runs + 1


def test_the_inbox_is_left_as_it_was(home: Home, campaign: Campaign) -> None:
    assert len([path for path in campaign.inbox.rglob("*") if path.is_file()]) == campaign.files


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * FROM vault.record", "permission denied for schema vault"),
        ("SELECT * FROM quality.finding", "permission denied for schema quality"),
        ("SELECT * FROM ops.run", "permission denied for schema ops"),
        ("INSERT INTO mart.target DEFAULT VALUES", "refused"),
        ("DELETE FROM core.person", "read-only transaction"),
        ("CREATE TABLE mart.mine (a int)", "read-only transaction"),
        ("SELECT 1; SELECT 2", "multiple commands"),
        ("SELECT 1; DELETE FROM core.person", "multiple commands"),
        ("COMMIT; DROP TABLE core.person", "multiple commands"),
        ("SELEC 1", "syntax error"),
        ("SELECT 1/0", "division by zero"),
        ("COPY (SELECT 1) TO STDOUT", "ask with SELECT"),
    ],
)
def test_an_analyst_only_reads_core_and_mart(home: Home, query: str, words: str) -> None:
    before = home.tables()
    refused = home("sql", query, "--json")
    assert refused.code == 1
    assert words in refused.sentence
    assert refused.document == {"error": refused.sentence}
    assert home.tables() == before


def test_an_answer_in_json_is_an_array_of_objects(home: Home) -> None:
    query = (
        "SELECT date '2023-03-05' AS day, NULL AS nothing, 1.5::numeric AS number, 3 AS whole,"
        " 'NaN'::float8 AS none, timestamptz '2023-03-05 15:00+00' AS moment, true AS yes,"
        " 'Tổ 100%' AS text"
    )
    (row,) = home("sql", query, "--json").document
    assert row.pop("moment").startswith("2023-03-05T")
    assert row == {
        "day": "2023-03-05",
        "nothing": None,
        "number": 1.5,
        "whole": 3,
        "none": None,
        "yes": True,
        "text": "Tổ 100%",
    }
    assert home("sql", "SELECT 1 AS a WHERE false", "--json").document == []
    indicators = "SELECT sunday, value, denominator FROM mart.indicator ORDER BY 1 LIMIT 3;"
    rows = home("sql", indicators, "--json").document
    assert len(rows) == 3
    assert all(re.fullmatch(r"2023-\d\d-\d\d", row["sunday"]) for row in rows)


def test_no_column_is_lost_to_another_of_its_name(home: Home) -> None:
    query = "SELECT 1 AS a, 2 AS a, 3 AS a_2, 4 AS a"
    assert home("sql", query, "--json").document == [{"a": 1, "a_3": 2, "a_2": 3, "a_4": 4}]
    assert home("sql", query).out.split()[:4] == ["a", "a_3", "a_2", "a_4"]


def test_a_refused_copy_says_one_sentence_to_people_too(home: Home) -> None:
    refused = home.process("sql", "COPY (SELECT 1) TO STDOUT")
    assert (refused.code, refused.out) == (1, "")
    assert refused.sentence.startswith("The query was refused: COPY")


def test_a_demo_is_refused_where_an_inbox_elsewhere_was_taken_in(home: Home) -> None:
    before = home.published()
    refused = home("demo")
    assert refused.code == 2
    assert "already holds branches or submissions" in refused.sentence
    assert home.published() == before
    assert not (home.folder / "demo-campaign").exists()
    assert not list((home.folder / "inbox").glob("*"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["frob"],
        ["run", "--frob"],
        ["run", "here"],
        ["sql"],
        ["--home"],
        ["reference", "drop"],
        ["url", "--role", "owner"],
        ["findings", "--state", "odd"],
        ["demo", "--campaign", "huge"],
    ],
    ids=" ".join,
)
def test_what_no_command_knows_is_a_usage_error(home: Home, arguments: list[str]) -> None:
    refused = home(*arguments)
    assert refused.code == 2
    assert refused.sentence
    assert refused.out == ""
    told = home(*arguments, "--json")
    assert told.code == 2
    assert told.document == {"error": told.sentence}


def test_what_run_says_to_do_next_is_for_this_home(home: Home, campaign: Campaign) -> None:
    assert f"--home {home.folder} status" in home("run", "--inbox", campaign.inbox).out


def test_findings_of_a_branch_or_rule_that_is_none_are_not_merely_0(home: Home) -> None:
    known = home.ask("SELECT min(branch_code) FROM core.branch")[0][0]
    for asked, words in (
        (["--branch", "NOPE"], "there is no such branch"),
        (["--rule", "nope"], "there is no such rule"),
    ):
        assert words in home("findings", *asked).out
        assert home("findings", *asked, "--json").document == []
    quiet = home("findings", "--branch", known, "--rule", "file.name.is_lock_file").out
    assert quiet == "0 phát hiện / findings\n"


def test_a_branch_is_found_in_any_case_and_no_line_ends_in_blanks(home: Home) -> None:
    (branch,) = home.ask(
        "SELECT branch_code FROM ops.submission JOIN quality.finding USING (submission_id) LIMIT 1"
    )[0]
    said = home("findings", "--branch", branch.lower()).out
    assert said == home("findings", "--branch", branch).out
    assert branch in said
    assert [line for line in said.splitlines() if line != line.rstrip()] == []


@pytest.mark.parametrize(
    ("period", "words"),
    [("1999", "give a year from 2023 on"), ("05-03", "or a year such as 2023")],
)
def test_what_cannot_be_locked_is_told_what_can(home: Home, period: str, words: str) -> None:
    refused = home("lock", period, "--reason", "Đã gửi")
    assert refused.code == 2
    assert words in refused.sentence


def test_help_is_broken_only_where_the_terminal_ends(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert (
        "as the sender sees it in Excel and the beginning of its id"
        in home("findings", "--help").out
    )


def test_without_a_command_the_help_is_shown(home: Home) -> None:
    shown = home()
    assert shown.code == 2
    assert "Commands" in shown.out + shown.err
    assert home("--help").code == 0


@pytest.mark.parametrize("command", ["status", "findings"])
def test_looking_changes_nothing(home: Home, command: str) -> None:
    before = home.tables("core", "mart", "quality", "ops")
    assert home(command).code == home(command, "--json").code == 0
    assert home(command, "--sunday", "2023-03-05", "--json").code == 0
    assert home.tables("core", "mart", "quality", "ops") == before


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, str]]:
    """A home with an embedded server of its own, and the address that `sunday url` gave."""
    home = Home(tmp_path_factory.mktemp("served") / "home")
    given = home.process("url", "--json")
    assert given.code == 0, given.err
    yield home, given.document["url"]
    stop(home.folder, remove=True)


def test_an_empty_home_has_nothing_to_say(served: tuple[Home, str]) -> None:
    home, _ = served
    assert home.process("status", "--json").document["branches"] == []
    for command in (["findings"], ["sql", "SELECT * FROM mart.indicator"]):
        said = home(*command, "--json")
        assert (said.code, said.err, said.document) == (0, "", [])
        assert home(*command).code == 0


def test_the_address_serves_until_stop(served: tuple[Home, str]) -> None:
    home, url = served
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("sunday_analyst",)
    programs = binaries_folder()
    answer = home.start([programs / "psql", "-XAtc", "SELECT count(*) FROM core.unit", url], {})
    assert (answer.code, answer.out) == (0, "0\n"), answer.err
    dumped = home.start([programs / "pg_dump", "--schema=mart", "--schema=core", url], {})
    assert dumped.code == 0, dumped.err
    assert "CREATE TABLE mart.indicator" in dumped.out
    refused = home.start([programs / "psql", "-XAtc", "SELECT * FROM vault.record", url], {})
    assert refused.code == 1
    assert "permission denied" in refused.err


def test_the_pipeline_reads_every_table_that_is_mirrored(served: tuple[Home, str]) -> None:
    home, _ = served
    url = home("url", "--role", "pipeline").out.strip()
    assert url.startswith("postgresql://sunday_pipeline:")
    with psycopg.connect(url) as connection:
        names = connection.execute(
            "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables"
            " WHERE table_schema IN ('core', 'mart', 'quality', 'ops')"
            " UNION SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname IN ('core', 'mart', 'quality', 'ops')"
        ).fetchall()
        assert len(names) > 20
        for (name,) in names:
            connection.execute(f"SELECT * FROM {name} LIMIT 1".encode())


def test_stop_ends_the_server_and_remove_deletes_its_cluster(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    url = home("url").out.strip()
    stopped: Any = home.process("stop", "--json").document
    assert stopped == {"was_running": True, "removed": False}
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    assert home("stop", "--json").document == {"was_running": False, "removed": False}
    assert (home.folder / "postgres" / "cluster.json").exists()
    assert home("stop", "--remove", "--json").document == {"was_running": False, "removed": True}
    assert not (home.folder / "postgres" / "cluster.json").exists()
    assert home("stop", "--remove").code == 0
