"""Text that may do harm where it goes next, or that nobody may send: formulas, markup, secrets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from schemas.rules import Fault
from transforms.reading.folding import fold
from transforms.reading.tables import RawTable

__all__ = ["is_sensitive_header", "without_secrets"]

_TEXTS = (
    "full_name",
    "ward",
    "svc_other",
    "service",
    "note",
    "member_name",
    "team_name",
    "area",
    "activity",
    "url",
    "indicator",
)
_NUMBERS = ("id_number",)
_LONGEST_NUMBER = 15
"""Longer cells in the column of identity numbers may hold a card's number, or a word beside one."""
_SIGNS = frozenset("=@<|;:(!0123456789")
"""A column without any of these has nothing to find; nearly all are."""

_NAMED_SECRET = re.compile(
    r"(?:mật khẩu|mat khau|password|mã otp|otp|mã pin)\s*(?:là|la|[:=])\s*\S"
    r"|(?:stk|số tài khoản|so tai khoan)\W*\d{6}"
    r"|\b(?:thẻ|card)\b\D{0,20}\d{16,19}(?!\d)",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<!\d)\d{4}([\s.–-]?)\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?(?!\d)")
_DOMESTIC_CARDS = "9704"
"""With these digits open the cards of Vietnam's banks (Napas)."""
_ADDRESS = re.compile(r"(?<![\w.-])(?:https?://|[\w.-]+\.[a-z]{2,}/)\S*", re.IGNORECASE)
_FORMULA = re.compile(r"\s*(?:[=@]|[+-](?=.*[|(!]))")
_CODE = re.compile(
    r"<\s*[/!]?\s*[a-z][^<>]*>|<\s*script|javascript:|\bon\w{3,20}\s*=\s*['\"]"
    r"|['\";]\s*(?:drop|delete|insert|update|alter|union|or)\s+\S",
    re.IGNORECASE,
)
_IS_SECRET = "record.text.is_not_secret"


def _holds_secret(text: str) -> bool:
    """Whether a text names a secret, or holds the number of a card.

    Sixteen to nineteen digits may as well be a dossier's code or a date with a phone. Those of a
    card stand together or in groups of four, and have its check digit (Luhn, ISO/IEC 7812) or
    begin as the cards of Vietnam's banks do. The numbers in a web address are none.
    """
    if _NAMED_SECRET.search(text):
        return True
    if _CARD.search(text) is None:
        return False
    return any(_is_card(match[0]) for match in _CARD.finditer(_ADDRESS.sub(" ", text)))


def _is_card(number: str) -> bool:
    digits = [int(char) for char in reversed(number) if char.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    has_check_digit = (sum(digits[::2]) + sum(doubled)) % 10 == 0
    return has_check_digit or number.startswith(_DOMESTIC_CARDS)


_KINDS = (
    (_IS_SECRET, _holds_secret),
    ("record.text.is_no_formula", _FORMULA.match),
    ("record.text.is_no_code", _CODE.search),
)
_SENSITIVE_HEADER = re.compile(
    r"\b(?:dan toc|ton giao|mat khau|password|otp|ma pin|so tai khoan|tai khoan ngan hang|stk"
    r"|so the|benh|tinh trang suc khoe|khuyet tat|anh (?:cccd|cmnd|the|chan dung)|van tay)\b"
)


def is_sensitive_header(text: str) -> bool:
    """Whether a header asks for what must not be sent at all (R54)."""
    return _SENSITIVE_HEADER.search(fold(text)) is not None


def without_secrets(table: RawTable) -> tuple[RawTable, list[Fault]]:
    """The table with its secrets blanked, and a fault for each cell that holds one, or is unsafe.

    A password or the number of a card goes no further than here, not into the vault either (R54).
    Formulas and markup are kept as the text that they are (R52, R53).
    """
    faults: list[Fault] = []
    texts, types = dict(table.texts), dict(table.types)
    for name in [name for name in (*_TEXTS, *_NUMBERS) if name in texts]:
        broken = (_broken_numbers if name in _NUMBERS else _broken_rules)(texts[name])
        if not broken:
            continue
        faults += [
            Fault(
                broken[text],
                table.sheet,
                row,
                name,
                f"{table.letters[name]}{row}",
                "" if broken[text] == _IS_SECRET else text,
            )
            for row, text in zip(table.row_numbers, texts[name], strict=True)
            if text in broken
        ]
        is_secret = [broken.get(text) == _IS_SECRET for text in texts[name]]
        texts[name] = _blanked(texts[name], is_secret)
        types[name] = _blanked(types[name], is_secret)
    return (replace(table, texts=texts, types=types) if faults else table), faults


def _blanked(cells: Sequence[str], is_gone: Sequence[bool]) -> list[str]:
    return ["" if gone else cell for cell, gone in zip(cells, is_gone, strict=True)]


def _broken_rules(texts: Sequence[str]) -> dict[str, str]:
    """The rule that each distinct text breaks, of those that break one."""
    distinct = set(texts)
    if _SIGNS.isdisjoint("".join(distinct)):
        return {}
    told = ((text, rule_id) for text in distinct for rule_id, breaks in _KINDS if breaks(text))
    return dict(reversed(list(told)))


def _broken_numbers(texts: Sequence[str]) -> dict[str, str]:
    """The same of a column of numbers, where formulas and markup are no numbers anyway."""
    long = {text for text in texts if len(text) > _LONGEST_NUMBER}
    return {text: _IS_SECRET for text in long if _holds_secret(text)}
