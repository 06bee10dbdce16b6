"""One decision for a column: in which wrong way it was written, if in any.

A value speaks for a reading when it makes better words of it. One word alone convinces nobody, for
"Loïc" would be "Lọc" in VNI: letters that foreign names have too need the company of others, or of
a frequent surname.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from schemas.codes.titles import FREQUENT_MIDDLE_NAMES, FREQUENT_SURNAMES
from transforms.text_repair.readings import READINGS, Reading
from transforms.text_repair.words import SALAD, SYLLABLE, badness, worth

__all__ = ["convert", "decide"]

_FOREIGN_LETTERS = frozenset("äëïöüñçåøæßîûÿœÄËÏÖÜÑÇÅØÆÎÛŸŒ")
_LEAST_SHARE = 0.01


@dataclass(frozen=True)
class _Evidence:
    """Distinct words that a reading mends: beyond doubt, and such as other languages have too."""

    clear: frozenset[str]
    faint: frozenset[str]
    values: int

    @property
    def weight(self) -> tuple[int, int]:
        return len(self.clear) + len(self.faint), self.values


def decide(
    suspects: Sequence[str], size: int, expected: Collection[Reading] = ()
) -> Reading | None:
    """The reading that explains these suspects of a column of `size` values, None without one.

    Of an `expected` reading, which the sheet's header has, one word is enough.
    """
    found = [(_evidence(suspects, reading), reading in expected, reading) for reading in READINGS]
    evidence, is_expected, reading = max(found, key=lambda one: (one[0].weight, one[1]))
    is_expected = is_expected and evidence.values > 0
    return reading if is_expected or _is_enough(evidence, len(suspects), size) else None


def _is_enough(evidence: _Evidence, suspects: int, size: int) -> bool:
    if evidence.values < _LEAST_SHARE * size:
        return False
    if evidence.clear:
        return len(evidence.clear) + len(evidence.faint) > 1 or evidence.values == suspects
    return len(evidence.faint) > 1 and 2 * evidence.values > max(suspects, size / 2)


def _evidence(suspects: Iterable[str], reading: Reading) -> _Evidence:
    clear: set[str] = set()
    faint: set[str] = set()
    values = 0
    for value in suspects:
        decoded = reading.decode(value)
        if decoded is None or badness(decoded) >= badness(value):
            continue
        mended = _mended(value.split(), decoded.split())
        if mended is None:
            continue
        values += 1
        is_named = decoded.split()[0].capitalize() in FREQUENT_SURNAMES
        for word in mended:
            (clear if is_named or not _may_be_foreign(word) else faint).add(word)
    return _Evidence(frozenset(clear), frozenset(faint), values)


def _mended(before: list[str], after: list[str]) -> list[str] | None:
    """The words that became syllables; None when another word was spoilt."""
    if len(before) != len(after):
        return [word for word in before if not word.isascii()]
    pairs = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    if any(worth(new) < worth(old) for old, new in pairs):
        return None
    return [old for old, new in pairs if worth(new) == SYLLABLE > worth(old) and _tells(old)]


def _tells(word: str) -> bool:
    """Not "Nguy?n": in ASCII, dots, quotes and question marks alone prove nothing."""
    return not word.isascii() or worth(word) == SALAD


def _may_be_foreign(word: str) -> bool:
    odd = [char for char in word if not char.isascii()]
    return worth(word) != SALAD and len(odd) == 1 and odd[0] in _FOREIGN_LETTERS


def convert(values: Sequence[str], suspects: Collection[str], reading: Reading) -> dict[str, str]:
    """The values of a column that were written so, and what they mean.

    A value that reads equally well as it stands ("Tó", which is Tú in TCVN3) goes with the column
    if nothing else in it is Unicode; in a mixed column with the words that are settled.
    """
    meant: dict[str, str] = {}
    even: dict[str, str] = {}
    unicode: list[str] = []
    odd = set(suspects)
    for value in values:
        new = reading.decode(value)
        gain = -1 if new is None else badness(value) - badness(new)
        if new is not None and new != value and gain >= 0:
            if value not in odd or _is_best(value, new):
                (meant if gain else even)[value] = new
        elif gain < 0 and value not in odd and not value.isascii():
            unicode.append(value)
    if unicode:
        settled = (text.split() for text in (*unicode, *meant.values()))
        known = FREQUENT_SURNAMES.union(FREQUENT_MIDDLE_NAMES, *settled)
        even = {old: new for old, new in even.items() if _known(new, known) > _known(old, known)}
    return meant | even


def _is_best(value: str, meant: str) -> bool:
    """Whether no other reading makes better words of a value."""
    rivals = [text for reading in READINGS if (text := reading.decode(value)) is not None]
    return badness(meant) <= min(map(badness, rivals))


def _known(text: str, known: Collection[str]) -> int:
    return sum(word in known for word in text.split())
