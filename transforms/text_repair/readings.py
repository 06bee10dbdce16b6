"""The ways in which a column may have been written wrongly, and how each is undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

from transforms.text_repair.mojibake import decode_cp1258_seen_as_cp1252, decode_utf8_seen_as
from transforms.text_repair.tcvn3 import decode_tcvn3
from transforms.text_repair.viqr import decode_viqr
from transforms.text_repair.vni import decode_vni

__all__ = ["READINGS", "Reading"]

_UTF8_AS_CP1252 = "sheet.text.is_utf8_seen_as_ansi"
_UTF8_AS_CP1258 = "sheet.text.is_utf8_seen_as_cp1258"


@dataclass(frozen=True)
class Reading:
    """A wrong way of writing: the rule that names it, and a decoder (None: it cannot be that).

    What a value could mean is asked several times before a column is decided.
    """

    rule_id: str
    decode: Callable[[str], str | None]
    is_utf8: bool = False


_remembered = lru_cache(maxsize=8192)

READINGS = (
    Reading(
        _UTF8_AS_CP1252,
        _remembered(partial(decode_utf8_seen_as, codec="sloppy-windows-1252")),
        True,
    ),
    Reading(_UTF8_AS_CP1252, _remembered(partial(decode_utf8_seen_as, codec="latin-1")), True),
    Reading(
        _UTF8_AS_CP1258,
        _remembered(partial(decode_utf8_seen_as, codec="sloppy-windows-1258")),
        True,
    ),
    Reading("sheet.text.is_cp1258_seen_as_ansi", _remembered(decode_cp1258_seen_as_cp1252)),
    Reading("sheet.text.is_tcvn3", _remembered(decode_tcvn3)),
    Reading("sheet.text.is_vni", _remembered(decode_vni)),
    Reading("sheet.text.is_viqr", _remembered(decode_viqr)),
)
"""In the order in which they are preferred: bytes of UTF-8 are never there by chance."""
