"""The page for analysts, carried out in a home of the demo: its results are the demo's."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import psycopg
import pytest

from tests.homes import Home
from tests.pages import ROOT

Fresh = Callable[[], AbstractContextManager[str]]

PAGE = (ROOT / "docs" / "analysts.md").read_text(encoding="utf-8")
BLOCKS: list[tuple[str, str]] = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
QUERIES = [
    (query.removeprefix('sunday sql "').removesuffix('"'), told)
    for language, text in BLOCKS
    if not language
    for query, _, told in [text.partition("\n\n")]
]
RATE = next(query for query, _ in QUERIES if "suspended_sunday" in query)


@pytest.fixture(scope="module")
def demo(fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home after `sunday demo`, without letters."""
    with fresh_database() as url:
        made = Home(tmp_path_factory.mktemp("demo"), url)
        (made.folder / "settings.toml").write_text("answers = false\n", encoding="utf-8")
        said = made("demo")
        assert said.code == 0, said.err
        yield made


def cells(table: str) -> list[list[str]]:
    """The words of each line; rules and what the page remarks beside a line are left out."""
    lines = [line.partition("←")[0].split() for line in table.splitlines()]
    return [line for line in lines if line and not set("".join(line)) <= {"─"}]


@pytest.mark.parametrize(("query", "told"), QUERIES, ids=[query[:40] for query, _ in QUERIES])
def test_a_query_of_the_page_gives_what_the_page_says(
    demo: Home, query: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")  # as wide as the page
    said = demo("sql", query)
    assert said.code == 0, said.err
    assert not told or cells(said.out) == cells(told)


@pytest.mark.parametrize("code", [text for language, text in BLOCKS if language == "python"])
def test_code_of_the_page_gives_what_its_comment_says(
    demo: Home, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(demo.folder)
    *statements, last = ast.parse(code).body
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {}
    exec(compile(ast.Module(statements, []), "page", "exec"), names)
    result = eval(compile(ast.Expression(last.value), "page", "eval"), names)
    comment = code.rpartition("# ")[2]
    if hasattr(result, "fetchall"):
        assert [str(int(value)) for _, value in result.fetchall()] == re.findall(r"\d+", comment)
    else:
        told = dict(re.findall(r"(\w+) (\d+)", comment))
        assert told and {name: str(result[name]) for name in told} == told


def test_the_recount_of_the_submission_rate_is_the_published_one(demo: Home) -> None:
    published = demo.ask(
        "SELECT sunday, denominator::int, numerator::int FROM mart.indicator WHERE period = 'week'"
        " AND indicator_code = 'KPI_SUBMISSION_RATE' AND unit_level = 'province' ORDER BY sunday"
    )
    assert demo.ask(RATE) == published


@pytest.mark.parametrize(("unit", "left"), [("21616", 23), ("D21616", 23), ("542", 16), ("52", 0)])
def test_the_recount_leaves_out_who_reports_on_a_suspended_sunday(
    demo: Home, unit: str, left: int
) -> None:
    assert demo.url is not None
    with psycopg.connect(demo.url) as connection:
        connection.execute(
            "INSERT INTO core.suspended_sunday VALUES ('2023-03-19', %s, 'bão')", [unit]
        )
        rows = connection.execute(RATE.encode()).fetchall()
        connection.rollback()
    assert [row[1] for row in rows] == [24, 24, 24, *([left] if left else [])]
