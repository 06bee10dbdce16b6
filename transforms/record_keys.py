"""The record key: what a row says, as a keyed hash that survives a corrected file."""

from __future__ import annotations

import hmac

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.identifiers import SEPARATOR
from transforms.cells.name_keys import tone_key
from transforms.columns import distinct, spread

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
    content = _whose_and_when(records, reported)
    codes, first = distinct(records["full_name"])
    names = [tone_key(name) for name in records["full_name"].take(first).to_numpy()]
    for part in (
        spread(names, codes, records.index),
        records["id_number"],
        records["phone"],
        records["birth_date"],
    ):
        content = content + SEPARATOR + part
    texts = zip(content.to_numpy(), _ordinals(records, content), strict=True)
    hashes = [keyed_hash(key, "record", f"{text}{SEPARATOR}{n}") for text, n in texts]
    return pd.Series(hashes, index=records.index, dtype="str")


def _whose_and_when(records: pd.DataFrame, reported: pd.Series) -> pd.Series[str]:
    """Branch, Sunday of the report, team and date, the same for many rows."""
    columns = (records["branch_code"], reported, records["team_code"], records["assist_date"])
    codes, first = distinct(*columns)
    branch, sunday, team, day = (column.take(first) for column in columns)
    parts = (branch, _iso(sunday), team, _iso(day))
    texts = [SEPARATOR.join(row) for row in zip(*(p.to_numpy() for p in parts), strict=True)]
    return spread(texts, codes, records.index)


def _iso(days: pd.Series) -> pd.Series[str]:
    texts: pd.Series[str] = days.dt.strftime("%Y-%m-%d").fillna("").astype("str")
    return texts


def _ordinals(records: pd.DataFrame, content: pd.Series[str]) -> npt.NDArray[np.int64]:
    """0 for the first row of a file with that content, 1 for the next and so on."""
    ordinals = np.zeros(len(records), dtype="int64")
    repeated = np.flatnonzero(content.duplicated(keep=False))
    places = records[["file_sha256", "sheet", "row_number"]].take(repeated)
    order = places.assign(content=content.take(repeated), at=repeated).sort_values(
        ["file_sha256", "sheet", "row_number"]
    )
    ordinals[order["at"]] = order.groupby(["file_sha256", "content"]).cumcount()
    return ordinals
