"""Every sentence of failure is in the operators' table, with what to do about it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.pages import ROOT

ROOMS = ("cli", "flows", "schemas", "warehouse")
ERRORS = {"SettingsError", "TerminalError", "TransientError"}


def texts() -> Iterator[tuple[str, bool]]:
    """Every text of the program, with “…” for what is filled in, and whether an error says it."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                    yield _text(node.args[0]), node.func.id in ERRORS
                elif isinstance(node, ast.JoinedStr):
                    yield _text(node), False


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    return "…" if isinstance(node, ast.FormattedValue) else ""


SENTENCES = sorted({text for text, is_error in texts() if is_error and text})


def told() -> list[re.Pattern[str]]:
    """The sentences of the table's first column; “…” is anything."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = page.partition("| it says | do |")[2].partition("\n\n")[0]
    cells = [line.split(" | ")[0].removeprefix("| ") for line in table.splitlines()[2:]]
    parts = [part.strip() for cell in cells for part in cell.split(";")]
    return [re.compile(".*".join(map(re.escape, part.split("…")))) for part in parts]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_of_failure_is_in_the_operators_table(sentence: str) -> None:
    assert any(pattern.search(sentence) for pattern in told())


def test_the_table_tells_of_nothing_that_is_never_said() -> None:
    said = {text for text, _ in texts()}
    unsaid = [p.pattern for p in told() if not any(p.search(text) for text in said)]
    assert unsaid == []
