"""The pages of docs/: what they link to is there, and every page can be found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schemas.settings import Settings
from tests.pages import PAGES, ROOT

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
LARGEST_PICTURE = 200_000


def links(page: Path) -> list[str]:
    """Targets in the repository; code blocks aside."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return [link for link in LINK.findall(text) if "://" not in link]


def anchors(page: Path) -> set[str]:
    """What a page's headings are called in links."""
    heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_links_to_is_there(page: Path) -> None:
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_and_picture_is_linked() -> None:
    linked = {
        (page.parent / link.partition("#")[0]).resolve() for page in PAGES for link in links(page)
    }
    kept = [ROOT / "docs" / "decisions", *PAGES, *(ROOT / "docs" / "pictures").iterdir()]
    unlinked = [
        path
        for path in kept
        if path not in linked and path.parent.name != "decisions" and path.name != "README.md"
    ]
    assert unlinked == []


@pytest.mark.parametrize("picture", sorted((ROOT / "docs" / "pictures").iterdir()))
def test_a_picture_is_small(picture: Path) -> None:
    assert picture.stat().st_size < LARGEST_PICTURE


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`\[?([a-z_]+)\]?`", readme))
    assert set(Settings.model_fields) - {"home"} <= told
