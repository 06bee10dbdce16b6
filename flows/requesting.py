"""What the process that makes a correction workbook is asked."""

from __future__ import annotations

from dataclasses import dataclass

from reports.correction_plan import Correction

__all__ = ["Request"]


@dataclass(frozen=True)
class Request:
    """A file as sent and what is to be mended in it; `is_plain` asks for a workbook of its rows."""

    content: bytes
    correction: Correction
    is_plain: bool = False
