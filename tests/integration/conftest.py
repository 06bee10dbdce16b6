"""What only the tests on a real Postgres need."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

import pytest


class Databases(Protocol):
    """The maker of databases of `tests/conftest.py`."""

    def copy_of(self, template: str) -> AbstractContextManager[str]: ...


@pytest.fixture
def blank_database_url(databases: Databases) -> Iterator[str]:
    """The libpq address of a database that nobody has migrated."""
    with databases.copy_of("template0") as url:
        yield url
