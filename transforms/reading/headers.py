"""Finding the header of a table among title rows, and telling which table it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from schemas.template import TABLE_SHEETS
from transforms.reading.aliases import Names, close_names, names_by_sheet
from transforms.reading.cells import Cell, Grid
from transforms.reading.folding import fold

__all__ = ["Header", "find_header", "header_score"]

SEARCHED_ROWS = 30
_ENOUGH = {"NGUOI_DAN": 3, "TO_CNS": 3, "HOAT_DONG": 2, "TONG_HOP": 2}
_TELLING = {
    "NGUOI_DAN": {"assist_date", "full_name", "given_part", "id_number", "birth_date", "phone"},
    "TO_CNS": {"member_name", "team_role", "attended"},
    "HOAT_DONG": {"activity", "attendance"},
    "TONG_HOP": {"indicator"},
}
_OF_ANY_LIST = {"male_tick", "female_tick", "birth_of_man", "birth_of_woman"}
"""Lists of members, and sums, have such columns too: they tell nothing of what a table is."""
_COMMON = {"row_no", "note", *_OF_ANY_LIST}
_MOST_LEVELS = 3

Options = tuple[str, ...]
Matcher = Callable[[str], dict[str, Names]]


@dataclass(frozen=True)
class Header:
    """A header found: the table that it belongs to, its 0-based rows, its texts per column.

    `options` holds for each column the readings of its header, best first: of a header of several
    levels the joined text, then the lower ones; none for a column without a header.
    """

    kind: str
    top: int
    bottom: int
    options: tuple[Options, ...]

    @property
    def has_levels(self) -> bool:
        """Whether the header takes more than one row."""
        return self.top != self.bottom


def find_header(rows: Grid, sheet_name: str, kinds: Sequence[str] = TABLE_SHEETS) -> Header | None:
    """The header among the first rows with the most recognised columns, None without a table.

    Spellings that are only close are tried when no row is recognised otherwise.
    """
    hint = fold(sheet_name).replace(" ", "_").upper()
    best = _best_row(rows[:SEARCHED_ROWS], kinds, hint, names_by_sheet)
    if best is None:
        best = _best_row(rows[:SEARCHED_ROWS], kinds, hint, _closely(tuple(kinds)))
    return None if best is None else _with_levels(rows, *best)


def header_score(row: Sequence[Cell]) -> int:
    """How many columns of NGUOI_DAN a row of texts names."""
    return _count(tuple([_one(cell) for cell in row]), "NGUOI_DAN")


@lru_cache(maxsize=16)
def _closely(kinds: tuple[str, ...]) -> Matcher:
    def match(text: str) -> dict[str, Names]:
        return {k: n for k in kinds if (n := names_by_sheet(text).get(k) or close_names(k, text))}

    return match


def _best_row(
    rows: Grid, kinds: Sequence[str], hint: str, matcher: Matcher
) -> tuple[int, str] | None:
    best, best_score = None, (0, False)
    for index, row in enumerate(rows):
        filled = [cell for cell in row if cell != ""]
        if len(filled) < 2 or (matcher is not names_by_sheet and len(filled) < 3):
            continue
        options = tuple([_one(cell) for cell in filled])
        names = _names(options, matcher)
        for kind in kinds:
            if kind not in names:
                continue
            score = (len(names[kind] - _OF_ANY_LIST), kind == hint)
            if score > best_score and _is_enough(kind, names[kind], is_hinted=kind == hint):
                best, best_score = (index, kind), score
        if best is not None and best[0] == index and best_score[0] >= len(options):
            break
    return best


def _is_enough(kind: str, names: set[str], *, is_hinted: bool) -> bool:
    if not names & _TELLING[kind]:
        return False
    counted = names - _COMMON if kind == "NGUOI_DAN" else names
    return len(counted) >= _ENOUGH[kind] - is_hinted


def _with_levels(rows: Grid, index: int, kind: str) -> Header:
    """The header in row `index`, joined with the rows around it if these name more columns."""
    single = tuple(_one(cell) for cell in rows[index])
    best, most = Header(kind, index, index, single), _count(single, kind)
    if most == len(single):
        return best
    for levels in range(2, _MOST_LEVELS + 1):
        for top in range(index - levels + 1, index + 1):
            window = rows[max(top, 0) : top + levels]
            if len(window) < levels or (levels > 2 and not _is_over_others(window)):
                continue
            joined = _joined(window)
            if (count := _count(joined, kind)) > most:
                best, most = Header(kind, top, top + levels - 1, joined), count
    return best


def _is_over_others(window: Grid) -> bool:
    """Whether the first label goes down over all rows, as merged cells do: a title does not."""
    first = next((at for at, cell in enumerate(window[0]) if _one(cell)), -1)
    return first >= 0 and not any(_one(row[first]) for row in window[1:])


def _count(options: tuple[Options, ...], kind: str) -> int:
    return len(_names(options, names_by_sheet).get(kind, ()))


def _joined(levels: Sequence[Sequence[Cell]]) -> tuple[Options, ...]:
    """Levels as one: an upper label over lower ones is carried to the right as far as they go."""
    *uppers, lowest = levels
    joined = [_one(cell) for cell in lowest]
    for upper in reversed(uppers):
        carried = ""
        for at, (above, below) in enumerate(zip(upper, joined, strict=True)):
            top = _one(above)
            carried = (top[0] if top else carried) if below else ""
            if not below:
                joined[at] = top
            elif carried:
                joined[at] = (f"{carried} {below[0]}", *below)
    return tuple(joined)


def _one(cell: Cell) -> Options:
    if isinstance(cell, str):
        return (cell,) if cell and not cell.isspace() else ()
    return (str(cell),)


@lru_cache(maxsize=1024)
def _names(options: tuple[Options, ...], matcher: Matcher) -> dict[str, set[str]]:
    """Per table, the distinct columns that these headers may mean; never to be changed."""
    names: dict[str, set[str]] = {}
    for texts in options:
        for text in texts:
            if matched := matcher(text):
                for kind, columns in matched.items():
                    names.setdefault(kind, set()).update(columns)
                break
    return names
