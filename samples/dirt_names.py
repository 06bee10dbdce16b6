"""How names are mistyped (the name rates of error_profiles.csv)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

import numpy as np

from samples.chance import Flags, Texts, texts
from samples.names import full_names
from samples.spelling import fold, mistype_letter, mistype_tone, move_tone, swap_y_i, telex
from samples.typists import Typing

__all__ = ["type_names"]


def type_names(
    typing: Typing, surname: Texts, middle: Texts, given: Texts, woman: Flags, age: np.ndarray
) -> Texts:
    """The names as typed: parts left out, letters wrong, then each typist's way of writing."""
    names = full_names(surname, middle, given)
    _leave_out_parts(typing, names, surname, middle, given)
    plain = typing.by_typist("no_accents", _all(typing), same_person=True)
    _mistype(typing, names, plain)
    _write_habitually(typing, names, plain)
    _decorate(typing, names, woman, age)
    return names


def _all(typing: Typing) -> Flags:
    return np.ones(len(typing), dtype=bool)


def _apply(names: Texts, rows: Flags, change: Callable[[str], str]) -> None:
    names[rows] = texts([change(name) for name in names[rows]])


def _leave_out_parts(
    typing: Typing, names: Texts, surname: Texts, middle: Texts, given: Texts
) -> None:
    whole = _all(typing)
    only = typing.here_and_there("given_only", whole)
    names[only] = given[only]
    whole &= ~only
    has_middle = middle != ""
    dropped = typing.here_and_there("middle_dropped", whole & has_middle)
    names[dropped] = surname[dropped] + " " + given[dropped]
    whole &= ~dropped
    initials = typing.here_and_there("middle_initial", whole & has_middle)
    short = texts(["".join(f"{part[0]}." for part in m.split(" ")) for m in middle[initials]])
    names[initials] = surname[initials] + " " + short + " " + given[initials]
    whole &= ~initials
    swapped = typing.here_and_there("swapped", whole)
    family = full_names(surname[swapped], texts([""] * int(swapped.sum())), middle[swapped])
    names[swapped] = given[swapped] + " " + texts([name.rstrip() for name in family])


def _mistype(typing: Typing, names: Texts, plain: Flags) -> None:
    """At most one of letter, tone, y/i and Telex faults in a name."""
    whole = _all(typing)
    wrong = typing.here_and_there("name_typo", whole)
    _change_a_word(typing, names, wrong, lambda word: mistype_letter(word, typing.rng), last=True)
    whole &= ~wrong
    can = _any_word(names, swap_y_i)
    variant = typing.here_and_there("y_i", whole & can)
    _change_a_word(typing, names, variant, swap_y_i)
    whole &= ~variant & ~plain & _any_word(names, telex)
    keys = typing.here_and_there("telex", whole)
    _change_a_word(typing, names, keys, telex)
    toned = _any_word(names, lambda word: "" if _has_tone(word) else word)
    wrong = typing.here_and_there("tone_typo", whole & ~keys & toned)
    _change_a_word(typing, names, wrong, lambda word: mistype_tone(word, typing.rng), last=True)


def _has_tone(word: str) -> bool:
    return any(
        char in "\u0300\u0301\u0303\u0309\u0323" for char in unicodedata.normalize("NFD", word)
    )


def _any_word(names: Texts, variant: Callable[[str], str]) -> Flags:
    """Names with a word that has a variant; each different word is asked once."""
    known: dict[str, bool] = {}
    for name in dict.fromkeys(names):
        for word in name.split(" "):
            if word not in known:
                known[word] = variant(word) != word
    return np.array([any(known[word] for word in name.split(" ")) for name in names], dtype=bool)


def _change_a_word(
    typing: Typing, names: Texts, rows: Flags, change: Callable[[str], str], last: bool = False
) -> None:
    """One word that changes, drawn at random; the last two first where `last`."""
    for row in np.flatnonzero(rows):
        words = names[row].split(" ")
        order: Sequence[int] = [int(place) for place in typing.rng.permutation(len(words))]
        if last:
            order = sorted(order, key=lambda place: place < len(words) - 2)
        for place in order:
            changed = change(words[place])
            if changed != words[place]:
                words[place] = changed
                break
        names[row] = " ".join(words)


def _write_habitually(typing: Typing, names: Texts, plain: Flags) -> None:
    """Tone placement, no accents, capitals: the typist's way. (On a name without oà, oè or uỳ
    the habit of placing tones is there but shows nothing.)"""
    moved = typing.by_typist("tone_placement", _all(typing), same_person=True)
    _apply(names, moved, move_tone)
    _apply(names, plain, fold)
    loud = typing.by_typist("upper", _all(typing), same_person=True)
    _apply(names, loud, str.upper)
    quiet = typing.by_typist("lower", ~loud, same_person=True)
    _apply(names, quiet, str.lower)


def _decorate(typing: Typing, names: Texts, woman: Flags, age: np.ndarray) -> None:
    """Honorifics, stray spaces, decomposed letters."""
    polite = typing.here_and_there("honorific", _all(typing))
    old = age >= 50
    title = np.where(woman, np.where(old, "Bà", "Chị"), np.where(old, "Ông", "Anh")).astype(object)
    names[polite] = title[polite] + " " + names[polite]
    spaced = typing.here_and_there("spaces", _all(typing))
    kinds = typing.rng.integers(0, 4, len(typing))
    for row in np.flatnonzero(spaced):
        name = names[row]
        names[row] = (f" {name}", f"{name} ", name.replace(" ", "  ", 1), f" {name}\u00a0")[
            int(kinds[row])
        ]
    composed = np.array([not name.isascii() for name in names], dtype=bool)
    apart = typing.by_typist("nfd", composed)
    _apply(names, apart, lambda name: unicodedata.normalize("NFD", name))
