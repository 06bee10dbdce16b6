"""Vietnamese before Unicode: what the fonts and keyboards of the nineties put for each letter.

Source: TCVN 5712:1993 (VN3, the ABC fonts .VnTime) and the VNI fonts, as `reference/tcvn3_map.csv`
and `reference/vni_map.csv` give them; RFC 1456 for VIQR. A workbook typed in such a font holds the
Latin-1 letters that share the font's positions.
"""

from __future__ import annotations

import unicodedata
from types import MappingProxyType

__all__ = ["TCVN3_LETTERS", "VIQR_SHAPES", "VIQR_TONES", "VNI_LETTERS"]

TCVN3_LETTERS = MappingProxyType(
    dict(
        zip(
            "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
            "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
            strict=True,
        )
    )
)
"""Letter as seen to letter meant. U+00AD, ư, is a soft hyphen and invisible. Capitals with a tone
have no position: the font .VnTimeH shows small letters as capitals."""

_VNI_MARKS = {
    "": ("aeiouy", {"\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}),
    "\u0302": (
        "aeo",
        {"": "â", "\u0300": "à", "\u0301": "á", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"},
    ),
    "\u0306": (
        "a",
        {"": "ê", "\u0300": "è", "\u0301": "é", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"},
    ),
}
_VNI_HORNED = {"ô": "ơ", "ö": "ư"}
_VNI_SINGLE = {
    "æ": "ỉ", "ì": "ì", "í": "í", "î": "ỵ", "ñ": "đ", "ò": "ị", "ó": "ĩ",
}  # fmt: skip


def _vni_letters() -> dict[str, str]:
    """Vowels with a mark in the next position: eã is ễ. Before a capital the mark may be either."""
    lower = {
        base + mark: unicodedata.normalize("NFC", base + shape + tone)
        for shape, (bases, marks) in _VNI_MARKS.items()
        for tone, mark in marks.items()
        for base in bases
        if base != "i" and (base, mark) != ("y", "ï")
    }
    tones = _VNI_MARKS[""][1]
    for seen, meant in _VNI_HORNED.items():
        lower[seen] = meant
        for tone, mark in tones.items():
            lower[seen + mark] = unicodedata.normalize("NFC", meant + tone)
    lower |= _VNI_SINGLE
    upper = {seen.upper(): meant.upper() for seen, meant in lower.items()}
    mixed = {seen[0].upper() + seen[1:]: meant.upper() for seen, meant in lower.items()}
    return mixed | upper | lower


VNI_LETTERS = MappingProxyType(_vni_letters())
"""One or two letters as seen to the letter meant; the longer one is tried first."""

VIQR_SHAPES = MappingProxyType({"^": "\u0302", "(": "\u0306", "+": "\u031b"})
"""Signs typed behind a vowel for â ê ô, ă and ơ ư; đ is typed dd."""

VIQR_TONES = MappingProxyType(
    {"`": "\u0300", "'": "\u0301", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
)
"""Signs typed behind the vowel, or behind its shape, for the tones."""
