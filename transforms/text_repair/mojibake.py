"""Bytes of one encoding read as another: the three routes of F19, F20 and F21.

Windows lets undefined bytes through as control characters, which Python's own codecs refuse and the
"sloppy" ones of ftfy take. ftfy is slow to load: it is loaded when a text needs it.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "decode_cp1258_seen_as_cp1252",
    "decode_utf8_seen_as",
    "decode_utf8_with_gaps",
    "has_traces_of_utf8",
]

_BEHIND = re.escape(
    "".join(map(chr, range(0x80, 0xC0))) + bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
)
# The first byte of a Vietnamese letter in UTF-8, and what may be left of those behind it.
_TRACES = re.compile(rf"[ÂÃĂÄÅÆ][{_BEHIND}]|á[º»]|[ÄÆ](?=[a-z])|\ufffd")
# The byte A0 of à, as the space that a program made of it (HoÃ ng) or cut off (HÃ).
_SPACED = re.compile(r"(\b[A-ZÄ]\w*[ÃĂ]) (?=[a-z])")
_CUT = re.compile(r"(?<=\w)[ÃĂ]$")

_ROUNDS = 3
"""A file saved wrongly again and again is wrong in layers."""


def decode_utf8_seen_as(text: str, codec: str) -> str | None:
    """The text that was UTF-8 and was read as `codec`; None when its bytes are no UTF-8."""
    if not has_traces_of_utf8(text):
        return None
    import ftfy.bad_codecs  # noqa: F401 - it registers the sloppy codecs

    decoded = None
    for _ in range(_ROUNDS):
        try:
            text = decoded = text.encode(codec).decode("utf-8")
        except UnicodeError:
            break
    return decoded and unicodedata.normalize("NFC", decoded)


def decode_utf8_with_gaps(text: str) -> str | None:
    """A text that is UTF-8 in parts, or that lost the byte A0 as a space, by the judgement of ftfy.

    None when traces of bytes remain: their letters are gone.
    """
    import ftfy

    spaced = _SPACED.sub("\\1\u00a0", text)
    whole = spaced if text.isupper() else _CUT.sub("à", spaced)
    decoded = unicodedata.normalize("NFC", ftfy.fix_encoding(whole))
    return None if has_traces_of_utf8(decoded) else decoded


def has_traces_of_utf8(text: str) -> bool:
    """Whether a text holds what UTF-8 looks like when it is read as an ANSI encoding."""
    return _TRACES.search(text) is not None


def decode_cp1258_seen_as_cp1252(text: str) -> str | None:
    """The text that was Windows-1258, with tones as characters of their own."""
    try:
        return unicodedata.normalize("NFC", text.encode("cp1252").decode("cp1258"))
    except UnicodeError:
        return None
