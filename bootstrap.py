"""Two commands from a fresh checkout: `python3 bootstrap.py demo` and `python3 bootstrap.py test`.

Makes `.venv` beside this file, installs exactly what `requirements.lock` says, and runs. Only the
standard library is used. uv does the installing where it can be had; pip is the fallback. Every
word about the installation goes to stderr: stdout belongs to the command that was asked for.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

# The one place that older interpreters reach: an old Python shall read a sentence, no traceback.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "sunday needs Python 3.11 or newer; this is Python %d.%d. "  # noqa: UP031
        "Call bootstrap.py with a newer one, such as python3.11." % sys.version_info[:2]
    )

try:
    import fcntl
except ImportError:
    sys.exit("sunday needs Linux or macOS; on Windows use the Windows Subsystem for Linux.")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "sunday-installed"
"""Written last, so that a virtual environment without it is half made."""

USAGE = """\
usage: python3 bootstrap.py COMMAND [ARGUMENTS]

  demo                 install, then generate and run a synthetic campaign (this is `sunday demo`)
  test [PYTEST ARGS]   install, then ruff, mypy, import-linter and all tests; as root on Debian it
                       also installs LibreOffice Calc, which some tests need
  install              install only
  docs                 install, then make docs/data_dictionary.md, docs/rules.md and the workbook in
                       docs/template anew
  bench [OPTIONS]      install, then measure each stage of a run beside its naive form, and the
                       whole Sunday after a year; `bench --help` says how to measure less
  catalogue [OPTIONS]  install, then send every case of dirty submissions through a run, and say
                       for each of the 142 whether it ended as it should
  fuzz [OPTIONS]       install, then break 10,000 workbooks and CSVs and see that none is lost
  dirt [OPTIONS]       install, then count false alarms about a clean campaign, and what dirt costs
  accuracy [OPTIONS]   install, then link campaigns whose persons are known, beside other ways;
                       `--speed` tells instead how long a million records and one week take
  ANYTHING ELSE        install, then `sunday ANYTHING ELSE`; `python3 bootstrap.py run --help`,
                       and `python3 bootstrap.py sunday --help` for the list of commands

The installation goes into .venv beside this file, from requirements.lock, once: later calls start
at once and need no network. Afterwards .venv/bin/sunday is the same program.
"""


class Tool(NamedTuple):
    """A program that only tests need and that no package index has."""

    program: str
    debian_package: str
    purpose: str


TOOLS = (Tool("soffice", "libreoffice-calc", "opening the branch's template as branches do"),)
"""What `test` installs where it may; a test of a tool that is absent is skipped with its reason."""


MODULES = {
    "bench": "benchmarks",
    "accuracy": "benchmarks.accuracy",
    "catalogue": "benchmarks.catalogue",
    "fuzz": "benchmarks.fuzzing",
    "dirt": "benchmarks.dirt",
}
"""Development commands, each a module that is run with the arguments."""


class InstallError(Exception):
    """The installation cannot go on; the message is a sentence for the user."""


def say(text: str) -> None:
    """Tell the user about the installation, away from stdout."""
    print(f"bootstrap: {text}", file=sys.stderr, flush=True)


def call(*command: str | Path) -> bool:
    """Run a step of the installation with its output on stderr; True if it worked."""
    # Steps inherit the installation's lock: if this process is killed, it holds until they end too.
    step = subprocess.run(command, cwd=ROOT, stdout=sys.stderr, close_fds=False, check=False)
    return step.returncode == 0


class State(NamedTuple):
    """What an environment was made from; three lines in the stamp."""

    interpreter: str
    lock: str
    project: str

    @classmethod
    def wanted(cls) -> "State":
        """The state that fits this Python, the place of the checkout, the lock and the project."""
        interpreter = f"{sys.implementation.cache_tag} {os.uname().machine} {ROOT}"
        files = (LOCK, ROOT / "pyproject.toml")
        lock, project = (hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
        return cls(interpreter, lock, project)

    @classmethod
    def found(cls) -> "State":
        """The state of `.venv`; blank if that is absent, half made or has lost its Python."""
        try:
            lines = STAMP.read_text(encoding="utf-8").splitlines() if PYTHON.exists() else []
        except OSError:
            lines = []
        return cls(*lines) if len(lines) == 3 else cls("", "", "")

    def write(self) -> None:
        """Stamp the environment, in one step."""
        unfinished = STAMP.with_suffix(".part")
        unfinished.write_text("\n".join(self) + "\n", encoding="utf-8")
        unfinished.replace(STAMP)


def ensure_installed() -> None:
    """Bring `.venv` up to date with the lock; does nothing when the stamp says that it is.

    Calls at the same time wait for one another, and the later ones find the work done.
    """
    wanted = State.wanted()
    if State.found() == wanted:
        return
    # A lock on this file itself leaves nothing behind and survives the removal of .venv.
    with open(__file__, "r+b") as own_file:
        os.set_inheritable(own_file.fileno(), True)
        try:
            fcntl.flock(own_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another installation is under way; waiting for it")
            fcntl.flock(own_file, fcntl.LOCK_EX)
        found = State.found()
        if found != wanted:
            started = time.monotonic()
            change(found, wanted)
            say(f"installed in {time.monotonic() - started:.0f} s")


def change(found: State, wanted: State) -> None:
    """Make or update `.venv`, and stamp it."""
    if found.interpreter != wanted.interpreter:
        say("making .venv; this takes from seconds to a few minutes")
        make_environment()
    else:
        say("the lock or the project has changed; updating .venv")
        STAMP.unlink()
    try:
        install(with_packages=found.lock != wanted.lock)
    except InstallError:
        # Not half made, only out of date: the next call goes on from here.
        State(wanted.interpreter, "none", "none").write()
        raise
    wanted.write()


def make_environment() -> None:
    """Make an empty `.venv`, in place of a half-made or foreign one; without pip if uv is there."""
    options = ["--without-pip"] if shutil.which("uv") else []
    if not options and not has_pip_bundle():
        raise InstallError(no_pip_bundle())
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    # From inside a virtual environment, build on the Python that it was itself built on.
    base = getattr(sys, "_base_executable", None) or sys.executable
    if not call(base, "-m", "venv", *options, VENV):
        raise InstallError(f"`{base} -m venv` failed; its message is above.")


def has_pip_bundle() -> bool:
    """Whether this Python can put pip into a virtual environment (Debian ships that apart)."""
    probe = [sys.executable, "-c", "import ensurepip; ensurepip.version()"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def no_pip_bundle() -> str:
    """What to do where ensurepip is missing."""
    version = "{}.{}".format(*sys.version_info[:2])
    return (
        "this Python cannot make virtual environments with pip. On Debian or Ubuntu:"
        f" `apt-get install python{version}-venv` (as root), or put uv on PATH; then call again."
    )


def install(with_packages: bool) -> None:
    """Install the lock and the project itself: with the uv at hand, else uv by pip, else pip."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(BIN))
    if uv and install_with_uv(uv, with_packages):
        return
    has_pip = "import sys, importlib.util as u; sys.exit(u.find_spec('pip') is None)"
    if not call(PYTHON, "-c", has_pip) and not call(PYTHON, "-m", "ensurepip"):
        raise InstallError(no_pip_bundle())
    if not uv and install_uv_by_pip() and install_with_uv(str(BIN / "uv"), with_packages):
        return
    say("uv could not be used; installing with pip, which takes longer")
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--no-deps"]
    if with_packages and not call(*pip, "--require-hashes", "-r", LOCK):
        raise InstallError(
            "the packages could not be installed; the reason is above. The first installation needs"
            " a package index, by the network or by the settings of pip or uv; then call again."
        )
    if not call(*pip, "--no-index", "--no-build-isolation", "--editable", ROOT):
        raise InstallError("the project could not be installed into .venv; the reason is above.")


def install_with_uv(uv: str, with_packages: bool) -> bool:
    """Make `.venv` hold exactly the lock, and the project; the second step needs no network."""
    pip = [uv, "pip"]
    sync = [*pip, "sync", "--quiet", "--python", str(PYTHON), "--require-hashes", str(LOCK)]
    if sys.dont_write_bytecode:
        # Nothing will keep what Python compiles: each start of `sunday` would do it all again.
        sync.append("--compile-bytecode")
    project = [*pip, "install", "--quiet", "--python", str(PYTHON), "--no-deps", "--offline"]
    if with_packages and not call(*sync):
        return False
    return call(*project, "--no-build-isolation", "--editable", str(ROOT))


def install_uv_by_pip() -> bool:
    """Install the uv that the lock pins, by its hash, into `.venv`."""
    stanza: list[str] = []
    for line in LOCK.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith("uv==") or (stanza and line.startswith(" ")):
            stanza.append(line)
        elif stanza:
            break
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as pinned:
        pinned.writelines(stanza)
        pinned.flush()
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-deps"]
        return call(*pip, "--require-hashes", "-r", pinned.name)


def install_tools() -> None:
    """Install what only tests need and is absent, or say what is skipped and why."""
    for tool in TOOLS:
        if shutil.which(tool.program):
            continue
        obstacle = why_not_installed(tool)
        if obstacle:
            say(f"tests of {tool.purpose} are skipped: {tool.program} is absent, and {obstacle}")


def why_not_installed(tool: Tool) -> str:
    """Install a tool from Debian; why that could not be done, "" if it was."""
    if not shutil.which("apt-get"):
        return "only on Debian and its kin is it known how to install it"
    if os.geteuid() != 0:
        return f"only root may: apt-get install --no-install-recommends {tool.debian_package}"
    say(f"installing {tool.debian_package}, which only tests need; this takes a minute or two")
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--yes"]
    install = [*apt, "install", "--no-install-recommends", tool.debian_package]
    if call(*install) or (call(*apt, "update") and call(*install)):
        return ""
    return "apt-get could not install it; its message is above"


def run_step(command: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run one check and pass its output on as it comes; returns its exit code and its last line."""
    tail = b""
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        assert process.stdout is not None
        # Chunks, not lines: pytest's dots appear as they come.
        for chunk in iter(partial(os.read, process.stdout.fileno(), 65536), b""):
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            tail = (tail + chunk)[-4096:]
    lines = tail.decode("utf-8", "replace").rstrip().splitlines()
    return process.returncode, lines[-1] if lines else ""


@contextmanager
def run_beside(command: list[str], environment: dict[str, str]) -> Iterator[Callable[[], int]]:
    """Run one check beside others. What it gives waits for the check, passes its output on and
    tells its exit code; left earlier, the check ends.
    """
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT
        ) as process,
    ):

        def finish() -> int:
            code = process.wait()
            said.seek(0)
            sys.stdout.buffer.write(said.read())
            sys.stdout.buffer.flush()
            return code

        try:
            yield finish
        finally:
            process.kill()


def test(pytest_arguments: list[str]) -> int:
    """Run every check, also after one has failed; 0 if all passed.

    Where all tests are asked for, what only they need is installed first. The last line printed is
    pytest's own last line.
    """
    if not pytest_arguments:
        install_tools()
    color = ["--color=yes"] if sys.stdout.isatty() else []
    # One worker a core, at most four: a test file starts servers of its own.
    workers = min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2)
    # In the order of collection: the long files of tests/e2e come first, short ones at the end.
    together = ["--dist", "loadfile", "--no-loadscope-reorder"]
    spread = ["-n", str(workers), *together] if workers > 1 else []
    python = str(PYTHON)
    steps = {
        "ruff check": [str(BIN / "ruff"), "check"],
        "ruff format": [str(BIN / "ruff"), "format", "--check"],
        "import-linter": [python, str(BIN / "lint-imports")],
        "pytest": [python, "-m", "pytest", "--durations=20", *color, *spread, *pytest_arguments],
    }
    # Tests call `sunday` and `prefect` by name.
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(BIN), os.environ.get("PATH", os.defpath)]),
        "VIRTUAL_ENV": str(VENV),
    }
    failed, last_line = [], ""

    def tell(name: str, code: int, how_long: str) -> None:
        if code:
            failed.append(name)
        verdict = f"FAILED (exit code {code})" if code else "ok"
        print(f"== {name}: {verdict}, {how_long}", flush=True)

    # mypy takes two minutes of one core, and tests of servers wait a good part of their time.
    with run_beside([python, "-m", "mypy"], environment) as finish_types:
        for name, command in steps.items():
            started = time.monotonic()
            code, last_line = run_step(command, environment)
            tell(name, code, f"{time.monotonic() - started:.1f} s")
        tell("mypy", finish_types(), "beside the others")
    if failed:
        print(f"== failed: {', '.join(failed)}")
    print(last_line, flush=True)
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    """Install if needed, then do what was asked; returns the exit code."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0
    try:
        ensure_installed()
    except (InstallError, OSError) as error:
        say(str(error))
        return 1
    command, *rest = arguments
    if command == "install":
        if rest:
            say("`install` takes no arguments")
            return 2
        return 0
    if command == "docs":
        if rest:
            say("`docs` takes no arguments")
            return 2
        return subprocess.run([PYTHON, "-m", "cli.documents"], cwd=ROOT, check=False).returncode
    if command in MODULES:
        return subprocess.run(
            [PYTHON, "-m", MODULES[command], *rest], cwd=ROOT, check=False
        ).returncode
    if command == "test":
        return test(rest)
    program = str(BIN / "sunday")
    os.execv(program, [program, *(rest if command == "sunday" else arguments)])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
