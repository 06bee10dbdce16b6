"""One real Prefect server for all of these tests, and a small inbox for its runs.

Tests of several modules are on it, so each looks at the runs and artifacts that are its own.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.canary import canary_files
from tests.homes import Home, write_campaign
from tests.orchestration import ROOT, Server, background, wait_until_healthy
from tests.workbooks import write_reference

Fresh = Callable[[], AbstractContextManager[str]]
NewHome = Callable[[], AbstractContextManager[Home]]

COMMANDS = ["work-pool", "work-pool", "gcl", "automation", "deploy"]
"""At the head of prefect.yaml, before the worker is started."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the session."""
    home = tmp_path_factory.mktemp("prefect")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = Server(home, f"http://127.0.0.1:{port}/api")
    log = home / "server.log"
    command = ["server", "start", "--no-ui", "--host", "127.0.0.1", "--port", str(port)]
    with background(command, home, made.environment, log) as process:
        wait_until_healthy(made, process, log)
        yield made


@pytest.fixture(scope="session")
def deployed(server: Server) -> Server:
    """The server after the commands at the head of prefect.yaml, as they are written there."""
    lines = (ROOT / "prefect.yaml").read_text(encoding="utf-8").splitlines()
    written = [line.removeprefix("#   prefect --no-prompt ") for line in lines]
    commands = [new for old, new in zip(lines, written, strict=True) if old != new]
    assert [command.split()[0] for command in commands] == COMMANDS
    for command in commands:
        done = server.prefect(*command.split())
        assert done.code == 0, done.out + done.err
    return server


@pytest.fixture(scope="session")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small campaign, the canary's files and a broken one; its lists are beside it."""
    folder = tmp_path_factory.mktemp("elsewhere")
    campaign = write_campaign(folder, sundays=1, branches=2)
    files = {**canary_files(), "broken.xlsx": b"PK\x03\x04 no workbook"}
    for path, content in files.items():
        target = campaign.inbox / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return campaign.inbox


@pytest.fixture(scope="session")
def new_home(
    fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory, inbox: Path
) -> NewHome:
    """Call it in a `with`: a home with branches and teams and an empty database."""

    @contextmanager
    def make() -> Iterator[Home]:
        with fresh_database() as url:
            home = Home(tmp_path_factory.mktemp("home"), url)
            folder = home.folder / "reference"
            assert home("reference", "load", inbox.parent / "reference").code == 0
            codes = {row for (row,) in home.ask("SELECT branch_code FROM core.branch")}
            more = {code: code[1:] for code in ("D21609", "D21610") if code not in codes}
            teams = {"T9001": "D21609", "T9101": "D21610"}
            assert home("reference", "load", write_reference(folder, more, teams)).code == 0
            yield home

    return make
