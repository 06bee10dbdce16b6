"""What a finding may show of the value it is about."""

from __future__ import annotations

import re
from collections.abc import Callable

from transforms.cells.masking import mask_date, mask_name, mask_number, mask_text

__all__ = ["mask_code", "mask_for"]

_CODE = re.compile(r"[A-Z]{0,6}[-_.]?\d{1,8}", re.IGNORECASE)
_COUNT = re.compile(r"-?\d{1,6}([.,]\d{1,3})?")
_DATE = re.compile(r"[\d/.\- :T]{4,20}")


def mask_code(text: str) -> str:
    """A code in clear when it looks like one; anything else typed in its place only by its length."""
    return text.strip() if _CODE.fullmatch(text.strip()) else mask_text(text)


def _mask_if(pattern: re.Pattern[str]) -> Callable[[str], str]:
    return lambda text: text.strip() if pattern.fullmatch(text.strip()) else mask_text(text)


_MASKS: dict[str, Callable[[str], str]] = {
    "id_number": mask_number,
    "phone": mask_number,
    "full_name": mask_name,
    "birth_date": mask_date,
    "team_code": mask_code,
    "branch_code": mask_code,
    "assist_date": _mask_if(_DATE),
    "report_sunday": _mask_if(_DATE),
    "quantity": _mask_if(_COUNT),
    "attendance": _mask_if(_COUNT),
    "svc_dossier": _mask_if(_COUNT),
    "dossier_count": _mask_if(_COUNT),
    "member_count": _mask_if(_COUNT),
}


def mask_for(column_name: str, text: str) -> str:
    """The masked form of a value of that template column ('' stays '')."""
    return _MASKS.get(column_name, mask_text)(text) if text else ""
