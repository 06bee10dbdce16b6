"""A home in memory: persons, possible duplicates and their ledger over many runs."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from schemas.identifiers import digest
from schemas.outcome import Difference
from schemas.table import Table
from schemas.tables import (
    DECISION,
    DECISION_VALUE,
    DUPLICATE,
    DUPLICATE_KEY,
    LINK_EVENT,
    RECORD,
)
from tests.remembered import RememberedLinks, RememberedPersons
from tests.unit.test_linking import Said, records
from transforms.differences import carried_out
from transforms.duplicates import find_duplicates
from transforms.evidence import node_numbers
from transforms.geography import Geography
from transforms.identification import Linked, identify
from transforms.link_events import link_events
from transforms.pair_answers import ANSWER_COLUMNS, no_answers

__all__ = ["KEY", "RememberedHome", "rows"]

KEY = b"a key for tests, never for people"


class RememberedHome(RememberedLinks):
    """What a database remembers of linking; `take` is a run."""

    def __init__(self, geography: Geography) -> None:
        super().__init__()
        self._geography = geography
        self.records = RememberedPersons().records_of(None)
        self.duplicates_table, self.keys = DUPLICATE.empty(), DUPLICATE_KEY.empty()
        self.events = LINK_EVENT.empty()
        self.merged: dict[str, str] = {}
        self._ledger: dict[str, str] = {}
        self._tokens = pd.DataFrame(columns=["token", "person_id"], dtype="str")
        self._runs = self._used = 0

    def records_of(self, person_ids: Collection[str] | None) -> pd.DataFrame:
        """Records in force of these persons."""
        if person_ids is None:
            return self.records
        return self.records[self.records["person_id"].isin(list(person_ids))]

    def ledger(self, record_keys: Collection[str]) -> pd.DataFrame:
        """The person that each record key last had."""
        known = [(key, self._ledger[key]) for key in record_keys if key in self._ledger]
        return pd.DataFrame(known, columns=["record_key", "person_id"], dtype="str")

    def awake(self, person_ids: Collection[str]) -> set[str]:
        """Those with a record in force."""
        return set(person_ids) & set(self.records["person_id"])

    def sleeping_tokens(self) -> pd.DataFrame:
        """Evidence of persons without a record."""
        return self._tokens

    def used_ids(self) -> int:
        """The highest number so far."""
        return self._used

    def lineages(self, lineage_keys: Collection[str]) -> pd.DataFrame:
        """Records in force of these lineages."""
        asked = self.records["lineage_key"].isin(list(lineage_keys))
        return self.records.loc[asked, ["lineage_key", "node_id"]]

    def cases(self, duplicate_ids: Collection[str]) -> pd.DataFrame:
        """Cases of these ids that were ever found."""
        return self.keys[self.keys["duplicate_id"].isin(list(duplicate_ids))]

    def answered(self) -> pd.DataFrame:
        """Answers that held in the last run."""
        rows = self.duplicates_table.merge(self.keys, on="duplicate_id")
        rows = rows[rows["state"].isin(["same", "different"])]
        if rows.empty:
            return no_answers()
        told = rows.assign(is_same=rows["state"] == "same", position=0).rename(
            columns={"left_node": "left", "right_node": "right"}
        )
        return told[ANSWER_COLUMNS].astype({"left": "int64", "right": "int64"})

    def duplicates(
        self, nodes: Collection[int] | None, duplicate_ids: Collection[str]
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Cases of these nodes and ids."""
        keys = self.keys
        if nodes is not None:
            of_node = keys["left_node"].isin(list(nodes)) | keys["right_node"].isin(list(nodes))
            keys = keys[of_node | keys["duplicate_id"].isin(list(duplicate_ids))]
        rows = self.duplicates_table
        return rows[rows["duplicate_id"].isin(keys["duplicate_id"])], keys

    def take(
        self,
        added: pd.DataFrame,
        removed: Collection[str] = (),
        decisions: pd.DataFrame | None = None,
    ) -> Linked:
        """Links what came and went (`removed`: row_uid), by what was decided."""
        self._runs += 1
        run_id = f"run{self._runs}"
        gone = self.records.loc[list(removed)]
        linked = identify(added, gone, self, self.model, KEY, decisions)
        change = find_duplicates(linked, self, self._geography, self.model, KEY, run_id, anew=False)
        self.events = pd.concat(
            [self.events, link_events(linked, run_id, is_relinked=False)], ignore_index=True
        )
        self._remember_links(linked)
        self._remember_persons(linked)
        self.duplicates_table = _after(DUPLICATE, self.duplicates_table, change)
        self.keys = _after(DUPLICATE_KEY, self.keys, change)
        return linked

    def decided(self, duplicate_id: str, action: str, position: int = 1) -> pd.DataFrame:
        """One standing decision about a case, to the evidence that is there now."""
        (case,) = self.keys[self.keys["duplicate_id"] == duplicate_id].to_dict("records")
        said = {"subject_id": duplicate_id, "action": action, "scope": "pair", "position": position}
        values = {name: case[name] for name in ("left_key", "right_key", "value_token")}
        names = [*DECISION.column_names, *DECISION_VALUE.column_names[1:]]
        return pd.DataFrame([said | values]).reindex(columns=names)

    def _remember_links(self, linked: Linked) -> None:
        found = linked.relinked
        stale = found.nodes.index.union(found.gone.index)
        persons = found.nodes["cluster"].map(linked.identities.person_ids).astype("str")
        now = found.nodes.assign(person_id=persons)
        kept = self._nodes[~self._nodes.index.isin(stale)]
        self._nodes = _whole(pd.concat([kept, now[self._nodes.columns]]))
        cut = pd.MultiIndex.from_frame(found.cut[["left", "right"]])
        is_cut = pd.MultiIndex.from_frame(self._edges[["left", "right"]]).isin(cut)
        self._edges = _whole(pd.concat([self._edges[~is_cut], found.edges], ignore_index=True))

    def _remember_persons(self, linked: Linked) -> None:
        kept = self.records.drop(linked.before.index)
        now = linked.records
        self.records = _whole(pd.concat([kept, now]) if len(kept) else now)
        self._ledger |= dict(zip(now["record_key"], now["person_id"], strict=True))
        awake = set(linked.identities.person_ids)
        self.merged = {one: heir for one, heir in self.merged.items() if one not in awake}
        self.merged |= linked.identities.merged
        tokens = self._tokens[~self._tokens["person_id"].isin(awake)]
        told = pd.concat([tokens, linked.asleep], ignore_index=True).drop_duplicates()
        self._tokens = _whole(told)
        numbers = [int(person[1:]) for person in linked.identities.new_ids]
        self._used = max([self._used, *numbers])


def _after(table: Table, whole: pd.DataFrame, change: Mapping[Table, Difference]) -> pd.DataFrame:
    return _whole(carried_out(table, whole, change[table]))


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    """The same frame in one piece: Arrow's texts keep every part that they were put together of,
    and in a memory that is never read anew these double with each run.
    """
    columns = {name: pd.Series(frame[name].tolist(), dtype=frame[name].dtype) for name in frame}
    return pd.DataFrame(columns).set_axis(frame.index.copy())


def rows(
    *said: Said, sunday: str = "2023-03-05", team: str = "T0001", of: str = ""
) -> pd.DataFrame:
    """Accepted records as in `vault.record`; `of` tells apart rows of several calls."""
    told = records(*said)
    day = pd.Timestamp(sunday).as_unit("us")
    keys = [digest(sunday, team, of, number) for number in range(len(told))]
    whole = told.assign(
        record_key=keys,
        lineage_key=keys,
        submission_id=digest(sunday, team, of),
        file_sha256="0" * 64,
        sheet="NGUOI_DAN",
        row_number=range(4, len(told) + 4),
        branch_code="D21609",
        sunday=day,
        assist_date=day,
        team_code=team,
        service_codes="DVC_ACCOUNT",
        dossier_count=0,
        consent="yes",
        status="accepted",
        row_no="",
        node_id=node_numbers(told),
    )
    whole.index = pd.Index([digest("row", key) for key in keys], name="row_uid", dtype="str")
    return whole[[name for name in RECORD.column_names if name != "row_uid"]]
