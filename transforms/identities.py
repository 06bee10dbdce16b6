"""Stable person ids: which cluster keeps which id that the ledger knows.

A cluster takes the id that most of its record keys had, then most of its exact tokens; ties go to
the older id. An id that loses all its records to another is merged into it, and is never given
again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import pandas as pd

from transforms.columns import among
from transforms.record_keys import keyed_hash

__all__ = ["Identities", "assign_identities", "claims_of", "tokens_of"]


@dataclass(frozen=True)
class Identities:
    """`person_ids`: cluster → person_id; `merged`: person_id → the id that its records now have;
    `new_ids`: ids never given before.
    """

    person_ids: pd.Series[str]
    merged: dict[str, str]
    new_ids: list[str]


def tokens_of(nodes: pd.DataFrame, key: bytes, owner: str) -> pd.DataFrame:
    """Keyed hashes of what identifies the owner of nodes: columns `owner` and token.

    Of its trusted numbers, and of name with birth date, and name with phone. `nodes` has the column
    named by `owner`, id_number, is_number_trusted, name_key, birth_date and phone.
    """
    number = nodes["id_number"].where(nodes["is_number_trusted"].astype(bool), "")
    is_full = nodes["birth_date"].str.len() == 10
    texts = {
        "id_number": number,
        "name_birth": (nodes["name_key"] + "|" + nodes["birth_date"]).where(is_full, ""),
        "name_phone": (nodes["name_key"] + "|" + nodes["phone"]).where(nodes["phone"] != "", ""),
    }
    parts = []
    for label, text in texts.items():
        told = pd.DataFrame({owner: nodes[owner], "text": text})
        told = told[told["text"] != ""].drop_duplicates()
        told["token"] = pd.Series(
            [keyed_hash(key, label, value) for value in told["text"]], told.index, dtype="str"
        )
        parts.append(told[[owner, "token"]])
    return pd.concat(parts, ignore_index=True).drop_duplicates()


def claims_of(clusters: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """How many record keys of each cluster each id had: cluster, person_id, keys.

    `clusters` has cluster and record_key, `ledger` record_key and person_id.
    """
    met = clusters.merge(ledger, on="record_key")
    return met.groupby(["cluster", "person_id"]).size().rename("keys").reset_index()


def assign_identities(
    clusters: Iterable[Hashable],
    claims: pd.DataFrame,
    tokens: pd.DataFrame,
    known_tokens: pd.DataFrame,
    used_ids: int,
) -> Identities:
    """Ids for all clusters; new ones are given in their order.

    `claims` (cluster, person_id, keys) says how many record keys of a cluster an id had; `tokens`
    are the clusters' own (`tokens_of`), `known_tokens` (token, person_id) those of earlier runs;
    `used_ids` is the highest number given so far.
    """
    given = _greedy(_votes(claims, tokens, known_tokens))
    order = list(dict.fromkeys(clusters))
    fresh = [cluster for cluster in order if cluster not in given]
    new_ids = [f"P{used_ids + number:010d}" for number in range(1, len(fresh) + 1)]
    given |= dict(zip(fresh, new_ids, strict=True))
    person_ids = pd.Series(given, dtype="str").reindex(order)
    return Identities(person_ids, _merged(claims, given), new_ids)


def _votes(claims: pd.DataFrame, tokens: pd.DataFrame, known_tokens: pd.DataFrame) -> pd.DataFrame:
    pair = ["cluster", "person_id"]
    # What several ids once had (a merge that was undone) says less about whose it is.
    holders = known_tokens.groupby("token")["person_id"].transform("size")
    known = known_tokens.assign(weight=1.0 / holders)
    by_token = tokens.merge(known, on="token").groupby(pair)["weight"].sum().round(9)
    by_key = claims.groupby(pair)["keys"].sum()
    votes = pd.concat([by_key, by_token.rename("tokens")], axis=1).fillna(0).reset_index()
    # Of rivals for one id the one goes first that has no other to go back to.
    said = votes["keys"] + votes["tokens"]
    votes["elsewhere"] = said.groupby(votes["cluster"]).transform("sum") - said
    return votes.sort_values(
        ["keys", "tokens", "elsewhere", "person_id", "cluster"],
        ascending=[False, False, True, True, True],
    )


def _greedy(votes: pd.DataFrame) -> dict[Hashable, str]:
    """The strongest claim first; an id goes to one cluster and a cluster takes one id."""
    given: dict[Hashable, str] = {}
    taken: set[str] = set()
    for cluster, person_id in zip(votes["cluster"], votes["person_id"], strict=True):
        if cluster not in given and person_id not in taken:
            given[cluster] = person_id
            taken.add(person_id)
    return given


def _merged(claims: pd.DataFrame, given: dict[Hashable, str]) -> dict[str, str]:
    """Ids without a record left whose records all went to another one: to the one of most."""
    gone = claims[~among(claims["person_id"], given.values())]
    gone = gone.assign(heir=gone["cluster"].map(given))
    gone = gone.sort_values(["person_id", "keys", "heir"], ascending=[True, False, True])
    heirs = gone.drop_duplicates("person_id")
    return dict(zip(heirs["person_id"], heirs["heir"], strict=True))
