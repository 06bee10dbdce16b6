"""Ticks of the service columns, and the dossier column that takes a tick or a number (R47-R51)."""

from __future__ import annotations

import re

from schemas.codes.answers import DONE_WORDS, USUAL_TICK
from schemas.rules import Parsed
from transforms.cells.characters import compose, is_absent, tidy
from transforms.cells.counts import MOST_OF_A_CITIZEN, PLAIN_COUNT, parse_count
from transforms.cells.negation import denied, says_no

__all__ = ["IS_NOT_DENIED", "parse_dossiers", "parse_tick"]

IS_USUAL_TICK = "record.service_codes.is_usual_tick"
IS_CLEAR_TICK = "record.service_codes.is_clear_tick"
IS_NOT_DENIED = "record.service_codes.is_not_denied"
DOSSIERS_ARE_WHOLE = "record.dossier_count.is_whole_and_not_negative"
DOSSIERS_ARE_PLAUSIBLE = "record.dossier_count.is_plausible"
DOSSIERS_ARE_PLAIN = "record.dossier_count.is_plain_number"

_BLANK = Parsed("")
_TICK = Parsed(USUAL_TICK)
_UNUSUAL_TICK = Parsed(USUAL_TICK, (IS_USUAL_TICK,))
_UNCLEAR_TICK = Parsed(USUAL_TICK, (IS_CLEAR_TICK,))
_DENIED = Parsed("", (IS_NOT_DENIED,))
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"[+−-]? *[0-9][0-9., ]*(?:[^\W\d_][^\d]*)?")


def parse_tick(text: str, cell_type: str) -> Parsed:
    """'x' where the cell says yes, '' where it is blank or says no.

    A text that denies something ("chưa kích hoạt được") is none, with `is_not_denied`. One that
    says neither (a remark, an account's name) is a tick with `is_clear_tick`: the cell was filled
    on purpose, and a service that was given must not vanish silently. A date or a number says no
    more than a tick. An error cell (#N/A) says nothing and is blank; the reader tells of it (S17).
    """
    if text == USUAL_TICK and cell_type == "s":
        return _TICK
    if not cell_type or cell_type == "e":
        return _BLANK
    tidied = tidy(text)
    if is_absent(tidied) or says_no(tidied):
        return _BLANK
    if denied(tidied):
        return _DENIED
    return _UNUSUAL_TICK if cell_type != "s" or _is_clear(tidied) else _UNCLEAR_TICK


def _is_clear(tidied: str) -> bool:
    """Whether a text opens with a word for done, or has no word at all."""
    words = _WORD.findall(compose(tidied.lower()))
    return not words or words[0] in DONE_WORDS


def parse_dossiers(text: str, cell_type: str) -> Parsed:
    """The number of dossiers as digits: a tick is '1', 0 and no are ''.

    A negative or fractional number is refused. One that nobody's dossiers can reach, such as a
    phone, is a tick: the citizen was helped, with how many is not known. A text that is no number
    is a tick too, and clear: it says what the dossier was about ("đất đai").
    """
    if text == USUAL_TICK and cell_type == "s":
        return Parsed("1")
    ticked = parse_tick(text, cell_type)
    if not ticked.value:
        return ticked
    if cell_type != "n" and not _NUMBER.fullmatch(compose(tidy(text))):
        return Parsed("1", (IS_USUAL_TICK,))
    counted = parse_count(
        text, cell_type, DOSSIERS_ARE_WHOLE, MOST_OF_A_CITIZEN, DOSSIERS_ARE_PLAUSIBLE
    )
    if counted.value == "0":
        return _BLANK
    if counted.rules == (DOSSIERS_ARE_PLAUSIBLE,):
        return Parsed("1", counted.rules)
    is_repaired = counted.value and not PLAIN_COUNT.fullmatch(text)
    return Parsed(counted.value, (DOSSIERS_ARE_PLAIN,)) if is_repaired else counted
