"""Draws keep their counts whatever the groups are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from samples.chance import among_groups, scattered, whole_groups

sheets = st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=200)


@given(sheet=sheets, seed=st.integers(0, 9999), count=st.integers(0, 250))
def test_counts_are_kept_among_the_eligible(
    sheet: list[tuple[int, bool]], seed: int, count: int
) -> None:
    groups = np.array([group for group, _ in sheet])
    eligible = np.array([may for _, may in sheet])
    rng = np.random.default_rng(seed)
    for chosen in (
        scattered(rng, eligible, count),
        among_groups(rng, groups, eligible, count),
        among_groups(rng, groups, eligible, count, kept_together=np.arange(len(sheet)) % 7),
    ):
        assert not (chosen & ~eligible).any()
        assert chosen.sum() == min(count, eligible.sum())


@given(sheet=sheets, seed=st.integers(0, 9999), count=st.integers(0, 250))
def test_whole_groups_are_whole(sheet: list[tuple[int, bool]], seed: int, count: int) -> None:
    groups = np.array([group for group, _ in sheet])
    eligible = np.array([may for _, may in sheet])
    chosen = whole_groups(np.random.default_rng(seed), groups, eligible, count)
    for group in set(groups[chosen].tolist()):
        assert (chosen == eligible)[groups == group].all()
