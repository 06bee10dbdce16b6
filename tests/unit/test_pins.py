"""The pins that have a reason, kept: in the project file, in the lock and in what is installed."""

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PINS = {
    # Newer breaks the server of Prefect 3.8.8, or its deploy.
    "fastapi": (">=0.139,<0.151", "0.151.0"),
    # With 2.1 Prefect 3.8.8 creates no scheduled runs, and says nothing.
    "sqlalchemy": (">=2.0.50,<2.1", "2.1.0"),
    # Newer is not installable yet.
    "prefect": ("==3.8.8", "3.8.9"),
}
"""Distribution → what the project asks for, the first version that breaks."""


def declared() -> dict[str, Requirement]:
    """The requirements of the project by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    requirements = map(Requirement, project["dependencies"])
    return {requirement.name: requirement for requirement in requirements}


@pytest.mark.parametrize("name", PINS)
def test_a_pin_with_a_reason_is_kept(name: str) -> None:
    pin, breaks = PINS[name]
    specifier = declared()[name].specifier
    assert specifier == Requirement(f"{name}{pin}").specifier
    assert breaks not in specifier
    assert version(name) in specifier


@pytest.mark.parametrize("name", PINS)
def test_the_lock_holds_what_is_installed(name: str) -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = re.search(rf"^{name}==(\S+)", lock, re.MULTILINE)
    assert locked is not None and locked[1] == version(name)


def test_every_dependency_has_a_lower_bound() -> None:
    """Without one a resolver silently walks back."""
    unbound = [
        name
        for name, requirement in declared().items()
        if not any(part.operator in (">=", "==", "~=") for part in requirement.specifier)
    ]
    assert unbound == []


def test_the_server_of_prefect_imports(tmp_path: Path) -> None:
    imported = subprocess.run(
        [sys.executable, "-c", "import prefect.server.api.server"],
        env={**os.environ, "PREFECT_HOME": str(tmp_path), "DO_NOT_TRACK": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert imported.returncode == 0, imported.stderr[-3000:]
