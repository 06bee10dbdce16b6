"""What all letters share: the page and its head, and lines of text that a phone need not break."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from html import escape
from typing import Literal, TypeAlias

from reports.letter_style import STYLE

__all__ = ["State", "heading", "page", "text_heading", "wrapped"]

State: TypeAlias = Literal["good", "ask", "bad"]
"""How things stand, by which the sentence in the head is coloured."""

_WIDTH = 78


def page(code: str, title: str, parts: Iterable[str], closing: str) -> str:
    """A self-contained page of these parts; the title and the closing are escaped here."""
    return "\n".join(
        [
            '<!doctype html><html lang="vi"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(f'{code} {title}')}</title>",
            f"<style>{STYLE}</style></head><body><main>",
            *parts,
            f"<footer>{escape(closing)}</footer>",
            "</main></body></html>\n",
        ]
    )


def heading(code: str, name: str, title: str, short: str, state: State) -> Iterator[str]:
    """The head of a page: to which branch, about what, and in one sentence how things stand."""
    yield '<header><p class="who">Ngày Chủ nhật số</p>'
    yield f"<h1>{escape(title)}</h1>"
    yield f"<p>Kính gửi: <b>{escape(name)}</b> ({escape(code)})</p>"
    yield f'<p class="short {state}">{escape(short)}</p></header>'


def text_heading(code: str, name: str, title: str, short: str) -> Iterator[str]:
    """The same head as lines of text; the title in capitals."""
    yield from wrapped(title.upper())
    yield from wrapped(f"Kính gửi: {name} ({code})")
    yield ""
    yield from wrapped(short)
    yield ""


def wrapped(text: str, mark: str = "") -> list[str]:
    """The text in lines, the first behind a mark."""
    behind = " " * len(mark)
    return textwrap.wrap(
        text, _WIDTH, initial_indent=mark, subsequent_indent=behind, break_on_hyphens=False
    )
