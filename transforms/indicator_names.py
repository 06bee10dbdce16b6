"""Indicators that a branch names in words of its own (cases X07, X08)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import pandas as pd
from rapidfuzz.distance import OSA

from schemas.codes.indicator_names import SILENT_WORDS, WORDS_OF_A_TOTAL
from schemas.rules import Parsed
from transforms.cells.name_keys import folded
from transforms.service_names import written_out

__all__ = ["IS_KNOWN", "IS_NAMED_SO", "indicator_names", "indicator_of"]

IS_KNOWN = "submission.summary.is_in_catalogue"
IS_NAMED_SO = "submission.summary.is_named_as_in_catalogue"
_NUMBERING = re.compile(r"\A[\W_]*(?:(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[A-Za-zĐđ])[.)/:]+)?")


def indicator_names(definitions: pd.DataFrame) -> Mapping[str, str]:
    """Code by the folded codes and names of the catalogue, and by the words of each name."""
    told = list(zip(definitions["indicator_code"], definitions["name_vi"], strict=True))
    names = {_words(name): code for code, name in told}
    return names | {folded(text): code for code, name in told for text in (code, name)}


def indicator_of(text: str, names: Mapping[str, str]) -> Parsed:
    """The code of the indicator that a line names, of `indicator_names`; '' where none is like it.

    A name that is only nearly one of the catalogue's is told, and so is an unknown one.
    """
    words = _words(text)
    code = names.get(folded(text)) or names.get(words)
    if code or {*folded(text).split()} <= WORDS_OF_A_TOTAL:
        return Parsed(code or "")
    near = next((names[name] for name in names if _is_slip(words, name)), None)
    return Parsed(near, (IS_NAMED_SO,)) if near else Parsed("", (IS_KNOWN,))


def _words(text: str) -> str:
    """The words of a name that tell which it is, in the order of the alphabet."""
    words = written_out(_NUMBERING.sub("", text)).split()
    return " ".join(sorted(word for word in words if word not in SILENT_WORDS))


def _is_slip(words: str, name: str) -> bool:
    """Whether a name is another one but for a letter of one word.

    With a word more or less, or another word, it may be another indicator: people are no contacts.
    """
    asked, known = Counter(words.split()), Counter(name.split())
    odd, missing = list((asked - known).elements()), list((known - asked).elements())
    if len(odd) != 1 or len(missing) != 1 or not (odd[0] + missing[0]).isalpha():
        return False
    return OSA.distance(odd[0], missing[0]) == 1
