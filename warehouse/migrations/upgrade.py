"""Brings a database to this version's tables."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import psycopg

__all__ = ["head", "upgrade"]

_FOLDER = Path(__file__).parent


@cache
def head() -> str:
    """The newest revision: files of `versions/` begin with their number."""
    return max(path.stem[:4] for path in (_FOLDER / "versions").glob("[0-9]*.py"))


def upgrade(url: str) -> bool:
    """Migrates the database at the libpq address `url` if need be; True if anything was done."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT to_regclass('ops.alembic_version')").fetchone()
        if found is not None and found[0] is not None:
            row = connection.execute("SELECT version_num FROM ops.alembic_version").fetchone()
            if row is not None and row[0] == head():
                return False
        connection.execute("CREATE SCHEMA IF NOT EXISTS ops")
    _migrate(url)
    return True


def _migrate(url: str) -> None:
    import sqlalchemy as sa
    from alembic import command
    from alembic.config import Config

    engine = sa.create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(url))
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()
