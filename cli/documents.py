"""Writes the documents that are made from the declarations; a developers' command.

`python3 bootstrap.py docs` calls it. `documents()` gives them to the test that compares them with
the files.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
from sqlalchemy import make_url

from cli.templating import branch_form
from reports.data_dictionary import (
    SchemaNote,
    StoredType,
    render_data_dictionary,
    render_rules,
)
from reports.template import template_workbook
from schemas.catalogue import ACCEPTED, CATALOGUE
from schemas.reference import ALWAYS, Reference
from schemas.table import LogicalType, Table
from schemas.tables import BRANCH, TABLES, TEAM
from warehouse.arrow import arrow_schema
from warehouse.ddl import metadata
from warehouse.grants import GRANTS, SCHEMAS
from warehouse.reference import shipped_reference

__all__ = ["documents", "is_current", "main"]

ROOT = Path(__file__).resolve().parents[1]
_BRANCH, _SUNDAY = "D00000", date(2023, 3, 5)


@cache
def documents() -> dict[Path, str | bytes]:
    """The path of each document and what it should say; workbooks as .xlsx."""
    folder = ROOT / "docs"
    return {
        folder / "data_dictionary.md": render_data_dictionary(
            TABLES, _schema_notes(), _stored_types()
        ),
        folder / "rules.md": render_rules(CATALOGUE.values(), ACCEPTED),
        folder / "template" / f"{_BRANCH}_{_SUNDAY}.xlsx": template_workbook(
            branch_form(_made_up_branch(), _BRANCH, _SUNDAY)
        ),
    }


def is_current(path: Path, content: str | bytes) -> bool:
    """Whether the file holds the document; of a workbook the parts are compared, however packed."""
    if not path.exists():
        return False
    if isinstance(content, str):
        return path.read_text(encoding="utf-8") == content
    return _parts(path.read_bytes()) == _parts(content)


def main() -> None:
    """Write all documents and say which have changed."""
    for path, content in documents().items():
        is_old = not is_current(path, content)
        if is_old:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        print(f"{path.relative_to(ROOT)}: {'written' if is_old else 'unchanged'}")


def _parts(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _made_up_branch() -> Reference:
    """The shipped reference data with a branch that there is not, and its three teams."""
    branch = {"branch_code": _BRANCH, "name": "Đoàn xã Ví Dụ", "kind": "commune"}
    branches = [branch | {"unit_code": "21616", "parent_branch_code": None}]
    teams = [
        {"team_code": f"T000{n}", "branch_code": _BRANCH, "name": f"Tổ CNS thôn {n}"}
        for n in (1, 2, 3)
    ]
    return replace(
        shipped_reference(),
        branches=_always(BRANCH, branches),
        teams=_always(TEAM, [team | {"team_type": "youth"} for team in teams]),
    )


def _always(table: Table, rows: Sequence[Mapping[str, str | None]]) -> pd.DataFrame:
    return table.conform(pd.DataFrame(rows).assign(valid_from=ALWAYS, valid_to=None))


def _schema_notes() -> dict[str, SchemaNote]:
    """Each schema with its purpose and its readers, as granted; what most may read comes first."""
    notes = {
        schema: SchemaNote(
            purpose,
            tuple(role.removeprefix("sunday_") for role in GRANTS if schema in GRANTS[role]),
        )
        for schema, purpose in SCHEMAS.items()
    }
    return dict(sorted(notes.items(), key=lambda item: -len(item[1].readers)))


def _stored_types() -> dict[LogicalType, StoredType]:
    """Each logical type with its Postgres and Arrow forms, taken from a column that has it."""
    stored = metadata().tables
    dialect = make_url("postgresql+psycopg://").get_dialect()()
    return {
        column.type: StoredType(
            stored[table.full_name].columns[column.name].type.compile(dialect).lower(),
            str(arrow_schema(table).field(column.name).type),
        )
        for table in TABLES
        for column in table.columns
    }


if __name__ == "__main__":
    main()
