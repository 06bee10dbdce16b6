"""What a finding may show of the value it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from schemas.settings import LAUNCH
from transforms.cells.masking import mask_date, mask_name, mask_number, mask_text
from transforms.cells.team_code import normalise_code
from transforms.reading.cells import ERROR_TEXTS

__all__ = ["mask_code", "mask_for", "mask_header", "may_tell_a_person"]

# Bare digits are shown up to five: six may be a birth date (160789), nine a phone.
_CODE = re.compile(r"[A-Z]{1,6}[-_.]?\d{1,6}(?:[-_.][A-Z\d]{1,3})?|\d{1,5}", re.IGNORECASE)
_COUNT = re.compile(r"-?\d{1,5}([.,]\d{1,3})?")
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T[\d:.]+)?")
_LONG_NUMBER = re.compile(r"\d{5}")
_LONGEST_HEADER = 60
_SPACED_NUMBER = re.compile(r"\d(?:[\s.\-–]{0,2}\d){8}")
"""Nine digits: a phone without its zero; two years of a school year are eight."""
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:\d{4}|\d\d)|\d{4}-\d\d?-\d\d?)(?!\d)"
)


def mask_code(text: str, known: Collection[str] = ()) -> str:
    """A code in clear when it is `known` or looks like one; anything else only by its length."""
    if (code := normalise_code(text)) in known:
        return code
    return text.strip() if _CODE.fullmatch(text.strip()) else mask_text(text)


def mask_header(text: str) -> str:
    """Headers in clear, on one line; by its length what may be a value in a header's place."""
    return ", ".join(_mask_one_header(" ".join(part.split())) for part in text.split(", "))


def _mask_one_header(text: str) -> str:
    is_value = len(text) > _LONGEST_HEADER or _LONG_NUMBER.search(text) or may_tell_a_person(text)
    return mask_text(text) if is_value else text


def may_tell_a_person(text: str) -> bool:
    """Whether free text holds a number as long as a phone's, or a day that may be one of birth."""
    days = (day.replace(" ", "") for day in _DATE.findall(text))
    return bool(_SPACED_NUMBER.search(text)) or any(mask_day(day) != day for day in days)


def mask_day(text: str) -> str:
    """A day of the campaign in clear, as it is written in Vietnam; of an earlier day its year.

    Where a date of assistance is asked for, a date before the launch is most likely a birth date.
    """
    if match := _ISO_DAY.fullmatch(text.strip()):
        text = "/".join(reversed(match.groups()))
    match = _DAY.fullmatch(text.strip())
    is_recent = match is not None and int(match[1]) >= LAUNCH.year
    return text.strip() if is_recent else mask_date(text)


def _mask_if(pattern: re.Pattern[str]) -> Callable[[str], str]:
    return lambda text: text.strip() if pattern.fullmatch(text.strip()) else mask_text(text)


_MASKS: dict[str, Callable[[str], str]] = {
    "id_number": mask_number,
    "phone": mask_number,
    "full_name": mask_name,
    "member_name": lambda text: "; ".join(map(mask_name, text.split("; "))),
    "birth_date": mask_date,
    "branch_code": mask_code,
    "assist_date": mask_day,
    "report_sunday": mask_day,
    "quantity": _mask_if(_COUNT),
    "attendance": _mask_if(_COUNT),
    "value_week": _mask_if(_COUNT),
    "svc_dossier": _mask_if(_COUNT),
    "dossier_count": _mask_if(_COUNT),
    "member_count": _mask_if(_COUNT),
    "member_total": _mask_if(_COUNT),
    "member_dvc_count": _mask_if(_COUNT),
    "member_vneid2_count": _mask_if(_COUNT),
    "member_both_count": _mask_if(_COUNT),
}


def mask_for(column_name: str, text: str, teams: Collection[str] = ()) -> str:
    """The masked form of a value of that template column ('' stays ''); `teams` are on the roster.

    The error that Excel shows in a cell (#N/A) is one of a few, and tells nothing of anybody.
    """
    if text in ERROR_TEXTS:
        return text
    if column_name == "team_code":
        return mask_code(text, teams)
    return _MASKS.get(column_name, mask_text)(text) if text else ""
