"""The embedded Postgres: one server for each home, shared, private, and safe to kill."""

import contextlib
import os
import pwd
import select
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import psycopg
import pytest

from schemas.errors import TerminalError
from warehouse import embedded_binaries
from warehouse.embedded_binaries import Binaries, binaries_folder
from warehouse.embedded_postgres import ServerAddress, keep_running, running_server, stop

REPOSITORY = Path(__file__).resolve().parents[2]
DEBIAN_POSTGRES = Path("/usr/lib/postgresql/15/bin")

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="root alone has a second account to use")
needs_debian_postgres = pytest.mark.skipif(
    not DEBIAN_POSTGRES.is_dir(), reason=f"no second Postgres in {DEBIAN_POSTGRES}"
)

USE_SERVER = """
import sys
from pathlib import Path
from warehouse.embedded_postgres import running_server
with running_server(Path(sys.argv[1])) as address:
    print(address.url(), flush=True)
    sys.stdin.read()
"""

LIVE_AS_ORDINARY_USER = """
import os, sys
from pathlib import Path
import psycopg
from warehouse.embedded_postgres import keep_running, running_server, stop
home = Path(sys.argv[1])
for turn in range(2):
    with running_server(home) as address, psycopg.connect(address.url()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS turn (number int)")
        connection.execute("INSERT INTO turn VALUES (%s)", [turn])
        count = connection.execute("SELECT count(*) FROM turn").fetchone()[0]
        data = Path(connection.execute("SHOW data_directory").fetchone()[0])
    assert count == turn + 1, count
    assert not address.socket_folder.exists()
home = home.rename(home.with_name("moved home"))
with running_server(home) as address, psycopg.connect(address.url()) as connection:
    assert connection.execute("SELECT count(*) FROM turn").fetchone()[0] == 2
    assert address.socket_folder.stat().st_mode & 0o777 == 0o700
keep_running(home)
assert stop(home) and not stop(home)
assert (home / "postgres" / "data").stat().st_uid == os.geteuid() != 0
stop(home, remove=True)
assert not (home / "postgres" / "data").exists()
print("lived")
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home that does not exist yet; its server is stopped and removed at the end."""
    folder = tmp_path / "home of the tests"
    yield folder
    stop(folder, remove=True)


@pytest.fixture(scope="module")
def home_of_many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home whose cluster is made; making one takes the disk as long as all else in a test."""
    folder = tmp_path_factory.mktemp("postgres") / "home of many tests"
    with running_server(folder):
        pass
    yield folder
    stop(folder, remove=True)


@pytest.fixture
def used_home(home_of_many: Path) -> Iterator[Path]:
    """That home, for a test that leaves it whole; no server is left running."""
    yield home_of_many
    stop(home_of_many)


@contextlib.contextmanager
def another_command(home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Another process that uses the home's server until its input ends, and its address."""
    with subprocess.Popen(
        [sys.executable, "-c", USE_SERVER, str(home)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(REPOSITORY), *sys.path])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert select.select([process.stdout], [], [], 60)[0], "the other command hangs"
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def value(address: ServerAddress | str, query: str) -> object:
    """The one value that a query gives."""
    url = address if isinstance(address, str) else address.url()
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
        return row[0] if row else None


def execute(address: ServerAddress, statement: str) -> None:
    """Run and commit a statement that gives no rows."""
    with psycopg.connect(address.url(), autocommit=True) as connection:
        connection.execute(statement.encode())


def is_served(address: ServerAddress | str) -> bool:
    try:
        return value(address, "SELECT 1") == 1
    except psycopg.OperationalError:
        return False


def data_folder(address: ServerAddress) -> Path:
    return Path(str(value(address, "SHOW data_directory")))


def kill_postmaster(address: ServerAddress) -> None:
    lock = data_folder(address) / "postmaster.pid"
    os.kill(int(lock.read_text().splitlines()[0]), signal.SIGKILL)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_home_gets_a_database_that_keeps_its_rows(home: Path) -> None:
    with running_server(home) as address, psycopg.connect(address.url()) as connection:
        connection.execute("CREATE TABLE branch AS SELECT 'Đắk Lắk' AS branch_name")
    with running_server(home) as address:
        assert value(address, "SELECT branch_name FROM branch") == "Đắk Lắk"


def test_the_server_is_set_up_as_the_design_says(home: Path) -> None:
    expected = {
        "listen_addresses": "",
        "fsync": "on",
        "synchronous_commit": "on",
        "TimeZone": "UTC",
        "server_encoding": "UTF8",
        "data_checksums": "on",
        "shared_buffers": "256MB",
    }
    with running_server(home) as address:
        assert {name: value(address, f"SHOW {name}") for name in expected} == expected
        assert value(address, "SELECT upper('đặng văn ý')") == "ĐẶNG VĂN Ý"
        assert value(address, "SELECT max(k) FROM unnest(ARRAY['Z', 'a', 'đ']) k") == "đ"
        assert "scram-sha-256" in str(
            value(address, "SELECT string_agg(DISTINCT auth_method, ' ') FROM pg_hba_file_rules")
        )


def test_the_programs_of_postgres_take_the_address(used_home: Path) -> None:
    with running_server(used_home) as address:
        execute(address, "CREATE TABLE seen (id int)")
        programs = binaries_folder()
        tables = subprocess.check_output(
            [programs / "psql", address.url(), "-Atc", "\\dt"], text=True, cwd="/"
        )
        dump = subprocess.check_output([programs / "pg_dump", address.url()], text=True, cwd="/")
    assert "seen" in tables
    assert "CREATE TABLE public.seen" in dump


def test_another_role_has_its_own_address_and_needs_its_password(used_home: Path) -> None:
    with running_server(used_home) as address:
        execute(address, "CREATE ROLE analyst LOGIN PASSWORD 'p@ss/word 1'")
        url = address.url("analyst", "p@ss/word 1")
        assert value(url, "SELECT current_user") == "analyst"
        assert not is_served(address.url("analyst", "wrong"))
        assert address.password not in address.url("analyst")
        assert address.password not in repr(address)


def test_two_commands_share_one_server_and_the_last_stops_it(used_home: Path) -> None:
    with running_server(used_home) as address:
        with another_command(used_home) as (process, url):
            assert url == address.url()
            process.communicate(timeout=60)
            assert process.returncode == 0
        assert is_served(address)
    assert not is_served(address)


def test_the_first_command_may_leave_before_the_last(used_home: Path) -> None:
    with contextlib.ExitStack() as first:
        first.enter_context(running_server(used_home))
        with another_command(used_home) as (process, url):
            first.close()
            assert is_served(url)
            process.communicate(timeout=60)
            assert not is_served(url)


def test_commands_that_start_at_the_same_time_get_one_server(home: Path) -> None:
    with another_command(home) as (_, one), another_command(home) as (_, other):
        assert one == other
        assert is_served(one)


def test_a_killed_command_does_not_count_as_a_user(used_home: Path) -> None:
    with another_command(used_home) as (process, url):
        process.kill()
        process.wait()
        assert is_served(url)
    with running_server(used_home) as address:
        assert address.url() == url
    assert not is_served(address)
    assert list((used_home / "postgres" / "users").iterdir()) == []


def test_a_crashed_server_is_recovered_with_its_committed_rows(used_home: Path) -> None:
    with running_server(used_home) as address:
        execute(address, "CREATE TABLE kept AS SELECT 7 AS answer")
        kill_postmaster(address)
        with running_server(used_home) as again:
            assert value(again, "SELECT answer FROM kept") == 7


def test_a_lock_file_with_the_id_of_another_process_is_stale(used_home: Path) -> None:
    with running_server(used_home) as address:
        lock = data_folder(address) / "postmaster.pid"
        content = lock.read_text().splitlines(keepends=True)
    owner = lock.parent.stat()
    with subprocess.Popen(
        ["sleep", "60"], user=owner.st_uid if os.geteuid() == 0 else None, cwd="/"
    ) as stranger:
        try:
            lock.write_text("".join([f"{stranger.pid}\n", *content[1:]]))
            os.chown(lock, owner.st_uid, owner.st_gid)
            with running_server(used_home) as address:
                assert is_served(address)
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_a_server_whose_socket_was_deleted_is_started_again(used_home: Path) -> None:
    address = keep_running(used_home)
    address.socket_file.unlink()
    assert is_served(keep_running(used_home))


def test_keep_running_lasts_until_stop(used_home: Path) -> None:
    address = keep_running(used_home)
    assert is_served(address)
    with running_server(used_home):
        pass
    assert is_served(address)
    assert stop(used_home) is True
    assert not is_served(address)
    assert stop(used_home) is False
    with running_server(used_home):
        pass
    assert not is_served(address), "stop must unpin"


def test_stop_ends_a_server_in_use(used_home: Path) -> None:
    with running_server(used_home) as address:
        assert stop(used_home) is True
        assert not is_served(address)


def test_stop_of_a_home_without_a_server_makes_nothing(tmp_path: Path) -> None:
    assert stop(tmp_path / "nothing", remove=True) is False
    assert list(tmp_path.iterdir()) == []


def test_a_removed_cluster_is_followed_by_an_empty_one(home: Path) -> None:
    with running_server(home) as before:
        execute(before, "CREATE TABLE old (id int)")
        data = data_folder(before)
    assert stop(home, remove=True) is False
    assert not data.exists()
    assert not (home / "postgres" / "cluster.json").exists()
    with running_server(home) as after:
        assert value(after, "SELECT to_regclass('old')") is None
    assert after.password != before.password


def test_a_missing_database_is_made_again(used_home: Path) -> None:
    with running_server(used_home) as address:
        url = address.url().replace("/sunday?", "/postgres?")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP DATABASE sunday")
    with running_server(used_home) as address:
        assert value(address, "SELECT current_database()") == "sunday"


def test_data_secrets_and_sockets_are_private(home: Path) -> None:
    previous = os.umask(0)
    try:
        with running_server(home) as address:
            data = data_folder(address)
            folders = [data, address.socket_folder, home / "postgres", home / "keys", home / "logs"]
            assert [mode(folder) for folder in folders] == [0o700] * len(folders)
            names = ["postgres/cluster.json", "keys/postgres.json", "logs/postgres.log"]
            assert [mode(home / name) for name in names] == [0o600] * len(names)
            assert mode(data.parent) & 0o007 == 0
    finally:
        os.umask(previous)


def test_the_folders_above_the_home_are_left_alone(home: Path) -> None:
    home.parent.chmod(0o700)
    with running_server(home):
        pass
    assert mode(home.parent) == 0o700


def test_the_log_holds_no_value_of_a_statement(used_home: Path) -> None:
    with running_server(used_home) as address:
        execute(address, "CREATE TABLE citizen (cccd text PRIMARY KEY, age int)")
        execute(address, "INSERT INTO citizen VALUES ('001099000001', 1)")
        with pytest.raises(psycopg.Error):
            execute(address, "INSERT INTO citizen VALUES ('001099000001', 2)")
        with pytest.raises(psycopg.Error):
            value(address, "SELECT '001099000001x'::int")
    log = (used_home / "logs" / "postgres.log").read_text()
    assert "ready to accept connections" in log
    assert "001099000001" not in log


def test_a_half_made_cluster_is_ignored_and_cleared(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die_halfway(self: Path, target: Path) -> Path:
        if self.name == "data":
            raise KeyboardInterrupt
        return original(self, target)

    original = Path.rename
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", die_halfway)
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)  # as kill -9 would leave it
        with pytest.raises(KeyboardInterrupt), running_server(home):
            pass
    with running_server(home) as address:
        assert is_served(address)
        assert list(data_folder(address).parent.glob("making-*")) == []


def test_a_lost_cluster_is_not_replaced_silently(home: Path) -> None:
    with running_server(home) as address:
        data = data_folder(address)
    shutil.rmtree(data)
    with pytest.raises(TerminalError, match="sunday stop --remove"), running_server(home):
        pass
    stop(home, remove=True)
    with running_server(home) as address:
        assert is_served(address)


def test_a_home_without_cluster_json_gets_a_new_cluster(home: Path) -> None:
    with running_server(home) as address:
        execute(address, "CREATE TABLE old (id int)")
        data = data_folder(address)
    (home / "postgres" / "cluster.json").unlink()
    with running_server(home) as address:
        assert value(address, "SELECT to_regclass('old')") is None
    if os.geteuid() == 0:  # nothing names the old cluster any more
        shutil.rmtree(data.parent)


def test_a_moved_home_keeps_its_rows(used_home: Path) -> None:
    with running_server(used_home) as address:
        execute(address, "CREATE TABLE moved AS SELECT 7 AS answer")
    moved = used_home.rename(used_home.with_name("moved"))
    try:
        with running_server(moved) as address:
            assert value(address, "SELECT answer FROM moved") == 7
    finally:
        stop(moved)
        moved.rename(used_home)


def test_a_copied_home_never_works_in_the_original(used_home: Path) -> None:
    with running_server(used_home) as address:
        execute(address, "CREATE TABLE ours (id int)")
    copy = used_home.with_name("copy")
    shutil.copytree(used_home, copy)
    if os.geteuid() == 0:
        with pytest.raises(TerminalError, match="is a copy of"), running_server(copy):
            pass
        with pytest.raises(TerminalError, match="is a copy of"):
            stop(copy, remove=True)
    else:
        stop(copy, remove=True)
    with running_server(used_home) as address:
        assert value(address, "SELECT to_regclass('ours')::text") == "ours"


@pytest.mark.parametrize("text", ["", "[]", '{"id": "../../etc", "is_made": true}'])
def test_a_broken_cluster_json_stops_the_command(home: Path, text: str) -> None:
    (home / "postgres").mkdir(parents=True)
    identity = home / "postgres" / "cluster.json"
    identity.write_text(text)
    with pytest.raises(TerminalError, match=r"cluster\.json cannot be understood"):
        keep_running(home)
    identity.unlink()


def test_a_lost_password_is_said_without_starting_a_server(home: Path) -> None:
    with running_server(home) as address:
        pass
    (home / "keys" / "postgres.json").unlink()
    with pytest.raises(TerminalError, match="password"), running_server(home):
        pass
    assert not is_served(address)


def test_a_wrong_password_is_said_at_once(home: Path) -> None:
    with running_server(home):
        pass
    (home / "keys" / "postgres.json").write_text('{"password": "s3cret"}')
    with pytest.raises(TerminalError, match="is not that of") as caught, running_server(home):
        pass
    assert "s3cret" not in str(caught.value)


def test_a_folder_without_postgres_is_refused(home: Path, tmp_path: Path) -> None:
    with pytest.raises(TerminalError, match="SUNDAY_POSTGRES_BIN"):
        keep_running(home, binaries=tmp_path)


def test_why_a_cluster_could_not_be_made_is_in_the_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Binaries, *__: str, log: BinaryIO) -> bool:
        log.write(b"creating\ninitdb: error: could not write to file: No space left on device\n")
        return False

    monkeypatch.setattr(Binaries, "run", fail)
    with (
        pytest.raises(TerminalError, match=r"\(could not write to file: No space left on device\)"),
        running_server(home),
    ):
        pass


def test_a_user_without_a_name_is_told_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    with (
        pytest.raises(TerminalError, match=r"none for the number 54321: add it to /etc/passwd"),
        running_server(home),
    ):
        pass


def test_a_home_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TerminalError, match="cannot use"):
        keep_running(tmp_path / "file" / "home")


@needs_debian_postgres
def test_an_older_postgres_of_the_user_s_own_serves(home: Path) -> None:
    with running_server(home, binaries=DEBIAN_POSTGRES) as address:
        assert str(value(address, "SHOW server_version")).startswith("15.")
        assert value(address, "SELECT upper('đặng')") == "ĐẶNG"
    with pytest.raises(TerminalError, match="Postgres 15 made"), running_server(home):
        pass


@needs_root
def test_binaries_that_the_account_cannot_reach_are_copied_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system_folder = Path(tempfile.mkdtemp(prefix="sunday-test-", dir="/tmp"))
    system_folder.chmod(0o755)
    monkeypatch.setattr(embedded_binaries, "SYSTEM_FOLDER", system_folder)
    hidden = tmp_path / "site-packages"
    install = binaries_folder().parent
    libraries = f"{install.parent.name}.libs"
    shutil.copytree(install, hidden / install.parent.name / install.name)
    shutil.copytree(install.parent.parent / libraries, hidden / libraries)
    hidden.chmod(0o700)
    programs = hidden / install.parent.name / install.name
    try:
        for home in (tmp_path / "one", tmp_path / "two"):
            with running_server(home, binaries=programs) as address:
                assert is_served(address)
            stop(home, remove=True)
        assert [path.name[:4] for path in system_folder.iterdir()] == ["bin-"]
        assert mode(hidden) == 0o700
    finally:
        shutil.rmtree(system_folder)


def run_as_nobody(python: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a Python as an account that has nothing but `folder`."""
    account = pwd.getpwnam("nobody")
    packages = Path(psycopg.__file__).parents[1]
    return subprocess.run(
        [python, "-c", *arguments],
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
        cwd=folder,
        env={"PYTHONPATH": f"{REPOSITORY}:{packages}", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def python_of_nobody(folder: Path) -> str:
    """A Python of our version that the account can run; skips, with reasons, if there is none."""
    reasons = []
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        try:
            probe = run_as_nobody(python, folder, "import psycopg, warehouse.embedded_postgres")
        except OSError as error:
            reasons.append(f"{python}: {error.strerror}")
            continue
        if probe.returncode == 0:
            return python
        reasons.append(f"{python}: {probe.stderr.strip().splitlines()[-1]}")
    pytest.skip(f"no Python that the account nobody can run: {'; '.join(reasons)}")


@needs_root
def test_an_ordinary_user_has_its_cluster_in_its_home() -> None:
    account = pwd.getpwnam("nobody")
    folder = Path(tempfile.mkdtemp(prefix="sunday-nobody-", dir="/tmp"))
    os.chown(folder, account.pw_uid, account.pw_gid)
    try:
        python = python_of_nobody(folder)
        lived = run_as_nobody(python, folder, LIVE_AS_ORDINARY_USER, str(folder / "home"))
        assert lived.stdout == "lived\n", lived.stderr
    finally:
        shutil.rmtree(folder)


@needs_root
@pytest.mark.parametrize("name", embedded_binaries.ACCOUNT_NAMES)
def test_root_hands_the_server_to_an_unprivileged_account(
    home: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name not in [entry.pw_name for entry in pwd.getpwall()]:
        pytest.skip(f"no account {name} on this machine")
    monkeypatch.setattr(embedded_binaries, "ACCOUNT_NAMES", ("no-such-account", name))
    with running_server(home) as address:
        assert data_folder(address).owner() == name
        assert address.socket_file.owner() == name


@needs_root
def test_root_without_an_account_for_the_server_is_told_so(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(embedded_binaries, "ACCOUNT_NAMES", ("no-such-account",))
        with pytest.raises(TerminalError, match="no account no-such-account"):
            keep_running(home)


@needs_root
def test_root_leaves_the_database_of_an_ordinary_user_alone(home: Path) -> None:
    data = home / "postgres" / "data"
    data.mkdir(parents=True)
    with pytest.raises(TerminalError, match="not as root"):
        keep_running(home)
    data.rmdir()
