"""What holds for the whole repository and a tool can keep."""

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.documents import documents, is_current
from schemas.catalogue import CATALOGUE
from schemas.rules import Rule
from schemas.table import Pii
from schemas.tables import TABLES

ROOT = Path(__file__).resolve().parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS: list[str] = PROJECT["tool"]["importlinter"]["root_packages"]
NO_ROOMS = {"benchmarks", "tests"}
SAYS_NOTHING = {"common", "helper", "helpers", "manager", "misc", "util", "utils"}
PLACEHOLDERS = {
    "branch",
    "column",
    "count",
    "first_row",
    "format",
    "found",
    "header_row",
    "indicator",
    "limit",
    "made_for",
    "n",
    "other",
    "place",
    "reported",
    "rows",
    "service",
    "stated",
    "table",
    "team",
}
"""What a message may be filled with: places, counts, codes and masked values, never a person."""


def modules() -> list[Path]:
    """Every Python file of ours, tests aside."""
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_point_down() -> None:
    linted = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout[-3000:] + linted.stderr


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_a_package_that_is_shipped_and_checked(room: str) -> None:
    tools = PROJECT["tool"]
    assert (ROOT / room / "__init__.py").is_file()
    assert room in tools["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert f"/{room}" in tools["hatch"]["build"]["targets"]["sdist"]["include"]
    assert room in tools["mypy"]["files"]
    assert room in tools["ruff"]["lint"]["isort"]["known-first-party"]


def test_every_package_of_the_repository_is_a_room() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - NO_ROOMS == set(ROOMS)


@pytest.mark.parametrize("room", sorted({*ROOMS, "desk"}))
def test_no_other_distribution_owns_the_name_of_a_room(room: str) -> None:
    owners = set(packages_distributions().get(room, ()))
    assert owners <= {PROJECT["project"]["name"]}


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_a_module_is_named_after_what_it_holds(path: Path) -> None:
    words = {
        word for part in path.relative_to(ROOT).with_suffix("").parts for word in part.split("_")
    }
    assert not words & SAYS_NOTHING


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_a_module_says_what_it_holds(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", documents(), ids=relative)
def test_a_document_made_from_declarations_is_current(path: Path) -> None:
    assert is_current(path, documents()[path]), (
        f"{relative(path)} is out of date: run `python3 bootstrap.py docs`"
    )


def test_personal_data_is_declared_in_the_vault_alone() -> None:
    outside = [
        f"{table.full_name}.{column.name}"
        for table in TABLES
        for column in table.columns
        if column.pii is Pii.PERSONAL and table.schema_name != "vault"
    ]
    assert outside == []


every_rule = pytest.mark.parametrize("rule", CATALOGUE.values(), ids=lambda rule: rule.rule_id)


@every_rule
def test_the_slug_of_a_rule_has_three_parts(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z0-9_]+\.[a-z0-9_]+", rule.rule_id)


@every_rule
def test_a_case_is_one_of_the_catalogue_of_dirty_submissions(rule: Rule) -> None:
    assert re.fullmatch(r"([FSRXY]\d\d)?", rule.case_id)


@every_rule
def test_both_messages_of_a_rule_are_filled_with_the_same_safe_things(rule: Rule) -> None:
    vi, en = (set(re.findall(r"\{(.*?)\}", text)) for text in (rule.message_vi, rule.message_en))
    assert vi | en <= PLACEHOLDERS
    assert vi == en
    filled = {name: name for name in PLACEHOLDERS}
    assert rule.message_vi.format(**filled) and rule.message_en.format(**filled)


@every_rule
def test_who_is_asked_for_something_is_asked_politely(rule: Rule) -> None:
    if rule.severity != "info":
        assert "đề nghị" in rule.message_vi.lower()
        assert "please" in rule.message_en.lower()


@every_rule
def test_a_repair_has_a_name(rule: Rule) -> None:
    assert re.fullmatch(r"([a-z0-9]+(_[a-z0-9]+)*)?", rule.suggestion)


def deployments() -> list[dict[str, Any]]:
    declared = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    return list(declared["deployments"])


@pytest.mark.parametrize("deployment", deployments(), ids=lambda deployment: deployment["name"])
def test_the_entrypoint_of_a_deployment_loads(deployment: dict[str, Any]) -> None:
    from prefect import Flow

    module, _, name = deployment["entrypoint"].rpartition(".")
    assert isinstance(getattr(importlib.import_module(module), name), Flow)


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """The full names of a click group's commands, such as `reference load`."""
    for name, below in getattr(command, "commands", {}).items():
        if hasattr(below, "commands"):
            yield from commands(below, (*path, name))
        else:
            yield " ".join((*path, name))


def test_every_command_is_in_the_documents() -> None:
    from typer.main import get_command

    from cli.app import app

    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    written = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    missing = [name for name in commands(get_command(app)) if f"sunday {name}" not in written]
    assert missing == []
