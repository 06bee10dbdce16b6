"""What a file's path tells: the branch and the Sunday, where the sender named file or folder so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

__all__ = ["Origin", "is_elsewhere", "origin_of"]

_NAMED = re.compile(r"^(?P<branch>[^\s_]+?)_(?P<date>\d{4}-\d{2}-\d{2})(?!\d)")
_FOLDER_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_CODE = re.compile(r"^(?P<branch>[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*)(?: ?\(\d+\))?$")
_CODE_FIRST = re.compile(r"^(?P<branch>[A-Za-z]*\d[A-Za-z0-9]*)[ _(-]")


@dataclass(frozen=True)
class Origin:
    """The branch code as written in the path ('' unknown) and the Sunday (None unknown).

    Neither is checked: whether the branch exists and the date is a Sunday is for the caller.
    """

    branch_code: str
    sunday: date | None


def is_elsewhere(path: str, other: str) -> bool:
    """Whether a path says something of branch and Sunday, and another thing than the other one."""
    origin = origin_of(path)
    return origin != origin_of(other) and origin != Origin("", None)


def origin_of(relative_path: str) -> Origin:
    """Branch and Sunday from a path below the inbox.

    `BRANCH_YYYY-MM-DD*.*` wins over the folders `YYYY-MM-DD/BRANCH/…` and `YYYY-MM-DD/BRANCH.*`.
    """
    *folders, name = relative_path.replace("\\", "/").split("/")
    stem = name.rpartition(".")[0] or name
    if (match := _NAMED.match(stem)) and (sunday := _date(match["date"])):
        return Origin(match["branch"], sunday)
    for index, folder in enumerate(folders):
        if _FOLDER_DATE.match(folder):
            below = folders[index + 1] if index + 1 < len(folders) else stem
            return Origin(_branch(below), _date(folder))
    return Origin("", None)


def _branch(name: str) -> str:
    match = _CODE.match(name) or _CODE_FIRST.match(name)
    return match["branch"] if match else ""


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
