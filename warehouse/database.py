"""The database of a home: its server, its migrations, its roles and its one writer at a time."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

from schemas.errors import TerminalError, TransientError
from schemas.settings import Settings
from warehouse.embedded_postgres import keep_running, running_server
from warehouse.grants import APPEND_ONLY, GRANTS, ROLES, SCHEMAS
from warehouse.migrations.upgrade import upgrade

__all__ = ["Database", "address_for", "clear_errors", "open_database", "role_address"]

# Any constants will do, as long as every version of the program uses the same.
_RUN_LOCK = 7_140_226
_SETUP_LOCK = 7_140_227


@dataclass(frozen=True)
class Database:
    """A prepared database. `url` is its owner's libpq address; `kept` holds its connection."""

    url: str
    is_embedded: bool = False
    kept: list[psycopg.Connection[Any]] = field(default_factory=list, repr=False)

    @contextmanager
    def transaction(self) -> Iterator[psycopg.Cursor[Any]]:
        """A psycopg cursor in one transaction: committed at the end, rolled back on any error."""
        with clear_errors(is_embedded=self.is_embedded):
            connection = self._connection()
            with connection.transaction(), connection.cursor() as cursor:
                yield cursor

    @contextmanager
    def readers(self, count: int) -> Iterator[list[psycopg.Cursor[Any]]]:
        """So many cursors, each in a transaction of a connection of its own: they can be asked side
        by side.
        """
        with clear_errors(is_embedded=self.is_embedded), ExitStack() as stack:
            connections = [stack.enter_context(psycopg.connect(self.url)) for _ in range(count)]
            yield [stack.enter_context(connection.cursor()) for connection in connections]

    def _connection(self) -> psycopg.Connection[Any]:
        """The one connection of this database; a new one where that was lost."""
        if not self.kept or self.kept[-1].closed:
            self.kept[:] = [psycopg.connect(self.url)]
        return self.kept[-1]

    def close(self) -> None:
        """Gives its connection back."""
        for connection in self.kept:
            connection.close()

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        """Holds the lock of the load: two runs never write at a time, on whatever machines.

        Raises TransientError when another run holds it.
        """
        with (
            clear_errors(is_embedded=self.is_embedded),
            psycopg.connect(self.url, autocommit=True) as connection,
        ):
            row = connection.execute("SELECT pg_try_advisory_lock(%s)", [_RUN_LOCK]).fetchone()
            if row is None or not row[0]:
                raise TransientError(
                    "Another run is loading this database; wait until it ends and call again."
                )
            yield

    def has_writer(self) -> bool:
        """Whether a run holds that lock now."""
        with self.transaction() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted"
                " AND (classid, objid) = (0, %s)"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
                [_RUN_LOCK],
            )
            found = cursor.fetchone()
        return found is not None and bool(found[0])


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """The database of the settings: embedded unless `database_url` is set, prepared and migrated.

    Raises TransientError when it cannot be reached and TerminalError when it cannot be used.
    """
    with ExitStack() as stack:
        is_embedded = settings.database_url is None
        if settings.database_url is None:
            server = stack.enter_context(running_server(settings.home, settings.postgres_bin))
            url, role_secret = server.url(), server.password
        else:
            url, role_secret = _libpq(settings.database_url.get_secret_value()), None
        with clear_errors(is_embedded=is_embedded):
            _prepare(url, role_secret)
        database = Database(url, is_embedded)
        stack.callback(database.close)
        yield database


def address_for(settings: Settings, role: str) -> str:
    """A libpq address for `role` ('analyst', 'steward', 'pipeline') that stays valid.

    It starts the embedded server and leaves it running until `sunday stop`.
    """
    with open_database(settings) as database:
        if settings.database_url is None:
            keep_running(settings.home, settings.postgres_bin)
        return role_address(settings, database, role)


def role_address(settings: Settings, database: Database, role: str) -> str:
    """A libpq address for `role` ('analyst', 'steward', 'pipeline') while the database is open."""
    if settings.database_url is not None:
        return _external_role_url(database.url, f"sunday_{role}")
    with running_server(settings.home, settings.postgres_bin) as server:
        return server.url(f"sunday_{role}", _role_password(server.password, f"sunday_{role}"))


def _external_role_url(url: str, role: str) -> str:
    # The roles of a server that is not ours may be shared: take the role on, don't log in as it.
    return f"{url}{'&' if '?' in url else '?'}options=-c%20role%3D{role}"


def _libpq(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    if not separator or scheme.split("+")[0] not in ("postgresql", "postgres"):
        raise TerminalError(
            "SUNDAY_DATABASE_URL is not the address of a Postgres database; give one that begins"
            " with postgresql://, or unset it to use the embedded database."
        )
    return f"postgresql://{rest}"


def _role_password(secret: str, role: str) -> str:
    return hmac.new(secret.encode(), role.encode(), hashlib.sha256).hexdigest()


def _prepare(url: str, role_secret: str | None) -> None:
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
        if connection.info.server_version < 150_000:
            raise TerminalError(
                f"The database is Postgres {connection.info.server_version // 10_000};"
                " sunday needs version 15 or newer."
            )
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_SETUP_LOCK])
            # A restored dump brings the tables without the server's roles or their rights, and a
            # database of an earlier version has no rights to sequences.
            if upgrade(url) or not _are_granted(cursor):
                _grant(cursor, role_secret)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_SETUP_LOCK])


def _are_granted(cursor: psycopg.Cursor[Any]) -> bool:
    cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)", [list(ROLES)])
    found = cursor.fetchone()
    if found is None or found[0] < len(ROLES):
        return False
    questions = [(role, schema) for role in ROLES for schema in GRANTS[role]]
    cursor.execute(
        "SELECT bool_and(has_schema_privilege(role, schema, 'USAGE') AND NOT EXISTS ("
        " SELECT FROM pg_class sequence"
        " WHERE relkind = 'S' AND relnamespace = schema::regnamespace"
        " AND NOT has_sequence_privilege(role, sequence.oid, 'SELECT')))"
        " FROM unnest(%s::text[], %s::text[]) AS asked(role, schema)",
        [[role for role, _ in questions], [schema for _, schema in questions]],
    )
    answer = cursor.fetchone()
    return answer is not None and bool(answer[0])


def _grant(cursor: psycopg.Cursor[Any], role_secret: str | None) -> None:
    for role in ROLES:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
        if role_secret is not None:
            cursor.execute(
                sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(
                    sql.Identifier(role), sql.Literal(_role_password(role_secret, role))
                )
            )
        else:
            cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))
    for schema in SCHEMAS:
        for role in ROLES:
            _grant_schema(cursor, schema, role, GRANTS[role].get(schema))
    for table in APPEND_ONLY:
        cursor.execute(
            sql.SQL("REVOKE UPDATE, DELETE ON {} FROM {}").format(
                sql.Identifier(*table.split(".")), sql.SQL(", ").join(map(sql.Identifier, ROLES))
            )
        )


def _grant_schema(
    cursor: psycopg.Cursor[Any], schema: str, role: str, privileges: str | None
) -> None:
    names = {"schema": sql.Identifier(schema), "role": sql.Identifier(role)}
    cursor.execute(
        sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}").format(**names)
    )
    if privileges is None:
        return
    cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA {schema} TO {role}").format(**names))
    cursor.execute(
        sql.SQL("GRANT {} ON ALL TABLES IN SCHEMA {schema} TO {role}").format(
            sql.SQL(privileges), **names
        )
    )
    # Nobody asks for the state of a sequence but pg_dump, which fails without it.
    cursor.execute(
        sql.SQL("GRANT SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}").format(**names)
    )


@contextmanager
def clear_errors(*, is_embedded: bool = False) -> Iterator[None]:
    """Turns what the driver raises into one sentence without a secret or a value."""
    try:
        yield
    except psycopg.errors.DiskFull:
        raise TransientError(
            "The database's disk is full; nothing was published; free some room and call again."
        ) from None
    except psycopg.errors.InsufficientPrivilege as error:
        raise TerminalError(
            f"The database refused its user a right ({error.diag.message_primary}); grant it and"
            " call again."
        ) from None
    except psycopg.OperationalError as error:
        advice = (
            "read the end of HOME/logs/postgres.log"
            if is_embedded
            else "check that it runs and that SUNDAY_DATABASE_URL is right"
        )
        raise TransientError(
            f"The database cannot be reached ({_first_line(error)}); {advice}, then call again."
        ) from None
    except (psycopg.IntegrityError, psycopg.DataError) as error:
        # Postgres's own words quote the row.
        what = error.diag.constraint_name or error.diag.column_name or type(error).__name__
        raise TerminalError(
            f"The database refused a row ({what}), so nothing was published; report these words to"
            " the developers."
        ) from None
    except psycopg.ProgrammingError as error:
        if error.sqlstate:
            raise
        raise TerminalError(
            "SUNDAY_DATABASE_URL cannot be understood; give an address such as"
            " postgresql://user@host/database."
        ) from None


def _first_line(error: Exception) -> str:
    text = str(getattr(error, "orig", None) or error).strip()
    return text.splitlines()[0].rstrip(".") if text else type(error).__name__
