"""Findings that a run no longer makes: of what was mended, sent anew, or is gone.

`made` are the findings that the run did make. A finding that is made as it was keeps the run that
last changed it, so that run tells nothing of these; it tells what this run has ended already.
"""

from __future__ import annotations

from typing import Any

import psycopg

from schemas.catalogue import HOLDING

__all__ = ["release_holds", "settle_findings"]

_MENDED = """
WITH place AS (
    SELECT DISTINCT branch_code, sunday FROM ops.submission
    WHERE submission_id = ANY(%(settled)s::text[])
), asked AS MATERIALIZED (
    SELECT finding.finding_id, finding.submission_id, finding.sheet, finding.row_number,
           earlier.branch_code, earlier.sunday, earlier.version
    FROM place
    JOIN ops.submission earlier USING (branch_code, sunday)
    JOIN quality.finding finding USING (submission_id)
    WHERE finding.state IN ('open', 'returned') AND finding.last_run_id <> %(run_id)s
      AND finding.finding_id NOT IN (SELECT unnest(%(made)s::text[]))
), mended AS (
    SELECT DISTINCT asked.finding_id
    FROM asked
    JOIN vault.record was USING (submission_id, sheet, row_number)
    JOIN ops.submission later
      ON later.branch_code = asked.branch_code AND later.sunday = asked.sunday
    JOIN vault.record is_now ON is_now.submission_id = later.submission_id
     AND is_now.lineage_key = was.lineage_key
    WHERE later.status = 'accepted' AND later.version > asked.version
      AND (later.submission_type <> 'supplement' OR later.corrected_id IS NOT NULL)
)
UPDATE quality.finding finding SET state = 'fixed', last_run_id = %(run_id)s
FROM mended WHERE finding.finding_id = mended.finding_id
"""
_CLOSED = """
UPDATE quality.finding SET state = 'closed', last_run_id = %(run_id)s
WHERE state <> 'closed' AND last_run_id <> %(run_id)s
  AND finding_id NOT IN (SELECT unnest(%(made)s::text[])) AND submission_id IN (
    SELECT unnest(%(settled)s::text[]) UNION
    SELECT earlier.submission_id FROM ops.submission later
    JOIN ops.submission earlier ON earlier.submission_id = later.corrected_id
    WHERE later.submission_id = ANY(%(settled)s::text[]) AND later.status = 'accepted'
      AND earlier.status = 'quarantined'
)
"""


_RELEASED = """
UPDATE quality.finding finding SET state = 'closed', last_run_id = %(run_id)s
FROM ops.submission submission
WHERE submission.submission_id = finding.submission_id
  AND submission.submission_id = ANY(%(changed)s::text[]) AND submission.status <> 'held'
  AND finding.rule_id = ANY(%(holding)s) AND finding.state IN ('open', 'returned')
  AND finding.last_run_id <> %(run_id)s
  AND finding.finding_id NOT IN (SELECT unnest(%(made)s::text[]))
"""


def release_holds(
    cursor: psycopg.Cursor[Any], changed: list[str], made: list[str], run_id: str
) -> None:
    """Closes why files were held that are held no more, among those whose status changed."""
    told = {"changed": changed, "holding": list(HOLDING), "made": made, "run_id": run_id}
    cursor.execute(_RELEASED.encode(), told)


def settle_findings(
    cursor: psycopg.Cursor[Any], submissions: list[str], made: list[str], run_id: str
) -> None:
    """Ends findings about files that a run judged, or that others replaced, and did not make again.

    A row that a later file brings again without the fault was mended: `fixed`. What is gone, and
    what was held back whole until a corrected file came, is `closed`.
    """
    told = {"settled": submissions, "made": made, "run_id": run_id}
    cursor.execute(_MENDED.encode(), told)
    cursor.execute(_CLOSED.encode(), told)
