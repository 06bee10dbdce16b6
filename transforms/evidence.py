"""What records say about who they are: records of equal evidence are one node.

Repeated rows collapse into one node first, so that they weigh nothing in guards and counts. A node
is known by a number that its evidence alone decides, so it is the same in every run.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from schemas.identifiers import SEPARATOR
from schemas.link_model import LinkModel
from transforms.cells.name_keys import tone_key
from transforms.columns import distinct, spread, text_array
from transforms.scoring import block_keys
from transforms.scoring.blocking import KEY_PARTS, stable_numbers
from transforms.scoring.names import parts_of_names

__all__ = ["EVIDENCE", "collapse", "node_numbers"]

EVIDENCE = ["id_number", "is_number_trusted", "tone_key", "birth_date", "phone", "ward_code", "sex"]
"""What a node consists of; all text ('' where unknown) but the trust in the number."""


def collapse(records: pd.DataFrame, model: LinkModel) -> tuple[pd.DataFrame, pd.Series]:
    """Nodes of equal evidence by their number, with name_key and the keys by which nodes are
    compared (`transforms.scoring.KEYS`), and each record's node.

    `records` is indexed by row_uid and has full_name, the columns of `EVIDENCE` less tone_key and,
    where it is known, node_id.
    """
    said = _said(records)
    node_of = records["node_id"] if "node_id" in records else _numbered(said)
    numbers = node_of.to_numpy(dtype="int64")
    nodes = said.set_axis(numbers)[~node_of.duplicated().to_numpy()].sort_index()
    nodes.index.name = "node_id"
    parts = parts_of_names(nodes["tone_key"], *KEY_PARTS)
    nodes["name_key"] = parts["key"]
    return nodes.join(block_keys(nodes, parts, model)), node_of.astype("int64")


def node_numbers(records: pd.DataFrame) -> pd.Series:
    """The node of every record, as `collapse` gives it."""
    return _numbered(_said(records))


def _said(records: pd.DataFrame) -> pd.DataFrame:
    """The columns of `EVIDENCE`."""
    codes, first = distinct(records["full_name"])
    tones = [tone_key(name) for name in records["full_name"].take(first).to_numpy()]
    return records.assign(
        tone_key=spread(tones, codes, records.index),
        sex=records["sex"].fillna(""),
        is_number_trusted=records["is_number_trusted"].astype("bool"),
    )[EVIDENCE]


def _numbered(said: pd.DataFrame) -> pd.Series:
    trust = np.where(said["is_number_trusted"], "1", "0")
    others = [pa.array(said[name].array) for name in EVIDENCE if name != "is_number_trusted"]
    told = [pa.array(trust, pa.large_string()), *others, pa.scalar(SEPARATOR, pa.large_string())]
    numbers = stable_numbers(pd.Series(text_array(pc.binary_join_element_wise(*told))))
    return pd.Series(numbers, index=said.index, name="node_id", dtype="int64")
