"""Broken files: the same for a seed, read and judged without a crash, and none of them lost."""

from __future__ import annotations

import dataclasses

from benchmarks.fuzzing.mutants import Mutant
from benchmarks.fuzzing.sources import Source
from benchmarks.fuzzing.trials import mutants, tried

COUNT = 120


def silent(done: int, total: int) -> None:
    """No terminal."""


def test_broken_files_break_no_promise():
    tally = tried(list(mutants(7, range(COUNT))), silent)
    assert [(one.mutant.number, one.promise) for one in tally.broken] == []
    assert sum(tally.statuses.values()) == COUNT
    assert set(tally.statuses) == {"accepted", "quarantined", "rejected"}


def test_a_seed_and_a_number_give_the_same_file_again():
    one, again = (list(mutants(7, range(60))) for _ in range(2))
    assert one == again


def test_a_lost_row_would_be_seen():
    source = Source(0)
    whole = next(m for m in mutants(7, range(COUNT)) if m.how == "cells_elsewhere")
    assert whole.intact is not None and not whole.may_be_held
    lacking: Mutant = dataclasses.replace(whole, intact=whole.intact | {"0900000000"})
    (broken,) = tried([lacking], silent).broken
    assert broken.promise == "1 good rows were lost (accepted)"
    assert len(source.phones) == len(set(source.phones))
