"""What a finding may show of a cell (DESIGN 5): never enough to know the person.

Numbers and phones show their last three digits, names their initials, dates their year. Blank text
gives ''.
"""

from __future__ import annotations

import re

from transforms.cells.characters import digits_of_float

__all__ = ["mask_date", "mask_name", "mask_number", "mask_text"]

_HIDDEN = "•••"
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_SHORT_YEAR = re.compile(r"(?:\d{1,2}[/. -]){2}(\d{2})")


def mask_number(text: str) -> str:
    """'052099001234' becomes '•••234'; with fewer than 7 digits nothing is shown."""
    if not text.strip():
        return ""
    # The exponent of 5.2099001234E+10 and the zero of 52099001234.0 are no digits of the number.
    read = digits_of_float(text.strip())
    digits = [char for char in (read[0] if read else text) if char.isdigit()]
    return _HIDDEN + "".join(digits[-3:]) if len(digits) >= 7 else _HIDDEN


def mask_name(text: str) -> str:
    """'Nguyễn Thị Hoa' becomes 'N.T.H.'; words without a letter give nothing."""
    initials = [next((char for char in word if char.isalpha()), "") for word in text.split()]
    shown = "".join(f"{initial.upper()}." for initial in initials if initial)
    return shown or (_HIDDEN if text.strip() else "")


def mask_date(text: str) -> str:
    """'05/03/1985' and '1985-03-05' become '1985', '5/3/85' becomes '85'; else nothing is shown."""
    if not text.strip():
        return ""
    years = _YEAR.findall(text)
    if len(years) == 1:
        return str(years[0])
    short = _SHORT_YEAR.fullmatch(text.strip())
    return short[1] if short and not years else _HIDDEN


def mask_text(text: str) -> str:
    """'tổ 3, thôn B' becomes '…(12 ký tự)': its length only."""
    return f"…({len(text)} ký tự)" if text.strip() else ""
