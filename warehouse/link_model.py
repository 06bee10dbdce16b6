"""The stored model of linking, as it ships with the project."""

from __future__ import annotations

from functools import cache
from importlib import resources

from schemas.link_model import LinkModel

__all__ = ["LINK_MODEL_FILE", "load_link_model"]

LINK_MODEL_FILE = resources.files("warehouse") / "shipped" / "link_model.json"
"""Written by `sunday link train` only; a new one is reviewed and committed like code."""


@cache
def load_link_model() -> LinkModel:
    """The shipped model; the same value at every call."""
    return LinkModel.from_json(LINK_MODEL_FILE.read_text(encoding="utf-8"))
