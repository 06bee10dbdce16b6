"""Documents for analysts, rendered from the declarations: the data dictionary and the rules.

Both are Markdown, in Vietnamese and English side by side. Nothing is written here: the caller keeps
the text (`python3 bootstrap.py docs`), and a test says when it is out of date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from schemas.rules import Rule, Severity
from schemas.table import PANDAS_DTYPES, Column, ForeignKey, LogicalType, Pii, Table

__all__ = ["SchemaNote", "StoredType", "render_data_dictionary", "render_rules"]


class SchemaNote(NamedTuple):
    """What is said about a Postgres schema: its purpose in both languages, and who reads it."""

    purpose: str
    readers: tuple[str, ...]


class StoredType(NamedTuple):
    """The form of a logical type in Postgres and in Parquet."""

    postgres: str
    parquet: str


_MADE = "<!-- Made from `{source}` by `python3 bootstrap.py docs`: edit that, not this. -->"

_PII_MEANING = {
    Pii.NONE: ("says nothing about a person", "không nói về cá nhân"),
    Pii.PSEUDONYM: ("stands for a person and says nothing else", "mã thay cho một người"),
    Pii.QUASI: ("may point to a person together with others", "có thể chỉ ra người khi ghép lại"),
    Pii.PERSONAL: ("personal data: stays in `vault`", "dữ liệu cá nhân: chỉ ở `vault`"),
}

_JUDGED = {
    "file": "Tệp / The file",
    "sheet": "Trang tính và bảng / Sheets and tables",
    "submission": "Báo cáo / The submission",
    "team": "Tổ công nghệ số / Teams",
    "activity": "Hoạt động / Activities",
    "record": "Người dân / Citizens' rows",
}

_SEVERITY_MEANING: dict[Severity, tuple[str, str]] = {
    "error": ("holds back what the scope names until it is mended", "tạm giữ đến khi được sửa"),
    "warning": ("keeps it and asks the branch", "vẫn nhận và hỏi lại cơ sở"),
    "info": ("records a repair", "ghi lại việc hệ thống đã sửa"),
}


def render_data_dictionary(
    tables: Sequence[Table],
    schemas: Mapping[str, SchemaNote],
    types: Mapping[LogicalType, StoredType],
) -> str:
    """`docs/data_dictionary.md`: every table of `tables`, by schema, with all its columns."""
    lines = [
        "# Từ điển dữ liệu / Data dictionary",
        "",
        _MADE.format(source="schemas/tables.py"),
        "",
        "One column name means one thing, in every table, in Postgres and in Parquet."
        " The words are explained in [glossary.md](glossary.md), the rules in"
        " [rules.md](rules.md).",
        "",
        *_types_section(types),
        *_pii_section(),
        *_contents(tables, schemas),
    ]
    for name, note in schemas.items():
        lines += [f"## {name}", "", f"{note.purpose}. Read by: {', '.join(note.readers)}.", ""]
        for table in _of_schema(tables, name):
            lines += _table_section(table)
    return _document(lines)


def render_rules(rules: Iterable[Rule], accepted: Sequence[Sequence[str]] = ()) -> str:
    """`docs/rules.md`: every rule, by what it judges, with its words as a branch reads them.

    `accepted` are cases that break no rule: case, what is done in Vietnamese and English, its test.
    """
    listed = list(rules)
    lines = [
        "# Quy tắc kiểm tra / Rules",
        "",
        _MADE.format(source="schemas/catalogue.py"),
        "",
        "What `sunday` can find wrong with what a branch sent. In a message `{place}` is where"
        " (sheet, row, cell, column), `{found}` is the value, masked, and `{rows}` the number of"
        " rows where one finding is of several. “Case” is the number in"
        " the [catalogue of dirty submissions](../benchmarks/catalogue/cases.csv), of which"
        " `python3 bootstrap.py catalogue` sends every case through a run; “counted” rules are told"
        " once per sheet and column, with a number (as warnings only where they are about all rows"
        " of a file); “security” rules are security or privacy"
        " events. Severities can be set in `settings.toml`, but for those of what could not be"
        " counted at all; a rule that holds a file back for a steward holds nothing as an info."
        " Where a case is answered in another way than it was asked for, [decision"
        " 12](decisions/0012-answers-to-dirty-submissions.md) says why.",
        "",
        *_severity_section(listed),
    ]
    for judged, group in groupby(sorted(listed, key=_order), key=lambda rule: rule.table):
        lines += [f"## {_JUDGED.get(judged, judged)}", ""]
        lines += _grid(
            ["rule", "case", "severity", "scope", "tiếng Việt", "English", "repair"],
            [_rule_cells(rule) for rule in group],
        )
    if accepted:
        lines += ["## Được nhận, không cần hỏi lại / Taken without a word", ""]
        rows = [[case, vi, en, f"`{test}`"] for case, vi, en, test in accepted]
        lines += _grid(["case", "tiếng Việt", "English", "shown in"], rows)
    return _document(lines)


def _types_section(types: Mapping[LogicalType, StoredType]) -> list[str]:
    rows = [
        [name, types[name].postgres, types[name].parquet, dtype]
        for name, dtype in PANDAS_DTYPES.items()
    ]
    return ["## Kiểu dữ liệu / Types", "", *_grid(["type", "Postgres", "Parquet", "pandas"], rows)]


def _pii_section() -> list[str]:
    rows = [[pii.value, vi, en] for pii, (en, vi) in _PII_MEANING.items()]
    heading = "## Dữ liệu cá nhân / Classes of personal data"
    return [heading, "", *_grid(["class", "tiếng Việt", "English"], rows)]


def _contents(tables: Sequence[Table], schemas: Mapping[str, SchemaNote]) -> list[str]:
    rows = [
        [f"[{table.full_name}](#{_anchor(table.full_name)})", table.grain_vi, table.grain_en]
        for name in schemas
        for table in _of_schema(tables, name)
    ]
    heading = "## Các bảng / Tables"
    return [heading, "", *_grid(["table", "một dòng là", "one row is"], rows)]


def _table_section(table: Table) -> list[str]:
    facts = [f"Key: {_names(table.key)}."]
    facts += [f"Foreign key: {_foreign_key(key)}." for key in table.foreign_keys]
    facts += [f"Always: `{check.sql}` ({check.name})." for check in table.row_checks]
    return [
        f"### {table.full_name}",
        "",
        table.grain_vi + "  ",
        table.grain_en,
        "",
        *[f"- {fact}" for fact in facts],
        "",
        *_grid(
            ["column", "type", "null?", "tiếng Việt", "English", "personal data", "checks"],
            [_column_cells(column) for column in table.columns],
        ),
    ]


def _column_cells(column: Column) -> list[str]:
    return [
        f"`{column.name}`",
        column.type,
        "null" if column.nullable else "",
        column.vi,
        column.en,
        "" if column.pii is Pii.NONE else column.pii.value,
        ", ".join(_condition(column, check.name, check.sql) for check in column.checks),
    ]


def _condition(column: Column, name: str, sql: str | None) -> str:
    if sql is None:
        return f"{name} (not in Postgres)"
    return f"`{sql.removeprefix('{column} ').replace('{column}', column.name)}`"


def _foreign_key(key: ForeignKey) -> str:
    return f"{_names(key.columns)} → {key.table} ({_names(key.target)})"


def _severity_section(rules: Sequence[Rule]) -> list[str]:
    count = Counter(rule.severity for rule in rules)
    rows = [
        [severity, vi, en, str(count[severity])] for severity, (en, vi) in _SEVERITY_MEANING.items()
    ]
    heading = "## Mức độ / Severities"
    return [heading, "", *_grid(["severity", "tiếng Việt", "English", "rules"], rows)]


def _rule_cells(rule: Rule) -> list[str]:
    severity = rule.severity + (", security" if rule.is_security else "")
    scope = rule.scope + (", counted" if rule.is_counted else "")
    repair = f"`{rule.suggestion}`" if rule.suggestion else ""
    texts = [rule.message_vi, rule.message_en]
    return [f"`{rule.rule_id}`", rule.case_id, severity, scope, *texts, repair]


def _order(rule: Rule) -> tuple[int, str, str]:
    """What is judged from the outside in, then column and rule by name."""
    known = list(_JUDGED)
    place = known.index(rule.table) if rule.table in known else len(known)
    return place, rule.table, rule.rule_id


def _of_schema(tables: Sequence[Table], name: str) -> list[Table]:
    return [table for table in tables if table.schema_name == name]


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _anchor(heading: str) -> str:
    """The anchor that GitHub and most renderers give to a heading."""
    return heading.replace(".", "")


def _grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table and the blank line after it."""
    ruler = ["---"] * len(heads)
    return [*(_grid_line(cells) for cells in (heads, ruler, *rows)), ""]


def _grid_line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _document(lines: Sequence[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"
