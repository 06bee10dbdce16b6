"""What linking asks of the vault: nodes by what they share, and the persons behind them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import psycopg
from psycopg import sql

from schemas.table import Column, Table
from schemas.tables import (
    DUPLICATE,
    DUPLICATE_KEY,
    LINK_EDGE,
    LINK_LEDGER,
    LINK_NODE,
    PERSON_TOKEN,
    RECORD,
    RECORD_PERSON,
)
from warehouse import copying

__all__ = ["StoredLinks"]

_NUMBERS = sql.SQL("= ANY(%s::bigint[])")
_TEXTS = sql.SQL("= ANY(%s::text[])")

LINKED_RECORD = Table(
    "vault",
    "linked_record",
    "Một dòng có hiệu lực và người mà nó thuộc về.",
    "A record in force and the person it belongs to.",
    (
        *RECORD.columns,
        *(RECORD_PERSON.column(n) for n in ("person_id", "link_reason", "match_weight")),
    ),
    key=("row_uid",),
)
"""The shape of what is read of records and persons together; not a table of the database."""

_NOT_SHARED = ("name_key", "record_count", "person_id", "part")

SHARED_NODE = replace(
    LINK_NODE,
    columns=tuple(column for column in LINK_NODE.columns if column.name not in _NOT_SHARED),
)
"""`vault.link_node` with what is compared of a node."""


class StoredLinks:
    """Nodes, links and persons as earlier runs left them; asked within one transaction."""

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        self._cursor = cursor

    def nodes(self, numbers: Collection[int]) -> pd.DataFrame:
        """Those of these nodes that are known, by number."""
        return self._nodes(sql.SQL("node_id ") + _NUMBERS, _array(numbers))

    def sharing(self, keys: Mapping[str, pd.Index]) -> pd.DataFrame:
        """What is compared of all nodes that have one of the given values in the column of that
        name (`transforms.relinking.SHARED_COLUMNS`).
        """
        asked = {name: values.tolist() for name, values in keys.items() if len(values)}
        if not asked:
            return self._nodes(sql.SQL("false"), of=SHARED_NODE)
        conditions = [sql.Identifier(name) + sql.SQL(" ") + _NUMBERS for name in asked]
        where = sql.SQL(" OR ").join(conditions)
        return self._nodes(where, *map(_array, asked.values()), of=SHARED_NODE)

    def components(self, numbers: Collection[int]) -> tuple[pd.DataFrame, pd.DataFrame]:
        """All nodes of these components, and the links between them."""
        nodes = self._nodes(sql.SQL("component ") + _NUMBERS, _array(numbers))
        edges = copying.read(
            self._cursor, LINK_EDGE, sql.SQL("left_node ") + _NUMBERS, _array(nodes.index)
        )
        ends = {"left_node": "left", "right_node": "right"}
        return nodes, edges.rename(columns=ends).astype({"left": "int64", "right": "int64"})

    def records_of(self, person_ids: Collection[str] | None) -> pd.DataFrame:
        """Accepted records in force of these persons (None: of all), by row_uid."""
        columns = sql.SQL(", ").join(map(_qualified, LINKED_RECORD.columns))
        query = sql.SQL(
            "SELECT {} FROM core.record_person p JOIN vault.record r USING (row_uid)"
        ).format(columns)
        parameters = []
        if person_ids is not None:
            query += sql.SQL(" WHERE p.person_id ") + _TEXTS
            parameters.append(_array(person_ids))
        frame = copying.read_query(self._cursor, LINKED_RECORD, query, *parameters)
        return frame.set_index("row_uid")

    def ledger(self, record_keys: Collection[str]) -> pd.DataFrame:
        """record_key and person_id of those of these keys that any record ever had."""
        if not self._has_rows(LINK_LEDGER):
            return LINK_LEDGER.empty()
        return copying.read(
            self._cursor, LINK_LEDGER, sql.SQL("record_key ") + _TEXTS, _array(record_keys)
        )

    def awake(self, person_ids: Collection[str]) -> set[str]:
        """Those of these persons that have a record in force."""
        self._cursor.execute(
            "SELECT DISTINCT person_id FROM core.record_person WHERE person_id = ANY(%s)",
            [list(person_ids)],
        )
        return {row[0] for row in self._cursor.fetchall()}

    def sleeping_tokens(self) -> pd.DataFrame:
        """token and person_id of all persons without a record in force."""
        return copying.read(self._cursor, PERSON_TOKEN)

    def used_ids(self) -> int:
        """The highest number that a person's id has had."""
        self._cursor.execute("SELECT max(person_id) FROM core.person")
        row = self._cursor.fetchone()
        return 0 if row is None or row[0] is None else int(row[0][1:])

    def lineages(self, lineage_keys: Collection[str]) -> pd.DataFrame:
        """lineage_key and node_id of accepted records in force of these lineages, by row_uid."""
        self._cursor.execute(
            "SELECT r.row_uid, r.lineage_key, r.node_id FROM vault.record r"
            " JOIN core.record_person p USING (row_uid) WHERE r.lineage_key = ANY(%s)",
            [list(lineage_keys)],
        )
        columns = ["row_uid", "lineage_key", "node_id"]
        rows = pd.DataFrame(self._cursor.fetchall(), columns=columns)
        types = {"row_uid": "str", "lineage_key": "str", "node_id": "int64"}
        return rows.astype(types).set_index("row_uid")

    def cases(self, duplicate_ids: Collection[str]) -> pd.DataFrame:
        """`vault.duplicate_key` of those of these cases that were ever found."""
        return copying.read(
            self._cursor, DUPLICATE_KEY, sql.SQL("duplicate_id ") + _TEXTS, _array(duplicate_ids)
        )

    def answered(self) -> pd.DataFrame:
        """The answers to possible duplicates that the last run found to hold (position 0)."""
        self._cursor.execute(
            "SELECT duplicate_id, k.left_node, k.right_node, d.state = 'same', 0"
            " FROM quality.duplicate d JOIN vault.duplicate_key k USING (duplicate_id)"
            " WHERE d.state IN ('same', 'different')"
        )
        columns = ["duplicate_id", "left", "right", "is_same", "position"]
        rows = pd.DataFrame(self._cursor.fetchall(), columns=columns)
        types = ("str", "int64", "int64", "bool", "int64")
        return rows.astype(dict(zip(columns, types, strict=True)))

    def duplicates(
        self, nodes: Collection[int] | None, duplicate_ids: Collection[str]
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        """`quality.duplicate` and `vault.duplicate_key` of these ids, and of all that one of these
        nodes is in (None: all there are).
        """
        where: sql.Composable = sql.SQL("true")
        asked: list[str] = []
        if nodes is not None:
            where = sql.SQL("duplicate_id ") + _TEXTS
            asked = [_array({*duplicate_ids, *self._of_nodes(nodes)})]
        rows, keys = (
            copying.read(self._cursor, table, where, *asked) for table in (DUPLICATE, DUPLICATE_KEY)
        )
        return rows, keys

    def _of_nodes(self, nodes: Collection[int]) -> set[str]:
        """The possible duplicates that one of these nodes is in."""
        self._cursor.execute(
            "WITH asked AS (SELECT unnest(%s::bigint[]) AS node)"
            " SELECT duplicate_id FROM vault.duplicate_key JOIN asked ON node = left_node UNION"
            " SELECT duplicate_id FROM vault.duplicate_key JOIN asked ON node = right_node",
            [_array(nodes)],
        )
        return {row[0] for row in self._cursor.fetchall()}

    def _nodes(
        self, where: sql.Composable, *parameters: str, of: Table = LINK_NODE
    ) -> pd.DataFrame:
        columns = sql.SQL(", ").join(map(sql.Identifier, of.column_names))
        # In no order: a node is known by its number, and sorting takes as long as reading.
        query = sql.SQL("SELECT {} FROM vault.link_node WHERE {}").format(columns, where)
        nodes = copying.read_query(self._cursor, of, query, *parameters)
        numbers = [column.name for column in of.columns if column.type == "integer"]
        types = dict.fromkeys(numbers, "int64") | {"is_number_trusted": "bool"}
        return nodes.assign(sex=nodes["sex"].fillna("")).astype(types).set_index("node_id")

    def _has_rows(self, table: Table) -> bool:
        name = sql.Identifier(table.schema_name, table.name)
        self._cursor.execute(sql.SQL("SELECT EXISTS (SELECT 1 FROM {})").format(name))
        row = self._cursor.fetchone()
        return bool(row and row[0])


def _qualified(column: Column) -> sql.Composable:
    owner = "r" if column.name in RECORD.column_names else "p"
    return sql.SQL("{}.{}").format(sql.SQL(owner), sql.Identifier(column.name))


def _array(values: Iterable[object]) -> str:
    """A Postgres array literal of numbers or of keys of ours (hex and ids, nothing to quote)."""
    return "{" + ",".join(map(str, values)) + "}"
