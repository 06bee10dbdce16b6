"""Stable person ids: which cluster keeps which id that the ledger knows.

A cluster takes the id that most of its record keys had, then most of its exact tokens; ties go to
the older id. An id that loses all its records to another is merged into it, and is never given
again.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from transforms.record_keys import keyed_hash

__all__ = ["Identities", "assign_identities", "tokens_of"]


@dataclass(frozen=True)
class Identities:
    """`person_ids`: cluster → person_id; `ledger`: record_key, person_id; `tokens`: token,
    person_id; `merged`: person_id → the id that its records now have; `new_ids`: ids never given
    before.
    """

    person_ids: pd.Series[str]
    ledger: pd.DataFrame
    tokens: pd.DataFrame
    merged: dict[str, str]
    new_ids: list[str]


def tokens_of(nodes: pd.DataFrame, key: bytes) -> pd.DataFrame:
    """Keyed hashes of what identifies a cluster: cluster, token.

    Of its trusted numbers, and of name with birth date, and name with phone.
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
        told = pd.DataFrame({"cluster": nodes["cluster"], "text": text})
        told = told[told["text"] != ""].drop_duplicates()
        told["token"] = [keyed_hash(key, label, value) for value in told["text"]]
        parts.append(told[["cluster", "token"]])
    return pd.concat(parts, ignore_index=True).astype("str").drop_duplicates()


def assign_identities(
    clusters: pd.DataFrame,
    tokens: pd.DataFrame,
    ledger: pd.DataFrame,
    known_tokens: pd.DataFrame,
    used_ids: int,
) -> Identities:
    """Ids for all clusters.

    `clusters` has cluster and record_key for each record in force; `tokens` comes from `tokens_of`;
    `ledger` (record_key, person_id) and `known_tokens` (token, person_id) are what earlier runs
    left; `used_ids` is the highest number given so far.
    """
    votes = _votes(clusters, tokens, ledger, known_tokens)
    given = _greedy(votes)
    order = sorted(clusters["cluster"].unique())
    fresh = [cluster for cluster in order if cluster not in given]
    new_ids = [f"P{used_ids + number:010d}" for number in range(1, len(fresh) + 1)]
    given |= dict(zip(fresh, new_ids, strict=True))
    person_ids = pd.Series(given, dtype="str").reindex(order)
    now = clusters.assign(person_id=clusters["cluster"].map(person_ids))
    return Identities(
        person_ids=person_ids,
        ledger=now[["record_key", "person_id"]].drop_duplicates("record_key"),
        tokens=tokens.assign(person_id=tokens["cluster"].map(person_ids))[
            ["token", "person_id"]
        ].drop_duplicates(),
        merged=_merged(now, ledger),
        new_ids=new_ids,
    )


def _votes(
    clusters: pd.DataFrame,
    tokens: pd.DataFrame,
    ledger: pd.DataFrame,
    known_tokens: pd.DataFrame,
) -> pd.DataFrame:
    pair = ["cluster", "person_id"]
    by_key = clusters.merge(ledger, on="record_key").groupby(pair).size().rename("keys")
    # What several ids once had (a merge that was undone) says less about whose it is.
    holders = known_tokens.groupby("token")["person_id"].transform("size")
    known = known_tokens.assign(weight=1.0 / holders)
    by_token = tokens.merge(known, on="token").groupby(pair)["weight"].sum().round(9)
    votes = pd.concat([by_key, by_token.rename("tokens")], axis=1).fillna(0).reset_index()
    return votes.sort_values(
        ["keys", "tokens", "person_id", "cluster"], ascending=[False, False, True, True]
    )


def _greedy(votes: pd.DataFrame) -> dict[str, str]:
    """The strongest claim first; an id goes to one cluster and a cluster takes one id."""
    given: dict[str, str] = {}
    taken: set[str] = set()
    for cluster, person_id in zip(votes["cluster"], votes["person_id"], strict=True):
        if cluster not in given and person_id not in taken:
            given[cluster] = person_id
            taken.add(person_id)
    return given


def _merged(now: pd.DataFrame, ledger: pd.DataFrame) -> dict[str, str]:
    """Ids without a record left whose records all went to another one."""
    moved = now.merge(ledger, on="record_key", suffixes=("", "_before"))
    gone = moved[~moved["person_id_before"].isin(set(now["person_id"]))]
    heirs = gone.groupby("person_id_before")["person_id"].agg(lambda ids: ids.mode().min())
    return {str(person_id): str(heir) for person_id, heir in heirs.items()}
