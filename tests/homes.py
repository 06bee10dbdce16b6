"""A home of `sunday` in the tests: its commands, in this process or another, and what they left."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import psycopg
import pytest

from samples import CampaignPlan, campaign_workbooks, generate_campaign
from tests.workbooks import SHIPPED

SUNDAY_COMMAND = Path(sys.executable).with_name("sunday")
"""The console script, as installed."""

SCHEMAS = ("core", "mart", "quality")
"""What a second run may not change."""


@dataclass(frozen=True)
class Said:
    """What a command ended with."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one sentence on stderr; AssertionError when there is more, less or a traceback."""
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        assert lines[0][-1] in ".?", lines[0]
        assert ". " not in lines[0], f"more than a sentence: {lines[0]}"
        return lines[0]


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The shell's, without what it says of sunday or Prefect."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SUNDAY_", "PREFECT_"))}
    return {**kept, **settings}


@dataclass(frozen=True)
class Home:
    """A home folder; `url` is its database's owner address, None where the home has its own."""

    folder: Path
    url: str | None = None

    def variables(self, more: Mapping[str, str]) -> dict[str, str]:
        """The environment of its commands; `more` names variables without SUNDAY_."""
        named = {"HOME": str(self.folder)} | ({"DATABASE_URL": self.url} if self.url else {})
        return {f"SUNDAY_{name}": value for name, value in (named | dict(more)).items()}

    def __call__(self, *arguments: object, **more: str) -> Said:
        """Run a command in this process."""
        from cli.app import main

        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch:
            for name in [n for n in os.environ if n.startswith(("SUNDAY_", "PREFECT_API"))]:
                patch.delenv(name)
            for name, value in self.variables(more).items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["sunday", *map(str, arguments)])
            with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
                main()
        code = ended.value.code
        return Said(code if isinstance(code, int) else 0, out.getvalue(), err.getvalue())

    def process(self, *arguments: object, **more: str) -> Said:
        """Run the console script."""
        return self.start([SUNDAY_COMMAND, *arguments], self.variables(more))

    @staticmethod
    def start(command: Sequence[object], variables: Mapping[str, str]) -> Said:
        """Run any program to its end."""
        done = subprocess.run(
            [str(part) for part in command],
            env=environment(variables),
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query of the owner."""
        assert self.url is not None
        with psycopg.connect(self.url) as connection:
            return connection.execute(query.encode()).fetchall()

    def tables(self, *schemas: str) -> dict[str, list[str]]:
        """Every row of every table of the schemas, as text."""
        named = ",".join(f"'{name}'" for name in schemas or SCHEMAS)
        names = self.ask(
            f"SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ({named})"
        )
        return {
            f"{schema}.{name}": [
                row for (row,) in self.ask(f"SELECT t::text FROM {schema}.{name} t ORDER BY 1")
            ]
            for schema, name in sorted(names)
        }

    def files(self, below: str = "parquet") -> dict[str, tuple[str, int]]:
        """Each file below a folder of the home: its SHA-256 and when it was written."""
        root = self.folder / below
        return {
            path.relative_to(root).as_posix(): (
                sha256(path.read_bytes()).hexdigest(),
                path.stat().st_mtime_ns,
            )
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }

    def published(self) -> tuple[dict[str, list[str]], dict[str, tuple[str, int]]]:
        """All that a failure may not change."""
        return self.tables(), self.files()


@dataclass(frozen=True)
class Campaign:
    """A folder as a province has it: workbooks and reference data, and how many rows were sent."""

    inbox: Path
    reference: Path
    files: int
    rows: int


def write_campaign(folder: Path, *, sundays: int = 2, branches: int = 3) -> Campaign:
    """A small synthetic campaign on disk."""
    weeks = tuple(date(2023, 2, 26) + timedelta(weeks=week) for week in range(sundays))
    plan = CampaignPlan(
        11, weeks, branches, person_count=50, record_count=80, teams_per_branch=(1, 2)
    )
    units = pd.read_csv(SHIPPED / "units.csv", dtype=str).replace({float("nan"): None})
    campaign = generate_campaign(plan, units)
    files = dict(campaign_workbooks(campaign))
    for path, content in files.items():
        target = folder / "inbox" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    reference = folder / "reference"
    reference.mkdir()
    campaign.branches.to_csv(reference / "branches.csv", index=False)
    campaign.teams.to_csv(reference / "teams.csv", index=False)
    return Campaign(folder / "inbox", reference, len(files), len(campaign.records))


@contextmanager
def loaded_home(
    fresh_database: Callable[[], AbstractContextManager[str]], folder: Path, campaign: Campaign
) -> Iterator[Home]:
    """A home that has the branches and teams of a campaign, and has never run."""
    with fresh_database() as url:
        made = Home(folder, url)
        assert made("reference", "load", campaign.reference).code == 0
        yield made
