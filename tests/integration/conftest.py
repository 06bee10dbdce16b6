"""What only the tests on a real Postgres need."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

import pytest
from pydantic import SecretStr

from schemas.settings import Settings

if TYPE_CHECKING:
    from tests.districts import Played


class Databases(Protocol):
    """The maker of databases of `tests/conftest.py`."""

    def copy_of(self, template: str) -> AbstractContextManager[str]: ...


@pytest.fixture
def blank_database_url(databases: Databases) -> Iterator[str]:
    """The libpq address of a database that nobody has migrated."""
    with databases.copy_of("template0") as url:
        yield url


@pytest.fixture(scope="module")
def settings_of_played(
    fresh_database: Callable[[], AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Settings]:
    """The settings of the home of the runs that the cases of a module share: without answers."""
    with fresh_database() as url:
        home = tmp_path_factory.mktemp("home")
        settings = Settings(home=home, database_url=SecretStr(url), answers=False)
        settings.inbox_folder.mkdir()
        yield settings


@pytest.fixture(scope="module")
def played(request: pytest.FixtureRequest, settings_of_played: Settings) -> "Played":
    """How the cases of this module that were asked for fared in the runs that they share.

    A module's PLAYED_FIRST are cases that others look at, asked for or not.
    """
    from tests.districts import cases_of, play

    asked = [item for item in request.session.items if isinstance(item, pytest.Function)]
    cases = cases_of(item.function for item in asked if item.module is request.module)
    first = getattr(request.module, "PLAYED_FIRST", [])
    return play(list(dict.fromkeys([*first, *cases])), settings_of_played)
