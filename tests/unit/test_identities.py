"""A person keeps the id, whatever later records and corrected files bring (DESIGN 7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from transforms.identities import Identities, assign_identities, claims_of, tokens_of

Clusters = Mapping[str, str]
"""Cluster → its record keys, separated by spaces."""


def pairs(rows: list[tuple[str, str]], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns, dtype="str")


class Ledger:
    """What runs leave and the next one finds."""

    def __init__(self) -> None:
        self.records: dict[str, str] = {}
        self.evidence: dict[str, set[str]] = {}
        self.awake: set[str] = set()
        self.used = 0

    def run(self, clusters: Clusters, evidence: Clusters | None = None) -> Identities:
        """A run over `clusters` with the tokens that `evidence` gives to some of them."""
        keyed = pairs(_each(clusters), ["cluster", "record_key"])
        ledger = pairs(list(self.records.items()), ["record_key", "person_id"])
        claims = claims_of(keyed, ledger)
        tokens = pairs(_each(evidence or {}), ["cluster", "token"])
        # Who has no record left sleeps, and is known by what was last said of him.
        asleep = set(self.evidence) - set(claims["person_id"])
        asleep |= set(self.evidence) - self.awake
        sleeping = [(token, one) for one in sorted(asleep) for token in sorted(self.evidence[one])]
        found = assign_identities(
            sorted(clusters), claims, tokens, pairs(sleeping, ["token", "person_id"]), self.used
        )
        for cluster, words in clusters.items():
            self.records |= dict.fromkeys(words.split(), found.person_ids[cluster])
        for cluster, words in (evidence or {}).items():
            person = found.person_ids[cluster]
            if person not in self.evidence or person not in self.awake:
                self.evidence[person] = set(words.split())
        self.awake = set(found.person_ids)
        self.used += len(found.new_ids)
        return found


def _each(words: Clusters) -> list[tuple[str, str]]:
    return [(name, word) for name, text in words.items() for word in text.split()]


def ids(found: Identities) -> dict[str, str]:
    """Cluster → person id without its zeros."""
    return {str(k): f"P{int(v[1:])}" for k, v in found.person_ids.items()}


def test_the_first_run_numbers_persons_in_the_order_of_their_clusters() -> None:
    found = Ledger().run({"b": "r2 r3", "a": "r1"})
    assert ids(found) == {"a": "P1", "b": "P2"}
    assert found.new_ids == ["P0000000001", "P0000000002"]
    assert found.merged == {}


def test_a_run_without_news_changes_no_id() -> None:
    ledger = Ledger()
    ledger.run({"a": "r1", "b": "r2 r3"})
    again = ledger.run({"a": "r1", "b": "r2 r3"})
    assert ids(again) == {"a": "P1", "b": "P2"}
    assert (again.new_ids, again.merged) == ([], {})


def test_later_records_rename_nobody() -> None:
    """Their rows may sort before all others, so that clusters have new names."""
    ledger = Ledger()
    ledger.run({"m": "r1", "n": "r2"})
    assert ids(ledger.run({"a": "r7", "b": "r1 r8", "n": "r2"})) == {
        "a": "P3",
        "b": "P1",
        "n": "P2",
    }


def test_a_replaced_file_keeps_its_ids_through_equal_tokens() -> None:
    """All of its rows have changed, and with them the record keys; the evidence has not."""
    ledger = Ledger()
    ledger.run({"a": "r1", "b": "r2"}, {"a": "number-a", "b": "number-b phone-b"})
    replaced = ledger.run({"c": "r3", "d": "r4"}, {"c": "phone-b", "d": "number-a"})
    assert ids(replaced) == {"c": "P2", "d": "P1"}


def test_record_keys_speak_before_tokens() -> None:
    ledger = Ledger()
    ledger.run({"a": "r1", "b": "r2"}, {"a": "t1 t2 t3", "b": "t4"})
    assert ids(ledger.run({"c": "r2"}, {"c": "t1 t2 t3"})) == {"c": "P2"}


def test_a_merged_person_is_the_one_with_most_records_and_the_other_leaves_a_trace() -> None:
    ledger = Ledger()
    ledger.run({"a": "r1", "b": "r2 r3"})
    merged = ledger.run({"a": "r1 r2 r3"})
    assert ids(merged) == {"a": "P2"}
    assert merged.merged == {"P0000000001": "P0000000002"}


def test_of_two_equal_claims_the_older_id_stays() -> None:
    ledger = Ledger()
    ledger.run({"a": "r1", "b": "r2"})
    assert ids(ledger.run({"b": "r2 r1"})) == {"b": "P1"}


def test_a_split_person_goes_on_as_the_greater_part() -> None:
    ledger = Ledger()
    ledger.run({"a": "r1 r2 r3"})
    split = ledger.run({"a": "r1", "b": "r2 r3"})
    assert ids(split) == {"a": "P2", "b": "P1"}
    assert split.merged == {}


def test_a_merge_that_is_undone_gives_both_their_ids_back() -> None:
    for first, second in (("a", "b"), ("b", "a")):
        ledger = Ledger()
        ledger.run({"a": "r1"}, {"a": "number-a"})
        ledger.run({"a": "r1", "b": "r2"}, {"a": "number-a", "b": "number-b"})
        both = ledger.run({"a": "r1 r2"}, {"a": "number-a number-b"})
        assert both.merged == {"P0000000002": "P0000000001"}
        undone = ledger.run({first: "r1", second: "r2"}, {first: "number-a", second: "number-b"})
        assert ids(undone) == {first: "P1", second: "P2"}


def test_an_id_without_records_sleeps_and_comes_back_with_the_same_evidence() -> None:
    ledger = Ledger()
    ledger.run({"a": "r1", "b": "r2"}, {"a": "number-a", "b": "number-b"})
    asleep = ledger.run({"b": "r2"}, {"b": "number-b"})
    assert (ids(asleep), asleep.merged) == ({"b": "P2"}, {})
    stranger = ledger.run({"b": "r2", "c": "r9"}, {"b": "number-b", "c": "number-c"})
    assert ids(stranger) == {"b": "P2", "c": "P3"}
    back = ledger.run({"a": "r1", "d": "r8"}, {"d": "number-b"})
    assert ids(back) == {"a": "P1", "d": "P2"}


def test_an_id_is_never_given_to_two_persons() -> None:
    """Two new persons with the tokens of one known: the one with more of them is that one."""
    ledger = Ledger()
    ledger.run({"a": "r1"}, {"a": "t1 t2 t3"})
    assert ids(ledger.run({"x": "r7", "y": "r8"}, {"x": "t1", "y": "t2 t3"})) == {
        "x": "P2",
        "y": "P1",
    }


def test_of_nobody_nothing_is_left() -> None:
    found = Ledger().run({})
    assert (len(found.person_ids), found.new_ids, found.merged) == (0, [], {})


def nodes(**changes: list[str]) -> pd.DataFrame:
    said = {
        "cluster": ["a"],
        "id_number": [""],
        "name_key": ["le mai thi"],
        "birth_date": [""],
        "phone": [""],
    } | changes
    return pd.DataFrame(said, dtype="str").assign(
        is_number_trusted=[number != "" for number in said["id_number"]]
    )


def told(key: bytes = b"k", **changes: Any) -> set[str]:
    return set(tokens_of(nodes(**changes), key, "cluster")["token"])


def test_tokens_are_of_number_name_with_birth_date_and_name_with_phone() -> None:
    everything: dict[str, Any] = {
        "id_number": ["052180000700"],
        "birth_date": ["1980-05-17"],
        "phone": ["0905000111"],
    }
    assert len(told(**everything)) == 3
    assert told() == set()
    assert told(birth_date=["1980"]) == set()
    assert {next(iter(told(**{name: value}))) for name, value in everything.items()} == told(
        **everything
    )


def test_tokens_say_nothing_without_the_key() -> None:
    (token,) = told(phone=["0905000111"])
    assert told(b"another", phone=["0905000111"]) != {token}
    assert len(token) == 32
    assert "0905" not in token


def test_a_number_without_trust_is_no_token() -> None:
    doubtful = nodes(id_number=["052180000700"]).assign(is_number_trusted=False)
    assert tokens_of(doubtful, b"k", "cluster").empty
