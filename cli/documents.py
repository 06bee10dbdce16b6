"""Writes the documents that are made from the declarations; a developers' command.

`python3 bootstrap.py docs` calls it. `documents()` gives the texts to the test that compares them
with the files.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url

from reports.data_dictionary import (
    SchemaNote,
    StoredType,
    render_data_dictionary,
    render_rules,
)
from schemas.catalogue import ACCEPTED, CATALOGUE
from schemas.table import LogicalType
from schemas.tables import TABLES
from warehouse.arrow import arrow_schema
from warehouse.ddl import metadata
from warehouse.grants import GRANTS, SCHEMAS

__all__ = ["documents", "main"]

ROOT = Path(__file__).resolve().parents[1]


def documents() -> dict[Path, str]:
    """The path of each document and what it should say."""
    folder = ROOT / "docs"
    return {
        folder / "data_dictionary.md": render_data_dictionary(
            TABLES, _schema_notes(), _stored_types()
        ),
        folder / "rules.md": render_rules(CATALOGUE.values(), ACCEPTED),
    }


def main() -> None:
    """Write all documents and say which have changed."""
    for path, text in documents().items():
        is_current = path.exists() and path.read_text(encoding="utf-8") == text
        path.write_text(text, encoding="utf-8")
        print(f"{path.relative_to(ROOT)}: {'unchanged' if is_current else 'written'}")


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
