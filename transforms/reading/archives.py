"""A zip that somebody packed one workbook into: taken out in memory, nothing else is looked at."""

from __future__ import annotations

import io
import zipfile

from transforms.reading.containers import READABLE, extension_of
from transforms.reading.packages import Damaged, Package

__all__ = ["only_workbook"]

_LEFT_BY_SYSTEMS = ("__MACOSX/", "Thumbs.db", "desktop.ini", ".DS_Store")


def only_workbook(package: Package) -> tuple[bytes, str] | None:
    """The bytes and name of the one file in an archive, None when it is no workbook or not alone.

    No name becomes a path, so none can lead out of a folder (F13). The sizes that an archive claims
    were summed when it was opened, and no more than claimed is unpacked. Raises Damaged.
    """
    names = [
        name
        for name in package.names
        if not name.endswith(("/", *_LEFT_BY_SYSTEMS)) and not name.startswith(_LEFT_BY_SYSTEMS)
    ]
    if len(names) != 1 or extension_of(names[0]) not in (*READABLE, "xlsm"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(package.content)) as archive:
            return archive.read(names[0]), names[0]
    except MemoryError:
        raise
    except Exception as error:  # zipfile raises half a dozen kinds on broken input
        raise Damaged from error
