"""One embedded Postgres for a session, and an empty migrated database for each test that asks.

A database is copied from a template that was migrated once (0.1 s instead of 2). With pytest-xdist
each worker has its own server. Nothing here starts before a test asks for it, and nothing of the
project is imported before, so unit tests stay as fast as they are.
"""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from schemas.settings import Settings
    from warehouse.database import Database
    from warehouse.embedded_postgres import ServerAddress


# pandas makes many small objects and no cycles: looking for some took a seventh of all tests' time.
gc.set_threshold(50_000, 20, 50)


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: the collector need not look at them ever again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """With `--dist loadfile` tests/e2e is as one file: one worker alone starts a Prefect server."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class OneServer(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            is_e2e = nodeid.startswith("tests/e2e/")
            return "tests/e2e" if is_e2e else str(super()._split_scope(nodeid))

    return OneServer(config, log)


@pytest.fixture(autouse=True)
def no_settings_of_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the caller's shell says about sunday or Prefect's server is no part of a test."""
    for name in list(os.environ):
        if name.startswith("SUNDAY_") or name in ("PREFECT_API_URL", "PREFECT_PROFILE"):
            monkeypatch.delenv(name)


@dataclass(frozen=True)
class Databases:
    """Makes and drops databases on the session's server."""

    server: "ServerAddress"
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, name: str) -> str:
        """The owner's libpq address of a database."""
        return replace(self.server, database=name).url()

    def execute(self, statement: str) -> None:
        """Run a statement in the maintenance database."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def copy_of(self, template: str) -> Iterator[str]:
        """The address of a copy of `template`, dropped at the end with whoever is still in it."""
        name = f"test_{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """The server of this session, in a home of its own; stopped and removed at the end."""
    from warehouse.embedded_postgres import running_server, stop
    from warehouse.embedded_postmaster import SERVER_SETTINGS

    home = tmp_path_factory.mktemp("postgres") / "home"
    with ExitStack() as stack:
        stack.callback(stop, home, remove=True)
        with pytest.MonkeyPatch.context() as patch:
            # Nothing here outlives the session, and a dropped database would flush the whole disk.
            patch.setitem(SERVER_SETTINGS, "fsync", "off")
            server = stack.enter_context(running_server(home))
        yield Databases(server)


@pytest.fixture(scope="session")
def fresh_database(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], AbstractContextManager[str]]:
    """Call it in a `with`: the address of an empty database with all tables, roles and grants."""
    from warehouse.database import open_database

    template = "template_migrated"
    databases.execute(f"CREATE DATABASE {template}")
    home = tmp_path_factory.mktemp("template")
    with open_database(_settings(home, databases.url(template))):
        pass
    return lambda: databases.copy_of(template)


@pytest.fixture
def new_settings(
    fresh_database: Callable[[], AbstractContextManager[str]], tmp_path: Path
) -> "Iterator[Callable[[], Settings]]":
    """Each call gives the settings of another fresh home with a database of its own."""
    with ExitStack() as stack:

        def make() -> "Settings":
            home = tmp_path / f"home-{next(homes)}"
            (home / "inbox").mkdir(parents=True)
            return _settings(home, stack.enter_context(fresh_database()))

        homes = count(1)
        yield make


@pytest.fixture
def settings(new_settings: "Callable[[], Settings]") -> "Settings":
    """The settings of a fresh home with an inbox folder, an empty migrated database, no answers."""
    return new_settings()


@pytest.fixture
def database(settings: "Settings") -> "Iterator[Database]":
    """The database of `settings`, open."""
    from warehouse.database import open_database

    with open_database(settings) as opened:
        yield opened


def _settings(home: Path, url: str) -> "Settings":
    from pydantic import SecretStr

    from schemas.settings import Settings

    # Letters and marked workbooks take a third of a small run; who looks at them asks for them.
    return Settings(home=home, database_url=SecretStr(url), answers=False)
