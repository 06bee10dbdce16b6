"""Rows of a list of members that name nobody: a line that the template prints is no member (X01).

The template has eight lines for each team of the branch, with its code and a role in them, before
anybody has written a word. So a line without a name is nobody, and says nothing of its team. A
list without names at all, in a layout of the branch's own, is still taken line by line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from schemas.codes.answers import MISSING_WORDS
from schemas.rules import Fault
from schemas.template import PRINTED_ROLES
from transforms.cells.characters import is_absent
from transforms.reading.folding import clean_text, fold
from transforms.reading.tables import RawTable

__all__ = ["is_name", "without_nameless"]

_TOLD_BY_HAND = ("member_has_dvc", "member_vneid2", "attended")
_AROUND = re.compile(r"^\W+|\W+$")
_PRINTED = {"", *map(fold, PRINTED_ROLES)}


def without_nameless(
    tables: Sequence[RawTable], *, is_template: bool
) -> tuple[list[RawTable], list[Fault]]:
    """The tables of a file, their lists of members without the rows that name nobody, and a fault
    for each of these that says something of a member all the same.

    `is_template` tells that the file was made from the template: there nobody is named yet where
    all names are blank.
    """
    faults: list[Fault] = []
    has_names = is_template or any(map(_names_somebody, tables))
    left = []
    for table in tables:
        if has_names and table.kind == "TO_CNS" and "member_name" in table.texts:
            table, told = _named(table)
            faults += told
        left.append(table)
    return left, faults


def _names_somebody(table: RawTable) -> bool:
    return table.kind == "TO_CNS" and any(map(is_name, table.texts.get("member_name", ())))


def is_name(text: str) -> bool:
    """Whether a text names somebody: it has letters, and they do not say that there is nobody."""
    words = _AROUND.sub("", clean_text(text).lower())
    if not any(map(str.isalpha, words)) or words.split()[0] in MISSING_WORDS:
        return False
    return words.isalpha() or not is_absent(words)  # "Na" is a name


def _named(table: RawTable) -> tuple[RawTable, list[Fault]]:
    kept = [at for at, name in enumerate(table.texts["member_name"]) if is_name(name)]
    nobody = set(range(len(table.row_numbers))).difference(kept)
    if not nobody:
        return table, []
    rule_id, column = "sheet.member_name.is_present", "member_name"
    faults = [
        Fault(rule_id, table.sheet, row, column, f"{table.letters[column]}{row}")
        for row in (table.row_numbers[at] for at in sorted(nobody) if _says_more(table, at))
    ]

    def of_named(cells: Sequence[str]) -> list[str]:
        return [cells[at] for at in kept]

    named = replace(
        table,
        row_numbers=[table.row_numbers[at] for at in kept],
        texts={name: of_named(cells) for name, cells in table.texts.items()},
        types={name: of_named(cells) for name, cells in table.types.items()},
        unknown=tuple(
            replace(one, texts=of_named(one.texts), types=of_named(one.types))
            for one in table.unknown
        ),
    )
    return named, faults


def _says_more(table: RawTable, at: int) -> bool:
    """Whether somebody wrote into the row what the template does not print there."""
    said = {name: cells[at].strip() for name, cells in table.texts.items()}
    is_chosen = fold(said.get("team_role", "")) not in _PRINTED
    return is_chosen or any(said.get(name) for name in (*_TOLD_BY_HAND, "member_name"))
