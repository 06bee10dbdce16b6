"""The migrations make exactly what is declared, and each role may do exactly what is granted."""

from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import errors
from pydantic import SecretStr

from schemas.settings import Settings
from schemas.tables import TABLES
from warehouse.database import Database, address_for, open_database
from warehouse.ddl import metadata
from warehouse.embedded_postgres import stop
from warehouse.grants import APPEND_ONLY, SCHEMAS
from warehouse.migrations.upgrade import head, upgrade

OURS = "n.nspname IN ({})".format(", ".join(f"'{schema}'" for schema in SCHEMAS))
NO_BOOKKEEPING = "c.relname <> 'alembic_version'"
"""Alembic's own table, which no declaration knows."""

CATALOGS = {
    "schemas": f"""
        SELECT n.nspname, obj_description(n.oid, 'pg_namespace')
        FROM pg_namespace n WHERE {OURS}""",
    "tables": f"""
        SELECT n.nspname || '.' || c.relname, c.relkind, obj_description(c.oid, 'pg_class')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {OURS} AND {NO_BOOKKEEPING} AND c.relkind IN ('r', 'p', 'f')""",
    "columns": f"""
        SELECT n.nspname || '.' || c.relname || '.' || a.attname,
               row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum),
               format_type(a.atttypid, a.atttypmod), a.attnotnull,
               pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated,
               col_description(c.oid, a.attnum)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE {OURS} AND {NO_BOOKKEEPING} AND c.relkind IN ('r', 'p', 'f')
          AND a.attnum > 0 AND NOT a.attisdropped""",
    "constraints": f"""
        SELECT n.nspname || '.' || c.relname || '.' || k.conname, pg_get_constraintdef(k.oid),
               k.convalidated
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {OURS} AND {NO_BOOKKEEPING}""",
    "indexes": """
        SELECT schemaname || '.' || indexname, indexdef
        FROM pg_indexes n WHERE tablename <> 'alembic_version' AND {}""".format(
        OURS.replace("n.nspname", "n.schemaname")
    ),
    "triggers": f"""
        SELECT n.nspname || '.' || c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid)
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS} AND NOT t.tgisinternal""",
}


@pytest.fixture
def declared_url(blank_database_url: str) -> str:
    """A database made from the declarations alone."""
    engine = sa.create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(blank_database_url)
    )
    with engine.begin() as connection:
        for schema, comment in SCHEMAS.items():
            connection.execute(sa.schema.CreateSchema(schema))
            connection.exec_driver_sql(f"COMMENT ON SCHEMA {schema} IS '{comment}'")
        metadata().create_all(connection)
    engine.dispose()
    return blank_database_url


def lines(url: str, query: str) -> list[str]:
    """The rows of a query as sorted lines."""
    with psycopg.connect(url) as connection:
        return sorted(" | ".join(map(str, row)) for row in connection.execute(query.encode()))


@pytest.mark.parametrize("catalog", CATALOGS)
def test_migrations_make_what_is_declared(
    catalog: str, database: Database, declared_url: str
) -> None:
    difference = unified_diff(
        lines(declared_url, CATALOGS[catalog]),
        lines(database.url, CATALOGS[catalog]),
        "declared",
        "migrated",
        lineterm="",
        n=0,
    )
    assert not (report := "\n".join(difference)), report


def test_a_prepared_database_is_left_alone(database: Database, settings: Settings) -> None:
    # xmin is the transaction that wrote the row: even an equal row written again would differ.
    written = """
        SELECT 'relation', oid::text, xmin, relacl::text FROM pg_class
        UNION ALL SELECT 'schema', oid::text, xmin, nspacl::text FROM pg_namespace
        UNION ALL SELECT 'role', oid::text, xmin, NULL FROM pg_authid
        UNION ALL SELECT 'version', version_num, xmin, NULL FROM ops.alembic_version"""
    before = lines(database.url, written)
    assert not upgrade(database.url)
    with open_database(settings) as again:
        assert lines(again.url, written) == before


def test_a_migration_is_recorded(blank_database_url: str) -> None:
    assert upgrade(blank_database_url)
    assert lines(blank_database_url, "SELECT version_num FROM ops.alembic_version") == [head()]
    assert not upgrade(blank_database_url)


def test_a_second_database_of_one_server_gets_the_same_rights(
    database: Database, settings: Settings, blank_database_url: str
) -> None:
    """Roles belong to the whole server: preparing another database finds them there."""
    other = settings.model_copy(update={"database_url": SecretStr(blank_database_url)})
    with open_database(other) as second:
        rights = "SELECT relname, relacl::text FROM pg_class WHERE relacl IS NOT NULL"
        assert lines(second.url, rights) == lines(database.url, rights)


SELECT = {declared.full_name: f"SELECT * FROM {declared.full_name}" for declared in TABLES}
READERS = {
    "analyst": {"core", "mart"},
    "steward": {"vault", "core", "quality", "mart", "ops"},
    "pipeline": {"vault", "core", "quality", "mart", "ops"},
}


@pytest.fixture
def role_url(database: Database) -> Callable[[str], str]:
    """The address at which one acts as a role."""

    def make(role: str) -> str:
        return f"{database.url}&options={quote(f'-c role=sunday_{role}')}"

    return make


def allowed(url: str, statement: str) -> bool:
    """Whether whoever logs in at `url` may do this."""
    with psycopg.connect(url) as connection:
        try:
            connection.execute(statement.encode())
        except errors.InsufficientPrivilege:
            return False
        finally:
            connection.rollback()
    return True


@pytest.mark.parametrize("role", READERS)
def test_a_role_reads_its_schemas_and_no_other(role: str, role_url: Callable[[str], str]) -> None:
    url = role_url(role)
    readable = {name for name, query in SELECT.items() if allowed(url, query)}
    assert readable == {t.full_name for t in TABLES if t.schema_name in READERS[role]}


@pytest.mark.parametrize("role", READERS)
def test_only_the_pipeline_writes(role: str, role_url: Callable[[str], str]) -> None:
    url = role_url(role)
    statements = [
        statement
        for t in TABLES
        for statement in (
            f"INSERT INTO {t.full_name} SELECT * FROM {t.full_name}",
            f"UPDATE {t.full_name} SET {t.key[0]} = {t.key[0]}",
            f"DELETE FROM {t.full_name}",
        )
    ]
    permitted = [statement for statement in statements if allowed(url, statement)]
    lasting = [
        s for s in statements if not s.startswith("INSERT") and set(s.split()) & {*APPEND_ONLY}
    ]
    writes = [statement for statement in statements if statement not in lasting]
    assert permitted == (writes if role == "pipeline" else [])


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE mart.indicator",
        "DROP TABLE mart.indicator",
        "CREATE TABLE mart.own (x int)",
        "CREATE TABLE public.own (x int)",
        "CREATE SCHEMA own",
        "SELECT pg_read_file('PG_VERSION')",
        "ALTER TABLE mart.indicator DISABLE TRIGGER ALL",
    ],
)
def test_no_role_changes_what_there_is(
    role: str, statement: str, role_url: Callable[[str], str]
) -> None:
    assert not allowed(role_url(role), statement)


@pytest.mark.parametrize("role", READERS)
def test_the_address_of_a_role_acts_as_that_role(
    role: str, settings: Settings, database: Database
) -> None:
    assert lines(address_for(settings, role), "SELECT current_user") == [f"sunday_{role}"]


def test_the_address_of_a_role_of_an_embedded_server_logs_in_as_that_role(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    try:
        url = address_for(settings, "analyst")
        assert lines(url, "SELECT session_user, count(*) FROM mart.indicator") == [
            "sunday_analyst | 0"
        ]
        assert not allowed(url, SELECT["vault.record"])
    finally:
        stop(settings.home, remove=True)
