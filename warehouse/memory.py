"""Memory that is free again goes back to the machine.

A run makes and drops frames of hundreds of megabytes. By default glibc and Arrow keep what was
freed for later, in pieces that later frames do not fit into: that is a fifth of what a large Sunday
took at its most.
"""

from __future__ import annotations

import ctypes

import pyarrow as pa

__all__ = ["give_back_freed"]

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""Parameters of `mallopt` (malloc.h of glibc)."""

_LARGE = 1 << 22


def give_back_freed() -> None:
    """From now on, blocks of four megabytes or more go back as soon as they are freed, where the C
    library is glibc; elsewhere nothing changes.
    """
    set_parameter = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_parameter is None:
        return
    for parameter, value in (
        (_MMAP_THRESHOLD, _LARGE),
        (_TRIM_THRESHOLD, _LARGE),
        (_ARENA_MAX, 1),
    ):
        set_parameter(parameter, value)
    pa.set_memory_pool(pa.system_memory_pool())
