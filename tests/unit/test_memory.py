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
made = frames(300_000)
assert held() > before + 100
del made
assert held() < before + 20
"""


def test_a_dropped_frame_is_held_no_more() -> None:
    done = subprocess.run([sys.executable, "-c", _HELD], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_another_c_library_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    give_back_freed()
