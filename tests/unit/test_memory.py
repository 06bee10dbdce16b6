"""`warehouse.memory`: freed memory goes back to the machine; one without glibc runs too."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

from warehouse.memory import give_back_freed

_HELD = """
import pandas as pd
from warehouse.memory import give_back_freed

def held():
    pages = int(open("/proc/self/statm").read().split()[1])
    return pages * 4096 / 2**20

def frames(rows):
    return [pd.Series(["a name", "another"] * rows, dtype="str") for _ in range(20)]

give_back_freed()
frames(1)
before = held()
made = frames(600_000)
most = held()
del made
print(most - before, held() - before)
"""
"""Frames of buffers well above four megabytes each: smaller ones stay in the heap, which goes back
only from its end, and what stands at its end is chance.
"""


def test_a_dropped_frame_is_held_no_more() -> None:
    done = subprocess.run([sys.executable, "-c", _HELD], capture_output=True, text=True, check=True)
    most, still = map(float, done.stdout.split())
    assert most > 200
    assert still < 40


def test_another_c_library_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    give_back_freed()
