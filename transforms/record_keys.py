"""The record key: what a row says, as a keyed hash that survives a corrected file."""

from __future__ import annotations

import hmac

import pandas as pd

from schemas.identifiers import SEPARATOR
from transforms.cells.name_keys import tone_key

__all__ = ["keyed_hash", "record_keys"]


def keyed_hash(key: bytes, label: str, text: str) -> str:
    """HMAC-SHA256 of `text` under the key for one kind of evidence, first 16 bytes in hex.

    A plain hash of an identity number is reversed by trying all of them (DOMAIN 4); the label keeps
    hashes of different kinds of evidence from being compared.
    """
    return hmac.digest(key, f"{label}{SEPARATOR}{text}".encode(), "sha256").hex()[:32]


def record_keys(records: pd.DataFrame, reported: pd.Series, key: bytes) -> pd.Series:
    """The record key of every row, indexed like `records`.

    Made of branch, Sunday of the report, team, date, name, number, phone and birth date, and of an
    ordinal among rows that are equal in all of these (in the order of their file).
    """
    names = records["full_name"].map(
        {name: tone_key(name) for name in records["full_name"].unique()}
    )
    content = records["branch_code"] + SEPARATOR + reported.astype("str")
    for part in (
        records["team_code"],
        records["assist_date"].dt.strftime("%Y-%m-%d").fillna(""),
        names,
        records["id_number"],
        records["phone"],
        records["birth_date"],
    ):
        content = content + SEPARATOR + part
    order = records.assign(content=content).sort_values(["file_sha256", "sheet", "row_number"])
    ordinal = order.groupby(["file_sha256", "content"]).cumcount().reindex(records.index)
    texts = content + SEPARATOR + ordinal.astype("str")
    return pd.Series(
        [keyed_hash(key, "record", text) for text in texts], index=records.index, dtype="str"
    )
