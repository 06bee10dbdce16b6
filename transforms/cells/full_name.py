"""Names of people: composed, tidied, without titles (DOMAIN 6, cases R27-R30, R33-R36)."""

from __future__ import annotations

import re
from itertools import groupby

from schemas.codes.letters import APOSTROPHES, D_LOOKALIKES, LOWER_LETTERS, UPPER_LETTERS
from schemas.codes.titles import (
    ABBREVIATED_TITLES,
    FREQUENT_SURNAMES,
    LONG_TITLES,
    MIDDLE_NAMES_ONLY,
    NAME_LIKE_TITLES,
    REMARK_WORDS,
    SURNAME_LIKE_TITLE,
    TITLES,
    UNACCENTED_TITLES,
)
from schemas.rules import Parsed
from transforms.cells.characters import compose, tidy
from transforms.cells.name_keys import folded
from transforms.text_repair.lost import has_lost_letters

__all__ = ["names_two_people", "parse_full_name"]

HAS_A_LETTER = "record.full_name.has_a_letter"
IS_COMPOSED_UNICODE = "record.full_name.is_composed_unicode"
HAS_NEW_TONE_PLACEMENT = "record.full_name.has_new_tone_placement"
HAS_VIETNAMESE_D = "record.full_name.has_vietnamese_d"
HAS_USUAL_CASE_AND_SPACES = "record.full_name.has_usual_case_and_spaces"
HAS_NO_HONORIFIC = "record.full_name.has_no_honorific"
HAS_ONLY_LETTERS = "record.full_name.has_only_letters"
HAS_TWO_WORDS = "record.full_name.has_two_words"
KEEPS_ITS_LETTERS = "record.full_name.keeps_its_letters"
IS_OF_ONE_PERSON = "record.full_name.is_of_one_person"
HAS_ACCENTS = "record.full_name.has_accents"

_BLANK = Parsed("")
_NO_LETTER = Parsed("", (HAS_A_LETTER,))

_USUAL_WORD = f"[{UPPER_LETTERS}][{LOWER_LETTERS}]*"
_USUAL = re.compile(f"({_USUAL_WORD})(?: {_USUAL_WORD})+")
# hoà, khoẻ, thuỷ. The u of quý belongs to its consonant and has one placement only.
_NEW_TONE = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?![^\W\d_])", re.IGNORECASE)
_D_LOOKALIKE = re.compile(f"[{''.join(D_LOOKALIKES)}](?=[{LOWER_LETTERS}{UPPER_LETTERS}])")
_BRACKETS = re.compile(r"\([^)]*\)?|\[[^\]]*\]?|\{[^}]*\}?")
_REMARK = re.compile(
    rf"(?:\s+[-–—]|\s*[,;/])\s*(?:{'|'.join(sorted(REMARK_WORDS))})\b.*", re.IGNORECASE
)
_MARKS = "\u0300-\u036f"
_BREAKS = re.compile(r"<[^<>]*>|[,;/|&+:_–—]")
_LOOSE_DASH = re.compile(r"(?<!\S)-+|-+(?!\S)")
_ODD = re.compile(rf"[^\w\s{APOSTROPHES}.{_MARKS}-]|_|(?<!\b[^\W\d_])\.")
_SEGMENT = re.compile(rf"[^\s{APOSTROPHES}-]+")
_LONG_TITLE = re.compile(
    rf"(?:{'|'.join(LONG_TITLES).replace('/', ' ?/ ?')})[.:]? *", re.IGNORECASE
)
_TITLE_WORDS = TITLES | NAME_LIKE_TITLES | UNACCENTED_TITLES
_MIDDLE_NAMES = frozenset(map(str.lower, MIDDLE_NAMES_ONLY))
_FOLDED_SURNAMES = frozenset(map(folded, FREQUENT_SURNAMES))
_PLAIN_SURNAMES = _FOLDED_SURNAMES - {surname.lower() for surname in FREQUENT_SURNAMES}
_BETWEEN_PEOPLE = re.compile(r"[,;/|&+\n\r]")
_BETWEEN_WORDS = {",", "-", "và"}


def parse_full_name(text: str, cell_type: str) -> Parsed:
    """The name for display, '' where it holds no letter.

    What was typed is kept but for form: NFC, Đ, spaces, invisible characters, case of words that
    are all lower or all upper case (so H'Nhi and Y Bé stay, R36), titles and remarks. Of several
    people the names stay apart: joined they would be the name of nobody.
    """
    match = _USUAL.fullmatch(text)
    if match and cell_type == "s" and match[1].lower() not in _TITLE_WORDS:
        if text.isascii():
            return Parsed(text, (HAS_ACCENTS,) if _lacks_accents(text) else ())
        return Parsed(text, (HAS_NEW_TONE_PLACEMENT,) if _NEW_TONE.search(text) else ())
    if not cell_type or not tidy(text):
        return _BLANK
    return _repair(text) if cell_type == "s" else _NO_LETTER


def _repair(text: str) -> Parsed:
    composed = compose(text)
    mended = _mend_d(composed)
    tidied = tidy(mended).strip(" .,;:-")
    plain = _strip_titles(_strip_remarks(tidied))
    lettered = _strip_symbols(plain)
    bare = _strip_titles(lettered)
    # Again, for a sign or digit between Ð and its letter is gone now.
    spelt = _mend_d(bare)
    name = compose(_SEGMENT.sub(_usual_case, spelt))
    if not any(map(str.isalpha, name)):
        return _NO_LETTER
    if names_two_people(text):
        return Parsed(", ".join(map(" ".join, _people(text))), (IS_OF_ONE_PERSON,))
    is_lost = has_lost_letters(text)
    broken = {
        IS_COMPOSED_UNICODE: composed != text,
        HAS_VIETNAMESE_D: mended != composed or spelt != bare,
        HAS_USUAL_CASE_AND_SPACES: tidied != mended or name != spelt,
        HAS_NO_HONORIFIC: plain != tidied or bare != lettered,
        HAS_ONLY_LETTERS: lettered != plain and not is_lost,
        HAS_NEW_TONE_PLACEMENT: _NEW_TONE.search(name) is not None,
        HAS_TWO_WORDS: " " not in name,
        KEEPS_ITS_LETTERS: is_lost,
        HAS_ACCENTS: _lacks_accents(name),
    }
    return Parsed(name, tuple(rule for rule, is_broken in broken.items() if is_broken))


def _lacks_accents(name: str) -> bool:
    """Whether a name was typed without accents: it opens with Nguyen, Tran, Le … (R32).

    A name that has none by nature (Mai Lan Anh) cannot be told from one that lost them.
    """
    first, _, rest = name.partition(" ")
    return bool(rest) and name.isascii() and first.lower() in _PLAIN_SURNAMES


def _mend_d(name: str) -> str:
    return _D_LOOKALIKE.sub(lambda match: D_LOOKALIKES[match[0]], name)


def _strip_remarks(tidied: str) -> str:
    """Without '(tổ 3)' or '- tổ 3', unless nothing would remain."""
    if _is_letters(tidied):
        return tidied
    rest = tidy(_REMARK.sub("", _BRACKETS.sub(" ", tidied))).strip(" .,;:-")
    return rest if any(map(str.isalpha, rest)) else tidied


def _strip_symbols(name: str) -> str:
    if _is_letters(name):
        return name
    # \w takes ² and ½ for parts of words.
    unnumbered = "".join([char for char in name if char.isalpha() or not char.isnumeric()])
    lettered = _ODD.sub("", _BREAKS.sub(" ", unnumbered))
    return tidy(_LOOSE_DASH.sub(" ", lettered)).strip(" .-")


def _is_letters(tidied: str) -> bool:
    """Whether there is nothing but letters and spaces, as in most names: nothing to strip then."""
    return tidied.replace(" ", "").isalpha()


def _strip_titles(name: str) -> str:
    while True:
        rest = _without_title(name)
        if not rest or not any(map(str.isalpha, rest)):
            return name
        name = rest


def _without_title(name: str) -> str:
    """What follows one title, '' where the name opens with none or with a part of a name (R33)."""
    if match := _LONG_TITLE.match(name):
        return name[match.end() :]
    first, _, rest = name.partition(" ")
    title = first.lower()
    words = rest.split()
    if title == SURNAME_LIKE_TITLE and len(words) >= 2 and words[0].lower() in _MIDDLE_NAMES:
        return ""
    # "Anh Nguyễn Thị" is a name with the given name first: no name ends with Thị.
    if title in NAME_LIKE_TITLES and len(words) >= 2 and words[-1].lower() != "thị":
        return rest
    if title in ABBREVIATED_TITLES and words and len(rest) >= 2:
        return rest
    if title.rstrip(".:") in TITLES and words:
        return rest
    if title in UNACCENTED_TITLES and len(words) >= 2 and folded(words[0]) in _FOLDED_SURNAMES:
        return rest
    return ""


def _usual_case(match: re.Match[str]) -> str:
    word = match[0]
    if word.islower() or (word.isupper() and len(word) > 1):
        return word.capitalize()
    return word


def names_two_people(text: str) -> bool:
    """Whether a name cell holds two full names ('Nguyễn Văn A, Trần Thị B': case R18).

    Both parts must have two words and open with a frequent surname, so that a remark is no person.
    """
    people = [part for part in _people(text) if len(part) >= 2 and _opens_with_surname(part)]
    return len(people) >= 2


def _opens_with_surname(words: list[str]) -> bool:
    return folded(words[0]) in _FOLDED_SURNAMES


def _people(text: str) -> list[list[str]]:
    """The words of each part of a cell that may name several people."""
    words = tidy(compose(_BETWEEN_PEOPLE.sub(" , ", text))).split()
    parts = groupby(words, _BETWEEN_WORDS.__contains__)
    return [list(part) for is_between, part in parts if not is_between]
