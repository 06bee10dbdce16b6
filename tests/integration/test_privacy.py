"""Personal data stays in the vault, the archive, the outbox and the inbox."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
import pyarrow.parquet as pq
import pytest

from tests.canary import NAME, NUMBER, PHONE, WORDS, canary_files
from tests.homes import Home, Said
from tests.pages import ROOT
from tests.workbooks import write_reference
from warehouse.embedded_binaries import binaries_folder

Fresh = Callable[[], AbstractContextManager[str]]


@pytest.fixture(scope="module")
def ran(
    fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Home, list[Said]]]:
    """A home into which the canary came, and what the commands said at the finest log level."""
    with fresh_database() as url:
        home = Home(tmp_path_factory.mktemp("home"), url)
        assert home("reference", "load", write_reference(home.folder / "reference")).code == 0
        for path, content in canary_files().items():
            target = home.folder / "inbox" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        said = [
            home.process("run", "--json", LOG_LEVEL="DEBUG"),
            home("run", LOG_LEVEL="DEBUG"),
            home("status", "--json", LOG_LEVEL="DEBUG"),
            home("findings", LOG_LEVEL="DEBUG"),
            home("findings", "--json", LOG_LEVEL="DEBUG"),
        ]
        assert [one.code for one in said] == [0] * len(said), said[0].err
        yield home, said


def found(text: str) -> list[str]:
    """The canary's words in a text."""
    return [word for word in WORDS if word in text]


def dumped(home: Home, *options: str) -> str:
    done = home.start([binaries_folder() / "pg_dump", "--inserts", *options, home.url], {})
    assert done.code == 0, done.err
    return done.out


@pytest.mark.parametrize("options", [[], ["--exclude-schema=vault"]], ids=["whole", "no vault"])
def test_the_pipeline_s_address_serves_a_backup(
    ran: tuple[Home, list[Said]], tmp_path: Path, options: list[str]
) -> None:
    home, _ = ran
    address = home("url", "--role", "pipeline").out.strip()
    dump = tmp_path / "sunday.dump"
    done = home.start([binaries_folder() / "pg_dump", "-Fc", "-f", dump, *options, address], {})
    assert (done.code, done.err) == (0, "")
    listed = home.start([binaries_folder() / "pg_restore", "--list", dump], {}).out
    assert "TABLE DATA quality decision" in listed
    assert ("TABLE DATA vault record" in listed) is not bool(options)


def test_operations_say_where_pg_dump_is() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert "/".join(binaries_folder().parts[-3:]) in page


def test_a_database_of_an_earlier_version_gets_the_rights_that_it_lacks(
    ran: tuple[Home, list[Said]],
) -> None:
    home, _ = ran
    assert home.url is not None
    with psycopg.connect(home.url) as connection:
        connection.execute("REVOKE ALL ON ALL SEQUENCES IN SCHEMA quality FROM sunday_pipeline")
    assert home("status").code == 0
    asked = "'sunday_pipeline', 'quality.decision_position_seq', 'SELECT'"
    assert home.ask(f"SELECT has_sequence_privilege({asked})") == [(True,)]


def test_the_canary_did_come_in(ran: tuple[Home, list[Said]]) -> None:
    home, said = ran
    result = said[0].document
    assert result["records_accepted"] >= 3
    assert result["records_quarantined"] >= 3
    vault = dumped(home, "--schema=vault")
    assert {NAME, NUMBER, PHONE} <= {word for word in (NAME, NUMBER, PHONE) if word in vault}
    assert len(said[4].document) > 15, "faulty cells are told"


def test_the_other_schemas_do_not_know_the_canary(ran: tuple[Home, list[Said]]) -> None:
    home, _ = ran
    dump = dumped(home, "--exclude-schema=vault")
    assert "INSERT INTO quality.finding" in dump
    assert "INSERT INTO ops.submission" in dump
    told = [line[:400] for line in dump.splitlines() if found(line)]
    assert not told, "\n".join(told)


def test_no_token_of_the_vault_is_found_elsewhere(ran: tuple[Home, list[Said]]) -> None:
    home, _ = ran
    hashes = "SELECT record_key FROM vault.record UNION SELECT token FROM vault.person_token"
    nodes = "SELECT node_id::text FROM vault.record"
    tokens = {token for (token,) in home.ask(f"{hashes} UNION {nodes}")}
    assert tokens
    dump = dumped(home, "--exclude-schema=vault")
    assert not [token for token in tokens if token in dump]


def test_parquet_does_not_know_the_canary(ran: tuple[Home, list[Said]]) -> None:
    home, _ = ran
    paths = [home.folder / "parquet" / path for path in home.files()]
    assert len(paths) > 10
    for path in paths:
        content = path.read_bytes()
        assert not [word for word in WORDS if word.encode() in content], path
        assert not found(path.as_posix())
        if path.suffix == ".parquet":
            assert not found(str(pq.read_table(path).to_pylist())), path


def test_no_command_says_the_canary_s_name(ran: tuple[Home, list[Said]]) -> None:
    _, said = ran
    for one in said:
        assert not found(one.out)
        assert not found(one.err)


def test_nothing_else_in_the_home_knows_the_canary(ran: tuple[Home, list[Said]]) -> None:
    home, _ = ran
    log = (home.folder / "logs" / "sunday.log").read_text(encoding="utf-8")
    assert "DEBUG" in log and "read: 1 of 4 files" in log
    for path in home.folder.rglob("*"):
        room = path.relative_to(home.folder).parts[0]
        if room in ("archive", "inbox", "outbox"):
            continue
        assert not found(path.relative_to(home.folder).as_posix())
        if path.is_file():
            assert not [word for word in WORDS if word.encode() in path.read_bytes()], path


def test_private_folders_are_private(ran: tuple[Home, list[Said]]) -> None:
    home, _ = ran

    def mode(path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    archive = home.folder / "archive"
    assert mode(archive) == 0o700
    kept = [path for path in archive.rglob("*") if path.is_file()]
    assert len(kept) == len(canary_files())
    assert {mode(path) for path in kept} == {0o400}
    assert not any(found(path.as_posix()) for path in kept)
    assert mode(home.folder / "keys") == 0o700
    assert {mode(path) for path in (home.folder / "keys").iterdir()} == {0o600}


def test_the_key_is_not_in_the_database(ran: tuple[Home, list[Said]]) -> None:
    home, said = ran
    key = (home.folder / "keys" / "pseudonym").read_text(encoding="ascii").strip()
    assert key not in dumped(home)
    assert not any(key in one.out + one.err for one in said)


def test_a_canary_in_reference_data_is_refused_without_its_row(
    ran: tuple[Home, list[Said]], tmp_path: Path
) -> None:
    home, _ = ran
    (tmp_path / "teams.csv").write_text(
        f"team_code,branch_code,name,team_type\nT7,D21609,{NAME},elders\n", encoding="utf-8"
    )
    refused = home("reference", "load", tmp_path)
    assert refused.code == 1
    assert not found(refused.err + refused.out)
