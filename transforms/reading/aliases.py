"""Which template column a header means: by its folded alias, else by a close spelling."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz, process

from schemas.template import TEMPLATE, label_of
from transforms.reading.folding import digits_of, fold

__all__ = ["MAX_HEADER_LENGTH", "close_names", "names_by_sheet"]

MAX_HEADER_LENGTH = 150
_CLOSE = 90.0
_IN_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")

Names = tuple[str, ...]


def _without_brackets(text: str) -> str:
    return _IN_BRACKETS.sub(" ", text)


def _alias_table() -> dict[str, dict[str, Names]]:
    """Key, then sheet, then the columns that carry such a header (two when it is ambiguous)."""
    table: dict[str, dict[str, Names]] = {}
    labels = [(c, text) for c in TEMPLATE for text in (c.label, _without_brackets(c.label))]
    aliases = [(c, text) for c in TEMPLATE for text in c.aliases]
    own = {(c.sheet, fold(text)) for c, text in labels}
    for column, text in labels + [a for a in aliases if (a[0].sheet, fold(a[1])) not in own]:
        if key := fold(text):
            sheets = table.setdefault(key, {})
            sheets[column.sheet] = tuple(
                dict.fromkeys((*sheets.get(column.sheet, ()), column.name))
            )
    return table


_TABLE = _alias_table()
_NOTHING: dict[str, Names] = {}
_BIRTH = "birth_date"


@lru_cache(maxsize=16384)
def names_by_sheet(text: str) -> dict[str, Names]:
    """Per template sheet, the columns whose label or alias this header is; never to be changed."""
    if len(text) > MAX_HEADER_LENGTH:
        return _NOTHING
    key = fold(text)
    found = _TABLE.get(key) or _part_of_a_birth(key)
    if not found and ("(" in text or "[" in text):
        found = _TABLE.get(fold(_without_brackets(text)), _NOTHING)
    return found


def _part_of_a_birth(key: str) -> dict[str, Names]:
    """What "Ngày sinh nam" or "Ngày sinh tháng" is, where the birth is called by another alias."""
    label, _, part = key.rpartition(" ")
    if _TABLE.get(label, _NOTHING).get("NGUOI_DAN") != (_BIRTH,):
        return _NOTHING
    return _TABLE.get(f"{fold(label_of('NGUOI_DAN', _BIRTH))} {part}", _NOTHING)


@lru_cache(maxsize=4096)
def close_names(sheet: str, text: str) -> Names:
    """The columns of one sheet with a label or alias spelt nearly like this header."""
    key = fold(text)
    if not key or len(text) > MAX_HEADER_LENGTH:
        return ()
    known = [k for k, sheets in _TABLE.items() if sheet in sheets]
    close = process.extract(key, known, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=None)
    same_digits = [k for k, _, _ in close if digits_of(k) == digits_of(key)]
    return tuple(dict.fromkeys(name for k in same_digits for name in _TABLE[k][sheet]))
