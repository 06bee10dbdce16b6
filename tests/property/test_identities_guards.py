"""A guard that turns, and turns back, leaves the persons of a run over everything.

What guards see is one key's nodes: forty people on an officer's phone, a number typed for a whole
sheet, more namesakes than a key may have. Runs bring them above a limit and take them below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.labelled import labelled_plan, labelled_records
from tests.property.test_linking_partition import parts
from tests.remembered import RememberedLinks
from tests.unit.test_linking import HOME, Said, cccd, neighbours, records
from transforms.scoring import GUARDS
from transforms.scoring.blocking import MAX_BLOCK
from transforms.scoring.guards import is_guarded

OWN = neighbours(12)
ON_ONE_PHONE = neighbours(40, phone=HOME)
OF_ONE_NUMBER = neighbours(40, number=cccd(123456), born="")
ALIKE = [
    Said("Nguyễn Thị Hoa", born="1980", phone=HOME),
    Said("Nguyễn Thị Hoan", born="1980", phone=HOME),
    Said("Nguyễn Thị Hoà", cccd(123456), "1980", sex="F"),
    Said("Nguyen Thi Hoa", cccd(123456)),
]
WITH_NUMBERS = [
    Said(one.name, cccd(n * 1111), one.born, one.phone, sex="F") for n, one in enumerate(OWN, 1)
]
NAMESAKES = [Said("Trần Thị Mai", born=f"1975-03-{n:02d}", phone=HOME) for n in range(2, 9)]

CROWD = [*ON_ONE_PHONE, *OF_ONE_NUMBER, *NAMESAKES, *NAMESAKES, *OWN, *WITH_NUMBERS, *ALIKE]
SMALL_CROWD = [*ON_ONE_PHONE[:8], *OF_ONE_NUMBER[:8], *NAMESAKES, *WITH_NUMBERS, *ALIKE]
FEW = settings(max_examples=3, deadline=None)


def assert_any_runs_are_as_at_once(sheet: pd.DataFrame, chance: Random) -> None:
    """Rows come in any order over a few runs, and some go; then most go, and some come back."""
    memory = RememberedLinks()
    waiting = list(sheet.index)
    chance.shuffle(waiting)
    cuts = sorted({0, len(waiting), *chance.sample(range(1, len(waiting)), 2)})
    here: set[str] = set()
    for start, end in pairwise(cuts):
        gone = chance.sample(sorted(here), len(here) // 4)
        memory.run(sheet.loc[waiting[start:end]], gone)
        here = here.difference(gone).union(waiting[start:end])
    gone = chance.sample(sorted(here), int(len(here) * chance.uniform(0.5, 0.95)))
    memory.run(sheet.iloc[:0], gone)
    assert_as_at_once(memory, sheet)
    memory.run(sheet.loc[chance.sample(gone, len(gone) // 2)])
    assert_as_at_once(memory, sheet)


def assert_as_at_once(memory: RememberedLinks, sheet: pd.DataFrame) -> None:
    """The same persons, guards and links as those of one run over what is in force."""
    at_once = RememberedLinks()
    at_once.run(sheet.loc[sorted(memory.clusters.index)])
    assert parts(memory.clusters) == parts(at_once.clusters)
    for known, whole in zip(memory.everything, at_once.everything, strict=True):
        pd.testing.assert_frame_equal(known, whole)


@contextmanager
def small_blocks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        for key in MAX_BLOCK:
            patched.setitem(MAX_BLOCK, key, 3)
        yield


def test_the_crowds_turn_guards() -> None:
    told = {"phone_of_several", "phone_void", "number_doubted", "number_void", "year_of_many"}
    assert guards_of(records(*CROWD)) >= told
    with small_blocks():
        crowded = {f"{key}_crowded" for key in ("phone_key", "number_key", "name_year_key")}
        assert guards_of(records(*SMALL_CROWD)) >= crowded


def guards_of(sheet: pd.DataFrame) -> set[str]:
    memory = RememberedLinks()
    memory.run(sheet)
    nodes, _ = memory.everything
    return {guard for guard in GUARDS if is_guarded(nodes, guard).any()}


@FEW
@given(chance=st.randoms(use_true_random=False))
def test_crowds_in_any_runs_are_as_at_once(chance: Random) -> None:
    assert_any_runs_are_as_at_once(records(*CROWD), chance)


@FEW
@given(chance=st.randoms(use_true_random=False))
def test_crowded_keys_in_any_runs_are_as_at_once(chance: Random) -> None:
    with small_blocks():
        assert_any_runs_are_as_at_once(records(*SMALL_CROWD), chance)


def test_a_hard_campaign_in_runs_is_as_at_once() -> None:
    campaign = labelled_records(labelled_plan(4242, "hard", 600))
    memory = RememberedLinks()
    for _, sundays in campaign.groupby(pd.factorize(campaign["sunday"], sort=True)[0] // 8):
        memory.run(sundays)
    assert_as_at_once(memory, campaign)
