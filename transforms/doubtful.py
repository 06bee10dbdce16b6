"""Which possible duplicates are open after a run, and the records behind them: what was known
before it, and what it changed.
"""

from __future__ import annotations

import pandas as pd

from schemas.outcome import Difference, Doubtful
from transforms.columns import among
from transforms.identification import Linked

__all__ = ["doubtful_after"]

_CASE = ["duplicate_id", "left_person_id", "right_person_id", "is_linked"]
_RECORD = ["person_id", "part", "service_codes", "assist_date", "team_code", "sunday"]


def doubtful_after(before: Doubtful, linked: Linked, change: Difference) -> Doubtful:
    """As it is after a run; `change` is that of `quality.duplicate`.

    A case that opens is of persons whom the run touched, and of these it knows every record.
    """
    cases, records = before
    moved = pd.concat([change.new, change.changed])
    stale = pd.concat([moved, change.gone])["duplicate_id"]
    opened = moved.loc[moved["state"] == "open", _CASE]
    open_now = pd.concat([cases[~among(cases["duplicate_id"], stale)], opened], ignore_index=True)
    persons = pd.concat([open_now["left_person_id"], open_now["right_person_id"]]).unique()
    nodes = linked.relinked.nodes
    touched = linked.records[linked.records["node_id"].isin(nodes.index)]
    touched = touched.assign(part=nodes["part"].reindex(touched["node_id"]).to_numpy())
    left = linked.before.index.difference(linked.records.index)
    others = records[~among(records["row_uid"], left.append(touched.index))]
    every = pd.concat([others[_RECORD], touched[_RECORD]], ignore_index=True)
    return Doubtful(open_now, every[among(every["person_id"], persons)])
