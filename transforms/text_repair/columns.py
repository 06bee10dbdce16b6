"""A column of texts as Unicode Vietnamese, with what was done to each value."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from transforms.text_repair.deciding import convert, decide
from transforms.text_repair.lost import lost_letters
from transforms.text_repair.mojibake import decode_utf8_with_gaps, has_traces_of_utf8
from transforms.text_repair.readings import Reading
from transforms.text_repair.suspects import suspects
from transforms.text_repair.typing_keys import repair_keys
from transforms.text_repair.words import badness

__all__ = ["HAS_TYPING_KEYS", "RepairedColumn", "repair_column", "repair_names"]

HAS_TYPING_KEYS = "sheet.text.has_typing_keys"


@dataclass(frozen=True)
class RepairedColumn:
    """The texts of a column: as sent, and in the same order as they were meant.

    `rules` has the slug of the rule that each value broke, '' where it was right; `is_lost` says
    where letters are gone that no repair brings back. `readings` are the wrong ways of writing that
    were found.
    """

    sent: tuple[str, ...]
    values: tuple[str, ...]
    rules: tuple[str, ...]
    is_lost: tuple[bool, ...]
    readings: tuple[Reading, ...]

    @property
    def changed(self) -> dict[str, tuple[str, str]]:
        """Each text that was wrong: the text meant and the rule."""
        rows = zip(self.sent, self.values, self.rules, strict=True)
        return {sent: (value, rule_id) for sent, value, rule_id in rows if rule_id}

    @property
    def lost(self) -> list[str]:
        """The texts as sent that lack letters."""
        return [sent for sent, is_lost in zip(self.sent, self.is_lost, strict=True) if is_lost]


def repair_column(values: Sequence[str], expected: Collection[Reading] = ()) -> RepairedColumn:
    """One decision for the distinct `values` of a column of one sheet (DOMAIN 6).

    A column may hold several ways of writing: what the first decision leaves is looked at again.
    `expected` are the readings of the sheet's header: one word of such a column tells, and where
    none does ("èm" is ốm in TCVN3) it is written like the header.
    """
    meant: dict[str, tuple[str, str]] = {}
    readings: list[Reading] = []
    rest = list(values)
    while odd := suspects(rest):
        reading = decide(odd, len(rest), expected)
        new = _converted(rest, odd, reading) if reading else {}
        if not reading or not new:
            break
        readings.append(reading)
        meant |= {value: (text, reading.rule_id) for value, text in new.items()}
        rest = [value for value in rest if value not in new]
    if not readings and expected:
        reading = next(iter(expected))
        meant = {v: (text, reading.rule_id) for v, text in convert(values, (), reading).items()}
    is_utf8 = any(reading.is_utf8 for reading in readings)
    return _column(values, meant, tuple(readings), _broken(rest) if is_utf8 else frozenset())


def _column(
    sent: Sequence[str],
    meant: Mapping[str, tuple[str, str]],
    readings: tuple[Reading, ...] = (),
    broken: Collection[str] = (),
) -> RepairedColumn:
    texts = tuple(meant[value][0] if value in meant else value for value in sent)
    rules = tuple(meant[value][1] if value in meant else "" for value in sent)
    lost = lost_letters(texts)
    if broken:
        lost = tuple(is_lost or text in broken for is_lost, text in zip(lost, texts, strict=True))
    return RepairedColumn(tuple(sent), texts, rules, lost, readings)


def _converted(values: Sequence[str], odd: Sequence[str], reading: Reading) -> dict[str, str]:
    new = convert(values, odd, reading)
    if not reading.is_utf8:
        return new
    rest = [value for value in values if value not in new and not value.isascii()]
    mended = {value: decode_utf8_with_gaps(value) or value for value in rest}
    return new | {old: text for old, text in mended.items() if badness(text) < badness(old)}


def _broken(values: Sequence[str]) -> frozenset[str]:
    return frozenset(value for value in values if has_traces_of_utf8(value))


def repair_names(values: Sequence[str]) -> RepairedColumn:
    """The distinct names of a column with keys of Telex and VNI turned into letters (R31).

    Other repairs come first: see `repair_column`.
    """
    keyed = repair_keys(values)
    return _column(values, {value: (name, HAS_TYPING_KEYS) for value, name in keyed.items()})
