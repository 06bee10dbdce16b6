"""The pages of docs/ as the tests read them."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["PAGES", "ROOT", "blocks"]

ROOT = Path(__file__).resolve().parents[1]

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


def blocks(page: str, language: str) -> list[str]:
    """The code blocks of a language on a page of docs/how_to, in order; there is at least one."""
    text = (ROOT / "docs" / "how_to" / page).read_text(encoding="utf-8")
    found = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found, f"{page} has no {language}"
    return found
