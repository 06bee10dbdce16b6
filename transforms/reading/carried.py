"""What a file carries besides the cells of its tables: macros, links, pictures. Never opened."""

from __future__ import annotations

from schemas.rules import Fault
from transforms.reading.containers import Container

__all__ = ["carried_faults"]

_SIGNS = {
    "file.content.has_no_macros": ("xl/vbaproject", "basic/", "_vba_project"),
    "file.content.has_no_links": ("xl/externallinks/", "xl/connections", "xl/querytables/"),
    "file.content.has_no_pictures": ("xl/media/", "pictures/"),
}
"""The beginnings of the names of parts (in lower case) by which each is known."""


def carried_faults(container: Container) -> list[Fault]:
    """A fault for each kind of thing that a list has no need of, with the number of its parts.

    Told by the names of the parts alone (F10, F11, R54): what is in them stays closed.
    """
    names: frozenset[str] = frozenset()
    if container.package is not None:
        names = container.package.names
    elif container.ole is not None:
        names = container.ole.names
    lowered = [name.lower() for name in names if not name.endswith((".rels", "/"))]
    counts = {
        rule_id: sum(name.startswith(beginnings) for name in lowered)
        for rule_id, beginnings in _SIGNS.items()
    }
    return [Fault(rule, detail={"count": str(n)}) for rule, n in counts.items() if n]
