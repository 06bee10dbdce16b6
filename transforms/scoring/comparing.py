"""How the evidence of two nodes agrees: one level per comparison, the first that holds.

`transforms.scoring.settings` says the same levels in SQL, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from transforms.scoring.births import turned
from transforms.scoring.pairs import Coded, Flags, Pairs, Positions, Texts, similarity
from transforms.side_by_side import each

__all__ = [
    "LEVELS",
    "LIKE_SIMILARITY",
    "NEAR_PHONES",
    "NO_STEPS",
    "UNKNOWN",
    "Levels",
    "compare",
    "levels_of",
]

UNKNOWN = "unknown"
"""The level of a comparison where one side tells nothing: it weighs nothing."""

LEVELS: dict[str, tuple[str, ...]] = {
    "number": (
        UNKNOWN,
        "same_and_born",
        "same",
        "same_doubted",
        "neighbour",
        "one_edit",
        "two_edits",
        "other_doubted",
        "other_old",
        "other",
    ),
    "name": (
        "same",
        "short",
        "near",
        "near_names",
        "given_only",
        "middle_other",
        "like",
        "like_names",
        "given_other",
        "surname_other",
        "other",
    ),
    "accents": (UNKNOWN, "same", "slip", "no_name", "other"),
    "birth": (
        UNKNOWN,
        "same",
        "swapped",
        "one_edit",
        "same_year",
        "year_only",
        "near_year",
        "other",
    ),
    "phone": (UNKNOWN, "same", "same_few", "same_several", "one_edit", "other"),
    "ward": (UNKNOWN, "same", "contested", "other"),
    "sex": (UNKNOWN, "same", "other"),
    "namesakes": (UNKNOWN, "none", "one", "few", "many"),
}
"""The levels of each comparison, in the order in which they are asked."""

LIKE_SIMILARITY = 0.9
NEAR_PHONES, NO_STEPS = 1000, 10**12

Levels = dict[str, npt.NDArray[np.int8]]


def compare(
    nodes: Coded, left: Positions, right: Positions, asked: Iterable[str] = tuple(LEVELS)
) -> Levels:
    """The level (its place in `LEVELS`) of each of the comparisons `asked` for, for each pair of
    positions in `nodes`.

    `nodes` codes what `transforms.scoring.features.describe` told.
    """
    return levels_of(Pairs(nodes, left, right), asked)


def levels_of(pairs: Pairs, asked: Iterable[str]) -> Levels:
    """As `compare`, of pairs at hand."""
    comparisons = list(asked)
    found = each(lambda comparison: _first(_COMPARISONS[comparison](pairs)), comparisons)
    return dict(zip(comparisons, found, strict=True))


def _first(conditions: Sequence[Flags]) -> npt.NDArray[np.int8]:
    """The place of the first condition that holds, else the last level's."""
    places = [np.int8(place) for place in range(len(conditions))]
    return np.select(list(conditions), places, np.int8(len(conditions)))


def _numbers(pairs: Pairs) -> list[Flags]:
    left, right, distinct = pairs.codes("number")
    length = np.array([*map(len, distinct), 0])
    same = pairs.same("number")
    # An old card and a CCCD differ by design, and a number of a series says nothing.
    is_silent = (length[left] != length[right]) | pairs.either("is_of_series")
    unknown = ~pairs.known("number") | (~same & is_silent)
    asked = ~unknown & ~same
    edit = pairs.edits("number", asked)
    is_card = length[left] != 9
    return [
        unknown,
        same & pairs.same("birth"),
        same & ~pairs.either("is_doubted"),
        same,
        (edit <= 2) & (pairs.measured("number", edit <= 2, _steps) == 1),
        edit == 1,
        (edit == 2) & (pairs.measured("number", edit == 2, _are_of_one_place) == 1),
        is_card & ~pairs.both("is_trusted"),
        ~is_card,
    ]


def _steps(left: Texts, right: Texts) -> list[int]:
    """How far one number stands after another: twins are registered one after the other."""
    return [
        abs(int(a) - int(b)) if a.isdigit() and b.isdigit() else NO_STEPS
        for a, b in zip(left, right, strict=True)
    ]


def _are_of_one_place(left: Texts, right: Texts) -> list[bool]:
    """Whether two numbers begin with the same place, sex and birth year."""
    return [a[:6] == b[:6] for a, b in zip(left, right, strict=True)]


def _names(pairs: Pairs) -> list[Flags]:
    surname, middle, given = (pairs.same(part) for part in ("surname", "middle", "given"))
    same = pairs.same("key")
    asked = ~same & surname & given
    are_parts = pairs.measured("middle", asked & pairs.known("middle"), _are_parts) == 1
    short = asked & (~pairs.known("middle") | are_parts)
    rest = ~same & ~short
    near = pairs.edits("plain", rest) <= 1
    like = pairs.measured("plain", rest & ~near, similarity) >= LIKE_SIMILARITY
    # Hoa and Hoan are two names that people have; Hoa and Hoaq are one and a slip.
    are_names = ~given & pairs.both("is_known_given")
    return [
        same,
        short,
        near & ~are_names,
        near,
        given & ~pairs.known("surname"),
        surname & given,
        like & ~are_names,
        like,
        surname & middle,
        given,
    ]


def _are_parts(left: Texts, right: Texts) -> list[bool]:
    """Whether the middle words of one stand in the other in order, whole or as initials."""
    pairs = [(a.split(), b.split()) for a, b in zip(left, right, strict=True)]
    return [_is_part(a, b) or _is_part(b, a) for a, b in pairs]


def _is_part(short: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return all(any(word.startswith(part) for word in rest) for part in short)


def _accents(pairs: Pairs) -> list[Flags]:
    """Of given names that are the same without accents (Thúy is not Thủy)."""
    unknown = ~pairs.same("given") | pairs.either("is_bare")
    return [
        unknown,
        pairs.same("given_toned"),
        pairs.same("given_slip"),
        ~pairs.both("has_known_accents"),
    ]


def _births(pairs: Pairs) -> list[Flags]:
    full, same, same_year = pairs.known("birth"), pairs.same("birth"), pairs.same("year")
    edit = pairs.edits("birth", full & ~same)
    may_be_turned = pairs.reordered("birth", full & ~same)
    year_edit = pairs.edits("year", pairs.known("year") & ~same_year & ~full)
    return [
        ~pairs.known("year"),
        same,
        pairs.measured("birth", may_be_turned, _are_turned) == 1,
        edit == 1,
        full & same_year,
        same_year,
        year_edit == 1,
    ]


def _are_turned(left: Texts, right: Texts) -> list[bool]:
    """Whether day and month of one are month and day of the other."""
    return [turned(a) == b for a, b in zip(left, right, strict=True)]


def _phones(pairs: Pairs) -> list[Flags]:
    same = pairs.same("phone")
    edit = pairs.edits("phone", pairs.known("phone") & ~same)
    # Numbers that were handed out one after the other look like slips, and are two.
    is_slip = pairs.measured("phone", edit == 1, _steps) >= NEAR_PHONES
    sharing, _ = pairs.values("phone_sharing")
    return [
        ~pairs.known("phone"),
        same & (sharing == 0),
        same & (sharing == 1),
        same,
        is_slip,
    ]


def _wards(pairs: Pairs) -> list[Flags]:
    same = pairs.same("ward")
    contested = same & pairs.same("key") & pairs.either("is_contested")
    return [~pairs.known("ward"), same & ~contested, contested]


def _namesakes(pairs: Pairs) -> list[Flags]:
    """Of pairs of one name and birth year: how many people in the province bear both."""
    alike = pairs.same("key") & pairs.same("year")
    count, _ = pairs.values("namesakes")
    return [~alike, count == 0, count == 1, count == 2]


def _sexes(pairs: Pairs) -> list[Flags]:
    return [~pairs.known("sex"), pairs.same("sex")]


_COMPARISONS: dict[str, Callable[[Pairs], list[Flags]]] = {
    "number": _numbers,
    "name": _names,
    "accents": _accents,
    "birth": _births,
    "phone": _phones,
    "ward": _wards,
    "sex": _sexes,
    "namesakes": _namesakes,
}
