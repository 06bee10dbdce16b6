"""What `bootstrap.py test` does about programs that only tests need."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import bootstrap

TOOL = bootstrap.Tool("soffice", "libreoffice-calc", "a purpose")


class Machine:
    """A machine with some programs; `called` is what was run on it."""

    def __init__(self, programs: set[str], user: int, works: bool) -> None:
        self.programs, self.user, self.works = programs, user, works
        self.called: list[str] = []

    def call(self, *command: str | Path) -> bool:
        self.called.append(" ".join(map(str, command)))
        return self.works


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch):
    """Call it with what the machine is like."""

    def make(programs: set[str], user: int = 0, works: bool = True) -> Machine:
        machine = Machine(programs, user, works)
        monkeypatch.setattr(bootstrap, "TOOLS", (TOOL,))
        which = lambda name: f"/usr/bin/{name}" if name in programs else None  # noqa: E731
        monkeypatch.setattr("shutil.which", which)
        monkeypatch.setattr("os.geteuid", lambda: user)
        monkeypatch.setattr(bootstrap, "call", machine.call)
        return machine

    return make


def test_what_is_there_is_left_alone(on, capsys: pytest.CaptureFixture[str]) -> None:
    machine = on({"soffice", "apt-get"})
    bootstrap.install_tools()
    assert (machine.called, capsys.readouterr().err) == ([], "")


def test_root_on_debian_installs_it_without_recommendations(on) -> None:
    machine = on({"apt-get"})
    bootstrap.install_tools()
    (install,) = machine.called
    assert install.endswith("install --no-install-recommends libreoffice-calc")


@pytest.mark.parametrize(
    ("programs", "user", "why"),
    [
        (set(), 0, "only on Debian"),
        ({"apt-get"}, 1000, "only root may: apt-get install"),
        ({"apt-get"}, 0, "apt-get could not install it"),
    ],
)
def test_what_is_skipped_is_said_with_the_reason(
    on, capsys: pytest.CaptureFixture[str], programs: set[str], user: int, why: str
) -> None:
    on(programs, user, works=False)
    bootstrap.install_tools()
    told = capsys.readouterr().err
    assert "tests of a purpose are skipped: soffice is absent, and" in told
    assert why in told


def test_a_check_beside_the_others_is_told_when_it_is_finished(capfd: pytest.CaptureFixture[str]):
    program = "import sys; print('what it found'); sys.exit(3)"
    with bootstrap.run_beside([sys.executable, "-c", program], dict(os.environ)) as finish:
        assert capfd.readouterr().out == ""
        assert finish() == 3
    assert capfd.readouterr().out == "what it found\n"
