"""Citizens who asked to be erased and are sent again (Y16): known by keyed hashes alone."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from transforms.cells.name_keys import tone_key
from transforms.columns import distinct, spread
from transforms.identities import tokens_of
from transforms.people import People
from transforms.scoring.names import parts_of_names

__all__ = ["tombstone_tokens", "without_erased"]

_IDENTITY = ("full_name", "id_number", "birth_date", "phone", "ward_code")
_RULE = "record.identity.is_not_erased"


def tombstone_tokens(records: pd.DataFrame, key: bytes) -> pd.DataFrame:
    """The tombstones of each record's citizen: row_uid and token, of a trusted number, name and
    birth date, name and phone.

    `records` is indexed by row_uid, as in `vault.record`; `key` is the pseudonym key. Nobody can
    read from a token whom it is about. A number that contradicts its row may be a relative's, who
    did not ask to be erased.
    """
    codes, first = distinct(records["full_name"])
    tones = spread([tone_key(n) for n in records["full_name"].take(first)], codes, records.index)
    named = records.assign(
        row_uid=records.index,
        name_key=parts_of_names(tones)["key"].to_numpy(),
    )
    return tokens_of(named[named["name_key"] != ""], key, "row_uid")


_WHOLE_NUMBER = 12


def without_erased(people: People, tombstones: pd.DataFrame, key: bytes) -> People:
    """`people` without the identities that `tombstones` (`vault.tombstone`) name.

    What is left of such a row is its service, team and date: it counts as a contact. Nothing that
    was said of its cells is kept either.
    """
    if tombstones.empty:
        return people
    # Whoever was erased is so on a row that contradicts the number as well.
    is_whole = people.records["id_number"].str.len() == _WHOLE_NUMBER
    tokens = tombstone_tokens(people.records.assign(is_number_trusted=is_whole), key)
    found = tokens.loc[tokens["token"].isin(tombstones["token"]), "row_uid"]
    uids = people.records.index[people.records.index.isin(found)]
    if uids.empty:
        return people
    records = people.records.copy()
    records.loc[uids, list(_IDENTITY)] = ""
    records.loc[uids, "sex"] = None
    records.loc[uids, "is_erased"] = True
    records.loc[uids, "is_number_trusted"] = False
    numbers = people.id_numbers.mask(people.id_numbers.index.isin(uids), "")
    told = pd.DataFrame({"row_uid": uids}).assign(
        rule_id=_RULE, column_name="", value="", suggested="", detail="{}"
    )
    kept = people.faults[~people.faults["row_uid"].isin(uids)]
    return replace(
        people,
        records=records,
        faults=pd.concat([kept, told[kept.columns]], ignore_index=True),
        id_numbers=numbers,
    )
